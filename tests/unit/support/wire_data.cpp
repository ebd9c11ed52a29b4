#include "support/wire_data.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using nlohmann::json;

std::optional<std::string> OptionalText(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::string TextOf(const json& object, const char* name) {
  return OptionalText(object, name).value_or(std::string());
}

std::string FromHex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

WireToken ReadToken(const json& token) {
  WireToken read;
  read.Opaque = TextOf(token, "token");
  if (!token.contains("claims")) return read;
  read.Claims = token.at("claims").dump();
  read.Key = token.at("key").get<std::string>();
  if (token.at("exp_minus_iat").is_number()) read.Lifetime = token["exp_minus_iat"].get<int>();
  return read;
}

WireRequest ReadRequest(const json& request, const std::string& plainUserAgent) {
  WireRequest read;
  read.Method = request.at("method");
  read.Url = request.at("origin").get<std::string>() + request.at("target").get<std::string>();
  for (const json& header : request.at("headers")) {
    read.Headers[Detail::ToLowerAscii(header.at(0).get<std::string>())] = header.at(1);
  }
  read.Body = TextOf(request, "body") + FromHex(TextOf(request, "body_hex"));
  read.ClientRequestId = TextOf(request, "client_request_id");
  if (const auto agent = request.find("user_agent"); agent != request.end()) {
    read.HasUserAgent = agent->is_string();
    if (read.HasUserAgent) {
      const auto text = agent->get<std::string>();
      read.UserAgentPrefix = text.substr(0, text.find(plainUserAgent));
    }
  }
  const json& authorization = request.at("authorization");
  if (authorization.is_object()) read.Token = ReadToken(authorization);
  if (authorization.is_string()) {
    read.Token.emplace();
    read.Token->Opaque = authorization.get<std::string>().substr(std::string("Bearer ").size());
  }
  if (request.contains("seconds_after_previous")) {
    read.SecondsAfterPrevious = request["seconds_after_previous"].get<double>();
  }
  return read;
}

WireReply ReadReply(const json& reply) {
  WireReply read;
  read.Status = reply.at("status");
  read.Body = reply.at("body");
  for (const json& header : reply.at("headers")) read.Headers.emplace_back(header[0], header[1]);
  return read;
}

WirePage ReadPage(const json& page) {
  WirePage read;
  for (const json& member : page.at("values")) {
    read.Members.emplace_back(member.at("connectionId"), OptionalText(member, "userId"));
  }
  read.ContinuationToken = TextOf(page, "continuationToken");
  return read;
}

void ReadResultObject(const json& result, WireResult& read) {
  if (result.contains("status")) read.Status = result["status"].get<int>();
  if (result.contains("value")) read.Value = result["value"].get<bool>();
  read.Exception = TextOf(result, "exception");
  read.ParameterName = TextOf(result, "paramName");
  read.ErrorCode = TextOf(result, "errorCode");
  read.AccessUri = OptionalText(result, "absolute_without_token");
  if (result.contains("jwt")) read.AccessToken = ReadToken(result["jwt"]);
  read.Endpoint = OptionalText(result, "endpoint_absolute");
  if (!read.Endpoint) read.Endpoint = OptionalText(result, "absolute");
  read.Key = OptionalText(result, "key");
  read.Uri = OptionalText(result, "uri");
  read.Audience = OptionalText(result, "aud");
}

WireResult ReadResult(const json& result) {
  WireResult read;
  if (result.is_object()) ReadResultObject(result, read);
  if (result.is_string()) read.Text = result.get<std::string>();
  if (result.is_array()) {
    std::vector<WirePage> pages;
    for (const json& page : result) {
      if (page.is_object()) pages.push_back(ReadPage(page));
    }
    if (pages.size() == result.size()) read.Pages = std::move(pages);
  }
  return read;
}

WireRow ReadRow(const json& row, const std::string& plainUserAgent) {
  WireRow read;
  read.Name = row.at("name");
  read.Group = row.at("group");
  read.Call = row.at("call");
  if (row.contains("server_replies")) {
    for (const json& reply : row["server_replies"]) read.Replies.push_back(ReadReply(reply));
  }
  read.Pure = !row.contains("requests");
  if (!read.Pure) {
    for (const json& request : row["requests"]) {
      read.Requests.push_back(ReadRequest(request, plainUserAgent));
    }
  }
  if (row.contains("same_client_request_id_on_all")) {
    read.SameClientRequestId = row["same_client_request_id_on_all"].get<bool>();
    read.DistinctAuthorizations = row.at("distinct_authorization_values").get<int>();
  }
  read.Result = ReadResult(row.at("result"));
  return read;
}

std::map<std::string, WireRow> ReadRows() {
  std::ifstream file(WEBPUBSUB_TEST_DATA "/wire_dotnet.json");
  const json document = json::parse(file);
  const std::string userAgent = document.at("about").at("user_agent");
  std::map<std::string, WireRow> rows;
  for (const char* list : {"vectors", "pure"}) {
    for (const json& row : document.at(list)) {
      WireRow read = ReadRow(row, userAgent);
      std::string name = read.Name;
      if (!rows.emplace(std::move(name), std::move(read)).second) {
        throw std::runtime_error("two rows have the name " + row.at("name").get<std::string>());
      }
    }
  }
  return rows;
}

}  // namespace

const std::map<std::string, WireRow>& WireRows() {
  static const std::map<std::string, WireRow> rows = ReadRows();
  return rows;
}

bool IsSameJson(const std::string& a, const std::string& b) {
  const json first = json::parse(a, nullptr, false);
  const json second = json::parse(b, nullptr, false);
  return !first.is_discarded() && !second.is_discarded() && first == second;
}

void ExpectClaims(const std::string& payload, const std::string& claims,
                  std::chrono::system_clock::time_point issuedAt, std::optional<int> lifetime) {
  const json actual = json::parse(payload, nullptr, false);
  ASSERT_TRUE(actual.is_object()) << payload;
  const auto now = std::chrono::floor<std::chrono::seconds>(issuedAt.time_since_epoch()).count();
  json expected = json::parse(claims);
  expected["iat"] = now;
  expected["nbf"] = now;
  expected["exp"] = lifetime ? json(now + *lifetime) : actual.value("exp", json());
  EXPECT_EQ(actual, expected);
}

std::string WithoutAudienceQuery(const std::string& claims) {
  json changed = json::parse(claims);
  const auto audience = changed.at("aud").get<std::string>();
  changed["aud"] = audience.substr(0, audience.find('?'));
  return changed.dump();
}

}  // namespace Azure::Messaging::WebPubSub::Testing
