// Takes every operation that was cancelled for one that was late.
// breaks: "Cancelled by its caller, it throws operation_aborted at once."
// step: 1
// lesson: cancelled-is-not-late
#include <exo39-deadlines/plain_wait.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  try {
    co_await plain::in_time(plain::connect(socket, endpoint), after(within));
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted)
      throw asio::system_error(asio::error::timed_out);
    throw;
  }
  co_return socket;
}

}  // namespace exo39
