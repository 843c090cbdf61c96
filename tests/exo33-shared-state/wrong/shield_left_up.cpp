// Shields the withdrawal from cancellation once it has an answer, and leaves it
// at that.
// breaks: "can be cancelled there as before"
// step: 2
// lesson: caller-left-deaf
#include <asio/cancellation_state.hpp>
#include <asio/this_coro.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct ShieldLeftUp : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    const bool agreed = co_await Book::on_the_strand(amount, confirm);
    co_await asio::this_coro::reset_cancellation_state(
        asio::disable_cancellation());
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<ShieldLeftUp>(asio::make_strand(executor), page);
}

}  // namespace exo33
