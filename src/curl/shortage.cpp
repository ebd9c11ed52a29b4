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

// A resolver has a pair of sockets, and opens files or sockets on its thread. What it lacked is not
// known here, but is often missing still.
std::optional<TransportFailure> ShortageOfResolver() {
  constexpr int Descriptors = 4;
  return FailureIfShort("the name of the host can't be resolved", DescriptorShortage(Descriptors));
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
                                               const std::error_code& openError,
                                               TrustStore& authorities) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return FailureIfShort("no socket can be opened", openError);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return ShortageOfResolver();
    case CURLE_OUT_OF_MEMORY:
      return FailureIfShort("the authorities can't be read", authorities.Shortage());
    case CURLE_SSL_CONNECT_ERROR:
      return ShortageNamedIn(text);
    case CURLE_PEER_FAILED_VERIFICATION:
      return authorities.IsReadDuringHandshakes() ? ShortageOfHandshake() : std::nullopt;
    default:
      return std::nullopt;
  }
}

TransportFailure NotResolved(const std::string& reason) {
  if (auto shortage = ShortageOfResolver()) return *std::move(shortage);
  return {TransportError::NameResolution, reason, false};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
