#include "json/parse_json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

#include "json/json_outline.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A tree takes up to thirty times the memory of its text, and the event loop's time.
constexpr std::size_t LargestTree = std::size_t{256} * 1024;

}  // namespace

nlohmann::json ParseJson(const std::string& text) {
  if (text.size() > LargestTree || !OutlineOf(text).IsPlausible) {
    return nlohmann::json(nlohmann::json::value_t::discarded);
  }
  return nlohmann::json::parse(text, nullptr, false);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
