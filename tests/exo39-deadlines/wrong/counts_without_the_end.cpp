// Forgets that the '\n' counts, too.
// breaks: "It throws asio::error::message_size once `longest_line` bytes are
//   there, and no end among them."
// step: 2
// lesson: line-without-limit
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct CountsWithoutTheEnd : plain::Reading {
  using Reading::Reading;

  std::size_t longest() override { return longest_line + 1; }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<CountsWithoutTheEnd>(socket, received, idle,
                                                 after(total));
}

}  // namespace exo39
