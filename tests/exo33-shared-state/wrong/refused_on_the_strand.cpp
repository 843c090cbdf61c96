// Leaves the caller on the strand, if the answer is no.
// breaks: "The caller comes back to where it was, however the call ends"
// step: 2
// lesson: caller-moved
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct RefusedOnTheStrand : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    const bool agreed = co_await Book::on_the_strand(amount, confirm);
    if (!agreed)
      co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<RefusedOnTheStrand>(asio::make_strand(executor),
                                              page);
}

}  // namespace exo33
