// Makes sure that nothing reads any more, a turn of the loop too late.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: timer-left-running
#include <asio/post.hpp>
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  try {
    co_return co_await plain::line_before(socket, received, idle, after(total));
  } catch (const asio::system_error&) {
    asio::post(socket.get_executor(), [&socket] { socket.cancel(); });
    throw;
  }
}

}  // namespace exo39
