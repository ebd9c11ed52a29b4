// Asynchronous calls with futures: start several calls, then wait for their results.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   async_futures
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main() try {
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // Each call returns at once. The three requests are in flight at the same time.
  const Future<Response> sent = client.SendToAllAsync("Hello World!");
  const Future<ValueResponse<bool>> exists = client.GroupExistsAsync("room");
  const Future<Response> added = client.AddConnectionToGroupAsync("room", "nobody");

  // Get waits for the value, or throws the same exception as the blocking form.
  std::cout << "sent with status " << sent.Get().Status() << '\n';
  std::cout << "the group room " << (exists.Get() ? "exists" : "doesn't exist") << '\n';

  // AsResult waits too, but returns a failure in the result instead of throwing it.
  const Result<Response> result = added.AsResult();
  if (result) {
    std::cerr << "async_futures: an unknown connection was added\n";
    return 1;
  }
  try {
    std::rethrow_exception(result.Exception());
  } catch (const RequestFailedException& exception) {
    std::cout << "adding nobody failed with status " << exception.Status() << '\n';
    return exception.Status() == 404 ? 0 : 1;
  }
} catch (const std::exception& exception) {
  std::cerr << "async_futures: " << exception.what() << '\n';
  return 1;
}
