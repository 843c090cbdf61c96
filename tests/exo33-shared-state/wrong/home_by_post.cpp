// Goes home by a hop of its own, which throws if the caller was cancelled
// meanwhile: the answer is lost, and the money with it.
// breaks: "the money stays taken if true is returned, and only then"
// step: 2
// lesson: cancelled-await
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct HomeByPost : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    const bool agreed = co_await Book::on_the_strand(amount, confirm);
    co_await asio::post(asio::use_awaitable);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<HomeByPost>(asio::make_strand(executor), page);
}

}  // namespace exo33
