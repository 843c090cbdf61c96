// What was asked of the companion on the command line.
#pragma once

#include <string>
#include <vector>

#include "common/command_line.hpp"
#include "names.hpp"

namespace companion {

struct Options {
  std::string command = "watch";
  std::vector<std::string> arguments;
  bool json = false;
  bool poll = false;
  bool trace = false;
};

// Also sets the language.
Options parse(int argc, char** argv);

}  // namespace companion
