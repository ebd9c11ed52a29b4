#include "chat/page.hpp"

#include <algorithm>
#include <iterator>

#include "chat_page_files.hpp"

namespace Chat {
namespace {

using Samples::field;
using Samples::Response;

// Replaces http with ws, and https with wss.
std::string WebSocketOrigin(const std::string& endpoint) { return "ws" + endpoint.substr(4); }

std::string ContentType(std::string_view name) {
  const std::string_view extension = name.substr(name.rfind('.'));
  const char* const type = extension == ".html"  ? "text/html"
                           : extension == ".css" ? "text/css"
                                                 : "text/javascript";
  return std::string(type) + "; charset=utf-8";
}

}  // namespace

// Allows scripts and styles only from this server, and none inline, so that a chat message can't
// become a script.
Page::Page(const std::string& serviceEndpoint)
    : contentPolicy_(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
          "connect-src 'self' " +
          WebSocketOrigin(serviceEndpoint) +
          "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'") {}

std::optional<Response> Page::Find(std::string_view path) const {
  if (path.empty()) return std::nullopt;
  const std::string_view name = path == "/" ? "index.html" : path.substr(1);
  const auto* const file = std::find_if(std::begin(PageFiles), std::end(PageFiles),
                                        [&](const auto& each) { return each.first == name; });
  if (file == std::end(PageFiles)) return std::nullopt;
  Response response;
  response.set(field::content_type, ContentType(name));
  response.set("Content-Security-Policy", contentPolicy_);
  response.set("Referrer-Policy", "no-referrer");
  response.body() = std::string(file->second);
  return response;
}

}  // namespace Chat
