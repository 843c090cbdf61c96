// Asks the customer before it refuses.
// breaks: "nobody is asked."
// step: 2
// lesson: not-put-aside
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct AsksBeforeRefusing : plain::Book {
  using Book::Book;

  asio::awaitable<bool> withdraw(long amount, Question confirm) override {
    const bool too_little = page.read() < amount;
    if (too_little) {
      co_await confirm();
      co_return false;
    }
    co_return co_await Book::withdraw(amount, confirm);
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<AsksBeforeRefusing>(asio::make_strand(executor),
                                              page);
}

}  // namespace exo33
