// An error's body may be anything.

#include "fuzz_target.hpp"
#include "json/error_body.hpp"
#include "utf8.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto error =
      Azure::Messaging::WebPubSub::ReadErrorBody(std::string(Fuzz::Text(data, size)));
  Fuzz::Require(Fuzz::IsUtf8(error.Code) && Fuzz::IsUtf8(error.Message), "what is read is UTF-8");
  return 0;
}
