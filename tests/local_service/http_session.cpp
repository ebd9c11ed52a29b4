#include "local_service/http_session.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <array>
#include <optional>

#include "local_service/client_handshake.hpp"
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

constexpr std::uint32_t LargestHead = 32 * 1024;
constexpr std::size_t LongestTarget = 8192;
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
    isFromHere_ = !error && peer.address().is_loopback();
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

  void Stop() override { Cut(); }

  void Cut() override {
    delay_.cancel();
    stream_.Close();
  }

 private:
  void ExpireAfter(std::chrono::seconds timeout) {
    idle_.expires_after(timeout);
    idle_.async_wait([weak = weak_from_this()](beast::error_code error) {
      const auto self = weak.lock();
      if (!error && self && self->idle_.expiry() <= std::chrono::steady_clock::now()) self->Cut();
    });
  }

  void ReadHead() {
    parser_.emplace();
    parser_->header_limit(LargestHead);
    parser_->body_limit(state_->Options.LargestBody);
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
    if (head.target().size() > LongestTarget) return RespondAndClose(EmptyResponse(414));
    if (head.version() >= 11 && head.find(http::field::host) == head.end()) {
      return RespondAndClose(EmptyResponse(400));
    }
    if (IsClientPath(PathOf(head.target()))) return Receive(RestRequest::BodyLength::Good);
    const auto length = parser_->content_length();
    if (parser_->chunked()) return Receive(RestRequest::BodyLength::Missing);
    if (length && *length > state_->Options.LargestBody) {
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

  static std::string_view PathOf(beast::string_view target) {
    const std::string_view text(target.data(), target.size());
    return text.substr(0, text.find('?'));
  }

  [[nodiscard]] RestRequest MakeRequest(RestRequest::BodyLength length) const {
    const auto& head = parser_->get();
    RestRequest request;
    request.Method = std::string(head.method_string());
    request.Target = std::string(head.target());
    request.Host = std::string(head[http::field::host]);
    for (const auto& field : head) {
      request.Headers.emplace_back(ToLower(std::string(field.name_string())),
                                   std::string(field.value()));
    }
    request.Body = head.body();
    request.Length = length;
    return request;
  }

  // The request is there, as far as it is wanted: it meets its fault, if there is one for it.
  void Receive(RestRequest::BodyLength length) {
    request_ = MakeRequest(length);
    recordedAs_.reset();
    fault_.reset();
    keepsAlive_ = parser_->is_done() && parser_->keep_alive();
    RemoveLost(state_->AllHubs, state_->Now());
    if (auto page = HandleLivePage(request_, isFromHere_, *state_)) {
      return Respond(*std::move(page));
    }
    if (IsControlPath(request_.Path())) {
      return Respond(HandleControl(request_, isFromHere_, *state_));
    }
    if (!IsClientPath(request_.Path())) Record();
    fault_ = state_->Faults.Take(request_.Method, request_.Path());
    const bool waits = fault_ && fault_->Delay.count() != 0;
    if (!waits || fault_->Action == FaultAction::SlowBody) return Act();
    idle_.cancel();
    delay_.expires_after(fault_->Delay);
    delay_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error && self->stream_.Socket().is_open()) self->Act();
    });
  }

  void Record() {
    RecordedRequest recorded;
    recorded.Time = state_->Now();
    recorded.Method = request_.Method;
    recorded.Path = std::string(request_.Path());
    recorded.Query = std::string(request_.Query());
    recorded.Headers = request_.Headers;
    recorded.Body = request_.Body;
    recordedAs_ = state_->Requests.Add(std::move(recorded));
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
        return Cut();
      case FaultAction::DropAfterHandling:
        if (!IsClientPath(request_.Path())) state_->Rest.Handle(request_);
        Log("dropped after handling");
        return Cut();
      case FaultAction::TlsAlert:
        Log("dropped by a TLS alert");
        return stream_.Alert([self = shared_from_this()](beast::error_code) { self->Cut(); });
      case FaultAction::Handle:
      case FaultAction::SlowBody:
      case FaultAction::Close:
        break;
    }
    if (IsClientPath(request_.Path())) return AcceptWebSocket();
    Respond(state_->Rest.Handle(request_));
  }

  [[nodiscard]] bool IsGoodUpgrade() const {
    const auto& head = parser_->get();
    return beast::websocket::is_upgrade(head) && head[http::field::sec_websocket_version] == "13" &&
           head.find(http::field::sec_websocket_key) != head.end();
  }

  void AcceptWebSocket() {
    if (!IsGoodUpgrade()) return RespondAndClose(EmptyResponse(400));
    auto decision =
        AcceptClient(request_, {state_->Options, state_->Tokens, state_->AllHubs, state_->Now()});
    if (auto* refusal = std::get_if<RestResponse>(&decision)) return RespondAndClose(*refusal);
    // From here on the WebSocket has its own time limits.
    idle_.cancel();
    StartWebSocketSession(std::move(stream_), parser_->release(),
                          std::get<AcceptedClient>(std::move(decision)), state_);
  }

  void RespondAndClose(RestResponse response) {
    keepsAlive_ = false;
    Respond(std::move(response));
  }

  void Respond(RestResponse response) {
    const auto& head = parser_->get();
    if (recordedAs_) state_->Requests.SetStatus(*recordedAs_, response.Status);
    Log(std::to_string(response.Status));
    response_ = {};
    response_.version(11);
    response_.result(static_cast<unsigned>(response.Status));
    for (const auto& [name, value] : response.Headers) response_.insert(name, value);
    response_.keep_alive(keepsAlive_);
    const std::size_t length = response.Body.size();
    if (head.method() != http::verb::head) response_.body() = std::move(response.Body);
    // HEAD is told the length that GET's body would have.
    if (response.Status != 204) response_.content_length(length);
    serializer_.emplace(response_);
    serializer_->split(fault_ && fault_->Action == FaultAction::SlowBody);
    const auto onWritten = [self = shared_from_this()](beast::error_code error, std::size_t) {
      self->OnResponseWritten(error);
    };
    if (fault_ && fault_->Action == FaultAction::SlowBody) {
      http::async_write_header(stream_, *serializer_,
                               [self = shared_from_this()](beast::error_code error, std::size_t) {
                                 if (!error) self->WriteSlowly(0);
                               });
    } else if (head.method() == http::verb::head) {
      http::async_write_header(stream_, *serializer_, onWritten);
    } else {
      http::async_write(stream_, *serializer_, onWritten);
    }
  }

  // A byte of the body after each delay.
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
    if (fault_ && fault_->Action == FaultAction::Close) return Cut();
    if (keepsAlive_) return ReadHead();
    stream_.Socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    ExpireAfter(LingerTimeout);
    Drain();
  }

  // Reads what the client still sends: closing on unread bytes resets the connection, and the
  // client might never see the response.
  void Drain() {
    stream_.async_read_some(asio::buffer(drained_),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->Drain();
                            });
  }

  // Without the query of a client's URL: its token is in it.
  void Log(const std::string& outcome) const {
    const std::string_view path = PathOf(parser_->get().target());
    // The page asks for it again and again.
    if (path == LiveControl) return;
    const std::string shown =
        IsClientPath(path) ? std::string(path) : std::string(parser_->get().target());
    state_->Log(std::string(parser_->get().method_string()) + " " + shown + " " + outcome);
  }

  SocketStream stream_;
  asio::steady_timer idle_;
  asio::steady_timer delay_;
  std::shared_ptr<ServerState> state_;
  bool isFromHere_ = false;

  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  RestRequest request_;
  std::optional<std::uint64_t> recordedAs_;
  std::optional<Fault> fault_;
  bool keepsAlive_ = false;
  http::response<http::empty_body> continue_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  std::array<char, 4096> drained_{};
};

}  // namespace

void StartHttpSession(SocketStream stream, const std::shared_ptr<ServerState>& state) {
  std::make_shared<HttpSession>(std::move(stream), state)->Start();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
