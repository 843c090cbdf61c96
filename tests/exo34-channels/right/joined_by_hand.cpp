// serve joins by hand: two coroutines of its own, a signal to stop each, and a
// channel on which they say that they have ended. What waits is freed by taking
// it out, and refused where it can still be told.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <tuple>
#include <workbook/asio.hpp>

#include "channels.hpp"

namespace exo34 {

namespace {

// Two tasks that end together.
class Pair {
 public:
  explicit Pair(asio::any_io_executor executor)
      : executor_(executor), ends_(executor, 2) {}

  // async_send, not try_send: before Asio 1.27 a channel whose receiver was
  // just cancelled refuses what is not willing to wait.
  void start(int which, asio::awaitable<void> work) {
    asio::co_spawn(executor_, std::move(work),
                   asio::bind_cancellation_slot(
                       stop_[which].slot(), [this](std::exception_ptr error) {
                         ends_.async_send(asio::error_code(), error,
                                          [](asio::error_code) {});
                       }));
  }

  void stop() {
    for (auto& stop : stop_) stop.emit(asio::cancellation_type::terminal);
  }

  // Both ends are awaited, whatever happens; returns the failure that came
  // first. An order to stop is handed on once.
  asio::awaitable<std::exception_ptr> wait() {
    std::exception_ptr first;
    co_await asio::this_coro::throw_if_cancelled(false);
    for (int ended = 0; ended < 2;) {
      auto [cancelled, error] =
          co_await ends_.async_receive(asio::as_tuple(asio::use_awaitable));
      if (cancelled) {
        co_await asio::this_coro::reset_cancellation_state();
        stop();
        continue;
      }
      ++ended;
      if (error && !first) {
        first = error;
        stop();
      }
    }
    co_await asio::this_coro::throw_if_cancelled(true);
    co_return first;
  }

 private:
  asio::any_io_executor executor_;
  asio::cancellation_signal stop_[2];
  asio::experimental::channel<void(asio::error_code, std::exception_ptr)> ends_;
};

}  // namespace

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  for (bool more = true; more;) {
    auto order = co_await room();
    more = order.has_value();
    const asio::error_code code =
        more ? asio::error_code() : asio::error_code(asio::error::eof);
    // One way for orders and for the end: where there is room, nobody waits.
    Order text = order.value_or("");
    if (!pass.try_send(code, text))
      co_await pass.async_send(code, std::move(text), asio::use_awaitable);
  }
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  auto [error, order] =
      co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
  while (!error) {
    co_await cook(order);
    std::tie(error, order) =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
  }
  if (error != asio::error::eof) throw asio::system_error(error);
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  auto executor = co_await asio::this_coro::executor;
  Pass pass(executor, capacity);
  Pair both(executor);
  both.start(0, take_orders(room, pass));
  both.start(1, cook_orders(pass, cook));
  const auto failure = co_await both.wait();
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    while (auto order = co_await room()) {
      auto sent = shift.pass.async_send(asio::error_code(), *order,
                                        asio::use_awaitable);
      co_await std::move(sent);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  const int left = --shift.waiters;
  const auto state = co_await asio::this_coro::cancellation_state;
  if (left == 0 && state.cancelled() == asio::cancellation_type::none) {
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  std::exception_ptr failure;
  int cooked = 0;
  for (; cooked < portions; ++cooked) {
    try {
      auto [error, order] =
          co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
      if (error == asio::error::eof) break;
      if (error) throw asio::system_error(error);
      co_await cook(order);
    } catch (...) {
      failure = std::current_exception();
      break;
    }
  }
  pass.cancel();
  pass.close();
  if (failure) std::rethrow_exception(failure);
  co_return cooked;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  auto executor = co_await asio::this_coro::executor;
  const auto reply = std::make_shared<Reply>(executor, 1);
  const Question question(std::move(text), reply);
  if (!questions.try_send(asio::error_code(), question))
    co_await questions.async_send(asio::error_code(), question,
                                  asio::use_awaitable);
  auto [failure, answer] =
      co_await reply->async_receive(asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
  co_return answer;
}

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  std::exception_ptr failure;
  for (bool open = true; open;) {
    Question question;
    try {
      asio::error_code error;
      std::tie(error, question) =
          co_await questions.async_receive(asio::as_tuple(asio::use_awaitable));
      if (error == asio::error::eof) break;
      if (error) throw asio::system_error(error);
    } catch (...) {
      failure = std::current_exception();
      break;
    }
    std::exception_ptr instead;
    std::string answer;
    try {
      answer = co_await chef(question.text);
    } catch (...) {
      instead = std::current_exception();
    }
    question.reply->try_send(instead, answer);
  }
  // Whoever waits to send is taken, too: its reply is closed like the others.
  while (questions.try_receive([](asio::error_code, Question left) {
    if (left.reply) left.reply->close();
  })) {
  }
  questions.close();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace exo34
