#include "traffic.hpp"

#include <random>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::size_t MostUnread = 500;

// The text of the failure without what differs from send to send.
std::string ReasonOf(const WebPubSubException& failure) {
  const std::string text = failure.what();
  const std::string path = ":send: ";
  const std::size_t begin = text.find(path);
  const std::size_t end = text.find(" [client request id");
  return begin == std::string::npos ? text.substr(0, end)
                                    : text.substr(begin + path.size(), end - begin - path.size());
}

}  // namespace

Traffic::Traffic(const WebPubSubServiceClient& client, const WebPubSubServiceClient& direct,
                 Form form, SendRetry mode, const Pace& pace, Gate& gate, const std::string& caFile)
    : form_(form),
      atMostOnce_(mode == SendRetry::AtMostOnce),
      pace_(pace),
      gate_(gate),
      userId_(Name()),
      client_(client),
      direct_(direct),
      ledger_(pace.Sends),
      subscriber_(direct_, userId_, ledger_, caFile) {}

Traffic::~Traffic() { Join(); }

std::string Traffic::Name() const {
  return std::string(form_ == Form::Blocking ? "blocking" : "asynchronous") +
         (atMostOnce_ ? ", at most once" : ", at least once");
}

void Traffic::Start() {
  for (std::size_t thread = 0; thread < Threads; ++thread) {
    threads_.emplace_back([this, thread] { Send(thread); });
  }
}

void Traffic::Send(std::size_t thread) {
  std::mt19937 random(static_cast<unsigned>(thread));
  std::uniform_int_distribution<std::chrono::microseconds::rep> pauses(
      std::chrono::microseconds(pace_.Shortest).count(),
      std::chrono::microseconds(pace_.Longest).count());
  for (std::size_t id = thread; id < pace_.Sends; id += Threads) {
    if (id >= Threads) std::this_thread::sleep_for(std::chrono::microseconds(pauses(random)));
    const std::size_t succeeded = succeeded_;
    if (succeeded > MostUnread) subscriber_.WaitForCount(succeeded - MostUnread);
    gate_.Acquire();
    SendOne(id);
    gate_.Release();
  }
}

void Traffic::SendOne(std::size_t id) {
  SendEnd end = SendEnd::Success;
  try {
    const std::string text = std::to_string(id);
    if (form_ == Form::Blocking) {
      client_.SendToUser(userId_, text);
    } else {
      client_.SendToUserAsync(userId_, text).Get();
    }
    ++succeeded_;
  } catch (const WebPubSubException& failure) {
    end = EndOf(failure);
    const std::lock_guard lock(mutex_);
    ++failures_[ReasonOf(failure)];
  }
  ledger_.Ended(id, atMostOnce_, end);
}

void Traffic::Join() {
  if (hasJoined_) return;
  hasJoined_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  direct_.SendToUser(userId_, Subscriber::EndMark);
  sawEnd_ = subscriber_.Join();
}

std::vector<std::string> Traffic::FindErrors() const {
  auto errors = ledger_.FindErrors();
  if (!sawEnd_) errors.emplace_back("the WebSocket client was cut off");
  return errors;
}

std::string Traffic::Summary() const {
  std::string text = ledger_.Summary();
  for (const auto& [failure, count] : failures_) {
    text += "    " + std::to_string(count) + " x " + failure + "\n";
  }
  return text;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
