#include "call.hpp"

#include <iostream>

namespace Cli {

using Azure::Messaging::WebPubSub::Response;
using Json = nlohmann::ordered_json;

void Print(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  FlushOutput();
}

ExitCode Print(const Response& response) {
  Print({{"status", response.Status()}, {"clientRequestId", response.ClientRequestId()}});
  return Done;
}

ExitCode PrintYesOrNo(const char* name, bool value) {
  Print({{name, value}});
  return value ? Done : No;
}

const std::string& Word(const Arguments& given, const char* what) {
  if (given.Words().size() != 1) throw UsageError(given.Command() + " requires one " + what);
  return given.Words().front();
}

}  // namespace Cli
