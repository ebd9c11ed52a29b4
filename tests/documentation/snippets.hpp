#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>

#include <string>

#include "support/task.hpp"

// The code of the documents and of the public comments, so that tests can run it.
namespace Snippets {

using Azure::Messaging::WebPubSub::Testing::Task;
using Client = Azure::Messaging::WebPubSub::WebPubSubServiceClient;

void FirstMessage(const std::string& connectionString);
void Credentials(const std::string& endpoint);
void Blocking(const Client& client);
void Errors(const Client& client);
Azure::Messaging::WebPubSub::HttpResponse HearAndReply(
    const std::string& connectionString, const std::string& method,
    const Azure::Messaging::WebPubSub::HttpHeaders& headers, const std::string& body);
void Options(const std::string& connectionString);
void Logging();
void LocalService();
void Mock();
void Hear(const char* primary, const char* secondary);
void HearInATest();
void RotateKeys(const std::string& accessKey, const std::string& newKey);
Azure::Messaging::WebPubSub::UserEventReply TakeTurns();
Task Futures(Client client);
Task AsynchronousList(Client client);
Task Asynchronous(Client client);
void Shutdown(const Client& client);
void Asio(const Client& client);

}  // namespace Snippets
