// <windows.h> defines min and max as macros. The library's headers must compile after it. Standard
// headers need not, so those that the library includes come first.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))

#include <azure/messaging/webpubsub.hpp>

int main() {
  const Azure::Messaging::WebPubSub::RequestContent content("Hello World!");
  return content.Bytes().empty() ? 1 : 0;
}
