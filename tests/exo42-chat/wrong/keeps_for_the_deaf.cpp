// Accept is repaired; what the deaf do not read is still kept.
// breaks: "For a client that does not read, at most `most_waiting` bytes wait,
//   and then its connection is closed."
// step: 4
// lesson: heap-for-the-deaf
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct KeepsForTheDeaf : plain::Board {
  bool is_too_much(const plain::Guest&, const std::string&) override {
    return false;
  }
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<KeepsForTheDeaf>();
  co_await board->run(acceptor);
}

}  // namespace exo42
