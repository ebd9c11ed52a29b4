#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace Cli {

/// The command line is invalid. The message says why.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A parsed command line: options (`--name value`, `--name=value` or `--flag`) and plain words, the
/// first of which is the command. After `--` all words are plain.
class Arguments {
 public:
  /// @throws UsageError for an option whose value is missing or empty.
  explicit Arguments(const std::vector<std::string>& words);

  /// The command. Empty if there is none.
  [[nodiscard]] const std::string& Command() const { return command_; }
  /// The plain words after the command.
  [[nodiscard]] const std::vector<std::string>& Words() const { return words_; }

  [[nodiscard]] bool Has(const std::string& option) const { return options_.count(option) != 0; }
  /// Every value of an option that may be repeated.
  [[nodiscard]] std::vector<std::string> All(const std::string& option) const;
  /// The value of an option, or nothing.
  /// @throws UsageError if the option is given twice.
  [[nodiscard]] std::optional<std::string> Find(const std::string& option) const;
  /// The value of a required option.
  /// @throws UsageError if the option is missing or given twice.
  [[nodiscard]] std::string Get(const std::string& option) const;
  /// The value of an option as a non-negative whole number, or nothing.
  /// @throws UsageError if the value isn't such a number.
  [[nodiscard]] std::optional<int> FindNumber(const std::string& option) const;
  /// Which one of these options is given.
  /// @throws UsageError unless exactly one is given.
  [[nodiscard]] std::string OneOf(const std::vector<std::string>& options) const;
  /// @throws UsageError if an option is given that isn't one of these.
  void AllowOnly(const std::vector<std::string>& options) const;

 private:
  std::string command_;
  std::vector<std::string> words_;
  std::map<std::string, std::vector<std::string>> options_;
};

}  // namespace Cli
