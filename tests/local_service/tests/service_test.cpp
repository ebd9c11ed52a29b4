#include "local_service/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "self_signed_certificate.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ServiceTest, RespondsToSuccessiveRequestsOnOneConnection) {
  HttpConnection connection(Service.Port());
  connection.Send("HEAD /api/health HTTP/1.1\r\nHost: x\r\n\r\n" +
                  Client.Request("POST", "/api/hubs/chat/:send", "hi") +
                  Client.Request("DELETE", "/api/hubs/chat/connections/none") +
                  "HEAD /api/hubs/chat/users/ann HTTP/1.1\r\nHost: x\r\n\r\n" +
                  Client.Request("GET", "/api/hubs/chat/groups/none/connections"));
  EXPECT_EQ(connection.Receive(false)->Status, 200);
  const auto sent = connection.Receive();
  EXPECT_EQ(sent->Status, 202);
  EXPECT_THAT(sent->Head, HasSubstr("\r\nContent-Length: 0\r\n"));
  const auto removed = connection.Receive();
  EXPECT_EQ(removed->Status, 204);
  EXPECT_THAT(removed->Head, testing::Not(HasSubstr("Content-Length")));
  EXPECT_EQ(connection.Receive(false)->Status, 401);
  EXPECT_EQ(connection.Receive()->Body, R"({"value":[],"nextLink":null})");
}

TEST_F(ServiceTest, RespondsToHeadWithTheContentLengthOfGet) {
  HttpConnection connection(Service.Port());
  connection.Send(Client.Request("HEAD", "/api/hubs/chat/users/some_user"));
  const auto response = connection.Receive(false);
  EXPECT_EQ(response->Status, 404);
  EXPECT_THAT(response->Head, HasSubstr("\r\nContent-Length: 126\r\n"));
  EXPECT_THAT(response->Head, HasSubstr("\r\nx-ms-error-code: Warning.User.NotExisted\r\n"));
}

TEST_F(ServiceTest, SurvivesInvalidHttp) {
  struct Case {
    std::string Bytes;
    int Status;
  };
  const std::string good = Client.Request("POST", "/api/hubs/chat/:send");
  for (const Case& row : {
           Case{"nonsense\r\n\r\n", 400},
           Case{std::string("\0\xff\x16\x03\r\n\r\n", 8), 400},
           Case{"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
           Case{"GET / HTTP/1.1\r\nHost: x\r\nBig: " + std::string(40000, 'a') + "\r\n\r\n", 431},
           Case{"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
           Case{"GET / HTTP/1.1\r\n\r\n", 400},
           Case{"GET / HTTP/1.0\r\n\r\n", 404},
           Case{"PUT /api/health HTTP/1.1\r\nHost: x\r\n\r\n", 405},
           Case{"GET /client/hubs/chat HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           Case{"GET /clients/mqtt/hubs/chat HTTP/1.1\r\nHost: x\r\n\r\n", 404},
       }) {
    HttpConnection connection(Service.Port());
    connection.Send(row.Bytes);
    const auto response = connection.Receive();
    EXPECT_EQ(response ? response->Status : 0, row.Status) << row.Bytes.substr(0, 40);
  }
}

TEST_F(ServiceTest, RejectsClientsThatMayNotConnect) {
  struct Case {
    std::string Url;
    int Status;
  };
  const std::string good = Client.ClientUrl();
  for (const Case& row :
       {Case{"ws://" + Client.Host() + "/client/hubs/chat", 401}, Case{good + "x", 401},
        Case{good + "&webpubsub_mode=shout", 400}, Case{good + "&webpubsub_mode=sendToGroup", 400},
        Case{"ws://" + Client.Host() + "/client/hubs/1chat", 400},
        Case{Client.ClientUrl(R"("webpubsub.group":[" "])"), 400}}) {
    try {
      const WebSocketClient client(row.Url);
      ADD_FAILURE() << row.Url;
    } catch (const WebPubSub::Testing::WebSocketHandshakeError& rejection) {
      EXPECT_EQ(rejection.Status(), row.Status) << row.Url;
    }
  }
}

TEST_F(ServiceTest, ClosesClientsThatSendInvalidMessages) {
  auto raw = WebSocketClient(Client.ClientUrl());
  raw.SendText("an event");
  EXPECT_EQ(CloseCodeOf(raw), 1011);

  auto publisher = WebSocketClient(Client.ClientUrl() + "&webpubsub_mode=sendToGroup&group=room");
  publisher.SendText("not allowed");
  EXPECT_EQ(CloseCodeOf(publisher), 1008);

  auto wordy = ConnectJson();
  wordy.SendText("{");
  EXPECT_EQ(CloseCodeOf(wordy), 1007);
  EXPECT_EQ(wordy.CloseReason(), "The client message is not a valid JSON protocol message.");

  auto binary = ConnectJson();
  binary.SendBinary("{\"type\":\"\xff\"}");
  EXPECT_EQ(CloseCodeOf(binary), 1007);

  auto large = ConnectJson();
  large.SendText(std::string(1048577, ' '));
  EXPECT_EQ(CloseCodeOf(large), 1009);

  auto deep = ConnectJson();
  deep.SendText(std::string(1000000, '['));
  EXPECT_EQ(CloseCodeOf(deep), 1007);
}

TEST_F(ServiceTest, AcceptsJsonInBinaryMessages) {
  auto client = ConnectJson();
  Next(client);
  client.SendBinary(R"({"type":"ping"})");
  EXPECT_EQ(Next(client), R"({"type":"pong"})");
}

TEST_F(ServiceTest, LetsRawClientsPublish) {
  auto member = ConnectJson(AllRoles);
  Next(member);
  const std::string url =
      Client.ClientUrl(std::string(R"("sub":"ann",)") + AllRoles) + "&webpubsub_mode=sendToGroup";
  auto echoing = WebSocketClient(url + "&group=room");
  auto silent = WebSocketClient(url + "&group=room&noEcho=true");
  echoing.SendText("text");
  EXPECT_EQ(Next(echoing), "text");
  EXPECT_EQ(Next(silent), "text");
  silent.SendBinary("bytes");
  EXPECT_EQ(Next(echoing), "bytes");
  EXPECT_EQ(Client.SendText("/groups/room/:send", "marker"), 202);
  EXPECT_EQ(Next(silent), "marker");
  EXPECT_EQ(Next(member), R"({"type":"message","from":"group","group":"room","fromUserId":"ann",)"
                          R"("dataType":"text","data":"text"})");
}

TEST_F(ServiceTest, NotifiesClientsWhenItStops) {
  auto json = ConnectJson();
  Next(json);
  auto raw = WebSocketClient(Client.ClientUrl());
  std::thread stops([&] { Service.Stop(); });
  EXPECT_EQ(Next(json), R"({"type":"system","event":"disconnected","message":"Service reload"})");
  EXPECT_EQ(CloseCodeOf(json), 1001);
  EXPECT_EQ(CloseCodeOf(raw), 1001);
  stops.join();
  Service.Stop();
  EXPECT_EQ(Service.State(), R"({"hubs":{}})");
}

// Settings

TEST(ServiceSettings, AdmitAnonymousClients) {
  ServiceOptions options;
  options.AllowsAnonymousClients = true;
  LocalService::Service service(options);
  WebSocketClient client("ws://127.0.0.1:" + std::to_string(service.Port()) + "/client/hubs/chat",
                         JsonSubprotocol);
  EXPECT_THAT(Next(client), HasSubstr(R"("userId":null)"));
}

TEST(ServiceSettings, ChangeStatusesAndCloseCodes) {
  ServiceOptions options;
  options.TooLargeStatus = 413;
  options.MaxBodySize = 10;
  options.MaxMessageSize = 5;
  options.FailedEventCloseCode = 1000;
  LocalService::Service service(options);
  const ServiceClient client(service);
  EXPECT_EQ(client.SendText("/:send", "0123456789"), 202);
  EXPECT_EQ(client.SendText("/:send", "0123456789a"), 413);
  WebSocketClient raw(client.ClientUrl());
  raw.SendText("hello");
  EXPECT_EQ(CloseCodeOf(raw), 1000);
  WebSocketClient wordy(client.ClientUrl());
  wordy.SendText("hello!");
  EXPECT_EQ(CloseCodeOf(wordy), 1009);
}

TEST(ServiceSettings, ServeTls) {
  const SelfSignedCertificate certificate;
  ServiceOptions options;
  options.TlsCertificateFile = certificate.CertificateFile();
  options.TlsKeyFile = certificate.KeyFile();
  LocalService::Service service(options);
  EXPECT_THAT(service.ConnectionString(), StartsWith("Endpoint=https://127.0.0.1:"));
  std::string url = ServiceClient(service).ClientUrl();
  url.replace(0, 5, "wss://");
  EXPECT_THROW(WebSocketClient{url}, std::runtime_error);

  // OpenSSL reads this environment variable.
  setenv("SSL_CERT_FILE", certificate.CertificateFile().c_str(), 1);
  WebSocketClient client(url, JsonSubprotocol);
  unsetenv("SSL_CERT_FILE");
  EXPECT_THAT(Next(client), HasSubstr("connected"));
  client.SendText(R"({"type":"ping"})");
  EXPECT_EQ(Next(client), R"({"type":"pong"})");
  client.Close();
}

TEST(ServiceSettings, AreValidated) {
  ServiceOptions options;
  options.TlsCertificateFile = "there is no such file";
  EXPECT_THROW(LocalService::Service{options}, std::runtime_error);
  LocalService::Service first;
  ServiceOptions taken;
  taken.Port = first.Port();
  EXPECT_THROW(LocalService::Service{taken}, std::runtime_error);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
