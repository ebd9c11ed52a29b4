#include "local_service/filter.hpp"

#include <utility>

#include "local_service/filter_expression.hpp"
#include "local_service/filter_fault.hpp"
#include "local_service/filter_parser.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

using FilterLanguage::Expression;
using FilterLanguage::Fault;
using FilterLanguage::PlacedFault;

Filter::Filter(std::shared_ptr<const Expression> root) : root_(std::move(root)) {}

Filter Filter::Parse(std::string_view text) {
  if (text.empty()) return {};
  try {
    std::shared_ptr<const Expression> root = FilterLanguage::ParseFilter(text);
    // The service finds type errors by trying the filter on a connection that has nothing.
    EvaluateCondition(*root, FilterSubject());
    return Filter(std::move(root));
  } catch (const PlacedFault& fault) {
    throw FilterError(fault.what());
  } catch (const Fault& fault) {
    throw FilterError(PlacedFault(std::string(text), fault.what()).what());
  }
}

bool Filter::Matches(const FilterSubject& subject) const {
  if (root_ == nullptr) return true;
  try {
    return EvaluateCondition(*root_, subject);
  } catch (const PlacedFault& fault) {
    throw FilterDataError(fault.what());
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
