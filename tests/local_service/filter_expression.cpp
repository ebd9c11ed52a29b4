#include "local_service/filter_expression.hpp"

#include <algorithm>
#include <utility>

#include "local_service/filter_functions.hpp"
#include "local_service/filter_language_error.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

// Runs an action, and adds the part of the filter that `print` returns to any error.
template <class Print, class Action>
auto LocateErrors(Print print, Action action) {
  try {
    return action();
  } catch (const Error& error) {
    throw LocatedError(print(), error.what());
  }
}

std::string PrintOperand(const Expression& operand) {
  return operand.IsOperation() ? "(" + operand.Print() + ")" : operand.Print();
}

Text ToText(const std::optional<std::string>& utf8) { return utf8 ? Text(ToUtf16(*utf8)) : Text(); }

struct Property {
  std::string_view Name;
  Value (*Read)(const FilterSubject& subject);
};

constexpr Property Properties[] = {
    {"userId", [](const FilterSubject& subject) -> Value { return ToText(subject.UserId); }},
    {"connectionId",
     [](const FilterSubject& subject) -> Value { return ToText(subject.ConnectionId); }},
    {"groups", [](const FilterSubject& subject) -> Value { return subject.Groups; }},
    {"protocol", [](const FilterSubject& subject) -> Value { return ToText(subject.Protocol); }},
};

class Literal : public Expression {
 public:
  Literal(Value value, std::string printed)
      : value_(std::move(value)), printed_(std::move(printed)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject&) const override { return value_; }
  [[nodiscard]] std::string Print() const override { return printed_; }

 private:
  Value value_;
  std::string printed_;
};

class Name : public Expression {
 public:
  Name(std::string name, const Property& property) : name_(std::move(name)), property_(property) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    return property_.Read(subject);
  }
  [[nodiscard]] std::string Print() const override { return name_; }

 private:
  std::string name_;
  const Property& property_;
};

class UnsupportedToken : public Expression {
 public:
  explicit UnsupportedToken(std::string printed) : printed_(std::move(printed)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject&) const override { throw Unsupported(printed_); }
  [[nodiscard]] std::string Print() const override { return printed_; }

 private:
  std::string printed_;
};

class Call : public Expression {
 public:
  Call(std::string name, std::vector<ExpressionPtr> arguments)
      : function_(FindFunction(name)), name_(std::move(name)), arguments_(std::move(arguments)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    return LocateErrors([&] { return Print(); },
                        [&] {
                          if (function_ == nullptr) throw Unsupported(Print());
                          const auto result = AcceptsArgumentCount()
                                                  ? function_->Call(EvaluateArguments(subject))
                                                  : std::optional<Value>();
                          if (!result) throw Error("Invalid token '" + Print() + "'.");
                          return *result;
                        });
  }

  [[nodiscard]] std::string Print() const override {
    std::string printed = name_ + "(";
    for (const ExpressionPtr& argument : arguments_) {
      if (argument != arguments_.front()) printed += ',';
      printed += argument->Print();
    }
    return printed + ")";
  }

 private:
  [[nodiscard]] bool AcceptsArgumentCount() const {
    return arguments_.size() >= function_->MinArguments &&
           arguments_.size() <= function_->MaxArguments;
  }

  [[nodiscard]] Arguments EvaluateArguments(const FilterSubject& subject) const {
    Arguments values;
    for (const ExpressionPtr& argument : arguments_) values.push_back(argument->Evaluate(subject));
    return values;
  }

  const Function* function_;
  std::string name_;
  std::vector<ExpressionPtr> arguments_;
};

class Operation : public Expression {
 public:
  [[nodiscard]] bool IsOperation() const final { return true; }
};

class Not : public Operation {
 public:
  explicit Not(ExpressionPtr operand) : operand_(std::move(operand)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    const Value value = operand_->Evaluate(subject);
    return LocateErrors([&] { return Print(); }, [&] { return !AsBool(value); });
  }
  [[nodiscard]] std::string Print() const override { return "not " + PrintOperand(*operand_); }

 private:
  ExpressionPtr operand_;
};

class InList : public Operation {
 public:
  InList(ExpressionPtr operand, std::vector<ExpressionPtr> items, std::string printedList)
      : operand_(std::move(operand)),
        items_(std::move(items)),
        printedList_(std::move(printedList)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    return LocateErrors([&] { return Print(); },
                        [&] {
                          const Value value = operand_->Evaluate(subject);
                          return std::any_of(items_.begin(), items_.end(),
                                             [&](const ExpressionPtr& item) {
                                               return AreEqual(value, item->Evaluate(subject));
                                             });
                        });
  }
  [[nodiscard]] std::string Print() const override {
    return PrintOperand(*operand_) + " in " + printedList_;
  }

 private:
  ExpressionPtr operand_;
  std::vector<ExpressionPtr> items_;
  std::string printedList_;
};

bool IsIn(const Value& value, Groups groups) {
  return groups != nullptr &&
         std::any_of(groups->begin(), groups->end(), [&](const std::string& group) {
           return AreEqual(value, Text(ToUtf16(group)));
         });
}

class InCollection : public Operation {
 public:
  InCollection(ExpressionPtr operand, ExpressionPtr collection)
      : operand_(std::move(operand)), collection_(std::move(collection)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    return LocateErrors([&] { return Print(); },
                        [&] {
                          const Value value = operand_->Evaluate(subject);
                          return IsIn(value, AsGroups(collection_->Evaluate(subject)));
                        });
  }
  [[nodiscard]] std::string Print() const override {
    return PrintOperand(*operand_) + " in " + PrintOperand(*collection_);
  }

 private:
  ExpressionPtr operand_;
  ExpressionPtr collection_;
};

class Chain : public Operation {
 public:
  Chain(ExpressionPtr first, std::vector<Link> links)
      : first_(std::move(first)), links_(std::move(links)) {}

  [[nodiscard]] Value Evaluate(const FilterSubject& subject) const override {
    std::size_t done = 0;
    return LocateErrors([&] { return Print(done + 1); },
                        [&] {
                          Value value = first_->Evaluate(subject);
                          for (; done < links_.size(); ++done) {
                            const Link& link = links_[done];
                            value = link.Operator->Apply(value, link.Operand->Evaluate(subject));
                          }
                          return value;
                        });
  }
  [[nodiscard]] std::string Print() const override { return Print(links_.size()); }

 private:
  // Prints the chain up to a link, with the parentheses that show its left associativity.
  [[nodiscard]] std::string Print(std::size_t linkCount) const {
    std::string printed = std::string(linkCount - 1, '(') + PrintOperand(*first_);
    for (std::size_t i = 0; i < linkCount; ++i) {
      if (i > 0) printed += ')';
      printed += ' ';
      printed += links_[i].Operator->Keyword;
      printed += ' ' + PrintOperand(*links_[i].Operand);
    }
    return printed;
  }

  ExpressionPtr first_;
  std::vector<Link> links_;
};

}  // namespace

ExpressionPtr MakeLiteral(Value value, std::string printed) {
  return std::make_unique<Literal>(std::move(value), std::move(printed));
}

ExpressionPtr MakeName(std::string name) {
  for (const Property& property : Properties) {
    if (EqualsIgnoringCase(property.Name, name)) {
      return std::make_unique<Name>(std::move(name), property);
    }
  }
  return MakeUnsupported(std::move(name));
}

ExpressionPtr MakeUnsupported(std::string printed) {
  return std::make_unique<UnsupportedToken>(std::move(printed));
}

ExpressionPtr MakeCall(std::string name, std::vector<ExpressionPtr> arguments) {
  return std::make_unique<Call>(std::move(name), std::move(arguments));
}

ExpressionPtr MakeNot(ExpressionPtr operand) { return std::make_unique<Not>(std::move(operand)); }

ExpressionPtr MakeInList(ExpressionPtr operand, std::vector<ExpressionPtr> items,
                         std::string printedList) {
  return std::make_unique<InList>(std::move(operand), std::move(items), std::move(printedList));
}

ExpressionPtr MakeInCollection(ExpressionPtr operand, ExpressionPtr collection) {
  return std::make_unique<InCollection>(std::move(operand), std::move(collection));
}

ExpressionPtr MakeChain(ExpressionPtr first, std::vector<Link> links) {
  if (links.empty()) return first;
  return std::make_unique<Chain>(std::move(first), std::move(links));
}

bool EvaluateCondition(const Expression& filter, const FilterSubject& subject) {
  const Value value = filter.Evaluate(subject);
  return LocateErrors([&] { return filter.Print(); }, [&] { return AsBool(value); });
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
