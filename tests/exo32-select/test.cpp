// So that what with_timeout returns can be read in the messages.
#define CATCH_CONFIG_ENABLE_OPTIONAL_STRINGMAKER

#include <fmt/format.h>

#include <asio/error.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/carry_on.hpp>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <utility>
#include <vector>
#ifdef WORKBOOK_HAS_CLOCK
#include <support/timed_stage.hpp>
#endif

#include "lessons.hpp"
#include "select.hpp"

using namespace std::chrono_literals;
using exo32::Call;
using exo32::Plate;
using workbook::awkward_exceptions;
using workbook::Done;
using workbook::Gate;
using workbook::in_french;
using workbook::is_a;
using workbook::is_aborted;
using workbook::Mishap;
using workbook::Oddity;
using workbook::Outage;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;

namespace {

// What those say who fail.
constexpr Text make_up_your_mind{"make up your mind!", "décidez-vous !"};
constexpr Text all_our_cabs_are_out{"all our cabs are out",
                                    "tous nos taxis sont pris"};
constexpr Text all_cabs_are_out{"all cabs are out", "tous les taxis sont pris"};
constexpr Text line_dead{"line dead", "ligne coupée"};
constexpr Text not_ours{"not ours", "rien à voir avec nous"};
constexpr Text not_in_the_rain{"not in the rain", "pas sous la pluie"};
constexpr Text only_airports{"only airports", "les aéroports seulement"};
constexpr Text sold_out{"sold out", "complet"};
constexpr Text plain_no{"no", "non"};
constexpr Text in_a_hurry{"I am in a hurry!", "je suis pressé !"};
constexpr Text the_switchboard{"the switchboard", "le standard"};
constexpr Text wrong_number{"wrong number", "faux numéro"};
constexpr Text a_flat_tyre{"a flat tyre", "un pneu crevé"};
constexpr Text no_room{"no room", "plus de place"};

#ifdef WORKBOOK_HAS_CLOCK
using TimedStage = workbook::TimedStage;
void pass(TimedStage& stage, std::chrono::nanoseconds time) {
  stage.advance(time);
}
// From a millisecond to a month.
const std::vector patiences{1ms, 20ms, 999ms, 1001ms, 2'592'000'000ms};
// Not a month: Asio looks at its clock every five minutes, so that each month
// costs thousands of turns of the loop.
const std::chrono::nanoseconds a_long_time = 2h;
#else
using TimedStage = Stage;
void pass(TimedStage& stage, std::chrono::nanoseconds time) {
  stage.context.restart();
  stage.context.run_for(time);
  stage.settle();
}
const std::vector patiences{1ms, 20ms};
const std::chrono::nanoseconds a_long_time = 1ms;
#endif

// Awkward plates: nothing, hardly anything, a zero in the middle, very long.
const std::vector<Plate> awkward_plates{"",  " ",      Plate("A\0B", 3),
                                        "0", "ÉTÉ-31", Plate(10'000, 'x')};

// ---- Companies and races

// What a race between several calls is: first_answer, which takes two, and
// first_success.
struct Race {
  std::string name;
  Call (*ring)(std::vector<Call>);
  std::vector<int> sizes;
};

Call ring_two(std::vector<Call> calls) {
  co_return co_await exo32::first_answer(std::move(calls.at(0)),
                                         std::move(calls.at(1)));
}

// Whether it throws when it is called or when it is awaited is the same here.
Call ring_many(std::vector<Call> calls) {
  co_return co_await exo32::first_success(std::move(calls));
}

const Race first_answer{"first_answer", ring_two, {2}};
const Race first_success{"first_success", ring_many, {1, 2, 3, 5, 17, 300}};

// A town with companies that answer when the test opens their gates.
template <class StageOfItsOwn>
struct TownOn {
  explicit TownOn(int size) {
    const std::vector<std::string> known{"Red Cabs", "Blue Cabs", "Green Cabs"};
    const auto company = Text{"company", "la compagnie"}.spoken();
    for (int i = 0; i < size; ++i)
      gates.emplace_back(
          stage, i < 3 ? known[i] : fmt::format("{} {}", company, i + 1));
  }

  std::vector<Call> calls() {
    std::vector<Call> all;
    for (auto& gate : gates) all.push_back(gate.wait());
    return all;
  }

  Outcome<Plate> run(const Race& race) {
    return stage.run(race.name, race.ring(calls()));
  }
  Outcome<std::optional<Plate>> run_with_timeout(exo32::Milliseconds patience) {
    return stage.run(fmt::format("with_timeout({} ms)", patience.count()),
                     exo32::with_timeout(gates[0].wait(), patience));
  }

  void open(int i, Plate plate) {
    gates[i].open(std::move(plate));
    stage.settle();
  }
  template <class Error>
  void fail(int i, Error error) {
    gates[i].fail(std::move(error));
    stage.settle();
  }
  void linger() {
    for (auto& gate : gates) gate.linger();
  }
  // Lets those go who have been told to stop; others may be told only then.
  void let_go() {
    for (std::size_t turn = 0; turn < gates.size(); ++turn) {
      for (auto& gate : gates)
        if (gate.cancelled() > 0) gate.let_go();
      stage.settle();
    }
  }

  int asked() const { return count(&Gate<Plate>::asked); }
  int waiting() const { return count(&Gate<Plate>::waiting); }
  int cancelled() const { return count(&Gate<Plate>::cancelled); }
  // Nothing of the learner's waits in the event loop any more.
  bool nothing_is_left() {
    const bool nothing = stage.context.stopped();
    if (!nothing)
      stage.story.tell("", {"(something still waits in the event loop)",
                            "(quelque chose attend encore dans la boucle "
                            "d'événements)"});
    return nothing;
  }

  StageOfItsOwn stage;
  std::deque<Gate<Plate>> gates;

 private:
  template <class Count>
  int count(Count one) const {
    int sum = 0;
    for (const auto& gate : gates) sum += (gate.*one)();
    return sum;
  }
};

using Town = TownOn<Stage>;
using TimedTown = TownOn<TimedStage>;

Call answer_at_once(Plate plate) { co_return plate; }

Call fail_at_once(std::exception_ptr error) {
  std::rethrow_exception(error);
  co_return "";
}

// Told to stop, it gives an answer all the same.
Call answer_all_the_same(Gate<Plate>& gate) {
  try {
    co_return co_await gate.wait();
  } catch (const std::system_error&) {
  }
  co_return "TOO-LATE";
}

// Told to stop, it throws something of its own.
Call grumble(Gate<Plate>& gate) {
  try {
    co_return co_await gate.wait();
  } catch (const std::system_error&) {
  }
  throw Mishap(make_up_your_mind);
}

// It waits. If it has thrown instead, its exception is what the learner reads.
template <class T>
void expect_waits(const Lesson& leaves, const Outcome<T>& work) {
  if (work.threw()) std::rethrow_exception(work.exception());
  EXPECT(leaves, work.waits());
}

// The race has ended with this plate.
void expect_plate(const Outcome<Plate>& race, const Plate& plate) {
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == plate);
}

// The reasons of the NoCab that it threw; or what it did instead.
std::vector<std::string> reasons(const Outcome<Plate>& outcome) {
  const auto instead = [](Text what) {
    return std::vector{"(" + what.spoken() + ")"};
  };
  if (outcome.waits()) return instead({"it still waits", "attend encore"});
  if (outcome.returned()) return instead({"it returned", "a répondu"});
  try {
    std::rethrow_exception(outcome.exception());
  } catch (const exo32::NoCab& no_cab) {
    return no_cab.reasons;
  } catch (...) {
    return {Text{"(it threw: ", "(a levé : "}.spoken() + outcome.error() + ")"};
  }
}

// ---- What every race promises

void rings_all_at_once(const Race& race) {
  for (const int size : race.sizes) {
    Town town(size);
    auto ended = town.run(race);
    EXPECT(one_at_a_time, town.asked() == size);
    expect_waits(wrong_winner, ended);
  }
}

void any_may_win(const Race& race) {
  for (const int size : race.sizes)
    for (const int winner : {0, size / 2, size - 1}) {
      Town town(size);
      auto ended = town.run(race);
      town.open(winner, "CAB-9");
      expect_plate(ended, "CAB-9");
      EXPECT(one_at_a_time, town.asked() == size);
      EXPECT(loser_goes_on, town.waiting() == 0);
      EXPECT(loser_goes_on, town.cancelled() == size - 1);
      EXPECT(timer_left_armed, town.nothing_is_left());
    }
}

// However long they take.
void waits_for_its_losers(const Race& race, int size) {
  TimedTown town(size);
  town.linger();
  auto ended = town.run(race);
  pass(town.stage, a_long_time);
  expect_waits(wrong_winner, ended);
  town.open(1, "BLUE-7");
  EXPECT(loser_goes_on, town.cancelled() > 0);
  pass(town.stage, a_long_time);
  EXPECT(left_too_early, ended.waits());
  town.let_go();
  EXPECT(loser_goes_on, town.cancelled() == size - 1);
  EXPECT(left_too_early, town.waiting() == 0);
  expect_plate(ended, "BLUE-7");
}

// It has told its calls to stop, and is told to stop itself while they take
// their time, perhaps twice. It need not tell them again, but it waits, however
// long they take.
template <class Ended>
void waits_for_them_when_told_to_stop(TimedTown& town, Ended& ended,
                                      int times) {
  for (int i = 0; i < times; ++i) {
    ended.cancel();
    town.stage.settle();
    if (!ended.waits()) EXPECT(left_too_early, town.waiting() == 0);
  }
  EXPECT(deaf_to_cancellation, town.cancelled() > 0);
  pass(town.stage, a_long_time);
  if (!ended.waits()) EXPECT(left_too_early, town.waiting() == 0);
  town.let_go();
  EXPECT(lost_in_the_turn, !ended.waits());
  EXPECT(left_too_early, town.waiting() == 0);
}

// Whatever is thrown, be it the code of those who are told to stop.
void a_refusal_decides_nothing(const Race& race) {
  const std::vector refusals{
      std::make_exception_ptr(Mishap(all_our_cabs_are_out)),
      std::make_exception_ptr(Outage(line_dead)),
      std::make_exception_ptr(std::logic_error(not_ours))};
  for (const int size : race.sizes)
    for (const int winner : {0, size - 1})
      for (const auto& refusal : refusals) {
        if (size == 1) continue;
        Town town(size);
        auto ended = town.run(race);
        for (int i = 0; i < size; ++i) {
          if (i == winner) continue;
          town.fail(i, refusal);
          EXPECT(failure_decides, ended.waits());
          EXPECT(failure_decides, town.cancelled() == 0);
        }
        town.open(winner, "CAB-3");
        expect_plate(ended, "CAB-3");
      }
}

void any_plate_is_an_answer(const Race& race) {
  for (const auto& plate : awkward_plates)
    for (const int winner : {0, 1}) {
      Town town(2);
      auto ended = town.run(race);
      town.open(winner, plate);
      EXPECT(plate_judged, ended.returned());
      const bool same = ended.value() == plate;
      EXPECT(plate_judged, same);
    }
}

void the_first_of_one_turn_wins(const Race& race) {
  for (const auto in_order : workbook::both_orders) {
    Town town(2);
    auto ended = town.run(race);
    Plate expected;
    const auto open = [&](int i, Plate plate) {
      if (expected.empty()) expected = plate;
      town.gates[i].open(plate);
    };
    in_order([&] { open(0, "RED-1"); }, [&] { open(1, "BLUE-7"); });
    town.stage.settle();
    expect_plate(ended, expected);
  }
  for (const auto in_order : workbook::both_orders) {
    Town town(2);
    auto ended = town.run(race);
    in_order([&] { town.gates[0].fail(Mishap(not_in_the_rain)); },
             [&] { town.gates[1].open("BLUE-7"); });
    town.stage.settle();
    expect_plate(ended, "BLUE-7");
  }
}

void waits_also_when_told_to_stop(const Race& race) {
  for (const bool decided : {true, false})
    for (const int times : {1, 2}) {
      TimedTown town(2);
      town.linger();
      auto ended = town.run(race);
      if (decided) town.open(1, "BLUE-7");
      waits_for_them_when_told_to_stop(town, ended, times);
    }
}

void losers_may_say_anything(const Race& race) {
  for (const int winner : {0, 1})
    for (const auto stubborn : {answer_all_the_same, grumble}) {
      Town town(2);
      std::vector<Call> calls;
      for (auto& gate : town.gates) calls.push_back(stubborn(gate));
      auto ended = town.stage.run(race.name, race.ring(std::move(calls)));
      town.open(winner, "CAB-9");
      expect_plate(ended, "CAB-9");
    }
}

// One call ends as soon as it begins, with an answer or with a refusal.
void some_are_there_at_once(const Race& race) {
  const auto no = std::make_exception_ptr(Mishap(plain_no));
  for (const int at : {0, 1})
    for (const bool answers : {true, false}) {
      Town town(2);
      std::vector<Call> calls;
      for (const int i : {0, 1})
        calls.push_back(i != at   ? town.gates[i].wait()
                        : answers ? answer_at_once("CAB-9")
                                  : fail_at_once(no));
      auto ended = town.stage.run(race.name, race.ring(std::move(calls)));
      if (!answers) {
        EXPECT(failure_decides, ended.waits());
        town.open(1 - at, "CAB-9");
      }
      expect_plate(ended, "CAB-9");
      EXPECT(always_rung, town.asked() == 1);
      EXPECT(loser_goes_on, town.waiting() == 0);
    }
}

void told_to_stop_it_stops_the_calls(const Race& race) {
  for (const int size : race.sizes) {
    if (size > 17) continue;
    Town town(size);
    town.linger();
    auto ended = town.run(race);
    expect_waits(wrong_winner, ended);
    ended.cancel();
    town.stage.settle();
    EXPECT(deaf_to_cancellation, town.cancelled() == size);
    EXPECT(left_too_early, ended.waits());
    town.let_go();
    EXPECT(deaf_to_cancellation, ended.threw());
    EXPECT(left_too_early, town.waiting() == 0);
    EXPECT(timer_left_armed, town.nothing_is_left());
  }
}

// Nobody comes: then it throws. Or a call answers all the same: then this
// answer may be returned, but no other.
void told_to_stop_the_calls_may_say_anything(const Race& race) {
  for (const auto stubborn : {answer_all_the_same, grumble}) {
    Town town(2);
    std::vector<Call> calls;
    for (auto& gate : town.gates) calls.push_back(stubborn(gate));
    auto ended = town.stage.run(race.name, race.ring(std::move(calls)));
    ended.cancel();
    town.stage.settle();
    EXPECT(deaf_to_cancellation, !ended.waits());
    const bool says_no_cab = is_a<exo32::NoCab>(ended.exception());
    EXPECT(cancelled_is_no_refusal, !says_no_cab);
    if (ended.returned()) EXPECT(wrong_winner, ended.value() == "TOO-LATE");
  }
}

// `event` happens, some turns of the loop go by, the order to stop comes: at
// whatever moment that is, everything ends.
template <class Run, class Event>
void told_to_stop_at_any_moment(Run run, Event event) {
  bool more = true;
  for (int turns = 0; more; ++turns) {
    more = false;
    for (const auto in_order : workbook::both_orders) {
      TimedTown town(2);
      auto ended = run(town);
      in_order(
          [&] {
            event(town);
            more |= town.stage.turn(turns) == turns;
          },
          [&] { ended.cancel(); });
      town.stage.settle();
      EXPECT(lost_in_the_turn, !ended.waits());
      EXPECT(left_too_early, town.waiting() == 0);
    }
  }
}

template <class Run>
void nothing_is_lost_when_told_to_stop(Run run) {
  told_to_stop_at_any_moment(
      run, [](TimedTown& town) { town.gates[0].open("RED-1"); });
  told_to_stop_at_any_moment(
      run, [](TimedTown& town) { town.gates[0].fail(Mishap(plain_no)); });
  told_to_stop_at_any_moment(run, [](TimedTown& town) {
    town.gates[1].open("BLUE-7");
    town.gates[0].open("RED-1");
  });
  told_to_stop_at_any_moment(run, [](TimedTown& town) {
    town.gates[1].fail(Mishap(plain_no));
    town.gates[0].fail(Mishap(plain_no));
  });
}

template <class T, class End>
void its_caller_can_be_told_to_stop(Stage& stage, asio::awaitable<T> work,
                                    End end) {
  workbook::CallerWhoCarriesOn caller(stage, std::move(work));
  end();
  stage.settle();
  EXPECT(waits_for_all, caller.has_carried_on());
  caller.cancel();
  EXPECT(caller_left_deaf, caller.has_stopped());
}

// The work itself was told to stop. Its caller may still be marked as told, or
// not; a second order at the latest ends the caller.
template <class T, class End>
void its_caller_can_be_told_again(Stage& stage, asio::awaitable<T> work,
                                  End end) {
  workbook::CallerWhoCarriesOn caller(stage, std::move(work));
  caller.cancel();
  end();
  stage.settle();
  caller.cancel();
  EXPECT(caller_left_deaf, caller.has_ended());
}

void its_caller_can_be_told_to_stop(const Race& race) {
  for (const bool answers : {true, false}) {
    Town town(2);
    its_caller_can_be_told_to_stop(town.stage, race.ring(town.calls()), [&] {
      for (auto& gate : town.gates)
        if (answers)
          gate.open("CAB-9");
        else
          gate.fail(Mishap(plain_no));
    });
  }
  Town town(2);
  its_caller_can_be_told_again(town.stage, race.ring(town.calls()), [] {});
}

void races_do_not_meet(const Race& race) {
  Town one(2), two(2);
  auto first = one.run(race);
  auto second = two.run(race);
  EXPECT(remembers, two.asked() == 2);
  two.open(1, "BLUE-7");
  EXPECT(remembers, first.waits());
  EXPECT(remembers, second.returned());
  one.fail(0, Mishap(plain_no));
  one.open(1, "BLUE-8");
  EXPECT(remembers, first.value() == "BLUE-8");
  EXPECT(remembers, second.value() == "BLUE-7");
}

// ---- The driver

// A cab with its driver's tasks: each ride is a gate, made when it is wanted.
class Cab {
 public:
  // So many rides are over as soon as they begin.
  explicit Cab(Stage& stage, int quick_rides = 0)
      : stage_(stage),
        quick_rides_(quick_rides),
        door_(stage.executor(), asio::steady_timer::time_point::max()) {}

  Outcome<void> run() {
    return stage_.run("night_shift", exo32::night_shift(ride(), park()));
  }

  exo32::Task ride() {
    return [this] { return quick_rides_-- > 0 ? pass_by() : go(next()); };
  }

  // Once told to stop, the driver still takes the passenger where he goes.
  exo32::Task ride_to_the_end() {
    return [this] { return go_to_the_end(next()); };
  }

  // Told to stop, the passenger complains.
  exo32::Task ride_with_a_complaint() {
    return [this] { return complain(next()); };
  }

  exo32::Task park() {
    return [this] {
      ++parkings_wanted;
      return do_park();
    };
  }

  // The parking ends, well or with this exception.
  void open_garage(std::exception_ptr error = nullptr) {
    open_ = true;
    parking_fails_ = error;
    door_.cancel();
    stage_.settle();
  }

  int rides_begun() const {
    int begun = quick_rides_begun;
    for (const auto& ride : rides) begun += ride.asked();
    return begun;
  }

  std::deque<Gate<Done>> rides;
  int quick_rides_begun = 0;
  int parkings_wanted = 0;       // calls of the function park
  int parkings_begun = 0;        // its coroutine runs
  int parkings_interrupted = 0;  // ... and was cancelled
  int parkings_done = 0;         // ... or came to its end

 private:
  // A driver who loops for ever must not use up the memory.
  Gate<Done>& next() {
    const auto ride = Text{"ride", "le trajet"}.spoken();
    if (rides.size() < 10)
      rides.emplace_back(stage_, fmt::format("{} {}", ride, rides.size() + 1));
    return rides.back();
  }

  asio::awaitable<void> pass_by() {
    ++quick_rides_begun;
    co_return;
  }

  static asio::awaitable<void> go(Gate<Done>& ride) { co_await ride.wait(); }

  static asio::awaitable<void> go_to_the_end(Gate<Done>& ride) {
    try {
      co_await ride.wait();
    } catch (const std::system_error&) {
    }
  }

  static asio::awaitable<void> complain(Gate<Done>& ride) {
    try {
      co_await ride.wait();
    } catch (const std::system_error&) {
    }
    throw Mishap(in_a_hurry);
  }

  // Not a gate: a gate also stops for a cancellation that came before it was
  // asked, if the coroutine still remembers it. A plain wait does not.
  asio::awaitable<void> do_park() {
    const auto cab = Text{"the cab", "le taxi"}.spoken();
    ++parkings_begun;
    stage_.story.tell(cab, {"drives home", "rentre au garage"});
    asio::error_code error;
    co_await door_.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (!open_) {
      ++parkings_interrupted;
      stage_.story.tell(cab, workbook::happens::cancelled);
      throw std::system_error(error);
    }
    ++parkings_done;
    stage_.story.tell(cab, {"is parked", "est garé"});
    if (parking_fails_) std::rethrow_exception(parking_fails_);
  }

  Stage& stage_;
  int quick_rides_;
  asio::steady_timer door_;
  bool open_ = false;
  std::exception_ptr parking_fails_;
};

// The rides have ended: the cab is being parked, once, and nothing cuts it
// short; when it is parked, so is the shift over.
void expect_parking(Cab& cab, const Outcome<void>& shift) {
  EXPECT(parks_again, cab.parkings_wanted <= 1);
  EXPECT(clean_up_skipped, cab.parkings_wanted == 1);
  EXPECT(clean_up_interrupted, cab.parkings_begun == 1);
  EXPECT(clean_up_interrupted, cab.parkings_interrupted == 0);
  EXPECT(clean_up_left_behind, shift.waits());
  cab.open_garage();
  EXPECT(clean_up_interrupted, cab.parkings_done == 1);
  EXPECT(parks_again, cab.parkings_wanted == 1);
  EXPECT(carries_on, !shift.waits());
}

}  // namespace

TEST_CASE("both companies are rung before either has answered", "[step1]") {
  in_french("on appelle les deux compagnies avant toute réponse");
  rings_all_at_once(first_answer);
}

TEST_CASE("whichever answers first wins, the other stops", "[step1]") {
  in_french("la première qui répond gagne, l'autre s'arrête");
  for (const int winner : {1, 0}) {
    Town town(2);
    auto race = town.run(first_answer);
    town.open(winner, "CAB-9");
    expect_plate(race, "CAB-9");
    EXPECT(loser_goes_on, town.waiting() == 0);
    EXPECT(timer_left_armed, town.nothing_is_left());
  }
}

TEST_CASE("the race ends after the loser, which takes its time", "[step1]") {
  in_french("la course finit après la perdante, qui prend son temps");
  waits_for_its_losers(first_answer, 2);
}

TEST_CASE("a refusal decides nothing while the other still rings", "[step1]") {
  in_french("un refus ne décide de rien tant que l'autre sonne encore");
  a_refusal_decides_nothing(first_answer);
}

TEST_CASE("if both refuse, there is no plate to return", "[step1]") {
  in_french("si les deux refusent, il n'y a pas de plaque à rendre");
  for (const int first : {0, 1}) {
    Town town(2);
    auto race = town.run(first_answer);
    town.fail(first, Mishap(not_in_the_rain));
    town.fail(1 - first, Mishap(all_our_cabs_are_out));
    EXPECT(waits_for_all, !race.waits());
    EXPECT(wrong_winner, race.threw());
    EXPECT(timer_left_armed, town.nothing_is_left());
  }
}

TEST_CASE("any plate is an answer", "[step1]") {
  in_french("toute plaque est une réponse");
  any_plate_is_an_answer(first_answer);
}

TEST_CASE("of two ends in one turn, the first one counts", "[step1]") {
  in_french("de deux fins dans le même tour, c'est la première qui compte");
  the_first_of_one_turn_wins(first_answer);
  some_are_there_at_once(first_answer);
}

TEST_CASE("what the loser still says changes nothing", "[step1]") {
  in_french("ce que dit encore la perdante ne change rien");
  losers_may_say_anything(first_answer);
}

TEST_CASE("a race that is told to stop stops both calls", "[step1]") {
  in_french("une course qu'on arrête arrête les deux appels");
  told_to_stop_it_stops_the_calls(first_answer);
  waits_also_when_told_to_stop(first_answer);
  told_to_stop_the_calls_may_say_anything(first_answer);
}

TEST_CASE("told to stop at any moment, the race ends", "[step1]") {
  in_french("arrêtée à n'importe quel moment, la course finit");
  nothing_is_lost_when_told_to_stop(
      [](auto& town) { return town.run(first_answer); });
}

TEST_CASE("one race knows nothing of another", "[step1]") {
  in_french("une course ne sait rien d'une autre");
  races_do_not_meet(first_answer);
}

TEST_CASE("whoever ran the race can be told to stop afterwards", "[step1]") {
  in_french("qui a fait courir la course peut être arrêté ensuite");
  its_caller_can_be_told_to_stop(first_answer);
}

TEST_CASE("an answer in time is returned at once", "[step2]") {
  in_french("une réponse à temps est rendue aussitôt");
  TimedTown town(1);
  auto ride = town.run_with_timeout(1h);
  EXPECT(always_rung, town.asked() == 1);
  expect_waits(gives_up_at_once, ride);
  town.open(0, "RED-1");
  EXPECT(waits_for_all, !ride.waits());
  EXPECT(taken_for_late, ride.value().has_value());
  EXPECT(wrong_winner, *ride.value() == "RED-1");
  EXPECT(timer_left_armed, town.nothing_is_left());
}

TEST_CASE("any plate in time is an answer", "[step2]") {
  in_french("toute plaque à temps est une réponse");
  for (const auto& plate : awkward_plates) {
    TimedTown town(1);
    auto ride = town.run_with_timeout(1h);
    town.open(0, plate);
    EXPECT(plate_judged, ride.returned());
    EXPECT(plate_judged, ride.value().has_value());
    const bool same = *ride.value() == plate;
    EXPECT(plate_judged, same);
  }
}

TEST_CASE("what the call throws reaches the caller at once", "[step2]") {
  in_french("ce que lève l'appel parvient aussitôt à l'appelant");
  const auto refusal = std::make_exception_ptr(Mishap(all_cabs_are_out));
  TimedTown town(1);
  auto ride = town.run_with_timeout(1h);
  town.fail(0, refusal);
  EXPECT(error_hidden, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  EXPECT(error_hidden, ride.error() == all_cabs_are_out.spoken());
  EXPECT(error_hidden, same_exception(ride.exception(), refusal));
  EXPECT(timer_left_armed, town.nothing_is_left());
}

TEST_CASE("so does what is no runtime_error", "[step2]") {
  in_french("ce qui n'est pas une runtime_error aussi");
  TimedTown town(1);
  auto ride = town.run_with_timeout(1h);
  town.fail(0, std::logic_error(wrong_number));
  EXPECT(error_hidden, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  const bool unchanged = is_a<std::logic_error>(ride.exception());
  EXPECT(error_hidden, unchanged);
}

TEST_CASE("a line that is cut is a failure, not a time-out", "[step2]") {
  in_french("une ligne coupée est un échec, non un délai dépassé");
  TimedTown town(1);
  auto ride = town.run_with_timeout(1h);
  town.fail(0, Outage(line_dead));
  EXPECT(error_hidden, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  const bool unchanged = is_a<Outage>(ride.exception());
  EXPECT(error_hidden, unchanged);
}

TEST_CASE("when the time is up, there is nothing, and no sooner", "[step2]") {
  in_french("le délai écoulé, il n'y a rien, et pas plus tôt");
  const Teaching if_it_hangs(late_and_still_waiting);
  for (const auto patience : patiences) {
    TimedTown town(1);
    auto ride = town.run_with_timeout(patience);
#ifdef WORKBOOK_HAS_CLOCK
    pass(town.stage, patience - 1ns);
    expect_waits(gives_up_at_once, ride);
    pass(town.stage, 1ns);
#else
    pass(town.stage, patience);
#endif
    EXPECT(late_and_still_waiting, ride.returned());
    EXPECT(late_and_still_waiting, !ride.value().has_value());
    EXPECT(loser_goes_on, town.waiting() == 0);
    EXPECT(timer_left_armed, town.nothing_is_left());
  }
}

#ifdef WORKBOOK_HAS_CLOCK
TEST_CASE("two months of patience are long, too", "[step2]") {
  in_french("deux mois de patience, c'est long aussi");
  TimedTown town(1);
  // Two to the power of 32 milliseconds, and 20 more.
  auto ride = town.run_with_timeout(4'294'967'316ms);
  pass(town.stage, 1h);
  expect_waits(gives_up_at_once, ride);
  town.open(0, "RED-1");
  EXPECT(taken_for_late, ride.value() == "RED-1");
}

TEST_CASE("the time is counted from the moment it is awaited", "[step2]") {
  in_french("le délai se compte à partir du moment où on l'attend");
  TimedTown town(1);
  auto later = exo32::with_timeout(town.gates[0].wait(), 10ms);
  town.stage.move_to(1h);
  auto ride = town.stage.run("with_timeout(10 ms)", std::move(later));
  expect_waits(gives_up_at_once, ride);
  pass(town.stage, 10ms);
  EXPECT(late_and_still_waiting, ride.returned());
}

TEST_CASE("an answer in time stays so if the thread is then busy", "[step2]") {
  in_french("une réponse à temps le reste, même si le fil est ensuite occupé");
  TimedTown town(1);
  auto ride = town.run_with_timeout(10ms);
  town.gates[0].open("RED-1");
  while (town.waiting() > 0 && town.stage.turn(1) == 1) continue;
  town.stage.move_to(1h);
  town.stage.settle();
  EXPECT(late_and_still_waiting, !ride.waits());
  EXPECT(taken_for_late, ride.value() == "RED-1");
}
#endif

TEST_CASE("late, it ends after the call, which takes its time", "[step2]") {
  in_french("trop tard, elle finit après l'appel, qui prend son temps");
  const Teaching if_it_hangs(late_and_still_waiting);
  TimedTown town(1);
  town.linger();
  auto ride = town.run_with_timeout(10ms);
  pass(town.stage, 10ms);
  EXPECT(loser_goes_on, town.cancelled() == 1);
  EXPECT(left_too_early, ride.waits());
  town.let_go();
  EXPECT(late_and_still_waiting, ride.returned());
  EXPECT(late_and_still_waiting, !ride.value().has_value());
}

TEST_CASE("late and told to stop, it ends after the call, too", "[step2]") {
  in_french("en retard et arrêtée, elle finit aussi après l'appel");
  for (const bool late : {true, false})
    for (const int times : {1, 2}) {
      TimedTown town(1);
      town.linger();
      auto ride = town.run_with_timeout(10ms);
      if (late) pass(town.stage, 10ms);
      waits_for_them_when_told_to_stop(town, ride, times);
    }
}

TEST_CASE("what a late call still says is not heard", "[step2]") {
  in_french("ce que dit encore un appel en retard n'est pas entendu");
  for (const auto stubborn : {answer_all_the_same, grumble}) {
    TimedTown town(1);
    auto ride =
        town.stage.run("with_timeout(10 ms)",
                       exo32::with_timeout(stubborn(town.gates[0]), 10ms));
    pass(town.stage, 10ms);
    EXPECT(late_is_late, ride.returned());
    EXPECT(late_is_late, !ride.value().has_value());
  }
}

TEST_CASE("a patience of zero or less is not patience for ever", "[step2]") {
  in_french("un délai nul ou négatif n'est pas un délai infini");
  const Teaching if_it_hangs(zero_for_ever);
  for (const auto patience : {0ms, -1ms, -3600'000ms}) {
    TimedTown town(1);
    auto ride = town.run_with_timeout(patience);
    pass(town.stage, 1ns);
    EXPECT(zero_for_ever, ride.returned());
    EXPECT(zero_for_ever, !ride.value().has_value());
    EXPECT(loser_goes_on, town.waiting() == 0);
    EXPECT(always_rung, town.asked() == 1);
  }
}

TEST_CASE("told to stop, it throws: it has not become late", "[step2]") {
  in_french("arrêtée, elle lève une exception : elle n'est pas en retard");
  TimedTown town(1);
  town.linger();
  auto ride = town.run_with_timeout(1h);
  ride.cancel();
  town.stage.settle();
  EXPECT(deaf_to_cancellation, town.cancelled() == 1);
  EXPECT(left_too_early, ride.waits());
  town.let_go();
  EXPECT(deaf_to_cancellation, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  EXPECT(timer_left_armed, town.nothing_is_left());
}

TEST_CASE("told to stop, it may hear an answer, but is not late", "[step2]") {
  in_french("arrêtée, elle entend peut-être une réponse, sans être en retard");
  TimedTown town(1);
  auto ride = town.stage.run(
      "with_timeout(1 h)",
      exo32::with_timeout(answer_all_the_same(town.gates[0]), 1h));
  ride.cancel();
  town.stage.settle();
  EXPECT(deaf_to_cancellation, !ride.waits());
  if (!ride.threw()) EXPECT(taken_for_late, ride.value() == "TOO-LATE");
}

TEST_CASE("told to stop at any moment, it ends", "[step2]") {
  in_french("arrêtée à n'importe quel moment, elle finit");
  nothing_is_lost_when_told_to_stop(
      [](TimedTown& town) { return town.run_with_timeout(1h); });
}

TEST_CASE("each call has its own time", "[step2]") {
  in_french("chaque appel a son propre délai");
  TimedTown town(3);
  const auto ring = [&](int i, exo32::Milliseconds patience) {
    return town.stage.run(fmt::format("with_timeout({} ms)", patience.count()),
                          exo32::with_timeout(town.gates[i].wait(), patience));
  };
  auto patient = ring(0, 1h);
  auto hasty = ring(1, 10ms);
  auto answered = ring(2, 10ms);
  town.open(2, "GREEN-5");
  pass(town.stage, 10ms);
  EXPECT(remembers, patient.waits());
  EXPECT(remembers, hasty.returned());
  EXPECT(remembers, !hasty.value().has_value());
  EXPECT(remembers, answered.value() == "GREEN-5");
  town.open(0, "RED-1");
  EXPECT(remembers, patient.value() == "RED-1");
}

TEST_CASE("whoever set the limit can be told to stop afterwards", "[step2]") {
  in_french("qui a fixé le délai peut être arrêté ensuite");
  for (const bool late : {true, false}) {
    TimedTown town(1);
    its_caller_can_be_told_to_stop(
        town.stage, exo32::with_timeout(town.gates[0].wait(), 10ms), [&] {
          if (late)
            pass(town.stage, 10ms);
          else
            town.open(0, "RED-1");
        });
  }
  TimedTown town(1);
  its_caller_can_be_told_again(
      town.stage, exo32::with_timeout(town.gates[0].wait(), 10ms), [] {});
}

TEST_CASE("every company is rung before any has answered", "[step3]") {
  in_french("on appelle toutes les compagnies avant toute réponse");
  rings_all_at_once(first_success);
}

TEST_CASE("the first plate wins, whatever was refused before", "[step3]") {
  in_french("la première plaque gagne, quels que soient les refus d'avant");
  a_refusal_decides_nothing(first_success);
}

TEST_CASE("any company can win, the others stop", "[step3]") {
  in_french("n'importe quelle compagnie peut gagner, les autres s'arrêtent");
  any_may_win(first_success);
}

TEST_CASE("the race of many ends after its losers", "[step3]") {
  in_french("la course à plusieurs finit après les perdantes");
  waits_for_its_losers(first_success, 3);
}

TEST_CASE("any plate wins", "[step3]") {
  in_french("toute plaque peut gagner");
  any_plate_is_an_answer(first_success);
}

TEST_CASE("here, too, the first of one turn wins", "[step3]") {
  in_french("ici aussi, la première du tour gagne");
  the_first_of_one_turn_wins(first_success);
  some_are_there_at_once(first_success);
  losers_may_say_anything(first_success);
}

TEST_CASE("one race of many knows nothing of another", "[step3]") {
  in_french("une course à plusieurs ne sait rien d'une autre");
  races_do_not_meet(first_success);
  const std::string earlier = not_in_the_rain, later = sold_out;
  for (const auto& reason : {not_in_the_rain, sold_out}) {
    Town town(2);
    auto race = town.run(first_success);
    for (const int i : {0, 1}) town.fail(i, Mishap(reason));
    for (const auto& given : reasons(race)) {
      const bool of_another_race =
          given == all_our_cabs_are_out.spoken() ||
          (given == earlier && reason.spoken() != earlier);
      EXPECT(remembers, !of_another_race);
    }
  }
  Town one(2), two(2);
  auto first = one.run(first_success);
  auto second = two.run(first_success);
  for (const int i : {0, 1}) {
    one.fail(i, Mishap(not_in_the_rain));
    two.fail(1 - i, Mishap(sold_out));
  }
  for (const auto& given : reasons(first)) EXPECT(remembers, given != later);
  for (const auto& given : reasons(second)) EXPECT(remembers, given != earlier);
}

TEST_CASE("if all refuse, the caller learns every reason", "[step3]") {
  in_french("si toutes refusent, l'appelant apprend chaque raison");
  Town town(3);
  auto race = town.run(first_success);
  const std::vector said{all_our_cabs_are_out, not_in_the_rain, only_airports};
  const std::vector<std::string> expected(said.begin(), said.end());
  for (const int i : {2, 1, 0}) {
    EXPECT(failure_decides, race.waits());
    town.fail(i, Mishap(said[i]));
  }
  EXPECT(waits_for_all, !race.waits());
  EXPECT(reasons_lost, race.threw());
  EXPECT(reasons_lost, reasons(race) == expected);
}

TEST_CASE("any reason is a reason", "[step3]") {
  in_french("toute raison est une raison");
  const std::vector<std::string> expected{
      "no", "no", "", "two\nlines ", std::string(300, 'z'), "no"};
  Town town(6);
  auto race = town.run(first_success);
  for (const int i : {5, 0, 3, 1, 4, 2})
    town.fail(i, Mishap({expected[i], expected[i]}));
  EXPECT(reasons_lost, reasons(race) == expected);
}

TEST_CASE("whatever a call throws, it has refused", "[step3]") {
  in_french("quoi que lève un appel, il a refusé");
  const auto no = std::make_exception_ptr(Mishap(plain_no));
  const std::vector failures{
      std::make_exception_ptr(Outage(line_dead)),
      std::make_exception_ptr(std::logic_error(wrong_number)),
      std::make_exception_ptr(exo32::NoCab({not_ours})),
      std::make_exception_ptr(asio::multiple_exceptions(no)),
      std::make_exception_ptr(
          std::system_error(asio::error::timed_out, the_switchboard))};
  for (const int size : {1, 2}) {
    for (const auto& failure : failures) {
      Town town(size);
      auto race = town.run(first_success);
      for (int i = 0; i < size; ++i) town.fail(i, failure);
      EXPECT(waits_for_all, !race.waits());
      const bool says_no_cab = is_a<exo32::NoCab>(race.exception());
      EXPECT(refused_by_itself, says_no_cab);
      const std::vector<std::string> expected(size,
                                              workbook::message_of(failure));
      EXPECT(reasons_lost, reasons(race) == expected);
    }
  }
}

TEST_CASE("any number of companies may refuse", "[step3]") {
  in_french("autant de compagnies qu'on veut peuvent refuser");
  for (const int size : workbook::limits) {
    Town town(size);
    auto race = town.run(first_success);
    std::vector<std::string> expected;
    for (int i = 0; i < size; ++i) {
      EXPECT(failure_decides, race.waits());
      const auto en = fmt::format("reason {}", i);
      const auto fr = fmt::format("raison {}", i);
      const Text reason{en, fr};
      expected.push_back(reason);
      town.fail(i, Mishap(reason));
    }
    EXPECT(waits_for_all, !race.waits());
    const auto given = reasons(race);
    EXPECT(reasons_lost, given.size() == expected.size());
    EXPECT(reasons_lost, given.back() == expected.back());
    const bool all_the_same = given == expected;
    EXPECT(reasons_lost, all_the_same);
    EXPECT(timer_left_armed, town.nothing_is_left());
  }
}

TEST_CASE("with nobody to ring, nobody comes", "[step3]") {
  in_french("sans personne à appeler, personne ne vient");
  Stage stage;
  const Teaching if_it_crashes(nobody_to_ring);
  auto race = stage.run("first_success({})", first_success.ring({}));
  EXPECT(nobody_to_ring, race.threw());
  EXPECT(nobody_to_ring, reasons(race) == std::vector<std::string>{});
}

TEST_CASE("told to stop, it stops every call", "[step3]") {
  in_french("arrêtée, elle arrête chaque appel");
  told_to_stop_it_stops_the_calls(first_success);
  waits_also_when_told_to_stop(first_success);
}

TEST_CASE("told to stop, it does not say that all refused", "[step3]") {
  in_french("arrêtée, elle ne dit pas que toutes ont refusé");
  for (const bool one_has_refused : {false, true}) {
    Town town(3);
    auto race = town.run(first_success);
    if (one_has_refused) town.fail(0, Mishap(all_our_cabs_are_out));
    race.cancel();
    town.stage.settle();
    EXPECT(deaf_to_cancellation, race.threw());
    const bool says_no_cab = is_a<exo32::NoCab>(race.exception());
    EXPECT(cancelled_is_no_refusal, !says_no_cab);
  }
  told_to_stop_the_calls_may_say_anything(first_success);
}

TEST_CASE("told to stop at any moment, the race of many ends", "[step3]") {
  in_french("arrêtée à n'importe quel moment, la course à plusieurs finit");
  nothing_is_lost_when_told_to_stop(
      [](auto& town) { return town.run(first_success); });
}

TEST_CASE("whoever rang them all can be told to stop afterwards", "[step3]") {
  in_french("qui les a toutes appelées peut être arrêté ensuite");
  its_caller_can_be_told_to_stop(first_success);
}

TEST_CASE("one ride follows another", "[step4]") {
  in_french("un trajet suit l'autre");
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift = cab.run();
  for (int ride = 1; ride <= 3; ++ride) {
    EXPECT(rides_overlap, cab.rides_begun() <= ride);
    EXPECT(stops_too_soon, cab.rides_begun() == ride);
    EXPECT(stops_too_soon, cab.parkings_begun == 0);
    expect_waits(stops_too_soon, shift);
    cab.rides[ride - 1].open(Done());
    stage.settle();
  }
}

TEST_CASE("a night may have any number of rides", "[step4]") {
  in_french("une nuit peut compter autant de trajets qu'on veut");
  Stage stage;
  Cab cab(stage, 3000);
  const Teaching if_it_never_returns(carries_on);
  auto shift = cab.run();
  EXPECT(stops_too_soon, cab.rides_begun() == 3001);
  expect_waits(stops_too_soon, shift);
  EXPECT(stops_too_soon, cab.parkings_wanted == 0);
}

TEST_CASE("told to stop, the driver parks the cab, then goes home", "[step4]") {
  in_french("à l'ordre d'arrêter, le chauffeur gare le taxi, puis rentre");
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift = cab.run();
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  cab.rides[0].open(Done());
  stage.settle();
  shift.cancel();
  stage.settle();
  EXPECT(carries_on, cab.rides_begun() == 2);
  EXPECT(carries_on, cab.rides[1].waiting() == 0);
  expect_parking(cab, shift);
  EXPECT(end_swallowed, shift.threw());
  const bool aborted = is_aborted(shift.exception());
  EXPECT(end_replaced, aborted);
}

TEST_CASE("a passenger is taken to the end, and is the last", "[step4]") {
  in_french("le passager est conduit à destination, et c'est le dernier");
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift = stage.run("night_shift",
                         exo32::night_shift(cab.ride_to_the_end(), cab.park()));
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  shift.cancel();
  stage.settle();
  EXPECT(carries_on, cab.rides_begun() == 1);
  expect_parking(cab, shift);
  EXPECT(end_swallowed, shift.threw());
  const bool aborted = is_aborted(shift.exception());
  EXPECT(end_replaced, aborted);
}

TEST_CASE("a ride told to stop may throw something else: he parks in peace",
          "[step4]") {
  in_french(
      "le trajet arrêté lève autre chose : il se gare quand même en paix");
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift =
      stage.run("night_shift",
                exo32::night_shift(cab.ride_with_a_complaint(), cab.park()));
  shift.cancel();
  stage.settle();
  expect_parking(cab, shift);
  EXPECT(end_swallowed, shift.threw());
}

TEST_CASE("a ride may take its time to stop, and he parks only then",
          "[step4]") {
  in_french("un trajet peut tarder à s'arrêter ; on ne se gare qu'ensuite");
  for (const int times : {1, 2}) {
    Stage stage;
    Cab cab(stage);
    const Teaching if_it_never_returns(carries_on);
    auto shift = cab.run();
    cab.rides[0].linger();
    for (int i = 0; i < times; ++i) {
      shift.cancel();
      stage.settle();
      expect_waits(parks_too_soon, shift);
      // A second order may hurry the ride, but not the driver.
      const bool rides = cab.rides[0].waiting() > 0;
      if (rides) EXPECT(parks_too_soon, cab.parkings_wanted == 0);
    }
    cab.rides[0].let_go();
    stage.settle();
    expect_parking(cab, shift);
  }
}

TEST_CASE("a ride, its end and the parking may take as long as they like",
          "[step4]") {
  in_french("un trajet, sa fin et le rangement durent autant qu'il faut");
  TimedStage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift = cab.run();
  pass(stage, a_long_time);
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  EXPECT(stops_too_soon, cab.rides[0].waiting() == 1);
  cab.rides[0].linger();
  shift.cancel();
  stage.settle();
  pass(stage, a_long_time);
  EXPECT(parks_too_soon, cab.parkings_wanted == 0);
  cab.rides[0].let_go();
  stage.settle();
  pass(stage, a_long_time);
  expect_parking(cab, shift);
}

TEST_CASE("the driver can be told to stop after the shift", "[step4]") {
  in_french("le chauffeur peut encore être arrêté après son service");
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  its_caller_can_be_told_to_stop(
      stage, exo32::night_shift(cab.ride(), cab.park()), [&] {
        cab.rides[0].fail(Mishap(a_flat_tyre));
        stage.settle();
        cab.open_garage();
      });
  Cab another(stage);
  its_caller_can_be_told_again(
      stage, exo32::night_shift(another.ride(), another.park()),
      [&] { another.open_garage(); });
}

TEST_CASE("after a flat tyre the cab is parked too", "[step4]") {
  in_french("après une crevaison aussi, le taxi est garé");
  auto troubles = awkward_exceptions(a_flat_tyre);
  troubles.push_back(std::make_exception_ptr(Outage(line_dead)));
  for (const auto& trouble : troubles) {
    Stage stage;
    Cab cab(stage);
    const Teaching if_it_never_returns(end_swallowed);
    auto shift = cab.run();
    EXPECT(stops_too_soon, cab.rides_begun() == 1);
    cab.rides[0].fail(trouble);
    stage.settle();
    EXPECT(end_swallowed, cab.rides_begun() == 1);
    expect_parking(cab, shift);
    EXPECT(end_swallowed, shift.threw());
    const bool same = is_a<Outage>(trouble)
                          ? is_a<Outage>(shift.exception())
                          : same_exception(shift.exception(), trouble);
    EXPECT(end_replaced, same);
  }
}

TEST_CASE("a parking that fails is not tried again", "[step4]") {
  in_french("on ne recommence pas un rangement qui échoue");
  Stage stage;
  Cab cab(stage);
  auto shift = cab.run();
  cab.rides[0].fail(Mishap(a_flat_tyre));
  stage.settle();
  EXPECT(clean_up_skipped, cab.parkings_begun == 1);
  cab.open_garage(std::make_exception_ptr(Mishap(no_room)));
  EXPECT(parks_again, cab.parkings_wanted == 1);
  EXPECT(carries_on, !shift.waits());
  EXPECT(end_swallowed, shift.threw());
}

TEST_CASE("told to stop at any moment, the cab is parked", "[step4]") {
  in_french("arrêté à n'importe quel moment, le taxi est garé");
  for (const bool well : {true, false}) {
    bool more = true;
    for (int turns = 0; more; ++turns) {
      more = false;
      for (const auto in_order : workbook::both_orders) {
        Stage stage;
        Cab cab(stage);
        const Teaching if_it_never_returns(carries_on);
        auto shift = cab.run();
        in_order(
            [&] {
              if (well)
                cab.rides[0].open(Done());
              else
                cab.rides[0].fail(Mishap(a_flat_tyre));
              more |= stage.turn(turns) == turns;
            },
            [&] {
              if (cab.parkings_begun == 0) shift.cancel();
            });
        stage.settle();
        expect_parking(cab, shift);
        EXPECT(end_swallowed, shift.threw());
      }
    }
  }
}

TEST_CASE("each shift parks its own cab", "[step4]") {
  in_french("chaque service gare son propre taxi");
  Stage stage;
  Cab one(stage), two(stage);
  auto first = one.run();
  auto second = two.run();
  for (Cab* cab : {&two, &one}) {
    EXPECT(remembers, cab->rides_begun() == 1);
    cab->rides[0].fail(Mishap(a_flat_tyre));
    stage.settle();
    EXPECT(remembers, cab->parkings_begun == 1);
    cab->open_garage();
  }
  EXPECT(remembers, first.error() == a_flat_tyre.spoken());
  EXPECT(remembers, second.error() == a_flat_tyre.spoken());
}
