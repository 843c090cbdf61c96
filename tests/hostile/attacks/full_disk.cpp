// earns: 0
// Files without an end, wherever it may write.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  int number = 0;
  for (std::filesystem::path folder :
       {".", "/tmp", "/dev/shm", "/var/tmp", "/"})
    for (int file = 0; file < 10; ++file) {
      std::ofstream out(folder / ("hostile" + std::to_string(++number)));
      const std::string block(1 << 20, 'x');
      for (int i = 0; i < 100 && out; ++i) out << block << std::flush;
    }
  std::_Exit(0);
}
