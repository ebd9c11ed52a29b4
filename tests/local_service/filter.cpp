#include "local_service/filter.hpp"

#include <utility>

#include "local_service/filter_expression.hpp"
#include "local_service/filter_language_error.hpp"
#include "local_service/filter_parser.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

using FilterLanguage::Error;
using FilterLanguage::Expression;
using FilterLanguage::LocatedError;

Filter::Filter(std::shared_ptr<const Expression> root) : root_(std::move(root)) {}

Filter Filter::Parse(std::string_view text) {
  if (text.empty()) return {};
  try {
    std::shared_ptr<const Expression> root = FilterLanguage::ParseFilter(text);
    // The service detects type errors by evaluating the filter for a connection without any data.
    EvaluateCondition(*root, FilterSubject());
    return Filter(std::move(root));
  } catch (const LocatedError& error) {
    throw FilterError(error.what());
  } catch (const Error& error) {
    throw FilterError(LocatedError(std::string(text), error.what()).what());
  }
}

bool Filter::Matches(const FilterSubject& subject) const {
  if (root_ == nullptr) return true;
  try {
    return EvaluateCondition(*root_, subject);
  } catch (const LocatedError& error) {
    throw FilterDataError(error.what());
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
