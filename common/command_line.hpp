// The command line, as far as every program understands it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Called wrongly: one line that says what there is; exit status 2.
struct Misuse : std::runtime_error {
  using runtime_error::runtime_error;
};

// en or fr, for us and for the programs that we start.
void choose_language(std::string_view name);

// The words of a command line. Two options are taken out: --lang, after which
// we speak that language, and --yes, which is for the launcher.
std::vector<std::string> command_line(int argc, char** argv);

}  // namespace workbook
