#pragma once

namespace Azure::Messaging::WebPubSub {

/// Initialises libcurl, once for the process; it is never undone, for other code may use it too.
void InitialiseCurl();

}  // namespace Azure::Messaging::WebPubSub
