// Gives back although the taking failed.
// breaks: "What the page throws while money is put aside reaches the caller;
//   nobody is asked, and nothing has changed."
// step: 2
// lesson: refund-of-nothing
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct RefundOfNothing : plain::Book {
  using Book::Book;

  asio::awaitable<bool> withdraw(long amount, Question confirm) override {
    const long balance = page.read();
    if (balance < amount) co_return false;
    bool agreed = false;
    try {
      page.write(balance - amount);
      agreed = co_await confirm();
    } catch (...) {
      give_back(amount);
      throw;
    }
    if (!agreed) give_back(amount);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<RefundOfNothing>(asio::make_strand(executor), page);
}

}  // namespace exo33
