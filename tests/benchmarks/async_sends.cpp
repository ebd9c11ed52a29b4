#include "async_sends.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {

void AsyncSends::Send(int sends) {
  sends_ = sends;
  started_ = 0;
  ended_ = 0;
  done_ = std::make_shared<std::promise<void>>();
  auto done = done_->get_future();
  for (int i = 0; i < inFlight_; ++i) SendNext();
  done.get();
}

void AsyncSends::SendNext() {
  if (started_++ >= sends_) return;
  client_.SendToAllAsync(Message).Then([this](const Result<Response>& result) { OnEnd(result); });
}

void AsyncSends::OnEnd(const Result<Response>& result) {
  if (!result) {
    std::cerr << "an asynchronous send failed\n";
    std::exit(1);
  }
  SendNext();
  // A copy, because the next Send may replace done_ before set_value returns.
  const auto done = done_;
  if (++ended_ == sends_) done->set_value();
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
