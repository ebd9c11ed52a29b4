// Proxies that refuse to connect, and that demand authentication.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "site.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

Outcome SendThrough(const WebPubSubServiceClient& client, Form form) {
  return OutcomeOf([&] { OperationKindNamed("Send").Call(form, client); });
}

int ProxyStatusOf(const WebPubSubServiceClient& client, Form form) {
  try {
    OperationKindNamed("Send").Call(form, client);
  } catch (const TransportException& failed) {
    EXPECT_THAT(failed.what(), Not(HasSubstr("password")));
    return failed.ProxyStatus();
  }
  return -1;
}

// The scheme is the proxy's.
class ProxyRefusal : public testing::TestWithParam<std::tuple<int, Form, const char*>> {
 protected:
  WebPubSubServiceClient Client(const Site& site) {
    Bench.Options.Retry.Sends = SendRetry::AtMostOnce;
    site.Configure(Bench.Options.Transport);
    Bench.Options.Transport.ProxyUser = "user";
    Bench.Options.Transport.ProxyPassword = "password";
    return Bench.Client(site.Url(), false);
  }

  FaultBench Bench;
};

TEST_P(ProxyRefusal, IsRepeatedOnlyIfItMayPass) {
  const auto& [status, form, scheme] = GetParam();
  const bool passes = status == 408 || status == 429 || (status >= 500 && status != 501);
  const int attempts = passes ? 1 + FaultBench::MaxRetries : 1;
  const auto site = ProxyThatRefuses(ResponseText(status), WireOf(scheme));
  EXPECT_EQ(SendThrough(Client(*site), form), (Outcome{"Transport Proxy", false, attempts}));
  EXPECT_EQ(site->Requests(), attempts);
}

TEST_P(ProxyRefusal, HasItsStatusInTheException) {
  const auto& [status, form, scheme] = GetParam();
  for (const std::string& more :
       {std::string("Content-Length: 5\r\n\r\nsorry"),
        std::string("Connection: close\r\n\r\nsorry"),
        std::string("x-a: 1\r\n folded\r\nContent-Length: 0\r\n\r\n"), std::string("\r\n")}) {
    SCOPED_TRACE(more);
    const auto site =
        ProxyThatRefuses("HTTP/1.1 " + std::to_string(status) + " No\r\n" + more, WireOf(scheme));
    EXPECT_EQ(ProxyStatusOf(Client(*site), form), status);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, ProxyRefusal,
                         testing::Combine(testing::Values(302, 307, 400, 403, 404, 405, 407, 408,
                                                          429, 451, 500, 501, 502, 503, 504),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) {
                           return std::to_string(std::get<0>(row.param)) +
                                  NameOf(std::get<1>(row.param)) + std::get<2>(row.param);
                         });

class Proxy : public testing::TestWithParam<Form> {
 protected:
  Proxy() {
    Bench.Options.Transport.ProxyUser = "user";
    Bench.Options.Transport.ProxyPassword = "password";
  }

  WebPubSubServiceClient Client(const ScriptedServer& proxy, const std::string& service) {
    Bench.Options.Transport.Proxy = proxy.Url();
    return Bench.Client(service, false);
  }

  FaultBench Bench;
};

TEST_P(Proxy, SaysWhenToComeBack) {
  for (const int status : {429, 503}) {
    const auto site = ProxyThatRefuses("HTTP/1.1 " + std::to_string(status) +
                                       " Later\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
    FaultBench bench;
    site->Configure(bench.Options.Transport);
    EXPECT_EQ(SendThrough(bench.Client(site->Url(), false), GetParam()).Attempts, 2);
    EXPECT_THAT(bench.Environment.Waits(), ElementsAre(milliseconds(7000)));
  }
}

TEST_P(Proxy, IsNotWaitedForTooLong) {
  const auto site =
      ProxyThatRefuses("HTTP/1.1 503 Later\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n");
  site->Configure(Bench.Options.Transport);
  EXPECT_EQ(SendThrough(Bench.Client(site->Url(), false), GetParam()),
            (Outcome{"Transport Proxy", false, 1}));
}

TEST_P(Proxy, ThatClosesTheConnectionHasNoStatus) {
  const auto site = ProxyThatHangsUp();
  site->Configure(Bench.Options.Transport);
  EXPECT_EQ(ProxyStatusOf(Bench.Client(site->Url(), false), GetParam()), 0);
}

TEST_P(Proxy, OfAnUnknownNameIsTriedAgain) {
  Bench.Options.Transport.Proxy = "http://no-such-proxy.invalid";
  EXPECT_EQ(SendThrough(Bench.Client("https://service.invalid", false), GetParam()),
            (Outcome{"Transport NameResolution", false, 1 + FaultBench::MaxRetries}));
}

// Demands one of these schemes, and then responds.
ScriptedServer::Script Demanding(const std::string& challenges, const std::string& response) {
  return [=](ScriptedConnection& connection, int) {
    for (std::string request; !(request = connection.ReadRequest()).empty();) {
      const bool isAuthenticated = request.find("Proxy-Authorization: ") != std::string::npos;
      connection.Write(isAuthenticated
                           ? response
                           : "HTTP/1.1 407 Who?\r\n" + challenges + "Content-Length: 2\r\n\r\nno");
    }
  };
}

const char* const DigestChallenge =
    "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\n";
const char* const BasicChallenge = "Proxy-Authenticate: Basic realm=\"r\"\r\n";

TEST_P(Proxy, GetsThePasswordAsADigestForATunnel) {
  Bench.Options.Transport.ProxyAuth = ProxyAuthScheme::Digest;
  ScriptedServer proxy(Demanding(DigestChallenge, PlainResponse(403)));
  EXPECT_EQ(ProxyStatusOf(Client(proxy, "https://service.invalid"), GetParam()), 403);
  EXPECT_THAT(proxy.Requests(),
              ElementsAre(AllOf(StartsWith("CONNECT "), Not(HasSubstr("Authorization"))),
                          HasSubstr("Proxy-Authorization: Digest username=\"user\"")));
}

TEST_P(Proxy, GetsThePasswordAsADigestForAMessage) {
  Bench.Options.Transport.ProxyAuth = ProxyAuthScheme::Digest;
  ScriptedServer proxy(Demanding(DigestChallenge, PlainResponse(202)));
  const auto client = Client(proxy, "http://service.invalid");
  EXPECT_EQ(SendThrough(client, GetParam()), Success());
  EXPECT_THAT(proxy.Requests(),
              ElementsAre(AllOf(Not(HasSubstr("Proxy-Auth")), EndsWith("\r\n\r\nhi")),
                          AllOf(HasSubstr("Proxy-Authorization: Digest"), EndsWith("\r\n\r\nhi"))));
  EXPECT_EQ(SendThrough(client, GetParam()), Success());
  EXPECT_THAT(proxy.Requests().back(), EndsWith("\r\n\r\nhi"));
}

// A message without its body would be a message.
TEST_P(Proxy, ThatDemandsNoDigestGetsOneWholeMessage) {
  for (const ProxyAuthScheme scheme :
       {ProxyAuthScheme::Basic, ProxyAuthScheme::Digest, ProxyAuthScheme::Any}) {
    Bench.Options.Transport.ProxyAuth = scheme;
    ScriptedServer proxy([](ScriptedConnection& connection, int) {
      while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
    });
    EXPECT_EQ(SendThrough(Client(proxy, "http://service.invalid"), GetParam()), Success());
    EXPECT_THAT(proxy.Requests(), ElementsAre(EndsWith("\r\n\r\nhi")));
  }
}

TEST_P(Proxy, NeverGetsThePasswordInClearIfADigestIsConfigured) {
  Bench.Options.Transport.ProxyAuth = ProxyAuthScheme::Digest;
  ScriptedServer proxy(Demanding(BasicChallenge, PlainResponse(403)));
  EXPECT_EQ(ProxyStatusOf(Client(proxy, "https://service.invalid"), GetParam()), 407);
  EXPECT_THAT(proxy.Requests(), ElementsAre(Not(HasSubstr("Authorization"))));
}

TEST_P(Proxy, ChoosesAmongAllSchemes) {
  Bench.Options.Transport.ProxyAuth = ProxyAuthScheme::Any;
  const std::string digest = "Proxy-Authorization: Digest";
  const std::string basic = "Proxy-Authorization: Basic";
  for (const auto& [challenges, chosen] :
       {std::pair(std::string(BasicChallenge), basic),
        std::pair(std::string(DigestChallenge), digest),
        std::pair(std::string(BasicChallenge) + DigestChallenge, digest),
        std::pair(std::string(DigestChallenge) + BasicChallenge, digest)}) {
    for (const std::string service : {"https://service.invalid", "http://service.invalid"}) {
      SCOPED_TRACE(challenges + service);
      ScriptedServer proxy(Demanding(challenges, PlainResponse(403)));
      EXPECT_THAT(SendThrough(Client(proxy, service), GetParam()).Attempts, 1);
      EXPECT_THAT(proxy.Requests(),
                  ElementsAre(Not(HasSubstr("Authorization: Basic")), HasSubstr(chosen)));
    }
  }
}

TEST_P(Proxy, GetsAWrongPasswordOnce) {
  for (const ProxyAuthScheme scheme :
       {ProxyAuthScheme::Basic, ProxyAuthScheme::Digest, ProxyAuthScheme::Any}) {
    SCOPED_TRACE(static_cast<int>(scheme));
    Bench.Options.Transport.ProxyAuth = scheme;
    ScriptedServer proxy(Demanding(DigestChallenge, std::string("HTTP/1.1 407 Who?\r\n") +
                                                        DigestChallenge + BasicChallenge +
                                                        "Content-Length: 0\r\n\r\n"));
    EXPECT_EQ(ProxyStatusOf(Client(proxy, "https://service.invalid"), GetParam()), 407);
    const auto requests = proxy.Requests();
    EXPECT_EQ(std::count_if(requests.begin(), requests.end(),
                            [](const std::string& request) {
                              return request.find("Proxy-Authorization") != std::string::npos;
                            }),
              1);
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, Proxy, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
