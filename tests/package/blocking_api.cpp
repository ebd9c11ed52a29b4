// Every blocking call, as a user writes it. A change that breaks this file breaks users' code. It
// also compiles without run-time type information, and requires no service to run.
#include <azure/messaging/webpubsub.hpp>

#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using namespace std::chrono_literals;         // NOLINT(google-build-using-namespace)

namespace {

class MyTransport : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& request, const Context& context) override {
    static_cast<void>(context);
    const bool lists = request.Url().find("/connections?") != std::string::npos;
    HttpResponse response(lists ? 200 : SuccessOf(request));
    response.Headers().Set("x-ms-request-id", "1");
    response.SetBody(R"({"value":[{"connectionId":"a"},{"connectionId":"b","userId":"bob"}]})");
    return response;
  }

 private:
  static int SuccessOf(const HttpRequest& request) {
    if (request.Url().find(":close") != std::string::npos) return 204;
    if (request.Method() == HttpMethod::Delete) return 204;
    return request.Url().find(":send") != std::string::npos ? 202 : 200;
  }
};

class MyPolicy : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& request, int attempt, const Context& context) const override {
    static_cast<void>(context);
    request.Headers().Set("x-attempt", std::to_string(attempt));
  }
  void OnOutcome(const AttemptOutcome& outcome) const override {
    static_cast<void>(outcome.HasResponse());
  }
};

class MyCredential : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest& request, const Context& context) override {
    static_cast<void>(request.Scopes);
    static_cast<void>(context.Deadline());
    return AccessToken{"token", std::chrono::system_clock::now() + 1h};
  }
};

class MyMetrics : public CallObserver {
 public:
  void CallEnded(const CallDescription& call, const CallProgress& progress) override {
    static_cast<void>(call.OperationName);
    static_cast<void>(progress.Status);
  }
};

// Anything with dump(), such as nlohmann::json.
struct JsonValue {
  static std::string dump() { return R"({"Foo":42})"; }
};

WebPubSubServiceClientOptions MyOptions() {
  WebPubSubServiceClientOptions options;
  options.ApiVersion = ServiceVersion::V2024_12_01;
  options.ReverseProxyEndpoint = "https://apim.example.com/awps";
  options.Retry.MaxRetries = 3;
  options.Retry.Delay = std::chrono::milliseconds(800);
  options.Retry.MaxDelay = std::chrono::seconds(60);
  options.Retry.Sends = SendRetry::AtMostOnce;
  options.TransportAdapter = std::make_shared<MyTransport>();
  options.PerCallPolicies = {std::make_shared<MyPolicy>()};
  options.PerRetryPolicies = {std::make_shared<MyPolicy>()};
  options.Telemetry.ApplicationId = "my-service";
  options.Telemetry.Enabled = true;
  options.Logger = [](const LogRecord& record) { static_cast<void>(record.ToText()); };
  options.Observer = std::make_shared<MyMetrics>();
  options.AllowTokenOverHttp = false;
  options.Transport.ConnectTimeout = 10s;
  options.Transport.AttemptTimeout = 100s;
  options.Transport.ConnectionLifetime = 5min;
  options.Transport.MaxConnections = 64;
  options.Transport.Proxy = "";
  options.Transport.MinimumTls = TlsVersion::V1_2;
  options.Transport.HttpVersion = HttpVersionPolicy::Http1;
  return options;
}

void SendEverything(const WebPubSubServiceClient& client) {
  const std::vector<unsigned char> bytes = {0xde, 0xad};
  client.SendToAll("Hello World!");
  client.SendToAll(RequestContent::Json(R"({"Foo":"Hello World!","Bar":42})"));
  client.SendToAll(RequestContent::Json(JsonValue()));
  client.SendToAll(RequestContent::Binary(bytes));
  client.SendToAll(RequestContent::Binary(bytes.data(), bytes.size()));
  client.SendToAll(RequestContent(bytes, "application/x-protobuf"));
  client.SendToAll(RequestContent("<a/>", "application/xml"));
  std::istringstream stream("text");
  client.SendToAll(RequestContent::FromStream(stream));

  SendOptions only;
  only.Excluded = {"conn-1", "conn-2"};
  only.Filter = ClientConnectionFilter::Create("userId ne {} and {} in groups", nullptr, "vip");
  only.MessageTtl = std::chrono::seconds(30);
  only.Metadata = {{"trace", "abc"}};
  client.SendToGroup("room", RequestContent::Json("[1,2]"), only);
  client.SendToUser("ann", std::string("hi"));
  client.SendToConnection("conn-id", std::string_view("hi"));

  const Context context = Context::WithTimeout(std::chrono::seconds(60));
  const Context shorter = Context::WithTimeout(std::chrono::seconds(30), context);
  client.SendToAll("hi", {}, shorter.WithClientRequestId("my-id"));
}

bool Manage(const WebPubSubServiceClient& client) {
  client.AddConnectionToGroup("room", "conn");
  client.RemoveConnectionFromGroup("room", "conn");
  client.RemoveConnectionFromAllGroups("conn");
  client.AddUserToGroup("room", "ann");
  client.RemoveUserFromGroup("room", "ann");
  client.RemoveUserFromAllGroups("ann");
  client.AddConnectionsToGroups({"room"}, "userId eq 'ann'");
  client.RemoveConnectionsFromGroups({"room", "hall"}, ClientConnectionFilter::AllConnections());

  CloseOptions close;
  close.Excluded = {"conn"};
  close.Reason = "bye";
  client.CloseConnection("conn", "bye");
  client.CloseAllConnections(close);
  client.CloseGroupConnections("room", close);
  client.CloseUserConnections("ann");

  client.GrantPermission(WebPubSubPermission::SendToGroup, "conn", "room");
  client.RevokePermission(WebPubSubPermission::JoinLeaveGroup, "conn");
  const bool may = client.CheckPermission(WebPubSubPermission::SendToGroup, "conn", "room");
  const bool there = client.GroupExists("room");
  const ValueResponse<bool> known = client.UserExists("ann");
  const Response response = client.ConnectionExists("conn");
  return may && there && known.Value() && response.Status() == 200 &&
         client.GetServiceHealth().ServiceRequestId() == "1";
}

bool List(const WebPubSubServiceClient& client) {
  ListOptions options;
  options.MaxPageSize = 200;
  options.MaxCount = 1000;
  std::string found;
  for (const auto& member : client.ListConnectionsInGroup("room", options)) {
    found += member.ConnectionId + member.UserId.value_or("-");
  }
  for (const auto& page : client.ListConnectionsInGroup("room").AsPages()) {
    found += std::to_string(page.Values.size()) + page.ContinuationToken;
  }
  return found == "a-bbob2";
}

bool MakeClientUrl(const WebPubSubServiceClient& client) {
  ClientAccessOptions options;
  options.ExpiresAfter = std::chrono::minutes(5);
  options.UserId = "ann";
  options.Roles = {"webpubsub.sendToGroup"};
  options.Groups = {"room"};
  options.Protocol = WebPubSubClientProtocol::Mqtt;
  const std::string url = client.GetClientAccessUri(options);
  return url.rfind("wss://a.example/clients/mqtt/hubs/chat?access_token=", 0) == 0;
}

bool ThrowOnFailure(const WebPubSubServiceClient& client) {
  const Context context = Context::Cancellable();
  context.Cancel();
  try {
    client.SendToAll("hi", {}, context);
    return false;
  } catch (const OperationCancelledException& exception) {
    if (exception.MayHaveBeenAccepted() || exception.Attempts() != 0) return false;
  }
  try {
    client.SendToGroup("..", "hi");
    return false;
  } catch (const std::invalid_argument&) {
    return true;
  }
}

}  // namespace

int main() {
  AzureKeyCredential key("key");
  const WebPubSubServiceClient client("https://a.example", "chat", key, MyOptions());
  key.Update("another key");
  const WebPubSubServiceClient tokenClient("https://a.example", "chat",
                                           std::make_shared<MyCredential>(), MyOptions());
  SendEverything(client);
  SendEverything(tokenClient);
  const bool works =
      Manage(client) && List(tokenClient) && MakeClientUrl(client) && ThrowOnFailure(client);
  std::cout << "The blocking calls" << (works ? " work\n" : " don't work\n");
  return works ? 0 : 1;
}
