#include "program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "event_handler_server.hpp"
#include "self_signed_certificate.hpp"
#include "service_bench.hpp"
#include "service_client.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

using Arguments = std::vector<std::string>;

TEST(LocalProgram, PrintsItsUsage) {
  for (const char* help : {"--help", "-h"}) {
    Program program({"--log", help});
    const std::string output = program.Output();
    for (const char* option : {"--port", "--host", "--key", "--tls-certificate", "--tls-key",
                               "--event-handler", "--user-events", "--system-events",
                               "--allow-any-entra-token", "--no-controls", "--log", "--help"}) {
      EXPECT_THAT(output, HasSubstr(option));
    }
    EXPECT_EQ(program.Errors(), "");
    EXPECT_EQ(program.ExitStatus(), 0);
  }
}

TEST(LocalProgram, NamesTheInvalidArgument) {
  const SelfSignedCertificate certificate;
  struct Case {
    Arguments Given;
    std::string Error;
  };
  for (const Case& row :
       {Case{{"--prot", "1"}, "unknown argument '--prot'"},
        Case{{"8080"}, "unknown argument '8080'"}, Case{{"--port"}, "--port requires a value"},
        Case{{"--key", ""}, "--key requires a value"},
        Case{{"--port", "65536"}, "--port requires a number from 0 to 65535, not '65536'"},
        Case{{"--port", "-1"}, "--port requires a number from 0 to 65535, not '-1'"},
        Case{{"--port", "80a"}, "--port requires a number from 0 to 65535, not '80a'"},
        Case{{"--host", "nowhere"},
             "--host requires an IP address, such as 127.0.0.1 or 0.0.0.0, not 'nowhere'"},
        Case{{"--key", "a;b"}, "--key requires text without semicolons, not 'a;b'"},
        Case{{"--tls-key", "no such file"},
             "--tls-key requires a file that can be read, not 'no such file'"},
        Case{{"--event-handler", "http://h/"},
             "--event-handler requires a hub and a URL, such as "
             "chat=http://127.0.0.1:9000/eventhandler/{event}. Invalid hub name."},
        Case{
            {"--event-handler", "chat=h:9000"},
            "--event-handler requires a hub and a URL, such as "
            "chat=http://127.0.0.1:9000/eventhandler/{event}. The URL has to begin with http:// or "
            "https:// and a host."},
        Case{{"--user-events", "buy"}, "--user-events requires an --event-handler before it"},
        Case{{"--event-handler", "chat=http://h/", "--system-events", "connect,sell"},
             "--system-events requires event names, separated by commas. 'sell' is none of the "
             "system "
             "events connect, connected and disconnected."},
        Case{{"--event-handler", "chat=http://h/", "--user-events", "a b"},
             "--user-events requires event names, separated by commas. Invalid user event 'a b'."},
        Case{{"--allow-any-entra-token", "--host", "0.0.0.0"},
             "--allow-any-entra-token requires a --host that only this machine reaches"},
        Case{{"--tls-key", certificate.KeyFile()}, "--tls-key requires --tls-certificate too"},
        Case{{"--log", "--tls-certificate", certificate.CertificateFile()},
             "--tls-certificate requires --tls-key too"}}) {
    Program program(row.Given);
    EXPECT_EQ(program.Output(), "");
    EXPECT_EQ(program.Errors(),
              "webpubsub-local: " + row.Error + "\nTry webpubsub-local --help.\n");
    EXPECT_EQ(program.ExitStatus(), 2);
  }
}

TEST(LocalProgram, ExplainsWhyItCannotServe) {
  const LocalService::Service other;
  Program late({"--port", std::to_string(other.Port())});
  EXPECT_THAT(late.Errors(), HasSubstr("can't serve on 127.0.0.1:" + std::to_string(other.Port())));
  EXPECT_EQ(late.ExitStatus(), 1);

  const SelfSignedCertificate one;
  const SelfSignedCertificate another;
  Program mismatched(
      {"--port", "0", "--tls-certificate", one.CertificateFile(), "--tls-key", another.KeyFile()});
  EXPECT_THAT(mismatched.Errors(),
              HasSubstr("can't serve TLS with the certificate " + one.CertificateFile() +
                        " and the key " + another.KeyFile()));
  EXPECT_EQ(mismatched.ExitStatus(), 1);
}

TEST(LocalProgram, ServesUntilASignalStopsIt) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program({"--port", "0"});
    const ServiceClient client(PortIn(program.NextLine()));
    EXPECT_EQ(program.NextLine(), "What passes is shown at http://" + client.Host() + "/");
    WebSocketClient json(client.ClientUrl(), JsonSubprotocol);
    Next(json);
    EXPECT_EQ(client.SendText("/:send", "hello"), 202);
    EXPECT_THAT(Next(json), HasSubstr("hello"));
    program.Signal(signal);
    EXPECT_THAT(Next(json), HasSubstr("Service reload"));
    EXPECT_EQ(CloseCodeOf(json), 1001);
    EXPECT_EQ(program.Output(), "");
    EXPECT_EQ(program.Errors(), "");
    EXPECT_EQ(program.ExitStatus(), 0);
  }
}

TEST(LocalProgram, AcceptsAnAddressAndAKey) {
  Program program({"--port", "0", "--host", "127.0.0.2", "--key", "secret"});
  EXPECT_THAT(
      program.NextLine(),
      ContainsRegex("^Endpoint=http://127\\.0\\.0\\.2:[0-9]+;AccessKey=secret;Version=1\\.0;$"));
}

TEST(LocalProgram, LogsWithTimestamps) {
  Program program({"--log", "--port", "0"});
  const ServiceClient client(PortIn(program.NextLine()));
  EXPECT_THAT(program.NextLine(), StartsWith("What passes is shown at "));
  EXPECT_EQ(client.SendText("/:send", "hello"), 202);
  const std::string time = "^[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z ";
  EXPECT_THAT(program.NextLine(), ContainsRegex(time + "POST /api/hubs/chat/:send 202$"));
  WebSocketClient raw(client.ClientUrl());
  EXPECT_THAT(program.NextLine(),
              ContainsRegex(time + "client [0-9a-f]+ connected to hub chat, by raw WebSocket$"));
}

TEST(LocalProgram, ServesTestControlsUnlessTheyAreDisabled) {
  for (const bool hasControls : {true, false}) {
    Arguments arguments = {"--port", "0"};
    if (!hasControls) arguments.emplace_back("--no-controls");
    Program program(arguments);
    const ServiceClient client(PortIn(program.NextLine()));
    EXPECT_EQ(client.Call("GET", "/_local/state"), hasControls ? 200 : 404);
    EXPECT_EQ(client.Get("/", {{"Accept", "text/html"}}).Status, hasControls ? 200 : 404);
    program.Signal(SIGTERM);
    EXPECT_EQ(program.Output().empty(), !hasControls);  // the address of the live page
  }
}

TEST(LocalProgram, CallsEventHandlers) {
  EventHandlerServer first;
  EventHandlerServer second([](const HandlerRequest&) { return TextReply("reply"); });
  Program program({"--port", "0", "--event-handler", "chat=" + first.Url() + "?a=b",
                   "--user-events", "buy,sell", "--system-events", "", "--event-handler",
                   "chat=" + second.Url(), "--system-events", "disconnected"});
  const ServiceClient client(PortIn(program.NextLine()));
  WebSocketClient json(client.ClientUrl(), JsonSubprotocol);
  Next(json);
  json.SendText(R"({"type":"event","event":"buy","dataType":"text","data":"milk","ackId":1})");
  EXPECT_THAT(Next(json), HasSubstr(R"("ackId":1,"success":true)"));
  json.SendText(R"({"type":"event","event":"other","dataType":"text","data":"x"})");
  EXPECT_EQ(Member(Next(json), "data"), "reply");
  json.Close();
  (void)second.Wait(2);
  program.Signal(SIGTERM);
  EXPECT_EQ(program.ExitStatus(), 0);
  EXPECT_EQ(first.Names(), "user.buy");
  EXPECT_EQ(first.Events().at(0).Target, "/events/buy?a=b");
  EXPECT_EQ(second.Names(), "user.other disconnected");
}

// A token as Microsoft Entra issues it, signed with a key that the service doesn't know.
std::string EntraToken() {
  TokenParts parts;
  parts.SigningKey = "unknown";
  parts.Payload = R"({"exp":4102444800,"aud":"https://webpubsub.azure.com"})";
  return MakeToken(parts);
}

TEST(LocalProgram, AcceptsEntraTokensOnRequest) {
  for (const bool allows : {true, false}) {
    Arguments arguments = {"--port", "0"};
    if (allows) arguments.emplace_back("--allow-any-entra-token");
    Program program(arguments);
    const std::string first = program.NextLine();
    EXPECT_THAT(first, StartsWith("Endpoint=http://127.0.0.1:"));
    const std::string host = ServiceClient(PortIn(first)).Host();
    const auto post = [&](const std::string& path) {
      HttpConnection connection(PortIn(first));
      connection.Send("POST /api/hubs/chat/" + path + " HTTP/1.1\r\nHost: " + host +
                      "\r\nContent-Length: 0\r\nAuthorization: Bearer " + EntraToken() +
                      "\r\n\r\n");
      return *connection.Receive();
    };
    EXPECT_EQ(post(":closeConnections").Status, allows ? 204 : 401);
    const HttpResponse generated = post(":generateToken?userId=ann");
    EXPECT_EQ(generated.Status, allows ? 200 : 401);
    if (allows) {
      WebSocketClient client(
          "ws://" + host + "/client/hubs/chat?access_token=" + Member(generated.Body, "token"),
          JsonSubprotocol);
      EXPECT_THAT(Next(client), HasSubstr(R"("userId":"ann")"));
    }
    program.Signal(SIGTERM);
    EXPECT_EQ(program.Errors(), allows ? "webpubsub-local: accepts any Microsoft Entra token, "
                                         "without checking its signature\n"
                                       : "");
    EXPECT_EQ(program.ExitStatus(), 0);
  }
}

TEST(LocalProgram, ServesTls) {
  const SelfSignedCertificate certificate;
  Program program({"--port", "0", "--tls-certificate", certificate.CertificateFile(), "--tls-key",
                   certificate.KeyFile()});
  const std::string connectionString = program.NextLine();
  EXPECT_THAT(connectionString, StartsWith("Endpoint=https://127.0.0.1:"));
  std::string url = ServiceClient(PortIn(connectionString)).ClientUrl();
  url.replace(0, 5, "wss://");
  // OpenSSL reads this environment variable.
  setenv("SSL_CERT_FILE", certificate.CertificateFile().c_str(), 1);
  WebSocketClient json(url, JsonSubprotocol);
  unsetenv("SSL_CERT_FILE");
  EXPECT_THAT(Next(json), HasSubstr("connected"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
