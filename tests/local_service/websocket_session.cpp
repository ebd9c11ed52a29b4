#include "local_service/websocket_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <optional>
#include <utility>

#include "local_service/client_inbox.hpp"
#include "local_service/close_codes.hpp"
#include "local_service/connect_event.hpp"
#include "local_service/frame_queue.hpp"
#include "local_service/keep_alive.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::size_t MaxReadSize = 64 * 1024;
constexpr std::chrono::seconds HandshakeTimeout{30};
constexpr std::chrono::seconds CloseTimeout{5};
constexpr std::chrono::milliseconds DisposeDelay{100};

class WebSocketSession final : public Session,
                               public ClientChannel,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(SocketStream stream, AcceptedClient accepted, std::shared_ptr<ServerState> state)
      : socket_(std::in_place, std::move(stream)),
        accepted_(std::move(accepted)),
        state_(std::move(state)),
        id_(accepted_.Client.Id),
        keepAlive_(socket_->get_executor(), state_->Options.PingInterval),
        patience_(socket_->get_executor()) {
    state_->Sessions.insert(this);
  }

  ~WebSocketSession() override {
    state_->Sessions.erase(this);
    RemoveClient();
  }
  WebSocketSession(const WebSocketSession&) = delete;
  WebSocketSession& operator=(const WebSocketSession&) = delete;

  void Start(http::request<http::string_body> request) {
    socket_->set_option(
        websocket::stream_base::timeout{HandshakeTimeout, websocket::stream_base::none(), false});
    // Beast would close without a reason. OnRead checks the size and gives a reason.
    socket_->read_message_max(0);
    socket_->control_callback([this](websocket::frame_type kind, beast::string_view reason) {
      keepAlive_.NoteActivity();
      if (kind == websocket::frame_type::close) OnClosedByClient(std::string(reason));
    });
    if (!accepted_.Subprotocol.empty()) {
      socket_->set_option(websocket::stream_base::decorator(
          [subprotocol = accepted_.Subprotocol](websocket::response_type& response) {
            response.set(http::field::sec_websocket_protocol, subprotocol);
          }));
    }
    request_ = std::move(request);
    socket_->async_accept(request_, [self = shared_from_this()](beast::error_code error) {
      if (!error) self->OnUpgraded();
    });
  }

  void Send(const Frame& frame) override {
    if (closing_) return;
    queue_.Push(frame);
    // A client that doesn't read must not exhaust the service's memory.
    if (queue_.IsOverfull()) return Abort();
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
    queue_.Clear();
    if (socket_) beast::get_lowest_layer(*socket_).Close();
    boost::asio::post(patience_.get_executor(), [self = shared_from_this()] {
      self->paused_ = nullptr;
      self->EndIfIdle();
    });
    After(DisposeDelay, [](WebSocketSession& self) { self.Dispose(); });
  }

  [[nodiscard]] std::size_t Queued() const override { return queue_.Size(); }

  void Stop() override {
    stopping_ = true;
    // The upgrade may still be in progress. If so, OnUpgraded calls this function again.
    if (!upgraded_) return;
    if (SpeaksJson(accepted_.Client.Protocol)) {
      Send(TextFrame(JsonFrames::Disconnected("Service reload")));
    }
    Close(CloseCodes::GoingAway, "");
  }

 private:
  // The client's connection; null if it is removed, or if another session has taken it over.
  Connection* Client() {
    const auto hub = state_->AllHubs.find(accepted_.HubName);
    if (hub == state_->AllHubs.end()) return nullptr;
    Connection* client = hub->second.Find(id_);
    return client != nullptr && client->Channel == this ? client : nullptr;
  }

  Hub& TargetHub() { return state_->AllHubs[accepted_.HubName]; }

  void Log(const std::string& what) const { state_->Log("client " + id_ + " " + what); }

  void After(std::chrono::milliseconds delay, void (*call)(WebSocketSession& self)) {
    patience_.expires_after(delay);
    patience_.async_wait([weak = weak_from_this(), call](beast::error_code stopped) {
      const auto self = weak.lock();
      if (!stopped && self) call(*self);
    });
  }

  // In Beast, a read that finds a malformed frame and a close wait for each other for ever, even if
  // the socket is closed. They end with the stream.
  void Dispose() {
    OnEnd();
    socket_.reset();
  }

  void OnUpgraded() {
    upgraded_ = true;
    if (accepted_.Kind == AcceptedClient::Entry::New) {
      AddClient();
    } else {
      Recover();
    }
    keepAlive_.Start(
        weak_from_this(), [this] { Ping(); }, [this] { Abort(); });
    if (stopping_) Stop();
    if (ReadsOn()) Read();
  }

  void AddClient() {
    Connection client = accepted_.Client;
    Log(DescribeConnected(client, accepted_.HubName));
    if (SpeaksJson(client.Protocol)) {
      const bool isReliable = client.Protocol == ClientProtocol::ReliableJson;
      const std::string token =
          isReliable ? MakeReconnectionToken(id_, state_->Options.PrimaryKey, state_->Now()) : "";
      Send(TextFrame(JsonFrames::Connected(client.UserId, id_, token)));
    }
    client.Channel = this;
    client.Inbox = std::make_shared<ClientInbox>(*state_, accepted_);
    const Connection& added = TargetHub().Add(std::move(client));
    state_->SendUnblockingEvent(MakeConnectedEvent(added, accepted_.HubName), added.Events);
  }

  void Recover() {
    Connection* client =
        accepted_.Kind == AcceptedClient::Entry::Recovery ? TargetHub().Find(id_) : nullptr;
    if (client == nullptr) {
      state_->Log("a client could not come back to hub " + accepted_.HubName);
      return Close(CloseCodes::PolicyViolation, "The connection could not be recovered.");
    }
    Log("came back to hub " + accepted_.HubName);
    ClientChannel* before = client->Channel;
    TargetHub().Attach(*client, *this);
    if (before != nullptr) before->Abort();
    for (const Frame& frame : client->Replay.Unacknowledged(state_->Now())) Send(frame);
  }

  // Removes the client's connection from its hub, so that it can't be recovered.
  void RemoveClient() {
    if (Client() != nullptr) TargetHub().Remove(id_);
  }

  // The service replies to a normal closure with the same code and reason. After any other code, it
  // closes the TCP connection without a close frame.
  void OnClosedByClient(const std::string& reason) {
    const std::uint16_t code = socket_->reason().code;
    closedNormally_ = code == CloseCodes::Normal;
    if (closing_ || code == websocket::close_code::none) return;
    if (!closedNormally_) return Abort();
    queue_.Clear();
    closing_ = true;
    closeReason_ = websocket::close_reason(websocket::close_code::normal, reason);
    WriteClose();
  }

  // Ends a session that closes, once nothing is under way any more.
  void EndIfIdle() {
    if (!reading_ && !writing_ && !shaking_) OnEnd();
  }

  // The socket has ended. A reliable client can recover its connection, unless it closed normally.
  void OnEnd() {
    if (!upgraded_ || std::exchange(ended_, true)) return;
    Connection* client = Client();
    if (client == nullptr || client->Protocol != ClientProtocol::ReliableJson || closedNormally_) {
      RemoveClient();
      return LogDisconnected();
    }
    TargetHub().Detach(*client, state_->Now() + state_->Options.ReliableWindow);
    if (state_->After) {
      state_->After(state_->Options.ReliableWindow,
                    [state = state_.get()] { RemoveLost(state->AllHubs, state->Now()); });
    }
    Log("lost its connection to hub " + accepted_.HubName);
  }

  // Logs nothing for a failed recovery, or if another session has taken the connection over.
  void LogDisconnected() {
    if (accepted_.Kind == AcceptedClient::Entry::FailedRecovery) return;
    const auto hub = state_->AllHubs.find(accepted_.HubName);
    const bool isRecovered = hub != state_->AllHubs.end() && hub->second.Find(id_) != nullptr;
    if (!isRecovered) Log("disconnected from hub " + accepted_.HubName);
  }

  void Read() {
    reading_ = true;
    socket_->async_read_some(buffer_, MaxReadSize,
                             [self = shared_from_this()](beast::error_code error, std::size_t) {
                               self->reading_ = false;
                               if (error) return self->OnEnd();
                               self->OnRead();
                             });
  }

  // Whether to read on. While the session closes, what the client still sends is discarded: by the
  // close operation, which must be the only one that reads.
  bool ReadsOn() {
    if (!closing_) return true;
    buffer_.consume(buffer_.size());
    EndIfIdle();
    return false;
  }

  void OnRead() {
    keepAlive_.NoteActivity();
    if (!closing_ && buffer_.size() > state_->Options.MaxMessageSize) {
      CloseWithError(CloseCodes::TooLarge, "The client message is too large.");
    }
    if (!ReadsOn()) return;
    if (!socket_->is_message_done()) return Read();
    Receive();
  }

  void Receive() {
    std::string data = beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    const Connection* client = Client();
    if (client == nullptr) return Read();
    const auto inbox = client->Inbox;
    inbox->Receive(std::move(data), socket_->got_binary());
    if (!ReadsOn()) return;
    if (!inbox->IsFull()) return Read();
    keepAlive_.Pause(true);
    paused_ = shared_from_this();
    inbox->WhenRoom([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Resume();
    });
  }

  // Reads on, after the inbox was full.
  void Resume() {
    const auto self = std::exchange(paused_, nullptr);
    if (!self) return;
    keepAlive_.Pause(false);
    if (ReadsOn()) Read();
  }

  void Ping() {
    if (closing_ || pinging_) return;
    pinging_ = true;
    socket_->async_ping({},
                        [self = shared_from_this()](beast::error_code) { self->pinging_ = false; });
  }

  void CloseWithError(int code, const std::string& reason) {
    Log("is closed: " + reason);
    Close(code, reason);
    if (Client() != nullptr) TargetHub().Remove(id_, reason);
  }

  void Write() {
    queue_.DropExpired(state_->Now());
    if (queue_.IsEmpty()) return;
    writing_ = true;
    socket_->binary(queue_.Front().Binary);
    socket_->async_write(boost::asio::buffer(*queue_.Front().Bytes),
                         [self = shared_from_this(), keep = queue_.Front().Bytes](
                             beast::error_code error, std::size_t) { self->OnWritten(error); });
  }

  void OnWritten(beast::error_code error) {
    writing_ = false;
    if (error && closing_) return EndIfIdle();
    if (error || queue_.IsEmpty()) return;
    queue_.Pop();
    Write();
    if (closing_ && !writing_) WriteClose();
  }

  void WriteClose() {
    if (!socket_) return;
    shaking_ = true;
    socket_->async_close(closeReason_, [self = shared_from_this()](beast::error_code) {
      self->shaking_ = false;
      self->EndIfIdle();
    });
    After(CloseTimeout, [](WebSocketSession& self) { self.Abort(); });
  }

  // Nothing after the session is disposed of.
  std::optional<websocket::stream<SocketStream>> socket_;
  http::request<http::string_body> request_;
  AcceptedClient accepted_;
  std::shared_ptr<ServerState> state_;
  const std::string id_;
  KeepAlive keepAlive_;
  boost::asio::steady_timer patience_;
  // Keeps the session alive while nothing is read.
  std::shared_ptr<WebSocketSession> paused_;
  beast::flat_buffer buffer_;
  FrameQueue queue_;
  websocket::close_reason closeReason_;
  bool upgraded_ = false;
  bool stopping_ = false;
  bool reading_ = false;
  bool writing_ = false;
  // Whether the close operation is under way.
  bool shaking_ = false;
  bool ended_ = false;
  bool pinging_ = false;
  bool closing_ = false;
  bool closedNormally_ = false;
};

}  // namespace

void StartWebSocketSession(SocketStream stream, http::request<http::string_body> request,
                           AcceptedClient accepted, const std::shared_ptr<ServerState>& state) {
  std::make_shared<WebSocketSession>(std::move(stream), std::move(accepted), state)
      ->Start(std::move(request));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
