#include "curl/transfer.hpp"

#include <cerrno>
#include <string_view>

#include "core/text.hpp"
#include "curl/transfer_failure.hpp"
#include "curl/transport_options.hpp"
#include "http/request_limits.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

TransportFailure NotSent(const std::string& why) { return {TransportError::Other, why, false}; }

// @return what libcurl wants to know of a piece that it delivers: its size, unless it's refused.
template <class Add>
std::size_t Deliver(std::string_view piece, ResponseBuilder& response, Add add) noexcept {
  try {
    if (add(piece)) return piece.size();
  } catch (...) {
    response.OnNoMemory();
  }
  return 0;
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* builder) noexcept {
  auto& response = *static_cast<ResponseBuilder*>(builder);
  return Deliver({data, size * count}, response,
                 [&](std::string_view piece) { return response.AddBody(piece); });
}

}  // namespace

Transfer::Transfer(ClientResources& resources, OpenSockets& sockets, Http2Streams& streams)
    : resources_(resources),
      sockets_(sockets),
      resolution_(resources.Resolutions),
      stream_(streams),
      mayShareConnections_(resources.Options.HttpVersion == HttpVersionPolicy::Http2),
      easy_(MakeConfiguredHandle(resources.Options)),
      response_(resources.Options.MaxResponseHeaderBytes, resources.Options.MaxResponseBodyBytes) {
  SetCallbacks();
  if (setUp_ == CURLE_OK) setUp_ = resources.Serve(easy_.get());
}

// The first error is kept: whatever is set after it, the request can't be performed.
template <class Value>
void Transfer::Set(CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
  if (setUp_ == CURLE_OK) setUp_ = code;
}

// libcurl reads what the pointer points to when it performs the request.
template <class Pointer>
void Transfer::SetPointer(CURLoption option, Pointer& current, Pointer value) {
  if (current == value) return;
  current = value;
  Set(option, value);
}

Transfer& Transfer::Of(CURL* easy) {
  char* transfer = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
  return *reinterpret_cast<Transfer*>(transfer);
}

void Transfer::SetCallbacks() {
  Set(CURLOPT_PRIVATE, this);
  Set(CURLOPT_ERRORBUFFER, error_);
  Set(CURLOPT_HEADERFUNCTION, &Transfer::OnHeaderLine);
  Set(CURLOPT_HEADERDATA, this);
  Set(CURLOPT_WRITEFUNCTION, &OnBody);
  Set(CURLOPT_WRITEDATA, &response_);
  Set(CURLOPT_PREREQFUNCTION, &Transfer::OnRequest);
  Set(CURLOPT_PREREQDATA, this);
  Set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::OnOpenSocket);
  Set(CURLOPT_OPENSOCKETDATA, this);
  if (setUp_ == CURLE_OK) setUp_ = resolution_.Serve(easy_.get());
  if (setUp_ == CURLE_OK) setUp_ = sockets_.Serve(easy_.get());
  if (setUp_ == CURLE_OK && mayShareConnections_) setUp_ = stream_.Serve(easy_.get());
}

std::optional<TransportFailure> Transfer::Prepare(const HttpRequest& request) {
  response_.Reset();
  requestsBegun_ = 0;
  refusedConnection_ = false;
  hasOpenedSocket_ = false;
  openError_.clear();
  error_[0] = '\0';
  resolution_.Prepare(request.Url());
  stream_.Prepare();
  ChooseProtocol();
  if (request.Url() != url_) {
    // A policy may have set the URL. libcurl would stop reading at a NUL, and so send it elsewhere.
    if (!AllOf(request.Url(), IsVisibleAscii)) {
      return NotSent("the URL of the request holds characters that URLs can't hold");
    }
    if (request.Url().size() > LongestUrl) {
      return NotSent("the URL of the request is over 64 KiB");
    }
    url_ = request.Url();
    Set(CURLOPT_URL, url_.c_str());
  }
  SetPointer(CURLOPT_HTTPHEADER, headerList_, headerLines_.Write(request));
  if (headerLines_.Size() > MostHeaderBytesOfRequest) {
    return NotSent("the headers of the request are over 512 KiB");
  }
  SetMethod(request);
  if (setUp_ == CURLE_OK) return std::nullopt;
  return NotSent(std::string("libcurl refuses an option: ") + curl_easy_strerror(setUp_));
}

// The handle keeps the pointer to a body longer than the body lives, but reads it only while it
// performs a request that has one.
void Transfer::SetMethod(const HttpRequest& request) {
  const HttpMethod method = request.Method();
  const bool sendsLength = method == HttpMethod::Post || method == HttpMethod::Put;
  const bool hasBody = method != HttpMethod::Head && (request.HasBody() || sendsLength);
  if (method != method_ || hasBody != hasBody_) {
    method_ = method;
    hasBody_ = hasBody;
    body_ = nullptr;
    bodySize_.reset();
    Set(CURLOPT_HTTPGET, 1L);  // undoes what the request before has set
    if (method == HttpMethod::Head) Set(CURLOPT_NOBODY, 1L);
    const bool custom = method == HttpMethod::Put || method == HttpMethod::Delete;
    Set(CURLOPT_CUSTOMREQUEST, custom ? ToString(method).data() : nullptr);
  }
  if (hasBody) {
    // PUT uses POST's options too: they read the body from memory and send its length, even of
    // none.
    if (bodySize_ != request.Body().size()) {
      bodySize_ = request.Body().size();
      Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(*bodySize_));
    }
    SetPointer(CURLOPT_POSTFIELDS, body_, request.HasBody() ? request.Body().data() : "");
  }
}

curl_socket_t Transfer::OnOpenSocket(void* self, curlsocktype /*purpose*/,
                                     curl_sockaddr* address) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.resolution_.OnConnect();
  if (transfer.resolution_.IsAbandoned()) return CURL_SOCKET_BAD;
  // libcurl would repeat the request.
  if (transfer.stream_.IsRefused() || transfer.stream_.RequiresHttp1()) return CURL_SOCKET_BAD;
  errno = 0;
  const curl_socket_t opened = transfer.sockets_.Open(*address);
  transfer.hasOpenedSocket_ |= opened != CURL_SOCKET_BAD;
  if (opened == CURL_SOCKET_BAD) transfer.openError_ = {errno, std::generic_category()};
  return opened;
}

int Transfer::OnRequest(void* transfer, char* address, char*, int, int localPort) noexcept {
  return static_cast<Transfer*>(transfer)->BeforeRequest(localPort, address);
}

// libcurl calls this before it writes the first byte of a request, and again when it is about to
// repeat the request on its own, because a kept connection died before the response. Repeating is
// up to the pipeline, which counts attempts and knows when a repetition could double a message.
int Transfer::BeforeRequest(int localPort, std::string_view address) {
  if (resolution_.IsAbandoned()) return CURL_PREREQFUNC_ABORT;
  localPort_ = localPort;
  if (!IsOnKeptConnection()) {
    sockets_.OnConnected(localPort);
  } else if (requestsBegun_ == 0 && sockets_.HasUnusableAt(localPort, mayShareConnections_)) {
    refusedConnection_ = true;
    return CURL_PREREQFUNC_ABORT;
  }
  const bool refusedByProxy = response_.IsProxyRefusal();
  if (requestsBegun_ > 0 && !refusedByProxy) {
    ++requestsBegun_;
    return CURL_PREREQFUNC_ABORT;
  }
  if (response_.HasBegun()) response_.Reset();
  // By a proxy that demands authentication, and gets it now: the service hasn't seen the request.
  if (requestsBegun_ > 0) return CURL_PREREQFUNC_OK;
  if (mayShareConnections_) stream_.Begin(localPort, address);
  requestsBegun_ = 1;
  return CURL_PREREQFUNC_OK;
}

void Transfer::ChooseProtocol() {
  if (!mayShareConnections_) return;
  const bool http1 = resources_.Http1Hosts.Requires(resolution_.Origin());
  if (http1 != usesHttp1_) {
    usesHttp1_ = http1;
    Set(CURLOPT_HTTP_VERSION,
        static_cast<long>(http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
  }
  const bool awaits = mayAwaitConnections_ && !IsExclusive();
  if (awaits == awaitsConnections_) return;
  awaitsConnections_ = awaits;
  Set(CURLOPT_PIPEWAIT, awaits ? 1L : 0L);
}

// A connection of HTTP/2 receives what others asked for, one of HTTP/1.1 doesn't.
void Transfer::RememberProtocol() {
  if (!mayShareConnections_ || requestsBegun_ == 0) return;
  if (stream_.HostRequiresHttp1()) resources_.Http1Hosts.Require(resolution_.Origin());
  long version = CURL_HTTP_VERSION_NONE;  // without a response
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_VERSION, &version);
  if (version == CURL_HTTP_VERSION_NONE) return;
  const bool http1 = version == CURL_HTTP_VERSION_1_0 || version == CURL_HTTP_VERSION_1_1;
  if (http1) sockets_.MarkExclusive(localPort_);
  resources_.Http1Hosts.Choose(resolution_.Origin(), http1);
}

void Transfer::PerformAgain() {
  RememberProtocol();
  if (refusedConnection_) UseNewConnection(true);
  refusedConnection_ = false;
  hasOpenedSocket_ = false;
  requestsBegun_ = 0;
  error_[0] = '\0';
  resolution_.Prepare(url_);
  stream_.Prepare();
  ChooseProtocol();
}

void Transfer::UseNewConnection(bool isNew) {
  if (usesNewConnection_ == isNew) return;
  usesNewConnection_ = isNew;
  Set(CURLOPT_FRESH_CONNECT, isNew ? 1L : 0L);
}

std::size_t Transfer::OnHeaderLine(char* data, std::size_t size, std::size_t count,
                                   void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  return Deliver({data, size * count}, transfer.response_,
                 [&](std::string_view line) { return transfer.AddHeaderLine(line); });
}

// A proxy may respond several times before it connects. libcurl doesn't use the body of its
// responses.
bool Transfer::AddHeaderLine(std::string_view line) {
  if (requestsBegun_ > 0) return response_.AddHeaderLine(line);
  if (line.substr(0, 5) == "HTTP/") response_.Reset();
  return response_.AddHeaderLine(line) ||
         response_.WhyRefused() == ResponseBuilder::Refusal::UnreadableBody;
}

AttemptOutcome Transfer::Outcome(CURLcode code) {
  // libcurl 7.88 reports a success if an HTTP/2 connection ends on which another request was
  // refused.
  if (code == CURLE_OK && !response_.HasBegun()) code = CURLE_GOT_NOTHING;
  RememberProtocol();
  // A handle remembers a refusal over HTTP/2 that it didn't heed, because a response had begun, and
  // would name it later as the reason for the loss of a connection: nothing would seem accepted.
  mayBeReused_ = code == CURLE_OK || !mayShareConnections_;
  const bool isUnresolved = code == CURLE_COULDNT_RESOLVE_HOST ||
                            code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_OPERATION_TIMEDOUT;
  resolution_.OnEnd(isUnresolved ? error_ : "");
  const bool isWhole = code == CURLE_OK || (code == CURLE_HTTP2_STREAM && stream_.HasEnded());
  if (!isWhole) {
    if (requestsBegun_ > 0 && HasResponseWithoutBody(code, response_))
      return response_.TakeWithoutBody();
    return Failure(code);
  }
  if (!response_.HasWholeHeaders()) {
    // From 8.22 on, libcurl keeps the connection, though the server has said in TLS that it ends.
    sockets_.End(localPort_);
    return TransportFailure(TransportError::MalformedResponse,
                            "the response is cut off in its headers", true);
  }
  return response_.HasEncodedBody() && BytesReceived() > 0 ? response_.TakeDecoded()
                                                           : response_.Take();
}

// Bytes of the body, before they were decoded.
curl_off_t Transfer::BytesReceived() const {
  curl_off_t bytes = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_DOWNLOAD_T, &bytes);
  return bytes;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
