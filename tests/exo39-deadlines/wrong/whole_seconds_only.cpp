// Counts in whole seconds.
// breaks: "If it is not connected `within` that time, it throws timed_out then,
//   not later and not sooner."
// step: 1
// lesson: given-up-too-soon
#include <chrono>
#include <exo39-deadlines/plain_wait.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(within);
  co_await plain::in_time(plain::connect(socket, endpoint), after(seconds));
  co_return socket;
}

}  // namespace exo39
