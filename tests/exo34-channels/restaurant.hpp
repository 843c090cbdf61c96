// The restaurant of exo34's tests: a room, a stove, a chef and a helper that
// the test moves by hand, and the values that are awkward to hand on.
#pragma once

#include <algorithm>
#include <array>
#include <asio/error.hpp>
#include <asio/experimental/channel_error.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "channels.hpp"
#include "lessons.hpp"

namespace {

using exo34::Order;
using exo34::Pass;
using exo34::Question;
using exo34::Questions;
using exo34::Reply;
using workbook::awkward_exceptions;
using workbook::same_exception;
using workbook::Stage;
using workbook::Text;

using Orders = std::vector<Order>;
using Texts = std::vector<std::string>;

namespace happens {
using namespace workbook::happens;
constexpr Text has_room{"has room for:", "a tant de places :"};
constexpr Text receives{"receives:", "reçoit :"};
constexpr Text is_asked{"is asked for an order", "doit donner une commande"};
constexpr Text orders{"orders:", "commande :"};
constexpr Text all_served{"has no more orders", "n'a plus de commande"};
constexpr Text begins{"begins:", "commence :"};
constexpr Text is_ready{"has ready:", "a fini :"};
constexpr Text takes{"takes from the pass:", "prend au passe :"};
constexpr Text finds{"finds at the pass the error:", "trouve l'erreur :"};
constexpr Text closes{"closes", "ferme"};
constexpr Text must_answer{"is asked:", "entend la question :"};
}  // namespace happens

const auto the_pass = Text{"the pass", "le passe"};
const auto the_room = Text{"the room", "la salle"};
const auto the_terrace = Text{"the terrace", "la terrasse"};
const auto the_hall = Text{"the hall", "la grande salle"};
const auto the_cook = Text{"the cook", "le cuisinier"};
const auto the_chef = Text{"the chef", "le chef"};
const auto the_helper = Text{"the helper", "le commis"};
const auto the_kitchen = Text{"the kitchen", "la cuisine"};
const auto the_channel = Text{"the channel", "le canal"};

// What those say who fail.
constexpr Text it_is_burnt{"it is burnt", "c'est brûlé"};
constexpr Text the_room_is_on_fire{"the room is on fire",
                                   "la salle est en feu"};
constexpr Text that_is_a_secret{"that is a secret", "c'est un secret"};
constexpr Text ada_twisted_her_ankle{"Ada twisted her ankle",
                                     "Ada s'est tordu la cheville"};

// A text as the story tells it.
std::string shown(const std::string& text) {
  if (text.empty()) return "\"\"";
  if (text.size() > 40) return text.substr(0, 10) + "...";
  return text;
}

const Orders menu{"soup", "fish", "pie"};

// What a guest may say: nothing, the same twice, what looks like an end, a lot.
const Texts odd_texts{"",    "soup", "soup", "",
                      "end", "eof",  "\n",   std::string("a\0b", 3),
                      "-1",  "0",    " ",    std::string(5'000, 'x')};

Orders many_orders(int count) {
  Orders orders;
  for (int i = 1; i <= count; ++i)
    orders.push_back("dish " + std::to_string(i));
  return orders;
}

// Room for this many messages: none, and the usual limits.
constexpr std::array capacities{0, 1, 2, 17, 300};

// Errors that are not the end of the service, though some look like it.
const std::vector<asio::error_code> other_errors{
    asio::error::connection_reset,
    asio::error::operation_aborted,
    asio::error::broken_pipe,
    asio::error::not_found,
    asio::experimental::error::channel_closed,
    asio::experimental::error::channel_cancelled,
    {asio::error::eof, std::system_category()}};

// What ends the service of a chef: the end, or a failure, that comes through
// the channel; or, without either, an order to stop.
const std::vector<std::optional<asio::error_code>> ends_of_service{
    asio::error::eof, asio::error::connection_reset, std::nullopt};

// What a collaborator may throw: exceptions of the tests' own, others that many
// catch, and some that look like an end or an order to stop.
std::vector<std::exception_ptr> failures(Text text) {
  auto all = awkward_exceptions(text);
  all.push_back(std::make_exception_ptr(std::runtime_error(text)));
  for (const asio::error_code code :
       {asio::error_code(asio::error::eof),
        asio::error_code(asio::error::operation_aborted)})
    all.push_back(std::make_exception_ptr(asio::system_error(code, text)));
  return all;
}

// The error code that left; none if what left is no asio::system_error.
asio::error_code code_of(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const asio::system_error& failure) {
    return failure.code();
  } catch (...) {
  }
  return {};
}

// What was thrown is what left: the very exception of the tests' own; of
// another type, the same words and the same code.
bool as_it_came(const std::exception_ptr& left,
                const std::exception_ptr& thrown) {
  if (same_exception(left, thrown) || left == thrown) return true;
  return left && !same_exception(thrown, thrown) &&
         workbook::message_of(left) == workbook::message_of(thrown) &&
         code_of(left) == code_of(thrown);
}

// What those throw who are only told to stop.
bool is_of_a_victim(const std::exception_ptr& error) {
  return code_of(error) == asio::error::operation_aborted ||
         code_of(error) == asio::experimental::error::channel_cancelled;
}

// The lesson for one whose failure nobody heard of.
const workbook::Lesson& unheard(const std::exception_ptr& thrown) {
  return is_of_a_victim(thrown) ? deaf_to_stop : failure_lost;
}

// What && throws when both of its operands threw.
bool is_both(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const asio::multiple_exceptions&) {
    return true;
  } catch (...) {
  }
  return false;
}

// A channel that outlives its stage: what a failed test leaves on the stage may
// look at it until the very end.
template <class Channel>
Channel& make(Stage& stage, int capacity) {
  // Never destroyed, not even at the end: it is no leak then.
  static auto& kept = *new std::vector<void*>;
  auto* channel =
      new Channel(stage.executor(), static_cast<std::size_t>(capacity));
  kept.push_back(channel);
  const Text& name = std::is_same_v<Channel, Pass> ? the_pass : the_channel;
  stage.story.tell(name.spoken(), happens::has_room, std::to_string(capacity));
  return *channel;
}

// After settle(): nothing that was started is still at work, or waits.
bool nobody_is_left(Stage& stage) { return stage.context.stopped(); }

// How a collaborator waits for the test, and how it bears to be told to stop.
class Patience {
 public:
  explicit Patience(Stage& stage)
      : bell_(stage.executor(), asio::steady_timer::time_point::max()) {}

  // Waits until `ready`, of which ring() tells; throws when told to stop.
  template <class Ready>
  asio::awaitable<void> until(Ready ready) {
    while (!ready()) {
      co_await rest();
      const auto state = co_await asio::this_coro::cancellation_state;
      if (ready() || state.cancelled() == asio::cancellation_type::none)
        continue;
      if (lingers_) {
        co_await asio::this_coro::throw_if_cancelled(false);
        while (lingers_) co_await rest();
        co_await asio::this_coro::throw_if_cancelled(true);
      }
      throw std::system_error(asio::error::operation_aborted);
    }
  }
  void ring() { bell_.cancel(); }

  // Told to stop, it takes its time: until let_go().
  void linger() { lingers_ = true; }
  void let_go() {
    lingers_ = false;
    ring();
  }

 private:
  asio::awaitable<void> rest() {
    asio::error_code rung;
    co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, rung));
  }

  asio::steady_timer bell_;
  bool lingers_ = false;
};

// Where a collaborator throws: when it is called, or when it is awaited.
enum class Throws { called, awaited };
constexpr std::array both_ways{Throws::called, Throws::awaited};

// A room whose guests decide when the test says so.
class Guests : public Patience {
 public:
  Guests(Stage& stage, Text name)
      : Patience(stage), story_(stage.story), name_(name.spoken()) {}

  exo34::Room room() {
    return [this] { return next(); };
  }

  void order(const Orders& orders) {
    decided_.insert(decided_.end(), orders.begin(), orders.end());
    ring();
  }
  void leave() {
    gone_ = true;
    ring();
  }
  // When the orders have been taken.
  void fail(std::exception_ptr error, Throws when = Throws::awaited) {
    failure_ = std::move(error);
    throws_ = when;
    ring();
  }

  int asked() const { return asked_; }      // times that an order was asked for
  int taken() const { return taken_; }      // orders that left the room
  int waiting() const { return waiting_; }  // waiters who ask, unanswered

 private:
  asio::awaitable<std::optional<Order>> next() {
    if (failure_ && throws_ == Throws::called && decided_.empty()) {
      ++asked_;
      fail_now();
    }
    return decide();
  }

  asio::awaitable<std::optional<Order>> decide() {
    story_.tell(name_, happens::is_asked);
    ++asked_;
    ++waiting_;
    try {
      co_await until([this] { return gone_ || failure_ || !decided_.empty(); });
    } catch (...) {
      --waiting_;
      story_.tell(name_, happens::cancelled);
      throw;
    }
    --waiting_;
    if (!decided_.empty()) {
      std::optional<Order> order = decided_.front();
      decided_.pop_front();
      ++taken_;
      story_.tell(name_, happens::orders, shown(*order));
      co_return order;
    }
    if (failure_) fail_now();
    story_.tell(name_, happens::all_served);
    co_return std::nullopt;
  }

  void fail_now() {
    story_.tell(name_, happens::fails, workbook::message_of(failure_));
    std::rethrow_exception(failure_);
  }

  workbook::Story& story_;
  const std::string name_;
  std::deque<Order> decided_;
  std::exception_ptr failure_;
  Throws throws_ = Throws::awaited;
  bool gone_ = false;
  int asked_ = 0;
  int taken_ = 0;
  int waiting_ = 0;
};

// A cook at the stove: quick, until the test makes him slow.
class Stove : public Patience {
 public:
  explicit Stove(Stage& stage) : Patience(stage), story_(stage.story) {}

  exo34::Cook cook() {
    return [this](Order order) { return cook_one(std::move(order)); };
  }

  void slow() { allowed_ = 0; }
  void finish_one() {
    ++allowed_;
    ring();
  }
  void quick() {
    allowed_ = std::numeric_limits<int>::max();
    ring();
  }
  void burn(Order order, std::exception_ptr error,
            Throws when = Throws::awaited) {
    burns_ = std::move(order);
    failure_ = std::move(error);
    throws_ = when;
  }

  const Orders& begun() const { return begun_; }
  const Orders& cooked() const { return cooked_; }
  int cooking() const { return cooking_; }  // dishes on the fire

 private:
  asio::awaitable<void> cook_one(Order order) {
    if (order == burns_ && throws_ == Throws::called) {
      begun_.push_back(order);
      fail_now();
    }
    return cook_slowly(std::move(order));
  }

  asio::awaitable<void> cook_slowly(Order order) {
    const auto name = the_cook.spoken();
    story_.tell(name, happens::begins, shown(order));
    begun_.push_back(order);
    ++cooking_;
    try {
      co_await until([this] { return allowed_ > 0; });
    } catch (...) {
      --cooking_;
      story_.tell(name, happens::cancelled);
      throw;
    }
    --cooking_;
    --allowed_;
    if (order == burns_) fail_now();
    cooked_.push_back(order);
    story_.tell(name, happens::is_ready, shown(order));
  }

  void fail_now() {
    story_.tell(the_cook.spoken(), happens::fails,
                workbook::message_of(failure_));
    std::rethrow_exception(failure_);
  }

  workbook::Story& story_;
  int allowed_ = std::numeric_limits<int>::max();
  std::optional<Order> burns_;
  std::exception_ptr failure_;
  Throws throws_ = Throws::awaited;
  Orders begun_;
  Orders cooked_;
  int cooking_ = 0;
};

// Takes orders from a pass until an error code comes, and notes both.
class Helper {
 public:
  explicit Helper(Stage& stage) : story_(stage.story) {}

  asio::awaitable<void> help(Pass& pass) {
    error_ = {};
    while (!error_) co_await take(pass);
  }

  asio::awaitable<void> take(Pass& pass) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    error_ = error;
    if (error) {
      story_.tell(the_helper.spoken(), happens::finds, error.message());
    } else {
      story_.tell(the_helper.spoken(), happens::takes, shown(order));
      orders_.push_back(order);
    }
  }

  const Orders& orders() const { return orders_; }
  bool found_the_end() const { return error_ == asio::error::eof; }
  bool found_it_closed() const {
    return error_ == asio::experimental::error::channel_closed;
  }

 private:
  workbook::Story& story_;
  Orders orders_;
  asio::error_code error_;
};

asio::awaitable<void> send(Pass& pass, asio::error_code error, Order order) {
  co_await pass.async_send(error, order, asio::use_awaitable);
}
asio::awaitable<void> send(Pass& pass, Order order) {
  return send(pass, asio::error_code(), std::move(order));
}

// Lays one message on a pass that has room for it, and tells so.
void lay(Stage& stage, Pass& pass, asio::error_code error, Order order) {
  stage.story.tell(the_pass.spoken(), happens::receives,
                   error ? error.message() : shown(order));
  REQUIRE(pass.try_send(error, order));
}
void lay(Stage& stage, Pass& pass, const Orders& orders) {
  for (const auto& order : orders) lay(stage, pass, asio::error_code{}, order);
}
void lay_the_end(Stage& stage, Pass& pass) {
  lay(stage, pass, asio::error::eof, Order());
}

// Sends an order in this very turn, and does not wait until it is taken.
void hold_out(Stage& stage, Pass& pass, const Order& order) {
  stage.story.tell(the_pass.spoken(), happens::receives, shown(order));
  pass.async_send(asio::error_code{}, order, [](asio::error_code) {});
}

// What lies on the pass, or is held out to it; nothing if nothing is.
std::optional<Order> taken_from(Pass& pass) {
  std::optional<Order> found;
  pass.try_receive([&](asio::error_code, Order order) { found = order; });
  return found;
}
bool empty(Pass& pass) { return !taken_from(pass); }

// How many messages lay on the pass, or were held out to it: takes them all.
int left_on(Pass& pass) {
  int count = 0;
  while (taken_from(pass)) ++count;
  return count;
}

// Is the channel open in the very moment in which the work ends?
template <class T, class Channel>
asio::awaitable<bool> is_open_after(asio::awaitable<T> work, Channel& channel) {
  try {
    co_await std::move(work);
  } catch (...) {
    co_return channel.is_open();
  }
  co_return channel.is_open();
}

void close_the_kitchen(Stage& stage, Pass& pass) {
  stage.story.tell(the_kitchen.spoken(), happens::closes);
  pass.cancel();
  pass.close();
}

// Orders that no guest gave.
Orders strangers(const Orders& orders, const Orders& given) {
  Orders found;
  for (const auto& order : orders)
    if (!std::ranges::count(given, order)) found.push_back(order);
  return found;
}

// A chef who answers at once, until the test makes them think.
class Cookbook : public Patience {
 public:
  explicit Cookbook(Stage& stage) : Patience(stage), story_(stage.story) {}

  exo34::Chef chef() {
    return [this](std::string question) { return answer(std::move(question)); };
  }

  void think() { thinks_ = true; }
  void decide() {
    thinks_ = false;
    ring();
  }
  void say(std::string answer) { answer_ = std::move(answer); }
  void refuse(std::string question, std::exception_ptr error,
              Throws when = Throws::awaited) {
    secret_ = std::move(question);
    failure_ = std::move(error);
    throws_ = when;
  }

  const Texts& questions() const { return questions_; }

 private:
  asio::awaitable<std::string> answer(std::string question) {
    if (question == secret_ && throws_ == Throws::called) {
      questions_.push_back(question);
      fail_now();
    }
    return think_it_over(std::move(question));
  }

  asio::awaitable<std::string> think_it_over(std::string question) {
    story_.tell(the_chef.spoken(), happens::must_answer, shown(question));
    questions_.push_back(question);
    co_await until([this] { return !thinks_; });
    if (question == secret_) fail_now();
    auto answered = answer_.value_or("yes, " + question);
    story_.tell(the_chef.spoken(), happens::answers, shown(answered));
    co_return answered;
  }

  void fail_now() {
    story_.tell(the_chef.spoken(), happens::fails,
                workbook::message_of(failure_));
    std::rethrow_exception(failure_);
  }

  workbook::Story& story_;
  Texts questions_;
  bool thinks_ = false;
  std::optional<std::string> answer_;
  std::optional<std::string> secret_;
  std::exception_ptr failure_;
  Throws throws_ = Throws::awaited;
};

// Asks as the contract says, with a reply channel of its own.
asio::awaitable<std::string> ask_by_the_book(Questions& questions,
                                             std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}

// The same in this very turn, and not one turn later as a coroutine.
class Asker {
 public:
  Asker(Stage& stage, Questions& questions, std::string text)
      : reply_(std::make_shared<Reply>(stage.executor(), 1)),
        state_(std::make_shared<State>()) {
    auto& state = state_;
    questions.async_send(asio::error_code{}, Question(std::move(text), reply_),
                         [state](asio::error_code refused) {
                           if (refused) state->failed = true;
                         });
    reply_->async_receive(
        [state](std::exception_ptr failure, std::string answer) {
          if (failure)
            state->failed = true;
          else
            state->answer = answer;
        });
  }

  bool waits() const { return !state_->failed && !state_->answer; }
  bool failed() const { return state_->failed; }

 private:
  struct State {
    bool failed = false;
    std::optional<std::string> answer;
  };
  std::shared_ptr<Reply> reply_;
  std::shared_ptr<State> state_;
};

// What became of the answers that a test gave: did each find room at once?
struct Answering {
  std::vector<bool> found_room;
  Texts texts;
};

// Answers so many questions, each at once, and never waits: "1: nuts?", ...
asio::awaitable<Answering> answer_by_the_book(Questions& questions, int count) {
  Answering answering;
  for (int i = 1; i <= count; ++i) {
    auto question = co_await questions.async_receive(asio::use_awaitable);
    auto answer = std::to_string(i) + ": " + question.text;
    answering.texts.push_back(question.text);
    answering.found_room.push_back(
        question.reply->try_send(std::exception_ptr(), std::move(answer)));
  }
  co_return answering;
}

// The question that waits in the channel; none if none does.
std::optional<Question> question_in(Questions& questions) {
  std::optional<Question> found;
  questions.try_receive([&](asio::error_code error, Question question) {
    if (!error) found = std::move(question);
  });
  return found;
}

}  // namespace
