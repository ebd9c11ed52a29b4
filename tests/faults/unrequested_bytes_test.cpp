// What a server writes to a kept connection without a request is never a response (RFC 9112,
// section 9.2): not to the request that follows, nor to any later one.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <ostream>
#include <string>
#include <vector>

#include "fault_bench.hpp"
#include "self_signed_certificate.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;
using testing::SizeIs;

constexpr const char* Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

struct Row {
  std::string Name;
  std::string Unrequested;
  /// Whether the server then closes the connection.
  bool Closes = false;
  /// Whether the bytes come in one piece with the response before.
  bool AtOnce = false;
  /// The call before, and its response.
  std::string First = "SendToAll";
  std::string FirstResponse = Accepted;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.Name; }

const std::vector<Row>& Rows() {
  static const std::vector<Row> rows = [] {
    const std::string timeout = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";
    const std::string badRequest =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad";
    const std::string unavailable = "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n";
    const std::string noContent = "HTTP/1.1 204 No Content\r\n\r\n";
    const std::string exists = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    std::vector<Row> all = {
        {"TimeoutAndClose", timeout, true},
        {"TimeoutWithoutClose", timeout},
        {"BadRequestAndClose", badRequest, true},
        {"Accepted", Accepted},
        {"TwoAccepted", std::string(Accepted) + Accepted},
        {"AcceptedAndClose", Accepted, true},
        {"AcceptedAtOnce", Accepted, false, true},
        {"Unavailable", unavailable},
        {"UnavailableAtOnce", unavailable, false, true},
        {"OneByte", "H"},
        {"LineEnd", "\r\n"},
        {"HalfAStatusLine", "HTTP/1.1 20"},
        {"InterimResponse", "HTTP/1.1 100 Continue\r\n\r\n"},
        {"NoHttp", "-ERR idle for too long\r\n"},
        {"OnlyTheEnd", "", true},
        {"BodyOfHead", "later", false, false, "GroupExists", exists},
        {"BodyOfHeadAtOnce", "later", false, true, "GroupExists", exists},
        {"BodyOfNoContent", "later", false, false, "CloseConnection", noContent},
        {"BodyOfNoContentAtOnce", "later", false, true, "CloseConnection", noContent},
        {"ResponseAfterNoContent", Accepted, false, false, "CloseConnection", noContent},
    };
    return all;
  }();
  return rows;
}

class UnrequestedBytes : public testing::TestWithParam<std::tuple<Row, Form, std::string>> {
 protected:
  UnrequestedBytes() {
    Bench.Options.Retry.MaxRetries = 0;
    Bench.Options.Retry.Sends = SendRetry::AtMostOnce;
    Bench.Options.Transport.CaFile = SharedCertificate().CertificateFile();
  }

  static const Row& TheRow() { return std::get<0>(GetParam()); }

  static ScriptedCertificate Certificate() {
    if (std::get<2>(GetParam()) == "http") return {};
    return {SharedCertificate().CertificateFile(), SharedCertificate().KeyFile()};
  }

  static void CallFirst(const WebPubSubServiceClient& client) {
    const bool blocking = std::get<1>(GetParam()) == Form::Blocking;
    if (TheRow().First == "GroupExists") {
      blocking ? client.GroupExists("room") : client.GroupExistsAsync("room").Get();
    } else if (TheRow().First == "CloseConnection") {
      blocking ? client.CloseConnection("one") : client.CloseConnectionAsync("one").Get();
    } else {
      Send(client);
    }
  }

  static Response Send(const WebPubSubServiceClient& client) {
    return std::get<1>(GetParam()) == Form::Blocking ? client.SendToAll("hi")
                                                     : client.SendToAllAsync("hi").Get();
  }

  FaultBench Bench;
};

TEST_P(UnrequestedBytes, AreNoResponse) {
  std::promise<void> returned;
  std::promise<void> written;
  ScriptedServer server(
      [&](ScriptedConnection& connection, int index) {
        if (index == 0) {
          connection.ReadRequest();
          connection.Write(TheRow().FirstResponse + (TheRow().AtOnce ? TheRow().Unrequested : ""));
          returned.get_future().wait();
          if (!TheRow().AtOnce) connection.Write(TheRow().Unrequested);
          if (TheRow().Closes) connection.Close();
          written.set_value();
        }
        for (int sent = 2; !connection.ReadRequest().empty(); ++sent) {
          connection.Write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Sent: " +
                           std::to_string(sent) + "\r\n\r\n");
        }
      },
      Certificate());
  const auto client = Bench.Client(server.Url(), false);
  CallFirst(client);
  returned.set_value();
  written.get_future().wait();
  for (const char* sent : {"2", "3"}) {
    EXPECT_EQ(Send(client).Headers().Get("X-Sent"), sent);
  }
  EXPECT_THAT(server.Requests(), SizeIs(3));
  // What comes in one piece with a response is dropped, with the connection or without.
  if (!TheRow().AtOnce) {
    EXPECT_EQ(server.Connections(), 2);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, UnrequestedBytes,
                         testing::Combine(testing::ValuesIn(Rows()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
