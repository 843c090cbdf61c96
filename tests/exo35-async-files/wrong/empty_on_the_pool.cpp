// Goes to the pool itself, and comes back if there is something to bring.
// breaks: "they come back to the executor that awaited them"
// step: 1
// lesson: stays-on-the-pool
#include "async_files.hpp"

#include <asio/bind_executor.hpp>
#include <asio/post.hpp>

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  auto text = co_await reference_read_file(clerks, std::move(path));
  if (text.empty()) {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  }
  co_return text;
}
