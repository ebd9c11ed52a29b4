// A page of members may be anything; what is read of it is the same when it is written again.

#include <nlohmann/json.hpp>

#include "fuzz_target.hpp"
#include "json/member_page.hpp"

using namespace Azure::Messaging::WebPubSub;

namespace {

std::string Write(const MemberPage& page) {
  nlohmann::json body{{"value", nlohmann::json::array()}, {"nextLink", page.NextLink}};
  for (const WebPubSubGroupMember& member : page.Members) {
    nlohmann::json one{{"connectionId", member.ConnectionId}};
    if (member.UserId) one["userId"] = *member.UserId;
    body["value"].push_back(std::move(one));
  }
  return body.dump();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto page = ReadMemberPage(std::string(Fuzz::Text(data, size)));
  if (!page) return 0;
  const auto again = ReadMemberPage(Write(*page));
  Fuzz::Require(again.has_value(), "a page that was read is one when written again");
  Fuzz::Require(Write(*again) == Write(*page), "and has the same members and link");
  return 0;
}
