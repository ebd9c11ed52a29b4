#include "curl/transfer_failure.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "curl/transport_options.hpp"
#include "http/transport_adapter.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// CURLE_TOO_LARGE of 8.6, by its number: the library may be newer than its headers.
constexpr auto TooLarge = static_cast<CURLcode>(100);

TransportError ToTransportError(CURLcode code) noexcept {
  if (code == TooLarge) return TransportError::ResponseTooLarge;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransportError::NameResolution;
    case CURLE_COULDNT_CONNECT:
      return TransportError::Connect;
    case CURLE_PROXY:
      return TransportError::Proxy;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CLIENTCERT:
      return TransportError::Tls;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return TransportError::ConnectionLost;
    case CURLE_OUT_OF_MEMORY:
      return TransportError::Resources;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportError::Timeout;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // a response in HTTP/0.9
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:
      return TransportError::MalformedResponse;
    default:
      return TransportError::Other;
  }
}

// Over HTTP/2, the end of a connection has several codes.
TransportError CauseOf(const FailedTransfer& failed) noexcept {
  // Before a request this code means the scheme of the URL, which a policy may have set.
  if (failed.Code == CURLE_UNSUPPORTED_PROTOCOL && failed.RequestsBegun == 0) {
    return TransportError::Other;
  }
  if (failed.Code == CURLE_PARTIAL_FILE && !failed.ResponseBegun) {
    return TransportError::ConnectionLost;
  }
  if (failed.Code == CURLE_HTTP2 && failed.ResponseBegun) return TransportError::MalformedResponse;
  return ToTransportError(failed.Code);
}

// Whether the server has ended the stream, or announced the end of the connection. Another
// connection may be no better, so that the next attempt has to wait.
bool IsEndedByServer(const FailedTransfer& failed) {
  return failed.Code == CURLE_HTTP2_STREAM || failed.Stream.IsGoingAway();
}

TransportFailure ReusedConnectionLost(std::string text) {
  TransportFailure lost(TransportError::ConnectionLost, std::move(text), true);
  lost.ReusedConnection = true;
  return lost;
}

// libcurl 7.88 gives a request to an HTTP/2 connection whose tunnel through a proxy isn't there
// yet.
bool IsOnUnfinishedConnection(const FailedTransfer& failed) {
  return failed.Code == CURLE_FAILED_INIT && failed.RequestBytes == 0 &&
         failed.Text.find("send: no filter connected") != std::string_view::npos;
}

bool IsUnusableProxy(const FailedTransfer& failed) {
  return failed.Text.rfind("Unsupported proxy", 0) == 0;
}

std::string TextOf(const FailedTransfer& failed) {
  if (failed.Text.empty()) return curl_easy_strerror(failed.Code);
  // libcurl quotes the URL of the proxy here, with its password.
  if (IsUnusableProxy(failed)) return "the proxy's URL can't be used";
  return std::string(failed.Text);
}

// No waiting makes an authority known or a host the right one, but a certificate valid.
bool IsPermanent(const FailedTransfer& failed) {
  constexpr long NotYetValid = 9;  // X509_V_ERR_CERT_NOT_YET_VALID
  switch (failed.Code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return failed.VerifyResult != NotYetValid;
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return true;
    case CURLE_UNSUPPORTED_PROTOCOL:  // after a request, a response in HTTP/0.9
      return failed.RequestsBegun == 0;
    default:
      return IsUnusableProxy(failed);
  }
}

bool IsUnreadableFile(const FailedTransfer& failed, const TransportOptions& options) {
  switch (failed.Code) {
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return true;
    case CURLE_SSL_CONNECT_ERROR:  // with GnuTLS
      return failed.Text.rfind("error reading X.509", 0) == 0;
    case CURLE_BAD_FUNCTION_ARGUMENT:  // of later versions for a key
      return failed.RequestsBegun == 0 && !options.ClientCertificate.empty();
    default:
      return false;
  }
}

// A file that the options name was checked when the client was made. If it can still be used, its
// reading failed for a reason that passes.
TransportFailure UnreadableFile(const FailedTransfer& failed, const TransportOptions& options) {
  try {
    CheckTlsFiles(options);
  } catch (const std::system_error& shortage) {
    return {TransportError::Resources, shortage.what(), false};
  } catch (const std::invalid_argument& unusable) {
    TransportFailure failure(TransportError::Tls, unusable.what(), false);
    failure.IsPermanent = true;
    return failure;
  }
  return {TransportError::Tls, TextOf(failed), false};
}

TransportFailure RefusedByProxy(std::shared_ptr<const HttpResponse> response) {
  TransportFailure refused(
      TransportError::Proxy,
      "the proxy refuses to connect: status " + std::to_string(response->Status()), false);
  refused.ProxyResponse = std::move(response);
  return refused;
}

// libcurl has no code of its own for a chunk that it can't read.
bool IsBadChunk(const FailedTransfer& failed) {
  return failed.Code == CURLE_RECV_ERROR && failed.Text.find("chunk") != std::string_view::npos;
}

}  // namespace

bool HasResponseWithoutBody(CURLcode code, const ResponseBuilder& response) {
  if (response.WhyRefused() == ResponseBuilder::Refusal::UnreadableBody) return true;
  if (response.WhyRefused() != ResponseBuilder::Refusal::None || response.Status() == 0) {
    return false;
  }
  switch (code) {
    case CURLE_WEIRD_SERVER_REPLY:  // a field without a colon, or with a NUL; a bad Content-Length
      return !response.HasWholeHeaders();
    case CURLE_BAD_CONTENT_ENCODING:
      return true;
    case CURLE_WRITE_ERROR:  // bytes after the end of the compressed ones
      return response.HasWholeHeaders() && response.HasEncodedBody();
    default:
      return false;
  }
}

TransportFailure NoHandle(const std::exception& cause) noexcept {
  if (dynamic_cast<const std::bad_alloc*>(&cause) != nullptr) return NoMemory(false);
  const bool isShortage = dynamic_cast<const std::system_error*>(&cause) != nullptr;
  const bool isCancelled = dynamic_cast<const OperationCancelledException*>(&cause) != nullptr;
  try {
    return {isShortage    ? TransportError::Resources
            : isCancelled ? TransportError::Cancelled
                          : TransportError::Other,
            cause.what(), false};
  } catch (const std::bad_alloc&) {
    return NoMemory(false);
  }
}

TransportFailure ToTransportFailure(const FailedTransfer& failed, const TransportOptions& options) {
  const bool sent = failed.RequestsBegun > 0;
  if (failed.ProxyResponse) return RefusedByProxy(failed.ProxyResponse);
  if (failed.Stream.RequiresHttp1() || failed.Stream.IsRefused()) {
    return {TransportError::ConnectionLost, "the server has refused the request over HTTP/2",
            failed.ResponseBegun};
  }
  if (failed.RequestsBegun > 1) {
    return ReusedConnectionLost("the connection, kept from earlier requests, was closed");
  }
  if (IsOnUnfinishedConnection(failed)) return {TransportError::Connect, TextOf(failed), false};
  switch (failed.Refusal) {
    case ResponseBuilder::Refusal::TooLarge:
      return {TransportError::ResponseTooLarge, "the response is too large", sent};
    case ResponseBuilder::Refusal::UnwantedUpgrade:
      return {TransportError::MalformedResponse,
              "the response switches to another protocol, which wasn't requested", sent};
    case ResponseBuilder::Refusal::NoMemory:
      return NoMemory(sent);
    case ResponseBuilder::Refusal::UnreadableBody:
    case ResponseBuilder::Refusal::None:
      break;
  }
  // libcurl's code for a line of 100 KiB and more, and for headers of 300 KiB. Later versions have
  // a code of its own for that.
  if (failed.Code == CURLE_OUT_OF_MEMORY && sent) {
    return {TransportError::ResponseTooLarge, "the headers of the response are too large", sent};
  }
  if (IsBadChunk(failed)) return {TransportError::MalformedResponse, TextOf(failed), sent};
  const TransportError cause = CauseOf(failed);
  if (cause == TransportError::ConnectionLost) {
    if (sent && failed.OnReusedConnection && !failed.ResponseBegun && !IsEndedByServer(failed)) {
      return ReusedConnectionLost(TextOf(failed));
    }
    // Nothing was sent: a proxy closed the connection.
    if (!sent) return {TransportError::Connect, TextOf(failed), sent};
  }
  if (IsUnreadableFile(failed, options)) return UnreadableFile(failed, options);
  TransportFailure failure(cause, TextOf(failed), sent);
  failure.IsPermanent = cause == TransportError::ResponseTooLarge || IsPermanent(failed);
  return failure;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
