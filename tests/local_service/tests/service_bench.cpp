#include "service_bench.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

std::string MakeToken(const TokenParts& parts) {
  const std::string signedPart =
      EncodeBase64Url(parts.Header) + "." + EncodeBase64Url(parts.Payload);
  unsigned char signature[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_get_digestbyname(parts.Digest.c_str()), parts.SigningKey.data(),
       static_cast<int>(parts.SigningKey.size()),
       reinterpret_cast<const unsigned char*>(signedPart.data()), signedPart.size(), signature,
       &size);
  return signedPart + "." + EncodeBase64Url({reinterpret_cast<const char*>(signature), size});
}

std::string GoodPayload(const std::string& path) {
  return R"({"exp":)" + std::to_string(Now + 300) + R"(,"aud":"http://)" + Host + path + R"("})";
}

ServiceBench::ServiceBench()
    : tokens_({Key, OtherKey}), rest_(hubs_, tokens_, [] {
        return std::chrono::system_clock::time_point(std::chrono::seconds(Now));
      }) {}

RecordingChannel& ServiceBench::Connect(const std::string& id,
                                        const std::optional<std::string>& userId,
                                        ClientProtocol protocol,
                                        const std::vector<std::string>& groups,
                                        const std::vector<std::string>& roles) {
  Connection connection;
  connection.Id = id;
  connection.UserId = userId;
  connection.Protocol = protocol;
  connection.Groups = {groups.begin(), groups.end()};
  connection.Allowed = Permissions(roles);
  connection.Channel = &channels_[id];
  Chat().Add(std::move(connection));
  return channels_[id];
}

RestResponse ServiceBench::Call(const std::string& method, const std::string& target,
                                const std::string& body, const std::string& contentType,
                                const std::vector<std::pair<std::string, std::string>>& headers) {
  RestRequest request;
  request.Method = method;
  request.Target = target;
  request.Host = Host;
  request.Headers = headers;
  TokenParts token;
  token.Payload = GoodPayload(target.substr(0, target.find('?')));
  request.Headers.emplace_back("authorization", "Bearer " + MakeToken(token));
  if (!contentType.empty()) request.Headers.emplace_back("content-type", contentType);
  request.Body = body;
  return rest_.Handle(request);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
