// When one line is sent, it counts as if all were.
// breaks: "at most `most_waiting` bytes wait, and then its connection is
//   closed"
// step: 4
// lesson: heap-for-the-deaf
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct CountsAfresh : plain::Board {
  void has_been_sent(plain::Guest& guest, std::size_t) override {
    guest.waiting = 0;
  }
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<CountsAfresh>();
  co_await board->run(acceptor);
}

}  // namespace exo42
