#include "workload.hpp"

#include <curl/curl.h>

#include <memory>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

WebPubSubServiceClient Client(const std::string& url,
                              const WebPubSubServiceClientOptions& options) {
  return {url, Hub, AzureKeyCredential(AccessKey), options};
}

HttpRequest RequestOf(const std::string& url) {
  class Recorder final : public HttpTransport {
   public:
    HttpResponse Send(const HttpRequest& request, const Context&) override {
      Recorded.push_back(request);
      return HttpResponse(202);
    }
    std::vector<HttpRequest> Recorded;
  };
  // A client with the library's own transport names libcurl in its User-Agent.
  const auto userAgent = [](HttpRequest request) {
    const std::string version = curl_version_info(CURLVERSION_NOW)->version;
    std::string agent = request.Headers().Get("User-Agent").value();
    agent.insert(agent.find(')'), "; libcurl/" + version);
    request.Headers().Set("User-Agent", agent);
    return request;
  };
  const auto recorder = std::make_shared<Recorder>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = recorder;
  Client(url, options).SendToAll(Message);
  return userAgent(recorder->Recorded.front());
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
