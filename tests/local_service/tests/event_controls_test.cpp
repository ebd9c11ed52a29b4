// The test controls for events, the live page and https handlers.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

#include "event_fixture.hpp"
#include "self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class EventFaults : public EventsTest {
 protected:
  void SetFaults(const std::string& rules) {
    HttpConnection connection(Service->Port());
    connection.Send("POST /_local/faults HTTP/1.1\r\nHost: " + Client->Host() +
                    "\r\nContent-Length: " + std::to_string(rules.size()) + "\r\n\r\n" + rules);
    status_ = connection.Receive()->Status;
  }
  std::string AckOf(WebSocketClient& client) {
    client.SendText(EventMessage("e", "x", R"("ackId":)" + std::to_string(++id_)));
    const std::string ack = Next(client);
    if (ack == SucceededAck(id_)) return "success";
    return ack == FailedAck(id_) ? "failure" : ack;
  }

  int status_ = 0;
  int id_ = 0;
};

TEST_F(EventFaults, StandInForTheHandler) {
  Start();
  auto client = ConnectJson();
  (void)Handler->Wait(2);
  SetFaults(R"([{"match":{"event":"user.*"},"action":{"status":400}}])");
  EXPECT_EQ(status_, 204);
  EXPECT_EQ(AckOf(client), "failure");
  EXPECT_EQ(Handler->Names(), "connect connected");
  EXPECT_EQ(AckOf(client), "success");
  SetFaults(R"([{"match":{"event":"connect"},"action":{"status":401}}])");
  EXPECT_EQ(StatusOfUpgrade(), 401);
  SetFaults(R"([{"match":{"event":"user.e"},"action":{"status":200,"body":"hi",
      "headers":{"Content-Type":"text/plain"}}}])");
  EXPECT_EQ(AckOf(client), ServerText("hi"));
}

TEST_F(EventFaults, LoseRequestsAndResponses) {
  Start();
  auto client = ConnectJson();
  (void)Handler->Wait(2);
  SetFaults(R"([{"match":{"event":"user.e"},"action":{"do":"drop"}}])");
  EXPECT_EQ(AckOf(client), "success");
  EXPECT_EQ(Handler->Events().size(), 3U);
  SetFaults(R"([{"match":{"event":"user.e"},"action":{"do":"dropAfterHandling"}}])");
  EXPECT_EQ(AckOf(client), "success");
  const auto events = Handler->Events();
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[3].Header("ce-id"), events[4].Header("ce-id"));
  SetFaults(R"([{"match":{"event":"user.e","count":0},"action":{"do":"dropAfterHandling"}}])");
  EXPECT_EQ(AckOf(client), "failure");
  EXPECT_EQ(Handler->Events().size(), 9U);
}

TEST_F(EventFaults, DuplicateAndDelayEvents) {
  Start();
  auto client = ConnectJson();
  (void)Handler->Wait(2);
  SetFaults(R"([{"match":{"event":"user.e"},"action":{"do":"duplicate","delayMs":20}}])");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(AckOf(client), "success");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
  const auto events = Handler->Events();
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[2].Header("x-ms-client-request-id"), events[3].Header("x-ms-client-request-id"));
}

TEST_F(EventFaults, DropAClientWhoseEventFails) {
  Start([](const HandlerRequest& request) {
    return StatusReply(request.Event() == "user.e" ? 400 : 204);
  });
  auto client = ConnectJson();
  SetFaults(R"([{"match":{"event":"user.*"},"action":{"do":"dropClient"}}])");
  client.SendText(EventMessage("e", "x", R"("ackId":1)"));
  EXPECT_EQ(CloseCodeOf(client), 1011);
  EXPECT_EQ(Handler->Wait(4).Body, R"({"reason":"Internal server error"})");
}

TEST_F(EventFaults, FailAValidation) {
  Start();
  SetFaults(R"([{"match":{"event":"validate"},"action":{"status":403}}])");
  EXPECT_EQ(StatusOfUpgrade(), 500);
  Service->AdvanceClock(std::chrono::seconds(1));
  EXPECT_EQ(StatusOfUpgrade(), 101);
}

TEST_F(EventFaults, LeaveRequestsAlone) {
  Start();
  SetFaults(R"([{"match":{"event":"*","count":0},"action":{"status":400}},
                {"match":{"path":"*","count":0},"action":{"status":503}}])");
  EXPECT_EQ(Client->SendText("/:send", "hi"), 503);
  SetFaults("[]");
  for (const char* rule :
       {R"([{"action":{"do":"duplicate"}}])", R"([{"action":{"do":"dropClient"}}])",
        R"([{"match":{"event":"*"},"action":{"do":"slowBody"}}])",
        R"([{"match":{"event":"*"},"action":{"do":"close"}}])"}) {
    SetFaults(rule);
    EXPECT_EQ(status_, 400) << rule;
  }
  EXPECT_EQ(Client->SendText("/:send", "hi"), 202);
}

TEST_F(EventsTest, AreOnTheLivePageAndInTheLog) {
  Options.EventHandlers.resize(1);
  Options.EventHandlers[0].Hub = "Chat";
  EventHandlerServer other([](const HandlerRequest& request) {
    return request.Event() == "user.e" ? StatusReply(500) : StatusReply(204);
  });
  Options.EventHandlers[0].Url = other.Url() + "?code=secret";
  Start();
  auto client = ConnectJson(R"("sub":"ann")");
  client.SendText(EventMessage("e", "private", R"("ackId":1)"));
  EXPECT_EQ(Next(client), FailedAck(1));
  const std::string body = Client->Get("/_local/live").Body;
  const json events = json::parse(body).at("events");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].at("event"), "connect");
  EXPECT_EQ(events[0].at("status"), 204);
  EXPECT_EQ(events[2].at("event"), "user.e");
  EXPECT_EQ(events[2].at("hub"), "chat");
  EXPECT_EQ(events[2].at("userId"), "ann");
  EXPECT_EQ(events[2].at("connectionId"), Id);
  EXPECT_EQ(events[2].at("status"), 500);
  EXPECT_EQ(events[2].at("attempts"), 4);
  EXPECT_EQ(events[2].at("hasEnded"), true);
  EXPECT_THAT(events[2].at("url"), HasSubstr("/events/e"));
  const std::string url = other.Url().substr(0, other.Url().find('{'));
  EXPECT_THAT(Log(), HasSubstr("event handler " + url + "validate accepts events\n"));
  EXPECT_THAT(Log(),
              HasSubstr("event connect of client " + Id + ": POST " + url + "connect 204\n"));
  EXPECT_THAT(Log(), HasSubstr("event user.e of client " + Id + ": POST " + url +
                               "e 500, after 4 attempts\n"));
  for (const std::string& text : {body, Log()}) {
    for (const char* secret : {"secret", "private", "sha256", "eyJ"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }
  Service->Reset();
  EXPECT_EQ(json::parse(Client->Get("/_local/live").Body).at("events").size(), 0U);
}

// A handler over TLS, which accepts everything.
class TlsHandler {
 public:
  explicit TlsHandler(const SelfSignedCertificate& certificate) {
    tls_.use_certificate_chain_file(certificate.CertificateFile());
    tls_.use_private_key_file(certificate.KeyFile(), boost::asio::ssl::context::pem);
    acceptor_.open(boost::asio::ip::tcp::v4());
    acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0});
    acceptor_.listen();
    thread_ = std::thread([this] {
      while (!stopping_) Serve();
    });
  }
  ~TlsHandler() {
    stopping_ = true;
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket(context_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  TlsHandler(const TlsHandler&) = delete;
  TlsHandler& operator=(const TlsHandler&) = delete;

  [[nodiscard]] std::string Url() const {
    return "https://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/{event}";
  }

 private:
  void Serve() {
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(context_, tls_);
    boost::system::error_code error;
    acceptor_.accept(stream.next_layer(), error);
    if (stopping_ || stream.handshake(boost::asio::ssl::stream_base::server, error)) return;
    boost::asio::streambuf head;
    boost::asio::read_until(stream, head, "\r\n\r\n", error);
    boost::asio::write(stream,
                       boost::asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                                                       "WebHook-Allowed-Origin: *\r\n\r\n")),
                       error);
    stream.shutdown(error);
  }

  boost::asio::io_context context_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_server};
  boost::asio::ip::tcp::acceptor acceptor_{context_};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST_F(EventsTest, GoToAHandlerOverTlsIfItsCertificateIsTrusted) {
  const SelfSignedCertificate certificate;
  TlsHandler handler(certificate);
  for (const bool isTrusted : {true, false}) {
    Options = ServiceOptions();
    Options.EventHandlers.resize(1);
    Options.EventHandlers[0].Url = handler.Url();
    // OpenSSL reads this environment variable.
    if (isTrusted) setenv("SSL_CERT_FILE", certificate.CertificateFile().c_str(), 1);
    Start();
    unsetenv("SSL_CERT_FILE");
    EXPECT_EQ(StatusOfUpgrade(), isTrusted ? 101 : 500);
    EXPECT_EQ(Log().find("the TLS handshake failed") == std::string::npos, isTrusted);
    Service.reset();
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
