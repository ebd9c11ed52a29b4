#pragma once

#include <boost/beast/http.hpp>

#include <string_view>

namespace Samples {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;
using boost::beast::http::field;
using boost::beast::http::status;
using boost::beast::http::verb;

/// A header's value. Empty if there is none.
inline std::string_view Header(const Request& request, field name) {
  const auto value = request[name];
  return {value.data(), value.size()};
}

}  // namespace Samples
