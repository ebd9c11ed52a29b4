// Reading the body of an error response never fails, and gives valid UTF-8, whatever the body is.

#include "fuzz_target.hpp"
#include "json/response_bodies.hpp"
#include "utf8.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto error =
      Azure::Messaging::WebPubSub::Detail::ReadErrorBody(std::string(Fuzz::Text(data, size)));
  Fuzz::Require(Fuzz::IsUtf8(error.Code) && Fuzz::IsUtf8(error.Message),
                "code and message are UTF-8");
  return 0;
}
