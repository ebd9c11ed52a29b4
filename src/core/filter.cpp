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

}  // namespace

ClientConnectionFilterLiteral::ClientConnectionFilterLiteral(const char* text)
    : text_(Quote(Detail::NotNull(text, "values"))) {}

ClientConnectionFilterLiteral::ClientConnectionFilterLiteral(std::string_view text)
    : text_(Quote(text)) {}

ClientConnectionFilter::ClientConnectionFilter(const char* expression)
    : expression_(Detail::NotNull(expression, "expression")) {}

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
      if (value == values.end())
        Detail::RefuseArgument("format", "has more places than there are values");
      if (value->Text().empty()) Detail::RefuseArgument("values", Detail::MovedFromRule);
      expression += (value++)->Text();
      format.remove_prefix(2);
    } else if (pair == "{{" || pair == "}}") {
      expression += pair.front();
      format.remove_prefix(2);
    } else if (pair.front() == '{' || pair.front() == '}') {
      Detail::RefuseArgument("format",
                             "has a stray brace: write {} for a value, {{ and }} for braces");
    } else {
      expression += pair.front();
      format.remove_prefix(1);
    }
  }
  if (value != values.end())
    Detail::RefuseArgument("format", "has fewer places than there are values");
  return expression;
}

}  // namespace Azure::Messaging::WebPubSub
