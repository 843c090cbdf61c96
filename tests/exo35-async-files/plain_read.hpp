// For wrong answers: a read_file() that is right, in parts.
#pragma once

#include <array>
#include <cstddef>
#include <exo35-async-files/plain_clerk.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "async_files.hpp"

namespace exo35::plain {

// Throws if the file cannot be opened, or is a folder, which some streams open.
inline std::ifstream open(const fs::path& path) {
  if (fs::is_directory(path))
    throw fs::filesystem_error("cannot read", path,
                               std::make_error_code(std::errc::is_a_directory));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw failure("cannot open", path);
  return file;
}

// What is in the file from here to its end.
inline std::string rest_of(std::ifstream& file, const fs::path& path) {
  std::string text;
  std::array<char, 4096> piece;
  do {
    file.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  if (file.bad()) throw failure("cannot read", path);
  return text;
}

inline std::string text_in(const fs::path& path) {
  auto file = open(path);
  return rest_of(file, path);
}

inline asio::awaitable<std::string> read(Clerks& clerks, fs::path path) {
  return by_a_clerk(clerks, [=] { return text_in(path); });
}

}  // namespace exo35::plain
