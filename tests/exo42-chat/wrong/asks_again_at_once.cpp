// Tries accept again at once.
// breaks: "it tries again `accept_pause` later, and not sooner"
// step: 4
// lesson: accept-error-spins
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct AsksAgainAtOnce : plain::Board {
  asio::awaitable<void> rest(asio::steady_timer&) override { co_return; }
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<AsksAgainAtOnce>();
  co_await board->run(acceptor);
}

}  // namespace exo42
