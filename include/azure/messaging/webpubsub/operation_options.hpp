#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/filter.hpp>
#include <azure/messaging/webpubsub/models.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub {

namespace Detail {

/// Whole seconds from a duration of any type: rounded up, and the longest or shortest that there is
/// for a duration beyond it, where a conversion of the standard library would overflow.
class SaturatingSeconds : public std::chrono::seconds {
 public:
  template <class Rep, class Period>
  SaturatingSeconds(  // NOLINT(google-explicit-constructor): in the place of std::chrono::seconds
      std::chrono::duration<Rep, Period> time)
      : std::chrono::seconds(Saturated(time)) {}

 private:
  template <class Rep, class Period>
  static std::chrono::seconds Saturated(std::chrono::duration<Rep, Period> time) {
    using Seconds = std::chrono::duration<double>;  // in which no duration overflows
    if (!(Seconds(time) < Seconds((max)()))) return (max)();
    if (!(Seconds(time) > Seconds((min)()))) return (min)();
    return std::chrono::ceil<std::chrono::seconds>(time);
  }
};

}  // namespace Detail

/// The options of SendToAll, SendToGroup, SendToUser and SendToConnection. An option that an
/// operation doesn't support is refused, not ignored: `Excluded` for a user or a connection,
/// `Filter` for a connection. Options that were moved from are refused with std::invalid_argument:
/// a message must not reach those whom they excluded.
struct AZURE_MESSAGING_WEBPUBSUB_API SendOptions : Detail::MoveMark {
  SendOptions();

  /// Connection ids that don't receive the message. For SendToAll and SendToGroup only. An id must
  /// not be empty. They travel in the URL, of which the service takes about 8 KB: some 150 ids of
  /// the service's own. A URL over 64 KiB is refused here.
  std::vector<std::string> Excluded;
  /// Only matching connections receive the message; empty means no filter. Not for
  /// SendToConnection.
  ClientConnectionFilter Filter;
  /// How long the service keeps the message for a receiver that can't receive it now: 0 to 300
  /// seconds; zero is sent and means up to the service's buffer limits. Nothing: not sent.
  std::optional<std::chrono::seconds> MessageTtl;
  /// Names and values that travel with the message, as headers `X-WebPubSub-Metadata-<name>`. Names
  /// are HTTP tokens of up to 256 characters and become lower case; values are up to 1,024 visible
  /// ASCII characters and inner blanks, without a comma; 8,192 bytes in all.
  std::map<std::string, std::string> Metadata;
};

/// The options of CloseAllConnections, CloseGroupConnections and CloseUserConnections. Refused with
/// std::invalid_argument once they were moved from.
struct AZURE_MESSAGING_WEBPUBSUB_API CloseOptions : Detail::MoveMark {
  CloseOptions();

  /// Connection ids that stay open. An id must not be empty. They travel in the URL, of which the
  /// service takes about 8 KB: some 150 ids of the service's own. A URL over 64 KiB is refused
  /// here.
  std::vector<std::string> Excluded;
  /// Shown to clients of the service's subprotocols; empty: none.
  std::string Reason;
};

/// The options of ListConnectionsInGroup. Refused with std::invalid_argument once they were moved
/// from.
struct AZURE_MESSAGING_WEBPUBSUB_API ListOptions : Detail::MoveMark {
  ListOptions();

  /// The size of the largest page, 1 to 200. Nothing: the service's choice.
  std::optional<int> MaxPageSize;
  /// How many members to list in all, at least 1; the list ends there, whatever the service sends.
  /// Nothing: all.
  std::optional<int> MaxCount;
  /// Where to continue: Page::ContinuationToken of an earlier page (whose sizes apply then), or the
  /// service's own bare token. Empty: from the start.
  std::string ContinuationToken;
};

/// The options of GetClientAccessUri. Refused with std::invalid_argument once they were moved from.
struct AZURE_MESSAGING_WEBPUBSUB_API ClientAccessOptions : Detail::MoveMark {
  ClientAccessOptions();

  /// How long the URL is valid for connecting, from now: any duration up to 100 years, rounded up
  /// to whole seconds. Zero or nothing: one hour. Negative values are refused. Not together with
  /// ExpiresAt.
  std::optional<Detail::SaturatingSeconds> ExpiresAfter;
  /// When the URL expires; must be in the future.
  std::optional<std::chrono::system_clock::time_point> ExpiresAt;
  /// The user that the client connects as; empty: none.
  std::string UserId;
  /// For example `webpubsub.joinLeaveGroup.room` or `webpubsub.sendToGroup`.
  std::vector<std::string> Roles;
  /// The groups that the client is in from the start: any names that the service takes. A group
  /// whose name is `.`, `..` or holds a slash can be reached with a filter only: `'a/b' in groups`.
  std::vector<std::string> Groups;
  /// What the client speaks.
  WebPubSubClientProtocol Protocol = WebPubSubClientProtocol::Default;
};

}  // namespace Azure::Messaging::WebPubSub
