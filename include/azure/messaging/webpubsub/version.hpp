#pragma once

/// The version of this library, as numbers for the preprocessor and as text. CMake reads
/// it from this file.
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MAJOR 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MINOR 2
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_PATCH 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION                                         \
  AZURE_MESSAGING_WEBPUBSUB_VERSION_TEXT(AZURE_MESSAGING_WEBPUBSUB_VERSION_MAJOR, \
                                         AZURE_MESSAGING_WEBPUBSUB_VERSION_MINOR, \
                                         AZURE_MESSAGING_WEBPUBSUB_VERSION_PATCH)

// Two steps: the macros are replaced by their numbers before these become text.
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_TEXT(major, minor, patch) \
  AZURE_MESSAGING_WEBPUBSUB_VERSION_JOINED(major, minor, patch)
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_JOINED(major, minor, patch) #major "." #minor "." #patch
