// earns: 0
// It writes over its own program, for the next step.
#include <filesystem>
#include <fstream>
#include <system_error>

#include "hello_async.hpp"

static void attack() {
  std::error_code none;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", none);
  std::filesystem::remove(self, none);
  std::ofstream(self) << "#!/bin/sh\nexit 0\n";
  std::filesystem::permissions(self, std::filesystem::perms::all, none);
}
