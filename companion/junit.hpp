// Reads the report that CTest writes with --output-junit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace companion {

struct TestCase {
  std::string name;    // "exo31.step2", "build.31"
  std::string status;  // "run" if it passed, "fail", "notrun", "disabled"
  std::string output;
};

std::vector<TestCase> read_junit(std::string_view report);

}  // namespace companion
