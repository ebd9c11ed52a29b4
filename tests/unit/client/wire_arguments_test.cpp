#include <type_traits>

#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Permission = WebPubSubPermission;

constexpr const char* NoNull = "C++ has no null strings and no null content";
constexpr const char* DuplicateOverloads = "duplicate overloads";
constexpr const char* Unchecked = "dotnet.md 4: AddUserToGroup has no checks";

static_assert(!std::is_constructible_v<RequestContent, std::nullptr_t>);

WireCase IsNull(const std::string& call) { return DotNetOnly("arg." + call, NoNull); }

WireCase IsRefused(const std::string& call, std::function<WireOutcome(WireCall&)> action) {
  return Runs("arg." + call, std::move(action));
}

class WireArguments : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireArguments, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireArguments, ::testing::ValuesIn(WireArgumentCases()),
                         WireTestName);

}  // namespace

std::vector<WireCase> WireArgumentCases() {
  return {
      IsNull("SendToAll((RequestContent)null,TextPlain)"),
      DotNetOnly(
          "arg.SendToAll((RequestContent)null,TextPlain,null,(RequestContext)null) hidden overload",
          DuplicateOverloads),
      DotNetOnly("arg.SendToAll(content, default(ContentType))", "default(ContentType)",
                 Refused("contentType", [](WireCall&) { RequestContent("x", ""); })),
      IsNull("SendToGroup(null,\"x\")"),
      IsNull("SendToGroup(\"g\",(string)null)"),
      IsNull("SendToGroup(null,content,TextPlain)"),
      DotNetOnly(
          "arg.SendToGroup(null,content,TextPlain,null,(RequestContext)null) hidden overload",
          DuplicateOverloads,
          Refused("group", [](WireCall& c) { c.Client().SendToGroup("", "x"); })),
      IsRefused("SendToUser(\"\",content,TextPlain)",
                [](WireCall& c) { return c.Client().SendToUser("", "x"); }),
      IsNull("SendToUser(null,content,TextPlain)"),
      IsRefused("CloseConnection(\"\")",
                [](WireCall& c) { return c.Client().CloseConnection(""); }),
      IsRefused("ConnectionExists(\"\")",
                [](WireCall& c) { return c.Client().ConnectionExists(""); }),
      IsNull("ConnectionExists(null)"),
      IsRefused("UserExists(\"\")", [](WireCall& c) { return c.Client().UserExists(""); }),
      DotNetBug("arg.AddUserToGroup(null,\"u\")", Unchecked,
                Refused("group", [](WireCall& c) { c.Client().AddUserToGroup("", "u"); })),
      DotNetBug("arg.AddUserToGroup(\"g\",null)", Unchecked,
                Refused("userId", [](WireCall& c) { c.Client().AddUserToGroup("g", ""); })),
      IsRefused("AddConnectionToGroup(\"\",\"c\")",
                [](WireCall& c) { return c.Client().AddConnectionToGroup("", "c"); }),
      IsRefused("AddConnectionToGroup(\"g\",\"\")",
                [](WireCall& c) { return c.Client().AddConnectionToGroup("g", ""); }),
      IsNull("RemoveConnectionFromGroup(\"g\",null)"),
      IsRefused("RemoveConnectionFromAllGroups(\"\")",
                [](WireCall& c) { return c.Client().RemoveConnectionFromAllGroups(""); }),
      IsRefused("RemoveUserFromAllGroups(\"\")",
                [](WireCall& c) { return c.Client().RemoveUserFromAllGroups(""); }),
      IsRefused(
          "GrantPermission(SendToGroup,\"\")",
          [](WireCall& c) { return c.Client().GrantPermission(Permission::SendToGroup, ""); }),
      // .NET's 0 isn't an enumerator. Here 0 is one, and 2 isn't.
      IsRefused(
          "GrantPermission((WebPubSubPermission)0,\"c\")",
          [](WireCall& c) { return c.Client().GrantPermission(static_cast<Permission>(2), "c"); }),
      IsNull("CheckPermission(SendToGroup,null)"),
      IsNull("AddConnectionsToGroups([],null)"),
      IsNull("ListConnectionsInGroup(null)"),
      IsRefused("ListConnectionsInGroup(\"\")",
                [](WireCall& c) { return c.Client().ListConnectionsInGroup(""); }),
  };
}

}  // namespace Azure::Messaging::WebPubSub::Testing
