// The library behind the gateways that people use: nobody may lose or double a message.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "local_service/tests/self_signed_certificate.hpp"
#include "scenario.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;
using std::chrono::milliseconds;

LocalService::ServiceOptions ServiceOf(const Scenario& row) {
  LocalService::ServiceOptions options;
  if (!row.IsServiceTls) return options;
  options.TlsCertificateFile = SharedCertificate().CertificateFile();
  options.TlsKeyFile = SharedCertificate().KeyFile();
  return options;
}

class AttemptCounter final : public CallObserver {
 public:
  void AttemptEnded(const CallDescription&, const CallProgress&) override { ++Attempts; }

  std::atomic<std::size_t> Attempts{0};
};

WebPubSubServiceClient MakeClient(const std::string& endpoint, const TransportOptions& transport,
                                  SendRetry mode, std::shared_ptr<CallObserver> observer = {}) {
  WebPubSubServiceClientOptions options;
  options.Observer = std::move(observer);
  options.Transport = transport;
  // Until a gateway that has ended is there again.
  options.Retry.MaxRetries = 1000;
  options.Retry.Delay = milliseconds(5);
  options.Retry.MaxDelay = milliseconds(50);
  options.Retry.Sends = mode;
  options.Logger = [](const LogRecord&) {};
  options.LoggerLevel = LogLevel::Error;
  return {endpoint, "chat", AzureKeyCredential(LocalService::ServiceOptions().PrimaryKey), options};
}

class Gateways : public testing::TestWithParam<Scenario> {
 protected:
  void SetUp() override {
    for (const std::string& program : GetParam().Programs) {
      if (FindGateway(program)) continue;
      const char* ci = std::getenv("CI");
      if (ci != nullptr && std::string_view(ci) == "true") FAIL() << program << " is missing";
      GTEST_SKIP() << "SKIPPED: the tests of gateways: " << program
                   << " is neither installed nor unpacked by cmake/packages gateways";
    }
  }

  void MakeTraffic(const Stage& stage) {
    TransportOptions direct;
    direct.Proxy = "";
    if (GetParam().IsServiceTls) direct.CaFile = SharedCertificate().CertificateFile();
    for (const auto form : {Traffic::Form::Blocking, Traffic::Form::Asynchronous}) {
      for (const SendRetry mode : {SendRetry::AtLeastOnce, SendRetry::AtMostOnce}) {
        Clients.push_back(std::make_unique<Traffic>(
            MakeClient(stage.Endpoint, stage.Transport, mode, Counter),
            MakeClient(stage.Service.Endpoint(), direct, SendRetry::AtLeastOnce), form, mode,
            GetParam().Sends, SendGate, direct.CaFile));
      }
    }
  }

  void DisturbUntilAllHasEnded(Stage& stage) {
    constexpr milliseconds Interval{250};
    constexpr milliseconds PollInterval{5};
    auto next = std::chrono::steady_clock::now() + Interval;
    while (!std::all_of(Clients.begin(), Clients.end(),
                        [](const auto& client) { return client->HasEnded(); })) {
      std::this_thread::sleep_for(PollInterval);
      if (std::chrono::steady_clock::now() < next) continue;
      Disturb(stage);
      next = std::chrono::steady_clock::now() + Interval;
    }
  }

  void Disturb(Stage& stage) {
    if (!GetParam().Disturb) return;
    ++Disturbances;
    std::optional<Gate::Closed> closed;
    if (GetParam().When == Disturbance::BetweenSends) closed.emplace(SendGate);
    GetParam().Disturb(stage);
  }

  Gate SendGate;
  std::shared_ptr<AttemptCounter> Counter = std::make_shared<AttemptCounter>();
  int Disturbances = 0;

  std::vector<std::unique_ptr<Traffic>> Clients;
};

TEST_P(Gateways, NeitherLoseNorDoubleAMessage) {
  const LocalService::Service service(ServiceOf(GetParam()));
  Stage stage(service);
  stage.Transport.Proxy = "";
  stage.Transport.NoProxy = "";
  GetParam().SetUp(stage);
  MakeTraffic(stage);
  for (const auto& client : Clients) client->Start();
  DisturbUntilAllHasEnded(stage);
  // What it still holds reaches the service now or never.
  stage.Front.reset();
  stage.Behind.reset();
  const std::size_t repeated = Counter->Attempts - Clients.size() * GetParam().Sends.Sends;
  std::cout << Disturbances << " disturbances, " << repeated << " repeated attempts\n";
  EXPECT_GE(Disturbances, GetParam().Disturb ? 3 : 0);
  EXPECT_GE(repeated, GetParam().MustRepeat ? 1U : 0U);
  for (const auto& client : Clients) {
    client->Join();
    std::cout << client->Name() << ":\n" << client->Summary();
    SCOPED_TRACE(client->Name());
    EXPECT_THAT(client->FindErrors(), testing::IsEmpty());
    EXPECT_GT(client->Succeeded(), 0U);
    if (client->IsAtMostOnce() && GetParam().MayGiveUp) continue;
    EXPECT_EQ(client->Failed(), 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Gateways, testing::ValuesIn(Scenarios()),
                         [](const auto& row) { return row.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
