#include "event_handler_server.hpp"

#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

HandlerRequest Parse(const std::string& text) {
  HandlerRequest request;
  request.Method = text.substr(0, text.find(' '));
  const std::size_t target = request.Method.size() + 1;
  request.Target = text.substr(target, text.find(' ', target) - target);
  const std::size_t end = text.find("\r\n\r\n");
  for (std::size_t at = text.find("\r\n") + 2; at < end; at = text.find("\r\n", at) + 2) {
    const std::string line = text.substr(at, text.find("\r\n", at) - at);
    const std::size_t colon = line.find(':');
    request.Headers.emplace_back(Lower(line.substr(0, colon)),
                                 line.substr(std::min(colon + 2, line.size())));
  }
  request.Body = text.substr(end + 4);
  return request;
}

std::string Write(const HandlerReply& reply) {
  std::string text = "HTTP/1.1 " + std::to_string(reply.Status) + " Reply\r\n";
  for (const auto& [name, value] : reply.Headers) text += name + ": " + value + "\r\n";
  if (reply.Status != 204) text += "Content-Length: " + std::to_string(reply.Body.size()) + "\r\n";
  return text + "\r\n" + reply.Body;
}

HandlerReply Accept(const HandlerRequest&) {
  HandlerReply reply = StatusReply(200);
  reply.Headers = {{"WebHook-Allowed-Origin", "*"}};
  return reply;
}

WebPubSub::Testing::ScriptedServer::Script MakeScript(EventHandlerServer::Respond respond,
                                                      EventHandlerServer::Respond validate) {
  if (!respond) respond = [](const HandlerRequest&) { return HandlerReply(); };
  if (!validate) validate = Accept;
  return [respond, validate](WebPubSub::Testing::ScriptedConnection& connection, int) {
    const std::string text = connection.ReadRequest();
    if (text.empty()) return;
    const HandlerRequest request = Parse(text);
    const HandlerReply reply = request.Method == "POST" ? respond(request) : validate(request);
    if (reply.Hangs) return connection.WaitForClient();
    if (!reply.Drops) connection.Write(Write(reply));
  };
}

}  // namespace

std::string HandlerRequest::Header(const std::string& name) const {
  std::string values;
  bool isFound = false;
  for (const auto& [each, value] : Headers) {
    if (each != name) continue;
    values += (isFound ? "|" : "") + value;
    isFound = true;
  }
  return isFound ? values : "-";
}

std::string HandlerRequest::Event() const {
  const std::string type = Header("ce-type");
  const std::string system = "azure.webpubsub.sys.";
  const std::string prefix = type.rfind(system, 0) == 0 ? system : "azure.webpubsub.";
  return type.substr(std::min(prefix.size(), type.size()));
}

HandlerReply TextReply(const std::string& text) {
  HandlerReply reply = StatusReply(200);
  reply.Headers = {{"Content-Type", "text/plain"}};
  reply.Body = text;
  return reply;
}

HandlerReply JsonReply(const std::string& json) {
  HandlerReply reply = TextReply(json);
  reply.Headers = {{"Content-Type", "application/json"}};
  return reply;
}

HandlerReply StatusReply(int status) {
  HandlerReply reply;
  reply.Status = status;
  return reply;
}

HandlerReply Hang() {
  HandlerReply reply;
  reply.Hangs = true;
  return reply;
}

EventHandlerServer::EventHandlerServer(Respond respond, Respond validate)
    : server_(MakeScript(std::move(respond), std::move(validate))) {}

std::vector<HandlerRequest> EventHandlerServer::Requests(bool areEvents) const {
  std::vector<HandlerRequest> requests;
  for (const std::string& text : server_.Requests()) {
    HandlerRequest request = Parse(text);
    if ((request.Method == "POST") == areEvents) requests.push_back(std::move(request));
  }
  return requests;
}

std::vector<HandlerRequest> EventHandlerServer::Events() const { return Requests(true); }

std::vector<HandlerRequest> EventHandlerServer::Validations() const { return Requests(false); }

std::string EventHandlerServer::Names() const {
  std::string names;
  for (const HandlerRequest& event : Events()) {
    names += (names.empty() ? "" : " ") + event.Event();
  }
  return names;
}

HandlerRequest EventHandlerServer::Wait(std::size_t count) const {
  EXPECT_TRUE(WaitUntil([&] { return Events().size() >= count; })) << Names();
  const auto events = Events();
  return events.size() < count ? HandlerRequest() : events[count - 1];
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
