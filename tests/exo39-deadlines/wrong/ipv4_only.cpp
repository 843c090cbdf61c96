// Opens the socket itself, for IPv4.
// breaks: "The endpoint may be one of IPv4 or of IPv6."
// step: 1
// lesson: one-protocol-only
#include <exo39-deadlines/plain_wait.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor, tcp::v4());
  co_await plain::in_time(plain::connect(socket, endpoint), after(within));
  co_return socket;
}

}  // namespace exo39
