#include "curl/transfer.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <new>

#include "curl/transport_error.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::size_t OnHeaderLine(char* data, std::size_t size, std::size_t count, void* answer) noexcept {
  const std::string_view line(data, size * count);
  try {
    return static_cast<AnswerBuilder*>(answer)->AddHeaderLine(line) ? line.size() : 0;
  } catch (...) {  // out of memory: libcurl reports a write error
    return 0;
  }
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* answer) noexcept {
  const std::string_view piece(data, size * count);
  try {
    return static_cast<AnswerBuilder*>(answer)->AddBody(piece) ? piece.size() : 0;
  } catch (...) {
    return 0;
  }
}

}  // namespace

Transfer::Transfer(CURL* easy, const TransportOptions& options, const HttpRequest& request)
    : easy_(easy),
      options_(options),
      request_(request),
      answer_(options.MaxResponseHeaderBytes, options.MaxResponseBodyBytes) {
  Set(CURLOPT_URL, request_.Url().c_str());
  Set(CURLOPT_PATH_AS_IS, 1L);
  SetMethodAndBody();
  SetHeaders();
  SetCallbacks();
  SetConnection();
  SetTls();
  SetProxy();
}

// Forgets the request, of which the handle holds pointers, and keeps the connection.
Transfer::~Transfer() { curl_easy_reset(easy_); }

template <class Value>
void Transfer::Set(CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy_, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw TransportException(TransportError::Other,
                             std::string("libcurl refuses an option: ") + curl_easy_strerror(code),
                             false, 1);
  }
}

void Transfer::SetText(CURLoption option, const std::string& text) {
  if (!text.empty()) Set(option, text.c_str());
}

void Transfer::SetMethodAndBody() {
  const HttpMethod method = request_.Method();
  const bool sendsLength = method == HttpMethod::Post || method == HttpMethod::Put;
  if (method == HttpMethod::Head) {
    Set(CURLOPT_NOBODY, 1L);
  } else if (request_.HasBody() || sendsLength) {
    // POST's machinery, also for PUT: it takes the body from memory and says its length, even of
    // none.
    Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.Body().size()));
    Set(CURLOPT_POSTFIELDS, request_.HasBody() ? request_.Body().data() : "");
  } else {
    Set(CURLOPT_HTTPGET, 1L);
  }
  if (method == HttpMethod::Put || method == HttpMethod::Delete) {
    Set(CURLOPT_CUSTOMREQUEST, ToString(method).data());
  }
}

void Transfer::SetHeaders() {
  for (const auto& [name, value] : request_.Headers()) {
    // For libcurl, "name:" takes a header out; "name;" is one without a value.
    AddHeaderLine(value.empty() ? name + ";" : std::string(name).append(": ").append(value));
  }
  // What libcurl would add by itself.
  for (const char* name : {"Accept", "Content-Type", "Expect"}) {
    if (!request_.Headers().Contains(name)) AddHeaderLine(std::string(name) + ":");
  }
  Set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::AddHeaderLine(const std::string& line) {
  curl_slist* list = curl_slist_append(headers_.get(), line.c_str());
  if (list == nullptr) throw std::bad_alloc();
  if (!headers_) headers_.reset(list);
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

void Transfer::SetConnection() {
  Set(CURLOPT_NOSIGNAL, 1L);
  // Else the end of an interrupted transfer waits for the thread that resolves the name.
  Set(CURLOPT_QUICK_EXIT, 1L);
  Set(CURLOPT_PROTOCOLS_STR, "http,https");
  Set(CURLOPT_HTTP09_ALLOWED, 0L);
  const bool http2 = options_.HttpVersion == HttpVersionPolicy::Http2;
  Set(CURLOPT_HTTP_VERSION,
      static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  // A request waits for a connection that is being made and may serve many.
  if (http2) Set(CURLOPT_PIPEWAIT, 1L);
  Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.ConnectTimeout.count()));
  Set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.AttemptTimeout.count()));
  Set(CURLOPT_MAXLIFETIME_CONN, static_cast<long>(options_.ConnectionLifetime.count()));
}

void Transfer::SetTls() {
  const bool newest = options_.MinimumTls == TlsVersion::V1_3;
  Set(CURLOPT_SSLVERSION,
      static_cast<long>(newest ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2));
  SetText(CURLOPT_CAINFO, options_.CaFile);
  SetText(CURLOPT_CAPATH, options_.CaPath);
  SetText(CURLOPT_SSLCERT, options_.ClientCertificate);
  SetText(CURLOPT_SSLKEY, options_.ClientKey);
  if (options_.CheckRevocation) Set(CURLOPT_SSL_VERIFYSTATUS, 1L);
}

void Transfer::SetProxy() {
  // An empty proxy is none; one that isn't set is the environment's.
  if (options_.Proxy) Set(CURLOPT_PROXY, options_.Proxy->c_str());
  if (options_.NoProxy) Set(CURLOPT_NOPROXY, options_.NoProxy->c_str());
  SetText(CURLOPT_PROXYUSERNAME, options_.ProxyUser);
  SetText(CURLOPT_PROXYPASSWORD, options_.ProxyPassword);
  Set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
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
    case AnswerBuilder::Refusal::TooLarge:
      return {TransportError::AnswerTooLarge, "the answer is too large", sent};
    case AnswerBuilder::Refusal::Malformed:
      return {TransportError::MalformedAnswer, "the answer has a header that HTTP doesn't allow",
              sent};
    case AnswerBuilder::Refusal::None:
      break;
  }
  const TransportError cause = ToTransportError(code);
  std::string text = error_[0] != '\0' ? error_ : curl_easy_strerror(code);
  long connections = 0;
  curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connections);
  const bool reused = connections == 0;
  if (cause == TransportError::ConnectionLost && sent && reused && !answer_.HasBegun()) {
    return reusedConnectionLost(std::move(text));
  }
  return {cause, std::move(text), sent};
}

}  // namespace Azure::Messaging::WebPubSub
