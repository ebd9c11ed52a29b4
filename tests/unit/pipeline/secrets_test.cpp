#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "support/claims.hpp"
#include "support/drivers.hpp"
#include "support/environment_variable.hpp"
#include "support/log_recorder.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A type that holds a secret can't be printed by mistake.
template <class T, class = void>
struct IsPrintable : std::false_type {};
template <class T>
struct IsPrintable<T,
                   std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};
static_assert(IsPrintable<std::string>::value);
static_assert(!IsPrintable<AzureKeyCredential>::value);
static_assert(!IsPrintable<AccessToken>::value);
static_assert(!IsPrintable<HttpRequest>::value);
static_assert(!IsPrintable<HttpHeaders>::value);
static_assert(!IsPrintable<WebPubSubServiceClient>::value);
static_assert(!IsPrintable<WebPubSubServiceClientOptions>::value);
static_assert(!IsPrintable<TransportOptions>::value);  // a proxy's password
static_assert(!IsPrintable<HttpResponse>::value);      // a client's token
static_assert(!IsPrintable<Response>::value);

// Keeps the texts that an observer receives.
class TextKeeper final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& headers) override {
    Texts.emplace_back(call.Url);
    for (const auto& [name, value] : headers) Texts.push_back(value);
  }
  void AttemptStarted(const CallDescription& call, int /*attempt*/, HttpHeaders& headers) override {
    Texts.emplace_back(call.Url);
    for (const auto& [name, value] : headers) Texts.push_back(value);
  }
  void AttemptEnded(const CallDescription&, const CallProgress& progress) override {
    Texts.emplace_back(progress.Failure);
  }
  void CallEnded(const CallDescription&, const CallProgress& progress) override {
    Texts.emplace_back(progress.Failure);
  }

  std::vector<std::string> Texts;
};

// Makes calls of all kinds, and keeps every secret and every text that they produce.
class Secrets : public ::testing::Test {
 protected:
  static constexpr const char* ServicesToken = "eyJhbGci.c2VydmljZXM.dG9rZW4tb2Y";

  Secrets() {
    Diagnostics::SetLogger(LogLevel::Verbose, log_);
    bench_.Options.Observer = observer_;
    bench_.Options.Retry.MaxRetries = 1;
  }
  ~Secrets() override { Diagnostics::SetLogger(LogLevel::Error, nullptr); }

  // Runs an action that may throw, and keeps the text of the exception.
  template <class Action>
  void Run(Action action) {
    try {
      action();
    } catch (const std::exception& exception) {
      texts_.emplace_back(exception.what());
    }
  }

  // Makes every kind of call, with every kind of outcome.
  void RunCalls() {
    using Call = std::function<void(const WebPubSubServiceClient&)>;
    const std::vector<Call> calls = {
        [](const auto& client) { client.SendToAll("hi"); },
        [](const auto& client) { (void)client.UserExists("ann"); },
        [](const auto& client) { client.AddConnectionsToGroups({"a"}, "userId eq 'ann'"); },
        [](const auto& client) { (void)client.ListConnectionsInGroup("a").begin(); },
        [](const auto& client) { client.GetServiceHealth(); },
        [](const auto& client) { client.SendToAllAsync("hi").Get(); },
        [](const auto& client) {
          { const auto dropped = client.SendToAllAsync("hi"); }  // logs the failure
          client.WaitUntilIdle();
        },
        [this](const auto& client) {
          const std::string url = client.GetClientAccessUri();
          KeepToken(url.substr(url.find("access_token=") + 13));
        }};
    for (const Call& call : calls) {
      for (const ScriptedTransport::Step& step : Ends()) {
        bench_.Transport->Otherwise(step);
        Run([&] { call(bench_.Client()); });
      }
    }
  }

  std::vector<ScriptedTransport::Step> Ends() {
    std::vector<ScriptedTransport::Step> ends;
    for (const int status : {200, 202, 400, 401, 403, 404, 500, 503}) {
      ends.emplace_back([status](const HttpRequest&, const Context&) {
        return HttpResponse(
            status,
            {{"WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoiYiJ9\""},
             {"x-ms-error-code", "Code"},
             {"Content-Type", "application/json"}},
            std::string(R"({"code":"Code","message":"No.","token":")") + ServicesToken + "\"}");
      });
    }
    for (const auto cause : {TransportError::Connect, TransportError::Timeout,
                             TransportError::ResponseTooLarge, TransportError::Cancelled}) {
      ends.emplace_back([cause](const HttpRequest&, const Context&) -> HttpResponse {
        throw TransportException(cause, "the network is down", true);
      });
    }
    return ends;
  }

  void FailByBothForms(const std::string& endpoint, const WebPubSubServiceClientOptions& options) {
    const auto client = [&] {
      return WebPubSubServiceClient(endpoint, "chat", bench_.KeyCredential, options);
    };
    const std::size_t before = texts_.size();
    Run([&] { client().SendToAll("hi"); });
    Run([&] { client().SendToAllAsync("hi").Get(); });
    EXPECT_THAT(texts_, SizeIs(before + 2)) << "no failure";
  }

  void KeepToken(const std::string& token) {
    if (token.empty()) return;
    secrets_.insert(token);
    const auto signature = token.rfind('.');
    if (signature != std::string::npos) secrets_.insert(token.substr(signature + 1));
  }

  void ExpectNoSecretInAnyText() {
    for (const HttpRequest& request : bench_.Transport->Requests()) {
      KeepToken(BearerTokenOf(request));
      texts_.push_back(request.Url());
      texts_.push_back(request.Headers().Get("User-Agent").value_or(""));
    }
    for (const LogRecord& record : log_.Records()) texts_.push_back(record.ToText());
    texts_.insert(texts_.end(), observer_->Texts.begin(), observer_->Texts.end());
    EXPECT_THAT(secrets_, SizeIs(::testing::Ge(2U)));
    EXPECT_THAT(texts_, SizeIs(::testing::Gt(100U)));
    for (const std::string& secret : secrets_) {
      ASSERT_THAT(secret, Not(IsEmpty()));
      for (const std::string& text : texts_) ASSERT_THAT(text, Not(HasSubstr(secret)));
    }
  }

  CallBench bench_;
  const LogRecorder log_;
  std::shared_ptr<TextKeeper> observer_ = std::make_shared<TextKeeper>();
  std::set<std::string> secrets_;
  std::vector<std::string> texts_;
};

TEST_F(Secrets, OfAnAccessKeyNeverComeOut) {
  secrets_ = {CallBench::Key};
  RunCalls();
  bench_.Options.ReverseProxyEndpoint = "https://proxy.example";
  RunCalls();
  ExpectNoSecretInAnyText();
}

TEST_F(Secrets, OfATokenCredentialNeverComeOut) {
  secrets_ = {ServicesToken};
  // The second token can't be sent.
  for (const std::string token : {"first.part.s1gnatur3", "0dd-t0ken\n"}) {
    secrets_.insert(token.substr(0, 9));
    bench_.Credential =
        std::make_shared<CallbackTokenCredential>([token](const TokenRequest&, const Context&) {
          return AccessToken(token, FakeEnvironment::Start() + std::chrono::hours(1));
        });
    RunCalls();
  }
  ExpectNoSecretInAnyText();
}

// libcurl writes these messages, so the test uses real connections, in both forms of a call.
TEST_F(Secrets, OfAProxyNeverComeOut) {
  const std::string password = "pr0xy-passw0rd";
  secrets_ = {password, "dXNlcjpwcjB4eS1wYXNzdzByZA=="};  // plain and in Basic authentication
  ScriptedServer refusing([](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\n\r\n");
  });
  const std::string port = std::to_string(refusing.Port());
  for (const std::string& proxy :
       {"http://127.0.0.1:" + port, "http://user:" + password + "@127.0.0.1:" + port,
        "http://user:" + password + "@no-such-proxy.invalid",
        "http://user:" + password + "@127.0.0.1:1", "nonsense://user:" + password + "@x",
        "http://user:" + password + "@x:y:z"}) {
    for (const char* endpoint : {"http://service.invalid", "https://service.invalid"}) {
      WebPubSubServiceClientOptions options;
      options.Retry.MaxRetries = 0;
      options.Transport.Proxy = proxy;
      options.Transport.NoProxy = "";
      options.Transport.ProxyUser = "user";
      options.Transport.ProxyPassword = password;
      FailByBothForms(endpoint, options);

      const EnvironmentVariable variable("all_proxy", proxy);
      options.Transport = TransportOptions();
      FailByBothForms(endpoint, options);
    }
  }
  for (const LogRecord& record : log_.Records()) texts_.push_back(record.ToText());
  for (const std::string& text : texts_) {
    for (const std::string& secret : secrets_) EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

TEST_F(Secrets, OfABadConnectionStringNeverComeOut) {
  const std::string key = CallBench::Key;
  secrets_ = {key, key.substr(0, 10)};
  for (const std::string& text :
       {"AccessKey=" + key, "Endpoint=;AccessKey=" + key, "Endpoint=ftp://a;AccessKey=" + key,
        "Endpoint=https://u:" + key + "@a;AccessKey=" + key, "Endpoint=https://a;AccessKey" + key,
        "Endpoint=https://a;AccessKey=" + key + ";AccessKey=" + key,
        "Endpoint=https://a;AccessKey=" + key + ";Port=" + key, key,
        "Endpoint=https://a?" + key + ";AccessKey=" + key, key + "=" + key + ";" + key + "=" + key,
        "Endpoint=https://" + key + " x;AccessKey=" + key}) {
    const std::size_t before = texts_.size();
    Run([&] { WebPubSubServiceClient(text, "chat"); });
    EXPECT_THAT(texts_, SizeIs(before + 1)) << "not refused: " << text;
  }
  Run([&] { WebPubSubServiceClient("Endpoint=https://a;AccessKey=" + key, "no hub"); });
  for (const std::string& text : texts_) {
    for (const std::string& secret : secrets_) EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
