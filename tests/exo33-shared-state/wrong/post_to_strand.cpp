// Awaits a post to the strand, and believes to be on it.
// breaks: "The page is touched by the threads of `executor` only."
// step: 2
// lesson: not-moved
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct PostToStrand : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    co_await asio::post(strand, asio::use_awaitable);
    const bool taken = take(amount);
    if (!taken) co_return false;
    std::exception_ptr failure;
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!agreed) {
      co_await asio::this_coro::reset_cancellation_state();
      co_await asio::post(strand, asio::use_awaitable);
      give_back(amount);
    }
    if (failure) std::rethrow_exception(failure);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<PostToStrand>(asio::make_strand(executor), page);
}

}  // namespace exo33
