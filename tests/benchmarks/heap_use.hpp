#pragma once

#include <cstdint>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// What the process has allocated, with operator new and with malloc, which libcurl and OpenSSL
/// use.
struct HeapUse {
  std::int64_t Allocations;
  std::int64_t LiveBytes;
};

/// The heap use since the process started. Linking this file replaces malloc with one that counts.
HeapUse CurrentHeapUse() noexcept;

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
