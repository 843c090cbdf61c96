// For wrong answers: a clerk who is sent and awaited as the reference does it,
// with a function as the work.
//
//   asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
//     return plain::by_a_clerk(clerks, [=] { ...; return text; });
//   }
#pragma once

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <type_traits>
#include <utility>

#include "async_files.hpp"

namespace exo35::plain {

inline fs::filesystem_error failure(const char* what, const fs::path& path) {
  return {what, path, std::error_code(errno, std::generic_category())};
}

// The work as a coroutine that never suspends: co_spawn wants one.
template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> errand(Work work) {
  co_return work();
}

// Waits for the clerk, whoever cancels meanwhile.
template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> by_a_clerk(Clerks& clerks,
                                                        Work work) {
  co_return co_await asio::co_spawn(
      clerks, errand(std::move(work)),
      asio::bind_cancellation_slot(asio::cancellation_slot(),
                                   asio::use_awaitable));
}

}  // namespace exo35::plain
