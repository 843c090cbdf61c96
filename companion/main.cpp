// The companion of the workbook: ./exo starts it. Its commands: commands.hpp.
#include "common/run_main.hpp"

#include "commands.hpp"

int main(int argc, char** argv) {
  return workbook::run_main([&] {
    const auto options = companion::parse(argc, argv);
    return companion::command_named(options.command)(options);
  });
}
