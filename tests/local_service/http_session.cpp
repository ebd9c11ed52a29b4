#include "local_service/http_session.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <optional>

#include "local_service/client_handshake.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"
#include "local_service/websocket_session.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint64_t LargestBody = 1024 * 1024;
constexpr std::uint32_t LargestHead = 32 * 1024;
constexpr std::size_t LongestTarget = 8192;
constexpr std::chrono::seconds IdleTimeout{120};

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, std::shared_ptr<ServerState> state)
      : stream_(std::move(socket)), state_(std::move(state)) {
    beast::error_code ignored;
    stream_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    state_->Sessions.insert(this);
  }
  ~HttpSession() override { state_->Sessions.erase(this); }
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  void ReadHead() {
    parser_.emplace();
    parser_->header_limit(LargestHead);
    parser_->body_limit(LargestBody);
    stream_.expires_after(IdleTimeout);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnHead(error); });
  }

  void Stop() override { stream_.close(); }

 private:
  void OnHead(beast::error_code error) {
    if (error == http::error::header_limit) return AnswerAndClose(EmptyAnswer(431));
    if (error == http::error::body_limit) return AnswerWithoutBody();
    if (error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message) {
      return AnswerAndClose(EmptyAnswer(400));
    }
    if (error) return;
    const auto& head = parser_->get();
    if (head.target().size() > LongestTarget) return AnswerAndClose(EmptyAnswer(414));
    if (IsClientPath(std::string(head.target()))) return AcceptWebSocket();
    const auto length = parser_->content_length();
    if (parser_->chunked() || (length && *length > LargestBody)) return AnswerWithoutBody();
    if (EqualsIgnoringCase(std::string(head[http::field::expect]), "100-continue"))
      return WriteContinue();
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
                       if (!error) self->Handle();
                     });
  }

  RestRequest Request(bool hasGoodLength) const {
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
    request.HasGoodLength = hasGoodLength;
    return request;
  }

  void Handle() {
    Answer(state_->Rest.Handle(Request(parser_->content_length().has_value())),
           parser_->keep_alive());
  }

  // What remains of the request is unread, so that the connection can't go on.
  void AnswerWithoutBody() { AnswerAndClose(state_->Rest.Handle(Request(false))); }

  void AcceptWebSocket() {
    if (!beast::websocket::is_upgrade(parser_->get())) return AnswerAndClose(EmptyAnswer(400));
    auto decision = AcceptClient(Request(true), state_->Tokens, std::chrono::system_clock::now());
    if (auto* refusal = std::get_if<RestAnswer>(&decision))
      return AnswerAndClose(*std::move(refusal));
    // From here on the WebSocket has its own time limits.
    stream_.expires_never();
    StartWebSocketSession(std::move(stream_), parser_->release(),
                          std::get<AcceptedClient>(std::move(decision)), state_);
  }

  void AnswerAndClose(RestAnswer answer) { Answer(std::move(answer), false); }

  void Answer(RestAnswer answer, bool keepsAlive) {
    const auto& head = parser_->get();
    Log(answer.Status);
    response_ = {};
    response_.version(11);
    response_.result(static_cast<unsigned>(answer.Status));
    for (const auto& [name, value] : answer.Headers) response_.insert(name, value);
    response_.keep_alive(keepsAlive);
    const std::size_t length = answer.Body.size();
    if (head.method() != http::verb::head) response_.body() = std::move(answer.Body);
    // HEAD is told the length that GET's body would have.
    if (answer.Status != 204) response_.content_length(length);
    serializer_.emplace(response_);
    serializer_->split(false);
    const auto onWritten = [self = shared_from_this(), keepsAlive](beast::error_code error,
                                                                   std::size_t) {
      self->OnAnswered(error, keepsAlive);
    };
    if (head.method() == http::verb::head) {
      http::async_write_header(stream_, *serializer_, onWritten);
    } else {
      http::async_write(stream_, *serializer_, onWritten);
    }
  }

  void OnAnswered(beast::error_code error, bool keepsAlive) {
    if (error) return;
    if (keepsAlive) return ReadHead();
    beast::error_code ignored;
    stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  }

  // Without the query of a client's URL: its token is in it.
  void Log(int status) const {
    const auto& head = parser_->get();
    std::string target(head.target());
    if (IsClientPath(target)) target = target.substr(0, target.find('?'));
    state_->Log(std::string(head.method_string()) + " " + target + " " + std::to_string(status));
  }

  beast::tcp_stream stream_;
  std::shared_ptr<ServerState> state_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::empty_body> continue_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

}  // namespace

void StartHttpSession(boost::asio::ip::tcp::socket socket,
                      const std::shared_ptr<ServerState>& state) {
  std::make_shared<HttpSession>(std::move(socket), state)->ReadHead();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
