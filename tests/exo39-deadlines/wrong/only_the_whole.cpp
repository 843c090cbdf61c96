// Knows only how long the whole line may take.
// breaks: "If no byte comes for `idle`, it throws timed_out then, not later and
//   not sooner."
// step: 2
// lesson: silence-without-end
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct OnlyTheWhole : plain::Reading {
  using Reading::Reading;

  Deadline until() override { return deadline; }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<OnlyTheWhole>(socket, received, idle, after(total));
}

}  // namespace exo39
