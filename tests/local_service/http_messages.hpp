#pragma once

#include <boost/beast/http.hpp>

#include <string_view>

#include "local_service/message.hpp"
#include "local_service/request_log.hpp"
#include "local_service/rest_message.hpp"

// Conversions between the HTTP messages of Boost.Beast and those of the service.
namespace Azure::Messaging::WebPubSub::LocalService {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
using BeastResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// The path of a request target, without the query. It refers to the target's characters.
std::string_view PathOf(boost::beast::string_view target);

/// Whether a request is a valid WebSocket upgrade.
bool IsWebSocketUpgrade(const BeastRequest& request);

RestRequest ToRestRequest(const BeastRequest& request, RestRequest::BodyLength length);
RecordedRequest ToRecordedRequest(const RestRequest& request, Time arrival);

/// @param isForHead leaves out the body, but keeps the Content-Length that a GET request would get.
BeastResponse ToBeastResponse(RestResponse response, bool keepsAlive, bool isForHead);

}  // namespace Azure::Messaging::WebPubSub::LocalService
