#include "process_connections.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>

#include "fault_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

int Descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<int>(std::distance(begin(entries), end(entries)));
}

TcpConnections ConnectionsTo(int port) {
  TcpConnections found;
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
    if (state == "01") ++found.Established;
    if (state == "08") ++found.CloseWait;
  }
  return found;
}

bool IsSoon(const std::function<bool()>& holds) {
  const auto begin = std::chrono::steady_clock::now();
  while (!holds()) {
    if (std::chrono::steady_clock::now() - begin > FaultBench::Soon) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
