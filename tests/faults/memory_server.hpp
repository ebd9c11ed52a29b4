#pragma once

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// The script of a server that responds to the calls of all scenarios.
void ServeMemoryScenarios(ScriptedConnection& connection, int index);

}  // namespace Azure::Messaging::WebPubSub::Testing
