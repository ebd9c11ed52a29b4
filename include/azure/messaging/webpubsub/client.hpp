#pragma once

#include <azure/messaging/webpubsub/async_pageable.hpp>
#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/credentials.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/fan_out.hpp>
#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/models.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>
#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>
#include <azure/messaging/webpubsub/response.hpp>
#include <azure/messaging/webpubsub/result.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub {

namespace Detail {
struct ClientState;
class ClientFactory;
}  // namespace Detail

/// Sends messages to the clients of one hub of Azure Web PubSub, and manages their connections.
///
///     WebPubSubServiceClient client(connectionString, "chat");
///     client.SendToAll("Hello World!");
///
/// A client is cheap to copy (copies share one pipeline and one pool of connections), safe to use
/// from many threads at once, and needs no clean-up call. WithHub makes the clients of further
/// hubs, which share all that too. A client that was moved from has an empty hub and endpoint, and
/// every call of it throws std::logic_error. Parent and child of a fork may both use a client that
/// was made before it, if it had made no call yet; otherwise the child makes its own.
///
/// Every operation has two forms. One blocks its caller until the service has responded. The other,
/// with the suffix Async, returns a Future at once and runs the call on the client's one I/O
/// thread; the call keeps its arguments and the client alive. Both retry by
/// WebPubSubServiceClientOptions::Retry. The callbacks of futures run on the I/O thread unless
/// WebPubSubServiceClientOptions::CallbackExecutor is set. On the I/O thread the blocking form
/// throws std::logic_error instead of deadlocking.
///
/// Every operation throws std::invalid_argument, before anything is sent, for a bad argument, which
/// it names, and for a feature that the chosen service version lacks. The blocking form also
/// throws, and the Future of the other form holds: RequestFailedException if the service responded
/// with a failure; TransportException without a usable response; AuthenticationException if the
/// credential returned no token; OperationCancelledException if the context was cancelled or its
/// deadline passed; InvalidResponseException for an unexpected success; TooManyCallsException for a
/// call over WebPubSubServiceClientOptions::Limits. Names of groups, users and connections must not
/// be empty or blank, nor `.` or `..` (which would change the target); a group has at most 1,024
/// characters. All texts must be UTF-8, and the URL that the arguments make at most 64 KiB.
///
/// When the process exits, every call that has begun ends with OperationCancelledException ("the
/// process is exiting"), blocking calls on other threads too, and so does every later one, also
/// that of a destructor or of a detached thread; clients and keys can't be made any more. Callbacks
/// of these calls are not run, coroutines don't resume, and observers see no end. If the main
/// thread has made a client or a key and then returns from main, or calls exit, this comes before
/// the first static object is destroyed (a main thread that ends by pthread_exit counts too).
/// Otherwise, because only other threads use the library or another thread calls exit, it comes
/// after the static objects that were made later than the first client or key have been destroyed:
/// callbacks may use those that were made earlier, and should use no others. OpenSSL may crash if a
/// thread that has used it ends in the moment in which exit shuts it down: such threads should end
/// before, or go on.
///
/// The service doesn't decode a slash in a path. A user or a connection whose name holds one is
/// refused where a path would carry the name; a filter such as `userId eq 'a/b'` reaches it. A
/// group is sent as .NET sends it: where a path carries the name, `a/b` is the group `a%2Fb`, which
/// works as long as every use is in a path. AddConnectionsToGroups, RemoveConnectionsFromGroups,
/// the `targetName` of permissions, ClientAccessOptions, filters, and the clients themselves mean
/// the group `a/b`, which is another one. The first such call of a client logs a warning.
///
/// Mirrors .NET's `WebPubSubServiceClient`.
class AZURE_MESSAGING_WEBPUBSUB_API WebPubSubServiceClient {
 public:
  /// @param connectionString as the portal shows it: `Endpoint=…;AccessKey=…;Version=1.0;` and
  ///   optionally `Port=…`. Keys are compared without case; other keys are ignored.
  /// @param hub a letter, then up to 127 letters, digits or ``_`,.[]``.
  /// @param options kept as a copy.
  /// @throws std::invalid_argument naming what is wrong. It never shows the access key.
  WebPubSubServiceClient(std::string_view connectionString, std::string_view hub,
                         const WebPubSubServiceClientOptions& options = {});
  /// @overload
  /// A null pointer, as `std::getenv` may return it, throws std::invalid_argument.
  WebPubSubServiceClient(const char* connectionString, std::string_view hub,
                         const WebPubSubServiceClientOptions& options = {});

  /// @param endpoint the resource's URL, for example `https://name.webpubsub.azure.com`. Without a
  ///   scheme it means https; write `http://` for a local service. It may have a port and a path,
  ///   but no query, fragment or user info.
  /// @param hub as above.
  /// @param credential shared: AzureKeyCredential::Update takes effect on the next request.
  /// @param options kept as a copy.
  /// @throws std::invalid_argument naming what is wrong.
  WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                         AzureKeyCredential credential,
                         const WebPubSubServiceClientOptions& options = {});
  /// @overload
  /// A null pointer throws std::invalid_argument.
  WebPubSubServiceClient(const char* endpoint, std::string_view hub, AzureKeyCredential credential,
                         const WebPubSubServiceClientOptions& options = {});

  /// @param endpoint, hub as above.
  /// @param credential gives tokens for `https://webpubsub.azure.com/.default`. The endpoint
  ///   must be https, unless WebPubSubServiceClientOptions::AllowTokenOverHttp is set.
  /// @param options kept as a copy.
  /// @throws std::invalid_argument naming what is wrong.
  WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                         std::shared_ptr<TokenCredential> credential,
                         const WebPubSubServiceClientOptions& options = {});
  /// @overload
  /// A null pointer throws std::invalid_argument.
  WebPubSubServiceClient(const char* endpoint, std::string_view hub,
                         std::shared_ptr<TokenCredential> credential,
                         const WebPubSubServiceClientOptions& options = {});

  /// A client for another hub of the same resource. It shares everything else with this client: the
  /// options, the credential and its tokens, the connections, the I/O thread, and the limits, which
  /// hold for the calls of all of them together. What they share lives until the last of them has
  /// gone, whichever was made first.
  ///
  ///     WebPubSubServiceClient news = client.WithHub("news");
  ///
  /// @param hub as of the constructors.
  /// @throws std::invalid_argument for a bad hub.
  ///
  /// .NET has one client for each hub, made by a constructor.
  [[nodiscard]] WebPubSubServiceClient WithHub(std::string_view hub) const;

  /// The hub's name.
  [[nodiscard]] const std::string& Hub() const noexcept;
  /// The service's URL, normalised, without a slash at its end.
  [[nodiscard]] const std::string& Endpoint() const noexcept;

  /// @name Sending
  /// Success means that the service accepted the message, not that it was delivered.
  /// @{

  /// Sends to every connection of the hub.
  /// @param content the message; a string is a text message.
  /// @param options the excluded connections, a filter, how long the message is kept, its metadata.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_SendToAll`. .NET: `SendToAll`.
  Response SendToAll(const RequestContent& content, const SendOptions& options = {},
                     const Context& context = {}) const;
  /// The same in the background.
  Future<Response> SendToAllAsync(const RequestContent& content, const SendOptions& options = {},
                                  const Context& context = {}) const;

  /// Sends to the connections in a group. A group without members is no error.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param content the message; a string is a text message.
  /// @param options the excluded connections, a filter, how long the message is kept, its metadata.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_SendToGroup`. .NET: `SendToGroup`.
  Response SendToGroup(std::string_view group, const RequestContent& content,
                       const SendOptions& options = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> SendToGroupAsync(std::string_view group, const RequestContent& content,
                                    const SendOptions& options = {},
                                    const Context& context = {}) const;

  /// Sends to all connections of a user. A user without connections is no error.
  /// @param userId the user's id; not empty.
  /// @param content the message; a string is a text message.
  /// @param options without `Excluded`, which this operation doesn't support.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_SendToUser`. .NET: `SendToUser`.
  Response SendToUser(std::string_view userId, const RequestContent& content,
                      const SendOptions& options = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> SendToUserAsync(std::string_view userId, const RequestContent& content,
                                   const SendOptions& options = {},
                                   const Context& context = {}) const;

  /// Sends to one connection. A connection that doesn't exist is no error.
  /// @param connectionId the connection's id; not empty.
  /// @param content the message; a string is a text message.
  /// @param options without `Excluded` and `Filter`, which this operation doesn't support.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_SendToConnection`. .NET: `SendToConnection`.
  Response SendToConnection(std::string_view connectionId, const RequestContent& content,
                            const SendOptions& options = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> SendToConnectionAsync(std::string_view connectionId,
                                         const RequestContent& content,
                                         const SendOptions& options = {},
                                         const Context& context = {}) const;

  /// @}
  /// @name Group membership
  /// Removing what isn't there is no error.
  /// @{

  /// Adds a connection to a group; 404 if the connection isn't there.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param connectionId the connection's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_AddConnectionToGroup`. .NET: `AddConnectionToGroup`.
  Response AddConnectionToGroup(std::string_view group, std::string_view connectionId,
                                const Context& context = {}) const;
  /// The same in the background.
  Future<Response> AddConnectionToGroupAsync(std::string_view group, std::string_view connectionId,
                                             const Context& context = {}) const;

  /// Takes a connection out of a group.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param connectionId the connection's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RemoveConnectionFromGroup`. .NET: `RemoveConnectionFromGroup`.
  Response RemoveConnectionFromGroup(std::string_view group, std::string_view connectionId,
                                     const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RemoveConnectionFromGroupAsync(std::string_view group,
                                                  std::string_view connectionId,
                                                  const Context& context = {}) const;

  /// Takes a connection out of all its groups. Needs the service version 2022-11-01 or later.
  /// @param connectionId the connection's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RemoveConnectionFromAllGroups`. .NET: `RemoveConnectionFromAllGroups`.
  Response RemoveConnectionFromAllGroups(std::string_view connectionId,
                                         const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RemoveConnectionFromAllGroupsAsync(std::string_view connectionId,
                                                      const Context& context = {}) const;

  /// Adds a user's connections of this moment to a group; 404 if the user has none.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param userId the user's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_AddUserToGroup`. .NET: `AddUserToGroup`.
  Response AddUserToGroup(std::string_view group, std::string_view userId,
                          const Context& context = {}) const;
  /// The same in the background.
  Future<Response> AddUserToGroupAsync(std::string_view group, std::string_view userId,
                                       const Context& context = {}) const;

  /// Takes a user's connections out of a group.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param userId the user's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RemoveUserFromGroup`. .NET: `RemoveUserFromGroup`.
  Response RemoveUserFromGroup(std::string_view group, std::string_view userId,
                               const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RemoveUserFromGroupAsync(std::string_view group, std::string_view userId,
                                            const Context& context = {}) const;

  /// Takes a user's connections out of all their groups.
  /// @param userId the user's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RemoveUserFromAllGroups`. .NET: `RemoveUserFromAllGroups`.
  Response RemoveUserFromAllGroups(std::string_view userId, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RemoveUserFromAllGroupsAsync(std::string_view userId,
                                                const Context& context = {}) const;

  /// Adds every connection that matches a filter to every one of some groups. Needs the service
  /// version 2024-01-01 or later.
  /// @param groups at least one. A name with a slash is another group than SendToGroup's.
  /// @param filter not empty: the whole hub is asked for by
  ///   ClientConnectionFilter::AllConnections().
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_AddConnectionsToGroups`. .NET: `AddConnectionsToGroups`.
  Response AddConnectionsToGroups(const std::vector<std::string>& groups,
                                  const ClientConnectionFilter& filter,
                                  const Context& context = {}) const;
  /// The same in the background.
  Future<Response> AddConnectionsToGroupsAsync(const std::vector<std::string>& groups,
                                               const ClientConnectionFilter& filter,
                                               const Context& context = {}) const;

  /// Removes every connection that matches a filter from every one of some groups; otherwise like
  /// AddConnectionsToGroups.
  /// @param groups at least one, each as of SendToGroup.
  /// @param filter as of AddConnectionsToGroups.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RemoveConnectionsFromGroups`. .NET: `RemoveConnectionsFromGroups`.
  Response RemoveConnectionsFromGroups(const std::vector<std::string>& groups,
                                       const ClientConnectionFilter& filter,
                                       const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RemoveConnectionsFromGroupsAsync(const std::vector<std::string>& groups,
                                                    const ClientConnectionFilter& filter,
                                                    const Context& context = {}) const;

  /// The members of a group, fetched page by page while the list is walked through. Needs the
  /// service version 2024-12-01 or later. The client, its options and `context` are kept until the
  /// list is gone; the arguments are checked at once.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param options the size of the pages, the size of the list, and where to continue.
  /// @param context deadline and cancellation.
  /// @throws InvalidResponseException while iterating, for a response that isn't a page, or whose
  ///   link leads to another origin (a token must not reach another host) or back to a page of this
  ///   list. Links below the reverse proxy are those below the endpoint.
  ///
  /// REST: `WebPubSub_ListConnectionsInGroup`. .NET: `ListConnectionsInGroup`.
  [[nodiscard]] Pageable<WebPubSubGroupMember> ListConnectionsInGroup(
      std::string_view group, const ListOptions& options = {}, const Context& context = {}) const;
  /// The same in the background, page by page.
  [[nodiscard]] AsyncPageable<WebPubSubGroupMember> ListConnectionsInGroupAsync(
      std::string_view group, const ListOptions& options = {}, const Context& context = {}) const;

  /// @}
  /// @name Closing connections
  /// @{

  /// Closes one connection. A connection that doesn't exist is no error.
  /// @param connectionId the connection's id; not empty.
  /// @param reason shown to clients of the service's subprotocols; empty: none.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_CloseConnection`. .NET: `CloseConnection`.
  Response CloseConnection(std::string_view connectionId, std::string_view reason = {},
                           const Context& context = {}) const;
  /// The same in the background.
  Future<Response> CloseConnectionAsync(std::string_view connectionId, std::string_view reason = {},
                                        const Context& context = {}) const;

  /// Closes every connection of the hub.
  /// @param options the connections that stay open, and the reason that clients are shown.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_CloseAllConnections`. .NET: `CloseAllConnections`.
  Response CloseAllConnections(const CloseOptions& options = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> CloseAllConnectionsAsync(const CloseOptions& options = {},
                                            const Context& context = {}) const;

  /// Closes the connections in a group.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param options the connections that stay open, and the reason that clients are shown.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_CloseGroupConnections`. .NET: `CloseGroupConnections`.
  Response CloseGroupConnections(std::string_view group, const CloseOptions& options = {},
                                 const Context& context = {}) const;
  /// The same in the background.
  Future<Response> CloseGroupConnectionsAsync(std::string_view group,
                                              const CloseOptions& options = {},
                                              const Context& context = {}) const;

  /// Closes the connections of a user.
  /// @param userId the user's id; not empty.
  /// @param options the connections that stay open, and the reason that clients are shown.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_CloseUserConnections`. .NET: `CloseUserConnections`.
  Response CloseUserConnections(std::string_view userId, const CloseOptions& options = {},
                                const Context& context = {}) const;
  /// The same in the background.
  Future<Response> CloseUserConnectionsAsync(std::string_view userId,
                                             const CloseOptions& options = {},
                                             const Context& context = {}) const;

  /// @}
  /// @name Existence
  /// @{

  /// Whether the connection exists.
  /// @param connectionId the connection's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_ConnectionExists`. .NET: `ConnectionExists`.
  [[nodiscard]] ValueResponse<bool> ConnectionExists(std::string_view connectionId,
                                                     const Context& context = {}) const;
  /// The same in the background.
  [[nodiscard]] Future<ValueResponse<bool>> ConnectionExistsAsync(
      std::string_view connectionId, const Context& context = {}) const;

  /// Whether the group has a member.
  /// @param group the group's name, 1 to 1,024 characters.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_GroupExists`. .NET: `GroupExists`.
  [[nodiscard]] ValueResponse<bool> GroupExists(std::string_view group,
                                                const Context& context = {}) const;
  /// The same in the background.
  [[nodiscard]] Future<ValueResponse<bool>> GroupExistsAsync(std::string_view group,
                                                             const Context& context = {}) const;

  /// Whether the user has a connection.
  /// @param userId the user's id; not empty.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_UserExists`. .NET: `UserExists`.
  [[nodiscard]] ValueResponse<bool> UserExists(std::string_view userId,
                                               const Context& context = {}) const;
  /// The same in the background.
  [[nodiscard]] Future<ValueResponse<bool>> UserExistsAsync(std::string_view userId,
                                                            const Context& context = {}) const;

  /// @}
  /// @name Permissions
  /// @{

  /// Lets a connection do something; 404 if the connection isn't there.
  /// @param permission what it is about.
  /// @param connectionId the connection's id; not empty.
  /// @param targetName the group it concerns, at most 1,024 characters; empty: left out of the
  ///   request. A name with a slash is another group than SendToGroup's.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_GrantPermission`. .NET: `GrantPermission`.
  Response GrantPermission(WebPubSubPermission permission, std::string_view connectionId,
                           std::string_view targetName = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> GrantPermissionAsync(WebPubSubPermission permission,
                                        std::string_view connectionId,
                                        std::string_view targetName = {},
                                        const Context& context = {}) const;

  /// Takes a permission back.
  /// @param permission what it is about.
  /// @param connectionId the connection's id; not empty.
  /// @param targetName the group that it concerns, as of GrantPermission.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_RevokePermission`. .NET: `RevokePermission`.
  Response RevokePermission(WebPubSubPermission permission, std::string_view connectionId,
                            std::string_view targetName = {}, const Context& context = {}) const;
  /// The same in the background.
  Future<Response> RevokePermissionAsync(WebPubSubPermission permission,
                                         std::string_view connectionId,
                                         std::string_view targetName = {},
                                         const Context& context = {}) const;

  /// Whether a connection has a permission; false also if the connection isn't there.
  /// @param permission what it is about.
  /// @param connectionId the connection's id; not empty.
  /// @param targetName the group that it concerns, as of GrantPermission.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_CheckPermission`. .NET: `CheckPermission`.
  [[nodiscard]] ValueResponse<bool> CheckPermission(WebPubSubPermission permission,
                                                    std::string_view connectionId,
                                                    std::string_view targetName = {},
                                                    const Context& context = {}) const;
  /// The same in the background.
  [[nodiscard]] Future<ValueResponse<bool>> CheckPermissionAsync(WebPubSubPermission permission,
                                                                 std::string_view connectionId,
                                                                 std::string_view targetName = {},
                                                                 const Context& context = {}) const;

  /// @}
  /// @name Client access and health
  /// @{

  /// A URL that a client connects to with WebSocket; the token in it is a secret.
  ///
  /// With an access key it is signed here, without a request; with a token credential the service
  /// makes it (whole minutes, rounded up). The URL never leads to the reverse proxy.
  ///
  ///     ClientAccessOptions access;
  ///     access.UserId = "ann";
  ///     access.Roles = {"webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"};
  ///     std::string url = client.GetClientAccessUri(access);
  ///
  /// @param options the identity and the permissions of the client, and how long the URL is valid.
  /// @param context deadline and cancellation.
  ///
  /// REST: `WebPubSub_GenerateClientToken`. .NET: `GetClientAccessUri`.
  [[nodiscard]] std::string GetClientAccessUri(const ClientAccessOptions& options = {},
                                               const Context& context = {}) const;
  /// The same in the background.
  [[nodiscard]] Future<std::string> GetClientAccessUriAsync(const ClientAccessOptions& options = {},
                                                            const Context& context = {}) const;

  /// Checks the health of the service; anything but 200 throws.
  /// @param context deadline and cancellation.
  ///
  /// REST: `HealthApi_GetServiceStatus`. .NET has it internally only.
  Response GetServiceHealth(const Context& context = {}) const;
  /// The same in the background.
  Future<Response> GetServiceHealthAsync(const Context& context = {}) const;

  /// @}
  /// @name Fan-out
  /// One message to many targets, with a bounded number of requests under way. Uses the library's
  /// I/O thread in both forms, so the blocking form throws std::logic_error there. Counts as one
  /// call for WebPubSubServiceClientOptions::Limits. REST and .NET have no such operation.
  /// @{

  /// Sends to each of many users.
  ///
  ///     std::vector<Result<Response>> sent = client.SendToUsers(users, "hi");
  ///
  /// @param userIds checked like SendToUser's, all before anything is sent; but a name may hold a
  ///   slash: it is reached with a filter.
  /// @param content the message; shared by all requests, not copied.
  /// @param how one request for each user, or few with a filter.
  /// @param options as of SendToUser; with FanOutStrategy::Filter as of SendToAll, and its filter
  ///   narrows the selection.
  /// @param context of the whole fan-out: when it ends, the requests under way end too.
  /// @return one result for each user, in order. A failed one is in its result, not thrown.
  std::vector<Result<Response>> SendToUsers(const std::vector<std::string>& userIds,
                                            const RequestContent& content,
                                            const FanOutOptions& how = {},
                                            const SendOptions& options = {},
                                            const Context& context = {}) const;
  /// The same in the background.
  Future<std::vector<Result<Response>>> SendToUsersAsync(const std::vector<std::string>& userIds,
                                                         const RequestContent& content,
                                                         const FanOutOptions& how = {},
                                                         const SendOptions& options = {},
                                                         const Context& context = {}) const;

  /// Sends to each of many groups; otherwise like SendToUsers.
  /// @param groups checked like SendToGroup's, all before anything is sent. With
  ///   FanOutStrategy::Filter too, `a/b` is the group that SendToGroup reaches.
  /// @param content the message; a string is a text message.
  /// @param how one request for each target, or few with a filter.
  /// @param options as of SendToGroup; with FanOutStrategy::Filter as of SendToAll.
  /// @param context of the whole fan-out.
  std::vector<Result<Response>> SendToGroups(const std::vector<std::string>& groups,
                                             const RequestContent& content,
                                             const FanOutOptions& how = {},
                                             const SendOptions& options = {},
                                             const Context& context = {}) const;
  /// The same in the background.
  Future<std::vector<Result<Response>>> SendToGroupsAsync(const std::vector<std::string>& groups,
                                                          const RequestContent& content,
                                                          const FanOutOptions& how = {},
                                                          const SendOptions& options = {},
                                                          const Context& context = {}) const;

  /// @}
  /// @name Asynchronous calls
  /// @{

  /// Waits until every asynchronous call of this client, of its copies and of the clients that
  /// share with it by WithHub has ended and its callbacks have returned, those on
  /// options.CallbackExecutor too: the orderly shutdown. A callback that the executor destroys
  /// without running it counts as one that has returned. Destroying the last client lets started
  /// calls finish; the exit of the process ends them and logs how many.
  /// @throws OperationCancelledException if `context` or the exit of the process ends the wait;
  ///   std::logic_error on the
  ///   library's I/O thread, and in a callback of these calls, which would wait for itself.
  void WaitUntilIdle(const Context& context = {}) const;

  /// @}

 private:
  friend class Detail::ClientFactory;
  explicit WebPubSubServiceClient(std::shared_ptr<const Detail::ClientState> state)
      : state_(std::move(state)) {}

  Detail::CheckedPointer<const Detail::ClientState> state_;
};

}  // namespace Azure::Messaging::WebPubSub
