#include "help.hpp"

namespace Cli {

const char* const Help = R"(webpubsub: Azure Web PubSub from the command line and from scripts.

usage: webpubsub COMMAND --hub HUB [options]

  send    (--all | --group G | --user U | --connection C)
          (TEXT | --json TEXT | --binary-file FILE)
          [--exclude C]... [--filter EXPRESSION] [--ttl SECONDS]
  exists  (--group G | --user U | --connection C)
  list    --group G [--max N]                          a line for each member
  add     --group G (--connection C | --user U)
  add     --group G... (--filter EXPRESSION | --all)
  remove  --group G (--connection C | --user U)
  remove  --group G... (--filter EXPRESSION | --all)
  remove  --all-groups (--connection C | --user U)
  close   (--all | --group G | --user U | --connection C) [--reason TEXT] [--exclude C]...
  grant   PERMISSION --connection C [--group G]        PERMISSION: sendToGroup, joinLeaveGroup
  revoke  PERMISSION --connection C [--group G]
  check   PERMISSION --connection C [--group G]
  url     [--user U] [--group G]... [--role R]... [--minutes N] [--protocol default|mqtt|socketio]
  health                                               requires no hub

  --connection-string S   replaces the environment variable WebPubSubConnectionString, which other
                          users of the machine can't see
  --timeout SECONDS       for the whole command, including retries
  --                      the words that follow are not options

Prints JSON to standard output, one object a line, and failures to standard error, also as JSON. Set the
environment variable AZURE_LOG_LEVEL (verbose, informational, warning, error) to log there too.

exit codes:
  0  done; for exists and check: yes
  1  for exists and check: no
  2  the arguments are invalid; nothing was sent
  3  the service refused
  4  no usable response, for example because of the network or the timeout; or output is lost

examples:
  webpubsub send --hub chat --all "Hello World!"
  webpubsub send --hub chat --group room --json '{"score":42}' --filter "userId ne 'bob'"
  webpubsub list --hub chat --group room | jq -r .connectionId
  webpubsub exists --hub chat --user ann && echo "ann is online"
)";

}  // namespace Cli
