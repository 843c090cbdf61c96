// Reads the report that CTest writes with --output-junit, or the grader.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workbook {

struct TestCase {
  std::string name;    // "exo31.step2", "build.31"
  std::string status;  // "run" if it passed, "fail", "notrun", "disabled"; of
                       // the grader "pass", "fail", "error"
  std::string output;
};

std::vector<TestCase> read_junit(std::string_view report);

// The properties of its test suites: names and values, in order.
std::vector<std::pair<std::string, std::string>> read_properties(
    std::string_view report);

}  // namespace workbook
