#include "support/ledger.hpp"

#include <algorithm>
#include <map>

namespace Azure::Messaging::WebPubSub::Testing {

void Ledger::Ended(std::size_t id, bool atMostOnce, SendEnd end) {
  entries_[id].End = end;
  entries_[id].AtMostOnce = atMostOnce;
  ++ended_;
}

void Ledger::Received(std::size_t id) {
  if (id < entries_.size()) {
    ++entries_[id].Copies;
  } else {
    ++unknown_;
  }
}

std::size_t Ledger::Count(SendEnd end) const {
  return static_cast<std::size_t>(std::count_if(
      entries_.begin(), entries_.end(), [end](const Entry& entry) { return entry.End == end; }));
}

std::vector<std::string> Ledger::FindErrors() const {
  std::map<std::string, std::size_t> errors;
  for (const Entry& entry : entries_) {
    const std::uint32_t copies = entry.Copies;
    if (entry.End == SendEnd::Unknown) ++errors["sends that did not end"];
    if (entry.End == SendEnd::Success && copies == 0) ++errors["successes that did not arrive"];
    if (entry.End == SendEnd::NotAccepted && copies > 0) {
      ++errors["messages that arrived although their send was reported as not accepted"];
    }
    if (entry.AtMostOnce && copies > 1) ++errors["at-most-once messages that arrived twice"];
  }
  if (unknown_ > 0) errors["messages with an unknown id"] = unknown_;
  if (ended_ != entries_.size())
    ++errors["the number of ended sends differs from the number of sends"];
  std::vector<std::string> texts;
  for (const auto& [error, count] : errors) texts.push_back(std::to_string(count) + " " + error);
  return texts;
}

std::string Ledger::Summary() const {
  std::map<std::string, std::size_t> sums;
  for (const Entry& entry : entries_) {
    const std::string mode = entry.AtMostOnce ? "at most once: " : "at least once: ";
    ++sums[mode + "sent"];
    if (entry.End == SendEnd::Success) ++sums[mode + "success"];
    if (entry.End == SendEnd::NotAccepted) ++sums[mode + "failed, not accepted"];
    if (entry.End == SendEnd::MayHaveBeenAccepted) {
      ++sums[mode + "failed, may have been accepted"];
      if (entry.Copies > 0) ++sums[mode + "failed, but arrived"];
    }
    if (entry.Copies > 0) ++sums[mode + "arrived"];
    if (entry.Copies > 1) ++sums[mode + "arrived more than once"];
  }
  std::string text;
  for (const auto& [what, count] : sums) text += "  " + what + " " + std::to_string(count) + "\n";
  return text;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
