#include "curl/shortage.hpp"

#include "curl/transfer_failure.hpp"
#include "runtime/platform.hpp"
#include "runtime/socket.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::optional<TransportFailure> FailureIfShort(const char* what, const std::error_code& error) {
  if (!IsShortage(error)) return std::nullopt;
  return NoHandle(std::system_error(error, what + NameOf(error)));
}

// A shortage that came later is often there still, though later versions of libcurl have given back
// what the resolver had.
std::optional<TransportFailure> ShortageOfResolver(const std::error_code& seen) {
  return FailureIfShort("the name of the host can't be resolved",
                        seen ? seen : DescriptorShortage(Resolutions::DescriptorsOfOne));
}

// An authority whose file can't be opened isn't trusted, and later versions of libcurl don't say
// why.
std::optional<TransportFailure> ShortageOfHandshake() {
  constexpr int Descriptors = 8;
  return FailureIfShort("the TLS handshake can't read a file", DescriptorShortage(Descriptors));
}

// OpenSSL's text has that of the operating system.
std::optional<TransportFailure> ShortageNamedIn(std::string_view text) {
  for (const std::errc shortage : {std::errc::too_many_files_open, std::errc::not_enough_memory,
                                   std::errc::too_many_files_open_in_system}) {
    const std::error_code error = std::make_error_code(shortage);
    if (text.find(error.message()) != std::string_view::npos) {
      return FailureIfShort("the TLS handshake can't read a file", error);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<TransportFailure> ShortageBehind(CURLcode code, std::string_view text,
                                               const SeenShortages& seen, TrustStore& authorities) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return FailureIfShort("no socket can be opened", seen.OfSocket);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return ShortageOfResolver(seen.OfResolver);
    case CURLE_FAILED_INIT:  // of 8.18, where the resolver can't start
      return seen.OfResolver ? ShortageOfResolver(seen.OfResolver) : std::nullopt;
    case CURLE_OUT_OF_MEMORY:
      return FailureIfShort("the authorities can't be read", authorities.Shortage());
    case CURLE_SSL_CONNECT_ERROR:
      return ShortageNamedIn(text);
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION:
      return authorities.IsReadDuringHandshakes() ? ShortageOfHandshake() : std::nullopt;
    default:
      return std::nullopt;
  }
}

TransportFailure NotResolved(const Resolutions::Resolution& other) {
  if (auto shortage = ShortageOfResolver(other.Shortage)) return *std::move(shortage);
  return {TransportError::NameResolution, other.Failure, false};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
