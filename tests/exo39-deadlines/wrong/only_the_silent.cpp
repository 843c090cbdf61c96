// Lets go only who is silent: a byte a second holds it for ever.
// breaks: "If the line is not whole `total` after the call, it throws timed_out
//   then, however the bytes come."
// step: 2
// lesson: slowloris
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct OnlyTheSilent : plain::Reading {
  using Reading::Reading;

  Deadline until() override { return after(idle); }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<OnlyTheSilent>(socket, received, idle,
                                           after(total));
}

}  // namespace exo39
