#include "workload.hpp"

#include <curl/curl.h>

#include <memory>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

WebPubSubServiceClient Client(const std::string& url,
                              const WebPubSubServiceClientOptions& options) {
  return {url, Hub, AzureKeyCredential(AccessKey), options};
}

// What the library sends, for the floors to send the same.
HttpRequest RequestOf(const std::string& url) {
  class Keeper final : public HttpTransport {
   public:
    HttpResponse Send(const HttpRequest& request, const Context&) override {
      Kept.push_back(request);
      return HttpResponse(202);
    }
    std::vector<HttpRequest> Kept;
  };
  // A client of the real transport names libcurl in its User-Agent.
  const auto userAgent = [](HttpRequest request) {
    const std::string version = curl_version_info(CURLVERSION_NOW)->version;
    std::string agent = request.Headers().Get("User-Agent").value();
    agent.insert(agent.find(')'), "; libcurl/" + version);
    request.Headers().Set("User-Agent", agent);
    return request;
  };
  const auto keeper = std::make_shared<Keeper>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = keeper;
  Client(url, options).SendToAll(Message);
  return userAgent(keeper->Kept.front());
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
