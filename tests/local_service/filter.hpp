#pragma once

#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::LocalService {

namespace FilterLanguage {
class Expression;
}

/// The connection that a filter looks at.
struct FilterSubject {
  std::optional<std::string> UserId;
  std::string ConnectionId;
  const std::set<std::string>* Groups = nullptr;
  std::optional<std::string> Protocol;
};

/// A filter that the service refuses. The message is what the service answers:
/// `Invalid syntax for '<part>': <detail> (Parameter 'filter')`.
class FilterError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A type error that no check of the filter finds, only a connection with the right data. The
/// message has the form of a FilterError's.
class FilterDataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which connections an operation is for, such as `userId eq 'ann' and not ('quiet' in groups)`.
class Filter {
 public:
  /// Matches everything, as does an empty text.
  Filter() = default;

  /// Checks syntax and types; throws FilterError.
  static Filter Parse(std::string_view text);

  /// Throws FilterDataError.
  [[nodiscard]] bool Matches(const FilterSubject& subject) const;

 private:
  explicit Filter(std::shared_ptr<const FilterLanguage::Expression> root);

  std::shared_ptr<const FilterLanguage::Expression> root_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
