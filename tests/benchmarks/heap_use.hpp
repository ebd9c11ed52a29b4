#pragma once

#include <cstdint>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// What the process has asked the heap for: by operator new, and by malloc, which libcurl and
/// OpenSSL use.
struct HeapUse {
  std::int64_t Allocations;
  std::int64_t LiveBytes;
};

/// Since the process began. A program that links this has its malloc replaced by one that counts.
HeapUse CurrentHeapUse() noexcept;

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
