// Moves to a clerk's thread, and goes on there.
// breaks: "they come back to the executor that awaited them"
// step: 1
// lesson: stays-on-the-pool
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <asio/bind_executor.hpp>
#include <asio/post.hpp>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_await asio::post(asio::bind_executor(clerks, asio::use_awaitable));
  co_return co_await fetch(path);
}
