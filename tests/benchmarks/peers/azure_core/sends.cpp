// Times azure-core for C++, which has no Web PubSub client: its pipeline with default options, the
// same requests, and a policy that signs each of them with the access key. Prints a JSON object.
// It has no asynchronous calls, so 64 threads have 64 requests in flight.
//
//   sends URL

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <atomic>
#include <azure/core/base64.hpp>
#include <azure/core/http/http.hpp>
#include <azure/core/internal/client_options.hpp>
#include <azure/core/internal/http/pipeline.hpp>
#include <azure/core/io/body_stream.hpp>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <utility>
#include <vector>

namespace {

using Azure::Core::Context;
using Azure::Core::_internal::Base64Url;
using Azure::Core::Http::_internal::HttpPipeline;
using namespace Azure::Core::Http;            // NOLINT(google-build-using-namespace)
using namespace Azure::Core::Http::Policies;  // NOLINT(google-build-using-namespace)

const std::string Key = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
const std::vector<std::uint8_t> Message(64, 'x');

std::string Base64UrlOf(const std::string& text) {
  return Base64Url::Base64UrlEncode({text.begin(), text.end()});
}

class SignPolicy final : public HttpPolicy {
 public:
  std::unique_ptr<RawResponse> Send(Request& request, NextHttpPolicy next,
                                    const Context& context) const override {
    const std::string now = std::to_string(std::time(nullptr));
    const std::string url = request.GetUrl().GetAbsoluteUrl();
    const std::string claims = R"({"nbf":)" + now + R"(,"exp":)" +
                               std::to_string(std::time(nullptr) + 300) + R"(,"iat":)" + now +
                               R"(,"aud":")" + url.substr(0, url.find('?')) + R"("})";
    const std::string text =
        Base64UrlOf(R"({"alg":"HS256","typ":"JWT"})") + "." + Base64UrlOf(claims);
    std::vector<std::uint8_t> signature(32);
    HMAC(EVP_sha256(), Key.data(), static_cast<int>(Key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), signature.data(),
         nullptr);
    request.SetHeader("Authorization",
                      "Bearer " + text + "." + Base64Url::Base64UrlEncode(signature));
    return next.Send(request, context);
  }
  std::unique_ptr<HttpPolicy> Clone() const override { return std::make_unique<SignPolicy>(); }
};

class Client {
 public:
  explicit Client(std::string url)
      : url_(std::move(url) + "/api/hubs/chat/:send"), pipeline_(MakePipeline()) {}

  void SendToAll() const {
    Azure::Core::IO::MemoryBodyStream body(Message);
    Azure::Core::Url url(url_);
    url.AppendQueryParameter("api-version", "2024-12-01");
    Request request(HttpMethod::Post, std::move(url), &body);
    request.SetHeader("Content-Type", "text/plain");
    request.SetHeader("Accept", "application/json");
    request.SetHeader("Content-Length", std::to_string(Message.size()));
    const auto response = pipeline_.Send(request, Context());
    if (response->GetStatusCode() != HttpStatusCode::Accepted) throw std::runtime_error("refused");
  }

 private:
  static HttpPipeline MakePipeline() {
    std::vector<std::unique_ptr<HttpPolicy>> perRetry;
    perRetry.push_back(std::make_unique<SignPolicy>());
    return HttpPipeline(Azure::Core::_internal::ClientOptions(), "webpubsub", "1.0.0",
                        std::move(perRetry), {});
  }

  const std::string url_;
  const HttpPipeline pipeline_;
};

double CpuMicroseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return 1e6 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

std::string Measure(const Client& client, int sends, int threads) {
  std::atomic<int> left{sends};
  const double cpu = CpuMicroseconds();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> senders;
  for (int i = 0; i < threads; ++i) {
    senders.emplace_back([&] {
      while (left-- > 0) client.SendToAll();
    });
  }
  for (std::thread& sender : senders) sender.join();
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  return R"({"requestsPerSecond":)" + std::to_string(sends / time.count()) +
         R"(,"cpuMicroseconds":)" + std::to_string((CpuMicroseconds() - cpu) / sends) + "}";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const Client client(argv[1]);
  Measure(client, 2000, 64);  // opens the connections
  std::cout << R"({"name":"azure-core for C++","version":")" << AZURE_CORE_VERSION
            << R"(","oneAtATime":)" << Measure(client, 20'000, 1) << R"(,"inFlight64":)"
            << Measure(client, 20'000, 64) << "}\n";
}
