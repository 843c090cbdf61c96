// Awaits a post to the strand, and believes to be on it.
// breaks: "The page is touched by the threads of `executor` only."
// step: 2
// lesson: not-moved
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  auto& page = state_->page;
  co_await asio::post(state_->strand, asio::use_awaitable);
  const long balance = page.read();
  if (balance < amount) co_return false;
  page.write(balance - amount);
  std::exception_ptr failure;
  bool agreed = false;
  try {
    agreed = co_await confirm();
  } catch (...) {
    failure = std::current_exception();
  }
  if (!agreed) {
    co_await asio::this_coro::reset_cancellation_state();
    co_await asio::post(state_->strand, asio::use_awaitable);
    page.write(page.read() + amount);
  }
  if (failure) std::rethrow_exception(failure);
  co_return agreed;
}
