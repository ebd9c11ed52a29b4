#pragma once

// Which Asio it is: for asio.hpp, and not for use by applications.

#if defined(ASIO_STANDALONE) || !__has_include(<boost/asio/version.hpp>)
#include <asio/associated_allocator.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/dispatch.hpp>
#include <asio/execution/blocking.hpp>
#include <asio/execution/context.hpp>
#include <asio/execution_context.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/query.hpp>
#include <asio/require.hpp>
#include <asio/system_executor.hpp>
#include <asio/version.hpp>
/// The version of the Asio that is adapted.
#define AZURE_MESSAGING_WEBPUBSUB_ASIO_VERSION ASIO_VERSION
#if ASIO_VERSION >= 101900
#include <asio/associated_cancellation_slot.hpp>
#endif
#if ASIO_VERSION < 103000
namespace asio {
template <typename Handler>
class basic_yield_context;
}
#endif
namespace Azure::Messaging::WebPubSub::Detail {
namespace Asio = ::asio;
}
#else
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/version.hpp>
/// The version of the Asio that is adapted.
#define AZURE_MESSAGING_WEBPUBSUB_ASIO_VERSION BOOST_ASIO_VERSION
#if BOOST_ASIO_VERSION >= 101900
#include <boost/asio/associated_cancellation_slot.hpp>
#endif
#if BOOST_ASIO_VERSION < 103000
namespace boost::asio {
template <typename Handler>
class basic_yield_context;
}
#endif
namespace Azure::Messaging::WebPubSub::Detail {
namespace Asio = ::boost::asio;
}
#endif
