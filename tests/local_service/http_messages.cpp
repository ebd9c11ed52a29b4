#include "local_service/http_messages.hpp"

#include <boost/beast/websocket/rfc6455.hpp>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

namespace beast = boost::beast;
namespace http = beast::http;

std::string_view PathOf(beast::string_view target) {
  const std::string_view text(target.data(), target.size());
  return text.substr(0, text.find('?'));
}

bool IsWebSocketUpgrade(const BeastRequest& request) {
  return beast::websocket::is_upgrade(request) &&
         request[http::field::sec_websocket_version] == "13" &&
         request.find(http::field::sec_websocket_key) != request.end();
}

RestRequest ToRestRequest(const BeastRequest& request, RestRequest::BodyLength length) {
  RestRequest converted;
  converted.Method = std::string(request.method_string());
  converted.Target = std::string(request.target());
  converted.Host = std::string(request[http::field::host]);
  for (const auto& field : request) {
    converted.Headers.emplace_back(ToLower(std::string(field.name_string())),
                                   std::string(field.value()));
  }
  converted.Body = request.body();
  converted.Length = length;
  return converted;
}

RecordedRequest ToRecordedRequest(const RestRequest& request, Time arrival) {
  RecordedRequest recorded;
  recorded.Time = arrival;
  recorded.Method = request.Method;
  recorded.Path = std::string(request.Path());
  recorded.Query = std::string(request.Query());
  recorded.Headers = request.Headers;
  recorded.Body = request.Body;
  return recorded;
}

BeastResponse ToBeastResponse(RestResponse response, bool keepsAlive, bool isForHead) {
  BeastResponse converted;
  converted.version(11);
  converted.result(static_cast<unsigned>(response.Status));
  for (const auto& [name, value] : response.Headers) converted.insert(name, value);
  converted.keep_alive(keepsAlive);
  const std::size_t length = response.Body.size();
  if (!isForHead) converted.body() = std::move(response.Body);
  if (response.Status != 204) converted.content_length(length);
  return converted;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
