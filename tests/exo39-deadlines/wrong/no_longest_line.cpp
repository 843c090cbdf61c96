// Trusts in time alone: a quick client fills the memory.
// breaks: "It throws asio::error::message_size once `longest_line` bytes are
//   there, and no end among them."
// step: 2
// lesson: line-without-limit
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct NoLongestLine : plain::Reading {
  using Reading::Reading;

  std::size_t longest() override { return std::string::npos; }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<NoLongestLine>(socket, received, idle,
                                           after(total));
}

}  // namespace exo39
