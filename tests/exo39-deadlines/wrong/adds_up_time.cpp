// Adds a duration to now, however long it is.
// breaks: "`Clock::duration::max()` is no limit."
// step: 2
// lesson: no-limit-in-the-past
#include <algorithm>
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct AddsUpTime : plain::Reading {
  using Reading::Reading;

  Deadline until() override { return std::min(deadline, Clock::now() + idle); }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<AddsUpTime>(socket, received, idle,
                                        Clock::now() + total);
}

}  // namespace exo39
