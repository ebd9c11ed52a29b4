#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "core/log.hpp"

// The service doesn't decode a slash in a path: there, a group `a/b` is the group `a%2Fb`. Names in
// JSON, tokens, filters and queries are what they seem.
namespace Azure::Messaging::WebPubSub::Detail {

/// The name of the group that is reached with this name in a path.
std::string GroupInPath(std::string_view group);

/// Warns once for a client, its copies included, about a group with a slash in a path.
class SlashWarning {
 public:
  explicit SlashWarning(Log log);

  /// To be called for each group that a path is to carry.
  void OnGroupInPath(std::string_view group) const {
    if (group.find('/') != std::string_view::npos) Warn(group);
  }

 private:
  void Warn(std::string_view group) const;

  Log log_;
  std::shared_ptr<std::atomic<bool>> hasWarned_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
