#include "client/member_list.hpp"

#include <utility>

#include "client/operations.hpp"
#include "client/readers.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

auto ReadPage(const Operation& operation, const ClientState& client) {
  return [url = operation.Request.Url(), &hub = client.Address](CallResult result) {
    return Readers::Members(std::move(result), url, hub);
  };
}

}  // namespace

MemberList::MemberList(std::shared_ptr<const ClientState> client, std::string_view group,
                       const ListOptions& options, const Context& context)
    : client_(std::move(client)), group_(group), options_(options), context_(context) {
  (void)PageOperation({});  // refuses bad arguments now
}

Operation MemberList::PageOperation(const std::string& continuationToken) const {
  ListOptions page = options_;
  if (!continuationToken.empty()) page.ContinuationToken = continuationToken;
  return Operations::ListConnectionsInGroup(client_->Address, group_, page);
}

MemberList::MemberPage MemberList::Fetch(const std::string& continuationToken) const {
  const Operation operation = PageOperation(continuationToken);
  return client_->Call(operation, context_, ReadPage(operation, *client_));
}

Future<std::optional<MemberList::MemberPage>> MemberList::StartNext() {
  if (position_->IsEnd) return client_->Ready(std::optional<MemberPage>());
  Operation operation = PageOperation(position_->ContinuationToken);
  auto read = [read = ReadPage(operation, *client_), position = position_](CallResult result) {
    std::optional<MemberPage> page = read(std::move(result));
    position->ContinuationToken = page->ContinuationToken;
    position->IsEnd = page->ContinuationToken.empty();
    return page;
  };
  return client_->Start(std::move(operation), context_, std::move(read));
}

}  // namespace Azure::Messaging::WebPubSub
