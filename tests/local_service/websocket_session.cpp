#include "local_service/websocket_session.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

#include "local_service/json_client.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::size_t MostQueuedFrames = 1000;
constexpr std::size_t MostQueuedBytes = 16 * 1024 * 1024;
constexpr std::size_t LargestRead = 64 * 1024;
constexpr std::chrono::seconds HandshakeTimeout{30};

enum CloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  BadPayload = 1007,
  PolicyViolation = 1008,
  TooLarge = 1009,
};

class WebSocketSession final : public Session,
                               public ClientChannel,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(SocketStream stream, AcceptedClient accepted, std::shared_ptr<ServerState> state)
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

  void Start(http::request<http::string_body> request) {
    // Half of the idle time without a word is a ping; all of it is the end.
    websocket::stream_base::timeout timeout{HandshakeTimeout, 2 * state_->Options.PingInterval,
                                            true};
    socket_.set_option(timeout);
    // Too large a message is closed with a reason, which Beast has none for.
    socket_.read_message_max(0);
    socket_.control_callback([this](websocket::frame_type kind, beast::string_view reason) {
      if (kind == websocket::frame_type::close) OnClosedByClient(std::string(reason));
    });
    if (!accepted_.Subprotocol.empty()) {
      socket_.set_option(websocket::stream_base::decorator(
          [subprotocol = accepted_.Subprotocol](websocket::response_type& response) {
            response.set(http::field::sec_websocket_protocol, subprotocol);
          }));
    }
    request_ = std::move(request);
    socket_.async_accept(request_, [self = shared_from_this()](beast::error_code error) {
      if (!error) self->Enter();
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

  void Abort() override {
    closing_ = true;
    queue_.clear();
    queuedBytes_ = 0;
    beast::get_lowest_layer(socket_).Close();
  }

  void Cut() override { Abort(); }

  [[nodiscard]] std::size_t Queued() const override { return queue_.size(); }

  void Stop() override {
    stopping_ = true;
    // The client may know already that it is in: it is told as soon as it is.
    if (!entered_) return;
    if (SpeaksJson(accepted_.Client.Protocol)) {
      Send(TextFrame(JsonFrames::Disconnected("Service reload")));
    }
    Close(GoingAway, "");
  }

 private:
  // The client's connection, as long as this is the way to it.
  Connection* Client() {
    const auto hub = state_->AllHubs.find(accepted_.HubName);
    if (hub == state_->AllHubs.end()) return nullptr;
    Connection* client = hub->second.Find(id_);
    return client != nullptr && client->Channel == this ? client : nullptr;
  }

  Hub& TargetHub() { return state_->AllHubs[accepted_.HubName]; }

  void Log(const std::string& what) const { state_->Log("client " + id_ + " " + what); }

  void LogConnected() const {
    const Connection& client = accepted_.Client;
    const std::string user = client.UserId ? " as " + QuoteJson(*client.UserId) : "";
    const std::string protocol = SubprotocolName(client.Protocol).value_or("raw WebSocket");
    Log("connected to hub " + accepted_.HubName + user + ", by " + protocol);
  }

  void Enter() {
    entered_ = true;
    if (accepted_.How == AcceptedClient::Entry::New) {
      Join();
    } else {
      Recover();
    }
    if (stopping_) Stop();
    Read();
  }

  void Join() {
    LogConnected();
    const Connection& client = accepted_.Client;
    const bool isReliable = client.Protocol == ClientProtocol::ReliableJson;
    if (SpeaksJson(client.Protocol)) {
      Send(TextFrame(JsonFrames::Connected(
          client.UserId, id_,
          isReliable ? MakeReconnectionToken(id_, state_->Options.PrimaryKey, state_->Now())
                     : std::string())));
    }
    Connection joined = client;
    joined.Channel = this;
    TargetHub().Add(std::move(joined));
  }

  void Recover() {
    Connection* client =
        accepted_.How == AcceptedClient::Entry::Recovery ? TargetHub().Find(id_) : nullptr;
    if (client == nullptr) {
      state_->Log("a client could not come back to hub " + accepted_.HubName);
      return Close(PolicyViolation, "The connection could not be recovered.");
    }
    Log("came back to hub " + accepted_.HubName);
    ClientChannel* before = client->Channel;
    TargetHub().Attach(*client, *this);
    if (before != nullptr) before->Abort();
    for (const Frame& frame : client->Replay.Unacknowledged(state_->Now())) Send(frame);
  }

  // The client is gone for good.
  void Leave() {
    if (Client() == nullptr) return;
    TargetHub().Remove(id_);
  }

  // The service answers a good-bye in kind, and hangs up on any other code.
  void OnClosedByClient(const std::string& reason) {
    const std::uint16_t code = socket_.reason().code;
    saidGoodBye_ = code == CloseCode::Normal;
    if (closing_ || code == websocket::close_code::none) return;
    if (!saidGoodBye_) return Abort();
    queue_.clear();
    queuedBytes_ = 0;
    closing_ = true;
    closeReason_ = websocket::close_reason(websocket::close_code::normal, reason);
    WriteClose();
  }

  // The socket has ended. A reliable client may come back, unless it said good-bye.
  void OnEnd() {
    Connection* client = Client();
    if (client == nullptr || client->Protocol != ClientProtocol::ReliableJson || saidGoodBye_) {
      Leave();
      return LogDisconnected();
    }
    TargetHub().Detach(*client, state_->Now() + state_->Options.ReliableWindow);
    Log("lost its connection to hub " + accepted_.HubName);
  }

  // Unless it was here only to be refused, or has come back by another socket.
  void LogDisconnected() {
    if (accepted_.How == AcceptedClient::Entry::FailedRecovery) return;
    const auto hub = state_->AllHubs.find(accepted_.HubName);
    const bool hasComeBack = hub != state_->AllHubs.end() && hub->second.Find(id_) != nullptr;
    if (!hasComeBack) Log("disconnected from hub " + accepted_.HubName);
  }

  void Read() {
    socket_.async_read_some(buffer_, LargestRead,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->OnEnd();
                              self->OnRead();
                            });
  }

  void OnRead() {
    if (!closing_ && buffer_.size() > state_->Options.LargestMessage) {
      Fail(TooLarge, "The client message is too large.");
    }
    // What comes from a client that the server has closed is of no interest.
    if (closing_) {
      buffer_.consume(buffer_.size());
      return Read();
    }
    if (!socket_.is_message_done()) return Read();
    Receive();
  }

  void Receive() {
    const std::string text = beast::buffers_to_string(buffer_.data());
    const bool binary = socket_.got_binary();
    buffer_.consume(buffer_.size());
    if (Connection* client = Client()) {
      if (SpeaksJson(accepted_.Client.Protocol)) {
        ReceiveJson(text, *client);
      } else {
        ReceiveRaw(text, binary, *client);
      }
    }
    Read();
  }

  // In a text message or in a binary one.
  void ReceiveJson(const std::string& text, Connection& client) {
    const auto log = [this](const std::string& what) { Log(what); };
    if (!HandleJsonMessage(text, TargetHub(), client, state_->Now(), log)) {
      Fail(BadPayload, "The client message is not a valid JSON protocol message.");
    }
  }

  void ReceiveRaw(const std::string& text, bool binary, const Connection& client) {
    // A frame is an event, and there is no handler for events.
    if (!accepted_.PublishesTo) {
      return Fail(state_->Options.FailedEventCloseCode, "Internal server error");
    }
    const std::string& group = *accepted_.PublishesTo;
    if (!client.Allowed.Allows(Permission::SendToGroup, group)) {
      return Fail(PolicyViolation, "The connection is not authorized for raw sendToGroup mode.");
    }
    Message message;
    message.Group = group;
    message.FromUser = client.UserId;
    message.FromConnection = id_;
    message.Type = binary ? DataType::Binary : DataType::Text;
    message.Data = text;
    Log(DescribePublished(message));
    const auto receivers = TargetHub().Select([&](const Connection& member) {
      return member.Groups.count(group) != 0 && (accepted_.Echoes || member.Id != id_);
    });
    TargetHub().Deliver(message, receivers, state_->Now());
  }

  void Fail(int code, const std::string& reason) {
    Log("is closed: " + reason);
    Leave();
    Close(code, reason);
  }

  void Write() {
    DropExpired();
    if (queue_.empty()) return;
    writing_ = true;
    socket_.binary(queue_.front().Binary);
    socket_.async_write(boost::asio::buffer(*queue_.front().Bytes),
                        [self = shared_from_this(), keep = queue_.front().Bytes](
                            beast::error_code error, std::size_t) { self->OnWritten(error); });
  }

  void DropExpired() {
    const Time now = state_->Now();
    while (!queue_.empty() && queue_.front().IsExpired(now)) Pop();
  }

  void Pop() {
    queuedBytes_ -= queue_.front().Bytes->size();
    queue_.pop_front();
  }

  void OnWritten(beast::error_code error) {
    writing_ = false;
    if (error || queue_.empty()) return;
    Pop();
    Write();
    if (closing_ && !writing_) WriteClose();
  }

  void WriteClose() {
    socket_.async_close(closeReason_, [self = shared_from_this()](beast::error_code) {});
  }

  websocket::stream<SocketStream> socket_;
  http::request<http::string_body> request_;
  AcceptedClient accepted_;
  std::shared_ptr<ServerState> state_;
  const std::string id_;
  beast::flat_buffer buffer_;
  std::deque<Frame> queue_;
  std::size_t queuedBytes_ = 0;
  websocket::close_reason closeReason_;
  bool entered_ = false;
  bool stopping_ = false;
  bool writing_ = false;
  bool closing_ = false;
  bool saidGoodBye_ = false;
};

}  // namespace

void StartWebSocketSession(SocketStream stream, http::request<http::string_body> request,
                           AcceptedClient accepted, const std::shared_ptr<ServerState>& state) {
  std::make_shared<WebSocketSession>(std::move(stream), std::move(accepted), state)
      ->Start(std::move(request));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
