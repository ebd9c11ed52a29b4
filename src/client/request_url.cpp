#include "client/request_url.hpp"

#include "url/percent_encoding.hpp"

namespace Azure::Messaging::WebPubSub {

RequestUrl::RequestUrl(const HubAddress& address) : version_(address.Version) {
  constexpr std::size_t RoomForTheRest = 96;  // one allocation for most requests
  url_.reserve(address.ServiceUrl.size() + address.Hub.size() + RoomForTheRest);
  url_.append(address.ServiceUrl).append("/api/hubs/");
  Name(address.Hub);
}

RequestUrl& RequestUrl::Literal(std::string_view text) {
  url_ += text;
  return *this;
}

RequestUrl& RequestUrl::Name(std::string_view name) {
  AppendPercentEncoded(url_, name);
  return *this;
}

RequestUrl& RequestUrl::Query(std::string_view name, std::string_view value) {
  url_ += separator_;
  separator_ = '&';
  url_.append(name).append("=");
  AppendPercentEncoded(url_, value);
  return *this;
}

RequestUrl& RequestUrl::OptionalQuery(std::string_view name, std::string_view value) {
  return value.empty() ? *this : Query(name, value);
}

RequestUrl& RequestUrl::ApiVersion() { return Query("api-version", ToString(version_)); }

}  // namespace Azure::Messaging::WebPubSub
