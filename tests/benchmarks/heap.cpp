// How a send uses the heap. Prints a JSON object.

#include <iostream>

#include "heap_use.hpp"
#include "nowhere.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

double AllocationsOfASend() {
  constexpr int Warmup = 10;
  constexpr int Sends = 1000;
  const auto client = ClientToNowhere();
  for (int i = 0; i < Warmup; ++i) client.SendToAll(Workload::Message);
  const auto before = CurrentHeapUse().Allocations;
  for (int i = 0; i < Sends; ++i) client.SendToAll(Workload::Message);
  return static_cast<double>(CurrentHeapUse().Allocations - before) / Sends;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main() {
  using namespace Azure::Messaging::WebPubSub::Benchmarks;
  std::cout << R"({"allocations":)" << AllocationsOfASend() << "}\n";
}
