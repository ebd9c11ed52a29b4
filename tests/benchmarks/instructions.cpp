// Sends N messages, so that callgrind can count the instructions.
//
//   webpubsub_instructions nowhere N   the library, over a transport that does nothing
//   webpubsub_instructions library N   the library, blocking, over a socket
//   webpubsub_instructions bare N      one bare easy handle
//   webpubsub_instructions async N     the library, asynchronous, 64 in flight
//   webpubsub_instructions multi N     a bare curl_multi with 64 handles

#include <cstdlib>
#include <iostream>
#include <string_view>

#include "async_sends.hpp"
#include "bare.hpp"
#include "nowhere.hpp"
#include "sink_process.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

constexpr int InFlight = 64;

void Send(const WebPubSubServiceClient& client, int sends) {
  for (int i = 0; i < sends; ++i) client.SendToAll(Message);
}

bool Send(std::string_view what, int sends) {
  if (what == "nowhere") {
    Send(ClientToNowhere(), sends);
  } else if (what == "library") {
    const SinkProcess sink;
    Send(Client(sink.Url()), sends);
  } else if (what == "bare") {
    const SinkProcess sink;
    const HttpRequest request = RequestOf(sink.Url());
    BareHandle bare(request);
    for (int i = 0; i < sends; ++i) bare.Send();
  } else if (what == "async") {
    const SinkProcess sink;
    AsyncSends(Client(sink.Url()), InFlight).Send(sends);
  } else if (what == "multi") {
    const SinkProcess sink;
    const HttpRequest request = RequestOf(sink.Url());
    BareMulti(request, InFlight).Send(sends);
  } else {
    return false;
  }
  return true;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  if (argc == 3 && Azure::Messaging::WebPubSub::Benchmarks::Send(argv[1], std::atoi(argv[2]))) {
    return 0;
  }
  std::cerr << "usage: webpubsub_instructions nowhere|library|bare|async|multi N\n";
  return 2;
}
