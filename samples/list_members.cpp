// List the members of a group: as one list, and page by page, with a token to continue later.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   list_members room
#include <azure/messaging/webpubsub.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: list_members GROUP\n";
    return 2;
  }
  const std::string group = argv[1];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // The loop fetches pages as it goes, so the whole list is never in memory.
  std::size_t members = 0;
  for (const WebPubSubGroupMember& member : client.ListConnectionsInGroup(group)) {
    std::cout << member.ConnectionId << "  " << member.UserId.value_or("(no user)") << '\n';
    ++members;
  }

  // The same in pages. The token says where to continue, now or in another process.
  ListOptions options;
  options.MaxPageSize = 2;
  std::size_t inPages = 0;
  do {
    const auto page = *client.ListConnectionsInGroup(group, options).AsPages().begin();
    std::cout << "a page of " << page.Values.size() << '\n';
    inPages += page.Values.size();
    options.ContinuationToken = page.ContinuationToken;
  } while (!options.ContinuationToken.empty());

  std::cout << members << " members, " << inPages << " in pages\n";
  return members == inPages ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "list_members: " << exception.what() << '\n';
  return 1;
}
