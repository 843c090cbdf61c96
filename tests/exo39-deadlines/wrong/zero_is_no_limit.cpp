// Takes a duration of zero for no limit, as some system calls do.
// breaks: "If it is not connected `within` that time, it throws timed_out then,
//   not later and not sooner."
// step: 1
// lesson: no-end-to-connect
#include "deadlines.hpp"
// The reference, under another name.
#define connect_within connect_in_time
#include <solutions/exo39-deadlines/deadlines.cpp>
#undef connect_within

namespace exo39 {

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  const bool limited = within > Clock::duration::zero();
  co_return co_await connect_in_time(endpoint,
                                     limited ? within : Clock::duration::max());
}

}  // namespace exo39
