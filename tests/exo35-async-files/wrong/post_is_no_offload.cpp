// Takes co_await post(clerks, use_awaitable) for a move to the pool.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: post-comes-back
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <asio/post.hpp>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_await asio::post(clerks, asio::use_awaitable);
  co_return co_await fetch(path);
}
