#pragma once

#include <azure/messaging/webpubsub/operation_options.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/client_state.hpp"

namespace Azure::Messaging::WebPubSub {

/// The members of a group, page by page.
class MemberList {
 public:
  using MemberPage = Page<WebPubSubGroupMember>;

  /// @throws std::invalid_argument for arguments that can't be.
  MemberList(std::shared_ptr<const ClientState> client, std::string_view group,
             const ListOptions& options, const Context& context);

  /// @param continuationToken of the page before; empty for the first.
  [[nodiscard]] MemberPage Fetch(const std::string& continuationToken) const;

  /// The page after the one of the last call that succeeded.
  Future<std::optional<MemberPage>> StartNext();

 private:
  [[nodiscard]] Operation PageOperation(const std::string& continuationToken) const;

  struct Position {
    std::string ContinuationToken;
    bool IsEnd = false;
  };

  std::shared_ptr<const ClientState> client_;
  std::string group_;
  ListOptions options_;
  Context context_;
  std::shared_ptr<Position> position_ = std::make_shared<Position>();
};

}  // namespace Azure::Messaging::WebPubSub
