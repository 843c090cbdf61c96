// Clears what it has read once it has its line.
// breaks: "The line is taken off `received`; what stands behind it stays."
// step: 2
// lesson: rest-thrown-away
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct ClearsTheRest : plain::Reading {
  using Reading::Reading;

  void take_off(std::size_t) override { received.clear(); }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<ClearsTheRest>(socket, received, idle,
                                           after(total));
}

}  // namespace exo39
