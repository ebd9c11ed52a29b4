#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// Does the same work as the others that it is compared with.
struct Contender {
  std::string Name;
  /// Sends so many messages and returns when the last is answered.
  std::function<void(int sends)> Send;
};

/// Lets contenders work in turns, round after round, so that whatever else the machine does meets
/// all of them; the order turns with the rounds.
/// @return for each: its name, and for each round the messages a second and the processor's
///   microseconds for a message (all threads of this process; user and system).
nlohmann::json Compete(const std::vector<Contender>& contenders, int rounds, int sends);

/// Does something that takes a while, once.
struct Action {
  std::string Name;
  std::function<void()> Run;
};

/// The same for actions that are timed one by one.
/// @return for each: its name, and for each round the median in microseconds.
nlohmann::json Time(const std::vector<Action>& actions, int rounds, int repetitions);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
