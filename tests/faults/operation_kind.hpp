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

/// The name of a test row: the name of its first value, then the form.
template <class Named>
std::string NameOf(const std::tuple<Named, Form>& row) {
  return std::get<0>(row).Name + NameOf(std::get<1>(row));
}

/// The same with the scheme of the server: "http" or "https".
template <class Named, class Scheme>
std::string NameOf(const std::tuple<Named, Form, Scheme>& row) {
  return std::get<0>(row).Name + NameOf(std::get<1>(row)) + std::get<2>(row);
}

/// An operation that represents all with the same method, success status and retry rules.
struct OperationKind {
  std::string Name;
  /// Whether it sends a message. Only sends are affected by SendRetry::AtMostOnce.
  bool IsSend;
  /// False for HEAD: its response has no body, whatever the headers say.
  bool HasResponseBody;
  bool NeedsTokenCredential;
  /// Whether it is the one to test where only one of those with the same method and rules is
  /// tested.
  bool IsRepresentative;
  /// The response of a service without a fault.
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

/// The bytes of a response that leaves the connection open for reuse.
std::string ResponseText(int status, const std::string& body = {});

}  // namespace Azure::Messaging::WebPubSub::Testing
