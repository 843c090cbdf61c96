// Hops back to the strand to give the money back: a cancelled coroutine cannot.
// breaks: "If `confirm` throws, or is cancelled, the money is back too"
// step: 2
// lesson: cancelled-await
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
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
  auto& [strand, page] = *state_;
  co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
  const long balance = page.read();
  const bool enough = balance >= amount;
  if (enough) page.write(balance - amount);
  co_await asio::post(asio::use_awaitable);
  if (!enough) co_return false;
  std::exception_ptr failure;
  bool agreed = false;
  try {
    agreed = co_await confirm();
  } catch (...) {
    failure = std::current_exception();
  }
  if (!agreed) {
    co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
    page.write(page.read() + amount);
    co_await asio::post(asio::use_awaitable);
  }
  if (failure) std::rethrow_exception(failure);
  co_return agreed;
}
