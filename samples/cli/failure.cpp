#include "failure.hpp"

#include <azure/messaging/webpubsub.hpp>

#include <nlohmann/json.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>

#include "arguments.hpp"

namespace Cli {
namespace {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using Json = nlohmann::ordered_json;

ExitCode Report(const Json& failure, ExitCode code) {
  std::cerr << failure.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  return code;
}

Json Describe(const WebPubSubException& exception) {
  return {{"error", exception.what()},
          {"attempts", exception.Attempts()},
          {"mayHaveBeenAccepted", exception.MayHaveBeenAccepted()}};
}

}  // namespace

void FlushOutput() {
  if (!std::cout.flush()) throw std::runtime_error("standard output can't be written");
}

ExitCode ReportFailure() {
  try {
    throw;
  } catch (const RequestFailedException& exception) {
    Json failure = Describe(exception);
    failure["status"] = exception.Status();
    failure["code"] = exception.ErrorCode();
    failure["clientRequestId"] = exception.RawResponse().ClientRequestId();
    return Report(failure, Refused);
  } catch (const WebPubSubException& exception) {
    return Report(Describe(exception), NoResponse);
  } catch (const UsageError& error) {
    return Report({{"error", error.what()}, {"help", "webpubsub --help"}}, BadArguments);
  } catch (const std::invalid_argument& error) {
    return Report({{"error", error.what()}}, BadArguments);
  } catch (const std::exception& exception) {
    return Report({{"error", exception.what()}}, NoResponse);
  }
}

}  // namespace Cli
