#include "auth/connection_string.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

[[noreturn]] void Refuse(std::string_view rule) { RefuseArgument("connectionString", rule); }

using Properties = std::map<std::string, std::string_view>;

// A part without `=` is ignored, like in .NET. A message names a property only if it is a known
// one: in a broken string, any part may be a piece of the access key.
void AddProperty(Properties& properties, std::string_view part) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = Trim(part.substr(0, equals));
  const auto [property, added] = properties.emplace(ToLowerAscii(name), part.substr(equals + 1));
  if (added) return;
  for (const std::string_view known : {"Endpoint", "AccessKey", "Port", "Version"}) {
    if (property->first == ToLowerAscii(known)) Refuse(std::string("holds twice: ").append(known));
  }
  Refuse("holds a property twice");
}

Properties Split(std::string_view text) {
  Properties properties;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    AddProperty(properties, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return properties;
}

int ParsePort(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535) {
    Refuse("Port must be a number from 1 to 65535");
  }
  return port;
}

}  // namespace

ConnectionString ParseConnectionString(std::string_view text) {
  const Properties properties = Split(text);
  const auto endpoint = properties.find("endpoint");
  if (endpoint == properties.end()) Refuse("has no Endpoint");
  const auto accessKey = properties.find("accesskey");
  if (accessKey == properties.end()) Refuse("has no AccessKey");
  if (IsBlank(accessKey->second)) Refuse("AccessKey must not be empty");
  if (HasOuterWhiteSpace(accessKey->second)) {
    Refuse("AccessKey must not begin or end with white space or a control character");
  }

  std::optional<int> port;
  if (const auto found = properties.find("port"); found != properties.end()) {
    port = ParsePort(Trim(found->second));
  }
  return {ParseEndpoint(Trim(endpoint->second), "connectionString: Endpoint", port),
          accessKey->second};
}

}  // namespace Azure::Messaging::WebPubSub::Detail
