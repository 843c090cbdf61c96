// Reads into a buffer of its own, and gives it back with the line.
// breaks: "When it throws, also when it is cancelled by its caller, `received`
//   keeps all that has been read."
// step: 2
// lesson: bytes-lost-on-timeout
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  std::string own = received;
  auto line = co_await plain::line_before(socket, own, idle, after(total));
  received = std::move(own);
  co_return line;
}

}  // namespace exo39
