#include "left_out.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

std::string NameOf(LeftOutReason why) {
  switch (why) {
    case LeftOutReason::RealService:
      return "R: a recording of the real service shows otherwise";
    case LeftOutReason::Documentation:
      return "D: the documentation says otherwise";
    case LeftOutReason::WebServer:
      return "K: a default of the emulator's web server";
    case LeftOutReason::OutOfScope:
      return "out of scope";
  }
  return {};
}

const std::vector<LeftOutRow>& LeftOutRows() {
  constexpr const char* FilterProblem =
      "the real service responds to an invalid filter of a bulk operation with problem details";
  constexpr const char* HubPattern = "the documentation has a pattern for the names of hubs";
  constexpr const char* AnyScheme =
      "the real service accepts any scheme in a client token's audience";
  static const std::vector<LeftOutRow> Rows = {
      {"bulk", "filter type error", LeftOutReason::RealService, FilterProblem},
      {"bulk", "filter unsupported", LeftOutReason::RealService, FilterProblem},
      {"bulk", R"({"groups":["q"],"filter":"length(userId) gt 'a'"})", LeftOutReason::RealService,
       FilterProblem},
      {"handshake", "aud https", LeftOutReason::RealService, AnyScheme},
      {"http", "Accept: text/plain on 404", LeftOutReason::RealService,
       "adding a user that is missing has the code Warning.User.NotExisted"},

      {"handshake", "bad hub name 1a", LeftOutReason::Documentation, HubPattern},
      {"handshake", "bad hub name a-b", LeftOutReason::Documentation, HubPattern},
      {"handshake", "hub of 129 chars", LeftOutReason::Documentation, HubPattern},
      {"json-bad", "binary frame with valid JSON text", LeftOutReason::Documentation,
       "a JSON message may come in a binary frame"},
      {"handshake", "token role pattern with six ? (valid name, complex)",
       LeftOutReason::Documentation, "the documentation limits the number of *, not that of ?"},

      {"send", "metadata non-ASCII (latin1 byte)", LeftOutReason::WebServer,
       "it rejects headers that are not ASCII"},
      {"http", "Expect: 100-continue, no token", LeftOutReason::WebServer, "it sends 100 Continue"},
      {"http", "HTTP/2 prior knowledge", LeftOutReason::WebServer, "it speaks HTTP/2"},
      {"json-bad", "text frame with invalid UTF-8", LeftOutReason::WebServer,
       "its WebSocket validates text, and closes without a code"},

      {"generateToken", "clientType=mqtt", LeftOutReason::OutOfScope, "MQTT"},
      {"js-sdk", "", LeftOutReason::OutOfScope,
       "the behavior of the JavaScript SDK: tests/interop runs the SDK itself"},
  };
  return Rows;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
