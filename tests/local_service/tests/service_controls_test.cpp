// The test controls of a service.

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "self_signed_certificate.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

namespace asio = boost::asio;
using nlohmann::json;
using testing::HasSubstr;

class Controls : public ServiceTest {
 protected:
  Fault FaultOf(FaultAction action) {
    Fault fault;
    fault.Path = "*/:send";
    fault.Action = action;
    return fault;
  }
  HttpResponse Post(const std::string& control, const std::string& body = {}) {
    HttpConnection connection(Service.Port());
    connection.Send("POST /_local" + control + " HTTP/1.1\r\nHost: " + Client.Host() +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return connection.Receive().value_or(HttpResponse());
  }
};

TEST_F(Controls, RespondInPlaceOfTheService) {
  auto raw = WebSocketClient(Client.ClientUrl());
  Fault busy;
  busy.Method = "POST";
  busy.Count = 2;
  busy.Status = 503;
  busy.Headers = {{"Retry-After", "7"}};
  busy.Body = "later";
  Service.AddFault(busy);
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("POST", "/api/hubs/chat/:send", "hi"));
  const auto response = connection.Receive();
  EXPECT_EQ(response->Status, 503);
  EXPECT_THAT(response->Head, HasSubstr("\r\nRetry-After: 7\r\n"));
  EXPECT_EQ(response->Body, "later");
  EXPECT_EQ(Client.SendText("/:send", "hi"), 503);
  EXPECT_EQ(Client.SendText("/:send", "marker"), 202);
  EXPECT_EQ(Next(raw), "marker");
  EXPECT_THROW(Service.AddFault([] {
    Fault bad;
    bad.Nth = 0;
    return bad;
  }()),
               std::invalid_argument);
}

TEST_F(Controls, LoseRequestsAndResponses) {
  auto raw = WebSocketClient(Client.ClientUrl());
  Service.AddFault(FaultOf(FaultAction::Drop));
  EXPECT_EQ(Client.SendText("/:send", "lost"), 0);
  Service.Reset();
  auto other = WebSocketClient(Client.ClientUrl());
  Service.AddFault(FaultOf(FaultAction::DropAfterHandling));
  EXPECT_EQ(Client.SendText("/:send", "accepted"), 0);
  EXPECT_EQ(Next(other), "accepted");
  EXPECT_EQ(CloseCodeOf(raw), 0);
}

TEST_F(Controls, CloseAKeepAliveConnection) {
  Service.AddFault(FaultOf(FaultAction::Close));
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("POST", "/api/hubs/chat/:send"));
  const auto response = connection.Receive();
  EXPECT_EQ(response->Status, 202);
  EXPECT_THAT(response->Head, testing::Not(HasSubstr("Connection: close")));
  EXPECT_TRUE(connection.IsClosed());
}

TEST_F(Controls, RespondInPlaceOfTheServiceAfterItHasHandledTheRequest) {
  auto raw = WebSocketClient(Client.ClientUrl());
  Fault lost = FaultOf(FaultAction::RespondAfterHandling);
  lost.Status = 503;
  Service.AddFault(lost);
  EXPECT_EQ(Client.SendText("/:send", "hi"), 503);
  EXPECT_EQ(Next(raw), "hi");
}

TEST_F(Controls, RespondOnceMoreThanRequestsCame) {
  Fault fault = FaultOf(FaultAction::RespondUnrequested);
  fault.Status = 408;
  Service.AddFault(fault);
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("POST", "/api/hubs/chat/:send"));
  EXPECT_EQ(connection.Receive()->Status, 202);
  EXPECT_EQ(connection.Receive()->Status, 408);
  EXPECT_TRUE(connection.IsClosed());
}

TEST_F(Controls, SendOddHeaders) {
  Service.AddFault(FaultOf(FaultAction::OddHeaders));
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("POST", "/api/hubs/chat/:send"));
  EXPECT_THAT(connection.Receive()->Head, HasSubstr("\r\nX-Odd: one\r\n two\r\nno field\r\n"));
}

TEST_F(Controls, DelayRequestsAndAllowStoppingMeanwhile) {
  Fault slow = FaultOf(FaultAction::Handle);
  slow.Delay = std::chrono::milliseconds(20);
  Service.AddFault(slow);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, slow.Delay);
  slow.Delay = std::chrono::hours(1);
  Service.AddFault(slow);
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("POST", "/api/hubs/chat/:send"));
  EXPECT_TRUE(WaitUntil([&] { return Service.Requests().size() == 2; }));
  Service.Stop();
  EXPECT_TRUE(connection.IsClosed());
}

TEST_F(Controls, RejectHandshakes) {
  Fault fault;
  fault.Path = "/client/*";
  fault.Status = 429;
  Service.AddFault(fault);
  try {
    const WebSocketClient client(Client.ClientUrl());
    ADD_FAILURE();
  } catch (const WebPubSub::Testing::WebSocketHandshakeError& rejection) {
    EXPECT_EQ(rejection.Status(), 429);
  }
  EXPECT_NO_THROW(WebSocketClient(Client.ClientUrl()));
}

TEST_F(Controls, RecordTheRequests) {
  EXPECT_EQ(Client.SendText("/groups/a%20b/:send?api-version=2024-12-01", "hi"), 202);
  EXPECT_EQ(Client.Call("HEAD", "/api/hubs/chat/users/none"), 404);
  const auto requests = Service.Requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].Number, 1U);
  EXPECT_EQ(requests[0].Method, "POST");
  EXPECT_EQ(requests[0].Path, "/api/hubs/chat/groups/a%20b/:send");
  EXPECT_EQ(requests[0].Query, "api-version=2024-12-01");
  EXPECT_EQ(requests[0].Body, "hi");
  EXPECT_EQ(requests[0].Status, 202);
  EXPECT_EQ(requests[1].Status, 404);
}

TEST_F(Controls, AdvanceTheClockForTokens) {
  EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
  Service.AdvanceClock(std::chrono::hours(24 * 365 * 100));
  EXPECT_EQ(Client.SendText("/:send", "hi"), 401);
  Service.Reset();
  EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
}

TEST_F(Controls, CanBeCalledFromManyThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 20; ++n) {
        EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
        Service.AdvanceClock(std::chrono::seconds(1));
        EXPECT_FALSE(Service.State().empty());
        EXPECT_FALSE(Service.AbortClient("none"));
        EXPECT_FALSE(Service.Requests().empty());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Controls, SendABodySlowly) {
  Fault slow = FaultOf(FaultAction::SlowBody);
  slow.Path = "*/connections";
  slow.Delay = std::chrono::milliseconds(1);
  Service.AddFault(slow);
  HttpConnection connection(Service.Port());
  const std::string list = Client.Request("GET", "/api/hubs/chat/groups/none/connections");
  const std::string body = R"({"value":[],"nextLink":null})";
  const auto begin = std::chrono::steady_clock::now();
  connection.Send(list + list);
  EXPECT_EQ(connection.Receive()->Body, body);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, body.size() * slow.Delay);
  EXPECT_EQ(connection.Receive()->Body, body);
}

TEST(ControlsOfTls, EndAConnectionWithAnAlert) {
  const SelfSignedCertificate certificate;
  ServiceOptions options;
  options.TlsCertificateFile = certificate.CertificateFile();
  options.TlsKeyFile = certificate.KeyFile();
  LocalService::Service service(options);
  Fault fault;
  fault.Action = FaultAction::TlsAlert;
  service.AddFault(fault);

  asio::io_context context;
  asio::ssl::context tls(asio::ssl::context::tls_client);
  asio::ssl::stream<asio::ip::tcp::socket> stream(context, tls);
  stream.lowest_layer().connect({asio::ip::address_v4::loopback(), service.Port()});
  stream.handshake(asio::ssl::stream_base::client);
  asio::write(stream, asio::buffer(std::string("HEAD /api/health HTTP/1.1\r\nHost: x\r\n\r\n")));
  char byte = 0;
  boost::system::error_code error;
  stream.read_some(asio::buffer(&byte, 1), error);
  EXPECT_EQ(error.category(), asio::error::get_ssl_category()) << error.message();
  EXPECT_GT(ERR_GET_REASON(static_cast<unsigned long>(error.value())), SSL_AD_REASON_OFFSET)
      << error.message();
}

TEST_F(Controls, EndAConnectionWithoutTlsInPlaceOfAnAlert) {
  Service.AddFault(FaultOf(FaultAction::TlsAlert));
  EXPECT_EQ(Client.SendText("/:send", "lost"), 0);
  EXPECT_EQ(Client.SendText("/:send", "sent"), 202);
}

// The controls over HTTP

TEST_F(Controls, ReplaceTheFaults) {
  EXPECT_EQ(
      Post("/faults", R"([{"match":{"path":"*/:send","count":0},"action":{"status":503}}])").Status,
      204);
  EXPECT_EQ(Client.SendText("/:send", "hi"), 503);
  EXPECT_EQ(
      Post("/faults", R"([{"match":{"path":"*/:send","count":0},"action":{"do":"drop"}}])").Status,
      204);
  EXPECT_EQ(Client.SendText("/:send", "hi"), 0);
  EXPECT_EQ(Post("/faults", "[]").Status, 204);
  EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
}

TEST_F(Controls, ReportTheStateAndTheRequests) {
  auto client = ConnectJson(std::string(R"("sub":"ann",)") + AllRoles);
  const std::string id = Member(Next(client), "connectionId");
  const json state = json::parse(Client.Get("/_local/state").Body);
  EXPECT_EQ(state.at("hubs").at("chat").at("connections").at(0).at("connectionId"), id);
  EXPECT_EQ(Client.SendText("/:send", "one"), 202);
  EXPECT_EQ(Client.SendText("/:send", "two"), 202);
  const json requests = json::parse(Client.Get("/_local/requests?since=2").Body);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests.at(0).at("path"), "/api/hubs/chat/:send");
}

TEST_F(Controls, AbortAClientAdvanceTheClockAndResetEverything) {
  auto aborted = ConnectJson();
  auto other = ConnectJson();
  EXPECT_EQ(Post("/clients/" + Member(Next(aborted), "connectionId") + "/abort").Status, 204);
  EXPECT_EQ(CloseCodeOf(aborted), 0);
  EXPECT_EQ(Post("/clock", R"({"advanceSeconds":3153600000})").Status, 204);
  EXPECT_EQ(Client.SendText("/:send", "in a hundred years"), 401);
  EXPECT_EQ(Post("/reset").Status, 204);
  EXPECT_EQ(CloseCodeOf(other), 0);
  EXPECT_EQ(Client.Get("/_local/state").Body, R"({"hubs":{}})");
  EXPECT_EQ(Client.Get("/_local/requests").Body, "[]");
  EXPECT_EQ(Client.SendText("/:send", "now"), 202);
}

struct ForeignCase {
  std::string Host;
  std::string Origin;
};

// A web page in a browser on this machine can send requests to the service: from its own origin, or
// through its own host name that resolves to a loopback address.
TEST_F(Controls, RejectRequestsFromWebPages) {
  auto client = ConnectJson();
  const std::string id = Member(Next(client), "connectionId");
  for (const std::string& control :
       {std::string("GET /_local/state"), std::string("GET /_local/requests"),
        std::string("POST /_local/faults"), std::string("POST /_local/clock"),
        std::string("POST /_local/reset"), "POST /_local/clients/" + id + "/abort"}) {
    for (const ForeignCase& row :
         {ForeignCase{Client.Host(), "https://example.com"}, ForeignCase{Client.Host(), "null"},
          ForeignCase{"example.com", ""}, ForeignCase{"127.0.0.1.example.com:8080", ""},
          ForeignCase{"localhost.example.com", ""}, ForeignCase{"10.0.0.1", ""}}) {
      HttpConnection connection(Service.Port());
      connection.Send(control + " HTTP/1.1\r\nHost: " + row.Host + "\r\n" +
                      (row.Origin.empty() ? "" : "Origin: " + row.Origin + "\r\n") +
                      "Content-Length: 2\r\n\r\n[]");
      EXPECT_EQ(connection.Receive()->Status, 403) << control << ' ' << row.Host << row.Origin;
    }
  }
  EXPECT_EQ(Client.SendText("/:send", "still here"), 202);
  EXPECT_THAT(Next(client), HasSubstr("still here"));
}

TEST(DisabledControls, RespondWithNotFound) {
  ServiceOptions options;
  options.HasTestControls = false;
  LocalService::Service service(options);
  for (const char* target : {"/_local/state", "/_local/requests"}) {
    EXPECT_EQ(ServiceClient(service).Get(target).Status, 404) << target;
  }
  for (const char* target : {"/_local/faults", "/_local/clock", "/_local/reset"}) {
    EXPECT_EQ(ServiceClient(service).Call("POST", target, "[]"), 404) << target;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
