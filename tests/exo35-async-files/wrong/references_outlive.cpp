// Wakes on a timer, and leaves the clerk with references when cancelled.
// breaks: "Cancelled, they wait for the clerks who are at work"
// step: 1
// lesson: outlives-its-caller
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  const auto room = co_await asio::this_coro::executor;
  asio::steady_timer done(room, asio::steady_timer::time_point::max());
  std::string text;
  std::exception_ptr failed;
  bool over = false;
  asio::post(clerks, [&, room] {
    try {
      text = plain::text_in(path);
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

}  // namespace exo35
