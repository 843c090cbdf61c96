#include "files.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "say.hpp"

namespace workbook {

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file.peek() != std::ifstream::traits_type::eof()) content << file.rdbuf();
  if (!file.is_open() || fs::is_directory(path))
    throw std::runtime_error(
        say({"{} cannot be read", "{} ne peut pas être lu"}, path.string()));
  return content.str();
}

void write_file(const fs::path& path, std::string_view content) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  if (!file.flush())
    throw std::runtime_error(say(
        {"{} cannot be written", "{} ne peut pas être écrit"}, path.string()));
}

}  // namespace workbook
