#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

/// The lowest version of TLS to accept.
enum class TlsVersion { V1_2, V1_3 };

/// The version of HTTP to use.
enum class HttpVersionPolicy {
  /// HTTP/1.1, over TLS too: one connection for each request under way. The fastest with libcurl.
  Http1,
  /// HTTP/2 where the server offers it over TLS: fewer connections for about twice the processor
  /// time. A request that the server refuses unprocessed (RFC 9113, section 8.7) can't have been
  /// accepted and is retried with back-off. A host that requires HTTP/1.1 gets it from then on.
  Http2,
};

/// How to say at a proxy who this is.
enum class ProxyAuthScheme {
  /// The user and the password in clear, at once.
  Basic,
  /// Neither travels in clear. The proxy is asked first.
  Digest,
  /// The safest scheme that the proxy offers and libcurl knows. The proxy is asked first.
  Any,
};

/// The options of the built-in transport (libcurl).
///
/// The files, the proxy's URL and what the process's libcurl can do are checked when the client is
/// made: std::invalid_argument names the option that can't be used (std::system_error, if the
/// process has no descriptor left to read a file). If a file becomes unusable later, a call that
/// needs it ends at once with a TransportException of the cause Tls.
///
/// A process that the application starts inherits none of the sockets and files that the library
/// opens. It may inherit what libcurl and OpenSSL open by themselves, which depends on their
/// versions: the pairs of descriptors that wake libcurl's handles and resolvers, the client's
/// certificate and key during a handshake, and files of CaPath. Options that were moved from are
/// refused with std::invalid_argument.
struct AZURE_MESSAGING_WEBPUBSUB_API TransportOptions : Detail::MoveMark {
  TransportOptions();

  /// Resolving, connecting and the TLS handshake together. More than zero.
  std::chrono::milliseconds ConnectTimeout{10'000};
  /// One attempt from its start to the last byte of its response. More than zero.
  std::chrono::milliseconds AttemptTimeout{100'000};
  /// A connection older than this gets no further request, so that changes of the host's address
  /// become effective. At least a second. Idle connections that are older, or that the server has
  /// closed, are closed at the client's next call, and within about a second where the client has
  /// made an asynchronous call. A client that has only made blocking calls has no thread to do that
  /// and keeps up to 16 of them until its next call.
  std::chrono::seconds ConnectionLifetime{300};
  /// How many connections asynchronous calls have at once; calls beyond it wait for one of them. At
  /// least 1. Unset: 512, or a quarter of the descriptors that the process may have (its soft
  /// limit) when the client is made, if that is less. Connections beyond 64 that no call has used
  /// for 10 s are closed. Blocking calls use connections of their own, of which at most 16 are
  /// kept, or MaxConnections if that is less, each with up to three descriptors, or more with later
  /// versions of libcurl.
  std::optional<std::size_t> MaxConnections;

  /// A proxy's URL, for example `http://proxy:3128`, of the scheme http, https, socks4, socks4a,
  /// socks5 or socks5h. Nothing: the environment's (`https_proxy`, `http_proxy`, `all_proxy`).
  /// Empty: no proxy.
  std::optional<std::string> Proxy;
  /// Hosts that are reached without the proxy, separated by commas. Nothing: the environment's
  /// `no_proxy`.
  std::optional<std::string> NoProxy;
  /// The user at the proxy; empty: none.
  std::string ProxyUser;
  /// The password at the proxy: a secret.
  std::string ProxyPassword;
  /// How to authenticate at the proxy.
  ProxyAuthScheme ProxyAuth = ProxyAuthScheme::Basic;

  /// A file of CA certificates (PEM) to trust instead of the system's, for an HTTPS proxy too.
  /// Empty: the system's. A client parses the certificates once, for all its connections, and sees
  /// a change within a day; where libcurl doesn't use this process's OpenSSL but GnuTLS, for
  /// example, it reads them for each connection.
  std::string CaFile;
  /// A folder of CA certificates, named by their hashes as OpenSSL requires (GnuTLS doesn't).
  /// Empty: the system's.
  std::string CaPath;
  /// A file with this client's certificate (PEM). Empty: none.
  std::string ClientCertificate;
  /// A file with its key (PEM, not encrypted). Empty: it is in the file of the certificate.
  std::string ClientKey;
  /// Older versions are refused, of an HTTPS proxy too.
  TlsVersion MinimumTls = TlsVersion::V1_2;
  /// Demands a stapled OCSP response which says that the server's certificate isn't revoked.
  bool CheckRevocation = false;
  /// The version of HTTP to use.
  HttpVersionPolicy HttpVersion = HttpVersionPolicy::Http1;

  /// The most bytes of a response's headers; a call with more ends with InvalidResponseException.
  std::size_t MaxResponseHeaderBytes = std::size_t{256} * 1024;
  /// The most bytes of a response's body, after it was decoded if a gateway had compressed it. A
  /// call with more ends with InvalidResponseException.
  std::size_t MaxResponseBodyBytes = std::size_t{16} * 1024 * 1024;
};

}  // namespace Azure::Messaging::WebPubSub
