// Takes a deaf guest out in the loop that gives the line, and skips the next
// one.
// breaks: "All clients get all whole lines since they came"
// step: 4
// lesson: leaves-while-iterating
#include <exo42-chat/plain_board.hpp>

namespace exo42 {

namespace {

struct ErasesInTheLoop : plain::Board {
  void tell_all(const std::string& line) override {
    for (std::size_t i = 0; i < guests.size(); ++i) tell(guests[i], line);
  }
  void drop(const plain::SharedGuest& guest) override {
    Board::drop(guest);
    std::erase(guests, guest);
  }
};

}  // namespace

asio::awaitable<void> notice_board(tcp::acceptor& acceptor) {
  const auto board = std::make_shared<ErasesInTheLoop>();
  co_await board->run(acceptor);
}

}  // namespace exo42
