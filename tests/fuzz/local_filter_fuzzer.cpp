// The local service either refuses a filter or evaluates it for a connection.

#include <set>

#include "fuzz_target.hpp"
#include "local_service/filter.hpp"

using namespace Azure::Messaging::WebPubSub::LocalService;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::set<std::string> groups = {"room", "it's"};
  FilterSubject subject;
  subject.UserId = "ann";
  subject.ConnectionId = "c1";
  subject.Groups = &groups;
  try {
    const Filter filter = Filter::Parse(Fuzz::Text(data, size));
    const bool first = filter.Matches(subject);
    Fuzz::Require(filter.Matches(subject) == first, "a filter gives the same result each time");
    (void)filter.Matches(FilterSubject());
  } catch (const FilterError&) {
  } catch (const FilterDataError&) {
  }
  return 0;
}
