#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "curl/trust_store.hpp"

// What this process or machine lacks, where libcurl's codes and texts don't say so.
namespace Azure::Messaging::WebPubSub::Detail {

/// Why a transfer failed before its request began, if it was for lack of something.
/// @param text libcurl's; may be empty.
/// @param openError of the socket that could not be opened, if there was one.
/// @param authorities that the transfer trusts.
std::optional<TransportFailure> ShortageBehind(CURLcode code, std::string_view text,
                                               const std::error_code& openError,
                                               TrustStore& authorities);

/// The failure of a transfer that awaited a resolution which another one began.
/// @param reason of the other's failure.
TransportFailure NotResolved(const std::string& reason);

}  // namespace Azure::Messaging::WebPubSub::Detail
