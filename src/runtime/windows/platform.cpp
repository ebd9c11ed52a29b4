#include "runtime/platform.hpp"

#include <cerrno>
#include <cstring>
#include <exception>
#include <limits>
#include <utility>
#include <windows.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Only later versions of Windows 10 have the function, and not all compilers declare it.
void NameThisThread(const char* name) {
  using Function = HRESULT(WINAPI*)(HANDLE, PCWSTR);
  const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
  if (kernel == nullptr) return;
  const FARPROC found = GetProcAddress(kernel, "SetThreadDescription");
  if (found == nullptr) return;
  const std::wstring text(name, name + std::strlen(name));
  reinterpret_cast<Function>(reinterpret_cast<void*>(found))(GetCurrentThread(), text.c_str());
}

}  // namespace

std::thread StartThread(const char* name, std::function<void()> body) {
  return std::thread([name, body = std::move(body)] {
    NameThisThread(name);
    body();
  });
}

std::filesystem::path ToPath(const std::string& text) { return std::filesystem::u8path(text); }

std::FILE* OpenToRead(const char* path) noexcept {
  try {
    return _wfopen(ToPath(path).c_str(), L"rbN");
  } catch (const std::exception&) {
    errno = EINVAL;  // not UTF-8
    return nullptr;
  }
}

bool IsMainThread() noexcept { return false; }

void InForkedProcesses(void (* /*function*/)()) {}

std::intmax_t CurrentProcess() noexcept { return GetCurrentProcessId(); }

// There is no limit but that of memory.
std::size_t DescriptorLimit() noexcept { return std::numeric_limits<std::size_t>::max(); }

}  // namespace Azure::Messaging::WebPubSub::Detail
