#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "local_service/filter.hpp"
#include "local_service/filter_value.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// A part of a parsed filter.
class Expression {
 public:
  virtual ~Expression() = default;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  /// @throws LocatedError
  /// @throws Error to which the innermost enclosing call or operation adds the location.
  [[nodiscard]] virtual Value Evaluate(const FilterSubject& subject) const = 0;
  /// The expression as error messages show it.
  [[nodiscard]] virtual std::string Print() const = 0;
  /// Whether error messages show it in parentheses inside an operation.
  [[nodiscard]] virtual bool IsOperation() const { return false; }

 protected:
  Expression() = default;
};

using ExpressionPtr = std::unique_ptr<const Expression>;

/// An operator between two operands. Apply throws Error if an operand has the wrong type.
struct BinaryOperator {
  std::string_view Keyword;
  Value (*Apply)(const Value& left, const Value& right);
};

/// An operator and its right operand.
struct Link {
  const BinaryOperator* Operator;
  ExpressionPtr Operand;
};

ExpressionPtr MakeLiteral(Value value, std::string printed);
/// A property of the connection, such as userId.
ExpressionPtr MakeName(std::string name);
/// A well-formed token that the service doesn't support. Its evaluation throws Error.
ExpressionPtr MakeUnsupported(std::string printed);
ExpressionPtr MakeCall(std::string name, std::vector<ExpressionPtr> arguments);
ExpressionPtr MakeNot(ExpressionPtr operand);
ExpressionPtr MakeInList(ExpressionPtr operand, std::vector<ExpressionPtr> items,
                         std::string printedList);
ExpressionPtr MakeInCollection(ExpressionPtr operand, ExpressionPtr collection);
/// Operations from left to right, such as `a or b or c`. The expression is flat, because a long
/// filter would overflow the stack if each operation nested the previous one.
ExpressionPtr MakeChain(ExpressionPtr first, std::vector<Link> links);

/// Whether a filter matches a connection.
bool EvaluateCondition(const Expression& filter, const FilterSubject& subject);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
