#include "curl/transfer.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <algorithm>

#include "core/text.hpp"
#include "curl/set_option.hpp"
#include "curl/transport_error.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::size_t OnHeaderLine(char* data, std::size_t size, std::size_t count, void* answer) noexcept {
  const std::string_view line(data, size * count);
  try {
    return static_cast<ResponseBuilder*>(answer)->AddHeaderLine(line) ? line.size() : 0;
  } catch (...) {  // out of memory: libcurl reports a write error
    return 0;
  }
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* answer) noexcept {
  const std::string_view piece(data, size * count);
  try {
    return static_cast<ResponseBuilder*>(answer)->AddBody(piece) ? piece.size() : 0;
  } catch (...) {
    return 0;
  }
}

// A policy may have set it. libcurl would stop reading at a NUL, and so send it elsewhere.
void RequireWholeUrl(const std::string& url) {
  if (std::all_of(url.begin(), url.end(), IsVisibleAscii)) return;
  throw TransportException(TransportError::Other,
                           "the request's URL holds characters that no URL has", false, 1);
}

}  // namespace

Transfer::Transfer(CURL* easy, const TransportOptions& options, const HttpRequest& request)
    : easy_(easy),
      request_(request),
      headers_(request.Headers()),
      answer_(options.MaxResponseHeaderBytes, options.MaxResponseBodyBytes) {
  RequireWholeUrl(request_.Url());
  Set(CURLOPT_URL, request_.Url().c_str());
  Set(CURLOPT_HTTPHEADER, headers_.Get());
  SetMethodAndBody();
  SetCallbacks();
}

// The handle must not keep pointers to what is gone.
Transfer::~Transfer() {
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, nullptr);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, nullptr);
}

template <class Value>
void Transfer::Set(CURLoption option, Value value) {
  SetOption(easy_, option, value);
}

void Transfer::SetMethodAndBody() {
  const HttpMethod method = request_.Method();
  const bool sendsLength = method == HttpMethod::Post || method == HttpMethod::Put;
  Set(CURLOPT_HTTPGET, 1L);  // takes back what an earlier request has left
  if (method == HttpMethod::Head) {
    Set(CURLOPT_NOBODY, 1L);
  } else if (request_.HasBody() || sendsLength) {
    // POST's machinery, also for PUT: it takes the body from memory and says its length, even of
    // none.
    Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.Body().size()));
    Set(CURLOPT_POSTFIELDS, request_.HasBody() ? request_.Body().data() : "");
  }
  const bool custom = method == HttpMethod::Put || method == HttpMethod::Delete;
  Set(CURLOPT_CUSTOMREQUEST, custom ? ToString(method).data() : nullptr);
}

void Transfer::SetCallbacks() {
  Set(CURLOPT_ERRORBUFFER, error_);
  Set(CURLOPT_HEADERFUNCTION, &OnHeaderLine);
  Set(CURLOPT_HEADERDATA, &answer_);
  Set(CURLOPT_WRITEFUNCTION, &OnBody);
  Set(CURLOPT_WRITEDATA, &answer_);
  Set(CURLOPT_PREREQFUNCTION, &Transfer::BeforeRequest);
  Set(CURLOPT_PREREQDATA, this);
}

// libcurl says so here before the first byte of a request is written, and again if it is about to
// send the request once more by itself, because a reused connection died before the answer.
// Repeating is the pipeline's business, which counts it and knows when it would double a message.
int Transfer::BeforeRequest(void* transfer, char*, char*, int, int) {
  const int begun = ++static_cast<Transfer*>(transfer)->requestsBegun_;
  return begun == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

AttemptOutcome Transfer::Outcome(CURLcode code) {
  if (code != CURLE_OK) return Failure(code);
  if (!answer_.HasWholeHeaders()) {
    return TransportFailure(TransportError::MalformedResponse,
                            "the answer is cut off in its headers", true);
  }
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  return answer_.Take(static_cast<int>(status));
}

AttemptOutcome Transfer::CancelledOutcome() const {
  return TransportFailure(TransportError::Cancelled,
                          "the call was cancelled or its deadline has passed", requestsBegun_ > 0);
}

TransportFailure Transfer::Failure(CURLcode code) const {
  const bool sent = requestsBegun_ > 0;
  const auto reusedConnectionLost = [](std::string message) {
    TransportFailure lost(TransportError::ConnectionLost, std::move(message), true);
    lost.ReusedConnection = true;
    return lost;
  };
  if (requestsBegun_ > 1) {
    return reusedConnectionLost("the connection, kept from earlier requests, was closed");
  }
  switch (answer_.WhyRefused()) {
    case ResponseBuilder::Refusal::TooLarge:
      return {TransportError::ResponseTooLarge, "the answer is too large", sent};
    case ResponseBuilder::Refusal::Malformed:
      return {TransportError::MalformedResponse, "the answer has a header that HTTP doesn't allow",
              sent};
    case ResponseBuilder::Refusal::None:
      break;
  }
  // So libcurl says of a line of 100 KiB and more, and of headers of 300 KiB. (Later versions have
  // a code for it.)
  if (code == CURLE_OUT_OF_MEMORY && sent) {
    return {TransportError::ResponseTooLarge, "the answer's headers are too large", sent};
  }
  // Before a request that is the URL's scheme, which a policy may have set, and no answer's.
  const bool isUnknownScheme = code == CURLE_UNSUPPORTED_PROTOCOL && !sent;
  const TransportError cause = isUnknownScheme ? TransportError::Other : ToTransportError(code);
  std::string text = error_[0] != '\0' ? error_ : curl_easy_strerror(code);
  // libcurl quotes the proxy's URL here, its password included.
  if (text.rfind("Unsupported proxy", 0) == 0) text = "the proxy's URL can't be used";
  long connections = 0;
  curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connections);
  const bool reused = connections == 0;
  if (cause == TransportError::ConnectionLost && sent && reused && !answer_.HasBegun()) {
    return reusedConnectionLost(std::move(text));
  }
  // A proxy that makes no tunnel, or goes away over it.
  const bool hadConnection = sent || cause != TransportError::ConnectionLost;
  return {hadConnection ? cause : TransportError::Connect, std::move(text), sent};
}

}  // namespace Azure::Messaging::WebPubSub
