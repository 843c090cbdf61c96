// Skips the empty lines.
// breaks: "It returns the first line, without '\n', as soon as all of it is
//   there."
// step: 2
// lesson: line-as-it-came
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct SkipsEmptyLines : plain::Reading {
  using Reading::Reading;

  asio::awaitable<std::string> line() override {
    for (;;) {
      auto line = co_await Reading::line();
      if (!line.empty()) co_return line;
    }
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<SkipsEmptyLines>(socket, received, idle,
                                             after(total));
}

}  // namespace exo39
