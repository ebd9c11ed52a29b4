#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "local_service/handler_call.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Asks event handlers whether they accept events of this service, and remembers their verdicts by
/// URL: an acceptance for a minute, after which it is renewed while it is used; a refusal for one
/// second, then for twice as long each time, up to a minute.
class HandlerValidation {
 public:
  /// Receives the reason of a refusal; an empty one if the handler accepts events.
  using OnVerdict = std::function<void(const std::string& refusal)>;

  explicit HandlerValidation(const HandlerContext& context) : context_(context) {}

  /// Calls back at once if there is a verdict; else when the handler has responded.
  /// @param url a valid URL.
  void Check(const std::string& url, OnVerdict onVerdict);
  /// Forgets the verdicts. What waits for one is refused.
  void Clear();

 private:
  struct Entry {
    bool HasVerdict = false;
    std::string Refusal;
    Time Until;
    int Failures = 0;
    std::shared_ptr<HandlerCall> Call;
    std::vector<OnVerdict> Waiting;
  };

  void Ask(const std::string& url, const char* method);
  void OnResponse(const std::string& url, const char* method, const HandlerResult& result);
  void SetVerdict(const std::string& url, const std::string& refusal);

  const HandlerContext context_;
  std::map<std::string, Entry> entries_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
