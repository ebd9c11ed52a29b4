// Hear what clients do, behind cpp-httplib. The hub is in support/greeter.hpp.
//
// Versions of cpp-httplib before 0.44 decode a % in header values. With them, the user "100%41" is
// seen as "100A", and states of an encoding of your own may change: don't use a % in either.
//
//   event_handler_httplib 9000
#include <cstdlib>
#include <exception>
#include <httplib.h>
#include <iostream>
#include <stdexcept>

#include "support/greeter.hpp"

namespace {

EventHandlerRequest Convert(const httplib::Request& request) {
  EventHandlerRequest converted;
  converted.Method = request.method;
  for (const auto& [name, value] : request.headers) converted.Headers.Append(name, value);
  converted.Body = request.body;
  return converted;
}

void Respond(const WebPubSubEventHandler& handler, const httplib::Request& request,
             httplib::Response& response) try {
  const HttpResponse handled = handler.Handle(Convert(request));
  response.status = handled.Status();
  for (const auto& [name, value] : handled.Headers()) response.set_header(name.c_str(), value);
  response.body = handled.Body();
} catch (const std::invalid_argument&) {  // A header field can't be one
  response.status = 400;
}

}  // namespace

int main(int argc, char** argv) try {
  const int wanted = argc > 1 ? std::atoi(argv[1]) : 9000;
  const WebPubSubEventHandler handler = MakeEventHandler();
  httplib::Server server;
  server.set_payload_max_length(EventHandlerOptions().MaxBodyBytes);
  const auto respond = [&handler](const httplib::Request& request, httplib::Response& response) {
    Respond(handler, request, response);
  };
  // The service validates the URL with OPTIONS before it sends events with POST.
  server.Options("/eventhandler/.*", respond);
  server.Post("/eventhandler/.*", respond);

  const int port = wanted == 0 ? server.bind_to_any_port("127.0.0.1") : wanted;
  if (wanted != 0 && !server.bind_to_port("127.0.0.1", wanted)) {
    throw std::runtime_error("can't listen on this port");
  }
  std::cout << "http://127.0.0.1:" << port << "/eventhandler" << std::endl;
  return server.listen_after_bind() ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "event_handler_httplib: " << exception.what() << '\n';
  return 1;
}
