// Closes all connections when the acceptor is closed.
// breaks: "The clients stay connected."
// step: 4
// lesson: accepts-for-ever
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<plain::Board>();
  co_await board->run(acceptor);
  for (const auto& guest : board->guests) guest->socket.close();
}

}  // namespace exo42
