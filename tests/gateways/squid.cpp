#include "squid.hpp"

#include <csignal>

namespace Azure::Messaging::WebPubSub::Testing {

Squid::Squid(const std::string& lines) : Gateway("squid") {
  const std::string data = PathOf("/usr/share/squid");
  Configure("http_port 127.0.0.1:" + std::to_string(Port()) +
            "\nhttp_access allow all\nvisible_hostname gateway.invalid\n"
            "cache_effective_user nobody\npid_filename none\npinger_enable off\ncache deny all\n"
            "cache_mem 0\nshutdown_lifetime 0 seconds\naccess_log none\ncache_store_log none\n"
            "coredump_dir none\nnetdb_filename none\ndns_nameservers 127.0.0.1\n"
            "cache_log " +
            Folder() + "/log\nmime_table " + data +
            "/mime.conf\n"
            "unlinkd_program " +
            PathOf("/usr/lib/squid/unlinkd") + "\nerror_directory " + data +
            "/errors/en\nicon_directory " + data + "/icons\n" + lines);
}

// Without -N, it would end in a process that nothing here knows.
std::vector<std::string> Squid::Arguments() const {
  return {"-N", "-f", Folder() + "/configuration"};
}

int Squid::StopSignal() const { return SIGTERM; }

}  // namespace Azure::Messaging::WebPubSub::Testing
