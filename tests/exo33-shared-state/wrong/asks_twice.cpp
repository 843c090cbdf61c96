// Asks again, to be sure.
// breaks: "then the customer is asked to `confirm`, once."
// step: 2
// lesson: called-once
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct AsksTwice : plain::Book {
  using Book::Book;

  asio::awaitable<bool> ask(const Question& confirm) override {
    bool agreed = co_await confirm();
    if (agreed) agreed = co_await confirm();
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<AsksTwice>(asio::make_strand(executor), page);
}

}  // namespace exo33
