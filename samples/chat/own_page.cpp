#include "chat/own_page.hpp"

#include "chat/refusal.hpp"

namespace Chat {
namespace {

using namespace Samples;  // NOLINT(google-build-using-namespace)

bool IsThisMachine(std::string_view host) {
  const std::string_view name = host.substr(0, host.rfind(':'));
  return name == "127.0.0.1" || name == "localhost";
}

bool IsJson(std::string_view contentType) {
  return contentType.substr(0, contentType.find(';')) == "application/json";
}

}  // namespace

void CheckIsFromOwnPage(const Request& request) {
  const std::string_view host = Header(request, field::host);
  if (!IsThisMachine(host)) throw Refusal(status::forbidden, "this host name is not allowed");
  const std::string_view origin = Header(request, field::origin);
  if (!origin.empty() && origin != "http://" + std::string(host)) {
    throw Refusal(status::forbidden, "requests from other pages are not allowed");
  }
  // A form on another page can't send JSON, and a script must send a preflight request first, which
  // this server refuses.
  const bool isPost = request.method() == verb::post;
  if (isPost && !IsJson(Header(request, field::content_type))) {
    throw Refusal(status::unsupported_media_type, "the body must be JSON");
  }
}

}  // namespace Chat
