// Hops on the strand, and believes to be still there after the question.
// breaks: "One thread at a time touches the page, after the question too."
// step: 2
// lesson: strand-left
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct HopOnce : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
    co_return co_await withdraw(amount, confirm);
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<HopOnce>(asio::make_strand(executor), page);
}

}  // namespace exo33
