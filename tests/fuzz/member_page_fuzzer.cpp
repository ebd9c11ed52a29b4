// Any text may arrive as a page of members. A page that can be read stays the same after writing
// and reading it again.

#include <nlohmann/json.hpp>

#include "fuzz_target.hpp"
#include "json/response_bodies.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;

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
  Fuzz::Require(again.has_value(), "a written page can be read again");
  Fuzz::Require(Write(*again) == Write(*page), "it has the same members and link");
  return 0;
}
