#include "contest.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <sys/resource.h>

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;
using std::chrono::steady_clock;

// The processor time of all threads of this process so far.
Microseconds CpuTime() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto sum = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return sum(usage.ru_utime) + sum(usage.ru_stime);
}

// In each round, calls `run` once with each index. Each round starts at another index.
template <class Run>
void TakeTurns(std::size_t count, int rounds, const Run& run) {
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < count; ++i) run((i + static_cast<std::size_t>(round)) % count);
  }
}

template <class Named>
nlohmann::json Results(const std::vector<Named>& all) {
  nlohmann::json results;
  for (const Named& one : all) results[one.Name] = nlohmann::json::object();
  return results;
}

}  // namespace

nlohmann::json Compete(const std::vector<Contender>& contenders, int rounds, int sends) {
  nlohmann::json results = Results(contenders);
  TakeTurns(contenders.size(), rounds, [&](std::size_t i) {
    const Contender& contender = contenders[i];
    const auto cpuBegan = CpuTime();
    const auto began = steady_clock::now();
    contender.Send(sends);
    const Microseconds took = steady_clock::now() - began;
    const Microseconds cpu = CpuTime() - cpuBegan;
    results[contender.Name]["requestsPerSecond"].push_back(sends * 1e6 / took.count());
    results[contender.Name]["cpuMicroseconds"].push_back(cpu.count() / sends);
  });
  return results;
}

nlohmann::json Time(const std::vector<Action>& actions, int rounds, int repetitions) {
  nlohmann::json results = Results(actions);
  std::vector<double> times(static_cast<std::size_t>(repetitions));
  TakeTurns(actions.size(), rounds, [&](std::size_t i) {
    for (double& time : times) {
      const auto began = steady_clock::now();
      actions[i].Run();
      time = Microseconds(steady_clock::now() - began).count();
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    results[actions[i].Name]["medianMicroseconds"].push_back(*middle);
  });
  return results;
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
