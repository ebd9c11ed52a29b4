// The documented limits end every call to a hostile or broken service, in both forms, over libcurl.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/drivers.hpp"
#include "support/scripted_server.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::size_t KiB = 1024;
constexpr std::size_t MostHeaders = 256 * KiB;
constexpr std::size_t MostBody = 16 * 1024 * KiB;

// Far longer than a large response needs, and far shorter than the attempt's timeout of 100 s.
constexpr std::chrono::seconds Bound{60};

ScriptedServer::Script Responding(const std::string& bytes) {
  return [bytes](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(bytes);
  };
}

// Sends `head`, and then the same bytes until the client closes the connection.
ScriptedServer::Script Endless(const std::string& head, const std::string& bytes) {
  return [head, bytes](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(head);
    while (connection.Write(bytes)) {
    }
  };
}

std::string Repeated(const std::string& text, std::size_t times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

// Header lines of 1 KiB.
std::string HeaderLines(std::size_t count) {
  return Repeated("x-line: " + std::string(KiB - 10, 'x') + "\r\n", count);
}

template <class Driver>
class ResponseLimits : public ::testing::Test {
 protected:
  static Response SendTo(const ScriptedServer& server) {
    const WebPubSubServiceClient client(server.Url(), "chat", AzureKeyCredential(CallBench::Key));
    return Driver::Send(client, Context::WithTimeout(Bound));
  }

  static void ExpectTooLarge(ScriptedServer::Script script) {
    ScriptedServer server(std::move(script));
    const auto refused = Thrown<InvalidResponseException>([&] { SendTo(server); });
    EXPECT_TRUE(refused.MayHaveBeenAccepted());
    EXPECT_EQ(refused.Attempts(), 1);
    EXPECT_EQ(server.Requests().size(), 1U);
  }
};

TYPED_TEST_SUITE(ResponseLimits, Drivers);

TYPED_TEST(ResponseLimits, AcceptSixteenMebibytesOfBody) {
  ScriptedServer server(
      Responding("HTTP/1.1 202 Fine\r\nContent-Length: " + std::to_string(MostBody) + "\r\n\r\n" +
                 std::string(MostBody, 'x')));
  EXPECT_EQ(this->SendTo(server).Body().size(), MostBody);
}

TYPED_TEST(ResponseLimits, RefuseOneMoreByteOfBody) {
  this->ExpectTooLarge(
      Responding("HTTP/1.1 202 Fine\r\nContent-Length: " + std::to_string(MostBody + 1) +
                 "\r\n\r\n" + std::string(MostBody + 1, 'x')));
}

TYPED_TEST(ResponseLimits, EndABodyWithoutEnd) {
  const std::string piece(64 * KiB, 'x');
  this->ExpectTooLarge(
      Endless("HTTP/1.1 202 Fine\r\nContent-Length: 9223372036854775807\r\n\r\n", piece));
  this->ExpectTooLarge(Endless("HTTP/1.1 202 Fine\r\nConnection: close\r\n\r\n", piece));
  this->ExpectTooLarge(Endless("HTTP/1.1 202 Fine\r\nTransfer-Encoding: chunked\r\n\r\n",
                               "10000\r\n" + piece + "\r\n"));
}

TYPED_TEST(ResponseLimits, AcceptManyHeadersBelowTheLimit) {
  ScriptedServer server(Responding("HTTP/1.1 202 Fine\r\n" + HeaderLines(MostHeaders / KiB - 1) +
                                   "Content-Length: 0\r\n\r\n"));
  EXPECT_EQ(this->SendTo(server).Status(), 202);
}

TYPED_TEST(ResponseLimits, EndHeadersWithoutEnd) {
  this->ExpectTooLarge(Endless("HTTP/1.1 202 Fine\r\n", HeaderLines(1)));
  // Interim responses count too.
  this->ExpectTooLarge(Endless("", "HTTP/1.1 103 Early Hints\r\n" + HeaderLines(1) + "\r\n"));
}

TYPED_TEST(ResponseLimits, EndAHeaderLineWithoutEnd) {
  this->ExpectTooLarge(Endless("HTTP/1.1 202 Fine\r\nx: ", std::string(KiB, 'x')));
}

TYPED_TEST(ResponseLimits, EndATrailerWithoutEnd) {
  this->ExpectTooLarge(Endless("HTTP/1.1 202 Fine\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
                               "x: " + std::string(KiB, 'x') + "\r\n"));
}

// ---- Deeply nested JSON

enum class Form { Blocking, Async };

class DeepJson : public ::testing::TestWithParam<Form> {
 protected:
  // A recursive parser would overflow a stack of 8 MiB.
  static constexpr std::size_t Levels = 40'000;

  // Nests `open` and `close` in a closed and in an unclosed form.
  static std::vector<std::string> Bodies(const std::string& open, const std::string& close) {
    return {Repeated(open, Levels) + "1" + Repeated(close, Levels), Repeated(open, Levels)};
  }

  void WillRespond(int status, const std::string& body) {
    Bench.Transport->WillRespond(status, {{"Content-Type", "application/json"}}, body);
  }

  CallBench Bench;
};

TEST_P(DeepJson, InAPageIsAnInvalidResponse) {
  for (const std::string& body : Bodies(R"({"value":[)", "]}")) {
    WillRespond(200, body);
    EXPECT_THROW(
        {
          if (GetParam() == Form::Blocking) {
            (void)Bench.Client().ListConnectionsInGroup("room").begin();
          } else {
            (void)Bench.Client().ListConnectionsInGroupAsync("room").Next().Get();
          }
        },
        InvalidResponseException);
  }
}

TEST_P(DeepJson, InAnErrorIsStillAnError) {
  for (const std::string& body : Bodies(R"({"error":{"innererror":)", "}}")) {
    WillRespond(400, body);
    const auto failed = Thrown<RequestFailedException>([&] {
      GetParam() == Form::Blocking ? BlockingDriver::Send(Bench.Client())
                                   : AsyncDriver::Send(Bench.Client());
    });
    EXPECT_EQ(failed.Status(), 400);
  }
}

TEST_P(DeepJson, InATokenResponseIsAnInvalidResponse) {
  Bench.Credential =
      std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
        return AccessToken("token", FakeEnvironment::Start() + std::chrono::hours(1));
      });
  for (const std::string& body : Bodies(R"({"token":[)", "]}")) {
    WillRespond(200, body);
    EXPECT_THROW(
        {
          if (GetParam() == Form::Blocking) {
            (void)Bench.Client().GetClientAccessUri();
          } else {
            (void)Bench.Client().GetClientAccessUriAsync().Get();
          }
        },
        InvalidResponseException);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, DeepJson, ::testing::Values(Form::Blocking, Form::Async),
                         [](const auto& test) {
                           return test.param == Form::Blocking ? "Blocking" : "Async";
                         });

// ---- An endless wait

// Uses the real clock: the wait is far longer than the time until the deadline.
TYPED_TEST(ResponseLimits, EndACallWithADeadlineDespiteARetryAfterOfACentury) {
  for (const char* wait : {"3153600000", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
    ScriptedServer server(Responding(std::string("HTTP/1.1 503 Busy\r\nRetry-After: ") + wait +
                                     "\r\nContent-Length: 0\r\n\r\n"));
    const auto failed = Thrown<RequestFailedException>([&] { this->SendTo(server); });
    EXPECT_EQ(failed.Status(), 503);
    EXPECT_EQ(failed.Attempts(), 1);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
