// Ends at once when it is cancelled, while a clerk may be writing.
// breaks: "Cancelled, they wait for the clerks who are at work"
// step: 2
// lesson: outlives-its-caller
#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo35-async-files/plain_write.hpp>
#include <memory>
#include <system_error>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  struct Call {
    asio::steady_timer bell;
    bool done = false;
    std::exception_ptr error;
  };
  const auto room = co_await asio::this_coro::executor;
  const auto call = std::make_shared<Call>(
      Call{{room, asio::steady_timer::time_point::max()}});
  const auto work = [=] {
    plain::put(path, content, plain::draft_beside(path));
  };
  asio::co_spawn(clerks, plain::errand(work),
                 asio::bind_executor(room, [call](std::exception_ptr error) {
                   call->error = error;
                   call->done = true;
                   call->bell.cancel();
                 }));
  try {
    co_await call->bell.async_wait(asio::use_awaitable);
  } catch (const std::system_error&) {
    if (!call->done) throw;
  }
  if (call->error) std::rethrow_exception(call->error);
}

}  // namespace exo35
