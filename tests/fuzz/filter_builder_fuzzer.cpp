// A value never changes the structure of a filter, whatever its text. The local service, which has
// its own filter parser, must select exactly the intended user and group.

#include <azure/messaging/webpubsub/filter.hpp>

#include <set>
#include <stdexcept>
#include <string>

#include "fuzz_target.hpp"
#include "local_service/filter.hpp"
#include "utf8.hpp"

using Azure::Messaging::WebPubSub::ClientConnectionFilter;
namespace LocalService = Azure::Messaging::WebPubSub::LocalService;

namespace {

void CheckFormat(std::string_view format) {
  try {
    (void)ClientConnectionFilter::Create(format, "value", 7);
  } catch (const std::invalid_argument&) {
  }
}

bool Selects(const LocalService::Filter& filter, const std::string& userId,
             const std::string& group) {
  const std::set<std::string> groups = {group};
  LocalService::FilterSubject subject;
  subject.UserId = userId;
  subject.ConnectionId = "c";
  subject.Groups = &groups;
  return filter.Matches(subject);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = Fuzz::Text(data, size);
  CheckFormat(rest);
  const std::string user(Fuzz::TakeLine(rest));
  const std::string group(rest);
  if (!Fuzz::IsUtf8(user) || !Fuzz::IsUtf8(group)) return 0;
  const auto filter = ClientConnectionFilter::Create("userId eq {} and {} in groups", user, group);
  try {
    const auto parsed = LocalService::Filter::Parse(filter.Expression());
    Fuzz::Require(Selects(parsed, user, group), "the filter selects the intended user and group");
    Fuzz::Require(!Selects(parsed, user + "x", group), "the filter selects no other user");
    Fuzz::Require(!Selects(parsed, user, group + "x"), "the filter selects no other group");
  } catch (const LocalService::FilterError&) {  // a character that filters can't contain
  }
  return 0;
}
