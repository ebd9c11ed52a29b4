#pragma once

/// Marks what the shared library exports; everything else in it is hidden. Empty for the static
/// library on Windows: the CMake target and pkg-config define the macro that says so.
#if !defined(_WIN32)
#define AZURE_MESSAGING_WEBPUBSUB_API __attribute__((visibility("default")))
#elif defined(AZURE_MESSAGING_WEBPUBSUB_STATIC)
#define AZURE_MESSAGING_WEBPUBSUB_API
#elif defined(AZURE_MESSAGING_WEBPUBSUB_BUILDING)
#define AZURE_MESSAGING_WEBPUBSUB_API __declspec(dllexport)
#else
#define AZURE_MESSAGING_WEBPUBSUB_API __declspec(dllimport)
#endif
