// The C++ side of the interop tests. Each run executes one command.

#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/websocket_client.hpp"

namespace {

using namespace Azure::Messaging::WebPubSub;
using Testing::WebSocketClient;
using Arguments = std::vector<std::string>;

constexpr const char* Usage =
    "usage: webpubsub_interop_peer CONNECTION_STRING HUB COMMAND\n"
    "\n"
    "  send all|group|user|connection NAME text|json|hex CONTENT\n"
    "                    sends a message\n"
    "  url USER GROUP    prints a URL for a client that is in a group and has all permissions\n"
    "  listen USER GROUP [SUBPROTOCOL]\n"
    "                    connects as such a client, and prints a line for each message until the\n"
    "                    service closes the connection\n";

std::string FromHex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::string ToHex(const std::string& bytes) {
  std::string digits;
  for (const char byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof(two), "%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(byte)));
    digits += two;
  }
  return digits;
}

RequestContent ReadContent(const std::string& type, const std::string& content) {
  if (type == "text") return RequestContent::Text(content);
  if (type == "json") return RequestContent::Json(content);
  return RequestContent::Binary(FromHex(content));
}

void Send(const WebPubSubServiceClient& client, const Arguments& arguments) {
  const std::string& target = arguments.at(0);
  const std::string& name = arguments.at(1);
  const RequestContent content = ReadContent(arguments.at(2), arguments.at(3));
  if (target == "all") client.SendToAll(content);
  if (target == "group") client.SendToGroup(name, content);
  if (target == "user") client.SendToUser(name, content);
  if (target == "connection") client.SendToConnection(name, content);
}

std::string MakeUrl(const WebPubSubServiceClient& client, const Arguments& arguments) {
  ClientAccessOptions access;
  access.UserId = arguments.at(0);
  access.Groups = {arguments.at(1)};
  access.Roles = {"webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"};
  return client.GetClientAccessUri(access);
}

void Listen(const WebPubSubServiceClient& client, const Arguments& arguments) {
  const std::string subprotocol = arguments.size() > 2 ? arguments[2] : std::string();
  WebSocketClient socket(MakeUrl(client, arguments), subprotocol);
  std::cout << "connected" << std::endl;
  while (!socket.IsClosed()) {
    const auto frame = socket.Receive(std::chrono::minutes(1));
    if (!frame) continue;
    std::cout << (frame->Binary ? "hex " + ToHex(frame->Data) : "text " + frame->Data) << std::endl;
  }
  std::cout << "closed " << socket.CloseCode().value_or(0) << std::endl;
}

void Run(const Arguments& arguments) {
  const WebPubSubServiceClient client(arguments.at(0), arguments.at(1));
  const std::string& command = arguments.at(2);
  const Arguments rest(arguments.begin() + 3, arguments.end());
  if (command == "send") return Send(client, rest);
  if (command == "listen") return Listen(client, rest);
  if (command == "url") {
    std::cout << MakeUrl(client, rest) << std::endl;
    return;
  }
  throw std::out_of_range("no such command: " + command);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    Run(Arguments(arguments + 1, arguments + count));
    return EXIT_SUCCESS;
  } catch (const std::out_of_range&) {
    std::cerr << Usage;
    return 2;
  } catch (const std::exception& exception) {
    std::cerr << "webpubsub_interop_peer: " << exception.what() << '\n';
    return EXIT_FAILURE;
  }
}
