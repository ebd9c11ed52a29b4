#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <utility>

#include "support/drivers.hpp"
#include "support/log_recorder.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class CallLog : public ::testing::Test {
 protected:
  CallLog() { bench_.Options.Logger = log_; }

  void Send() {
    SendOptions options;
    options.Filter = "userId eq 'ann'";
    options.Excluded = {"one"};
    bench_.Client().SendToAll("hello", options, Context().WithClientRequestId("my-id"));
  }

  const LogRecorder log_;
  CallBench bench_;
};

TEST_F(CallLog, HoldsTheRequest) {
  bench_.Transport->WillRespond(202);
  Send();
  ASSERT_THAT(log_.Of("Request"), SizeIs(1));
  const LogRecord request = log_.Of("Request")[0];
  EXPECT_EQ(request.Level, LogLevel::Informational);
  EXPECT_EQ(FieldOf(request, "clientRequestId"), "my-id");
  EXPECT_EQ(FieldOf(request, "attempt"), "1");
  EXPECT_EQ(FieldOf(request, "method"), "POST");
  EXPECT_EQ(FieldOf(request, "url"),
            "https://name.example/api/hubs/chat/:send?excluded=REDACTED"
            "&api-version=2024-12-01&filter=REDACTED");
  EXPECT_EQ(FieldOf(request, "bodyBytes"), "5");
  EXPECT_EQ(FieldOf(request, "header.Content-Type"), "text/plain");
  EXPECT_EQ(FieldOf(request, "header.x-ms-client-request-id"), "my-id");
  EXPECT_EQ(FieldOf(request, "header.Authorization"), "REDACTED");
  EXPECT_THAT(request.Fields, ::testing::Not(Contains(Pair(::testing::_, "hello"))));
}

TEST_F(CallLog, HoldsTheResponse) {
  bench_.Transport->Will([&](const HttpRequest&, const Context&) {
    bench_.Environment.Advance(milliseconds(42));
    return HttpResponse(202, {{"x-ms-request-id", "theirs"}, {"Set-Cookie", "a=b"}}, "body");
  });
  Send();
  ASSERT_THAT(log_.Of("Response"), SizeIs(1));
  const LogRecord response = log_.Of("Response")[0];
  EXPECT_EQ(response.Level, LogLevel::Informational);
  EXPECT_EQ(FieldOf(response, "clientRequestId"), "my-id");
  EXPECT_EQ(FieldOf(response, "attempt"), "1");
  EXPECT_EQ(FieldOf(response, "elapsedMs"), "42");
  EXPECT_EQ(FieldOf(response, "status"), "202");
  EXPECT_EQ(FieldOf(response, "bodyBytes"), "4");
  EXPECT_EQ(FieldOf(response, "header.x-ms-request-id"), "theirs");
  EXPECT_EQ(FieldOf(response, "header.Set-Cookie"), "REDACTED");
}

TEST_F(CallLog, HoldsFailuresAndRetries) {
  bench_.Transport->Will([&](const HttpRequest&, const Context&) -> HttpResponse {
    bench_.Environment.Advance(milliseconds(7));
    throw TransportException(TransportError::Connect, "no route", false);
  });
  bench_.Transport->WillRespond(503, {{"Retry-After", "9"}});
  bench_.Transport->WillRespond(202);
  Send();
  EXPECT_THAT(log_.Events(), ElementsAre("Request", "Failure", "Retry", "Request", "Response",
                                         "Retry", "Request", "Response"));
  const auto records = log_.Records();
  EXPECT_EQ(records[1].Level, LogLevel::Warning);
  EXPECT_EQ(FieldOf(records[1], "cause"), "Connect");
  EXPECT_EQ(FieldOf(records[1], "message"), "no route");
  EXPECT_EQ(FieldOf(records[1], "elapsedMs"), "7");
  EXPECT_EQ(FieldOf(records[1], "attempt"), "1");
  EXPECT_EQ(records[2].Level, LogLevel::Informational);
  EXPECT_EQ(FieldOf(records[2], "delayMs"), "800");
  EXPECT_EQ(FieldOf(records[2], "clientRequestId"), "my-id");
  EXPECT_EQ(records[4].Level, LogLevel::Warning);
  EXPECT_EQ(FieldOf(records[4], "status"), "503");
  EXPECT_EQ(FieldOf(records[4], "attempt"), "2");
  EXPECT_EQ(FieldOf(records[5], "delayMs"), "9000");
  EXPECT_EQ(records[7].Level, LogLevel::Informational);
}

TEST_F(CallLog, WarnsOfEveryErrorStatus) {
  bench_.Options.Retry.MaxRetries = 0;
  for (const int status : {200, 202, 304, 400, 404, 500, 503}) {
    bench_.Transport->WillRespond(status);
    try {
      Send();
    } catch (const RequestFailedException&) {
      EXPECT_NE(status, 202);
    }
    EXPECT_EQ(log_.Records().back().Level,
              status < 400 ? LogLevel::Informational : LogLevel::Warning)
        << status;
  }
}

TEST_F(CallLog, ShowsTheUrlThatIsSent) {
  bench_.Options.ReverseProxyEndpoint = "https://proxy.example/awps";
  bench_.Transport->WillRespond(202);
  bench_.Client().SendToAll("hi");
  EXPECT_EQ(FieldOf(log_.Of("Request").at(0), "url"),
            "https://proxy.example/awps/api/hubs/chat/:send?api-version=2024-12-01");
}

TEST_F(CallLog, HoldsTheEventsOfItsLevel) {
  struct Row {
    LogLevel Level;
    std::vector<std::string> Events;
  };
  for (const Row& row :
       {Row{LogLevel::Verbose, {"Request", "Response", "Retry", "Request", "Response"}},
        Row{LogLevel::Informational, {"Request", "Response", "Retry", "Request", "Response"}},
        Row{LogLevel::Warning, {"Response"}}, Row{LogLevel::Error, {}}}) {
    const LogRecorder log;
    CallBench bench;
    bench.Options.Logger = log;
    bench.Options.LoggerLevel = row.Level;
    bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(202);
    bench.Client().SendToAll("hi");
    EXPECT_EQ(log.Events(), row.Events);
  }
}

TEST_F(CallLog, ChangesNothingIfItsLoggerThrows) {
  for (const int thrown : {0, 1}) {
    CallBench bench;
    int records = 0;
    bench.Options.Logger = [&](const LogRecord&) {
      ++records;
      if (thrown == 0) throw std::runtime_error("disk full");
      throw 42;
    };
    bench.Transport->WillRespond(503);
    bench.Transport->WillRespond(400);
    EXPECT_EQ(Thrown<RequestFailedException>([&] { bench.Client().SendToAll("hi"); }).Status(),
              400);
    EXPECT_EQ(records, 5);
  }
}

// Calls of earlier tests may still be ending on other threads.
LogCallback OfThisThread(LogCallback log) {
  return [log = std::move(log), own = std::this_thread::get_id()](const LogRecord& record) {
    if (std::this_thread::get_id() == own) log(record);
  };
}

// The process's logger receives the records of clients without their own logger.
class ProcessLog : public ::testing::Test {
 protected:
  ProcessLog() { Diagnostics::SetLogger(LogLevel::Informational, OfThisThread(log_)); }
  ~ProcessLog() override { Diagnostics::SetLogger(LogLevel::Error, nullptr); }

  static void Send(CallBench& bench) {
    bench.Transport->WillRespond(202);
    bench.Client().SendToAll("hi");
  }

  const LogRecorder log_;
};

TEST_F(ProcessLog, ReceivesTheRecordsOfClientsWithoutALogger) {
  CallBench bench;
  Send(bench);
  EXPECT_THAT(log_.Events(), ElementsAre("Request", "Response"));
}

TEST_F(ProcessLog, DoesNotReceiveTheRecordsOfClientsWithALogger) {
  const LogRecorder own;
  CallBench bench;
  bench.Options.Logger = own;
  bench.Options.LoggerLevel = LogLevel::Error;
  Send(bench);
  EXPECT_THAT(log_.Events(), IsEmpty());
  EXPECT_THAT(own.Events(), IsEmpty());
}

TEST_F(ProcessLog, IsReplacedForExistingClients) {
  CallBench bench;
  const auto client = bench.Client();
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const LogRecorder other;
  Diagnostics::SetLogger(LogLevel::Informational, OfThisThread(other));
  client.SendToAll("hi");
  EXPECT_THAT(log_.Events(), IsEmpty());
  EXPECT_THAT(other.Events(), SizeIs(2));
  Diagnostics::SetLogger(LogLevel::Warning, OfThisThread(other));
  client.SendToAll("hi");
  Diagnostics::SetLogger(LogLevel::Verbose, nullptr);
  client.SendToAll("hi");
  EXPECT_THAT(other.Events(), SizeIs(2));
}

TEST_F(ProcessLog, MayBeReplacedByItsLogger) {
  Diagnostics::SetLogger(LogLevel::Informational, OfThisThread([this](const LogRecord& record) {
                           Diagnostics::SetLogger(LogLevel::Informational, OfThisThread(log_));
                           log_(record);
                         }));
  CallBench bench;
  Send(bench);
  EXPECT_THAT(log_.Events(), ElementsAre("Request", "Response"));
}

TEST(LogRecord, IsOneLineOfText) {
  LogRecord record;
  record.Event = "Retry";
  EXPECT_EQ(record.ToText(), "Retry");
  record.Fields = {{"attempt", "1"}, {"delayMs", "800"}, {"attempt", "2"}};
  EXPECT_EQ(record.ToText(), "Retry attempt=1 delayMs=800 attempt=2");
  record.Fields = {{"message", "first\r\n[error] second\x1b[31m\x7f"}};
  EXPECT_EQ(record.ToText(), "Retry message=first  [error] second [31m ");
}

TEST(LogLevel, HasItsName) {
  EXPECT_EQ(ToString(LogLevel::Verbose), "verbose");
  EXPECT_EQ(ToString(LogLevel::Informational), "informational");
  EXPECT_EQ(ToString(LogLevel::Warning), "warning");
  EXPECT_EQ(ToString(LogLevel::Error), "error");
}

TEST(KeyOverHttp, IsLoggedOncePerClient) {
  const LogRecorder log;
  WebPubSubServiceClientOptions options;
  options.Logger = log;
  options.TransportAdapter = std::make_shared<ScriptedTransport>();
  const AzureKeyCredential key(CallBench::Key);
  const WebPubSubServiceClient secure("https://name.example", "chat", key, options);
  EXPECT_THAT(log.Records(), IsEmpty());
  const WebPubSubServiceClient plain("http://127.0.0.1:8080", "chat", key, options);
  const WebPubSubServiceClient copy = plain;  // NOLINT(performance-unnecessary-copy-initialization)
  ASSERT_THAT(log.Events(), ElementsAre("KeyOverHttp"));
  EXPECT_EQ(log.Records()[0].Level, LogLevel::Warning);
  EXPECT_EQ(FieldOf(log.Records()[0], "endpoint"), "http://127.0.0.1:8080");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
