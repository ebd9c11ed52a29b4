#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "curl/client_resources.hpp"
#include "curl/handles.hpp"
#include "curl/header_lines.hpp"
#include "curl/http2_stream.hpp"
#include "curl/name_resolution.hpp"
#include "curl/open_sockets.hpp"
#include "curl/response_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// An easy handle that serves one request after another. What is the same for all requests is set
/// once; Prepare sets the rest, and Outcome reads how a request ended once it was performed.
class Transfer {
 public:
  /// @param resources, sockets, streams must outlive the connections of the handle.
  /// @throws what MakeConfiguredHandle throws.
  Transfer(ClientResources& resources, OpenSockets& sockets, Http2Streams& streams);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }
  /// The transfer of a handle.
  static Transfer& Of(CURL* easy);
  /// Of the connection that carries the request; 0 if none does yet.
  [[nodiscard]] int LocalPort() const noexcept { return HasBegun() ? localPort_ : 0; }
  /// What its owner knows it by.
  std::uint64_t Id = 0;

  /// Leaves the handle alone for ever, with its connections.
  void Abandon() noexcept { (void)easy_.release(); }

  /// @param request must outlive its performance.
  /// @return a failure if the request can't be performed.
  std::optional<TransportFailure> Prepare(const HttpRequest& request);

  /// Before Prepare: whether a request waits for a connection that is being opened, because it may
  /// be able to share it.
  void AwaitConnections(bool awaits) noexcept { mayAwaitConnections_ = awaits; }
  /// Whether the request is performed on a connection of its own, and not on a kept one.
  void UseNewConnection(bool isNew);

  /// After the performance: whether to PerformAgain, in the place of Outcome. Either nothing was
  /// sent, because something had arrived on the kept connection before, which is never the response
  /// to a request that follows it (RFC 9112, section 9.2). Or the server hasn't processed the
  /// request, because it requires HTTP/1.1.
  [[nodiscard]] bool MustPerformAgain() const noexcept {
    return refusedConnection_ || (stream_.RequiresHttp1() && !response_.HasBegun());
  }
  /// Whether it is to be performed again because the peer had closed a kept connection that other
  /// transfers may share. libcurl keeps such a connection, and would choose it again.
  [[nodiscard]] bool HasRefusedSharedConnection() const {
    return refusedConnection_ && !IsExclusive();
  }
  /// Whether the handle can serve another request.
  [[nodiscard]] bool MayBeReused() const noexcept { return mayBeReused_; }
  /// After the performance: the resolution of the host's name by another transfer that stopped it,
  /// or null. PerformAgain once that has ended well.
  [[nodiscard]] const Resolutions::Ticket& AwaitedResolution() const noexcept {
    return resolution_.Awaited();
  }
  /// Prepares for one more performance of the same request.
  void PerformAgain();

  /// When the context has ended: whether the name of the host is being resolved. libcurl then needs
  /// the handle, in its multi handle, until it reports an end. Nothing is sent any more.
  bool AbandonResolution() { return resolution_.Abandon(); }

  /// After the performance: whether a connection was about to carry the request.
  [[nodiscard]] bool HasBegun() const noexcept { return requestsBegun_ > 0; }
  /// Whether no other transfer shares the host's connections, as far as is known.
  [[nodiscard]] bool IsExclusive() const {
    return !mayShareConnections_ || resources_.Http1Hosts.Chooses(resolution_.Origin());
  }

  /// After the performance, once.
  AttemptOutcome Outcome(CURLcode code);
  /// In the place of Outcome, if the context ended before.
  [[nodiscard]] AttemptOutcome CancelledOutcome() const;

 private:
  template <class Value>
  void Set(CURLoption option, Value value);
  template <class Pointer>
  void SetPointer(CURLoption option, Pointer& current, Pointer value);
  void SetCallbacks();
  void SetMethod(const HttpRequest& request);

  [[nodiscard]] bool IsOnKeptConnection() const noexcept { return !hasOpenedSocket_; }
  [[nodiscard]] curl_off_t BytesReceived() const;
  TransportFailure Failure(CURLcode code);  // in failed_transfer.cpp, like CancelledOutcome
  bool AddHeaderLine(std::string_view line);
  // libcurl's callbacks.
  static std::size_t OnHeaderLine(char*, std::size_t, std::size_t, void* transfer) noexcept;
  static curl_socket_t OnOpenSocket(void* transfer, curlsocktype, curl_sockaddr* address) noexcept;
  static int OnRequest(void* transfer, char* address, char*, int, int localPort) noexcept;
  int BeforeRequest(int localPort, std::string_view address);
  void ChooseProtocol();
  void RememberProtocol();

  ClientResources& resources_;
  OpenSockets& sockets_;
  NameResolution resolution_;
  Http2Stream stream_;
  const bool mayShareConnections_;
  EasyHandle easy_;
  ResponseBuilder response_;  // before the request, the proxy's
  bool mayAwaitConnections_ = true;
  int requestsBegun_ = 0;
  bool refusedConnection_ = false;
  bool hasOpenedSocket_ = false;
  std::error_code openError_;  // of the socket that could not be opened
  int localPort_ = 0;          // of the connection, once a request is about to be written
  char error_[CURL_ERROR_SIZE] = "";

  // What the handle has now.
  CURLcode setUp_ = CURLE_OK;  // the first error of an option
  bool usesNewConnection_ = false;
  bool usesHttp1_ = false;  // where mayShareConnections_
  bool awaitsConnections_ = mayShareConnections_;
  bool mayBeReused_ = true;
  std::string url_;
  HeaderLines headerLines_;
  std::optional<HttpMethod> method_;
  curl_slist* headerList_ = nullptr;
  bool hasBody_ = false;
  const char* body_ = nullptr;
  std::optional<std::size_t> bodySize_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
