#include "curl/http2_stream.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr int Port = 40000;

/// What the lines of some version of libcurl say about a stream.
struct Lines {
  std::string Name;
  std::vector<std::string> All;
  bool IsRefused = false;
  bool RequiresHttp1 = false;
  bool HostRequiresHttp1 = false;
};
void PrintTo(const Lines& row, std::ostream* out) { *out << row.Name; }

class Http2StreamLines : public testing::TestWithParam<Lines> {
 protected:
  Http2Streams Streams;
  Http2Stream Stream{Streams};
};

TEST_P(Http2StreamLines, AreUnderstood) {
  const EasyHandle easy = MakeEasyHandle();
  ASSERT_EQ(Stream.Serve(easy.get()), CURLE_OK);
  Stream.Begin(Port, "127.0.0.1");
  for (const std::string& line : GetParam().All) Stream.Read(line + "\n");
  EXPECT_EQ(Stream.IsRefused(), GetParam().IsRefused);
  EXPECT_EQ(Stream.RequiresHttp1(), GetParam().RequiresHttp1);
  EXPECT_EQ(Stream.HostRequiresHttp1(), GetParam().HostRequiresHttp1);
  Stream.Prepare();
  EXPECT_FALSE(Stream.IsRefused());
  EXPECT_FALSE(Stream.HostRequiresHttp1());
}

const std::string Opened3Of788 = "Using Stream ID: 3 (easy handle 0x55d0c6c1e2b0)";
const std::string Opened3Of82 = "Using Stream ID: 3";
const std::string Opened3Of83 = "[HTTP/2] [3] OPENED stream for https://host.example/api";
const std::string Refused = "REFUSED_STREAM, retrying a fresh connect";
const std::string Repeats = "Connection died, retrying a fresh connect (retry count: 1)";

const Lines AllLines[] = {
    {"Nothing", {}},
    {"Opened", {Opened3Of788}},
    {"Refused", {Opened3Of788, Refused, Repeats}, true},
    {"RefusedOf819",
     {Opened3Of83, "HTTP/2 stream 3 refused by server, try again on a new connection", Refused,
      Repeats},
     true},
    {"ConnectionDied", {Opened3Of788, Repeats}},
    {"GoAwayOf788", {Opened3Of788, "recveived GOAWAY, error=0, last_stream=1"}, true},
    {"GoAwayOf81", {Opened3Of82, "received GOAWAY, error=11, last_stream=1"}, true},
    {"GoAwayOf83", {Opened3Of83, "received GOAWAY, error=0, last_stream=1"}, true},
    {"GoAwayOfTheStream", {Opened3Of83, "received GOAWAY, error=0, last_stream=3"}},
    {"GoAwayOfAll", {Opened3Of83, "received GOAWAY, error=0, last_stream=2147483647"}},
    {"GoAwayInTwoSteps",
     {Opened3Of83, "received GOAWAY, error=0, last_stream=2147483647",
      "received GOAWAY, error=0, last_stream=1"},
     true},
    {"GoAwayOfAnUnknownStream", {"received GOAWAY, error=0, last_stream=1"}},
    {"GoAwayOfAnUnknownStreamBeforeTheFirst", {"received GOAWAY, error=0, last_stream=0"}, true},
    {"GoAwayWithALargeError", {Opened3Of788, "recveived GOAWAY, error=-1, last_stream=1"}, true},
    {"GoAwayWithoutANumber", {Opened3Of83, "received GOAWAY, error=0, last_stream="}},
    {"GoAwayInOtherWords", {Opened3Of83, "GOAWAY: error 0, last stream 1"}},
    {"Http11Required", {Opened3Of788, "Downgrades to HTTP/1.1"}, false, true, true},
    {"Http11RequiredOfTheConnection",
     {Opened3Of83, "received GOAWAY, error=13, last_stream=1"},
     true,
     true,
     true},
    {"Http11RequiredOfTheNext",
     {Opened3Of83, "received GOAWAY, error=13, last_stream=3"},
     false,
     false,
     true},
    {"InAHeader",
     {Opened3Of83, "[HTTP/2] [3] [x-a: REFUSED_STREAM, retrying]",
      "[HTTP/2] [3] [x-b: Downgrades to HTTP/1.1]"}},
};

INSTANTIATE_TEST_SUITE_P(Table, Http2StreamLines, testing::ValuesIn(AllLines),
                         [](const auto& row) { return row.param.Name; });

/// Three streams, of which two are on one connection.
class Http2StreamNeighbors : public testing::Test {
 protected:
  Http2StreamNeighbors() {
    for (Http2Stream* stream : {&One, &Three, &Elsewhere}) stream->Serve(easy_.get());
    One.Begin(Port, "127.0.0.1");
    One.Read("Using Stream ID: 1");
    Three.Begin(Port, "127.0.0.1");
    Three.Read("Using Stream ID: 3");
    Elsewhere.Begin(Port, "127.0.0.2");
    Elsewhere.Read("Using Stream ID: 5");
  }

  const EasyHandle easy_ = MakeEasyHandle();
  Http2Streams Streams;
  Http2Stream One{Streams};
  Http2Stream Three{Streams};
  Http2Stream Elsewhere{Streams};
};

TEST_F(Http2StreamNeighbors, HaveEndedWhereLibcurlSaysSo) {
  One.Read("stream 1 closed");
  EXPECT_TRUE(One.HasEnded());
  EXPECT_FALSE(Three.HasEnded());
}

TEST_F(Http2StreamNeighbors, LearnOfTheEndOfTheirConnection) {
  One.Read("received GOAWAY, error=0, last_stream=1");
  EXPECT_FALSE(One.IsRefused());
  EXPECT_TRUE(Three.IsRefused());
  EXPECT_FALSE(Elsewhere.IsRefused());
  EXPECT_FALSE(Elsewhere.IsGoingAway());
}

TEST_F(Http2StreamNeighbors, LearnNothingWhileTheyAreIdle) {
  Three.Prepare();
  One.Prepare();
  One.Read("received GOAWAY, error=0, last_stream=0");
  EXPECT_FALSE(One.IsGoingAway());
  EXPECT_FALSE(Three.IsGoingAway());
}

TEST_F(Http2StreamNeighbors, AreForgottenWhenTheyAreDestroyed) {
  {
    Http2Stream gone(Streams);
    gone.Serve(easy_.get());
    EXPECT_EQ(Streams.size(), 4U);
  }
  EXPECT_EQ(Streams.size(), 3U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
