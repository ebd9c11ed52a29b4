// The parsed access key must be a part of the connection string's own text, and the parsed endpoint
// must be normalized.

#include <stdexcept>

#include "auth/connection_string.hpp"
#include "fuzz_target.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Fuzz::Text(data, size);
  std::string url;
  try {
    const ConnectionString parts = ParseConnectionString(text);
    Fuzz::Require(!parts.AccessKey.empty(), "the key isn't empty");
    Fuzz::Require(parts.AccessKey.data() >= text.data() &&
                      parts.AccessKey.data() + parts.AccessKey.size() <= text.data() + text.size(),
                  "the key is a view into the connection string");
    url = parts.Endpoint.Url();
  } catch (const std::invalid_argument&) {
    return 0;
  }
  // An exception here is reported as a crash.
  Fuzz::Require(ParseEndpoint(url, "endpoint").Url() == url, "the endpoint is normalized");
  return 0;
}
