// A child process that destroys its copy of the parent's client must not end the parent's
// connections. Closing a TLS connection normally sends a close_notify alert, after which the peer
// closes the connection for the parent too.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "fault_bench.hpp"
#include "self_signed_certificate.hpp"
#include "support/sanitized.hpp"
#include "tls_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::SizeIs;

#if !defined(WEBPUBSUB_SANITIZED)

class ForkedConnections : public testing::TestWithParam<Form> {};

TEST_P(ForkedConnections, OfTheParentOutliveTheClientInTheChild) {
  const LocalService::Testing::SelfSignedCertificate certificate;
  TlsServerOptions options;
  options.CertificateFile = certificate.CertificateFile();
  options.KeyFile = certificate.KeyFile();
  const TlsServer server(options);
  FaultBench bench;
  bench.Options.Transport.CaFile = certificate.CertificateFile();
  bench.Options.Retry.Sends = SendRetry::AtMostOnce;
  auto client = std::make_unique<WebPubSubServiceClient>(bench.Client(server.Url(), false));
  const auto send = [&] {
    return OutcomeOf([&] { OperationKinds().front().Call(GetParam(), *client); });
  };
  EXPECT_EQ(send(), Success());

  const pid_t child = fork();
  if (child == 0) {
    client.reset();
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);

  EXPECT_EQ(send(), Success());
  EXPECT_THAT(server.Handshakes(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(Forms, ForkedConnections,
                         testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

#endif

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
