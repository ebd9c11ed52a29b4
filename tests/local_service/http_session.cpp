#include "local_service/http_session.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <optional>
#include <sstream>
#include <string>

#include "local_service/client_handshake.hpp"
#include "local_service/connect_event.hpp"
#include "local_service/event_dispatcher.hpp"
#include "local_service/http_messages.hpp"
#include "local_service/live_page.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/test_controls.hpp"
#include "local_service/text.hpp"
#include "local_service/websocket_session.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint32_t MaxHeaderSize = 32 * 1024;
constexpr std::size_t MaxTargetSize = 8192;
constexpr std::chrono::seconds IdleTimeout{120};
constexpr std::chrono::seconds LingerTimeout{5};

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(SocketStream stream, std::shared_ptr<ServerState> state)
      : stream_(std::move(stream)),
        idle_(stream_.get_executor()),
        delay_(stream_.get_executor()),
        state_(std::move(state)) {
    beast::error_code error;
    stream_.Socket().set_option(asio::ip::tcp::no_delay(true), error);
    const auto peer = stream_.Socket().remote_endpoint(error);
    fromLoopback_ = !error && peer.address().is_loopback();
    state_->Sessions.insert(this);
  }
  ~HttpSession() override { state_->Sessions.erase(this); }
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  void Start() {
    ExpireAfter(IdleTimeout);
    stream_.Handshake([self = shared_from_this()](beast::error_code error) {
      if (!error) self->ReadHead();
    });
  }

  void Stop() override { Abort(); }

  void Abort() override {
    delay_.cancel();
    if (const auto pending = std::exchange(pendingConnect_, nullptr)) pending->Cancel();
    stream_.Close();
  }

 private:
  void ExpireAfter(std::chrono::seconds timeout) {
    idle_.expires_after(timeout);
    idle_.async_wait([weak = weak_from_this()](beast::error_code error) {
      const auto self = weak.lock();
      if (!error && self && self->idle_.expiry() <= std::chrono::steady_clock::now()) self->Abort();
    });
  }

  void ReadHead() {
    parser_.emplace();
    parser_->header_limit(MaxHeaderSize);
    parser_->body_limit(state_->Options.MaxBodySize);
    ExpireAfter(IdleTimeout);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnHead(error); });
  }

  void OnHead(beast::error_code error) {
    if (error == http::error::header_limit) return RespondAndClose(EmptyResponse(431));
    if (error == http::error::body_limit) return Receive(RestRequest::BodyLength::TooLarge);
    if (error == http::error::end_of_stream || error == http::error::partial_message) return;
    if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      return RespondAndClose(EmptyResponse(400));
    }
    if (error) return;
    const auto& head = parser_->get();
    if (head.target().size() > MaxTargetSize) return RespondAndClose(EmptyResponse(414));
    if (head.version() >= 11 && head.find(http::field::host) == head.end()) {
      return RespondAndClose(EmptyResponse(400));
    }
    if (IsClientPath(PathOf(head.target()))) return Receive(RestRequest::BodyLength::Good);
    const auto length = parser_->content_length();
    if (parser_->chunked()) return Receive(RestRequest::BodyLength::Missing);
    if (length && *length > state_->Options.MaxBodySize) {
      return Receive(RestRequest::BodyLength::TooLarge);
    }
    if (EqualsIgnoringCase(std::string(head[http::field::expect]), "100-continue")) {
      return WriteContinue();
    }
    ReadBody();
  }

  void WriteContinue() {
    continue_ = {http::status::continue_, 11};
    http::async_write(stream_, continue_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error) self->ReadBody();
                      });
  }

  void ReadBody() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->Receive(self->LengthOfRead());
                     });
  }

  [[nodiscard]] RestRequest::BodyLength LengthOfRead() const {
    return parser_->content_length() ? RestRequest::BodyLength::Good
                                     : RestRequest::BodyLength::Missing;
  }

  // The request has been read, or will not be read further. Applies the fault that matches, if any.
  void Receive(RestRequest::BodyLength length) {
    request_ = ToRestRequest(parser_->get(), length);
    recordedAs_.reset();
    fault_.reset();
    keepsAlive_ = parser_->is_done() && parser_->keep_alive();
    RemoveLost(state_->AllHubs, state_->Now());
    if (auto page = HandleLivePage(request_, fromLoopback_, *state_)) {
      return Respond(*std::move(page));
    }
    if (IsControlPath(request_.Path())) {
      return Respond(HandleControl(request_, fromLoopback_, *state_));
    }
    if (!IsClientPath(request_.Path())) {
      recordedAs_ = state_->Requests.Add(ToRecordedRequest(request_, state_->Now()));
    }
    fault_ = state_->Faults.Take(request_.Method, request_.Path());
    const bool waits = fault_ && fault_->Delay.count() != 0;
    if (!waits || fault_->Action == FaultAction::SlowBody) return Act();
    idle_.cancel();
    delay_.expires_after(fault_->Delay);
    delay_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error && self->stream_.Socket().is_open()) self->Act();
    });
  }

  [[nodiscard]] RestResponse FaultResponse() const {
    RestResponse response = EmptyResponse(fault_->Status);
    response.Headers = fault_->Headers;
    response.Body = fault_->Body;
    return response;
  }

  void Act() {
    switch (fault_ ? fault_->Action : FaultAction::Handle) {
      case FaultAction::Respond:
        return Respond(FaultResponse());
      case FaultAction::Drop:
        Log("dropped");
        return Abort();
      case FaultAction::DropAfterHandling:
        if (!IsClientPath(request_.Path())) state_->Rest.Handle(request_);
        Log("dropped after handling");
        return Abort();
      case FaultAction::RespondAfterHandling:
        if (!IsClientPath(request_.Path())) state_->Rest.Handle(request_);
        return Respond(FaultResponse());
      case FaultAction::TlsAlert:
        Log("dropped by a TLS alert");
        return stream_.Alert([self = shared_from_this()](beast::error_code) { self->Abort(); });
      case FaultAction::Handle:
      case FaultAction::RespondUnrequested:
      case FaultAction::OddHeaders:
      case FaultAction::SlowBody:
      case FaultAction::Close:
      case FaultAction::Duplicate:
      case FaultAction::DropClient:
        break;
    }
    if (IsClientPath(request_.Path())) return AcceptWebSocket();
    Respond(state_->Rest.Handle(request_));
  }

  void AcceptWebSocket() {
    if (!IsWebSocketUpgrade(parser_->get())) return RespondAndClose(EmptyResponse(400));
    auto decision =
        AcceptClient(request_, {state_->Options, state_->Tokens, state_->AllHubs, state_->Now()});
    if (auto* rejection = std::get_if<RestResponse>(&decision)) return RespondAndClose(*rejection);
    // From here on, the event handler and the WebSocket session have their own timeouts.
    idle_.cancel();
    accepted_ = std::get<AcceptedClient>(std::move(decision));
    accepted_->Client.Events = std::make_shared<EventSession>();
    if (accepted_->Kind != AcceptedClient::Entry::New || !AskEventHandler()) Upgrade();
  }

  // Sends the event connect; false if no handler takes it.
  bool AskEventHandler() {
    if (state_->Events == nullptr) return false;
    pendingConnect_ =
        state_->Events->Send(MakeConnectEvent(*accepted_, parser_->get()), accepted_->Client.Events,
                             [self = shared_from_this()](const HandlerResult& result) {
                               self->pendingConnect_ = nullptr;
                               self->OnConnectResult(result);
                             });
    if (pendingConnect_) AbortIfClientLeaves();
    return pendingConnect_ != nullptr;
  }

  // A client has nothing to say before the response: if its socket is readable and has no bytes, it
  // has left.
  void AbortIfClientLeaves() {
    stream_.Socket().async_wait(asio::ip::tcp::socket::wait_read,
                                [weak = weak_from_this()](beast::error_code error) {
                                  const auto self = weak.lock();
                                  if (error || !self || !self->pendingConnect_) return;
                                  if (self->stream_.Socket().available(error) == 0) self->Abort();
                                });
  }

  void OnConnectResult(const HandlerResult& result) {
    const auto refuse = [this](int status) { RespondAndClose(EmptyResponse(status)); };
    if (!result.IsSuccess()) return refuse(result.Response ? result.Response->Status : 500);
    const auto error = ApplyConnectResponse(*result.Response, *accepted_);
    if (!error) return Upgrade();
    state_->Log("the event handler's response to connect is invalid: " + *error);
    refuse(500);
  }

  void Upgrade() {
    StartWebSocketSession(std::move(stream_), parser_->release(), *std::move(accepted_), state_);
  }

  void RespondAndClose(RestResponse response) {
    keepsAlive_ = false;
    Respond(std::move(response));
  }

  void Respond(RestResponse response) {
    if (recordedAs_) state_->Requests.SetStatus(*recordedAs_, response.Status);
    Log(std::to_string(response.Status));
    const bool isForHead = parser_->get().method() == http::verb::head;
    const bool isSlow = fault_ && fault_->Action == FaultAction::SlowBody;
    response_ = ToBeastResponse(std::move(response), keepsAlive_, isForHead);
    serializer_.emplace(response_);
    serializer_->split(isSlow);
    const auto onWritten = [self = shared_from_this()](beast::error_code error, std::size_t) {
      self->OnResponseWritten(error);
    };
    if (fault_ && fault_->Action == FaultAction::OddHeaders) {
      text_ = TextOf(response_);
      text_.insert(text_.find("\r\n\r\n"), "\r\nX-Odd: one\r\n two\r\nno field");
      asio::async_write(stream_, asio::buffer(text_), onWritten);
    } else if (isSlow) {
      http::async_write_header(stream_, *serializer_,
                               [self = shared_from_this()](beast::error_code error, std::size_t) {
                                 if (!error) self->WriteSlowly(0);
                               });
    } else if (isForHead) {
      http::async_write_header(stream_, *serializer_, onWritten);
    } else {
      http::async_write(stream_, *serializer_, onWritten);
    }
  }

  // Sends one byte of the body after each delay.
  void WriteSlowly(std::size_t sent) {
    if (sent == response_.body().size()) return OnResponseWritten({});
    idle_.cancel();
    delay_.expires_after(fault_->Delay);
    delay_.async_wait([self = shared_from_this(), sent](beast::error_code stopped) {
      if (stopped) return;
      asio::async_write(self->stream_, asio::buffer(&self->response_.body()[sent], 1),
                        [self, sent](beast::error_code error, std::size_t) {
                          if (!error) self->WriteSlowly(sent + 1);
                        });
    });
  }

  void OnResponseWritten(beast::error_code error) {
    if (error) return;
    if (fault_ && fault_->Action == FaultAction::Close) return Abort();
    if (fault_ && fault_->Action == FaultAction::RespondUnrequested) return WriteUnrequested();
    if (keepsAlive_) return ReadHead();
    stream_.Socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    ExpireAfter(LingerTimeout);
    Drain();
  }

  void WriteUnrequested() {
    text_ = TextOf(ToBeastResponse(FaultResponse(), false, false));
    asio::async_write(
        stream_, asio::buffer(text_),
        [self = shared_from_this()](beast::error_code, std::size_t) { self->Abort(); });
  }

  static std::string TextOf(const BeastResponse& response) {
    std::ostringstream text;
    text << response;
    return text.str();
  }

  // Reads and discards what the client still sends. Closing a socket with unread bytes resets the
  // connection, and the client could lose the response.
  void Drain() {
    stream_.async_read_some(asio::buffer(drained_),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->Drain();
                            });
  }

  // Leaves out the query of a client's URL, which contains its token.
  void Log(const std::string& outcome) const {
    const std::string_view path = PathOf(parser_->get().target());
    // The live page polls this path; its requests would flood the log.
    if (path == LiveControl) return;
    const std::string shown =
        IsClientPath(path) ? std::string(path) : std::string(parser_->get().target());
    state_->Log(std::string(parser_->get().method_string()) + " " + shown + " " + outcome);
  }

  SocketStream stream_;
  asio::steady_timer idle_;
  asio::steady_timer delay_;
  std::shared_ptr<ServerState> state_;
  bool fromLoopback_ = false;

  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  RestRequest request_;
  std::optional<std::uint64_t> recordedAs_;
  std::optional<Fault> fault_;
  bool keepsAlive_ = false;
  http::response<http::empty_body> continue_;
  std::optional<AcceptedClient> accepted_;
  std::shared_ptr<EventDelivery> pendingConnect_;
  BeastResponse response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  std::string text_;  // what is written as it is
  std::array<char, 4096> drained_{};
};

}  // namespace

void StartHttpSession(SocketStream stream, const std::shared_ptr<ServerState>& state) {
  std::make_shared<HttpSession>(std::move(stream), state)->Start();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
