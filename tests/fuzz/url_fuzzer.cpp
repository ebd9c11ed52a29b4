// An endpoint, and a link from the service. Whatever they are, a token is only ever sent to URLs
// below the endpoint.

#include <optional>
#include <stdexcept>

#include "fuzz_target.hpp"
#include "url/endpoint.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;

namespace {

bool FitsRequestLine(std::string_view url) {
  for (const char c : url) {
    if (c <= ' ' || c >= '\x7f') return false;
  }
  return true;
}

std::optional<Endpoint> Parse(std::string_view text) {
  try {
    return ParseEndpoint(text, "endpoint");
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

void CheckLink(const Endpoint& endpoint, const std::string& link) {
  const std::string url = endpoint.Url();
  const auto resolved = ResolveBelow(endpoint, url + "/api/hubs/h/groups/g", link);
  if (!resolved) return;
  Fuzz::Require(resolved->rfind(url + "/", 0) == 0, "the link stays below the endpoint");
  const std::string below = resolved->substr(url.size(), resolved->find('?') - url.size());
  Fuzz::Require(below.find("/../") == std::string::npos, "the link has no parent segments");
  Fuzz::Require(FitsRequestLine(*resolved), "the link fits into a request line");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view link = Fuzz::Text(data, size);
  const auto endpoint = Parse(Fuzz::TakeLine(link));
  if (!endpoint) return 0;
  const std::string url = endpoint->Url();
  const auto again = Parse(url);
  Fuzz::Require(again && again->Url() == url, "the endpoint is normalized");
  Fuzz::Require(url.find_first_of("?#") == std::string::npos,
                "the endpoint has no query or fragment");
  Fuzz::Require(FitsRequestLine(url), "the endpoint fits into a request line");
  Fuzz::Require(endpoint->Authority.find('@') == std::string::npos,
                "the endpoint has no user name");
  CheckLink(*endpoint, std::string(link));
  return 0;
}
