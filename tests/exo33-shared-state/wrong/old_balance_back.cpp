// Gives back by writing the balance that it read before the question.
// breaks: "While one customer thinks, others withdraw; what they take stays
//   taken."
// step: 2
// lesson: stale-balance
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct OldBalanceBack : plain::Book {
  using Book::Book;

  asio::awaitable<bool> withdraw(long amount, Question confirm) override {
    const long balance = page.read();
    if (balance < amount) co_return false;
    page.write(balance - amount);
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      page.write(balance);
      throw;
    }
    if (!agreed) page.write(balance);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<OldBalanceBack>(asio::make_strand(executor), page);
}

}  // namespace exo33
