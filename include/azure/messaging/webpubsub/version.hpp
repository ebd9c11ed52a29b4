#pragma once

/// The version of this library, as numbers for the preprocessor and as text. It is written here and
/// nowhere else: CMake reads it from this file.
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MAJOR 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MINOR 1
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_PATCH 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION                                         \
  AZURE_MESSAGING_WEBPUBSUB_VERSION_TEXT(AZURE_MESSAGING_WEBPUBSUB_VERSION_MAJOR, \
                                         AZURE_MESSAGING_WEBPUBSUB_VERSION_MINOR, \
                                         AZURE_MESSAGING_WEBPUBSUB_VERSION_PATCH)

// Two steps: the numbers have to be in the macros' place before they become text.
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_TEXT(major, minor, patch) \
  AZURE_MESSAGING_WEBPUBSUB_VERSION_JOINED(major, minor, patch)
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_JOINED(major, minor, patch) #major "." #minor "." #patch
