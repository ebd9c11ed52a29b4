// Send one message to many users: a limited number of requests at once, and a result for each user.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   fan_out ann bob cat
#include <azure/messaging/webpubsub.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// Prints the results, which are in the order of the users.
bool AllAccepted(const std::vector<std::string>& users,
                 const std::vector<Result<Response>>& results) {
  bool all = true;
  for (std::size_t i = 0; i < users.size(); ++i) {
    all = all && results[i].HasValue();
    std::cout << "  " << users[i] << ": " << (results[i] ? "accepted" : "failed") << '\n';
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> users(argv + 1, argv + argc);
  if (users.empty()) {
    std::cerr << "usage: fan_out USER_ID...\n";
    return 2;
  }

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // A request for each user, at most eight at a time. If one fails, the others continue.
  FanOutOptions options;
  options.MaxConcurrency = 8;
  std::cout << "a request for each user\n";
  const bool perUser = AllAccepted(users, client.SendToUsers(users, "Dinner is ready", options));

  // Few requests: each has a filter for up to a hundred users, who share its result.
  options.Strategy = FanOutStrategy::Filter;
  std::cout << "a filter for many users\n";
  const bool byFilter = AllAccepted(users, client.SendToUsers(users, "Dinner is over", options));

  return perUser && byFilter ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "fan_out: " << exception.what() << '\n';
  return 1;
}
