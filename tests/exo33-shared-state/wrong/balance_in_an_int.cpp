// Keeps the balance in an int.
// breaks: "Too little money on the page is refused"
// step: 2
// lesson: number-cut
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct BalanceInAnInt : plain::Book {
  using Book::Book;

  bool take(long amount) override {
    const int balance = static_cast<int>(page.read());
    if (balance < amount) return false;
    page.write(balance - amount);
    return true;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<BalanceInAnInt>(asio::make_strand(executor), page);
}

}  // namespace exo33
