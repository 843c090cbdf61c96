// Hops back to the strand to give the money back: a cancelled coroutine cannot.
// breaks: "If `confirm` throws, or is cancelled, the money is back too"
// step: 2
// lesson: cancelled-await
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct HopsToGiveBack : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
    const bool taken = take(amount);
    co_await asio::post(asio::use_awaitable);
    if (!taken) co_return false;
    std::exception_ptr failure;
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      failure = std::current_exception();
    }
    if (!agreed) {
      co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
      give_back(amount);
      co_await asio::post(asio::use_awaitable);
    }
    if (failure) std::rethrow_exception(failure);
    co_return agreed;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<HopsToGiveBack>(asio::make_strand(executor), page);
}

}  // namespace exo33
