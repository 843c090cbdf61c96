// Counts the silence from the call, not from the last byte.
// breaks: "If no byte comes for `idle`, it throws timed_out then, not later and
//   not sooner."
// step: 2
// lesson: honest-cut-off
#include <algorithm>
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct IdleFromTheCall : plain::Reading {
  using Reading::Reading;

  Deadline until() override { return std::min(deadline, silent); }

  const Deadline silent = after(idle);
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<IdleFromTheCall>(socket, received, idle,
                                             after(total));
}

}  // namespace exo39
