#include "local_service/websocket_session.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

#include "local_service/json_client.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::size_t LargestMessage = 1024 * 1024;
constexpr std::size_t MostQueuedFrames = 1000;
constexpr std::size_t MostQueuedBytes = 16 * 1024 * 1024;
constexpr std::chrono::seconds HandshakeTimeout{30};
// Half of it idle is a ping; all of it without a pong is the end.
constexpr std::chrono::seconds IdleTimeout{40};

enum CloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  UnknownData = 1003,
  BadPayload = 1007,
  PolicyViolation = 1008,
  InternalError = 1011,
};

class WebSocketSession final : public Session,
                               public ClientChannel,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(beast::tcp_stream stream, AcceptedClient accepted,
                   std::shared_ptr<ServerState> state)
      : socket_(std::move(stream)),
        accepted_(std::move(accepted)),
        state_(std::move(state)),
        id_(accepted_.Client.Id) {
    state_->Sessions.insert(this);
  }

  ~WebSocketSession() override {
    state_->Sessions.erase(this);
    Leave();
  }
  WebSocketSession(const WebSocketSession&) = delete;
  WebSocketSession& operator=(const WebSocketSession&) = delete;

  void Start(const http::request<http::string_body>& request) {
    websocket::stream_base::timeout timeout{HandshakeTimeout, IdleTimeout, true};
    socket_.set_option(timeout);
    socket_.read_message_max(LargestMessage);
    if (!accepted_.Subprotocol.empty()) {
      socket_.set_option(websocket::stream_base::decorator(
          [subprotocol = accepted_.Subprotocol](websocket::response_type& response) {
            response.set(http::field::sec_websocket_protocol, subprotocol);
          }));
    }
    request_ = request;
    socket_.async_accept(request_, [self = shared_from_this()](beast::error_code error) {
      if (!error) self->Join();
    });
  }

  void Send(const Frame& frame) override {
    if (closing_) return;
    queue_.push_back(frame);
    queuedBytes_ += frame.Bytes->size();
    // A client that doesn't read must not cost the service its memory.
    if (queue_.size() > MostQueuedFrames || queuedBytes_ > MostQueuedBytes) return Abort();
    if (!writing_) Write();
  }

  void Close(int code, const std::string& reason) override {
    if (closing_) return;
    closing_ = true;
    closeReason_ = websocket::close_reason(static_cast<websocket::close_code>(code), reason);
    if (!writing_) WriteClose();
  }

  void Stop() override {
    if (!joined_) return Abort();
    if (accepted_.Client.Protocol == ClientProtocol::Json)
      SendText(JsonFrames::Disconnected("Service reload"));
    Close(GoingAway, "");
  }

 private:
  Hub& HubState() { return state_->AllHubs[accepted_.HubName]; }

  void Join() {
    joined_ = true;
    state_->Log("client " + id_ + " connected to hub " + accepted_.HubName);
    if (accepted_.Client.Protocol == ClientProtocol::Json) {
      SendText(JsonFrames::Connected(accepted_.Client.UserId, id_));
    }
    Connection client = accepted_.Client;
    client.Channel = this;
    HubState().Add(std::move(client));
    Read();
  }

  void Leave() {
    if (!joined_) return;
    joined_ = false;
    HubState().Remove(id_);
    state_->Log("client " + id_ + " left hub " + accepted_.HubName);
  }

  void Abort() {
    closing_ = true;
    queue_.clear();
    beast::get_lowest_layer(socket_).close();
  }

  void SendText(std::string text) {
    Send({false, std::make_shared<const std::string>(std::move(text))});
  }

  void Read() {
    socket_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->Leave();
      self->Receive();
    });
  }

  void Receive() {
    const std::string text = beast::buffers_to_string(buffer_.data());
    const bool binary = socket_.got_binary();
    buffer_.consume(buffer_.size());
    // A client that the server has closed is no longer in its hub.
    if (Connection* client = HubState().Find(id_)) {
      if (accepted_.Client.Protocol == ClientProtocol::Json) {
        ReceiveJson(text, binary, *client);
      } else {
        ReceiveRaw(text, binary, *client);
      }
    }
    Read();
  }

  void ReceiveJson(const std::string& text, bool binary, Connection& client) {
    if (binary) return Close(UnknownData, "The JSON subprotocol requires text messages.");
    if (HandleJsonMessage(text, HubState(), client)) return;
    Leave();
    Close(BadPayload, "The client message is not a valid JSON protocol message.");
  }

  void ReceiveRaw(const std::string& text, bool binary, const Connection& client) {
    // A frame is an event, and there is no handler for events.
    if (!accepted_.PublishesTo) return Close(InternalError, "Internal server error");
    const std::string& group = *accepted_.PublishesTo;
    if (!client.Allowed.Allows(Permission::SendToGroup, group)) {
      return Close(PolicyViolation, "The connection is not authorized for raw sendToGroup mode.");
    }
    Message message;
    message.Group = group;
    message.FromUser = client.UserId;
    message.Type = binary ? DataType::Binary : DataType::Text;
    message.Data = text;
    Deliver(message, HubState().Select([&](const Connection& member) {
      return member.Groups.count(group) != 0 && (accepted_.Echoes || member.Id != id_);
    }));
  }

  void Write() {
    writing_ = true;
    socket_.binary(queue_.front().Binary);
    socket_.async_write(boost::asio::buffer(*queue_.front().Bytes),
                        [self = shared_from_this(), keep = queue_.front().Bytes](
                            beast::error_code error, std::size_t) { self->OnWritten(error); });
  }

  void OnWritten(beast::error_code error) {
    writing_ = false;
    if (error || queue_.empty()) return;
    queuedBytes_ -= queue_.front().Bytes->size();
    queue_.pop_front();
    if (!queue_.empty()) return Write();
    if (closing_) WriteClose();
  }

  void WriteClose() {
    socket_.async_close(closeReason_,
                        [self = shared_from_this()](beast::error_code) { self->Leave(); });
  }

  websocket::stream<beast::tcp_stream> socket_;
  http::request<http::string_body> request_;
  AcceptedClient accepted_;
  std::shared_ptr<ServerState> state_;
  const std::string id_;
  beast::flat_buffer buffer_;
  std::deque<Frame> queue_;
  std::size_t queuedBytes_ = 0;
  websocket::close_reason closeReason_;
  bool joined_ = false;
  bool writing_ = false;
  bool closing_ = false;
};

}  // namespace

void StartWebSocketSession(beast::tcp_stream stream, http::request<http::string_body> request,
                           AcceptedClient accepted, const std::shared_ptr<ServerState>& state) {
  std::make_shared<WebSocketSession>(std::move(stream), std::move(accepted), state)->Start(request);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
