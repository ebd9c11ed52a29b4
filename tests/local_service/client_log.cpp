#include "local_service/client_log.hpp"

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

const char* NameOf(DataType type) {
  switch (type) {
    case DataType::Text:
      return "text";
    case DataType::Json:
      return "JSON";
    case DataType::Binary:
      return "binary data";
    case DataType::Protobuf:
      return "protobuf";
  }
  return "";
}

}  // namespace

std::string DescribeConnected(const Connection& client, const std::string& hubName) {
  const std::string user = client.UserId ? " as " + QuoteJson(*client.UserId) : "";
  const std::string protocol = SubprotocolName(client.Protocol).value_or("raw WebSocket");
  return "connected to hub " + hubName + user + ", by " + protocol;
}

std::string DescribePublished(const Message& message) {
  return "published " + std::to_string(message.Data.size()) + " bytes of " + NameOf(message.Type) +
         " to group " + QuoteJson(message.Group.value_or(""));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
