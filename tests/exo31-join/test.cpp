#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <climits>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <support/awkward.hpp>
#include <support/gate.hpp>
#include <support/holding.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "join.hpp"
#include "lessons.hpp"

using exo31::Offer;
using exo31::Shop;
using workbook::awkward_exceptions;
using workbook::Gate;
using workbook::Holding;
using workbook::in_french;
using workbook::is_a;
using workbook::is_aborted;
using workbook::Mishap;
using workbook::Outage;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;
using workbook::thrown_by;

namespace {

// What those say who fail.
constexpr Text closed_on_mondays{"closed on Mondays", "fermé le lundi"};
constexpr Text closed_today{"closed", "fermé"};
constexpr Text what_manners{"what manners!", "quelles manières !"};
constexpr Text line_dead{"line dead", "ligne coupée"};
constexpr Text out_of_paper{"out of paper", "plus de papier"};
constexpr Text sold_out{"sold out", "tout est vendu"};
constexpr Text no_ink_left{"no ink left", "plus d'encre"};

using Answers = std::vector<int>;

// Awkward prices: nothing, less than nothing, the same ones twice, the limits.
const Answers awkward_prices{0, 0, -1, INT_MAX, 250, 0, INT_MIN, 250};

// What an errand of several shops is: ask_all and ask_all_or_none as they are,
// ask_each by the answers that it has handed on.
struct Errand {
  std::string name;
  asio::awaitable<Answers> (*ask)(std::vector<Shop>);
};

asio::awaitable<Answers> what_is_handed_on(std::vector<Shop> shops) {
  Answers answers(shops.size());
  const exo31::Report report = [&](std::size_t number, int cents) {
    answers.at(number) = cents;
  };
  co_await exo31::ask_each(std::move(shops), report);
  co_return answers;
}

const Errand ask_all{"ask_all", exo31::ask_all};
const Errand ask_all_or_none{"ask_all_or_none", exo31::ask_all_or_none};
const Errand ask_each{"ask_each", what_is_handed_on};

// A street of shops that answer when the test opens their gates.
struct Street {
  explicit Street(std::size_t size) : called(size) {
    constexpr std::array cities{"Oslo",  "Lima", "Dakar", "Quito",
                                "Tokyo", "Cork", "Pune"};
    const auto shop = Text{"shop", "le magasin"}.spoken();
    for (std::size_t i = 0; i < size; ++i)
      gates.emplace_back(
          stage, i < cities.size() ? cities[i] : fmt::format("{} {}", shop, i));
  }

  Shop shop(std::size_t i) {
    return [this, i] {
      ++called[i];
      return gates[i].wait();
    };
  }

  std::vector<Shop> shops() {
    std::vector<Shop> all;
    for (std::size_t i = 0; i < gates.size(); ++i) all.push_back(shop(i));
    return all;
  }

  Outcome<Answers> run(const Errand& errand) {
    return stage.run(errand.name, errand.ask(shops()));
  }

  template <class Count>
  std::vector<int> each(Count count) const {
    std::vector<int> counts;
    for (const auto& gate : gates) counts.push_back((gate.*count)());
    return counts;
  }
  std::vector<int> asked() const { return each(&Gate<int>::asked); }
  std::vector<int> waiting() const { return each(&Gate<int>::waiting); }
  std::vector<int> cancelled() const { return each(&Gate<int>::cancelled); }
  bool all_ended() const {
    return std::ranges::count(waiting(), 0) == std::ssize(gates);
  }

  void open(std::size_t i, int cents) {
    gates[i].open(cents);
    stage.settle();
  }
  void fail(std::size_t i, std::exception_ptr error) {
    gates[i].fail(std::move(error));
    stage.settle();
  }
  void linger() {
    for (auto& gate : gates) gate.linger();
  }
  void let_go() {
    for (auto& gate : gates) gate.let_go();
    stage.settle();
  }
  void let_go(std::size_t i) {
    gates[i].let_go();
    stage.settle();
  }

  Stage stage;
  std::deque<Gate<int>> gates;
  std::vector<int> called;
};

asio::awaitable<int> answer_at_once(int cents) { co_return cents; }

asio::awaitable<int> fail_at_once(std::exception_ptr error) {
  std::rethrow_exception(error);
  co_return 0;
}

// Told to stop, it throws `complaint` instead of operation_aborted.
asio::awaitable<int> ask_a_grumbler(Gate<int>& gate,
                                    std::exception_ptr complaint) {
  try {
    co_return co_await gate.wait();
  } catch (const std::system_error&) {
    std::rethrow_exception(complaint);
  }
}

// Told to stop, it goes on to its answer.
asio::awaitable<int> ask_a_deaf_one(Gate<int>& gate) {
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_return co_await gate.wait();
}

// Notes where it is asked.
struct Place {
  asio::any_io_executor executor;
  std::thread::id thread;
};

template <class Answer>
asio::awaitable<Answer> answer_from(Place& place, Answer answer) {
  place.executor = co_await asio::this_coro::executor;
  place.thread = std::this_thread::get_id();
  co_return answer;
}

// Awaits work as a coroutine on this executor does.
template <class T>
asio::awaitable<T> on(asio::any_io_executor executor, asio::awaitable<T> work) {
  co_return co_await asio::co_spawn(executor, std::move(work),
                                    asio::use_awaitable);
}

// Where one list differs from the other: of hundreds, one place is enough.
std::string difference(const Answers& answers, const Answers& expected) {
  if (answers.size() != expected.size())
    return fmt::format("{} / {}", answers.size(), expected.size());
  const auto [a, b] = std::ranges::mismatch(answers, expected);
  if (a == answers.end()) return "";
  return fmt::format("[{}]: {} / {}", a - answers.begin(), *a, *b);
}

// It waits. If it has thrown instead, its exception is what the learner reads.
template <class T>
void expect_waits(const Lesson& leaves, const Outcome<T>& work) {
  if (work.threw()) std::rethrow_exception(work.exception());
  EXPECT(leaves, work.waits());
}

// It has returned. If it has thrown instead: as above.
template <class T>
void expect_returned(const Outcome<T>& work) {
  if (work.threw()) std::rethrow_exception(work.exception());
  EXPECT(nobody_wakes, work.returned());
}

// All are asked, none has answered. Its failure means one of several things.
void expect_all_asked(const Street& street) {
  const auto asked = street.asked();
  const auto shops = std::ssize(asked);
  const auto shops_asked = shops - std::ranges::count(asked, 0);
  const auto shops_called = shops - std::ranges::count(street.called, 0);
  const int most_often = std::ranges::max(asked);
  if (most_often > 1) EXPECT(captured_by_reference, shops_asked == shops);
  if (shops_asked <= 1) {
    if (shops_called == shops)
      EXPECT(calling_is_not_asking, shops_asked == shops);
    EXPECT(one_after_another, shops_asked == shops);
  }
  EXPECT(starts_late, shops_asked == shops);
  EXPECT(asked_twice, most_often == 1);
  EXPECT(asked_twice, std::ranges::max(street.called) == 1);
}

// The caller has this very exception.
template <class T>
void expect_cause(const Outcome<T>& outcome, const std::exception_ptr& cause) {
  if (is_a<workbook::Oddity>(cause)) {
    const bool of_another_errand = is_a<Mishap>(outcome.exception());
    EXPECT(remembers, !of_another_errand);
    EXPECT(every_type, same_exception(outcome.exception(), cause));
  }
  EXPECT(nobody_wakes, !outcome.waits());
  EXPECT(failure_swallowed, outcome.threw());
  const bool multiple = is_a<asio::multiple_exceptions>(outcome.exception());
  EXPECT(many_exceptions, !multiple);
  const bool aborted = is_aborted(outcome.exception());
  EXPECT(victim_blamed, !aborted);
  EXPECT(cause_lost, outcome.error() == workbook::message_of(cause));
  EXPECT(cause_lost, same_exception(outcome.exception(), cause));
}

// ---- What all errands promise

void asks_all_at_once(const Errand& errand) {
  for (const int size : workbook::limits) {
    Street street(size);
    auto all = street.run(errand);
    expect_waits(returns_early, all);
    expect_all_asked(street);
    Answers expected;
    for (int i = 0; i < size; ++i) expected.push_back(10 * i);
    for (int i = 0; i < size; ++i) {
      expect_waits(returns_early, all);
      street.open(i, expected[i]);
    }
    expect_returned(all);
    EXPECT(asked_twice, std::ranges::max(street.asked()) == 1);
    EXPECT(wrong_answer, difference(all.value(), expected).empty());
  }
}

void asks_on_the_executor_of_its_caller(const Errand& errand) {
  Stage stage;
  const asio::any_io_executor strand = asio::make_strand(stage.executor());
  for (const auto& here : {stage.executor(), strand}) {
    std::vector<Place> places(100);
    std::vector<Shop> shops;
    for (auto& place : places)
      shops.push_back([&] { return answer_from(place, 250); });
    auto all = stage.run(errand.name, on(here, errand.ask(shops)));
    expect_returned(all);
    for (const auto& place : places) {
      const bool on_this_thread = place.thread == std::this_thread::get_id();
      EXPECT(several_threads, on_this_thread);
      const bool on_this_executor = place.executor == here;
      EXPECT(another_executor, on_this_executor);
    }
  }
}

// The second time, each shop has another price.
void keeps_the_answers_as_they_are(const Errand& errand) {
  const Answers other_prices(awkward_prices.rbegin(), awkward_prices.rend());
  for (const auto& prices : {awkward_prices, other_prices}) {
    Street street(prices.size());
    auto all = street.run(errand);
    for (auto i = prices.size(); i-- > 0;) street.open(i, prices[i]);
    expect_returned(all);
    EXPECT(prices == awkward_prices ? wrong_answer : remembers,
           all.value() == prices);
  }
}

void asks_more_than_a_thousand_at_once(const Errand& errand) {
  Street street(1'200);
  auto all = street.run(errand);
  expect_waits(returns_early, all);
  expect_all_asked(street);
  for (auto& gate : street.gates) gate.open(250);
  street.stage.settle();
  expect_returned(all);
  EXPECT(wrong_answer, difference(all.value(), Answers(1'200, 250)).empty());
}

void takes_answers_that_are_there_at_once(const Errand& errand) {
  Stage stage;
  std::vector<Shop> shops;
  Answers expected;
  for (int cents = 1; cents <= 100; ++cents) {
    shops.push_back([=] { return answer_at_once(cents); });
    expected.push_back(cents);
  }
  auto all = stage.run(errand.name, errand.ask(shops));
  expect_returned(all);
  EXPECT(wrong_answer, difference(all.value(), expected).empty());
}

void keeps_a_question_until_it_is_answered(const Errand& errand) {
  bool outlived = false;
  Street street(17);
  std::vector<Shop> shops;
  for (auto& gate : street.gates)
    shops.push_back(Holding<int>(gate.operation(), outlived));
  auto all = street.stage.run(errand.name, errand.ask(std::move(shops)));
  for (std::size_t i = 0; i < street.gates.size(); ++i) street.open(i, 250);
  expect_returned(all);
  EXPECT(question_gone, !outlived);
}

// What the shops hold is free again when the errand is over.
void lets_go_of_the_questions(const Errand& errand, bool one_fails) {
  const auto held = std::make_shared<int>();
  Street street(3);
  std::vector<Shop> shops;
  for (auto& gate : street.gates)
    shops.push_back([&gate, held] { return gate.wait(); });
  auto all = street.stage.run(errand.name, errand.ask(std::move(shops)));
  if (one_fails) street.fail(1, std::make_exception_ptr(Mishap(closed_today)));
  for (std::size_t i = 0; i < street.gates.size(); ++i) street.open(i, 250);
  EXPECT(nobody_wakes, !all.waits());
  const bool let_go_of_all = held.use_count() == 1;
  EXPECT(remembers, let_go_of_all);
}

void two_errands_do_not_meet(const Errand& errand) {
  Street street(4);
  auto first = street.stage.run(errand.name + " (1)",
                                errand.ask({street.shop(0), street.shop(1)}));
  auto second = street.stage.run(errand.name + " (2)",
                                 errand.ask({street.shop(2), street.shop(3)}));
  EXPECT(remembers, street.asked() == std::vector{1, 1, 1, 1});
  street.open(3, 40);
  street.open(0, 10);
  street.open(1, 20);
  EXPECT(remembers, first.returned());
  EXPECT(remembers, second.waits());
  street.open(2, 30);
  EXPECT(remembers, second.returned());
  EXPECT(remembers, first.value() == Answers{10, 20});
  EXPECT(remembers, second.value() == Answers{30, 40});
}

void without_shops_it_ends_at_once(const Errand& errand) {
  Stage stage;
  const Teaching if_it_crashes(empty_list);
  auto all = stage.run(errand.name + "({})", errand.ask({}));
  EXPECT(empty_list, all.returned());
  EXPECT(empty_list, all.value() == Answers{});
}

// ---- What errands that may fail promise

void a_failure_stops_the_others(const Errand& errand) {
  for (const auto& closed : awkward_exceptions(closed_on_mondays)) {
    Street street(4);
    auto all = street.run(errand);
    street.open(3, 50);
    street.fail(1, closed);
    EXPECT(asked_twice, street.asked() == std::vector{1, 1, 1, 1});
    EXPECT(failure_swallowed, !all.returned());
    if (is_a<workbook::Oddity>(closed))
      EXPECT(every_type, street.cancelled() == std::vector{1, 0, 1, 0});
    EXPECT(others_go_on, street.cancelled() == std::vector{1, 0, 1, 0});
    expect_cause(all, closed);
  }
}

void the_last_one_may_fail(const Errand& errand) {
  for (const auto& closed : awkward_exceptions(closed_on_mondays)) {
    Street street(3);
    auto all = street.run(errand);
    street.open(0, 100);
    street.open(2, 150);
    street.fail(1, closed);
    expect_cause(all, closed);
  }
}

void waits_for_those_told_to_stop(const Errand& errand) {
  for (const std::size_t closed : {0, 1, 2}) {
    Street street(3);
    street.linger();
    auto all = street.run(errand);
    street.fail(closed, std::make_exception_ptr(Mishap(closed_today)));
    EXPECT(failure_swallowed, !all.returned());
    EXPECT(others_go_on, std::ranges::count(street.cancelled(), 1) > 0);
    EXPECT(leaves_them_running, all.waits());
    for (const std::size_t slow : {0, 1, 2}) {
      const bool left_nobody = all.waits() || street.all_ended();
      EXPECT(leaves_them_running, left_nobody);
      street.let_go(slow);
    }
    EXPECT(leaves_them_running, street.all_ended());
    EXPECT(nobody_wakes, !all.waits());
  }
}

void any_of_many_may_fail(const Errand& errand) {
  for (const int size : workbook::limits)
    for (const int closed : {0, size / 2, size - 1}) {
      const auto cause = std::make_exception_ptr(Mishap(closed_on_mondays));
      Street street(size);
      auto all = street.run(errand);
      street.fail(closed, cause);
      EXPECT(others_go_on, street.all_ended());
      expect_cause(all, cause);
    }
}

void a_victim_may_say_anything(const Errand& errand) {
  for (const std::size_t closed : {0, 1, 2}) {
    const auto cause = std::make_exception_ptr(Mishap(closed_on_mondays));
    const auto complaint = std::make_exception_ptr(Mishap(what_manners));
    Street street(3);
    std::vector<Shop> shops;
    for (auto& gate : street.gates)
      shops.push_back([&] { return ask_a_grumbler(gate, complaint); });
    auto all = street.stage.run(errand.name, errand.ask(std::move(shops)));
    street.fail(closed, cause);
    EXPECT(failure_swallowed, all.threw());
    EXPECT(victim_blamed, all.error() != what_manners.spoken());
    expect_cause(all, cause);
  }
}

// The second one fails in the same turn, or while Lima is slow to stop.
void two_may_fail(const Errand& errand) {
  for (const auto in_order : workbook::both_orders)
    for (const bool slowly : {false, true}) {
      const auto north = std::make_exception_ptr(Mishap(closed_today));
      const auto south = std::make_exception_ptr(Mishap(closed_today));
      Street street(3);
      if (slowly) street.linger();
      auto all = street.run(errand);
      const auto pause = [&] {
        if (slowly) street.stage.settle();
      };
      in_order([&] { street.gates[0].fail(north), pause(); },
               [&] { street.gates[2].fail(south), pause(); });
      street.stage.settle();
      if (slowly) EXPECT(leaves_them_running, all.waits());
      street.let_go();
      EXPECT(lost_in_the_turn, !all.waits());
      expect_cause(all, same_exception(all.exception(), south) ? south : north);
    }
}

void a_failure_may_look_like_a_cancellation(const Errand& errand) {
  for (const std::size_t dead : {0, 1, 2}) {
    Street street(3);
    auto all = street.run(errand);
    street.fail(dead, std::make_exception_ptr(Outage(line_dead)));
    EXPECT(failure_swallowed, all.threw());
    const bool multiple = is_a<asio::multiple_exceptions>(all.exception());
    EXPECT(many_exceptions, !multiple);
    EXPECT(victim_blamed, all.error().starts_with(line_dead.spoken()));
    const bool same_type = is_a<Outage>(all.exception());
    EXPECT(cause_lost, same_type);
  }
}

void a_failure_may_be_several_exceptions(const Errand& errand) {
  Street street(2);
  auto all = street.run(errand);
  const auto mishap = std::make_exception_ptr(Mishap(out_of_paper));
  street.fail(1, std::make_exception_ptr(asio::multiple_exceptions(mishap)));
  EXPECT(failure_swallowed, all.threw());
  EXPECT(victim_blamed, all.error() == "multiple exceptions");
  try {
    std::rethrow_exception(all.exception());
  } catch (const asio::multiple_exceptions& several) {
    EXPECT(victim_blamed, same_exception(several.first_exception(), mishap));
  } catch (...) {
  }
}

void a_shop_may_fail_at_once(const Errand& errand) {
  for (const std::size_t at : {0, 1, 2}) {
    const auto cause = std::make_exception_ptr(Mishap(closed_on_mondays));
    Street street(3);
    auto shops = street.shops();
    shops[at] = [&] { return fail_at_once(cause); };
    auto all = street.stage.run(errand.name, errand.ask(std::move(shops)));
    EXPECT(others_go_on, street.all_ended());
    expect_cause(all, cause);
  }
}

void the_second_errand_is_a_new_one(const Errand& errand) {
  const auto cause = std::make_exception_ptr(Mishap(closed_on_mondays));
  const auto other = std::make_exception_ptr(Mishap(sold_out));
  for (const auto& failure : {cause, other}) {
    Street street(2);
    auto all = street.run(errand);
    street.fail(0, failure);
    EXPECT(remembers, all.error() == workbook::message_of(failure));
  }
  Street street(2);
  auto all = street.run(errand);
  street.open(0, 10);
  EXPECT(remembers, all.waits());
  street.open(1, 20);
  EXPECT(remembers, all.returned());
}

// Both wait for a shop that takes its time to stop.
void each_of_two_errands_has_its_failure(const Errand& errand) {
  const auto north = std::make_exception_ptr(Mishap(closed_on_mondays));
  const auto south = std::make_exception_ptr(Mishap(sold_out));
  Street street(4);
  street.linger();
  auto first = street.stage.run(errand.name + " (1)",
                                errand.ask({street.shop(0), street.shop(1)}));
  auto second = street.stage.run(errand.name + " (2)",
                                 errand.ask({street.shop(2), street.shop(3)}));
  street.fail(0, north);
  street.fail(2, south);
  street.let_go();
  EXPECT(remembers, same_exception(first.exception(), north));
  EXPECT(remembers, same_exception(second.exception(), south));
}

void called_back_it_calls_off_the_shops(const Errand& errand) {
  for (const int size : {3, 1, 17, 300}) {
    Street street(size);
    street.linger();
    auto all = street.run(errand);
    expect_waits(returns_early, all);
    all.cancel();
    street.stage.settle();
    EXPECT(called_back, std::ranges::count(street.cancelled(), 1) == size);
    EXPECT(called_back, all.waits());
    street.let_go();
    EXPECT(called_back, street.all_ended());
    EXPECT(nobody_wakes, !all.waits());
    const bool multiple = is_a<asio::multiple_exceptions>(all.exception());
    EXPECT(many_exceptions, !multiple);
    const bool aborted = is_aborted(all.exception());
    EXPECT(called_back, aborted);
  }
}

// They do not listen, and answer one after the other, from either end.
void called_back_it_waits_for_the_last(const Errand& errand) {
  for (const auto& order :
       {std::array{0, 1, 2, 3, 4}, std::array{4, 3, 2, 1, 0}}) {
    Street street(5);
    std::vector<Shop> shops;
    for (auto& gate : street.gates)
      shops.push_back([&] { return ask_a_deaf_one(gate); });
    auto all = street.stage.run(errand.name, errand.ask(std::move(shops)));
    all.cancel();
    street.stage.settle();
    for (const auto shop : order) {
      EXPECT(called_back, all.waits());
      street.open(shop, 250);
    }
    EXPECT(nobody_wakes, !all.waits());
  }
}

asio::awaitable<Answers> one_after_the_other(Errand errand,
                                             std::vector<Shop> first,
                                             std::vector<Shop> second) {
  co_await errand.ask(std::move(first));
  co_return co_await errand.ask(std::move(second));
}

// The same courier, on the next errand.
void called_back_from_a_second_errand(const Errand& errand) {
  Street street(4);
  auto both = street.stage.run(
      errand.name + ", " + errand.name,
      one_after_the_other(errand, {street.shop(0), street.shop(1)},
                          {street.shop(2), street.shop(3)}));
  street.open(0, 10);
  street.open(1, 20);
  expect_waits(returns_early, both);
  both.cancel();
  street.stage.settle();
  EXPECT(called_back, street.all_ended());
  const bool aborted = is_aborted(both.exception());
  EXPECT(called_back, aborted);
}

void called_back_twice_it_still_waits(const Errand& errand) {
  Street street(3);
  street.linger();
  auto all = street.run(errand);
  for (int time = 0; time < 2; ++time) {
    all.cancel();
    street.stage.settle();
    const bool left_nobody = all.waits() || street.all_ended();
    EXPECT(called_back, left_nobody);
  }
  street.let_go();
  EXPECT(nobody_wakes, !all.waits());
}

// It waits for those who stop after a failure, though it is called back too.
void called_back_after_a_failure_it_still_waits(const Errand& errand) {
  for (const std::size_t closed : {0, 1, 2}) {
    Street street(3);
    street.linger();
    auto all = street.run(errand);
    street.fail(closed, std::make_exception_ptr(Mishap(closed_on_mondays)));
    all.cancel();
    street.stage.settle();
    const bool left_nobody = all.waits() || street.all_ended();
    EXPECT(leaves_them_running, left_nobody);
    street.let_go();
    EXPECT(nobody_wakes, !all.waits());
  }
}

// `event` happens, some turns of the loop go by, the order to stop comes: at
// whatever moment that is, everything ends.
template <class Event>
void called_back_at_any_moment(const Errand& errand, Event event) {
  bool more = true;
  for (int turns = 0; more; ++turns) {
    more = false;
    for (const auto in_order : workbook::both_orders) {
      Street street(3);
      auto all = street.run(errand);
      in_order(
          [&] {
            event(street);
            more |= street.stage.turn(turns) == turns;
          },
          [&] { all.cancel(); });
      street.stage.settle();
      EXPECT(lost_in_the_turn, !all.waits());
      EXPECT(leaves_them_running, street.all_ended());
    }
  }
}

void called_back_while_it_begins(const Errand& errand) {
  bool more = true;
  for (int turns = 1; more; ++turns) {
    Street street(3);
    auto all = street.stage.start(errand.name, errand.ask(street.shops()));
    more = street.stage.turn(turns) == turns;
    all.cancel();
    street.stage.settle();
    EXPECT(called_back, !all.waits());
    EXPECT(called_back, street.all_ended());
    const bool aborted = is_aborted(all.exception());
    EXPECT(called_back, aborted);
  }
}

void nothing_is_lost_when_called_back(const Errand& errand) {
  called_back_while_it_begins(errand);
  called_back_at_any_moment(errand,
                            [](Street& street) { street.gates[1].open(20); });
  called_back_at_any_moment(errand, [](Street& street) {
    for (auto& gate : street.gates) gate.open(20);
  });
  called_back_at_any_moment(errand, [](Street& street) {
    street.gates[1].fail(Mishap(closed_on_mondays));
  });
}

// ---- Steps 1 and 4 have some of their own

struct Parcel {
  Outcome<Offer> run() {
    return stage.run("ask_both",
                     exo31::ask_both(price.operation(), day.operation()));
  }
  void answer(int cents, std::string name) {
    price.open(cents);
    day.open(std::move(name));
    stage.settle();
  }

  Stage stage;
  Gate<int> price{stage, Text{"the till", "la caisse"}};
  Gate<std::string> day{stage, Text{"the depot", "le dépôt"}};
};

// What was handed on, as "2: 150".
using Reports = std::vector<std::string>;

class Reporting {
 public:
  // Throws `error` when it receives `cents`, if there is an error.
  explicit Reporting(Street& street, int cents = 0,
                     std::exception_ptr error = nullptr)
      : street_(street), bad_price_(cents), error_(std::move(error)) {}

  Outcome<void> run() {
    return street_.stage.run(
        "ask_each", exo31::ask_each(street_.shops(), report.function()));
  }

  Reports reports;
  bool on_one_thread = true;
  workbook::Owned<exo31::Report> report{[this](std::size_t number, int cents) {
    on_one_thread &= std::this_thread::get_id() == thread_;
    reports.push_back(fmt::format("{}: {}", number, cents));
    street_.stage.story.tell("report", {"receives", "reçoit"}, reports.back());
    if (error_ && cents == bad_price_) std::rethrow_exception(error_);
  }};

 private:
  Street& street_;
  int bad_price_;
  std::exception_ptr error_;
  const std::thread::id thread_ = std::this_thread::get_id();
};

}  // namespace

template <>
struct Catch::StringMaker<Offer> {
  static std::string convert(const Offer& offer) {
    return std::to_string(offer.cents) + ", " + offer.day;
  }
};

TEST_CASE("one thread asks both, on the executor of its caller", "[step1]") {
  in_french("un seul fil pose les deux questions, sur l'exécuteur appelant");
  Stage stage;
  const asio::any_io_executor strand = asio::make_strand(stage.executor());
  for (const auto& here : {stage.executor(), strand}) {
    Place till, depot;
    auto both = stage.run(
        "ask_both",
        on(here, exo31::ask_both(
                     [&] { return answer_from(till, 250); },
                     [&] { return answer_from(depot, std::string("July")); })));
    if (both.threw()) std::rethrow_exception(both.exception());
    for (const auto& place : {till, depot}) {
      const bool on_another_thread = place.thread != std::thread::id() &&
                                     place.thread != std::this_thread::get_id();
      EXPECT(several_threads, !on_another_thread);
    }
    EXPECT(returns_early, both.returned());
    for (const auto& place : {till, depot}) {
      const bool on_this_executor = place.executor == here;
      EXPECT(another_executor, on_this_executor);
    }
  }
}

TEST_CASE("both are asked before either has answered", "[step1]") {
  in_french("les deux questions sont posées avant toute réponse");
  Parcel parcel;
  int price_called = 0;
  int day_called = 0;
  auto both = parcel.stage.run("ask_both", exo31::ask_both(
                                               [&] {
                                                 ++price_called;
                                                 return parcel.price.wait();
                                               },
                                               [&] {
                                                 ++day_called;
                                                 return parcel.day.wait();
                                               }));
  expect_waits(returns_early, both);
  if (day_called > 0) EXPECT(calling_is_not_asking, parcel.day.asked() > 0);
  EXPECT(one_after_another, parcel.day.asked() > 0);
  EXPECT(one_after_another, parcel.price.asked() > 0);
  EXPECT(asked_twice, price_called == 1);
  EXPECT(asked_twice, day_called == 1);
}

TEST_CASE("the offer needs both answers, whichever comes first", "[step1]") {
  in_french("l'offre réunit les deux réponses, quelle que soit la première");
  for (const bool price_first : {true, false}) {
    Parcel parcel;
    auto both = parcel.run();
    if (price_first)
      parcel.price.open(250);
    else
      parcel.day.open("Tuesday");
    parcel.stage.settle();
    expect_waits(returns_early, both);
    parcel.answer(250, "Tuesday");
    EXPECT(asked_twice, parcel.price.asked() == 1);
    EXPECT(asked_twice, parcel.day.asked() == 1);
    expect_returned(both);
    EXPECT(wrong_answer, both.value().cents == 250);
    EXPECT(wrong_answer, both.value().day == "Tuesday");
  }
}

TEST_CASE("any price and any day are answers", "[step1]") {
  in_french("tout prix et tout jour sont des réponses");
  using namespace std::string_literals;
  const std::vector days{""s, " "s, "before\0after"s, "août"s,
                         std::string(10'000, 'x')};
  for (const int cents : awkward_prices)
    for (const auto& day : days)
      for (const auto in_order : workbook::both_orders) {
        Parcel parcel;
        auto both = parcel.run();
        in_order([&] { parcel.price.open(cents), parcel.stage.settle(); },
                 [&] { parcel.day.open(day), parcel.stage.settle(); });
        EXPECT(asked_twice, parcel.price.asked() == 1);
        EXPECT(asked_twice, parcel.day.asked() == 1);
        expect_returned(both);
        EXPECT(wrong_answer, both.value().cents == cents);
        const bool same_day = both.value().day == day;
        EXPECT(wrong_answer, same_day);
      }
}

TEST_CASE("each parcel has its own offer", "[step1]") {
  in_french("chaque colis a sa propre offre");
  Parcel first, second;
  auto one = first.run();
  auto two = second.run();
  EXPECT(remembers, second.price.asked() == 1);
  first.price.open(250);
  first.stage.settle();
  second.answer(900, "Friday");
  EXPECT(remembers, one.waits());
  first.answer(250, "Tuesday");
  EXPECT(remembers, one.value().cents == 250);
  EXPECT(remembers, one.value().day == "Tuesday");
  EXPECT(remembers, two.value().cents == 900);
  EXPECT(remembers, two.value().day == "Friday");
}

TEST_CASE("a question is there until it is answered, and no longer",
          "[step1]") {
  in_french("une question existe jusqu'à sa réponse, et pas plus longtemps");
  bool outlived = false;
  const auto held = std::make_shared<int>();
  Parcel parcel;
  auto both = parcel.stage.run(
      "ask_both",
      exo31::ask_both(
          Holding<int>([&parcel, held] { return parcel.price.wait(); },
                       outlived),
          Holding<std::string>([&parcel, held] { return parcel.day.wait(); },
                               outlived)));
  parcel.answer(250, "Tuesday");
  expect_returned(both);
  EXPECT(question_gone, !outlived);
  const bool let_go_of_all = held.use_count() == 1;
  EXPECT(remembers, let_go_of_all);
}

TEST_CASE("all shops are asked before any has answered", "[step2]") {
  in_french("tous les magasins sont interrogés avant toute réponse");
  asks_all_at_once(ask_all);
  asks_more_than_a_thousand_at_once(ask_all);
}

TEST_CASE("the answers come in the order of the shops", "[step2]") {
  in_french("les réponses sont dans l'ordre des magasins");
  Street street(3);
  auto all = street.run(ask_all);
  for (const auto& [shop, cents] : {std::pair{2, 150}, {0, 100}, {1, 200}}) {
    expect_waits(returns_early, all);
    street.open(shop, cents);
  }
  expect_returned(all);
  auto sorted = all.value();
  std::ranges::sort(sorted);
  EXPECT(wrong_answer, sorted == Answers{100, 150, 200});
  EXPECT(arrival_order, all.value() == Answers{100, 200, 150});
}

TEST_CASE("any price is an answer", "[step2]") {
  in_french("tout prix est une réponse");
  keeps_the_answers_as_they_are(ask_all);
}

TEST_CASE("no shops, no answers, no wait", "[step2]") {
  in_french("pas de magasin, pas de réponse, pas d'attente");
  without_shops_it_ends_at_once(ask_all);
}

TEST_CASE("shops that answer at once are no exception", "[step2]") {
  in_french("les magasins qui répondent aussitôt comptent comme les autres");
  takes_answers_that_are_there_at_once(ask_all);
}

TEST_CASE("the shops are asked on the executor of the courier", "[step2]") {
  in_french("les magasins sont interrogés sur l'exécuteur du coursier");
  asks_on_the_executor_of_its_caller(ask_all);
}

TEST_CASE("two errands do not meet", "[step2]") {
  in_french("deux tournées ne se mélangent pas");
  two_errands_do_not_meet(ask_all);
}

TEST_CASE("a shop is there until it has answered, and no longer", "[step2]") {
  in_french("un magasin existe jusqu'à sa réponse, et pas plus longtemps");
  keeps_a_question_until_it_is_answered(ask_all);
  lets_go_of_the_questions(ask_all, false);
}

TEST_CASE("when all answer, it gives all answers", "[step3]") {
  in_french("si tous répondent, elle rend toutes les réponses");
  asks_all_at_once(ask_all_or_none);
  asks_more_than_a_thousand_at_once(ask_all_or_none);
  keeps_the_answers_as_they_are(ask_all_or_none);
  takes_answers_that_are_there_at_once(ask_all_or_none);
}

TEST_CASE("a failure reaches the caller, also when the others have answered",
          "[step3]") {
  in_french("un échec parvient à l'appelant, même si les autres ont répondu");
  the_last_one_may_fail(ask_all_or_none);
}

TEST_CASE("the first failure tells the others to stop", "[step3]") {
  in_french("le premier échec arrête les autres");
  a_failure_stops_the_others(ask_all_or_none);
}

TEST_CASE("it ends only when those told to stop have stopped", "[step3]") {
  in_french("elle ne finit que lorsque ceux qu'elle arrête sont à l'arrêt");
  waits_for_those_told_to_stop(ask_all_or_none);
}

TEST_CASE("the cause is the shop that failed first, wherever it stands",
          "[step3]") {
  in_french("la cause est le magasin qui échoue le premier, où qu'il soit");
  any_of_many_may_fail(ask_all_or_none);
}

TEST_CASE("a shop that is told to stop may complain, and is not the cause",
          "[step3]") {
  in_french("un magasin qu'on arrête peut se plaindre ; ce n'est pas la cause");
  a_victim_may_say_anything(ask_all_or_none);
}

TEST_CASE("a shop may fail with the very error of those told to stop",
          "[step3]") {
  in_french("un magasin peut échouer avec l'erreur de ceux qu'on arrête");
  a_failure_may_look_like_a_cancellation(ask_all_or_none);
}

TEST_CASE("a shop may fail with several exceptions in one", "[step3]") {
  in_french("un magasin peut échouer avec plusieurs exceptions en une");
  a_failure_may_be_several_exceptions(ask_all_or_none);
}

TEST_CASE("two shops that fail together are two causes, not a third",
          "[step3]") {
  in_french("deux magasins qui échouent ensemble : l'une des deux causes");
  two_may_fail(ask_all_or_none);
}

TEST_CASE("a shop that fails at once is a failure like any other", "[step3]") {
  in_french("un magasin qui échoue aussitôt est un échec comme un autre");
  a_shop_may_fail_at_once(ask_all_or_none);
}

TEST_CASE("a courier who is called back calls off the shops", "[step3]") {
  in_french("un coursier qu'on rappelle décommande les magasins");
  called_back_it_calls_off_the_shops(ask_all_or_none);
  called_back_it_waits_for_the_last(ask_all_or_none);
  called_back_from_a_second_errand(ask_all_or_none);
  called_back_twice_it_still_waits(ask_all_or_none);
  called_back_after_a_failure_it_still_waits(ask_all_or_none);
}

TEST_CASE("called back in the middle of an answer, it ends", "[step3]") {
  in_french("rappelé au milieu d'une réponse, le coursier rentre");
  nothing_is_lost_when_called_back(ask_all_or_none);
}

TEST_CASE("here, too, a shop is there until it has ended", "[step3]") {
  in_french("ici aussi, un magasin existe jusqu'à ce qu'il ait fini");
  keeps_a_question_until_it_is_answered(ask_all_or_none);
  for (const bool one_fails : {false, true})
    lets_go_of_the_questions(ask_all_or_none, one_fails);
}

TEST_CASE("with no shop, nothing can fail", "[step3]") {
  in_french("sans magasin, rien ne peut échouer");
  without_shops_it_ends_at_once(ask_all_or_none);
}

TEST_CASE("a failure concerns one errand only", "[step3]") {
  in_french("un échec ne concerne qu'une seule tournée");
  the_second_errand_is_a_new_one(ask_all_or_none);
  each_of_two_errands_has_its_failure(ask_all_or_none);
  two_errands_do_not_meet(ask_all_or_none);
}

TEST_CASE("here, too, the shops are asked on the courier's executor",
          "[step3]") {
  in_french("ici aussi, on interroge sur l'exécuteur du coursier");
  asks_on_the_executor_of_its_caller(ask_all_or_none);
}

TEST_CASE("each answer is handed on as soon as it arrives", "[step4]") {
  in_french("chaque réponse est transmise dès qu'elle arrive");
  Street street(3);
  Reporting reporting(street);
  auto each = reporting.run();
  expect_waits(returns_early, each);
  expect_all_asked(street);
  const auto& reports = reporting.reports;
  street.open(2, 150);
  const bool kept = reports.empty();
  street.open(0, 100);
  const Reports as_they_came{"2: 150", "0: 100"};
  if (kept && !reports.empty()) EXPECT(asking_order, reports == as_they_came);
  EXPECT(collects_first, reports.size() >= as_they_came.size());
  EXPECT(wrong_answer, reports == as_they_came);
  expect_waits(returns_early, each);
  street.gates[1].open(200);
  while (each.waits() && street.stage.turn(1) > 0) {
  }
  EXPECT(returns_early, reports.size() == 3);
  EXPECT(wrong_answer, reports == Reports{"2: 150", "0: 100", "1: 200"});
  expect_returned(each);
}

TEST_CASE("all are asked before the first answer is handed on", "[step4]") {
  in_french(
      "tous sont interrogés avant que la première réponse soit transmise");
  asks_all_at_once(ask_each);
  asks_more_than_a_thousand_at_once(ask_each);
}

TEST_CASE("any price is handed on, and once", "[step4]") {
  in_french("tout prix est transmis, et une seule fois");
  Street street(awkward_prices.size());
  Reporting reporting(street);
  auto each = reporting.run();
  Reports expected;
  for (auto i = awkward_prices.size(); i-- > 0;) {
    street.open(i, awkward_prices[i]);
    expected.push_back(fmt::format("{}: {}", i, awkward_prices[i]));
    EXPECT(handed_on_once, reporting.reports.size() <= expected.size());
    EXPECT(wrong_answer, reporting.reports == expected);
  }
  expect_returned(each);
  takes_answers_that_are_there_at_once(ask_each);
}

TEST_CASE("of many answers, too, none is kept", "[step4]") {
  in_french("de nombreuses réponses non plus, aucune n'est gardée");
  for (const int size : workbook::limits) {
    Street street(size);
    Reporting reporting(street);
    auto each = reporting.run();
    for (int i = size; i-- > 0;) {
      expect_waits(returns_early, each);
      street.open(i, i);
      EXPECT(collects_first, std::ssize(reporting.reports) == size - i);
    }
    expect_returned(each);
  }
}

TEST_CASE("a shop that fails hands on nothing but its failure", "[step4]") {
  in_french("un magasin qui échoue ne transmet que son échec");
  const auto cause = std::make_exception_ptr(Mishap(closed_on_mondays));
  Street street(2);
  Reporting reporting(street);
  auto each = reporting.run();
  street.open(1, 200);
  street.fail(0, cause);
  EXPECT(failure_swallowed, reporting.reports == Reports{"1: 200"});
  expect_cause(each, cause);
}

TEST_CASE("a failure of a shop ends it, as in step 3", "[step4]") {
  in_french("l'échec d'un magasin y met fin, comme à l'étape 3");
  the_last_one_may_fail(ask_each);
  a_failure_stops_the_others(ask_each);
  waits_for_those_told_to_stop(ask_each);
  any_of_many_may_fail(ask_each);
  a_victim_may_say_anything(ask_each);
  a_failure_may_look_like_a_cancellation(ask_each);
  a_failure_may_be_several_exceptions(ask_each);
  two_may_fail(ask_each);
  a_shop_may_fail_at_once(ask_each);
}

TEST_CASE("what report throws is a failure too", "[step4]") {
  in_french("ce que lève report est aussi un échec");
  for (const auto& no_ink : awkward_exceptions(no_ink_left)) {
    Street street(3);
    Reporting reporting(street, 200, no_ink);
    auto each = reporting.run();
    const auto left_run = thrown_by([&] { street.open(1, 200); });
    const bool thrown_in_handler = same_exception(left_run, no_ink);
    EXPECT(thrown_in_a_handler, !thrown_in_handler);
    EXPECT(handed_on_once, reporting.reports == Reports{"1: 200"});
    EXPECT(failure_swallowed, !each.returned());
    if (is_a<workbook::Oddity>(no_ink))
      EXPECT(every_type, street.cancelled() == std::vector{1, 0, 1});
    EXPECT(others_go_on, street.cancelled() == std::vector{1, 0, 1});
    expect_cause(each, no_ink);
  }
}

TEST_CASE("report may fail at the last answer", "[step4]") {
  in_french("report peut échouer à la dernière réponse");
  for (const auto& no_ink : awkward_exceptions(no_ink_left)) {
    Street street(2);
    Reporting reporting(street, 200, no_ink);
    auto each = reporting.run();
    street.open(1, 100);
    street.open(0, 200);
    EXPECT(handed_on_once, reporting.reports == Reports{"1: 100", "0: 200"});
    expect_cause(each, no_ink);
  }
}

TEST_CASE("report may fail with the error of those told to stop", "[step4]") {
  in_french("report peut échouer avec l'erreur de ceux qu'on arrête");
  Street street(2);
  Reporting reporting(street, 200, std::make_exception_ptr(Outage(line_dead)));
  auto each = reporting.run();
  street.open(0, 200);
  EXPECT(others_go_on, street.all_ended());
  EXPECT(failure_swallowed, each.threw());
  const bool same_type = is_a<Outage>(each.exception());
  EXPECT(cause_lost, same_type);
}

TEST_CASE("after a failure of report, it waits for the shops", "[step4]") {
  in_french("après un échec de report, elle attend les magasins");
  const auto no_ink = std::make_exception_ptr(Mishap(no_ink_left));
  Street street(3);
  street.linger();
  Reporting reporting(street, 200, no_ink);
  auto each = reporting.run();
  street.open(1, 200);
  EXPECT(failure_swallowed, !each.returned());
  EXPECT(leaves_them_running, each.waits());
  street.let_go();
  EXPECT(leaves_them_running, street.all_ended());
  expect_cause(each, no_ink);
}

TEST_CASE("it is the caller's own report that is called", "[step4]") {
  in_french("c'est le report de l'appelant lui-même qui est appelé");
  Street street(3);
  Reporting reporting(street);
  auto each = reporting.run();
  for (const int i : {1, 0, 2}) street.open(i, 10 * i);
  expect_returned(each);
  EXPECT(several_threads, reporting.on_one_thread);
  EXPECT(report_copied, reporting.report.calls_of_copies() == 0);
  const bool still_there{reporting.report.function()};
  EXPECT(report_copied, still_there);
}

TEST_CASE("called back, it calls off the shops, and waits", "[step4]") {
  in_french("rappelée, elle décommande les magasins et attend");
  called_back_it_calls_off_the_shops(ask_each);
  called_back_it_waits_for_the_last(ask_each);
  called_back_from_a_second_errand(ask_each);
  called_back_twice_it_still_waits(ask_each);
  called_back_after_a_failure_it_still_waits(ask_each);
  nothing_is_lost_when_called_back(ask_each);
}

TEST_CASE("with no shop, nothing is handed on", "[step4]") {
  in_french("sans magasin, rien n'est transmis");
  without_shops_it_ends_at_once(ask_each);
}

TEST_CASE("one errand knows nothing of another", "[step4]") {
  in_french("une tournée ne sait rien d'une autre");
  the_second_errand_is_a_new_one(ask_each);
  each_of_two_errands_has_its_failure(ask_each);
  two_errands_do_not_meet(ask_each);
}

TEST_CASE("the shops answer on the executor of the courier", "[step4]") {
  in_french("les magasins répondent sur l'exécuteur du coursier");
  asks_on_the_executor_of_its_caller(ask_each);
}

TEST_CASE("report is called on the executor of the courier", "[step4]") {
  in_french("report est appelé sur l'exécuteur du coursier");
  Street street(3);
  const auto strand = asio::make_strand(street.stage.executor());
  int calls = 0;
  int calls_on_strand = 0;
  const exo31::Report report = [&](std::size_t, int) {
    ++calls;
    calls_on_strand += strand.running_in_this_thread();
  };
  auto shops = street.shops();
  shops.push_back([] { return answer_at_once(250); });
  auto each = street.stage.run(
      "ask_each", on(strand, exo31::ask_each(std::move(shops), report)));
  for (const int i : {1, 0, 2}) street.open(i, 10 * i);
  expect_returned(each);
  EXPECT(another_executor, calls_on_strand == calls);
}

TEST_CASE("to the last, a shop is there until it has ended", "[step4]") {
  in_french("jusqu'au bout, un magasin existe jusqu'à ce qu'il ait fini");
  keeps_a_question_until_it_is_answered(ask_each);
  for (const bool one_fails : {false, true})
    lets_go_of_the_questions(ask_each, one_fails);
}
