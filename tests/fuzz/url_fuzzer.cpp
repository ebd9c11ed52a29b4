// An endpoint, and a link that the service gives: whatever they are, the link never leads a token
// to another place than below the endpoint.

#include <stdexcept>

#include "fuzz_target.hpp"
#include "http/endpoint.hpp"

using namespace Azure::Messaging::WebPubSub;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view link = Fuzz::Text(data, size);
  const std::string_view text = Fuzz::TakeLine(link);
  try {
    const Endpoint endpoint = ParseEndpoint(text, "endpoint");
    const std::string url = endpoint.Url();
    Fuzz::Require(ParseEndpoint(url, "endpoint").Url() == url, "the endpoint is in normal form");
    Fuzz::Require(url.find_first_of("?#\r\n\t ") == std::string::npos, "it is a place for paths");
    Fuzz::Require(endpoint.Authority.find('@') == std::string::npos, "it has no user");
    const auto resolved = ResolveBelow(endpoint, url + "/api/hubs/h/groups/g", std::string(link));
    if (resolved) Fuzz::Require(resolved->rfind(url, 0) == 0, "the link stays below the endpoint");
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
