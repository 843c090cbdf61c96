// For wrong answers: a write_file() that is right but for the name of its
// draft, which each of them chooses in its own way.
//
//   fs::path plain::draft_of(fs::path path) { return path.string() + ".tmp"; }
//
// write_file() is defined here, and not inline: a program has one of these
// answers, and the linker takes it before that of the reference.
#pragma once

#include <exo35-async-files/plain_write.hpp>
#include <filesystem>
#include <string>
#include <utility>

#include "async_files.hpp"

namespace exo35 {

// The one of the answer.
namespace plain {
fs::path draft_of(fs::path path);
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::write(clerks, std::move(path), std::move(content),
                      plain::draft_of);
}

}  // namespace exo35
