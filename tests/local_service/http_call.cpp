#include "local_service/http_call.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <stdexcept>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::uint32_t MaxHeadSize = 64 * 1024;

class SocketCall final : public HttpCall, public std::enable_shared_from_this<SocketCall> {
 public:
  SocketCall(const SocketStream::executor_type& executor, asio::ssl::context& tls,
             const OutgoingRequest& request, OnHead onHead, OnDone onDone)
      : url_(request.Url),
        tls_(request.Url.IsSecure ? &tls : nullptr),
        resolver_(executor),
        socket_(executor),
        onHead_(std::move(onHead)),
        onDone_(std::move(onDone)) {
    request_.version(11);
    request_.method_string(request.Method);
    request_.target(url_.Target);
    request_.set(http::field::host, url_.Authority);
    for (const auto& [name, value] : request.Headers) request_.insert(name, value);
    request_.keep_alive(false);
    request_.body() = request.Body;
    if (request.Method == "POST") request_.content_length(request.Body.size());
    parser_.header_limit(MaxHeadSize);
    parser_.body_limit(MaxResponseSize);
  }

  void Resolve() {
    resolver_.async_resolve(
        url_.Host, url_.Port,
        [self = shared_from_this()](beast::error_code error,
                                    const tcp::resolver::results_type& addresses) {
          if (error) return self->Fail("could not resolve " + self->url_.Host, error);
          self->Connect(addresses);
        });
  }

  void Cancel() override {
    onDone_ = nullptr;
    onHead_ = nullptr;
    resolver_.cancel();
    CloseSocket();
  }

 private:
  void CloseSocket() {
    beast::error_code ignored;
    if (stream_) {
      stream_->Close();
    } else {
      socket_.close(ignored);
    }
  }

  void Connect(const tcp::resolver::results_type& addresses) {
    if (!onDone_) return;
    asio::async_connect(socket_, addresses,
                        [self = shared_from_this()](beast::error_code error, const tcp::endpoint&) {
                          if (error) return self->Fail("could not connect", error);
                          self->Handshake();
                        });
  }

  void Handshake() {
    if (!onDone_) return;
    beast::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    stream_.emplace(std::move(socket_), tls_, url_.Host);
    stream_->Handshake([self = shared_from_this()](beast::error_code error) {
      if (error) return self->Fail("the TLS handshake failed", error);
      self->Write();
    });
  }

  void Write() {
    http::async_write(*stream_, request_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (error) return self->Fail("lost the connection", error);
                        self->ReadHead();
                      });
  }

  void ReadHead() {
    http::async_read_header(*stream_, buffer_, parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->FailRead(error);
                              if (self->onHead_) self->onHead_();
                              self->ReadBody();
                            });
  }

  void ReadBody() {
    http::async_read(*stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (error) return self->FailRead(error);
                       self->Succeed();
                     });
  }

  void Succeed() {
    HttpCallResult result;
    RestResponse& response = result.Response.emplace();
    response.Status = static_cast<int>(parser_.get().result_int());
    for (const auto& field : parser_.get()) {
      response.Headers.emplace_back(ToLower(std::string(field.name_string())),
                                    std::string(field.value()));
    }
    response.Body = std::move(parser_.get().body());
    Finish(std::move(result));
  }

  void FailRead(beast::error_code error) {
    const bool isTooLarge = error == http::error::body_limit || error == http::error::header_limit;
    if (isTooLarge) return Finish({std::nullopt, "the response is too large", false});
    Fail("no complete response", error);
  }

  void Fail(const std::string& what, beast::error_code error) {
    Finish({std::nullopt, what + ": " + error.message(), true});
  }

  void Finish(HttpCallResult result) {
    CloseSocket();
    onHead_ = nullptr;
    // The callback may be what keeps this call alive.
    const OnDone done = std::exchange(onDone_, nullptr);
    if (done) done(std::move(result));
  }

  const HttpUrl url_;
  asio::ssl::context* tls_;
  tcp::resolver resolver_;
  tcp::socket socket_;
  std::optional<SocketStream> stream_;
  OnHead onHead_;
  OnDone onDone_;
  http::request<http::string_body> request_;
  beast::flat_buffer buffer_;
  http::response_parser<http::string_body> parser_;
};

}  // namespace

std::shared_ptr<HttpCall> HttpCall::Start(const SocketStream::executor_type& executor,
                                          asio::ssl::context& tls, const OutgoingRequest& request,
                                          OnHead onHead, OnDone onDone) {
  auto call =
      std::make_shared<SocketCall>(executor, tls, request, std::move(onHead), std::move(onDone));
  call->Resolve();
  return call;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
