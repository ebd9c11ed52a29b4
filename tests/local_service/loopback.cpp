#include "local_service/loopback.hpp"

#include <boost/asio/ip/address.hpp>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

// The name or address in a Host header, without the port.
std::string NameIn(const std::string& host) {
  const std::size_t end = host.find(']');
  if (!host.empty() && host.front() == '[' && end != std::string::npos) {
    return host.substr(1, end - 1);
  }
  return host.substr(0, host.find(':'));
}

}  // namespace

bool IsLoopbackAddress(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

bool IsLocalRequest(const RestRequest& request, bool fromLoopback) {
  const std::string name = ToLower(NameIn(request.Host));
  const bool isLocal = name == "localhost" || IsLoopbackAddress(name);
  return fromLoopback && isLocal && request.Header("origin").empty();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
