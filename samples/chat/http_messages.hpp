#pragma once

#include <boost/beast/http.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace Chat {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;
using boost::beast::http::field;
using boost::beast::http::status;

/// Thrown to refuse a request. The client receives the message.
class Refusal : public std::runtime_error {
 public:
  Refusal(status status, const std::string& message)
      : std::runtime_error(message), Status(status) {}
  const status Status;
};

/// A header's value. Empty if there is none.
inline std::string_view Header(const Request& request, field name) {
  const auto value = request[name];
  return {value.data(), value.size()};
}

}  // namespace Chat
