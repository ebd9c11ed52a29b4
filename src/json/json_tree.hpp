#pragma once

#include <nlohmann/json.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// Empties a JSON value from the inside out. The JSON library's destructor gathers the parts of a
/// value in a vector first, and so ends the process where there is no memory for that; there is
/// nothing to gather of an empty value.
template <class Json>
void Empty(Json& value) noexcept {
  if (!value.is_structured()) return;
  for (auto& part : value) Empty(part);
  value.clear();
}

/// A JSON value that is destroyed without memory. (If the library can't turn a null into an object
/// or an array, as it does where a member or an element is set, then it leaves a value that can't
/// be destroyed at all: what is to be one must be made as one.)
template <class Json>
class JsonTree {
 public:
  /// Null.
  JsonTree() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): as a JSON value is made from many
  JsonTree(Json root) noexcept : Root(std::move(root)) {}
  JsonTree(JsonTree&&) noexcept = default;
  JsonTree& operator=(JsonTree&&) = delete;
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;
  ~JsonTree() { Empty(Root); }

  Json Root;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
