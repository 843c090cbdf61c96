// Gives the deaf no more than the limit, and keeps them.
// breaks: "at most `most_waiting` bytes wait, and then its connection is
//   closed"
// step: 4
// lesson: deaf-client-stays
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct SkipsTheDeaf : plain::Board {
  void drop(const plain::SharedGuest&) override {}
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<SkipsTheDeaf>();
  co_await board->run(acceptor);
}

}  // namespace exo42
