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

  /// Throws PlacedFault; or Fault, which is then about the smallest call or operation around.
  [[nodiscard]] virtual Value Evaluate(const FilterSubject& subject) const = 0;
  /// As messages show it.
  [[nodiscard]] virtual std::string Print() const = 0;
  /// Whether messages show it in parentheses inside of an operation.
  [[nodiscard]] virtual bool IsOperation() const { return false; }

 protected:
  Expression() = default;
};

using ExpressionPtr = std::unique_ptr<const Expression>;

/// An operator between two operands. It throws Fault if they are of a wrong type.
struct BinaryOperator {
  std::string_view Keyword;
  Value (*Apply)(const Value& left, const Value& right);
};

/// The right half of an operation.
struct Link {
  const BinaryOperator* Operator;
  ExpressionPtr Operand;
};

ExpressionPtr MakeLiteral(Value value, std::string printed);
/// A property of the connection, such as userId.
ExpressionPtr MakeName(std::string name);
/// Something well formed that the service doesn't know: a fault when it is evaluated.
ExpressionPtr MakeUnsupported(std::string printed);
ExpressionPtr MakeCall(std::string name, std::vector<ExpressionPtr> arguments);
ExpressionPtr MakeNot(ExpressionPtr operand);
ExpressionPtr MakeInList(ExpressionPtr operand, std::vector<ExpressionPtr> items,
                         std::string printedList);
ExpressionPtr MakeInCollection(ExpressionPtr operand, ExpressionPtr collection);
/// Operations from left to right, `a or b or c`. One flat expression, because a client may send
/// more of them than the stack would hold nested.
ExpressionPtr MakeChain(ExpressionPtr first, std::vector<Link> links);

/// What a whole filter says of a connection.
bool EvaluateCondition(const Expression& filter, const FilterSubject& subject);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
