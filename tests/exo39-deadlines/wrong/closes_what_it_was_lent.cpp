// A client whose line is too long is cut off where the line is read.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: read-still-running
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  try {
    co_return co_await plain::line_before(socket, received, idle, after(total));
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::message_size) socket.close();
    throw;
  }
}

}  // namespace exo39
