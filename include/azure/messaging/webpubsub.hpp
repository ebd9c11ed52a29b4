#pragma once

// The whole public API of the Azure Web PubSub service client for C++.

#include <azure/messaging/webpubsub/async_pageable.hpp>
#include <azure/messaging/webpubsub/client.hpp>
#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/coroutine.hpp>
#include <azure/messaging/webpubsub/credentials.hpp>
#include <azure/messaging/webpubsub/diagnostics.hpp>
#include <azure/messaging/webpubsub/errors.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/fan_out.hpp>
#include <azure/messaging/webpubsub/filter.hpp>
#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/limit_options.hpp>
#include <azure/messaging/webpubsub/models.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>
#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>
#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>
#include <azure/messaging/webpubsub/policy.hpp>
#include <azure/messaging/webpubsub/response.hpp>
#include <azure/messaging/webpubsub/result.hpp>
#include <azure/messaging/webpubsub/retry_options.hpp>
#include <azure/messaging/webpubsub/telemetry_options.hpp>
#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>
#include <azure/messaging/webpubsub/version.hpp>
