#include <azure/messaging/webpubsub/filter.hpp>

#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::string Quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted += '\'';
}

std::string_view CheckNotNull(const char* text, std::string_view parameter) {
  if (text == nullptr) RefuseArgument(parameter, "must not be null");
  return text;
}

}  // namespace

ClientConnectionFilterLiteral::ClientConnectionFilterLiteral(const char* text)
    : text_(Quote(CheckNotNull(text, "values"))) {}

ClientConnectionFilterLiteral::ClientConnectionFilterLiteral(std::string_view text)
    : text_(Quote(text)) {}

ClientConnectionFilter::ClientConnectionFilter(const char* expression)
    : expression_(CheckNotNull(expression, "expression")) {}

ClientConnectionFilter ClientConnectionFilter::AllConnections() {
  ClientConnectionFilter filter;
  filter.allConnections_ = true;
  return filter;
}

ClientConnectionFilter ClientConnectionFilter::Format(
    std::string_view format, std::initializer_list<ClientConnectionFilterLiteral> values) {
  std::string expression;
  const auto* value = values.begin();
  while (!format.empty()) {
    const std::string_view pair = format.substr(0, 2);
    if (pair == "{}") {
      if (value == values.end()) RefuseArgument("format", "has more places than there are values");
      expression += (value++)->Text();
      format.remove_prefix(2);
    } else if (pair == "{{" || pair == "}}") {
      expression += pair.front();
      format.remove_prefix(2);
    } else if (pair.front() == '{' || pair.front() == '}') {
      RefuseArgument("format", "has a stray brace: write {} for a value, {{ and }} for braces");
    } else {
      expression += pair.front();
      format.remove_prefix(1);
    }
  }
  if (value != values.end()) RefuseArgument("format", "has fewer places than there are values");
  return expression;
}

}  // namespace Azure::Messaging::WebPubSub
