#include "process_connections.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

TcpConnections ConnectionsTo(int port) {
  // By the local address: Linux reads the table in pieces, and may list a connection twice.
  std::map<std::string, std::string> states;
  std::ifstream table("/proc/self/net/tcp");
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    fields >> number >> local >> remote >> state;
    if (std::stoi(remote.substr(remote.find(':') + 1), nullptr, 16) != port) continue;
    states[local] = state;
  }
  TcpConnections found;
  for (const auto& [local, state] : states) {
    if (state == "01") ++found.Established;
    if (state == "08") ++found.CloseWait;
  }
  return found;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
