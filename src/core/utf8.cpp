#include "core/utf8.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A state machine without branches, which text can't make mispredict. A state is a position in a
// word of 64 bits, and a byte's word holds, at the position of each state, the state that follows
// it: one shift is one transition.
enum State : std::uint64_t {
  Invalid = 0,
  Complete = 6,
  OneMore = 12,
  TwoMore = 18,
  ThreeMore = 24,
  TwoMoreOfE0 = 30,    // the next byte must not make an overlong form
  TwoMoreOfEd = 36,    // … a surrogate
  ThreeMoreOfF0 = 42,  // … an overlong form
  ThreeMoreOfF4 = 48,  // … a code point beyond U+10FFFF
};
constexpr std::uint64_t StateMask = 63;

constexpr State AfterLead(unsigned byte) {
  if (byte < 0x80) return Complete;
  if (byte < 0xc2) return Invalid;
  if (byte < 0xe0) return OneMore;
  if (byte == 0xe0) return TwoMoreOfE0;
  if (byte == 0xed) return TwoMoreOfEd;
  if (byte < 0xf0) return TwoMore;
  if (byte == 0xf0) return ThreeMoreOfF0;
  if (byte < 0xf4) return ThreeMore;
  return byte == 0xf4 ? ThreeMoreOfF4 : Invalid;
}

constexpr std::uint64_t Transition(State from, State to) {
  return static_cast<std::uint64_t>(to) << from;
}

constexpr std::uint64_t TransitionsOf(unsigned byte) {
  std::uint64_t transitions = Transition(Complete, AfterLead(byte));
  if (byte < 0x80 || byte > 0xbf) return transitions;
  transitions |= Transition(OneMore, Complete) | Transition(TwoMore, OneMore);
  transitions |= Transition(ThreeMore, TwoMore);
  transitions |= Transition(byte < 0xa0 ? TwoMoreOfEd : TwoMoreOfE0, OneMore);
  return transitions | Transition(byte < 0x90 ? ThreeMoreOfF4 : ThreeMoreOfF0, TwoMore);
}

constexpr std::array<std::uint64_t, 256> Transitions = [] {
  std::array<std::uint64_t, 256> table{};
  for (unsigned byte = 0; byte != table.size(); ++byte) table[byte] = TransitionsOf(byte);
  return table;
}();

constexpr std::size_t BlockSize = 64;

std::uint64_t After(std::uint64_t state, const char* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    state = Transitions[static_cast<unsigned char>(bytes[i])] >> (state & StateMask);
  }
  return state;
}

bool IsAsciiBlock(const char* block) {
  std::uint64_t words[BlockSize / sizeof(std::uint64_t)];
  std::memcpy(words, block, BlockSize);
  std::uint64_t all = 0;
  for (const std::uint64_t word : words) all |= word;
  return (all & 0x8080808080808080U) == 0;
}

// The slow way to say where, once it is known that there is one.
std::size_t FirstInvalid(std::string_view text) {
  std::uint64_t state = Complete;
  std::size_t complete = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    state = After(state, &text[i], 1) & StateMask;
    if (state == Invalid) break;
    if (state == Complete) complete = i + 1;
  }
  return complete;
}

}  // namespace

std::size_t ValidUtf8Length(std::string_view text) {
  std::uint64_t state = Complete;
  const char* const begin = text.data();
  const std::size_t blocks = text.size() / BlockSize * BlockSize;
  for (std::size_t at = 0; at < blocks; at += BlockSize) {
    const bool isSkipped = (state & StateMask) == Complete && IsAsciiBlock(begin + at);
    if (!isSkipped) state = After(state, begin + at, BlockSize);
  }
  state = After(state, begin + blocks, text.size() - blocks);
  return (state & StateMask) == Complete ? text.size() : FirstInvalid(text);
}

std::size_t Utf16Length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
