#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <ostream>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

/// How a call ended, as its caller sees it.
struct Outcome {
  /// "success", or the kind of the exception and its cause or status: "Transport Timeout",
  /// "RequestFailed 503".
  std::string Ending;
  bool MayHaveBeenAccepted = false;
  int Attempts = 0;

  friend bool operator==(const Outcome& a, const Outcome& b) {
    return a.Ending == b.Ending && a.MayHaveBeenAccepted == b.MayHaveBeenAccepted &&
           a.Attempts == b.Attempts;
  }
};

inline void PrintTo(const Outcome& outcome, std::ostream* out) {
  *out << outcome.Ending << (outcome.MayHaveBeenAccepted ? ", may" : ", can't")
       << " have been accepted, attempts: " << outcome.Attempts;
}

/// A success has no attempts and no MayHaveBeenAccepted.
inline Outcome Success() { return {"success", false, 0}; }

Outcome OutcomeOf(const std::function<void()>& call);

}  // namespace Azure::Messaging::WebPubSub::Testing
