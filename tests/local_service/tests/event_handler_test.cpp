// Which handler takes an event, its URL, and cookies: without sockets.

#include "local_service/event_handler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local_service/cookie_jar.hpp"
#include "local_service/http_url.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

EventHandler MakeHandler(const std::string& url, const std::string& userEvents = "*",
                         const std::string& systemEvents = "connect") {
  EventHandler handler;
  handler.Hub = "chat";
  handler.Url = url;
  handler.UserEvents = userEvents;
  handler.SystemEvents = systemEvents;
  return handler;
}

TEST(EventHandler, RejectsInvalidUrls) {
  for (const char* url :
       {"", "ftp://h/", "http://", "https:///path", "http://h{event}/", "http://{hub}.example/",
        "http://h/{name}", "http://h/{@Microsoft.KeyVault(SecretUri=x)}", "http://h/{",
        "http://h/}", "tunnel:///path", "http://u:p@h/", "http://h/#part", "http://h/a b",
        "http://h:x/", "http://h:65536/", "http://h:/", "http://[::1/", "http://h/\r\n"}) {
    EXPECT_TRUE(FindError(MakeHandler(url))) << url;
  }
  for (const char* url :
       {"http://h", "HTTPS://h/", "http://h:1?x", "http://[::1]:9000/{event}",
        "http://h/{EVENT}/{Hub}", "http://h/%7Bname%7D", "http://h/?code=a%2Bb&event={event}"}) {
    EXPECT_EQ(FindError(MakeHandler(url)), std::nullopt) << url;
  }
}

TEST(EventHandler, RejectsInvalidNames) {
  EventHandler handler = MakeHandler("http://h/");
  handler.Hub = "a b";
  EXPECT_TRUE(FindError(handler));
  for (const char* events : {"a,*", "a b", "*,a", "a/b", "1"}) {
    EXPECT_TRUE(FindError(MakeHandler("http://h/", events))) << events;
  }
  for (const char* events : {"", "*", " * ", "a", "a , B.c-d_e,"}) {
    EXPECT_EQ(FindError(MakeHandler("http://h/", events)), std::nullopt) << events;
  }
  for (const char* events : {"*", "message", "connect;connected"}) {
    EXPECT_TRUE(FindError(MakeHandler("http://h/", "*", events))) << events;
  }
  for (const char* events : {"", "connect, Connected,DISCONNECTED"}) {
    EXPECT_EQ(FindError(MakeHandler("http://h/", "*", events)), std::nullopt) << events;
  }
}

TEST(EventHandler, EncodesTheNamesInItsUrl) {
  const EventHandler handler = MakeHandler("http://h/{HUB}/{event}?e={Event}");
  EXPECT_EQ(ResolveUrl(handler, "a[b]`,", "x.y-z_"), "http://h/a%5Bb%5D%60%2C/x.y-z_?e=x.y-z_");
}

TEST(HttpUrl, HasItsParts) {
  const auto url = ParseHttpUrl("https://[::1]:9000?x=/");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->IsSecure);
  EXPECT_EQ(url->Host, "::1");
  EXPECT_EQ(url->Port, "9000");
  EXPECT_EQ(url->Authority, "[::1]:9000");
  EXPECT_EQ(url->Target, "/?x=/");
  EXPECT_EQ(ParseHttpUrl("http://h")->Port, "80");
  EXPECT_EQ(ParseHttpUrl("https://h")->Port, "443");
  EXPECT_EQ(WithoutQuery("http://h/a?code=secret"), "http://h/a");
}

struct CookieRow {
  std::string Header;
  /// What a request to https://h/a/b/c?x and one to http://h/a return.
  std::string Secure;
  std::string Plain;
};

TEST(CookieJar, ReturnsACookieWhereItBelongs) {
  const HttpUrl from = *ParseHttpUrl("https://H/a/b/c?x/y");
  const HttpUrl below = *ParseHttpUrl("http://h/a");
  for (const CookieRow& row :
       {CookieRow{"k=v", "k=v", ""}, CookieRow{"k=v; Path=/", "k=v", "k=v"},
        CookieRow{"k=v; path=/a", "k=v", "k=v"}, CookieRow{"k=v; Path=/ab", "", ""},
        CookieRow{"k=v; Path=relative", "k=v", ""}, CookieRow{"k=v; Path=/; Secure", "k=v", ""},
        CookieRow{" k = v w ;Path=/", "k=v w", "k=v w"}, CookieRow{"k=; Path=/", "k=", "k="},
        CookieRow{"k=a=b; Path=/", "k=a=b", "k=a=b"}, CookieRow{"k", "", ""},
        CookieRow{"=v", "", ""}, CookieRow{"", "", ""}, CookieRow{"k=v; Max-Age=0; Path=/", "", ""},
        CookieRow{"k=v; Max-Age=-1; Path=/", "", ""},
        CookieRow{"k=v; Max-Age=99999999999999999999; Path=/", "k=v", "k=v"},
        CookieRow{"k=v; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/", "k=v", "k=v"},
        CookieRow{"k=v; Expires=nonsense; Path=/", "k=v", "k=v"},
        CookieRow{"k=v; Domain=example.com; Path=/", "k=v", "k=v"}}) {
    CookieJar jar;
    jar.Set(row.Header, from, Time());
    EXPECT_EQ(jar.HeaderFor(from, Time()), row.Secure) << row.Header;
    EXPECT_EQ(jar.HeaderFor(below, Time()), row.Plain) << row.Header;
    EXPECT_EQ(jar.HeaderFor(*ParseHttpUrl("https://other/a/b/c"), Time()), "") << row.Header;
  }
}

TEST(CookieJar, ForgetsCookies) {
  const HttpUrl url = *ParseHttpUrl("http://h/");
  CookieJar jar;
  jar.Set("a=1; Max-Age=60", url, Time());
  jar.Set("a=2; Max-Age=60", url, Time());
  EXPECT_EQ(jar.HeaderFor(url, Time() + std::chrono::seconds(59)), "a=2");
  EXPECT_EQ(jar.HeaderFor(url, Time() + std::chrono::seconds(60)), "");
  for (int i = 0; i < 60; ++i) jar.Set("c" + std::to_string(i) + "=v", url, Time());
  const std::string header = jar.HeaderFor(url, Time());
  EXPECT_EQ(std::count(header.begin(), header.end(), '='), 50);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
