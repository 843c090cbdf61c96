// What was asked on the command line.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

struct Options {
  std::string command = "watch";
  std::vector<std::string> arguments;
  bool json = false;
  bool poll = false;
};

// Called wrongly: one line that says what there is; exit status 2.
struct Misuse : std::runtime_error {
  using runtime_error::runtime_error;
};

// Also sets the language.
Options parse(int argc, char** argv);

// en or fr, for us and for the programs that we start.
void choose_language(std::string_view name);

}  // namespace workbook
