// Requests over HTTP/2 that the server refuses, and streams and connections that end early: which
// of them the server can't have accepted (RFC 9113, section 8.7), and what is done then.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "fault_bench.hpp"
#include "http2_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t Large = 100'000;  // more than a server takes before it reads
constexpr std::uint32_t AllStreams = 0x7fffffff;

struct StreamFault {
  std::string Name;
  Http2Play Play;
  /// How an attempt ends that meets it. See Outcome::Ending.
  std::string Ending;
  bool MayHaveBeenAccepted = false;
  std::size_t MessageSize = 2;
  /// Whether a kept connection may have been closed for having been idle: the next attempt doesn't
  /// wait.
  bool LosesTheConnection = false;
  /// The ending with a later libcurl, if that differs.
  std::string LaterEnding = {};
};
void PrintTo(const StreamFault& row, std::ostream* out) { *out << row.Name; }

std::uint32_t Before(std::uint32_t stream) { return stream > 2 ? stream - 2 : 0; }

// Reads the whole request first.
Http2Play Whole(Http2Play play) {
  return [play = std::move(play)](Http2Connection& connection, std::uint32_t stream) {
    if (connection.ReadBody(stream)) play(connection, stream);
  };
}

Http2Play Resetting(Http2Error error) {
  return [error](Http2Connection& connection, std::uint32_t stream) {
    connection.Reset(stream, error);
  };
}

// The request isn't among those that the server may process.
Http2Play GoingAway(Http2Error error) {
  return [error](Http2Connection& connection, std::uint32_t stream) {
    connection.GoAway(Before(stream), error);
  };
}

// It is.
Http2Play GoingAwayAfter(Http2Error error) {
  return [error](Http2Connection& connection, std::uint32_t stream) {
    connection.GoAway(stream, error);
  };
}

Http2Play Head(StreamEnds ends) {
  return [ends](Http2Connection& connection, std::uint32_t stream) {
    connection.WriteHead(stream, 202, ends);
  };
}

void ReadSome(Http2Connection& connection, std::uint32_t /*stream*/) {
  connection.ReadSomeOfTheBody();
}
void HalfABody(Http2Connection& connection, std::uint32_t stream) {
  connection.WriteBody(stream, "half", StreamEnds::No);
}
void RestOfTheBody(Http2Connection& connection, std::uint32_t stream) {
  connection.WriteBody(stream, "rest", StreamEnds::Yes);
}
void End(Http2Connection& connection, std::uint32_t /*stream*/) { connection.End(); }
void Cut(Http2Connection& connection, std::uint32_t /*stream*/) { connection.Cut(); }
void Abort(Http2Connection& connection, std::uint32_t /*stream*/) { connection.Abort(); }

template <class... Plays>
Http2Play Then(Plays... plays) {
  return
      [=](Http2Connection& connection, std::uint32_t stream) { (plays(connection, stream), ...); };
}

const std::vector<StreamFault>& StreamFaults() {
  static const std::vector<StreamFault> rows = [] {
    using E = Http2Error;
    const std::string lost = "Transport ConnectionLost";
    const std::string malformed = "Transport MalformedResponse";
    const auto goodHead = Head(StreamEnds::Yes);
    const auto openHead = Head(StreamEnds::No);
    std::vector<StreamFault> all = {
        // The server says that it hasn't processed the request.
        {"Refused", Whole(Resetting(E::RefusedStream)), lost},
        {"RefusedBeforeTheBody", Resetting(E::RefusedStream), lost, false, Large},
        {"RefusedDuringTheBody", Then(ReadSome, Resetting(E::RefusedStream)), lost, false, Large},
        {"GoAway", Whole(GoingAway(E::None)), lost},
        {"GoAwayBeforeTheBody", GoingAway(E::None), lost, false, Large},
        {"GoAwayDuringTheBody", Then(ReadSome, GoingAway(E::None)), lost, false, Large},
        {"GoAwayToCalmDown", Whole(GoingAway(E::EnhanceYourCalm)), lost},
        {"GoAwayForAnError", Whole(GoingAway(E::Internal)), lost},
        {"GoAwayInTwoSteps",
         Whole(Then([](Http2Connection& connection,
                       std::uint32_t) { connection.GoAway(AllStreams, Http2Error::None); },
                    GoingAway(E::None))),
         lost},
        {"GoAwayAndEnded", Whole(Then(GoingAway(E::None), End)), lost},
        {"GoAwayAndCut", Whole(Then(GoingAway(E::EnhanceYourCalm), Cut)), lost},

        // It doesn't.
        {"Ended", Whole(End), lost, true, 2, true},
        {"Cut", Whole(Cut), lost, true, 2, true},
        {"Aborted", Whole(Abort), lost, true, 2, true},
        {"AbortedDuringTheBody", Then(ReadSome, Abort), lost, true, Large, true},
        {"Cancelled", Whole(Resetting(E::Cancel)), lost, true},
        {"CancelledDuringTheBody", Then(ReadSome, Resetting(E::Cancel)), lost, true, Large},
        {"InternalError", Whole(Resetting(E::Internal)), lost, true},
        {"ResetWithoutAnError", Whole(Resetting(E::None)), lost, true},
        {"CalmDown", Whole(Resetting(E::EnhanceYourCalm)), lost, true},
        {"LastStreamAndEnded", Whole(Then(GoingAwayAfter(E::None), End)), lost, true},
        {"LastStreamAndCut", Whole(Then(GoingAwayAfter(E::Internal), Cut)), lost, true},
        {"LastStreamAndCancelled", Whole(Then(GoingAwayAfter(E::None), Resetting(E::Cancel))), lost,
         true},

        // The response isn't whole.
        {"HeadAndEnded", Whole(Then(openHead, End)), malformed, true},
        {"HeadAndCut", Whole(Then(openHead, Cut)), malformed, true, 2, false, lost},
        {"BodyAndEnded", Whole(Then(openHead, HalfABody, End)), malformed, true},
        {"BodyAndCut", Whole(Then(openHead, HalfABody, Cut)), malformed, true, 2, false, lost},
        {"HeadAndLastStreamAndEnded", Whole(Then(openHead, GoingAwayAfter(E::None), End)),
         malformed, true},
        {"HeadAndCancelled", Whole(Then(openHead, Resetting(E::Cancel))), lost, true},
        {"HeadAndRefused", Whole(Then(openHead, Resetting(E::RefusedStream))), lost, true},
        {"HeadAndGoAway", Whole(Then(openHead, GoingAway(E::None))), lost, true},
        {"BodyAndInternalError", Whole(Then(openHead, HalfABody, Resetting(E::Internal))), lost,
         true},

        // It is.
        {"Accepted", Whole(goodHead), "success"},
        {"AcceptedWithABody", Whole(Then(openHead, HalfABody, RestOfTheBody)), "success"},
        {"AcceptedAndReset", Whole(Then(goodHead, Resetting(E::None))), "success"},
        {"AcceptedBeforeTheBody", Then(ReadSome, goodHead, Resetting(E::None)), "success", false,
         Large},
        {"AcceptedAndGoAway", Whole(Then(goodHead, GoingAwayAfter(E::None))), "success"},
        {"LastStreamAndAccepted", Whole(Then(GoingAwayAfter(E::None), goodHead)), "success"},
    };
    return all;
  }();
  return rows;
}

/// A client of an Http2Server, in one form, on a new connection or one that has served a request.
class Http2Bench {
 public:
  Http2Bench(Form form, bool isKept, SendRetry mode) : form_(form), isKept_(isKept) {
    Bench.Options.Retry.Sends = mode;
    Bench.Options.Transport.AttemptTimeout = FaultBench::Soon;
    Bench.Options.Transport.HttpVersion = HttpVersionPolicy::Http2;
    Bench.Options.Transport.CaFile = Http2Server::CaFile();
  }

  void Start(const Http2Play& fault, int faults) {
    Server.emplace(fault, faults, isKept_ ? 1 : 0);
    Client.emplace(Bench.Client(Server->Url(), false));
    if (!isKept_) return;
    EXPECT_EQ(Send(2), Success());
    EXPECT_EQ(Server->Heads(), 1);
  }

  Outcome Send(std::size_t size) const {
    const std::string message(size, 'x');
    return OutcomeOf([&] {
      form_ == Form::Blocking ? Client->SendToAll(message) : Client->SendToAllAsync(message).Get();
    });
  }
  // Since Start.
  [[nodiscard]] int Heads() const { return Server->Heads() - (isKept_ ? 1 : 0); }
  [[nodiscard]] int Accepted() const { return Server->Accepted() - (isKept_ ? 1 : 0); }

  FaultBench Bench;
  std::optional<Http2Server> Server;
  std::optional<WebPubSubServiceClient> Client;

 private:
  const Form form_;
  const bool isKept_;
};

constexpr SendRetry BothModes[] = {SendRetry::AtLeastOnce, SendRetry::AtMostOnce};

std::string NameOf(SendRetry mode) {
  return mode == SendRetry::AtMostOnce ? "at most once" : "at least once";
}

class Http2 : public testing::TestWithParam<std::tuple<StreamFault, Form, std::string>> {
 protected:
  static const StreamFault& Fault() { return std::get<0>(GetParam()); }
  static Http2Bench MakeBench(SendRetry mode) { return {std::get<1>(GetParam()), IsKept(), mode}; }
  static bool IsRepeated(SendRetry mode) {
    return Fault().Ending != "success" &&
           (mode == SendRetry::AtLeastOnce || !Fault().MayHaveBeenAccepted);
  }
  static testing::Matcher<Outcome> EndsAfter(int attempts) {
    if (Fault().Ending == "success") return testing::Eq(Success());
    const auto ends = [attempts](const std::string& ending) {
      return Outcome{ending, Fault().MayHaveBeenAccepted, attempts};
    };
    return testing::AnyOf(ends(Fault().Ending),
                          ends(Fault().LaterEnding.empty() ? Fault().Ending : Fault().LaterEnding));
  }
  static bool IsKept() { return std::get<2>(GetParam()) == "OnAKeptConnection"; }
  /// The waits before a repetition.
  static std::vector<milliseconds> WaitsIf(bool isRepeated) {
    const bool waits = isRepeated && !(IsKept() && Fault().LosesTheConnection);
    return std::vector<milliseconds>(waits ? 1 : 0, milliseconds(800));
  }
};

TEST_P(Http2, EndsEachAttemptAsTheTableSays) {
  for (const SendRetry mode : BothModes) {
    SCOPED_TRACE(NameOf(mode));
    Http2Bench bench = MakeBench(mode);
    bench.Start(Fault().Play, 1000);
    const int attempts = IsRepeated(mode) ? 2 : 1;
    EXPECT_THAT(bench.Send(Fault().MessageSize), EndsAfter(attempts));
    EXPECT_EQ(bench.Heads(), attempts);
    EXPECT_THAT(bench.Bench.Environment.Waits(),
                testing::ElementsAreArray(WaitsIf(IsRepeated(mode))));
  }
}

TEST_P(Http2, IsRepeatedWithBackOffUnlessThatCouldDoubleAMessage) {
  for (const SendRetry mode : BothModes) {
    SCOPED_TRACE(NameOf(mode));
    Http2Bench bench = MakeBench(mode);
    bench.Start(Fault().Play, 1);
    EXPECT_THAT(bench.Send(Fault().MessageSize),
                IsRepeated(mode) ? testing::Eq(Success()) : EndsAfter(1));
    EXPECT_EQ(bench.Accepted(), IsRepeated(mode) ? 1 : 0);
    EXPECT_THAT(bench.Bench.Environment.Waits(),
                testing::ElementsAreArray(WaitsIf(IsRepeated(mode))));
    // Nothing of it sticks to the client.
    EXPECT_EQ(bench.Send(2), Success());
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Http2,
                         testing::Combine(testing::ValuesIn(StreamFaults()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("", "OnAKeptConnection")),
                         [](const auto& row) { return NameOf(row.param); });

// libcurl remembers a refusal that comes after the head of a response, and would give it as the
// reason of a later loss, which says nothing about what was accepted.
class Http2AfterALateRefusal : public testing::TestWithParam<std::tuple<StreamFault, Form>> {};

TEST_P(Http2AfterALateRefusal, CountsALostSendAsMaybeAccepted) {
  const auto& [loss, form] = GetParam();
  const auto plays = std::make_shared<std::deque<Http2Play>>(
      std::deque<Http2Play>{Whole(Then(Head(StreamEnds::No), Resetting(Http2Error::RefusedStream))),
                            Whole(Head(StreamEnds::Yes)), loss.Play});
  Http2Bench bench(form, true, SendRetry::AtMostOnce);
  bench.Start(
      [plays](Http2Connection& connection, std::uint32_t stream) {
        const Http2Play play = plays->front();
        plays->pop_front();
        play(connection, stream);
      },
      3);
  const Outcome lost{"Transport ConnectionLost", true, 1};
  EXPECT_EQ(bench.Send(2), lost);
  EXPECT_EQ(bench.Send(2), Success());
  EXPECT_EQ(bench.Send(2), lost);
  EXPECT_EQ(bench.Heads(), 3);
}

std::vector<StreamFault> LossesWithoutAResponse() {
  std::vector<StreamFault> losses;
  for (const StreamFault& fault : StreamFaults()) {
    const bool hasHead = fault.Name.rfind("Head", 0) == 0 || fault.Name.rfind("Body", 0) == 0;
    if (fault.MayHaveBeenAccepted && !hasHead && fault.MessageSize != Large)
      losses.push_back(fault);
  }
  return losses;
}

INSTANTIATE_TEST_SUITE_P(Table, Http2AfterALateRefusal,
                         testing::Combine(testing::ValuesIn(LossesWithoutAResponse()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

class Http11Required : public Http2 {};

TEST_P(Http11Required, GetsItAtOnceAndFromThenOn) {
  for (const SendRetry mode : BothModes) {
    SCOPED_TRACE(NameOf(mode));
    Http2Bench bench = MakeBench(mode);
    bench.Bench.Options.Retry.MaxRetries = 0;
    bench.Start(Fault().Play, 1000);
    EXPECT_EQ(bench.Send(Fault().MessageSize), Success());
    EXPECT_EQ(bench.Send(2), Success());
    EXPECT_EQ(bench.Heads(), 1);
    EXPECT_EQ(bench.Server->AcceptedOverHttp1(), 2);
    EXPECT_THAT(bench.Bench.Environment.Waits(), testing::IsEmpty());
  }
}

TEST_P(Http11Required, AfterTheHeadOfAResponseMayHaveBeenAccepted) {
  for (const SendRetry mode : BothModes) {
    SCOPED_TRACE(NameOf(mode));
    Http2Bench bench = MakeBench(mode);
    bench.Start(Then(Head(StreamEnds::No), Fault().Play), 1000);
    const bool isRepeated = mode == SendRetry::AtLeastOnce;
    const Outcome lost{"Transport ConnectionLost", true, 1};
    EXPECT_EQ(bench.Send(Fault().MessageSize), isRepeated ? Success() : lost);
    EXPECT_EQ(bench.Heads(), 1);
    EXPECT_EQ(bench.Server->AcceptedOverHttp1(), isRepeated ? 1 : 0);
    EXPECT_THAT(bench.Bench.Environment.Waits(), testing::ElementsAreArray(WaitsIf(isRepeated)));
  }
}

const std::vector<StreamFault>& DemandsOfHttp11() {
  static const std::vector<StreamFault> rows = [] {
    const Http2Play reset = Resetting(Http2Error::Http11Required);
    const Http2Play goAway = GoingAway(Http2Error::Http11Required);
    std::vector<StreamFault> all = {
        {"Reset", Whole(reset), ""},
        {"ResetBeforeTheBody", reset, "", false, Large},
        {"ResetDuringTheBody", Then(ReadSome, reset), "", false, Large},
        {"GoAway", Whole(goAway), ""},
        {"GoAwayBeforeTheBody", goAway, "", false, Large},
        {"GoAwayAndEnded", Whole(Then(goAway, End)), ""},
    };
    return all;
  }();
  return rows;
}

INSTANTIATE_TEST_SUITE_P(Table, Http11Required,
                         testing::Combine(testing::ValuesIn(DemandsOfHttp11()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("", "OnAKeptConnection")),
                         [](const auto& row) { return NameOf(row.param); });

/// What a server does with two requests that are under way at once on a kept connection.
struct TwoStreams {
  std::string Name;
  std::function<void(Http2Connection& connection, std::uint32_t first, std::uint32_t second)> Play;
  int Repeated;
  int OverHttp1 = 0;
};
void PrintTo(const TwoStreams& row, std::ostream* out) { *out << row.Name; }

class Http2Pair : public testing::TestWithParam<TwoStreams> {};

TEST_P(Http2Pair, IsRepeatedOnlyWhereItIsRefused) {
  Http2Bench bench(Form::Asynchronous, true, SendRetry::AtMostOnce);
  bench.Start(
      [](Http2Connection& connection, std::uint32_t first) {
        const std::uint32_t second = connection.ReadHead();
        if (!connection.ReadBody(first) || !connection.ReadBody(second)) return;
        GetParam().Play(connection, first, second);
      },
      1);
  const auto one = bench.Client->SendToAllAsync("one");
  const auto two = bench.Client->SendToAllAsync("two");
  EXPECT_EQ(OutcomeOf([&] { one.Get(); }), Success());
  EXPECT_EQ(OutcomeOf([&] { two.Get(); }), Success());
  EXPECT_EQ(bench.Accepted(), GetParam().Repeated + GetParam().OverHttp1);
  EXPECT_EQ(bench.Server->AcceptedOverHttp1(), GetParam().OverHttp1);
  const std::size_t repeated = static_cast<std::size_t>(GetParam().Repeated);
  EXPECT_THAT(bench.Bench.Environment.Waits(),
              testing::ElementsAreArray(std::vector<milliseconds>(repeated, milliseconds(800))));
}

using H2 = Http2Connection;
const TwoStreams AllTwoStreams[] = {
    {"GoAwayBeforeTheResponse",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.GoAway(first, Http2Error::None);
       connection.WriteHead(first, 202, StreamEnds::Yes);
     },
     1},
    {"GoAwayAfterTheResponse",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.WriteHead(first, 202, StreamEnds::Yes);
       connection.GoAway(first, Http2Error::EnhanceYourCalm);
     },
     1},
    {"GoAwayAndEnd",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.WriteHead(first, 202, StreamEnds::Yes);
       connection.GoAway(first, Http2Error::None);
       connection.End();
     },
     1},
    {"GoAwayForBoth",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.GoAway(Before(first), Http2Error::None);
     },
     2},
    // libcurl 7.88 reports a success without a response for the second one.
    {"GoAwayForBothAndEnd",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.GoAway(Before(first), Http2Error::None);
       connection.End();
     },
     2},
    {"GoAwayForBothAndCut",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.GoAway(Before(first), Http2Error::None);
       connection.Cut();
     },
     2},
    {"FirstIsRefused",
     [](H2& connection, std::uint32_t first, std::uint32_t second) {
       connection.Reset(first, Http2Error::RefusedStream);
       connection.WriteHead(second, 202, StreamEnds::Yes);
     },
     1},
    {"SecondIsRefused",
     [](H2& connection, std::uint32_t first, std::uint32_t second) {
       connection.Reset(second, Http2Error::RefusedStream);
       connection.WriteHead(first, 202, StreamEnds::Yes);
     },
     1},
    {"BothAreRefused",
     [](H2& connection, std::uint32_t first, std::uint32_t second) {
       connection.Reset(first, Http2Error::RefusedStream);
       connection.Reset(second, Http2Error::RefusedStream);
     },
     2},
    {"SecondRequiresHttp11",
     [](H2& connection, std::uint32_t first, std::uint32_t second) {
       connection.Reset(second, Http2Error::Http11Required);
       connection.WriteHead(first, 202, StreamEnds::Yes);
     },
     0, 1},
    {"BothRequireHttp11",
     [](H2& connection, std::uint32_t first, std::uint32_t) {
       connection.GoAway(Before(first), Http2Error::Http11Required);
     },
     0, 2},
};

INSTANTIATE_TEST_SUITE_P(Table, Http2Pair, testing::ValuesIn(AllTwoStreams),
                         [](const auto& row) { return row.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
