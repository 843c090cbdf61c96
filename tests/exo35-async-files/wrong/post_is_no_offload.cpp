// Takes co_await post(clerks, use_awaitable) for a move to the pool.
// step: 1
// lesson: post-comes-back
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <asio/post.hpp>
#include <iterator>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_await asio::post(clerks, asio::use_awaitable);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw failure("cannot open", path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw failure("cannot read", path);
  co_return text;
}
