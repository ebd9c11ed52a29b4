#include "pipeline/redaction.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

TEST(RedactHeader, ShowsHarmlessHeadersOnly) {
  for (const std::string name : {"x-ms-request-id",
                                 "x-ms-client-request-id",
                                 "x-ms-return-client-request-id",
                                 "traceparent",
                                 "MS-CV",
                                 "Accept",
                                 "Cache-Control",
                                 "Connection",
                                 "Content-Length",
                                 "Content-Type",
                                 "Date",
                                 "ETag",
                                 "Expires",
                                 "If-Match",
                                 "If-Modified-Since",
                                 "If-None-Match",
                                 "If-Unmodified-Since",
                                 "Last-Modified",
                                 "Pragma",
                                 "Request-Id",
                                 "Retry-After",
                                 "Server",
                                 "Transfer-Encoding",
                                 "User-Agent",
                                 "WWW-Authenticate"}) {
    EXPECT_EQ(RedactHeader(name, "value"), "value") << name;
  }
  for (const std::string name :
       {"Authorization", "authorization", "AUTHORIZATION", "Proxy-Authorization", "Cookie",
        "Set-Cookie", "x-ms-error-code", "X-WebPubSub-Metadata-trace", "Location", "Accept-Charset",
        "x-content-type", "", "tracestate"}) {
    EXPECT_EQ(RedactHeader(name, "value"), "REDACTED") << name;
  }
}

TEST(RedactHeader, AcceptsNamesInAnyCase) {
  EXPECT_EQ(RedactHeader("CONTENT-TYPE", "text/plain"), "text/plain");
  EXPECT_EQ(RedactHeader("etag", "1"), "1");
}

TEST(RedactTokens, LeavesAnyOtherText) {
  struct Row {
    std::string Text;
    std::string Redacted;
  };
  for (const Row& row :
       {Row{"", ""}, Row{"no token", "no token"}, Row{"eyJ", "eyJ"},
        Row{"eyJhIjoiYiJ9 is claims", "eyJhIjoiYiJ9 is claims"},
        Row{"eyJhbGci.eyJhdWQi.c2ln", "REDACTED"},
        Row{"Bearer eyJhbGci.eyJhdWQi.c2ln-_ expired", "Bearer REDACTED expired"},
        Row{"'eyJhbGci.eyJhdWQi.c2ln','eyJhbGci.eyJhdWQi.c2ln'", "'REDACTED','REDACTED'"},
        Row{"eyJhbGci.eyJhdWQi (cut)", "REDACTED (cut)"},
        Row{"token=eyJhbGci.eyJhdWQi.c2ln&x=1", "token=REDACTED&x=1"}}) {
    EXPECT_EQ(RedactTokens(row.Text), row.Redacted);
    EXPECT_EQ(RedactHeader("WWW-Authenticate", row.Text), row.Redacted);
  }
}

TEST(RedactUrl, ShowsAllButTheValuesOfTheQuery) {
  struct Row {
    std::string Url;
    std::string Redacted;
  };
  const std::string path = "https://name.example/api/hubs/chat/users/ann/:send";
  for (const Row& row :
       {Row{path, path}, Row{path + "?api-version=2024-12-01", path + "?api-version=2024-12-01"},
        Row{path + "?excluded=a&api-version=2024-12-01&filter=b%20c",
            path + "?excluded=REDACTED&api-version=2024-12-01&filter=REDACTED"},
        Row{path + "?excluded=a&excluded=b", path + "?excluded=REDACTED&excluded=REDACTED"},
        Row{"https://user:p@ss@name.example/a@b?c=d@e",
            "https://REDACTED@name.example/a@b?c=REDACTED"},
        Row{"https://user@name.example", "https://REDACTED@name.example"},
        Row{"name.example/a@b", "name.example/a@b"}, Row{path + "/a@b", path + "/a@b"},
        Row{path + "?access_token=x.y.z", path + "?access_token=REDACTED"},
        Row{path + "?a=b=c?d=e", path + "?a=REDACTED"},
        Row{path + "?API-VERSION=1&x-api-version=1&api-version2=1",
            path + "?API-VERSION=REDACTED&x-api-version=REDACTED&api-version2=REDACTED"},
        Row{path + "?flag&a=", path + "?flag=REDACTED&a=REDACTED"}, Row{path + "?", path},
        Row{"", ""}}) {
    EXPECT_EQ(RedactUrl(row.Url), row.Redacted);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
