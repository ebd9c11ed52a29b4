// A page of members may be anything; what is read of it is UTF-8.

#include "fuzz_target.hpp"
#include "json/member_page.hpp"
#include "utf8.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto page =
      Azure::Messaging::WebPubSub::ReadMemberPage(std::string(Fuzz::Text(data, size)));
  if (!page) return 0;
  for (const auto& member : page->Members) {
    Fuzz::Require(Fuzz::IsUtf8(member.ConnectionId), "a connection's id is UTF-8");
    Fuzz::Require(Fuzz::IsUtf8(member.UserId.value_or("")), "a user's id is UTF-8");
  }
  return 0;
}
