// Asynchronous calls in coroutines (C++20). They read like blocking calls, but block no thread.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   coroutines room
#include <azure/messaging/webpubsub.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// The return type of a coroutine is your choice, for example a task of cppcoro, Asio or folly. This
// minimal one starts at once, and Wait blocks until it ends.
class Task {
 public:
  struct promise_type {  // NOLINT(readability-identifier-naming): the language's name
    std::promise<void> Ended;
    Task get_return_object() { return Task(Ended.get_future()); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { Ended.set_value(); }
    void unhandled_exception() { Ended.set_exception(std::current_exception()); }
  };

  void Wait() { ended_.get(); }

 private:
  explicit Task(std::future<void> ended) : ended_(std::move(ended)) {}
  std::future<void> ended_;
};

// Receives its parameters by value, because the coroutine may outlive the caller's arguments.
Task GreetMembers(WebPubSubServiceClient client, std::string group) {
  if (!co_await client.GroupExistsAsync(group)) {
    throw std::runtime_error("nobody is in the group " + group);
  }
  auto pages = client.ListConnectionsInGroupAsync(group);
  std::size_t greeted = 0;
  while (const auto page = co_await pages.Next()) {
    for (const auto& member : page->Values) {
      co_await client.SendToConnectionAsync(member.ConnectionId,
                                            "Hello, " + member.UserId.value_or("you") + "!");
      ++greeted;
    }
  }
  std::cout << "greeted " << greeted << " members of " << group << '\n';
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: coroutines GROUP\n";
    return 2;
  }
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");
  GreetMembers(client, argv[1]).Wait();
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "coroutines: " << exception.what() << '\n';
  return 1;
}
