// Reads before it looks.
// breaks: "It returns the first line, without '\n', as soon as all of it is
//   there."
// step: 2
// lesson: waits-for-more
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct ReadsFirst : plain::Reading {
  using Reading::Reading;

  asio::awaitable<std::string> line() override {
    for (;;) {
      co_await wait_for_more();
      if (auto line = take()) co_return *line;
    }
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<ReadsFirst>(socket, received, idle, after(total));
}

}  // namespace exo39
