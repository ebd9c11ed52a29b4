#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "curl/resolutions.hpp"
#include "curl/trust_store.hpp"

// What this process or machine lacks, where libcurl's codes and texts don't say so.
namespace Azure::Messaging::WebPubSub::Detail {

/// What was seen to be missing while a transfer ran.
struct SeenShortages {
  std::error_code OfSocket;    // why the last one could not be opened, if that failed
  std::error_code OfResolver;  // when it began
};

/// Why a transfer failed before its request began, if it was for lack of something.
/// @param text libcurl's; may be empty.
/// @param authorities that the transfer trusts.
std::optional<TransportFailure> ShortageBehind(CURLcode code, std::string_view text,
                                               const SeenShortages& seen, TrustStore& authorities);

/// The failure of a transfer that awaited a resolution which another one began, and which failed.
TransportFailure NotResolved(const Resolutions::Resolution& other);

}  // namespace Azure::Messaging::WebPubSub::Detail
