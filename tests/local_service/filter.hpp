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

/// The properties of a connection that a filter can refer to.
struct FilterSubject {
  std::optional<std::string> UserId;
  std::string ConnectionId;
  const std::set<std::string>* Groups = nullptr;
  std::optional<std::string> Protocol;
};

/// A filter that the service rejects. The message is the one in the service's response:
/// `Invalid syntax for '<part>': <detail> (Parameter 'filter')`.
class FilterError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A type error that depends on the data of a connection, so that Filter::Parse can't detect it.
/// The message has the same format as that of a FilterError.
class FilterDataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Selects connections for an operation, such as `userId eq 'ann' and not ('quiet' in groups)`.
class Filter {
 public:
  /// Matches every connection, like an empty text.
  Filter() = default;

  /// Checks syntax and types.
  /// @throws FilterError
  static Filter Parse(std::string_view text);

  /// @throws FilterDataError
  [[nodiscard]] bool Matches(const FilterSubject& subject) const;

 private:
  explicit Filter(std::shared_ptr<const FilterLanguage::Expression> root);

  std::shared_ptr<const FilterLanguage::Expression> root_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
