#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// One of several implementations of the same work.
struct Contender {
  std::string Name;
  /// Sends this many messages and returns when all responses have arrived.
  std::function<void(int sends)> Send;
};

/// Runs the contenders in turns, round after round, so that other load on the machine affects all
/// of them alike. Each round starts with another contender.
/// @return by contender's name, an array for each figure with one value for each round: the
/// messages
///   a second, and the CPU time for each message (user and system, all threads of this process).
nlohmann::json Compete(const std::vector<Contender>& contenders, int rounds, int sends);

/// An action whose duration is measured.
struct Action {
  std::string Name;
  std::function<void()> Run;
};

/// Runs actions in turns, like Compete, and measures each repetition.
/// @return by action's name, the median duration in microseconds for each round.
nlohmann::json Time(const std::vector<Action>& actions, int rounds, int repetitions);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
