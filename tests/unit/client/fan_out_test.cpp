
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/held_transport.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using FanOutResults = std::vector<Result<Response>>;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Names = std::vector<std::string>;
using std::chrono::milliseconds;

Names Numbered(std::size_t count, const std::string& prefix = "u") {
  Names names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(prefix + std::to_string(i));
  return names;
}

FanOutOptions ByFilter() {
  FanOutOptions how;
  how.Strategy = FanOutStrategy::Filter;
  return how;
}

/// The forms of a fan-out, which return the same.
struct Blocking {
  static FanOutResults ToUsers(const WebPubSubServiceClient& client, const Names& users,
                               const FanOutOptions& how = {}, const SendOptions& options = {}) {
    return client.SendToUsers(users, "hi", how, options);
  }
  static FanOutResults ToGroups(const WebPubSubServiceClient& client, const Names& groups,
                                const FanOutOptions& how = {}, const SendOptions& options = {}) {
    return client.SendToGroups(groups, "hi", how, options);
  }
};
struct Asynchronous {
  static FanOutResults ToUsers(const WebPubSubServiceClient& client, const Names& users,
                               const FanOutOptions& how = {}, const SendOptions& options = {}) {
    return client.SendToUsersAsync(users, "hi", how, options).Get();
  }
  static FanOutResults ToGroups(const WebPubSubServiceClient& client, const Names& groups,
                                const FanOutOptions& how = {}, const SendOptions& options = {}) {
    return client.SendToGroupsAsync(groups, "hi", how, options).Get();
  }
};

template <class Form>
class FanOutTest : public ::testing::Test {
 protected:
  FanOutTest() {
    Bench.Transport->Otherwise([](const HttpRequest& request, const Context&) {
      return HttpResponse(request.Url().find("u1") == std::string::npos ? 202 : 400);
    });
  }
  // The URLs of the requests after "/api/hubs/chat", in any order.
  std::multiset<std::string> Targets() {
    std::multiset<std::string> targets;
    const std::string_view prefix = "https://wps.example/api/hubs/chat";
    for (const std::string& url : Bench.Urls()) targets.insert(url.substr(prefix.size()));
    return targets;
  }

  ClientBench Bench;
};
using Forms = ::testing::Types<Blocking, Asynchronous>;
TYPED_TEST_SUITE(FanOutTest, Forms);

TYPED_TEST(FanOutTest, SendsToEachUserAndReportsEachResult) {
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), {"u0", "u1", "u2"});
  ASSERT_THAT(results, SizeIs(3));
  EXPECT_EQ(results[0].Value().Status(), 202);
  EXPECT_EQ(Thrown<RequestFailedException>([&] { (void)results[1].Value(); }).Status(), 400);
  EXPECT_EQ(results[2].Value().Status(), 202);
  EXPECT_THAT(this->Targets(), ElementsAre("/users/u0/:send?api-version=2024-12-01",
                                           "/users/u1/:send?api-version=2024-12-01",
                                           "/users/u2/:send?api-version=2024-12-01"));
}

TYPED_TEST(FanOutTest, SendsToEachGroupWithTheOptions) {
  SendOptions options;
  options.Excluded = {"c"};
  options.Filter = "userId ne null";
  TypeParam::ToGroups(this->Bench.MakeClient(), {"a", "b"}, {}, options);
  EXPECT_THAT(
      this->Targets(),
      ElementsAre("/groups/a/:send?excluded=c&api-version=2024-12-01&filter=userId%20ne%20null",
                  "/groups/b/:send?excluded=c&api-version=2024-12-01&filter=userId%20ne%20null"));
}

TYPED_TEST(FanOutTest, SelectsUsersByOneFilter) {
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), {"ann", "it's"}, ByFilter());
  ASSERT_THAT(results, SizeIs(2));
  EXPECT_TRUE(results[0]);
  EXPECT_TRUE(results[1]);
  EXPECT_THAT(this->Targets(), ElementsAre("/:send?api-version=2024-12-01&filter="
                                           "userId%20in%20%28%27ann%27%2C%27it%27%27s%27%29"));
}

TYPED_TEST(FanOutTest, SelectsGroupsByOneFilter) {
  SendOptions options;
  options.Filter = "userId ne null";
  options.Excluded = {"c"};
  TypeParam::ToGroups(this->Bench.MakeClient(), {"a", "b"}, ByFilter(), options);
  EXPECT_THAT(this->Targets(),
              ElementsAre("/:send?excluded=c&api-version=2024-12-01&filter=%28%27a%27%20in%20groups"
                          "%20or%20%27b%27%20in%20groups%29%20and%20%28userId%20ne%20null%29"));
}

TYPED_TEST(FanOutTest, NamesAtMostAHundredTargetsInAFilter) {
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), Numbered(250, "x"), ByFilter());
  ASSERT_THAT(results, SizeIs(250));
  for (const auto& result : results) EXPECT_TRUE(result);
  std::vector<std::size_t> clauses;
  for (const std::string& url : this->Bench.Urls()) {
    std::size_t commas = 0;
    for (std::size_t at = url.find("%2C"); at != std::string::npos; at = url.find("%2C", at + 1)) {
      ++commas;
    }
    clauses.push_back(commas + 1);
  }
  EXPECT_THAT(clauses, ::testing::UnorderedElementsAre(100U, 100U, 50U));
}

TYPED_TEST(FanOutTest, KeepsUrlsUnderEightKilobytes) {
  // Each name needs about 900 bytes in a URL, so nine fit.
  Names users;
  for (int i = 0; i < 20; ++i) users.push_back(std::string(300, '/') + std::to_string(10 + i));
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), users, ByFilter());
  EXPECT_THAT(results, SizeIs(20));
  const auto urls = this->Bench.Urls();
  EXPECT_THAT(urls, SizeIs(3));
  for (const std::string& url : urls) EXPECT_LE(url.size(), 8192U);
}

TYPED_TEST(FanOutTest, GivesATargetTheResultOfItsRequest) {
  Names users = Numbered(101, "x");
  users[100] = "u1";  // alone in the second request, which is refused
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), users, ByFilter());
  ASSERT_THAT(results, SizeIs(101));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_TRUE(results[i]) << i;
  EXPECT_FALSE(results[100]);
}

TYPED_TEST(FanOutTest, SendsNothingWithoutTargets) {
  EXPECT_THAT(TypeParam::ToUsers(this->Bench.MakeClient(), {}), IsEmpty());
  EXPECT_THAT(TypeParam::ToGroups(this->Bench.MakeClient(), {}, ByFilter()), IsEmpty());
  EXPECT_THAT(this->Bench.Urls(), IsEmpty());
}

TYPED_TEST(FanOutTest, RefusesBadArgumentsBeforeAnythingIsSent) {
  const auto client = this->Bench.MakeClient();
  SendOptions excluded;
  excluded.Excluded = {"c"};
  FanOutOptions none;
  none.MaxConcurrency = 0;
  SendOptions blank;
  blank.Filter = " ";
  ExpectRefused("userIds", [&] { TypeParam::ToUsers(client, {"ann", ".."}); });
  ExpectRefused("userIds", [&] { TypeParam::ToUsers(client, {"ann", ".."}, ByFilter()); });
  ExpectRefused("groups", [&] { TypeParam::ToGroups(client, {"a", ""}); });
  ExpectRefused("groups", [&] {
    TypeParam::ToGroups(client, {"a", std::string(1025, 'g')}, ByFilter());
  });
  ExpectRefused("options.Excluded", [&] { TypeParam::ToUsers(client, {"ann"}, {}, excluded); });
  ExpectRefused("options.Filter", [&] { TypeParam::ToUsers(client, {"ann"}, {}, blank); });
  ExpectRefused("options.Filter", [&] { TypeParam::ToUsers(client, {"ann"}, ByFilter(), blank); });
  ExpectRefused("options.Filter", [&] { TypeParam::ToGroups(client, {"a"}, ByFilter(), blank); });
  ExpectRefused("how.MaxConcurrency", [&] { TypeParam::ToUsers(client, {"ann"}, none); });
  EXPECT_THAT(this->Bench.Urls(), IsEmpty());
}

TYPED_TEST(FanOutTest, SendsToManyTargets) {
  const auto results = TypeParam::ToUsers(this->Bench.MakeClient(), Numbered(3000, "x"));
  ASSERT_THAT(results, SizeIs(3000));
  for (const auto& result : results) EXPECT_TRUE(result);
  EXPECT_THAT(this->Targets(), SizeIs(3000));
}

// Each at a moment of its own, within the back-off: what a throttled service refuses doesn't come
// back at once.
TYPED_TEST(FanOutTest, SpreadsRetriesThatWereGivenTheSameWait) {
  constexpr std::size_t Users = 20;
  std::vector<std::uint64_t> draws;
  for (std::uint64_t i = 0; i < 128; ++i) draws.push_back(i << 57);
  this->Bench.Environment.WillDraw(std::move(draws));
  this->Bench.Transport->Otherwise([](const HttpRequest&, const Context&) {
    HttpResponse response(429);
    response.Headers().Set("Retry-After", "1");
    return response;
  });
  WebPubSubServiceClientOptions options;
  options.Retry.MaxRetries = 1;
  const auto client = this->Bench.MakeClient(options);
  TypeParam::ToUsers(client, Numbered(Users));
  const auto waits = this->Bench.Environment.Waits();
  ASSERT_THAT(waits, SizeIs(Users));
  EXPECT_THAT(waits, ::testing::Each(::testing::AllOf(::testing::Ge(milliseconds(1000)),
                                                      ::testing::Lt(milliseconds(1800)))));
  EXPECT_THAT(std::set(waits.begin(), waits.end()), SizeIs(Users));
}

class HeldFanOut : public ::testing::Test {
 protected:
  WebPubSubServiceClient MakeClient(std::optional<std::size_t> maxConnections = std::nullopt) {
    WebPubSubServiceClientOptions options;
    options.Transport.MaxConnections = maxConnections;
    options.TransportAdapter = Transport;
    options.Limits.MaxCalls = 1;
    options.Limits.WhenFull = OverflowAction::Fail;
    return {"https://wps.example", "chat", AzureKeyCredential(TestKey), options};
  }
  // Expects as many requests as may be in flight, until all have ended.
  void EndOneByOne(int requests, int mostInFlight) const {
    for (int left = requests; left > 0; --left) {
      const auto inFlight = static_cast<std::size_t>(std::min(left, mostInFlight));
      Transport->WaitFor(inFlight);
      EXPECT_EQ(Transport->Held(), inFlight);
      Transport->End();
    }
  }

  std::shared_ptr<HeldTransport> Transport = std::make_shared<HeldTransport>();
};

TEST_F(HeldFanOut, HasAtMostMaxConcurrencyRequestsInFlight) {
  auto client = MakeClient();
  FanOutOptions how;
  how.MaxConcurrency = 3;
  const auto pending = client.SendToUsersAsync(Numbered(10), "hi", how);
  EndOneByOne(10, 3);
  EXPECT_THAT(pending.Get(), SizeIs(10));
}

TEST_F(HeldFanOut, HasAtMostMaxConnectionsByDefault) {
  auto client = MakeClient(2);
  const auto pending = client.SendToUsersAsync(Numbered(5), "hi");
  EndOneByOne(5, 2);
  EXPECT_THAT(pending.Get(), SizeIs(5));
}

TEST_F(HeldFanOut, CountsAsOneCall) {
  auto client = MakeClient();
  auto pending = client.SendToGroupsAsync({"a", "b", "c"}, "hi");
  EXPECT_THROW(client.SendToAllAsync("x").Get(), TooManyCallsException);
  EXPECT_THROW(client.SendToGroups({"d"}, "hi"), TooManyCallsException);
  for (int i = 0; i < 3; ++i) Transport->End();
  EXPECT_THAT(pending.Get(), SizeIs(3));
  client.WaitUntilIdle();
}

TEST_F(HeldFanOut, EndsWithItsContext) {
  auto client = MakeClient();
  FanOutOptions how;
  how.MaxConcurrency = 1;
  const Context context = Context::Cancellable();
  const auto pending = client.SendToUsersAsync(Numbered(5), "hi", how, {}, context);
  Transport->End();
  Transport->WaitFor(1);
  context.Cancel();
  const auto results = pending.Get();
  ASSERT_THAT(results, SizeIs(5));
  EXPECT_TRUE(results[0]);
  EXPECT_TRUE(
      Thrown<OperationCancelledException>([&] { (void)results[1].Value(); }).MayHaveBeenAccepted());
  for (std::size_t i = 2; i < 5; ++i) {
    EXPECT_EQ(Thrown<OperationCancelledException>([&] { (void)results[i].Value(); }).Attempts(), 0);
  }
  Transport->End();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
