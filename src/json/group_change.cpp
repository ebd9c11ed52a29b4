#include "json/group_change.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub {

std::string WriteGroupChange(const std::vector<std::string>& groups,
                             const ClientConnectionFilter& filter) {
  nlohmann::ordered_json body;
  // To the service, null is the whole hub.
  body["filter"] = filter.IsAllConnections() ? nlohmann::ordered_json(nullptr)
                                             : nlohmann::ordered_json(filter.Expression());
  body["groups"] = groups;
  return body.dump();
}

}  // namespace Azure::Messaging::WebPubSub
