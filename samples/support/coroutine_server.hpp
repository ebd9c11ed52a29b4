#pragma once

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <chrono>
#include <functional>
#include <utility>

#include "support/http_messages.hpp"

namespace Samples {

/// Responds to a request. An exception ends the connection.
using CoroutineHandler = std::function<boost::asio::awaitable<Response>(const Request& request)>;

/// Responds to the requests of a connection one after another, until it ends.
inline boost::asio::awaitable<void> ServeConnection(boost::asio::ip::tcp::socket socket,
                                                    const CoroutineHandler& handler) {
  using boost::asio::use_awaitable;
  boost::beast::tcp_stream stream(std::move(socket));
  boost::beast::flat_buffer buffer;
  for (bool again = true; again;) {
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    parser.header_limit(32 * 1024);  // it may hold a connection's state
    parser.body_limit(4 * 1024 * 1024);
    stream.expires_after(std::chrono::seconds(30));
    co_await boost::beast::http::async_read(stream, buffer, parser, use_awaitable);
    const Request request = parser.release();
    Response response = co_await handler(request);
    again = request.keep_alive();
    response.keep_alive(again);
    response.prepare_payload();
    co_await boost::beast::http::async_write(stream, response, use_awaitable);
  }
}

/// An HTTP server in the io_context of its acceptor.
/// @param handler must live as long as the server.
inline boost::asio::awaitable<void> ServeHttp(boost::asio::ip::tcp::acceptor acceptor,
                                              const CoroutineHandler& handler) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(boost::asio::use_awaitable);
    // An error of a connection ends it, and nothing else.
    boost::asio::co_spawn(acceptor.get_executor(), ServeConnection(std::move(socket), handler),
                          boost::asio::detached);
  }
}

}  // namespace Samples
