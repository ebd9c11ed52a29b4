#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/asio.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>

#if defined(ASIO_STANDALONE)
#include <asio.hpp>
#else
#include <boost/asio.hpp>
namespace asio = boost::asio;
#endif

// The tests are compiled twice, with Boost.Asio and with Asio.
#if defined(ASIO_STANDALONE)
#define WEBPUBSUB_TEST_ASIO_VERSION ASIO_VERSION
#else
#define WEBPUBSUB_TEST_ASIO_VERSION BOOST_ASIO_VERSION
#endif

namespace Azure::Messaging::WebPubSub::Testing {

/// An `io_context` that the test's own thread runs, and a client whose transport plays a script. It
/// responds with 202 to what the script doesn't have.
class AsioBench : public ::testing::Test {
 protected:
  AsioBench() {
    Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
    Options.TransportAdapter = Transport;
    Options.Retry.MaxRetries = 0;
  }

  [[nodiscard]] WebPubSubServiceClient MakeClient() const {
    return {"https://wps.example", "chat", AzureKeyCredential("key"), Options};
  }

  /// The next request has no response before this is set.
  std::promise<HttpResponse> HoldNextRequest() {
    std::promise<HttpResponse> response;
    Transport->Will([held = response.get_future().share()](const HttpRequest&, const Context&) {
      return held.get();
    });
    return response;
  }

  /// The next request has no response, and fails once its context is cancelled.
  void HangNextRequest() {
    hanging_ = {};
    Transport->Will([this](const HttpRequest&, const Context& context) -> HttpResponse {
      std::promise<void> cancelled;
      const auto registration = context.OnCancel([&cancelled] { cancelled.set_value(); });
      hanging_.set_value();
      cancelled.get_future().wait();
      throw OperationCancelledException("cancelled", true);
    });
  }
  void WaitUntilARequestHangs() { hanging_.get_future().wait(); }

  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  WebPubSubServiceClientOptions Options;
  asio::io_context Io;

 private:
  std::promise<void> hanging_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
