#include "left_out.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

std::string NameOf(WhyLeftOut why) {
  switch (why) {
    case WhyLeftOut::RealService:
      return "R: a recording of the real service says otherwise";
    case WhyLeftOut::Documentation:
      return "D: the documentation says otherwise";
    case WhyLeftOut::WebServer:
      return "K: a default of the emulator's web server";
    case WhyLeftOut::OutOfScope:
      return "out of scope";
  }
  return {};
}

const std::vector<LeftOutRow>& LeftOutRows() {
  constexpr const char* FilterProblem =
      "the real service answers a bad filter of a bulk operation with problem details";
  constexpr const char* HubPattern = "the documentation has a pattern for the names of hubs";
  constexpr const char* AnyScheme =
      "the real service takes any scheme in a client token's audience";
  static const std::vector<LeftOutRow> Rows = {
      {"bulk", "filter type error", WhyLeftOut::RealService, FilterProblem},
      {"bulk", "filter unsupported", WhyLeftOut::RealService, FilterProblem},
      {"bulk", R"({"groups":["q"],"filter":"length(userId) gt 'a'"})", WhyLeftOut::RealService,
       FilterProblem},
      {"handshake", "aud https", WhyLeftOut::RealService, AnyScheme},
      {"http", "Accept: text/plain on 404", WhyLeftOut::RealService,
       "adding a user that is missing has the code Warning.User.NotExisted"},

      {"handshake", "bad hub name 1a", WhyLeftOut::Documentation, HubPattern},
      {"handshake", "bad hub name a-b", WhyLeftOut::Documentation, HubPattern},
      {"handshake", "hub of 129 chars", WhyLeftOut::Documentation, HubPattern},
      {"json-bad", "binary frame with valid JSON text", WhyLeftOut::Documentation,
       "a JSON message may come in a binary frame"},
      {"handshake", "token role pattern with six ? (valid name, complex)",
       WhyLeftOut::Documentation, "the documentation limits the number of *, not that of ?"},

      {"send", "metadata non-ASCII (latin1 byte)", WhyLeftOut::WebServer,
       "it refuses headers that are not ASCII"},
      {"http", "Expect: 100-continue, no token", WhyLeftOut::WebServer,
       "it says when the client may go on"},
      {"http", "HTTP/2 prior knowledge", WhyLeftOut::WebServer, "it speaks HTTP/2"},
      {"json-bad", "text frame with invalid UTF-8", WhyLeftOut::WebServer,
       "its WebSocket looks at text, and hangs up without a code"},

      {"generateToken", "clientType=mqtt", WhyLeftOut::OutOfScope, "MQTT"},
      {"js-sdk", "", WhyLeftOut::OutOfScope,
       "how the JavaScript SDK sees it: tests/interop runs the SDK itself"},
  };
  return Rows;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
