// The speed of the check that every text and JSON message passes.
//
//   webpubsub_utf8 [FACTOR]
//
// Prints the best of many runs over 1 MiB beside the promise, and fails if one takes more than
// FACTOR (1) times the promised time.

#include "core/utf8.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <limits>
#include <string>

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

constexpr std::size_t Size = std::size_t{1024} * 1024;
constexpr double PromisedTimesOfACopy = 2;
constexpr double PromisedBytesPerSecond = 0.7e9;

double BestSeconds(const std::function<void()>& action) {
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < 50; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count());
  }
  return best;
}

std::string TextOf(const std::string& piece) {
  std::string text;
  while (text.size() + piece.size() <= Size) text += piece;
  return text;
}

double SecondsOfACopy(const std::string& text) {
  std::string copy(text.size(), '\0');
  return BestSeconds([&] { std::memcpy(copy.data(), text.data(), text.size()); });
}

bool Check(const char* name, const std::string& text, double promisedSeconds, double factor) {
  volatile bool isValid = false;
  const double seconds = BestSeconds([&] { isValid = Detail::IsUtf8(text); });
  const bool isGood = isValid && seconds <= factor * promisedSeconds;
  std::cout << name << ": " << seconds * 1e6 << " us of " << promisedSeconds * 1e6
            << (isGood ? "\n" : ", too slow\n");
  return isGood;
}

bool CheckAll(double factor) {
  const std::string ascii = TextOf("plain text ");
  bool isGood = Check("ASCII", ascii, PromisedTimesOfACopy * SecondsOfACopy(ascii), factor);
  for (const char* piece : {"Привет, мир ", "日本語", "😀", "aü日😀x", "plain text, then one ü "}) {
    const std::string text = TextOf(piece);
    const double promised = static_cast<double>(text.size()) / PromisedBytesPerSecond;
    isGood &= Check(piece, text, promised, factor);
  }
  return isGood;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

int main(int argc, char** argv) {
  const double factor = argc > 1 ? std::atof(argv[1]) : 1;
  return Azure::Messaging::WebPubSub::Benchmarks::CheckAll(factor) ? 0 : 1;
}
