// A channel full of tokens for each lock; hops to the strand; a mutex in a
// block.
#include <asio/bind_executor.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/strand.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <mutex>

#include "shared_state.hpp"

namespace exo33 {

struct VisitCounter::State {
  Page* page;
  std::mutex mutex;
};
VisitCounter::VisitCounter(Page& page) : state_(std::make_shared<State>()) {
  state_->page = &page;
}

asio::awaitable<long> VisitCounter::visit(Work greet) {
  long number = 0;
  {
    std::lock_guard lock(state_->mutex);
    number = state_->page->read();
    state_->page->write(++number);
  }
  co_await greet();
  co_return number;
}

struct Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;
};
Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  auto& strand = state_->strand;
  auto& page = state_->page;
  std::exception_ptr failure;
  bool enough = false;
  // A hop cannot be cancelled, but without this the next one would not begin.
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
  try {
    const long balance = page.read();
    enough = balance >= amount;
    if (enough) page.write(balance - amount);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::post(asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(true);
  if (failure) std::rethrow_exception(failure);
  if (!enough) co_return false;
  bool agreed = false;
  try {
    agreed = co_await confirm();
  } catch (...) {
    failure = std::current_exception();
  }
  if (!agreed) {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
    page.write(page.read() + amount);
    co_await asio::post(asio::use_awaitable);
    co_await asio::this_coro::throw_if_cancelled(true);
  }
  if (failure) std::rethrow_exception(failure);
  co_return agreed;
}

namespace {

using Tokens =
    asio::experimental::concurrent_channel<void(asio::error_code, int)>;

// A token is put back with async_send, not with try_send: Asio 1.22 lets nobody
// put anything into a channel whose only receiver was cancelled, until somebody
// receives again. An async_send waits for that.
asio::awaitable<void> with_token(Tokens& tokens, Work work) {
  asio::error_code error;
  co_await tokens.async_receive(
      asio::redirect_error(asio::use_awaitable, error));
  if (error) throw asio::system_error(asio::error::operation_aborted);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  tokens.async_send(asio::error_code(), 1, asio::detached);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct Mutex::State {
  Tokens tokens;
};
Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{Tokens(executor, 1)}) {
  state_->tokens.try_send(asio::error_code(), 1);
}

asio::awaitable<void> Mutex::alone(Work work) {
  co_await with_token(state_->tokens, std::move(work));
}

namespace {

asio::awaitable<void> audited(Vault& from, Vault& to, long amount, Work& audit,
                              bool& moved) {
  const long left = from.page.read() - amount;
  const long right = to.page.read() + amount;
  if (left < 0) co_return;
  co_await audit();
  to.page.write(right);
  try {
    from.page.write(left);
  } catch (...) {
    to.page.write(right - amount);
    throw;
  }
  moved = true;
}

asio::awaitable<void> with_second(Vault& second, const Work& work) {
  co_await second.mutex.alone(work);
}

}  // namespace

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  bool moved = false;
  Work inner = [&] { return audited(from, to, amount, audit, moved); };
  if (from.number < to.number) {
    Work outer = [&] { return with_second(to, inner); };
    co_await from.mutex.alone(outer);
  } else {
    Work outer = [&] { return with_second(from, inner); };
    co_await to.mutex.alone(outer);
  }
  co_return moved;
}

struct Desks::State {
  Tokens tokens;
};
Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{Tokens(executor, limit)}) {
  while (limit-- > 0) state_->tokens.try_send(asio::error_code(), 1);
}

asio::awaitable<void> Desks::serve(Work work) {
  co_await with_token(state_->tokens, std::move(work));
}

}  // namespace exo33
