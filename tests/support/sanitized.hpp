#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WEBPUBSUB_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WEBPUBSUB_SANITIZED
#endif
#endif

namespace Azure::Messaging::WebPubSub::Testing {

/// Whether this is a build with AddressSanitizer or ThreadSanitizer, which take time, and memory
/// for themselves, and whose own locks a child may never get that is forked from a process with
/// threads. (WEBPUBSUB_SANITIZED says the same where a test has to be left out.)
#ifdef WEBPUBSUB_SANITIZED
inline constexpr bool IsSanitized = true;
#else
inline constexpr bool IsSanitized = false;
#endif

}  // namespace Azure::Messaging::WebPubSub::Testing
