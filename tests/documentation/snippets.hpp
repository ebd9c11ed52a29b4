#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <coroutine>
#include <future>
#include <string>
#include <utility>

// The code of the README and of the public comments, to be run.
namespace Snippets {

/// A coroutine that runs by itself; its end can be waited for.
class Task {
 public:
  struct promise_type {
    std::promise<void> Done;
    Task get_return_object() { return Task(Done.get_future()); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { Done.set_value(); }
    void unhandled_exception() { Done.set_exception(std::current_exception()); }
  };

  void Wait() { done_.get(); }

 private:
  explicit Task(std::future<void> done) : done_(std::move(done)) {}
  std::future<void> done_;
};

using Client = Azure::Messaging::WebPubSub::WebPubSubServiceClient;

void FirstMessage(const std::string& connectionString);
void Credentials(const std::string& endpoint);
void Blocking(const Client& client);
void Errors(const Client& client);
void Options(const std::string& connectionString);
void Logging();
void LocalService();
void Mock();
Task Futures(Client client);
Task AsynchronousList(Client client);
Task Asynchronous(Client client);
void Shutdown(const Client& client);

}  // namespace Snippets
