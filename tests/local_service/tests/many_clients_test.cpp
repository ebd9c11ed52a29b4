// A broadcast to ten thousand clients that only listen.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <iostream>
#include <map>
#include <sys/resource.h>

#include "program.hpp"
#include "service_bench.hpp"
#include "service_client.hpp"
#include "support/sanitized.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

using WebPubSub::Testing::IsSanitized;
constexpr std::size_t Wanted = IsSanitized ? 500 : 10000;
constexpr std::size_t MaxBytesPerClient = (IsSanitized ? 512 : 48) * std::size_t{1024};

// The number of clients for which this process can open sockets.
std::size_t CountClients() {
  constexpr std::size_t OtherFiles = 200;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t most = std::max<std::size_t>(limit.rlim_cur, 2 * OtherFiles) - OtherFiles;
  if (most < Wanted) {
    std::cout << "only " << most << " clients instead of " << Wanted
              << ": no more files may be open (ulimit -Hn)" << std::endl;
  }
  return std::min(Wanted, most);
}

// The connection string begins with the endpoint: `Endpoint=http://127.0.0.1:8080;AccessKey=…`
std::uint16_t PortOf(const std::string& connectionString) {
  constexpr std::size_t Host = 16;
  const std::size_t colon = connectionString.find(':', Host);
  return static_cast<std::uint16_t>(std::stoul(connectionString.substr(colon + 1)));
}

/// Raw clients that use little memory. They respond to pings.
class Listeners {
 public:
  Listeners(std::uint16_t port, const std::string& request) : port_(port), request_(request) {}

  void Connect(std::size_t count) {
    // A larger batch could overflow the backlog of the listening socket.
    constexpr std::size_t AtATime = 100;
    for (const std::size_t all = listeners_.size() + count; listeners_.size() < all;) {
      for (std::size_t i = 0; i < AtATime && listeners_.size() < all; ++i) ConnectOne();
      ASSERT_TRUE(Run([&] { return upgraded_ == listeners_.size(); })) << upgraded_;
    }
  }

  /// Waits until all clients have received a text, and returns how many have.
  std::size_t WaitFor(const std::string& text) {
    Run([&] { return received_[text] == listeners_.size(); });
    return received_[text];
  }

 private:
  struct Listener {
    explicit Listener(asio::io_context& context) : Socket(context) {}

    tcp::socket Socket;
    bool IsUpgraded = false;
    std::string Received;
    std::array<char, 256> Buffer{};
  };

  void ConnectOne() {
    Listener& one = listeners_.emplace_back(context_);
    one.Socket.connect({asio::ip::address_v4::loopback(), port_});
    asio::write(one.Socket, asio::buffer(request_));
    Read(one);
  }

  void Read(Listener& one) {
    one.Socket.async_read_some(asio::buffer(one.Buffer),
                               [this, &one](boost::system::error_code error, std::size_t size) {
                                 if (error) return;
                                 one.Received.append(one.Buffer.data(), size);
                                 Handle(one);
                                 Read(one);
                               });
  }

  void Handle(Listener& one) {
    const std::size_t headEnd = one.Received.find("\r\n\r\n");
    if (!one.IsUpgraded) {
      if (headEnd == std::string::npos || one.Received.rfind("HTTP/1.1 101", 0) != 0) return;
      one.IsUpgraded = true;
      ++upgraded_;
      one.Received.erase(0, headEnd + 4);
    }
    // All frames here are short, so their header has two bytes.
    while (one.Received.size() >= 2 &&
           one.Received.size() >= 2 + static_cast<std::size_t>(one.Received[1])) {
      const std::string payload = one.Received.substr(2, static_cast<std::size_t>(one.Received[1]));
      HandleFrame(one, static_cast<unsigned char>(one.Received[0]) & 0xf, payload);
      one.Received.erase(0, 2 + payload.size());
    }
  }

  void HandleFrame(Listener& one, unsigned opcode, const std::string& payload) {
    constexpr unsigned Text = 0x1;
    constexpr unsigned Ping = 0x9;
    if (opcode == Text) ++received_[payload];
    if (opcode != Ping) return;
    std::string pong = {'\x8a', static_cast<char>(0x80 | payload.size()), 0, 0, 0, 0};
    boost::system::error_code ignored;
    asio::write(one.Socket, asio::buffer(pong + payload), ignored);
  }

  template <class Condition>
  bool Run(Condition isDone) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (!isDone() && std::chrono::steady_clock::now() < until) {
      context_.restart();
      context_.run_one_for(std::chrono::seconds(1));
    }
    return isDone();
  }

  asio::io_context context_;
  std::uint16_t port_;
  std::string request_;
  std::deque<Listener> listeners_;
  std::size_t upgraded_ = 0;
  std::map<std::string, std::size_t> received_;
};

std::string Token(const std::string& host, const std::string& path) {
  TokenParts token;
  token.SigningKey = ServiceOptions().PrimaryKey;
  token.Payload = R"({"exp":4102444800,"aud":"http://)" + host + path + R"("})";
  return MakeToken(token);
}

void Broadcast(std::uint16_t port, const std::string& text) {
  const std::string host = "127.0.0.1:" + std::to_string(port);
  HttpConnection connection(port);
  connection.Send("POST /api/hubs/chat/:send HTTP/1.1\r\nHost: " + host +
                  "\r\nAuthorization: Bearer " + Token(host, "/api/hubs/chat/:send") +
                  "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(text.size()) +
                  "\r\n\r\n" + text);
  EXPECT_EQ(connection.Receive()->Status, 202);
}

TEST(ManyClients, ReceiveABroadcastInBoundedMemory) {
  const std::size_t count = CountClients();
  // A separate process, so that memory and open files are the service's alone.
  Program service({"--port", "0"});
  const std::uint16_t port = PortOf(service.NextLine());
  const std::string host = "127.0.0.1:" + std::to_string(port);
  Listeners listeners(port, "GET /client/hubs/chat?access_token=" +
                                Token(host, "/client/hubs/chat") + " HTTP/1.1\r\nHost: " + host +
                                "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  listeners.Connect(10);
  const std::size_t before = service.ResidentBytes();
  listeners.Connect(count - 10);
  const std::size_t idle = service.ResidentBytes();
  Broadcast(port, "hello to all");
  EXPECT_EQ(listeners.WaitFor("hello to all"), count);
  const std::size_t after = service.ResidentBytes();
  std::cout << count << " clients: " << (idle - std::min(before, idle)) / count
            << " bytes for each, " << (after - std::min(before, after)) / count
            << " after a broadcast" << std::endl;
  EXPECT_LT((idle - std::min(before, idle)) / count, MaxBytesPerClient);
  EXPECT_LT((after - std::min(before, after)) / count, MaxBytesPerClient);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
