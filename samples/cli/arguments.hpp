#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace Cli {

/// The command line makes no sense. The message says why.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The words of a command line, sorted: `--name value`, `--name=value`, `--flag`, and plain words,
/// of which the first is the command. After `--` all words are plain.
class Arguments {
 public:
  /// @throws UsageError for an option without its value, or with an empty one.
  explicit Arguments(const std::vector<std::string>& words);

  /// Empty if there is none.
  [[nodiscard]] const std::string& Command() const { return command_; }
  /// The plain words after the command.
  [[nodiscard]] const std::vector<std::string>& Words() const { return words_; }

  [[nodiscard]] bool Has(const std::string& option) const { return options_.count(option) != 0; }
  /// Every value of an option that may be repeated.
  [[nodiscard]] std::vector<std::string> All(const std::string& option) const;
  /// The value of an option, or nothing.
  /// @throws UsageError if it is there twice.
  [[nodiscard]] std::optional<std::string> Find(const std::string& option) const;
  /// @throws UsageError if it isn't there, or twice.
  [[nodiscard]] std::string Get(const std::string& option) const;
  /// The value as a whole number that isn't negative, or nothing.
  /// @throws UsageError if it is something else.
  [[nodiscard]] std::optional<int> FindNumber(const std::string& option) const;
  /// Which of some options is there.
  /// @throws UsageError unless it is exactly one.
  [[nodiscard]] std::string OneOf(const std::vector<std::string>& options) const;
  /// @throws UsageError if there is an option that isn't among these.
  void AllowOnly(const std::vector<std::string>& options) const;

 private:
  std::string command_;
  std::vector<std::string> words_;
  std::map<std::string, std::vector<std::string>> options_;
};

}  // namespace Cli
