#include "call.hpp"

#include <iostream>

namespace Cli {

using Azure::Messaging::WebPubSub::Response;
using Json = nlohmann::ordered_json;

void Print(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
}

ExitCode Print(const Response& response) {
  Print({{"status", response.Status()}, {"clientRequestId", response.ClientRequestId()}});
  return Done;
}

ExitCode PrintResponse(const char* name, bool answer) {
  Print({{name, answer}});
  return answer ? Done : No;
}

const std::string& Word(const Arguments& given, const char* what) {
  if (given.Words().size() != 1) throw UsageError(given.Command() + " takes one " + what);
  return given.Words().front();
}

}  // namespace Cli
