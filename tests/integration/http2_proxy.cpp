#include "http2_proxy.hpp"

#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Program = "/usr/sbin/nghttpx";

}  // namespace

bool Http2Proxy::IsInstalled() { return access(Program, X_OK) == 0; }

Http2Proxy::Http2Proxy(std::uint16_t servicePort, const std::string& certificateFile,
                       const std::string& keyFile)
    : port_(FreePort()),
      process_(Program,
               {"--conf=/dev/null", "--workers=1", "--single-process",
                "--frontend=127.0.0.1," + std::to_string(port_),
                "--backend=127.0.0.1," + std::to_string(servicePort), keyFile, certificateFile}) {
  process_.WaitUntilItServes(port_);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
