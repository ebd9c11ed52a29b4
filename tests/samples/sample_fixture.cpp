#include "sample_fixture.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>

#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* SecondaryKey = "another key of the local service";
constexpr const char* LastMessage = "end of messages";

LocalService::ServiceOptions WithEveryCredential() {
  LocalService::ServiceOptions options;
  options.SecondaryKey = SecondaryKey;
  options.AcceptsEntraTokens = true;
  return options;
}

std::string EntraToken() {
  const auto expiresAt = std::chrono::system_clock::now() + std::chrono::hours(1);
  const nlohmann::json payload{{"aud", "https://webpubsub.azure.com"},
                               {"exp", std::chrono::system_clock::to_time_t(expiresAt)}};
  return LocalService::SignToken(payload.dump(), "nobody checks the signature");
}

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char character : text) {
    if (character == '\'') quoted += "'\\'";
    quoted += character;
  }
  return quoted + '\'';
}

std::string Describe(const nlohmann::json& frame) {
  if (frame.at("type") == "system") return "closed:" + frame.value("message", std::string());
  if (frame.at("dataType") == "binary") return "binary:" + frame.at("data").get<std::string>();
  return frame.at("data").dump();
}

}  // namespace

std::string ClosedWith(const std::string& reason) {
  return "closed:Application server closed the connection. Reason: " + reason;
}

SampleTest::SampleTest()
    : Service(WithEveryCredential()),
      Environment{{"WebPubSubConnectionString", Service.ConnectionString()},
                  {"WebPubSubEndpoint", Service.Endpoint()},
                  {"WebPubSubAccessKey", LocalService::ServiceOptions().PrimaryKey},
                  {"WebPubSubSecondaryKey", SecondaryKey},
                  {"WebPubSubAccessToken", EntraToken()}} {
  for (const char* user : {"ann", "bob", "cat"}) receivers_.emplace(user, Connect(user));
}

SampleTest::Receiver SampleTest::Connect(const std::string& user) {
  ClientAccessOptions access;
  access.UserId = user;
  access.Groups = {"room"};
  Receiver receiver{WebSocketClient(Client.GetClientAccessUri(access), JsonSubprotocol), {}};
  const auto greeting = receiver.Socket.Receive(Patience);
  if (!greeting) throw std::runtime_error("no greeting arrived");
  receiver.ConnectionId = nlohmann::json::parse(greeting->Data).at("connectionId");
  return receiver;
}

ProgramResult SampleTest::Run(const std::string& program, const std::string& arguments) {
  std::string command = "env -u WebPubSubConnectionString";
  for (const auto& [name, value] : Environment) command += ' ' + name + '=' + Quoted(value);
  command += std::string(" " WEBPUBSUB_SAMPLES_FOLDER "/") + program + ' ' + arguments + " 2>&1";
  for (const auto& [user, receiver] : receivers_) {
    const std::string placeholder = '{' + user + '}';
    for (auto at = command.find(placeholder); at != std::string::npos;
         at = command.find(placeholder)) {
      command.replace(at, placeholder.size(), receiver.ConnectionId);
    }
  }
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {-1, "popen failed"};
  std::string output;
  std::array<char, 4096> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) output += piece.data();
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

void SampleTest::RefuseSends(int status, int times) {
  LocalService::Fault refusal;
  refusal.Method = "POST";
  refusal.Status = status;
  refusal.Count = times;
  Service.AddFault(refusal);
}

std::vector<std::string> SampleTest::ReceivedBy(const std::string& user) {
  Receiver& receiver = receivers_.at(user);
  // A client receives its messages in order. Once it has this one, it has all earlier ones.
  Client.SendToConnection(receiver.ConnectionId, LastMessage);
  std::vector<std::string> received;
  while (const auto frame = receiver.Socket.Receive(Patience)) {
    received.push_back(Describe(nlohmann::json::parse(frame->Data)));
    if (received.back() == nlohmann::json(LastMessage).dump()) {
      received.pop_back();
      return received;
    }
  }
  EXPECT_TRUE(receiver.Socket.IsClosed()) << "no further message arrived";
  return received;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
