// For wrong answers: a write_file() that is right but for the name of its
// draft, which each of them chooses in its own way.
//
//   fs::path plain::draft_of(fs::path path) { return path.string() + ".tmp"; }
//
// write_file() is defined here, and not inline: a program has one of these
// answers, and the linker takes it before that of the reference.
#pragma once

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <string>
#include <system_error>
#include <utility>

#include "async_files.hpp"

namespace exo35 {

namespace plain {

// The one of the answer.
fs::path draft_of(fs::path path);

inline asio::awaitable<void> put(fs::path path, std::string content) {
  const auto draft = draft_of(path);
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file)
      throw fs::filesystem_error(
          "cannot write", path,
          std::error_code(errno, std::generic_category()));
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
  co_return;
}

}  // namespace plain

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  co_await asio::co_spawn(clerks,
                          plain::put(std::move(path), std::move(content)),
                          asio::bind_cancellation_slot(
                              asio::cancellation_slot(), asio::use_awaitable));
}

}  // namespace exo35
