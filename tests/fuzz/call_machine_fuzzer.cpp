// Any order of events that a driver may report ends a call, with its books balanced: every attempt
// is counted and observed, the call ends once, and its result fits the last outcome.

#include <iterator>
#include <stdexcept>
#include <string>

#include "fuzz_target.hpp"
#include "pipeline/retry.hpp"
#include "support/machine_bench.hpp"

using namespace Azure::Messaging::WebPubSub;
using namespace Azure::Messaging::WebPubSub::Detail;
using Testing::MachineBench;

namespace {

// Gives bytes, and zeros once they are used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::uint8_t Next() {
    if (size_ == 0) return 0;
    --size_;
    return *data_++;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

constexpr int Statuses[] = {202, 204, 307, 400, 401, 403, 404, 408, 429, 500, 501, 502, 503, 504};

class FuzzedCall {
 public:
  FuzzedCall(const std::uint8_t* data, std::size_t size) : bytes_(data, size), bench_(Options()) {}

  void Run() {
    const bool exits = bytes_.Next() % 32 == 31;
    std::string step = bench_.After(
        [&](CallMachine& call) { return exits ? call.OnProcessExit(false) : call.Start(); });
    // One for each step of the longest call, and many to spare.
    for (int events = 0; step != "done"; ++events) {
      Fuzz::Require(events < 100, "every order of events ends the call");
      step = Next(step);
    }
    Check();
  }

 private:
  MachineBench::Options Options() {
    const std::uint8_t flags = bytes_.Next();
    MachineBench::Options options;
    options.NeedsFetch = (flags & 1) != 0;
    options.IsSend = (flags & 2) != 0;
    options.NotFoundIsSuccess = notFoundIsSuccess_ = (flags & 4) != 0;
    options.Retry.Sends = (flags & 8) != 0 ? SendRetry::AtMostOnce : SendRetry::AtLeastOnce;
    options.Retry.MaxRetries = flags >> 4;
    atMostOnce_ = options.IsSend && (flags & 8) != 0;
    options.CallContext = Context::WithDeadline(
        std::chrono::steady_clock::time_point(std::chrono::hours(1002)), context_);
    return options;
  }

  std::string Next(const std::string& step) {
    const std::uint8_t event = bytes_.Next();
    if (event % 16 == 13) context_.Cancel();
    if (event % 16 == 14) bench_.Clock().Advance(std::chrono::hours(1));
    if (event % 16 == 15 && step != "send") {
      return bench_.After([](CallMachine& call) { return call.OnCancelled(); });
    }
    if (step == "authorize") return AfterFetch(event);
    if (step == "send") return AfterSend(event);
    return bench_.After([](CallMachine& call) { return call.OnWaitOver(); });
  }

  std::string AfterFetch(std::uint8_t event) {
    return bench_.After([&](CallMachine& call) {
      if (event % 8 == 1) return call.OnFetched({});
      if (event % 8 == 3 && lastStatus_ == 401) return call.OnFetched({std::nullopt, {}, true});
      if (event % 8 != 2) return call.OnFetched(bench_.Fetched());
      return call.OnFetched({std::nullopt, std::make_exception_ptr(std::runtime_error("no"))});
    });
  }

  std::string AfterSend(std::uint8_t event) {
    ++sends_;
    Fuzz::Require(!atMostOnce_ || !maybeAccepted_, "nothing is sent twice in at-most-once mode");
    const std::uint8_t choice = bytes_.Next();
    return bench_.After([&](CallMachine& call) {
      if (event % 2 == 0) {
        lastStatus_ = Statuses[choice % std::size(Statuses)];
        maybeAccepted_ |= MayHaveBeenAccepted(HttpResponse(lastStatus_));
        return call.OnOutcome(HttpResponse(lastStatus_));
      }
      lastStatus_ = 0;
      TransportFailure failure(static_cast<TransportError>(choice % 9), "fuzzed", choice >= 128);
      failure.ReusedConnection = choice % 16 == 3;
      maybeAccepted_ |= failure.RequestMayHaveBeenSent;
      return call.OnOutcome(std::move(failure));
    });
  }

  void Check() {
    const std::string result = bench_.Result();
    const bool succeeded = result == "202" || (notFoundIsSuccess_ && result == "404");
    Fuzz::Require(!succeeded || result == std::to_string(lastStatus_),
                  "a success is the last response");
    Fuzz::Require(bench_.Attempts == sends_, "every attempt is counted");
    Fuzz::Require(succeeded || bench_.MayHaveBeenAccepted == maybeAccepted_,
                  "a failure knows whether a request may have been accepted");
    const auto& observer = bench_.Observer();
    Fuzz::Require(observer.Attempts == sends_, "every attempt is observed");
    Fuzz::Require(observer.Started == observer.Ended && observer.Ended <= 1, "a call ends once");
    Fuzz::Require(observer.Ended == 0 || observer.Succeeded == succeeded,
                  "the observer sees the result");
  }

  Bytes bytes_;
  const Context context_ = Context::Cancellable();
  bool notFoundIsSuccess_ = false;
  bool atMostOnce_ = false;
  MachineBench bench_;
  int sends_ = 0;
  int lastStatus_ = 0;
  bool maybeAccepted_ = false;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedCall(data, size).Run();
  return 0;
}
