// One template receives from any channel; the last waiter is found by a guard;
// who asks sends and waits at the same time.
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <tuple>
#include <vector>
#include <workbook/asio.hpp>

#include "channels.hpp"

using namespace asio::experimental::awaitable_operators;

namespace exo34 {

namespace {

// Hands each message to `use`, until eof or until `use` wants no more.
template <class Channel, class Use>
asio::awaitable<void> receive_each(Channel& channel, Use use) {
  for (bool more = true; more;) {
    auto message =
        co_await channel.async_receive(asio::as_tuple(asio::use_awaitable));
    const asio::error_code error = std::get<0>(message);
    if (error == asio::error::eof) break;
    if (error) throw asio::system_error(error);
    more = co_await use(std::move(std::get<1>(message)));
  }
}

template <class Channel>
void shut(Channel& channel) {
  channel.cancel();
  channel.close();
}

struct Cooking {
  Cook& cook;
  int left;
  asio::awaitable<bool> operator()(Order order) {
    co_await cook(std::move(order));
    co_return left<0 || --left> 0;
  }
};

asio::awaitable<void> pour(Room room, Pass& pass) {
  std::optional<Order> order;
  do {
    order = co_await room();
    if (order)
      co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  } while (order);
}

}  // namespace

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  Shift alone{pass, 1};
  co_await wait_tables(room, alone);
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  Cooking cooking{cook, -1};
  co_await receive_each(pass, cooking);
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  Pass pass(co_await asio::this_coro::executor, capacity);
  auto waiter = take_orders(room, pass);
  auto kitchen = cook_orders(pass, cook);
  co_await (std::move(waiter) && std::move(kitchen));
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  struct CountedOut {
    int& waiters;
    ~CountedOut() { --waiters; }
  };
  std::exception_ptr failure;
  try {
    CountedOut at_the_end{shift.waiters};
    co_await pour(room, shift.pass);
  } catch (...) {
    failure = std::current_exception();
  }
  if (shift.waiters == 0) {
    try {
      co_await shift.pass.async_send(asio::error::eof, Order{},
                                     asio::use_awaitable);
    } catch (...) {
      if (!failure) throw;
    }
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  auto shut_pass = [](Pass* open) { shut(*open); };
  std::unique_ptr<Pass, decltype(shut_pass)> closing(&pass, shut_pass);
  int cooked = 0;
  Cook counting = [&](Order order) -> asio::awaitable<void> {
    co_await cook(std::move(order));
    ++cooked;
  };
  Cooking cooking{counting, portions};
  if (portions > 0) co_await receive_each(pass, std::ref(cooking));
  co_return cooked;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  auto executor = co_await asio::this_coro::executor;
  auto reply = std::make_shared<Reply>(executor, 1);
  Question question(std::move(text), reply);
  auto sent = questions.async_send(asio::error_code{}, std::move(question),
                                   asio::use_awaitable);
  co_return co_await (std::move(sent) &&
                      reply->async_receive(asio::use_awaitable));
}

namespace {

// A question that was taken. Its reply is closed unless it was answered, even
// by a coroutine that was cancelled before it began.
class Debt {
 public:
  explicit Debt(Question question) : question_(std::move(question)) {}
  Debt(Debt&&) = default;
  ~Debt() {
    if (question_.reply) question_.reply->close();
  }

  const std::string& text() const { return question_.text; }
  void pay(std::exception_ptr failure, std::string answer) {
    question_.reply->try_send(failure, std::move(answer));
    question_.reply.reset();
  }

 private:
  Question question_;
};

asio::awaitable<bool> settle(Chef& chef, Debt debt) {
  std::exception_ptr failure;
  std::string answer;
  try {
    answer = co_await chef(debt.text());
  } catch (...) {
    failure = std::current_exception();
  }
  debt.pay(failure, std::move(answer));
  co_return true;
}

struct Answering {
  Chef& chef;
  asio::awaitable<bool> operator()(Question question) {
    return settle(chef, Debt(std::move(question)));
  }
};

}  // namespace

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  std::exception_ptr failure;
  Answering answering{chef};
  try {
    co_await receive_each(questions, answering);
  } catch (...) {
    failure = std::current_exception();
  }
  questions.cancel();
  std::vector<Question> left;
  while (questions.try_receive([&](asio::error_code, Question question) {
    left.push_back(std::move(question));
  })) {
  }
  shut(questions);
  for (auto& question : left)
    if (question.reply) question.reply->close();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace exo34
