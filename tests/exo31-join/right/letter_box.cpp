// The children send letters, the parent opens them as they come: it is the
// parent that counts, reports and stops the others.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <utility>

#include "join.hpp"

namespace exo31 {

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  using namespace asio::experimental::awaitable_operators;
  auto both = price() && day();
  const auto answers = co_await std::move(both);
  Offer offer;
  offer.cents = std::get<int>(answers);
  offer.day = std::get<std::string>(answers);
  co_return offer;
}

namespace {

struct Letter {
  std::size_t number = 0;
  int cents = 0;
  std::exception_ptr error;
};

using LetterBox = asio::experimental::channel<void(asio::error_code, Letter)>;

asio::awaitable<void> write(Shop shop, std::size_t number, LetterBox& box) {
  Letter letter;
  letter.number = number;
  try {
    letter.cents = co_await shop();
  } catch (...) {
    letter.error = std::current_exception();
  }
  // There is room for a letter of each; and yet try_send may refuse one. Before
  // Asio 1.27, a channel whose only receiver has just been cancelled takes no
  // letter until somebody receives again. async_send waits for that.
  box.async_send(asio::error_code(), letter, asio::detached);
}

}  // namespace

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  LetterBox box(executor, shops.size());
  std::deque<asio::cancellation_signal> signals;
  for (std::size_t number = 0; number < shops.size(); ++number)
    asio::co_spawn(executor, write(shops[number], number, box),
                   asio::bind_cancellation_slot(signals.emplace_back().slot(),
                                                asio::detached));

  co_await asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr failure;
  for (std::size_t missing = shops.size(); missing > 0;) {
    asio::error_code nothing;
    const Letter letter = co_await box.async_receive(
        asio::redirect_error(asio::use_awaitable, nothing));
    const auto state = co_await asio::this_coro::cancellation_state;
    bool stop = state.cancelled() != asio::cancellation_type::none;
    if (stop) co_await asio::this_coro::reset_cancellation_state();
    if (!nothing) {
      --missing;
      std::exception_ptr error = letter.error;
      if (!error && !failure) try {
          report(letter.number, letter.cents);
        } catch (...) {
          error = std::current_exception();
        }
      if (error && !failure) {
        failure = error;
        stop = true;
      }
    }
    if (stop)
      for (auto& signal : signals)
        signal.emit(asio::cancellation_type::terminal);
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  const Report keep = [&](std::size_t number, int cents) {
    answers.at(number) = cents;
  };
  co_await ask_each(std::move(shops), keep);
  co_return answers;
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  co_return co_await ask_all_or_none(std::move(shops));
}

}  // namespace exo31
