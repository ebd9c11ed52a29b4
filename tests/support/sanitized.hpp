#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WEBPUBSUB_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WEBPUBSUB_SANITIZED
#endif
#endif

namespace Azure::Messaging::WebPubSub::Testing {

/// Whether this is a build with AddressSanitizer or ThreadSanitizer. They use extra time and
/// memory, and a child process that is forked while another thread holds one of their locks hangs.
/// (WEBPUBSUB_SANITIZED is defined in such a build, for tests that must be left out.)
#ifdef WEBPUBSUB_SANITIZED
inline constexpr bool IsSanitized = true;
#else
inline constexpr bool IsSanitized = false;
#endif

}  // namespace Azure::Messaging::WebPubSub::Testing
