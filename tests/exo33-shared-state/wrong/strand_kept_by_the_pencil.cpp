// Hops on the strand and home again, but not when the page throws.
// breaks: "The caller comes back to where it was, however the call ends"
// step: 2
// lesson: caller-moved
#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;

  bool take(long amount) {
    const long balance = page.read();
    if (balance < amount) return false;
    page.write(balance - amount);
    return true;
  }
  asio::awaitable<bool> ask(long amount, Question confirm) {
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      page.write(page.read() + amount);
      throw;
    }
    if (!agreed) page.write(page.read() + amount);
    co_return agreed;
  }
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  const auto home = co_await asio::this_coro::executor;
  co_await asio::post(asio::bind_executor(state_->strand, asio::use_awaitable));
  const bool taken = state_->take(amount);
  co_await asio::post(asio::bind_executor(home, asio::use_awaitable));
  if (!taken) co_return false;
  co_return co_await asio::co_spawn(
      state_->strand, state_->ask(amount, confirm), asio::use_awaitable);
}
