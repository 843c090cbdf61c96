// Checks the balance, asks, then takes: on a strand all the same.
// breaks: "Otherwise the money is put aside at once, by taking it off the page"
// step: 2
// lesson: not-put-aside
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct AskThenTake : plain::Book {
  using Book::Book;

  asio::awaitable<bool> withdraw(long amount, Question confirm) override {
    if (page.read() < amount) co_return false;
    const bool agreed = co_await confirm();
    if (agreed) page.write(page.read() - amount);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<AskThenTake>(asio::make_strand(executor), page);
}

}  // namespace exo33
