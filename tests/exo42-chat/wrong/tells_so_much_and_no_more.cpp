// Counts for each client all that it was ever told.
// breaks: "All clients get all whole lines since they came"
// step: 4
// lesson: slow-is-not-deaf
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct TellsSoMuchAndNoMore : plain::Board {
  void has_been_sent(plain::Guest&, std::size_t) override {}
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<TellsSoMuchAndNoMore>();
  co_await board->run(acceptor);
}

}  // namespace exo42
