#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "local_service/json_client.hpp"
#include "local_service/rest_api.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

constexpr const char* Key = "primary-key";
constexpr const char* OtherKey = "secondary-key";
constexpr const char* Host = "127.0.0.1:8080";
constexpr std::int64_t Now = 1769860800;

/// A client that records what the service sends to it.
class RecordingChannel final : public ClientChannel {
 public:
  void Send(const Frame& frame) override {
    Frames.push_back((frame.Binary ? "binary:" : "") + *frame.Bytes);
  }
  void Close(int code, const std::string& reason) override {
    CloseCode = code;
    CloseReason = reason;
  }
  void Abort() override { Aborted = true; }
  [[nodiscard]] std::size_t Queued() const override { return 0; }

  std::vector<std::string> Frames;
  std::optional<int> CloseCode;
  std::string CloseReason;
  bool Aborted = false;
};

/// The parts of a token, each of which a test can make invalid.
struct TokenParts {
  std::string Header = R"({"alg":"HS256","typ":"JWT"})";
  std::string Payload;
  std::string SigningKey = Key;
  /// The digest of the HMAC, by OpenSSL's name.
  std::string Digest = "SHA256";
};

/// Signs a token with OpenSSL's one-shot HMAC, so that it shares no code with the service.
std::string MakeToken(const TokenParts& parts);
std::string GoodPayload(const std::string& path);

/// A service without sockets, for fast tests.
class ServiceBench {
 public:
  ServiceBench();

  /// Connects a client to the hub "chat".
  RecordingChannel& Connect(const std::string& id, const std::optional<std::string>& userId = {},
                            ClientProtocol protocol = ClientProtocol::Json,
                            const std::vector<std::string>& groups = {},
                            const std::vector<std::string>& roles = {});
  Hubs& AllHubs() { return hubs_; }
  Hub& Chat() { return hubs_["chat"]; }

  RestResponse Handle(const RestRequest& request) { return rest_.Handle(request); }
  /// Handles a request with a valid token.
  RestResponse Call(const std::string& method, const std::string& target,
                    const std::string& body = {}, const std::string& contentType = {},
                    const std::vector<std::pair<std::string, std::string>>& headers = {});
  /// Handles a message from a JSON client; false if the message is invalid.
  bool ReceiveFrom(const std::string& id, const std::string& text) {
    return HandleJsonMessage(text, Chat(), *Chat().Find(id), Time(std::chrono::seconds(Now)));
  }

 private:
  Hubs hubs_;
  TokenVerifier tokens_;
  RestApi rest_;
  std::map<std::string, RecordingChannel> channels_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
