#pragma once

/// The version of this library, as numbers for the preprocessor and as text.
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MAJOR 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_MINOR 1
#define AZURE_MESSAGING_WEBPUBSUB_VERSION_PATCH 0
#define AZURE_MESSAGING_WEBPUBSUB_VERSION "0.1.0"
