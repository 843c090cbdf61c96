// Tries a second time when the connection is refused.
// breaks: "What refuses the connection is thrown at once."
// step: 1
// lesson: refusal-comes-late
#include <asio/this_coro.hpp>
#include <exo39-deadlines/plain_wait.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const auto deadline = after(within);
  tcp::socket socket(co_await asio::this_coro::executor);
  try {
    co_await plain::in_time(plain::connect(socket, endpoint), deadline);
    co_return socket;
  } catch (const asio::system_error& error) {
    if (error.code() != asio::error::connection_refused) throw;
  }
  socket.close();
  co_await plain::in_time(plain::connect(socket, endpoint), deadline);
  co_return socket;
}

}  // namespace exo39
