#include "client/group_names.hpp"

#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

std::string GroupInPath(std::string_view group) {
  std::string name;
  for (const char c : group) {
    if (c == '/') {
      name += "%2F";
    } else {
      name += c;
    }
  }
  return name;
}

SlashWarning::SlashWarning(Log log)
    : log_(std::move(log)), hasWarned_(std::make_shared<std::atomic<bool>>(false)) {}

void SlashWarning::Warn(std::string_view group) const {
  if (!log_.Takes(LogLevel::Warning) || hasWarned_->exchange(true)) return;
  log_.Write(LogLevel::Warning, [group](LogRecord& record) {
    record.Event = "GroupWithSlash";
    record.Fields = {{"group", std::string(group)},
                     {"groupInPath", GroupInPath(group)},
                     {"message",
                      "the call reaches groupInPath: the service doesn't decode a slash in a path; "
                      "AddConnectionsToGroups, RemoveConnectionsFromGroups, permissions, client "
                      "access URLs, filters and clients reach group"}};
  });
}

}  // namespace Azure::Messaging::WebPubSub::Detail
