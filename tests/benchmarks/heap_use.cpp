#include "heap_use.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <malloc.h>

// glibc's allocator, under the names that remain usable when a program replaces malloc.
extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT
void* __libc_calloc(std::size_t count, std::size_t size);        // NOLINT
void* __libc_realloc(void* block, std::size_t size);             // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT
void __libc_free(void* block);                                   // NOLINT
}

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> liveBytes{0};

std::int64_t SizeOf(void* block) noexcept {
  return static_cast<std::int64_t>(malloc_usable_size(block));
}

void* Counted(void* block) noexcept {
  allocations.fetch_add(1, std::memory_order_relaxed);
  liveBytes.fetch_add(SizeOf(block), std::memory_order_relaxed);
  return block;
}

void Forget(void* block) noexcept { liveBytes.fetch_sub(SizeOf(block), std::memory_order_relaxed); }

}  // namespace

HeapUse CurrentHeapUse() noexcept { return {allocations, liveBytes}; }

}  // namespace Azure::Messaging::WebPubSub::Benchmarks

using Azure::Messaging::WebPubSub::Benchmarks::Counted;
using Azure::Messaging::WebPubSub::Benchmarks::Forget;

extern "C" {

void* malloc(std::size_t size) noexcept { return Counted(__libc_malloc(size)); }

void* calloc(std::size_t count, std::size_t size) noexcept {
  return Counted(__libc_calloc(count, size));
}

void* realloc(void* block, std::size_t size) noexcept {
  Forget(block);
  return Counted(__libc_realloc(block, size));
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return Counted(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return Counted(__libc_memalign(alignment, size));
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
  *block = Counted(__libc_memalign(alignment, size));
  return *block == nullptr ? ENOMEM : 0;
}

void free(void* block) noexcept {
  Forget(block);
  __libc_free(block);
}
}
