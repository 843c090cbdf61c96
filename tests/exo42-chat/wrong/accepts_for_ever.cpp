// Takes a closed acceptor for an error that passes.
// breaks: "When the acceptor is closed, it returns, at the latest
//   `accept_pause` later."
// step: 4
// lesson: accepts-for-ever
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct AcceptsForEver : plain::Board {
  bool goes_on(const tcp::acceptor&) override { return true; }
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<AcceptsForEver>();
  co_await board->run(acceptor);
}

}  // namespace exo42
