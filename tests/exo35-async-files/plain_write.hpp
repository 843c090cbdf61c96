// For wrong answers: a write_file() that is right, in parts.
#pragma once

#include <cstdint>
#include <exo35-async-files/plain_clerk.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <system_error>

#include "async_files.hpp"

namespace exo35::plain {

// A name that nobody can have, in the same folder.
inline fs::path draft_beside(fs::path path) {
  std::random_device random;
  const auto number = (std::uint64_t{random()} << 32) | random();
  return path.replace_filename(std::to_string(number) + ".draft");
}

// Throws if the file does not hold all of the content. The failure names the
// document, and the file may be its draft.
inline void fill(const fs::path& file, const std::string& content,
                 const fs::path& document) {
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  stream.close();
  if (!stream) throw failure("cannot write", document);
}

// Does the work, and takes the draft away if it fails.
template <class Work>
void or_remove(const fs::path& draft, Work work) {
  try {
    work();
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
}

inline void put(const fs::path& path, const std::string& content,
                const fs::path& draft) {
  or_remove(draft, [&] {
    fill(draft, content, path);
    fs::rename(draft, path);
  });
}

inline asio::awaitable<void> write(
    Clerks& clerks, fs::path path, std::string content,
    fs::path (*draft_of)(fs::path) = draft_beside) {
  return by_a_clerk(clerks, [=] { put(path, content, draft_of(path)); });
}

}  // namespace exo35::plain
