// Whether a handler accepts events, and what it makes the service remember.

#include <gmock/gmock.h>

#include <future>

#include "event_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;

// Validation

TEST_F(EventsTest, FollowAValidation) {
  Start();
  auto client = ConnectJson();
  ASSERT_EQ(Handler->Validations().size(), 1U);
  const HandlerRequest validation = Handler->Validations()[0];
  EXPECT_EQ(validation.Method, "OPTIONS");
  EXPECT_EQ(validation.Target, "/events/validate");
  EXPECT_EQ(validation.Header("webhook-request-origin"), "127.0.0.1");
  EXPECT_EQ(validation.Header("ce-awpsversion"), "1.0");
  for (const char* name : {"ce-hub", "ce-signature", "ce-type", "authorization", "cookie"}) {
    EXPECT_EQ(validation.Header(name), "-");
  }
}

struct ValidationRow {
  std::string Name;
  std::vector<std::string> Allowed;
  int Status;
  bool IsValid;
};

void PrintTo(const ValidationRow& row, std::ostream* out) { *out << row.Name; }

class Validations : public EventsTest, public testing::WithParamInterface<ValidationRow> {};

TEST_P(Validations, DecideWhetherEventsAreSent) {
  Start({}, [](const HandlerRequest&) {
    HandlerReply reply = StatusReply(GetParam().Status);
    for (const std::string& allowed : GetParam().Allowed) {
      reply.Headers.emplace_back("WebHook-Allowed-Origin", allowed);
    }
    return reply;
  });
  EXPECT_EQ(StatusOfUpgrade(), GetParam().IsValid ? 101 : 500);
  Service->Stop();
  EXPECT_EQ(Handler->Names().empty(), !GetParam().IsValid);
  const std::string refusal = "isn't valid: it responded to OPTIONS";
  EXPECT_EQ(Log().find(refusal) == std::string::npos, GetParam().IsValid);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Validations,
    testing::Values(ValidationRow{"All", {"*"}, 200, true},
                    ValidationRow{"TheHost", {"127.0.0.1"}, 204, true},
                    ValidationRow{"SeveralLines", {"a.example", "127.0.0.1"}, 200, true},
                    ValidationRow{"AList", {"a.example, 127.0.0.1"}, 200, false},
                    ValidationRow{"AListWithAll", {"*, *"}, 200, false},
                    ValidationRow{"AnotherHost", {"127.0.0.1.evil.io"}, 200, false},
                    ValidationRow{"APort", {"127.0.0.1:8080"}, 200, false},
                    ValidationRow{"Nothing", {}, 200, false},
                    ValidationRow{"MethodNotAllowed", {"*"}, 405, false},
                    ValidationRow{"Unauthorized", {"*"}, 401, false},
                    ValidationRow{"Redirection", {"*"}, 302, false}),
    [](const auto& row) { return row.param.Name; });

TEST_F(EventsTest, ValidateByGetIfThereAreNoOptions) {
  Start({}, [](const HandlerRequest& request) {
    HandlerReply reply = StatusReply(request.Method == "GET" ? 200 : 404);
    reply.Headers = {{"WebHook-Allowed-Origin", "*"}};
    return reply;
  });
  EXPECT_EQ(StatusOfUpgrade(), 101);
  EXPECT_EQ(Handler->Validations().size(), 2U);
}

TEST_F(EventsTest, RepeatAValidationThatFailsWithAServerError) {
  auto first = std::make_shared<std::atomic<bool>>(true);
  Start({}, [first](const HandlerRequest&) {
    HandlerReply reply = StatusReply(first->exchange(false) ? 500 : 200);
    reply.Headers = {{"WebHook-Allowed-Origin", "*"}};
    return reply;
  });
  EXPECT_EQ(StatusOfUpgrade(), 101);
  EXPECT_EQ(Handler->Validations().size(), 2U);
}

TEST_F(EventsTest, GiveUpAValidationThatNeverEnds) {
  Adjust = [](ServiceOptions& options) {
    options.ValidationTimeout = std::chrono::milliseconds(50);
  };
  Start({}, [](const HandlerRequest&) { return Hang(); });
  EXPECT_EQ(StatusOfUpgrade(), 500);
}

TEST_F(EventsTest, ShareAValidation) {
  std::promise<void> promise;
  const auto opened = promise.get_future().share();
  Start({}, [opened](const HandlerRequest&) {
    opened.wait_for(Patience);
    HandlerReply reply = StatusReply(200);
    reply.Headers = {{"WebHook-Allowed-Origin", "*"}};
    return reply;
  });
  auto one = std::async(std::launch::async, [&] { return StatusOfUpgrade(); });
  auto other = std::async(std::launch::async, [&] { return StatusOfUpgrade(); });
  const auto countOfConnects = [&] {
    const std::string live = Client->Get("/_local/live").Body;
    std::size_t count = 0;
    for (std::size_t at = live.find(R"("event":"connect")"); at != std::string::npos;
         at = live.find(R"("event":"connect")", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_TRUE(WaitUntil([&] { return countOfConnects() == 2; }));
  promise.set_value();
  EXPECT_EQ(one.get(), 101);
  EXPECT_EQ(other.get(), 101);
  EXPECT_EQ(Handler->Validations().size(), 1U);
}

TEST_F(EventsTest, TrustAValidationForAMinute) {
  // The events of clients that have gone would use the verdicts too.
  Adjust = [](ServiceOptions& options) { options.EventHandlers[0].SystemEvents = "connect"; };
  auto isValid = std::make_shared<std::atomic<bool>>(true);
  Start({}, [isValid](const HandlerRequest&) {
    HandlerReply reply = StatusReply(200);
    if (*isValid) reply.Headers = {{"WebHook-Allowed-Origin", "*"}};
    return reply;
  });
  EXPECT_EQ(StatusOfUpgrade(), 101);
  Service->AdvanceClock(std::chrono::seconds(58));
  EXPECT_EQ(StatusOfUpgrade(), 101);
  EXPECT_EQ(Handler->Validations().size(), 1U);
  // Then it is renewed, while the old verdict is used.
  *isValid = false;
  Service->AdvanceClock(std::chrono::seconds(2));
  EXPECT_EQ(StatusOfUpgrade(), 101);
  EXPECT_TRUE(WaitUntil([&] { return Log().find("isn't valid") != std::string::npos; }));
  EXPECT_EQ(Handler->Validations().size(), 2U);
  EXPECT_EQ(StatusOfUpgrade(), 500);
}

TEST_F(EventsTest, AskAHandlerThatIsNotValidLessAndLessOften) {
  Start({}, [](const HandlerRequest&) { return StatusReply(400); });
  EXPECT_EQ(StatusOfUpgrade(), 500);
  std::size_t asked = 1;
  for (const int pause : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_EQ(StatusOfUpgrade(), 500);
    EXPECT_EQ(Handler->Validations().size(), asked) << pause;
    Service->AdvanceClock(std::chrono::seconds(pause));
    EXPECT_EQ(StatusOfUpgrade(), 500);
    EXPECT_EQ(Handler->Validations().size(), ++asked) << pause;
  }
  EXPECT_EQ(Handler->Names(), "");
}

TEST_F(EventsTest, AskAgainAfterAReset) {
  Start({}, [](const HandlerRequest&) { return StatusReply(400); });
  EXPECT_EQ(StatusOfUpgrade(), 500);
  Service->Reset();
  EXPECT_EQ(StatusOfUpgrade(), 500);
  EXPECT_EQ(Handler->Validations().size(), 2U);
}

// State

// Replies with the states that the body of a user event lists, and with its status.
HandlerReply ReplyWithStates(const HandlerRequest& request) {
  HandlerReply reply = StatusReply(204);
  if (request.Event() == "connected") reply.Headers = {{"ce-connectionState", "ignored"}};
  if (request.Event().rfind("user.", 0) != 0) return reply;
  std::string body = request.Body;
  if (body.rfind("400", 0) == 0) reply.Status = 400;
  body = body.substr(body.find(' ') + 1);
  for (std::size_t end = body.find(';'); end != std::string::npos; end = body.find(';')) {
    reply.Headers.emplace_back("ce-ConnectionState", body.substr(0, end));
    body = body.substr(end + 1);
  }
  return reply;
}

TEST_F(EventsTest, RememberTheStateOfAConnection) {
  Start(ReplyWithStates);
  auto client = ConnectJson();
  (void)Handler->Wait(2);
  struct Row {
    std::string Body;
    std::string StateBefore;
  };
  std::size_t count = 2;
  int id = 0;
  for (const Row& row :
       {Row{"200 ", "-"}, Row{"200 eyJ0dXJucyI6M30=;", "-"}, Row{"200 ", "eyJ0dXJucyI6M30="},
        Row{"400 refused;", "eyJ0dXJucyI6M30="}, Row{"200 one;two;", "eyJ0dXJucyI6M30="},
        Row{"200 ;", "two"}, Row{"200 e30=;", ""}, Row{"200 ", "e30="}}) {
    client.SendText(EventMessage("e", row.Body, R"("ackId":)" + std::to_string(++id)));
    Next(client);
    EXPECT_EQ(Handler->Wait(++count).Header("ce-connectionstate"), row.StateBefore) << row.Body;
  }
  client.Close();
  EXPECT_EQ(Handler->Wait(count + 1).Header("ce-connectionstate"), "e30=");
}

TEST_F(EventsTest, RememberTheStateThatConnectSets) {
  Start([](const HandlerRequest& request) {
    HandlerReply reply = StatusReply(204);
    if (request.Event() == "connect") reply.Headers = {{"ce-connectionState", "a"}};
    return reply;
  });
  auto one = ConnectJson();
  EXPECT_EQ(Handler->Wait(1).Header("ce-connectionstate"), "-");
  EXPECT_EQ(Handler->Wait(2).Header("ce-connectionstate"), "a");
  auto other = ConnectJson();
  EXPECT_EQ(Handler->Wait(3).Header("ce-connectionstate"), "-");
}

TEST_F(EventsTest, FailWithAStateThatIsNotAscii) {
  Start([](const HandlerRequest& request) {
    HandlerReply reply = StatusReply(204);
    if (request.Event() == "connect") reply.Headers = {{"ce-connectionState", "ü"}};
    return reply;
  });
  WebSocketClient client(Client->ClientUrl(), JsonSubprotocol);
  Next(client);
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(Next(client), FailedAck(1));
  EXPECT_EQ(Handler->Names(), "connect");
}

// Cookies

TEST_F(EventsTest, ReturnTheCookiesOfAConnection) {
  Start([](const HandlerRequest& request) {
    HandlerReply reply = StatusReply(204);
    if (request.Event() == "connect") {
      reply.Headers = {{"Set-Cookie", "a=1; Path=/; HttpOnly"},
                       {"Set-Cookie", "b=2"},
                       {"Set-Cookie", "c=3; Path=/elsewhere"},
                       {"Set-Cookie", "d=4; Secure"}};
    } else if (request.Event() == "user.clear") {
      reply.Headers = {{"Set-Cookie", "a=; Path=/; Max-Age=0"},
                       {"Set-Cookie", "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}};
    } else if (request.Event() == "user.fail") {
      reply.Status = 400;
      reply.Headers = {{"Set-Cookie", "a=5; Path=/"}};
    }
    return reply;
  });
  auto client = ConnectJson();
  int id = 0;
  for (const char* event : {"fail", "clear", "last"}) {
    client.SendText(EventMessage(event, "x", R"("ackId":)" + std::to_string(++id)));
    Next(client);
  }
  const auto events = Handler->Events();
  ASSERT_EQ(Handler->Names(), "connect connected user.fail user.clear user.last");
  EXPECT_EQ(events[0].Header("cookie"), "-");
  for (int i = 1; i < 4; ++i)
    EXPECT_EQ(events.at(static_cast<std::size_t>(i)).Header("cookie"), "a=1; b=2");
  EXPECT_EQ(events[4].Header("cookie"), "-");
  for (const HandlerRequest& one : Handler->Validations()) EXPECT_EQ(one.Header("cookie"), "-");
  auto other = ConnectJson();
  EXPECT_EQ(Handler->Wait(6).Header("cookie"), "-");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
