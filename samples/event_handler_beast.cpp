// Hear what clients do, behind Boost.Beast. The hub is in support/greeter.hpp, what passes requests
// to it in support/beast_events.hpp, and the web server in support/http_server.cpp.
//
//   event_handler_beast 9000
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include "support/beast_events.hpp"
#include "support/greeter.hpp"
#include "support/http_server.hpp"

int main(int argc, char** argv) try {
  const WebPubSubEventHandler handler = MakeEventHandler();
  Samples::HttpServer server(static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 9000));
  server.Serve([&handler](const Samples::Request& request) {
    return Samples::HandleEvent(handler, request);
  });
  std::cout << server.Url() << "/eventhandler" << std::endl;
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
} catch (const std::exception& exception) {
  std::cerr << "event_handler_beast: " << exception.what() << '\n';
  return 1;
}
