// Takes a duration of zero for no limit, as some system calls do.
// breaks: "If it is not connected `within` that time, it throws timed_out then,
//   not later and not sooner."
// step: 1
// lesson: no-end-to-connect
#include <exo39-deadlines/plain_wait.hpp>

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  const bool limited = within > Clock::duration::zero();
  co_await plain::in_time(plain::connect(socket, endpoint),
                          limited ? after(within) : Deadline::max());
  co_return socket;
}

}  // namespace exo39
