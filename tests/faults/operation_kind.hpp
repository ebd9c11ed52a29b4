#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// The two forms of a call.
enum class Form { Blocking, Asynchronous };

inline std::string NameOf(Form form) {
  return form == Form::Blocking ? "Blocking" : "Asynchronous";
}
inline void PrintTo(Form form, std::ostream* out) { *out << NameOf(form); }

/// The name of a row that something named and a form make.
template <class Named>
std::string NameOf(const std::tuple<Named, Form>& row) {
  return std::get<0>(row).Name + NameOf(std::get<1>(row));
}

/// An operation that stands for all of its kind: the same method, success and rules for repeating.
struct OperationKind {
  std::string Name;
  /// Sends alone are not repeated in at-most-once mode.
  bool IsSend;
  /// HEAD: an answer has no body, whatever it says.
  bool HasResponseBody;
  bool NeedsTokenCredential;
  /// Of those with the same method and rules, one.
  bool IsRepresentative;
  /// What the service answers when all is well.
  std::string GoodResponse;
  std::function<void(const WebPubSubServiceClient& client, const Context& context)> Blocking;
  std::function<void(const WebPubSubServiceClient& client, const Context& context)> Asynchronous;

  void Call(Form form, const WebPubSubServiceClient& client, const Context& context = {}) const {
    (form == Form::Blocking ? Blocking : Asynchronous)(client, context);
  }
};

inline void PrintTo(const OperationKind& kind, std::ostream* out) { *out << kind.Name; }

const std::vector<OperationKind>& OperationKinds();
const OperationKind& OperationKindNamed(const std::string& name);

/// An answer after which the connection can be used again.
std::string Response(int status, const std::string& body = {});

}  // namespace Azure::Messaging::WebPubSub::Testing
