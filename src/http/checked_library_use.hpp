#pragma once

#include <azure/messaging/webpubsub/errors.hpp>

#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A LibraryUse for work that can't be done once the process is exiting.
class CheckedLibraryUse {
 public:
  /// @throws OperationCancelledException if it is too late.
  CheckedLibraryUse() {
    if (!use_) throw OperationCancelledException("the process is exiting");
  }
  CheckedLibraryUse(const CheckedLibraryUse&) = delete;
  CheckedLibraryUse& operator=(const CheckedLibraryUse&) = delete;
  ~CheckedLibraryUse() = default;

 private:
  const LibraryUse use_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
