// Loads the exit program as a plugin, and runs it: the library's objects are those of a shared
// object that the process doesn't know when it starts.
//   usage: exit_loader stay|unload <plugin> <arguments of the exit program>

#include <cstdlib>
#include <dlfcn.h>
#include <iostream>
#include <string>

#include "exit_program.hpp"

int main(int count, char** values) {
  if (count < 3) return 2;
  void* const plugin = dlopen(values[2], RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) {
    std::cerr << dlerror() << "\n";
    return 2;
  }
  const auto run = reinterpret_cast<decltype(&ExitProgram)>(dlsym(plugin, "ExitProgram"));
  const int status = run(count - 2, values + 2);
  if (std::string(values[1]) == "unload") dlclose(plugin);
  return status;
}
