// Takes ten errors of accept in its life for the end.
// breaks: "An error of accept does not end it"
// step: 4
// lesson: accept-error-ends-all
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct GivesUpAfterTen : plain::Board {
  bool goes_on(const tcp::acceptor& acceptor) override {
    return acceptor.is_open() && errors < 10;
  }
  asio::awaitable<void> rest(asio::steady_timer& pause) override {
    ++errors;
    co_await Board::rest(pause);
  }
  int errors = 0;
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<GivesUpAfterTen>();
  co_await board->run(acceptor);
}

}  // namespace exo42
