// Keeps the answer in the State, and hops to the strand before it looks at it.
// breaks: "On a yes, true. On a no, false, and the money is back on the page."
// step: 2
// lesson: kept-for-all
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct AnswerInTheState : plain::Book {
  using Book::Book;

  asio::awaitable<bool> ask(const Question& confirm) override {
    agreed = co_await confirm();
    co_await asio::post(strand, asio::use_awaitable);
    co_return agreed;
  }

  bool agreed = false;
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<AnswerInTheState>(asio::make_strand(executor), page);
}

}  // namespace exo33
