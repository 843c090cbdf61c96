// Hands the work to a clerk, then stands still until it is done.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: waits-for-the-future
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <asio/use_future.hpp>
#include <future>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  auto text = asio::co_spawn(clerks, fetch(path), asio::use_future);
  co_return text.get();
}
