// Exceptions everywhere: the end is caught where it is expected; the two of a
// service are a parallel_group; the answer is sent with async_send.
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

#include "channels.hpp"

namespace exo34 {

namespace {

// The next order; nothing at the end of the service.
asio::awaitable<std::optional<Order>> next_order(Pass& pass) {
  try {
    co_return co_await pass.async_receive(asio::use_awaitable);
  } catch (const asio::system_error& error) {
    if (error.code() != asio::error::eof) throw;
  }
  co_return std::nullopt;
}

asio::awaitable<void> bring(Pass& pass, asio::error_code code, Order order) {
  co_await pass.async_send(code, std::move(order), asio::use_awaitable);
}

asio::awaitable<void> bring_all(Room room, Pass& pass) {
  for (auto order = co_await room(); order; order = co_await room())
    co_await bring(pass, asio::error_code(), *order);
}

template <class Function>
class AtExit {
 public:
  explicit AtExit(Function function) : function_(std::move(function)) {}
  AtExit(const AtExit&) = delete;
  ~AtExit() { function_(); }

 private:
  Function function_;
};

}  // namespace

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  co_await bring_all(room, pass);
  co_await bring(pass, asio::error::eof, "the end");
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  while (auto order = co_await next_order(pass)) co_await cook(*order);
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  auto executor = co_await asio::this_coro::executor;
  Pass pass(executor, capacity);
  auto both = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, take_orders(room, pass), asio::deferred),
      asio::co_spawn(executor, cook_orders(pass, cook), asio::deferred));
  auto [order, waiter, kitchen] = co_await both.async_wait(
      asio::experimental::wait_for_one_error(), asio::use_awaitable);
  const auto first = order[0] == 0 ? waiter : kitchen;
  const auto second = order[0] == 0 ? kitchen : waiter;
  if (first) std::rethrow_exception(first);
  if (second) std::rethrow_exception(second);
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    co_await bring_all(room, shift.pass);
  } catch (...) {
    failure = std::current_exception();
  }
  if (--shift.waiters == 0) {
    try {
      co_await bring(shift.pass, asio::error::eof, "");
    } catch (const std::exception&) {
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  AtExit closing([&pass] {
    pass.cancel();
    pass.close();
  });
  int cooked = 0;
  while (cooked < portions) {
    auto order = co_await next_order(pass);
    if (!order) break;
    co_await cook(*order);
    ++cooked;
  }
  co_return cooked;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  Question question(text, reply);
  co_await questions.async_send(asio::error_code(), std::move(question),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  AtExit closing([&questions] {
    questions.cancel();
    bool more = true;
    while (more)
      more = questions.try_receive([](asio::error_code error, Question left) {
        if (error != asio::error::eof) left.reply->close();
      });
    questions.close();
  });
  for (;;) {
    Question question;
    try {
      question = co_await questions.async_receive(asio::use_awaitable);
    } catch (const asio::system_error& error) {
      if (error.code() == asio::error::eof) co_return;
      throw;
    }
    std::exception_ptr failure;
    std::string answer;
    try {
      answer = co_await chef(question.text);
    } catch (...) {
      failure = std::current_exception();
    }
    // Cancelled, this await throws at once: then the one who asked has to be
    // told by hand.
    try {
      co_await question.reply->async_send(failure, answer, asio::use_awaitable);
    } catch (...) {
      question.reply->close();
      throw;
    }
  }
}

}  // namespace exo34
