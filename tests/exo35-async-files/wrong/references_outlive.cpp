// Wakes on a timer, and leaves the clerk with references when cancelled.
// breaks: "Cancelled, they wait for the clerks who are at work"
// step: 1
// lesson: outlives-its-caller
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  const auto room = co_await asio::this_coro::executor;
  asio::steady_timer done(room, asio::steady_timer::time_point::max());
  std::string text;
  std::exception_ptr failed;
  bool over = false;
  asio::post(clerks, [&, room] {
    try {
      std::ifstream file(path, std::ios::binary);
      if (!file) throw failure("cannot open", path);
      for (char c; file.get(c);) text += c;
      if (file.bad()) throw failure("cannot read", path);
    } catch (...) {
      failed = std::current_exception();
    }
    asio::post(room, [&] {
      over = true;
      done.cancel();
    });
  });
  try {
    co_await done.async_wait(asio::use_awaitable);
  } catch (const asio::system_error&) {
    if (!over) throw;
  }
  if (failed) std::rethrow_exception(failed);
  co_return text;
}
