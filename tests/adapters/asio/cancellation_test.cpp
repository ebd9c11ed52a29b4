#include <optional>

#include "asio_bench.hpp"

// Asio has cancellation slots since 1.19, Boost since 1.77.
#if WEBPUBSUB_TEST_ASIO_VERSION >= 101900
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

class AsioCancellation : public AsioBench {
 protected:
  /// Its outcome is in Outcome once Io has run.
  void StartCall() {
    AsyncCall([this](const Context& context) { return Client.SendToAllAsync("hi", {}, context); },
              asio::bind_cancellation_slot(
                  Signal.slot(), asio::bind_executor(Io.get_executor(), [this](Result<Response> r) {
                    Outcome = std::move(r);
                  })));
  }

  WebPubSubServiceClient Client = MakeClient();
  asio::cancellation_signal Signal;
  std::optional<Result<Response>> Outcome;
};

TEST_F(AsioCancellation, EndsACallThatHangs) {
  for (const auto type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                          asio::cancellation_type::all}) {
    HangNextRequest();
    StartCall();
    WaitUntilARequestHangs();
    Signal.emit(type);
    Io.run();
    Io.restart();
    ASSERT_TRUE(Outcome);
    EXPECT_THROW((void)Outcome->Value(), OperationCancelledException);
    ASSERT_NE(Outcome->Error(), nullptr);
    EXPECT_TRUE(Outcome->Error()->MayHaveBeenAccepted());
    Outcome.reset();
  }
}

// A send that is cancelled may have been accepted.
TEST_F(AsioCancellation, ThatAdmitsNoEffectsEndsNoCall) {
  auto response = HoldNextRequest();
  StartCall();
  Signal.emit(asio::cancellation_type::total);
  response.set_value(HttpResponse(202));
  Io.run();
  ASSERT_TRUE(Outcome);
  EXPECT_EQ(Outcome->Value().Status(), 202);
}

TEST_F(AsioCancellation, AfterTheEndDoesNothing) {
  StartCall();
  Io.run();
  Signal.emit(asio::cancellation_type::terminal);
  ASSERT_TRUE(Outcome);
  EXPECT_EQ(Outcome->Value().Status(), 202);
}

TEST_F(AsioCancellation, OfAPageEndsTheList) {
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a"}],"nextLink":"?p=2"})");
  HangNextRequest();
  AsyncPages pages([this](const Context& context) {
    return Client.ListConnectionsInGroupAsync("room", {}, context);
  });
  EXPECT_TRUE(pages.Next(asio::use_future).get());
  auto second = pages.Next(asio::bind_cancellation_slot(Signal.slot(), asio::use_future));
  WaitUntilARequestHangs();
  Signal.emit(asio::cancellation_type::terminal);
  EXPECT_THROW(second.get(), OperationCancelledException);
  EXPECT_THROW(pages.Next(asio::use_future).get(), OperationCancelledException);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
#endif
