#include "failing_allocations.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

// Without constructors and destructors: allocations come before and after those of static objects.
std::atomic<bool> isArmed{false};
std::atomic<long> made{0};
std::atomic<long> firstToFail{0};
std::atomic<long> lastToFail{0};

bool MustFail() noexcept {
  if (!isArmed) return false;
  const long number = ++made;
  return firstToFail <= number && number <= lastToFail;
}

void* Allocate(std::size_t size) noexcept {
  return MustFail() ? nullptr : std::malloc(size != 0 ? size : 1);
}

void* Allocate(std::size_t size, std::align_val_t alignment) noexcept {
  const auto to = static_cast<std::size_t>(alignment);
  return MustFail() ? nullptr : std::aligned_alloc(to, (size + to - 1) / to * to);
}

void* OrThrow(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return OrThrow(Allocate(size)); }
void* operator new[](std::size_t size) { return OrThrow(Allocate(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void* operator new(std::size_t size, std::align_val_t to) { return OrThrow(Allocate(size, to)); }
void* operator new[](std::size_t size, std::align_val_t to) { return OrThrow(Allocate(size, to)); }

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace Azure::Messaging::WebPubSub::Testing {

FailingAllocations::FailingAllocations(long first, long inARow) {
  made = 0;
  firstToFail = first;
  lastToFail = first + inARow - 1;
  isArmed = true;
}

FailingAllocations::~FailingAllocations() { isArmed = false; }

bool FailingAllocations::HaveFailed() { return made >= firstToFail; }

}  // namespace Azure::Messaging::WebPubSub::Testing
