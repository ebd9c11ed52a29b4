// What would keep the program from going on, or from ending: hostile clients, large faults, and a
// log that nobody reads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <ostream>

#include "http_connection.hpp"
#include "program.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;

constexpr std::chrono::seconds StopLimit{1};

// A frame of a client, with a mask of zeros.
std::string MaskedFrame(unsigned firstByte, const std::string& payload) {
  std::string frame(1, static_cast<char>(firstByte));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>(payload.size() >> shift & 0xff);
    }
  }
  return frame + std::string(4, '\0') + payload;
}

HttpConnection Upgrade(const ServiceClient& client, std::uint16_t port) {
  const std::string url = client.ClientUrl();
  HttpConnection connection(port);
  connection.Send("GET " + url.substr(url.find("/client/")) +
                  " HTTP/1.1\r\nHost: " + client.Host() +
                  "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  "Sec-WebSocket-Protocol: json.webpubsub.azure.v1\r\n\r\n");
  EXPECT_EQ(connection.Receive()->Status, 101);
  return connection;
}

struct SegmentRow {
  std::string Name;
  // What a client sends in one segment.
  std::string Bytes;
  // Whether the service closes the client before.
  bool IsClosedBefore = false;
};

void PrintTo(const SegmentRow& row, std::ostream* out) { *out << row.Name; }

class HostileSegment : public testing::TestWithParam<SegmentRow> {};

TEST_P(HostileSegment, LeavesNoSessionBehind) {
  Program program({"--port", "0"});
  const std::uint16_t port = PortIn(program.NextLine());
  const ServiceClient client(port);
  EXPECT_EQ(client.SendText("/:send", "warm up"), 202);
  EXPECT_TRUE(WaitUntil([&] { return client.Get("/_local/state").Body == R"({"hubs":{}})"; }));
  const std::size_t before = program.OpenFiles();
  {
    std::vector<HttpConnection> connections;
    for (int i = 0; i < 5; ++i) connections.push_back(Upgrade(client, port));
    if (GetParam().IsClosedBefore) {
      EXPECT_EQ(client.Call("POST", "/api/hubs/chat/:closeConnections"), 204);
    }
    for (HttpConnection& connection : connections) connection.Send(GetParam().Bytes);
    EXPECT_TRUE(WaitUntil([&] { return client.Get("/_local/state").Body == R"({"hubs":{}})"; }));
  }
  EXPECT_TRUE(WaitUntil([&] { return program.OpenFiles() <= before; }))
      << program.OpenFiles() << " instead of " << before << " open files";
  program.Signal(SIGTERM);
  EXPECT_TRUE(program.EndsWithin(StopLimit));
}

TEST_P(HostileSegment, DoesNotDelayTheEnd) {
  Program program({"--port", "0"});
  const std::uint16_t port = PortIn(program.NextLine());
  const ServiceClient client(port);
  HttpConnection connection = Upgrade(client, port);
  if (GetParam().IsClosedBefore) {
    EXPECT_EQ(client.Call("POST", "/api/hubs/chat/:closeConnections"), 204);
  }
  connection.Send(GetParam().Bytes);
  EXPECT_TRUE(WaitUntil([&] { return client.Get("/_local/state").Body == R"({"hubs":{}})"; }));
  program.Signal(SIGTERM);
  EXPECT_TRUE(program.EndsWithin(StopLimit));
}

INSTANTIATE_TEST_SUITE_P(
    Table, HostileSegment,
    testing::Values(
        SegmentRow{"BadMessageAndReservedBit",
                   MaskedFrame(0x81, "nonsense") + MaskedFrame(0xc1, "{}")},
        SegmentRow{"BadMessageAndNoMask",
                   MaskedFrame(0x81, "nonsense") + std::string("\x81\x02{}", 4)},
        SegmentRow{"BadMessageAndReservedOpcode", MaskedFrame(0x81, "{}") + MaskedFrame(0x83, "x")},
        SegmentRow{"BadMessageAndCloseOfOneByte", MaskedFrame(0x81, "[]") + MaskedFrame(0x88, "x")},
        SegmentRow{"BadMessageAndBadText",
                   MaskedFrame(0x81, "nonsense") + MaskedFrame(0x81, "\"\xff\"")},
        SegmentRow{"LargeMessageAndReservedBit",
                   MaskedFrame(0x81, std::string(1024 * 1024 + 1, 'x')) + MaskedFrame(0xc1, "{}")},
        SegmentRow{"BadMessages", MaskedFrame(0x81, "nonsense") + MaskedFrame(0x81, "nonsense")},
        SegmentRow{"ReservedBitAfterTheServiceCloses", MaskedFrame(0xc1, "{}"), true},
        SegmentRow{"BadTextAfterTheServiceCloses", MaskedFrame(0x81, "\"\xff\""), true}),
    [](const auto& row) { return row.param.Name; });

TEST(LocalProgram, EndsWhateverClientsDo) {
  Program program({"--port", "0"});
  const std::uint16_t port = PortIn(program.NextLine());
  const ServiceClient client(port);
  // None of these ever responds to a close frame.
  HttpConnection silent = Upgrade(client, port);
  HttpConnection halfway(port);
  halfway.Send("POST /api/hubs/chat/:send HTTP/1.1\r\nContent-Le");
  HttpConnection busy = Upgrade(client, port);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client.SendText("/:send", std::string(1024 * 1024, 'x')), 202);
  }
  program.Signal(SIGTERM);
  EXPECT_TRUE(program.EndsWithin(StopLimit));
}

struct LargeFault {
  std::string Name;
  std::string Rule;
};

void PrintTo(const LargeFault& row, std::ostream* out) { *out << row.Name; }

std::string WithHeader(const std::string& name, const std::string& value,
                       const std::string& match) {
  return R"([{"match":{)" + match + R"(},"action":{"status":503,"headers":{")" + name + R"(":")" +
         value + R"("}}}])";
}

class LargeFaults : public testing::TestWithParam<LargeFault> {};

TEST_P(LargeFaults, DoNotEndTheProgram) {
  Program program({"--port", "0"});
  const std::uint16_t port = PortIn(program.NextLine());
  const ServiceClient client(port);
  HttpConnection control(port);
  control.Send("POST /_local/faults HTTP/1.1\r\nHost: " + client.Host() + "\r\nContent-Length: " +
               std::to_string(GetParam().Rule.size()) + "\r\n\r\n" + GetParam().Rule);
  EXPECT_EQ(control.Receive()->Status, 400);
  EXPECT_EQ(client.SendText("/:send", "hi"), 202);
  program.Signal(SIGTERM);
  EXPECT_EQ(program.ExitStatus(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LargeFaults,
    testing::Values(LargeFault{"Value", WithHeader("X", std::string(64 * 1024, 'v'), "")},
                    LargeFault{"Name", WithHeader(std::string(64 * 1024, 'n'), "v", "")},
                    LargeFault{"Both",
                               WithHeader(std::string(40'000, 'n'), std::string(40'000, 'v'), "")},
                    LargeFault{"ValueForEveryRequest",
                               WithHeader("X", std::string(900'000, 'v'), R"("count":0)")},
                    LargeFault{"NameThatIsNone", WithHeader("a b", "v", "")},
                    LargeFault{"NameWithAColon", WithHeader("a:b", "v", "")},
                    LargeFault{"StatusText", R"([{"action":{"status":"503"}}])"}),
    [](const auto& row) { return row.param.Name; });

// A log that throws stands for whatever a request may throw.
TEST(LocalServiceExceptions, EndARequestOnly) {
  ServiceOptions options;
  std::atomic<bool> throws{true};
  options.Log = [&](const std::string&) {
    if (throws) throw std::runtime_error("no log today");
  };
  LocalService::Service service(options);
  const ServiceClient client(service);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.SendText("/:send", "hi"), 0);
  throws = false;
  EXPECT_EQ(client.SendText("/:send", "hi"), 202);
}

TEST(LocalProgram, GoesOnIfNobodyReadsItsLog) {
  for (const bool isClosed : {false, true}) {
    Program program({"--port", "0", "--log"});
    const ServiceClient client(PortIn(program.NextLine()));
    if (isClosed) program.CloseOutput();
    // More than a pipe holds.
    const std::string long1 = "/:send?api-version=" + std::string(4000, 'x');
    for (int i = 0; i < 200; ++i) ASSERT_EQ(client.SendText(long1, "hi"), 400) << i;
    if (isClosed) {
      program.Signal(SIGTERM);
      EXPECT_TRUE(program.EndsWithin(StopLimit));
      EXPECT_EQ(program.ExitStatus(), 0);
    }
  }
}

TEST(LocalProgram, CountsTheLinesOfItsLogThatNobodyRead) {
  Program program({"--port", "0", "--log"});
  const ServiceClient client(PortIn(program.NextLine()));
  const std::string target = "/:send?api-version=" + std::string(8000, 'x');
  constexpr int Count = 3000;
  for (int i = 0; i < Count; ++i) ASSERT_EQ(client.SendText(target, "hi"), 400) << i;
  int seen = 0;
  int lost = 0;
  while (seen + lost < Count) {
    const std::string line = program.NextLine();
    ASSERT_FALSE(line.empty()) << seen << " lines, " << lost << " lost";
    const std::size_t at = line.find(" lines are missing");
    if (at != std::string::npos) lost += std::stoi(line.substr(line.rfind(' ', at - 1) + 1));
    if (line.find("POST ") != std::string::npos) ++seen;
  }
  EXPECT_GT(lost, 0);
  EXPECT_EQ(seen + lost, Count);
  EXPECT_EQ(client.SendText("/:send", "hi"), 202);
  EXPECT_THAT(program.NextLine(), HasSubstr("POST /api/hubs/chat/:send 202"));
}

TEST(LocalProgram, EndsIfNobodyReadsItsLog) {
  Program program({"--port", "0", "--log"});
  const ServiceClient client(PortIn(program.NextLine()));
  const std::string target = "/:send?api-version=" + std::string(4000, 'x');
  for (int i = 0; i < 15; ++i) EXPECT_EQ(client.SendText(target, "hi"), 400);
  program.Signal(SIGTERM);
  EXPECT_TRUE(program.EndsWithin(StopLimit));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
