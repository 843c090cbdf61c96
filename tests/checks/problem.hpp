// The problems that a check finds: a line for each, and their number.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace workbook {

inline int problems = 0;

// Prints "WHERE: the formatted text" on standard output, and counts it.
template <class... Args>
void problem(const std::filesystem::path& where,
             fmt::format_string<Args...> format, Args&&... args) {
  ++problems;
  fmt::print("{}: {}\n", where.generic_string(),
             fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace workbook
