#include "curl/open_sockets.hpp"

#include <gtest/gtest.h>

#include <future>

#include "curl/handles.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::PlainResponse;
using Testing::ScriptedConnection;
using Testing::ScriptedServer;

/// A handle whose connection is kept after its first request.
class OpenSocketsTest : public testing::Test {
 protected:
  OpenSocketsTest() : easy_(MakeEasyHandle()) {
    EXPECT_EQ(sockets_.Serve(easy_.get()), CURLE_OK);
    curl_easy_setopt(easy_.get(), CURLOPT_OPENSOCKETFUNCTION, &Open);
    curl_easy_setopt(easy_.get(), CURLOPT_OPENSOCKETDATA, &sockets_);
    curl_easy_setopt(easy_.get(), CURLOPT_URL, server_.Url().c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_PROXY, "");
    EXPECT_EQ(curl_easy_perform(easy_.get()), CURLE_OK);
    long port = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_LOCAL_PORT, &port);
    localPort_ = static_cast<int>(port);
  }
  ~OpenSocketsTest() override {
    if (!isWritten_) WriteUnrequested();
  }

  static curl_socket_t Open(void* sockets, curlsocktype, curl_sockaddr* address) {
    return static_cast<OpenSockets*>(sockets)->Open(*address);
  }

  void WriteUnrequested() {
    isWritten_ = true;
    mayWrite_.set_value();
    written_.get_future().wait();
  }

  bool isWritten_ = false;
  std::promise<void> mayWrite_;
  std::promise<void> written_;
  OpenSockets sockets_;
  ScriptedServer server_{[this](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(PlainResponse(200));
    mayWrite_.get_future().wait();
    connection.Write("H");
    written_.set_value();
    connection.WaitForClient();
  }};
  EasyHandle easy_;
  int localPort_ = 0;
};

TEST_F(OpenSocketsTest, AreQuietWhileNothingArrives) {
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, false));
}

TEST_F(OpenSocketsTest, ReportWhatArrivesOnAnIdleConnection) {
  WriteUnrequested();
  EXPECT_TRUE(sockets_.HasUnusableAt(localPort_, false));
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_ + 1, false));
}

TEST_F(OpenSocketsTest, ReportItOnlyForMarkedConnectionsWhereOthersMayShareThem) {
  WriteUnrequested();
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, true));
  sockets_.MarkExclusive(localPort_);
  EXPECT_TRUE(sockets_.HasUnusableAt(localPort_, true));
}

TEST_F(OpenSocketsTest, CountAsConnectedUntilTheyAreRetired) {
  EXPECT_FALSE(sockets_.HasConnected());
  sockets_.OnConnected(localPort_);
  EXPECT_TRUE(sockets_.HasConnected());
  sockets_.OnRetired();
  EXPECT_FALSE(sockets_.HasConnected());
  EXPECT_FALSE(sockets_.IsEmpty());
}

TEST_F(OpenSocketsTest, ForgetAConnectionThatIsClosed) {
  WriteUnrequested();
  easy_.reset();
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, false));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
