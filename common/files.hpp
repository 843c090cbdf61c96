// Whole files at once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace workbook {

namespace fs = std::filesystem;

// The content of a file; throws if it cannot be read.
std::string read_file(const fs::path& path);

// Replaces a file, and makes its folder if needed.
void write_file(const fs::path& path, std::string_view content);

}  // namespace workbook
