// For wrong answers: a write_file() that is right but for the name of its
// draft, which each of them chooses in its own way.
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

namespace exo35::plain {

using DraftOf = fs::path (*)(fs::path path);

inline asio::awaitable<void> put(fs::path path, std::string content,
                                 DraftOf draft_of) {
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

inline asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                        std::string content, DraftOf draft_of) {
  co_await asio::co_spawn(clerks,
                          put(std::move(path), std::move(content), draft_of),
                          asio::bind_cancellation_slot(
                              asio::cancellation_slot(), asio::use_awaitable));
}

}  // namespace exo35::plain
