// Hear what clients do, behind Boost.Beast: a thread for each connection of the service. The hub is
// in support/greeter.hpp.
//
//   event_handler_beast 9000
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "support/greeter.hpp"

namespace beast = boost::beast;
namespace http = beast::http;
using boost::asio::ip::tcp;

namespace {

EventHandlerRequest Convert(http::request<http::string_body> request) {
  EventHandlerRequest converted;
  converted.Method = std::string(request.method_string());
  for (const auto& field : request) {
    converted.Headers.Append(std::string(field.name_string()), std::string(field.value()));
  }
  converted.Body = std::move(request.body());
  return converted;
}

http::response<http::string_body> Respond(const WebPubSubEventHandler& handler,
                                          const http::request<http::string_body>& request) try {
  const HttpResponse handled = handler.Handle(Convert(request));
  http::response<http::string_body> response(static_cast<http::status>(handled.Status()),
                                             request.version(), handled.Body());
  for (const auto& [name, value] : handled.Headers()) response.insert(name, value);
  return response;
} catch (const std::invalid_argument&) {  // A header field can't be one
  return {http::status::bad_request, request.version()};
}

void Serve(tcp::socket socket, const WebPubSubEventHandler& handler) {
  beast::flat_buffer buffer;
  beast::error_code error;
  for (bool keepAlive = true; keepAlive && !error;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(32 * 1024);  // Connection states are in the header
    parser.body_limit(EventHandlerOptions().MaxBodyBytes);
    http::read(socket, buffer, parser, error);
    if (error) return;
    keepAlive = parser.keep_alive();
    auto response = Respond(handler, parser.release());
    response.keep_alive(keepAlive);
    response.prepare_payload();
    http::write(socket, response, error);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 9000);
  const WebPubSubEventHandler handler = MakeEventHandler();
  boost::asio::io_context context;
  tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), port});
  std::cout << "http://127.0.0.1:" << acceptor.local_endpoint().port() << "/eventhandler"
            << std::endl;
  for (;;) std::thread(Serve, acceptor.accept(), handler).detach();
} catch (const std::exception& exception) {
  std::cerr << "event_handler_beast: " << exception.what() << '\n';
  return 1;
}
