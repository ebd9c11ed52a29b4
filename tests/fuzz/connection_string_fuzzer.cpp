// What is read from a connection string has to stand in it, and its endpoint has to be in normal
// form.

#include <stdexcept>

#include "auth/connection_string.hpp"
#include "fuzz_target.hpp"

using namespace Azure::Messaging::WebPubSub;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = Fuzz::Text(data, size);
  std::string url;
  try {
    const ConnectionString parts = ParseConnectionString(text);
    Fuzz::Require(!parts.AccessKey.empty(), "there is a key");
    Fuzz::Require(parts.AccessKey.data() >= text.data() &&
                      parts.AccessKey.data() + parts.AccessKey.size() <= text.data() + text.size(),
                  "the key isn't copied");
    url = parts.Endpoint.Url();
  } catch (const std::invalid_argument&) {
    return 0;
  }
  // Throws, as a crash does, if it's refused.
  Fuzz::Require(ParseEndpoint(url, "endpoint").Url() == url, "the endpoint is in normal form");
  return 0;
}
