// The two halves of a service are composed operations: state machines made of
// completion handlers, without a coroutine of their own. The rest is shared by
// templates over the kind of channel.
#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

#include "channels.hpp"

namespace exo34 {

namespace {

std::exception_ptr as_exception(asio::error_code error) {
  if (!error) return nullptr;
  return std::make_exception_ptr(asio::system_error(error));
}

// Told to stop in the turn in which a part of it ended, a composed operation
// hears of it only if it asks.
template <class Self>
bool is_stopped(Self& self) {
  return self.get_cancellation_state().cancelled() !=
         asio::cancellation_type::none;
}

template <class Self>
void stop(Self& self) {
  self.complete(as_exception(asio::error::operation_aborted));
}

class TakeOrders {
 public:
  TakeOrders(Room room, Pass& pass, asio::any_io_executor executor)
      : room_(std::move(room)), pass_(pass), executor_(executor) {}

  template <class Self>
  void operator()(Self& self) {
    ask(self);
  }

  template <class Self>
  void operator()(Self& self, std::exception_ptr failure,
                  std::optional<Order> order) {
    if (failure) return self.complete(failure);
    if (is_stopped(self)) return stop(self);
    last_ = !order;
    asio::error_code code;
    if (last_) code = asio::error::eof;
    pass_.async_send(code, order.value_or(""), std::move(self));
  }

  template <class Self>
  void operator()(Self& self, asio::error_code refused) {
    if (refused || last_) return self.complete(as_exception(refused));
    if (is_stopped(self)) return stop(self);
    ask(self);
  }

 private:
  template <class Self>
  void ask(Self& self) {
    try {
      auto next = room_();
      asio::co_spawn(executor_, std::move(next), std::move(self));
    } catch (...) {
      self.complete(std::current_exception());
    }
  }

  Room room_;
  Pass& pass_;
  asio::any_io_executor executor_;
  bool last_ = false;
};

class CookOrders {
 public:
  CookOrders(Pass& pass, Cook cook, asio::any_io_executor executor)
      : pass_(pass), cook_(std::move(cook)), executor_(executor) {}

  template <class Self>
  void operator()(Self& self) {
    pass_.async_receive(std::move(self));
  }

  template <class Self>
  void operator()(Self& self, asio::error_code error, Order order) {
    if (error == asio::error::eof) return self.complete(nullptr);
    if (error) return self.complete(as_exception(error));
    if (is_stopped(self)) return stop(self);
    try {
      auto dish = cook_(std::move(order));
      asio::co_spawn(executor_, std::move(dish), std::move(self));
    } catch (...) {
      self.complete(std::current_exception());
    }
  }

  template <class Self>
  void operator()(Self& self, std::exception_ptr failure) {
    if (failure) return self.complete(failure);
    if (is_stopped(self)) return stop(self);
    pass_.async_receive(std::move(self));
  }

 private:
  Pass& pass_;
  Cook cook_;
  asio::any_io_executor executor_;
};

template <class Work>
asio::awaitable<void> perform(Work work) {
  auto executor = co_await asio::this_coro::executor;
  co_await asio::async_compose<const asio::use_awaitable_t<>,
                               void(std::exception_ptr)>(
      std::move(work), asio::use_awaitable, executor);
}

// What is left in a channel, and who waits at it, learns that nobody comes.
template <class Channel, class TurnAway>
struct Closing {
  Closing(Channel& channel, TurnAway turn_away)
      : channel(channel), turn_away(turn_away) {}
  Closing(const Closing&) = delete;
  ~Closing() {
    channel.cancel();
    while (channel.try_receive(turn_away)) {
    }
    channel.close();
  }

  Channel& channel;
  TurnAway turn_away;
};

}  // namespace

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  TakeOrders work(std::move(room), pass, co_await asio::this_coro::executor);
  co_await perform(std::move(work));
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  CookOrders work(pass, std::move(cook), co_await asio::this_coro::executor);
  co_await perform(std::move(work));
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor, capacity);
  co_await (cook_orders(pass, std::move(cook)) &&
            take_orders(std::move(room), pass));
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    for (auto order = co_await room(); order; order = co_await room())
      co_await shift.pass.async_send(asio::error_code(), *order,
                                     asio::use_awaitable);
  } catch (...) {
    failure = std::current_exception();
  }
  shift.waiters--;
  try {
    if (shift.waiters == 0)
      co_await shift.pass.async_send(asio::error::eof, "goodbye",
                                     asio::use_awaitable);
  } catch (...) {
    if (!failure) failure = std::current_exception();
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  auto drop = [](asio::error_code, Order) {};
  Closing closing(pass, drop);
  for (int left = portions; left > 0; --left) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return portions - left;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
  co_return std::max(portions, 0);
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  auto executor = co_await asio::this_coro::executor;
  Question question(std::move(text), std::make_shared<Reply>(executor, 1));
  co_await questions.async_send(asio::error_code(), question,
                                asio::use_awaitable);
  co_return co_await question.reply->async_receive(asio::use_awaitable);
}

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  auto refuse = [](asio::error_code, Question left) {
    if (left.reply) left.reply->close();
  };
  Closing closing(questions, refuse);
  asio::error_code error;
  while (!error) {
    auto [code, question] =
        co_await questions.async_receive(asio::as_tuple(asio::use_awaitable));
    error = code;
    if (error) break;
    std::string answer;
    std::exception_ptr failure;
    try {
      answer = co_await chef(question.text);
    } catch (...) {
      failure = std::current_exception();
    }
    question.reply->try_send(failure, answer);
  }
  if (error != asio::error::eof) throw asio::system_error(error);
}

}  // namespace exo34
