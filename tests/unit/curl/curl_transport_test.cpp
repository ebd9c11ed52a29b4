#include "curl/curl_transport.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/transport_adapter.hpp"
#include "runtime/event_loop.hpp"
#include "support/environment_variable.hpp"
#include "support/reused_connection_lost.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using Testing::EnvironmentVariable;
using testing::HasSubstr;
using testing::Not;
using Testing::PlainResponse;
using Testing::ScriptedConnection;
using Testing::ScriptedServer;
using testing::SizeIs;
using testing::StartsWith;

// Far shorter than the transport's timeouts, and far longer than a cancellation needs.
constexpr std::chrono::seconds Soon{5};

HttpRequest Post(const std::string& url, const std::string& body = "hi") {
  HttpRequest request(HttpMethod::Post, url + "/path?query=1");
  request.SetBody(std::make_shared<const std::string>(body));
  return request;
}

/// The transport as the asynchronous calls use it.
class CurlOnLoop {
 public:
  explicit CurlOnLoop(const TransportOptions& options)
      : transport_(std::make_shared<CurlTransport>(options)), loop_(transport_->Io()) {}

  AttemptOutcome SendOnce(const HttpRequest& request, const Context& context) {
    std::promise<AttemptOutcome> outcome;
    const Context ended = Context::Cancellable(context);
    loop_.Post([&] {
      if (const auto deadline = context.Deadline()) {
        loop_.RunAt(*deadline, [ended] { ended.Cancel(); });
      }
      transport_->SendOnceAsync(request, ended,
                                [&](AttemptOutcome end) { outcome.set_value(std::move(end)); });
    });
    return outcome.get_future().get();
  }

 private:
  std::shared_ptr<CurlTransport> transport_;
  EventLoop loop_;
};

template <class Transport>
class CurlTransportTest : public testing::Test {};
using Transports = testing::Types<CurlTransport, CurlOnLoop>;
TYPED_TEST_SUITE(CurlTransportTest, Transports);

void RespondToAll(ScriptedConnection& connection, int) {
  while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
}

// What a failed outcome says.
struct Failed {
  TransportError Cause;
  bool MayHaveBeenAccepted;
};

template <class Transport>
Failed FailureOf(Transport& transport, const HttpRequest& request, const Context& context = {}) {
  const AttemptOutcome outcome = transport.SendOnce(request, context);
  if (!outcome.HasResponse()) {
    return {outcome.Failure().Cause, outcome.Failure().RequestMayHaveBeenSent};
  }
  ADD_FAILURE() << "no failure";
  return {TransportError::Other, false};
}

template <class Transport>
HttpResponse Send(Transport& transport, const HttpRequest& request) {
  AttemptOutcome outcome = transport.SendOnce(request, {});
  if (!outcome.HasResponse()) throw std::runtime_error(outcome.Failure().Message);
  return std::move(outcome).Response();
}

TYPED_TEST(CurlTransportTest, SendsTheRequestAsItIs) {
  ScriptedServer server(RespondToAll);
  TypeParam transport{TransportOptions()};
  HttpRequest request = Post(server.Url() + "/a/../b%2F", "body");
  request.Headers().Append("Content-Type", "text/plain");
  request.Headers().Append("x-empty", "");
  request.Headers().Append("x-blank", " \t");
  EXPECT_EQ(Send(transport, request).Status(), 202);
  EXPECT_THAT(
      server.Requests(),
      ElementsAre(
          "POST /a/../b%2F/path?query=1 HTTP/1.1\r\nHost: 127.0.0.1:" +
          std::to_string(server.Port()) +
          "\r\nContent-Type: text/plain\r\nx-empty:\r\nx-blank:\r\nContent-Length: 4\r\n\r\nbody"));
}

struct MethodCase {
  HttpMethod Method;
  bool HasBody;
  std::string ContentLength;
};

TYPED_TEST(CurlTransportTest, SendsAContentLengthOnlyWhereABodyIsExpected) {
  for (const MethodCase& row :
       {MethodCase{HttpMethod::Post, true, "2"}, MethodCase{HttpMethod::Post, false, "0"},
        MethodCase{HttpMethod::Put, false, "0"}, MethodCase{HttpMethod::Put, true, "2"},
        MethodCase{HttpMethod::Delete, false, ""}, MethodCase{HttpMethod::Get, false, ""},
        MethodCase{HttpMethod::Head, false, ""}}) {
    ScriptedServer server(RespondToAll);
    TypeParam transport{TransportOptions()};
    HttpRequest request(row.Method, server.Url() + "/x");
    if (row.HasBody) request.SetBody(std::make_shared<const std::string>("hi"));
    Send(transport, request);
    const std::string sent = server.Requests().at(0);
    EXPECT_THAT(sent, StartsWith(std::string(ToString(row.Method)) + " /x HTTP/1.1\r\n"));
    if (row.ContentLength.empty()) {
      EXPECT_THAT(sent, Not(HasSubstr("Content-Length")));
    } else {
      EXPECT_THAT(sent, HasSubstr("Content-Length: " + row.ContentLength + "\r\n"));
    }
    for (const char* unwanted :
         {"Accept", "User-Agent", "Content-Type", "Expect", "Transfer-Encoding"}) {
      EXPECT_THAT(sent, Not(HasSubstr(unwanted)));
    }
  }
}

TYPED_TEST(CurlTransportTest, LeaksNothingOfARequestIntoTheNext) {
  ScriptedServer server(RespondToAll);
  TypeParam transport{TransportOptions()};
  HttpRequest first = Post(server.Url());
  first.Headers().Append("x-first", "1");
  Send(transport, first);
  Send(transport, HttpRequest(HttpMethod::Head, server.Url() + "/second"));
  Send(transport, HttpRequest(HttpMethod::Delete, server.Url() + "/third"));
  Send(transport, HttpRequest(HttpMethod::Get, server.Url() + "/fourth"));
  const std::string host =
      " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.Port()) + "\r\n\r\n";
  const auto requests = server.Requests();
  EXPECT_EQ(requests.at(1), "HEAD /second" + host);
  EXPECT_EQ(requests.at(2), "DELETE /third" + host);
  EXPECT_EQ(requests.at(3), "GET /fourth" + host);
  EXPECT_EQ(server.Connections(), 1);
}

TYPED_TEST(CurlTransportTest, SendsALargeBodyWithoutExpectingContinue) {
  ScriptedServer server(RespondToAll);
  TypeParam transport{TransportOptions()};
  const std::string body(3 * 1024 * 1024, 'x');
  EXPECT_EQ(Send(transport, Post(server.Url(), body)).Status(), 202);
  EXPECT_THAT(server.Requests().at(0), Not(HasSubstr("Expect")));
}

TYPED_TEST(CurlTransportTest, SkipsInterimResponses) {
  ScriptedServer server([](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 100 Continue\r\nx-interim: 1\r\n\r\n");
    connection.Write(
        "HTTP/1.1 404 Not Here\r\nx-a: 1\r\nX-B:  two \r\nx-a: 2\r\nContent-Length: 4\r\n\r\nbo");
    connection.Write(std::string("\0y", 2));
  });
  TypeParam transport{TransportOptions()};
  const HttpResponse response = Send(transport, Post(server.Url()));
  EXPECT_EQ(response.Status(), 404);
  EXPECT_EQ(response.ReasonPhrase(), "Not Here");
  EXPECT_EQ(response.Headers().Get("X-A"), "1");
  EXPECT_EQ(response.Headers().Get("x-b"), "two");
  EXPECT_FALSE(response.Headers().Contains("x-interim"));
  EXPECT_EQ(response.Body(), std::string("bo\0y", 4));
}

TYPED_TEST(CurlTransportTest, AcceptsHeadResponsesWithAContentLength) {
  ScriptedServer server([](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty())
      connection.Write("HTTP/1.1 404 No\r\nContent-Length: 126\r\n\r\n");
  });
  TypeParam transport{TransportOptions()};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Send(transport, HttpRequest(HttpMethod::Head, server.Url() + "/x")).Status(), 404);
  }
  EXPECT_EQ(server.Connections(), 1);
}

TYPED_TEST(CurlTransportTest, DoesNotFollowRedirects) {
  ScriptedServer server([](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 307 Elsewhere\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    connection.ReadRequest();
  });
  TypeParam transport{TransportOptions()};
  EXPECT_EQ(Send(transport, Post(server.Url())).Status(), 307);
  EXPECT_THAT(server.Requests(), SizeIs(1));
}

TYPED_TEST(CurlTransportTest, KeepsConnectionsForLaterRequests) {
  ScriptedServer server(RespondToAll);
  TypeParam transport{TransportOptions()};
  for (int i = 0; i < 20; ++i) Send(transport, Post(server.Url()));
  EXPECT_EQ(server.Connections(), 1);
}

TYPED_TEST(CurlTransportTest, ReplacesAConnectionThatIsTooOld) {
  ScriptedServer server(RespondToAll);
  TransportOptions options;
  options.ConnectionLifetime = std::chrono::seconds(1);
  TypeParam transport(options);
  const auto begin = std::chrono::steady_clock::now();
  // libcurl measures the age in whole seconds of its own clock, so the test sends until it expires.
  while (server.Connections() < 2 && std::chrono::steady_clock::now() - begin < 4 * Soon) {
    EXPECT_EQ(Send(transport, Post(server.Url())).Status(), 202);
  }
  EXPECT_EQ(server.Connections(), 2);
}

// By default, libcurl silently sends the request again in this case.
TYPED_TEST(CurlTransportTest, SendsNothingTwiceWhenAReusedConnectionDies) {
  ScriptedServer server([](ScriptedConnection& connection, int index) {
    connection.ReadRequest();
    connection.Write(PlainResponse(202));
    connection.ReadRequest();
    if (index > 0) connection.Write(PlainResponse(202));
  });
  TypeParam transport{TransportOptions()};
  Send(transport, Post(server.Url(), "first"));
  const AttemptOutcome lost = transport.SendOnce(Post(server.Url(), "second"), {});
  ASSERT_FALSE(lost.HasResponse());
  EXPECT_TRUE(lost.Failure().ReusedConnection);
  EXPECT_THAT(server.Requests(), SizeIs(2));
  EXPECT_EQ(Send(transport, Post(server.Url(), "third")).Status(), 202);
}

struct FaultCase {
  std::string Name;
  ScriptedServer::Script Script;
  TransportError Cause;
};
void PrintTo(const FaultCase& row, std::ostream* out) { *out << row.Name; }

class ServerFault : public testing::TestWithParam<FaultCase> {};

template <class Transport>
void ExpectFault(const FaultCase& row) {
  ScriptedServer server(row.Script);
  TransportOptions options;
  // The faults that aren't one of time may take a while.
  options.AttemptTimeout = row.Cause == TransportError::Timeout ? milliseconds(300) : Soon;
  options.MaxResponseHeaderBytes = 1000;
  options.MaxResponseBodyBytes = 1000;
  Transport transport(options);
  const Failed failed = FailureOf(transport, Post(server.Url()));
  EXPECT_EQ(failed.Cause, row.Cause);
  EXPECT_TRUE(failed.MayHaveBeenAccepted);
  EXPECT_THAT(server.Requests(), SizeIs(testing::Le(1)));
}

TEST_P(ServerFault, HasItsCause) { ExpectFault<CurlTransport>(GetParam()); }

TEST_P(ServerFault, HasItsCauseOnTheLoop) { ExpectFault<CurlOnLoop>(GetParam()); }

ScriptedServer::Script RespondWith(const std::string& bytes) {
  return [bytes](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(bytes);
  };
}

INSTANTIATE_TEST_SUITE_P(
    Table, ServerFault,
    testing::Values(
        FaultCase{"ClosesAfterTheRequest", RespondWith(""), TransportError::ConnectionLost},
        FaultCase{"ResetsAfterTheRequest",
                  [](ScriptedConnection& connection, int) {
                    connection.ReadRequest();
                    connection.Reset();
                  },
                  TransportError::ConnectionLost},
        FaultCase{"Garbage", RespondWith("this is not HTTP\r\n\r\n"),
                  TransportError::MalformedResponse},
        FaultCase{"CutStatusLine", RespondWith("HTTP/1.1 20"), TransportError::ConnectionLost},
        FaultCase{"CutHeaders", RespondWith("HTTP/1.1 202 Accepted\r\nx-a: 1\r\nCont"),
                  TransportError::MalformedResponse},
        FaultCase{"CutBeforeTheHeadersEnd", RespondWith("HTTP/1.1 202 Accepted\r\nx-a: 1\r\n"),
                  TransportError::MalformedResponse},
        FaultCase{"CutBody", RespondWith("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
                  TransportError::MalformedResponse},
        FaultCase{"BadChunk",
                  RespondWith("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbad\r\n"),
                  TransportError::MalformedResponse},
        FaultCase{"UnwantedUpgrade", RespondWith("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                  TransportError::MalformedResponse},
        FaultCase{"LargeHeaders",
                  RespondWith("HTTP/1.1 200 OK\r\nx: " + std::string(2000, 'x') +
                              "\r\nContent-Length: 0\r\n\r\n"),
                  TransportError::ResponseTooLarge},
        FaultCase{
            "LargeBody",
            RespondWith("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x')),
            TransportError::ResponseTooLarge},
        FaultCase{"NeverResponds",
                  [](ScriptedConnection& connection, int) {
                    connection.ReadRequest();
                    connection.WaitForClient();
                  },
                  TransportError::Timeout},
        FaultCase{"StopsMidResponse",
                  [](ScriptedConnection& connection, int) {
                    connection.ReadRequest();
                    connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    connection.WaitForClient();
                  },
                  TransportError::Timeout}),
    [](const auto& row) { return row.param.Name; });

TYPED_TEST(CurlTransportTest, KnowsThatNothingWasSentWithoutAConnection) {
  std::string refused;
  {
    const ScriptedServer gone(RespondToAll);
    refused = gone.Url();
  }
  TypeParam transport{TransportOptions()};
  Failed failed = FailureOf(transport, Post(refused));
  EXPECT_EQ(failed.Cause, TransportError::Connect);
  EXPECT_FALSE(failed.MayHaveBeenAccepted);
  failed = FailureOf(transport, Post("http://no-such-host.invalid"));
  EXPECT_EQ(failed.Cause, TransportError::NameResolution);
  EXPECT_FALSE(failed.MayHaveBeenAccepted);
}

TYPED_TEST(CurlTransportTest, KnowsThatNothingWasSentWithoutTls) {
  ScriptedServer server(
      [](ScriptedConnection& connection, int) { connection.Write("this is not TLS"); });
  TypeParam transport{TransportOptions()};
  const Failed failed = FailureOf(transport, Post("https" + server.Url().substr(4)));
  EXPECT_EQ(failed.Cause, TransportError::Tls);
  EXPECT_FALSE(failed.MayHaveBeenAccepted);
}

/// A server that signals when a request has arrived, and never responds to it.
class SilentServer {
 public:
  void WaitForRequest() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return hasArrived_; });
  }
  [[nodiscard]] std::string Url() const { return server_.Url(); }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  bool hasArrived_ = false;
  ScriptedServer server_{[this](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    {
      const std::lock_guard lock(mutex_);
      hasArrived_ = true;
    }
    arrived_.notify_all();
    connection.WaitForClient();
  }};
};

TYPED_TEST(CurlTransportTest, EndsAtOnceWhenItIsCancelledWhileWaiting) {
  SilentServer server;
  TypeParam transport{TransportOptions()};
  const Context context = Context::Cancellable();
  std::chrono::steady_clock::time_point cancelledAt;
  std::thread canceller([&] {
    server.WaitForRequest();
    cancelledAt = std::chrono::steady_clock::now();
    context.Cancel();
  });
  const Failed failed = FailureOf(transport, Post(server.Url()), context);
  const auto endedAt = std::chrono::steady_clock::now();
  canceller.join();
  EXPECT_EQ(failed.Cause, TransportError::Cancelled);
  EXPECT_TRUE(failed.MayHaveBeenAccepted);
  EXPECT_LT(endedAt - cancelledAt, Soon);
}

TYPED_TEST(CurlTransportTest, EndsAtTheDeadline) {
  SilentServer server;
  TypeParam transport{TransportOptions()};
  const auto begin = std::chrono::steady_clock::now();
  const Failed failed =
      FailureOf(transport, Post(server.Url()), Context::WithTimeout(milliseconds(100)));
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(failed.Cause, TransportError::Cancelled);
  EXPECT_GE(elapsed, milliseconds(100));
  EXPECT_LT(elapsed, Soon);
}

TYPED_TEST(CurlTransportTest, EndsAtTheDeadlineWhileConnecting) {
  TypeParam transport{TransportOptions()};
  const auto begin = std::chrono::steady_clock::now();
  // TEST-NET-1 (RFC 5737) has no hosts. If there is no route to it, connecting fails at once.
  const Failed failed =
      FailureOf(transport, Post("http://192.0.2.1"), Context::WithTimeout(milliseconds(100)));
  EXPECT_THAT(failed.Cause, testing::AnyOf(TransportError::Cancelled, TransportError::Connect));
  EXPECT_FALSE(failed.MayHaveBeenAccepted);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, Soon);
}

TYPED_TEST(CurlTransportTest, WorksAfterACancelledRequest) {
  ScriptedServer server([](ScriptedConnection& connection, int index) {
    if (index > 0) return RespondToAll(connection, index);
    connection.ReadRequest();
    connection.WaitForClient();
  });
  TypeParam transport{TransportOptions()};
  FailureOf(transport, Post(server.Url()), Context::WithTimeout(milliseconds(50)));
  EXPECT_EQ(Send(transport, Post(server.Url())).Status(), 202);
}

TYPED_TEST(CurlTransportTest, IsSharedByThreads) {
  ScriptedServer server(RespondToAll);
  TransportOptions options;
  options.MaxConnections = 2;
  TypeParam transport(options);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) EXPECT_EQ(Send(transport, Post(server.Url())).Status(), 202);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(server.Requests(), SizeIs(200));
}

/// A server that responds only when `guests` requests have arrived, so that each needs its own
/// connection.
class MeetingServer {
 public:
  explicit MeetingServer(int guests) : guests_(guests) {}
  [[nodiscard]] std::string Url() const { return server_.Url(); }
  [[nodiscard]] int Connections() const { return server_.Connections(); }

 private:
  void WaitForAll() {
    std::unique_lock lock(mutex_);
    const int meeting = arrived_++ / guests_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return arrived_ >= (meeting + 1) * guests_; });
  }

  const int guests_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  ScriptedServer server_{[this](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) {
      WaitForAll();
      connection.Write(PlainResponse(202));
    }
  }};
};

template <class Transport>
void SendAtOnce(Transport& transport, const std::string& url, int times) {
  std::vector<std::thread> threads;
  for (int i = 0; i < times; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(Send(transport, Post(url)).Status(), 202); });
  }
  for (std::thread& thread : threads) thread.join();
}

// Blocking calls beyond the limit don't wait: they open more connections, which aren't kept.
TEST(CurlTransport, KeepsAtMostMaxConnections) {
  MeetingServer server(4);
  TransportOptions options;
  options.MaxConnections = 3;
  CurlTransport transport(options);
  SendAtOnce(transport, server.Url(), 4);
  EXPECT_EQ(server.Connections(), 4);
  SendAtOnce(transport, server.Url(), 4);
  EXPECT_EQ(server.Connections(), 5);
}

// On the loop, requests beyond the limit wait.
TEST(CurlTransport, OpensAtMostMaxConnectionsOnTheLoop) {
  MeetingServer server(2);
  TransportOptions options;
  options.MaxConnections = 2;
  CurlOnLoop transport(options);
  SendAtOnce(transport, server.Url(), 40);
  EXPECT_EQ(server.Connections(), 2);
}

TYPED_TEST(CurlTransportTest, UsesTheProxyOfTheOptions) {
  ScriptedServer proxy(RespondToAll);
  TransportOptions options;
  options.Proxy = proxy.Url();
  options.ProxyUser = "user";
  options.ProxyPassword = "password";
  TypeParam transport(options);
  EXPECT_EQ(Send(transport, Post("http://service.invalid")).Status(), 202);
  EXPECT_THAT(proxy.Requests().at(0),
              StartsWith("POST http://service.invalid/path?query=1 HTTP/1.1\r\n"));
  EXPECT_THAT(proxy.Requests().at(0),
              HasSubstr("Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==\r\n"));
  options.NoProxy = "service.invalid";
  TypeParam direct(options);
  EXPECT_EQ(FailureOf(direct, Post("http://service.invalid")).Cause,
            TransportError::NameResolution);
}

TYPED_TEST(CurlTransportTest, UsesTheEnvironmentsProxyByDefault) {
  ScriptedServer proxy(RespondToAll);
  const EnvironmentVariable variable("http_proxy", proxy.Url());
  TypeParam fromEnvironment{TransportOptions()};
  EXPECT_EQ(Send(fromEnvironment, Post("http://service.invalid")).Status(), 202);
  TransportOptions options;
  options.Proxy = "";
  TypeParam none(options);
  EXPECT_EQ(FailureOf(none, Post("http://service.invalid")).Cause, TransportError::NameResolution);
}

TYPED_TEST(CurlTransportTest, FindsTheEnvironmentsProxyForItsScheme) {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    SCOPED_TRACE(name);
    ScriptedServer proxy([](ScriptedConnection& connection, int) {
      connection.ReadRequest();
      connection.Write(PlainResponse(407));
    });
    const EnvironmentVariable variable(name, proxy.Url());
    TypeParam transport{TransportOptions()};
    EXPECT_EQ(FailureOf(transport, Post("https://service.invalid")).Cause, TransportError::Proxy);
    EXPECT_THAT(proxy.Requests(), ElementsAre(StartsWith("CONNECT service.invalid:443 ")));
  }
}

TYPED_TEST(CurlTransportTest, AuthenticatesToTheEnvironmentsProxyAsTheUserInItsUrl) {
  ScriptedServer proxy(RespondToAll);
  const EnvironmentVariable variable(
      "http_proxy", "http://user:pass%3Aword@127.0.0.1:" + std::to_string(proxy.Port()));
  const std::string asBasic = "Proxy-Authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n";
  TypeParam transport{TransportOptions()};
  EXPECT_EQ(Send(transport, Post("http://service.invalid")).Status(), 202);
  EXPECT_THAT(proxy.Requests(), ElementsAre(HasSubstr(asBasic)));

  // A host that is reached directly doesn't receive the proxy's credentials.
  ScriptedServer service(RespondToAll);
  const EnvironmentVariable exception("no_proxy", "127.0.0.1");
  TypeParam direct{TransportOptions()};
  EXPECT_EQ(Send(direct, Post(service.Url())).Status(), 202);
  EXPECT_THAT(service.Requests(), ElementsAre(Not(HasSubstr("Proxy-Authorization"))));
  EXPECT_THAT(proxy.Requests(), SizeIs(1));
}

TYPED_TEST(CurlTransportTest, UsesTheEnvironmentsProxyExceptions) {
  for (const char* name : {"no_proxy", "NO_PROXY"}) {
    SCOPED_TRACE(name);
    ScriptedServer proxy(RespondToAll);
    ScriptedServer service(RespondToAll);
    const EnvironmentVariable exceptions(name, "example.org,127.0.0.1");
    TransportOptions given;
    given.Proxy = proxy.Url();
    TypeParam byOption(given);
    EXPECT_EQ(Send(byOption, Post(service.Url())).Status(), 202);
    const EnvironmentVariable variable("http_proxy", proxy.Url());
    TypeParam byEnvironment{TransportOptions()};
    EXPECT_EQ(Send(byEnvironment, Post(service.Url())).Status(), 202);
    EXPECT_THAT(service.Requests(), SizeIs(2));
    EXPECT_THAT(proxy.Requests(), SizeIs(0));

    given.NoProxy = "";
    TypeParam always(given);
    EXPECT_EQ(Send(always, Post(service.Url())).Status(), 202);
    EXPECT_THAT(proxy.Requests(), SizeIs(1));
  }
}

// The request travels inside TLS: the proxy learns only the host and port of the service.
TYPED_TEST(CurlTransportTest, HidesARequestOverTlsFromTheProxy) {
  ScriptedServer proxy([](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(PlainResponse(407));
  });
  TransportOptions options;
  options.Proxy = proxy.Url();
  options.ProxyUser = "user";
  options.ProxyPassword = "password";
  TypeParam transport(options);
  HttpRequest request = Post("https://service.invalid");
  request.Headers().Set("Authorization", "Bearer token");
  const Failed failed = FailureOf(transport, request);
  EXPECT_FALSE(failed.MayHaveBeenAccepted);
  ASSERT_THAT(proxy.Requests(), SizeIs(1));
  EXPECT_THAT(proxy.Requests()[0], StartsWith("CONNECT service.invalid:443 HTTP/1.1\r\n"));
  EXPECT_THAT(proxy.Requests()[0], HasSubstr("Proxy-Authorization: Basic"));
  EXPECT_THAT(proxy.Requests()[0], Not(HasSubstr("token")));
}

TEST(CurlTransport, RefusesInvalidOptions) {
  const auto refusal = [](const auto& change) -> std::string {
    TransportOptions options;
    change(options);
    try {
      const CurlTransport transport(options);
    } catch (const std::invalid_argument& refused) {
      return refused.what();
    }
    return "not refused";
  };
  EXPECT_THAT(refusal([](auto& o) { o.ConnectTimeout = milliseconds(0); }),
              HasSubstr("options.Transport.ConnectTimeout"));
  EXPECT_THAT(refusal([](auto& o) { o.AttemptTimeout = milliseconds(-1); }),
              HasSubstr("AttemptTimeout"));
  EXPECT_THAT(refusal([](auto& o) { o.ConnectionLifetime = std::chrono::seconds(0); }),
              HasSubstr("ConnectionLifetime"));
  EXPECT_THAT(refusal([](auto& o) { o.MaxConnections = 0; }), HasSubstr("MaxConnections"));
  EXPECT_THAT(refusal([](auto& o) { o.ClientKey = "key.pem"; }), HasSubstr("ClientCertificate"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
