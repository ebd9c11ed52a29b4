// Makes N sends to nowhere, for callgrind to count the instructions of: webpubsub_instructions N

#include <cstdlib>
#include <iostream>

#include "nowhere.hpp"

int main(int argc, char** argv) {
  using namespace Azure::Messaging::WebPubSub::Benchmarks;
  if (argc != 2) {
    std::cerr << "usage: webpubsub_instructions N\n";
    return 2;
  }
  const auto client = ClientToNowhere();
  for (int left = std::atoi(argv[1]); left > 0; --left) client.SendToAll(Workload::Message);
}
