#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <iterator>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/gate.hpp>
#include <support/holding.hpp>
#include <support/stage.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "lessons.hpp"

using namespace std::chrono_literals;
using exo36::Milliseconds;
using exo36::OnFailure;
using workbook::Gate;
using workbook::in_french;
using workbook::is_a;
using workbook::message_of;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;

namespace Catch {

template <>
struct StringMaker<exo36::Result<std::string>> {
  static std::string convert(const exo36::Result<std::string>& result) {
    return result ? Detail::stringify(result.value())
                  : Text{"error: ", "erreur : "}.spoken() +
                        result.error().message();
  }
};

template <>
struct StringMaker<exo36::Failure> {
  static std::string convert(const exo36::Failure& failure) {
    return failure.task + ": " + message_of(failure.error);
  }
};

}  // namespace Catch

namespace {

// What those say who fail.
constexpr Text on_the_north_round{"on the north round",
                                  "pendant la tournée du nord"};
constexpr Text the_depot_is_flooded{"the depot is flooded",
                                    "le dépôt est inondé"};
constexpr Text still_in_the_van{"the parcels are still in the van",
                                "les colis sont encore dans le camion"};
constexpr Text the_north_depot_is_flooded{"the north depot is flooded",
                                          "le dépôt du nord est inondé"};
constexpr Text the_van_is_out_of_petrol{"the van is out of petrol",
                                        "le camion n'a plus d'essence"};
constexpr Text the_bridge_is_closed{"the bridge is closed",
                                    "le pont est fermé"};
constexpr Text no_petrol{"no petrol", "plus d'essence"};
constexpr Text the_bridge_is_washed_away{"the bridge is washed away",
                                         "le pont est emporté"};
constexpr Text the_north_depot{"the north depot", "le dépôt du nord"};
constexpr Text a_wrong_number{"a wrong number", "un faux numéro"};
constexpr Text the_road_is_flooded{"the road is flooded",
                                   "la route est inondée"};
constexpr Text the_van_is_empty{"the van is empty", "le camion est vide"};
constexpr Text no_driver{"no driver", "pas de chauffeur"};

// Errors of a category that no answer knows.
class Shelves : public std::error_category {
 public:
  const char* name() const noexcept override { return "shelves"; }
  std::string message(int number) const override {
    const auto which = std::to_string(number);
    return Text{"shelf " + which + " has fallen",
                "l'étagère " + which + " est tombée"};
  }
};
const Shelves shelves;

// Errors of each category, and those that are easily taken for something else.
std::vector<asio::error_code> codes_of_all_kinds() {
  return {asio::error::host_unreachable,
          asio::error::timed_out,
          asio::error::try_again,
          asio::error::eof,
          asio::error::host_not_found_try_again,
          asio::error::service_not_found,
          asio::error::operation_aborted,
          asio::experimental::error::channel_closed,
          asio::experimental::error::channel_cancelled,
          make_error_code(std::errc::timed_out),
          {make_error_code(asio::error::timed_out).value(), shelves}};
}

// An error code in words, so that a failure can be read.
std::string words(const asio::error_code& code) {
  if (!code) return Text{"no code", "aucun code"}.spoken();
  return code.message() + " (" + code.category().name() + ")";
}

std::string code_in(const std::exception_ptr& error) {
  return words(exo36::code_of(error));
}

const std::string aborted = words(asio::error::operation_aborted);

// The code of a system_error with nothing around it.
std::string bare_code_in(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const asio::system_error& failure) {
    return words(failure.code());
  } catch (...) {
    return message_of(error);
  }
  return Text{"no exception", "aucune exception"}.spoken();
}

// An exception of the tests' own, with something else nested in it.
std::exception_ptr in_context(const std::exception_ptr& cause) {
  return workbook::thrown_by([&] {
    try {
      std::rethrow_exception(cause);
    } catch (...) {
      std::throw_with_nested(workbook::Mishap(on_the_north_round));
    }
  });
}
std::exception_ptr in_context(asio::error_code code) {
  return in_context(std::make_exception_ptr(asio::system_error(code)));
}

// The same, and no std::exception: `catch (const std::exception&)` lets it by.
std::exception_ptr in_an_oddity(asio::error_code code) {
  return workbook::thrown_by([&] {
    try {
      throw asio::system_error(code);
    } catch (...) {
      std::throw_with_nested(workbook::Oddity(on_the_north_round));
    }
  });
}

// A system_error, with another one nested in it.
std::exception_ptr caused_by(asio::error_code cause, asio::error_code code) {
  return workbook::thrown_by([&] {
    try {
      throw asio::system_error(cause);
    } catch (...) {
      std::throw_with_nested(asio::system_error(code));
    }
  });
}

// What a depot's own library may throw: more than an asio::system_error, and
// less when it is copied as one.
class Washout : public asio::system_error {
 public:
  explicit Washout(asio::error_code code)
      : asio::system_error(code, the_bridge_is_washed_away) {}
};

// All kinds of exceptions that can be told from any other.
std::vector<std::exception_ptr> exceptions_of_all_kinds() {
  auto all = workbook::awkward_exceptions(the_depot_is_flooded);
  all.push_back(in_context(all.front()));
  all.push_back(in_context(asio::error::access_denied));
  all.push_back(in_an_oddity(asio::error::access_denied));
  return all;
}

// What left the code under test, taken apart.
struct Thrown {
  explicit Thrown(const std::exception_ptr& error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const exo36::OrderError& failure) {
      is_order_error = true;
      order = failure.order;
      const auto* context =
          dynamic_cast<const std::nested_exception*>(&failure);
      can_hold_a_cause = context != nullptr;
      if (context) cause = context->nested_ptr();
    } catch (...) {
    }
  }
  bool is_of(int number) const { return is_order_error && order == number; }
  bool holds_a_cause() const { return cause != nullptr; }

  bool is_order_error = false;
  int order = 0;
  bool can_hold_a_cause = false;
  std::exception_ptr cause;  // nested in it
};

// Tells whether somebody still has a function that the test has given away.
class Life {
 public:
  // To be captured by that function.
  std::shared_ptr<int> token() {
    auto token = std::make_shared<int>();
    seen_ = token;
    return token;
  }
  bool goes_on() const { return !seen_.expired(); }

 private:
  std::weak_ptr<int> seen_;
};

const Text depot_name{"depot", "le dépôt"};

// A depot and a customer that the test moves by hand.
struct Office {
  exo36::Depot depot() {
    return [this](int order) { return fetch(order); };
  }
  exo36::Apology apology() {
    return [this](int order) { return apologize(order); };
  }
  asio::awaitable<std::string> fetch(int order) {
    fetched.push_back(order);
    co_return co_await parcel.wait();
  }
  asio::awaitable<void> apologize(int order) {
    apologized_for.push_back(order);
    co_await sorry.wait();
  }
  Outcome<std::string> collect(int order) {
    return stage.run("collect(" + std::to_string(order) + ")",
                     exo36::collect(order, depot(), apology()));
  }

  Stage stage;
  Gate<std::string> parcel{stage, depot_name};
  Gate<std::string> sorry{stage, Text{"customer", "le client"}};
  std::vector<int> fetched;
  std::vector<int> apologized_for;
};

using Orders = std::vector<int>;

const std::string no_road =
    asio::system_error(asio::error::host_unreachable, the_north_depot).what();

// Lines with enough room for whatever a test says on them beforehand.
struct Lines {
  void answer(exo36::Line& line, std::string text) {
    stage.story.tell(name_of(line), {"has an answer:", "a une réponse :"},
                     text.substr(0, 30));
    line.try_send(asio::error_code(), std::move(text));
  }
  void fail(exo36::Line& line, asio::error_code error, std::string text = {}) {
    stage.story.tell(name_of(line), {"has an error:", "a une erreur :"},
                     words(error));
    line.try_send(error, std::move(text));
  }
  // What was said on the line is still there to be heard; if not, it is told.
  bool unheard(const exo36::Line& line) {
    const bool there = line.ready();
    if (!there)
      stage.story.tell(name_of(line),
                       {"has given its answer", "a donné sa réponse"});
    return there;
  }
  std::string name_of(const exo36::Line& line) const {
    if (&line == &registry) return Text{"registry", "le registre"}.spoken();
    return (&line == &depot ? depot_name : Text{"roads", "la voirie"}).spoken();
  }
  Outcome<exo36::Result<std::string>> hear() {
    return stage.run("hear", exo36::hear(registry));
  }
  Outcome<exo36::Result<std::string>> plan() {
    return stage.run("plan", exo36::plan(registry, depot, roads));
  }

  Stage stage;
  exo36::Line registry{stage.executor(), 8};
  exo36::Line depot{stage.executor(), 8};
  exo36::Line roads{stage.executor(), 8};
  exo36::Line* const all[3] = {&registry, &depot, &roads};
};

// A depot whose attempts end as the test wrote down; after the last line of the
// script, the last line again.
class Script {
 public:
  explicit Script(Stage& stage) : stage_(stage) {}

  void fails(asio::error_code code) {
    fails(std::make_exception_ptr(asio::system_error(code, depot_name)));
  }
  void fails(std::exception_ptr error) { ends_.push_back(std::move(error)); }
  void succeeds(std::string parcel = "a parcel") {
    parcel_ = std::move(parcel);
    ends_.push_back(nullptr);
  }

  exo36::Attempt attempt() {
    return [this] { return try_once(); };
  }
  int tried() const { return tried_; }

 private:
  asio::awaitable<std::string> try_once() {
    stage_.story.tell(depot_name.spoken(), workbook::happens::asked);
    ++tried_;
    // A retry without an end shows in the count, not in a test without an end.
    if (tried_ > 60) co_await never_.async_wait(asio::use_awaitable);
    const auto end = ends_.front();
    if (ends_.size() > 1) ends_.pop_front();
    if (end) {
      stage_.story.tell(depot_name.spoken(), workbook::happens::fails,
                        message_of(end));
      std::rethrow_exception(end);
    }
    stage_.story.tell(depot_name.spoken(), workbook::happens::answers,
                      '"' + parcel_ + '"');
    co_return parcel_;
  }

  Stage& stage_;
  asio::steady_timer never_{stage_.executor(),
                            asio::steady_timer::time_point::max()};
  std::deque<std::exception_ptr> ends_;
  std::string parcel_;
  int tried_ = 0;
};

using Pauses = std::vector<Milliseconds>;

// Pauses that last until the test ends them, and remember how long they should.
struct Clock {
  explicit Clock(Stage& stage)
      : stage(stage), over(stage, Text{"clock", "l'horloge"}) {}
  exo36::Pause pause() {
    return [this](Milliseconds duration) { return wait(duration); };
  }
  asio::awaitable<void> wait(Milliseconds duration) {
    asked.push_back(duration);
    stage.story.tell("", {"a pause begins:", "une pause commence :"},
                     std::to_string(duration.count()) + " ms");
    co_await over.wait();
  }
  void let_pass() { over.open(Text{"time is up", "c'est l'heure"}.spoken()); }

  Stage& stage;
  Gate<std::string> over;
  Pauses asked;
};

// The first pauses of a back-off.
Pauses doubling(int count) {
  Pauses pauses;
  for (Milliseconds delay = 100ms; count > 0; --count, delay *= 2)
    pauses.push_back(delay);
  return pauses;
}

// A depot, and pauses that are over at once.
struct Trial {
  Trial() { clock.let_pass(); }
  Outcome<std::string> retry(int attempts) {
    return stage.run("retry",
                     exo36::retry(depot.attempt(), attempts, clock.pause()));
  }

  Stage stage;
  Script depot{stage};
  Clock clock{stage};
};

asio::awaitable<void> round(Gate<std::string>& gate) { co_await gate.wait(); }

asio::awaitable<void> fail_when_stopped(Gate<std::string>& gate) {
  try {
    co_await gate.wait();
  } catch (const asio::system_error&) {
  }
  throw std::runtime_error(still_in_the_van);
}

// Told to stop, it ends its work all the same, or fails with an error of its
// own.
asio::awaitable<std::string> finish_when_stopped(Gate<std::string>& gate,
                                                 std::exception_ptr error) {
  try {
    co_return co_await gate.wait();
  } catch (const asio::system_error&) {
  }
  if (error) std::rethrow_exception(error);
  co_return "a parcel";
}

// Told to stop, it goes on to its end, and fails then. Notes that in `failed`.
asio::awaitable<void> deliver_all_the_same(Gate<std::string>& gate,
                                           std::string name,
                                           std::vector<std::string>& failed) {
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_await gate.wait();
  failed.push_back(name + ": " + the_van_is_empty.spoken());
  throw std::runtime_error(the_van_is_empty);
}

asio::awaitable<std::vector<exo36::Failure>> supervise_on(
    asio::any_io_executor executor, std::vector<exo36::Task> tasks,
    OnFailure on_failure) {
  co_return co_await asio::co_spawn(
      executor, exo36::supervise(std::move(tasks), on_failure),
      asio::use_awaitable);
}

asio::awaitable<void> fail_with(std::exception_ptr error) {
  std::rethrow_exception(error);
  co_return;
}

// Tells on which thread it runs.
asio::awaitable<void> work_on(std::shared_ptr<std::thread::id> thread) {
  *thread = std::this_thread::get_id();
  co_return;
}

using Report = std::vector<exo36::Failure>;
using Tasks = std::vector<exo36::Task>;

constexpr OnFailure both_policies[] = {OnFailure::let_others_finish,
                                       OnFailure::cancel_others};

// Three vans on their rounds.
struct Vans {
  Tasks tasks() {
    Tasks all;
    all.push_back({"north", [this] { return round(north); }});
    all.push_back({"south", [this] { return round(south); }});
    all.push_back({"east", [this] { return round(east); }});
    return all;
  }
  // The line of the report for one of them.
  std::string line(int van, Text reason) {
    return tasks()[van].name + ": " + reason.spoken();
  }
  int waiting() const {
    return north.waiting() + south.waiting() + east.waiting();
  }
  int cancelled() const {
    return north.cancelled() + south.cancelled() + east.cancelled();
  }
  void all_come_back() {
    for (auto* gate : gates) gate->open(back);
    stage.settle();
  }
  // Vans still on their round when nobody supervises them any more.
  int left_at_work_by(const Outcome<Report>& supervise) const {
    return supervise.waits() ? 0 : waiting();
  }
  Outcome<Report> supervise(OnFailure on_failure) {
    return supervise(tasks(), on_failure);
  }
  Outcome<Report> supervise(Tasks all, OnFailure on_failure) {
    return stage.run("supervise", exo36::supervise(std::move(all), on_failure));
  }

  const std::string back = Text{"back again", "de retour"}.spoken();
  Stage stage;
  Gate<std::string> north{stage, Text{"north", "le nord"}};
  Gate<std::string> south{stage, Text{"south", "le sud"}};
  Gate<std::string> east{stage, Text{"east", "l'est"}};
  Gate<std::string>* const gates[3] = {&north, &south, &east};
};

// Any number of vans on their rounds.
struct Fleet {
  explicit Fleet(int size) {
    for (int i = 0; i < size; ++i)
      vans.push_back(std::make_unique<Gate<std::string>>(
          stage, Text{"van ", "le camion "}.spoken() + std::to_string(i)));
  }
  Outcome<Report> supervise(OnFailure on_failure) {
    Tasks tasks;
    for (std::size_t i = 0; i < vans.size(); ++i)
      tasks.push_back(
          {std::to_string(i), [this, i] { return round(*vans[i]); }});
    return stage.run("supervise",
                     exo36::supervise(std::move(tasks), on_failure));
  }
  int asked() const { return sum(&Gate<std::string>::asked); }
  int waiting() const { return sum(&Gate<std::string>::waiting); }
  int cancelled() const { return sum(&Gate<std::string>::cancelled); }
  int sum(int (Gate<std::string>::*count)() const) const {
    int all = 0;
    for (const auto& van : vans) all += (*van.*count)();
    return all;
  }

  Stage stage;
  std::vector<std::unique_ptr<Gate<std::string>>> vans;
};

using Lined = std::vector<std::string>;

Lined lines_of(const Report& report) {
  Lined lines;
  for (const auto& failure : report)
    lines.push_back(failure.task + ": " + message_of(failure.error));
  return lines;
}

bool lists_aborted(const Report& report) {
  for (const auto& failure : report)
    if (exo36::code_of(failure.error) == asio::error::operation_aborted)
      return true;
  return false;
}

}  // namespace

TEST_CASE("collect keeps the functions that it was given", "[step1]") {
  in_french("collect garde les fonctions qu'on lui a données");
  Office office;
  Life depot, apology;
  auto collect = office.stage.start(
      "collect(17)", exo36::collect(
                         17,
                         [&office, life = depot.token()](int order) {
                           return office.fetch(order);
                         },
                         [&office, life = apology.token()](int order) {
                           return office.apologize(order);
                         }));
  EXPECT(functions_gone, depot.goes_on());
  EXPECT(functions_gone, apology.goes_on());
  office.stage.settle();
  if (collect.waits()) EXPECT(functions_gone, depot.goes_on());
  if (collect.waits()) EXPECT(functions_gone, apology.goes_on());
  office.parcel.fail(std::runtime_error(the_north_depot_is_flooded));
  office.stage.settle();
  if (collect.waits()) EXPECT(functions_gone, apology.goes_on());
}

TEST_CASE("a failure leaves with its order outside and its cause inside",
          "[step1]") {
  in_french("un échec sort, la commande à l'extérieur, la cause à l'intérieur");
  for (const int order : {17, 0, -3, std::numeric_limits<int>::max()}) {
    Office office;
    office.parcel.fail(
        asio::system_error(asio::error::host_unreachable, the_north_depot));
    office.sorry.open("thank you");
    auto collect = office.collect(order);
    EXPECT(error_swallowed, !collect.returned());
    const Thrown thrown(collect.exception());
    EXPECT(no_context, thrown.is_of(order));
    EXPECT(cause_lost, thrown.can_hold_a_cause);
    EXPECT(nothing_to_nest, thrown.holds_a_cause());
    EXPECT(caught_by_value, message_of(thrown.cause) == no_road);
    EXPECT(asked_twice, office.fetched == Orders{order});
    EXPECT(asked_twice, office.apologized_for == Orders{order});
  }
}

TEST_CASE("whatever the depot throws gets its context", "[step1]") {
  in_french("quoi que lève le dépôt, l'exception reçoit son contexte");
  for (const auto& failure : exceptions_of_all_kinds()) {
    Office office;
    office.sorry.open("thank you");
    office.parcel.fail(failure);
    auto collect = office.collect(23);
    const Thrown thrown(collect.exception());
    EXPECT(one_type_only, thrown.is_of(23));
    EXPECT(caught_by_value, same_exception(thrown.cause, failure));
    EXPECT(one_type_only, office.apologized_for == Orders{23});
  }
}

TEST_CASE("no part of the cause is cut off, whatever its code", "[step1]") {
  in_french("rien de la cause n'est coupé, quel que soit son code");
  for (const auto& code : codes_of_all_kinds()) {
    if (code == asio::error::operation_aborted) continue;  // a law of its own
    Office office;
    office.sorry.open("thank you");
    office.parcel.fail(Washout(code));
    auto collect = office.collect(23);
    const Thrown thrown(collect.exception());
    EXPECT(asked_twice, office.fetched == Orders{23});
    EXPECT(caught_by_value, is_a<Washout>(thrown.cause));
  }
}

TEST_CASE("a depot may fail because of an order of its own", "[step1]") {
  in_french("un dépôt peut échouer à cause d'une commande à lui");
  for (const int order : {99, 23}) {
    Office office;
    office.sorry.open("thank you");
    office.parcel.fail(exo36::OrderError(order));
    auto collect = office.collect(23);
    const Thrown thrown(collect.exception());
    EXPECT(one_type_only, thrown.is_of(23));
    EXPECT(one_type_only, thrown.holds_a_cause());
    EXPECT(caught_by_value, Thrown(thrown.cause).is_of(order));
  }
}

TEST_CASE("the failure leaves once the customer has been told", "[step1]") {
  in_french("l'échec sort une fois que le client est prévenu");
  Office office;
  auto collect = office.collect(17);
  EXPECT(apology_not_awaited, office.apologized_for.empty());
  office.parcel.fail(std::runtime_error(the_north_depot_is_flooded));
  office.stage.settle();
  EXPECT(apology_not_awaited, office.apologized_for == Orders{17});
  EXPECT(apology_not_awaited, collect.waits());
  office.sorry.open("thank you");
  office.stage.settle();
  EXPECT(error_swallowed, collect.threw());
  EXPECT(asked_twice, office.apologized_for == Orders{17});
  EXPECT(asked_twice, office.fetched == Orders{17});
}

TEST_CASE("a parcel that is there is handed over without an apology",
          "[step1]") {
  in_french("un colis qui est là est remis sans excuses");
  for (const auto& parcel :
       {std::string("a hat"), std::string(), std::string(1 << 20, 'h'),
        std::string("a\0hat", 5), std::string(" a hat\n")}) {
    Office office;
    office.sorry.open("thank you");
    office.parcel.open(parcel);
    auto collect = office.collect(17);
    EXPECT(empty_is_an_answer, office.apologized_for.empty());
    EXPECT(empty_is_an_answer, collect.error() == "");
    EXPECT(empty_is_an_answer, (collect.value() == parcel));
    EXPECT(asked_twice, office.fetched == Orders{17});
  }
}

TEST_CASE("to be told to stop is no failure", "[step1]") {
  in_french("recevoir l'ordre d'arrêter n'est pas un échec");
  Office office;
  auto collect = office.collect(17);
  collect.cancel();
  office.stage.settle();
  EXPECT(cancellation_wrapped, office.parcel.cancelled() == 1);
  EXPECT(cancellation_wrapped, office.apologized_for.empty());
  EXPECT(cancellation_wrapped, collect.threw());
  EXPECT(cancellation_wrapped, bare_code_in(collect.exception()) == aborted);
}

TEST_CASE("told to stop, a depot may end as it likes", "[step1]") {
  in_french("quand il doit s'arrêter, un dépôt peut finir comme il veut");
  for (const auto& failure : exceptions_of_all_kinds()) {
    Office office;
    const exo36::Depot depot = [&](int) {
      return finish_when_stopped(office.parcel, failure);
    };
    auto collect = office.stage.run(
        "collect(17)", exo36::collect(17, depot, office.apology()));
    collect.cancel();
    office.stage.settle();
    EXPECT(cancellation_wrapped, office.apologized_for.empty());
    EXPECT(cancellation_wrapped, bare_code_in(collect.exception()) == aborted);
  }
}

TEST_CASE("told to stop, a depot may deliver all the same", "[step1]") {
  in_french("quand il doit s'arrêter, un dépôt peut livrer quand même");
  for (const auto* parcel : {"a hat", ""}) {
    Office office;
    const exo36::Depot depot = [&](int) -> asio::awaitable<std::string> {
      try {
        co_await office.parcel.wait();
      } catch (const asio::system_error&) {
      }
      office.stage.story.tell(depot_name.spoken(), workbook::happens::answers,
                              '"' + std::string(parcel) + '"');
      co_return parcel;
    };
    auto collect = office.stage.run(
        "collect(17)", exo36::collect(17, depot, office.apology()));
    collect.cancel();
    office.stage.settle();
    EXPECT(parcel_thrown_away, office.apologized_for.empty());
    EXPECT(parcel_thrown_away, collect.error() == "");
    EXPECT(parcel_thrown_away, collect.value() == parcel);
  }
}

TEST_CASE("to be told to stop in an apology is no failure", "[step1]") {
  in_french(
      "recevoir l'ordre d'arrêter pendant les excuses n'est pas un échec");
  Office office;
  office.parcel.fail(std::runtime_error(the_north_depot_is_flooded));
  auto collect = office.collect(17);
  EXPECT(apology_not_awaited, collect.waits());
  collect.cancel();
  office.stage.settle();
  EXPECT(cancellation_wrapped, office.sorry.cancelled() == 1);
  EXPECT(cancellation_wrapped, bare_code_in(collect.exception()) == aborted);
  EXPECT(asked_twice, office.apologized_for == Orders{17});
}

TEST_CASE("a depot that gives up by itself has failed", "[step1]") {
  in_french("un dépôt qui renonce de lui-même a échoué");
  const std::exception_ptr failures[] = {
      std::make_exception_ptr(
          asio::system_error(asio::error::operation_aborted)),
      in_context(asio::error::operation_aborted),
      in_an_oddity(asio::error::operation_aborted)};
  for (const auto& failure : failures) {
    Office office;
    office.sorry.open("thank you");
    office.parcel.fail(failure);
    auto collect = office.collect(17);
    EXPECT(gave_up_by_itself, office.apologized_for == Orders{17});
    EXPECT(gave_up_by_itself, Thrown(collect.exception()).is_of(17));
    EXPECT(gave_up_by_itself, code_in(collect.exception()) == aborted);
  }
}

TEST_CASE("each order is collected for itself", "[step1]") {
  in_french("chaque commande est retirée pour elle-même");
  Office office;
  office.sorry.open("thank you");
  auto first = office.collect(17);
  auto again = office.collect(17);
  auto third = office.collect(18);
  office.parcel.fail(std::runtime_error(the_north_depot_is_flooded));
  office.stage.settle();
  EXPECT(asked_twice, office.fetched == Orders{17, 17, 18});
  EXPECT(asked_twice, office.apologized_for == Orders{17, 17, 18});
  EXPECT(no_context, Thrown(first.exception()).is_of(17));
  EXPECT(no_context, Thrown(again.exception()).is_of(17));
  EXPECT(no_context, Thrown(third.exception()).is_of(18));
}

TEST_CASE("each order has its own cause", "[step1]") {
  in_french("chaque commande a sa propre cause");
  const auto failures = workbook::awkward_exceptions(the_depot_is_flooded);
  Office north, south;
  auto first = north.collect(17);
  auto second = south.collect(18);
  north.parcel.fail(failures[0]);
  north.stage.settle();
  south.parcel.fail(failures[1]);
  south.stage.settle();
  north.sorry.open("thank you");
  north.stage.settle();
  south.sorry.open("thank you");
  south.stage.settle();
  const Thrown one(first.exception()), two(second.exception());
  EXPECT(remembers, same_exception(one.cause, failures[0]));
  EXPECT(remembers, same_exception(two.cause, failures[1]));
}

TEST_CASE("what is heard is a value, be it an answer or an error", "[step2]") {
  in_french("ce qu'on entend est une valeur, réponse ou erreur");
  Lines lines;
  auto first = lines.hear();
  EXPECT(code_ignored, first.waits());
  lines.fail(lines.registry, asio::error::host_unreachable);
  lines.stage.settle();
  EXPECT(thrown_not_returned, first.error() == "");
  EXPECT(code_ignored, !first.value());
  EXPECT(error_replaced,
         words(first.value().error()) == words(asio::error::host_unreachable));
  lines.answer(lines.registry, "Lyon");
  auto second = lines.hear();
  EXPECT(code_ignored, second.value());
  EXPECT(code_ignored, second.value().value() == "Lyon");
}

TEST_CASE("every error is returned as it came", "[step2]") {
  in_french("chaque erreur est rendue telle qu'elle est venue");
  for (const auto* text : {"", "Lyon"})
    for (const auto& code : codes_of_all_kinds()) {
      Lines lines;
      lines.fail(lines.registry, code, text);
      auto hear = lines.hear();
      EXPECT(thrown_not_returned, hear.error() == "");
      EXPECT(hears_too_much, !hear.waits());
      EXPECT(code_ignored, !hear.value());
      EXPECT(error_replaced, words(hear.value().error()) == words(code));
    }
}

TEST_CASE("a line that is closed or cancelled is an error", "[step2]") {
  in_french("une ligne fermée ou annulée est une erreur");
  for (const bool closed : {true, false}) {
    Lines lines;
    auto hear = lines.hear();
    closed ? lines.registry.close() : lines.registry.cancel();
    lines.stage.settle();
    const asio::error_code code =
        closed ? asio::experimental::error::channel_closed
               : asio::experimental::error::channel_cancelled;
    EXPECT(thrown_not_returned, hear.error() == "");
    EXPECT(code_ignored, !hear.value());
    EXPECT(error_replaced, words(hear.value().error()) == words(code));
    if (!closed) continue;
    auto again = lines.hear();
    EXPECT(thrown_not_returned, again.error() == "");
    EXPECT(error_replaced, words(again.value().error()) == words(code));
  }
}

TEST_CASE("an answer is heard, even if the line is closed behind it",
          "[step2]") {
  in_french("une réponse est entendue, même si la ligne est fermée derrière");
  Lines lines;
  auto hear = lines.hear();
  lines.answer(lines.registry, "Lyon");
  lines.registry.close();
  lines.stage.settle();
  EXPECT(thrown_not_returned, hear.error() == "");
  EXPECT(code_ignored, hear.value());
  EXPECT(code_ignored, hear.value().value() == "Lyon");
}

TEST_CASE("who waits to say something on the line is still heard", "[step2]") {
  in_french("qui attend de parler sur la ligne est encore entendu");
  Stage stage;
  exo36::Line line(stage.executor());  // no room: each waits to be heard
  int unsaid = 0;
  const auto say = [&](asio::error_code error, std::string text) {
    line.async_send(error, std::move(text),
                    [&](asio::error_code refused) { unsaid += !!refused; });
  };
  say(asio::error::timed_out, "");
  say(asio::error_code(), "Lyon");
  say(asio::error_code(), "Paris");
  auto first = stage.run("hear", exo36::hear(line));
  EXPECT(thrown_not_returned, first.error() == "");
  EXPECT(hears_too_much, !first.value());
  EXPECT(hears_too_much, unsaid == 0);
  for (const auto* town : {"Lyon", "Paris"}) {
    auto next = stage.run("hear", exo36::hear(line));
    EXPECT(thrown_not_returned, next.error() == "");
    EXPECT(hears_too_much, !next.waits());
    EXPECT(code_ignored, next.value());
    EXPECT(hears_too_much, next.value().value() == town);
    EXPECT(hears_too_much, unsaid == 0);
  }
}

TEST_CASE("every answer is returned as it came", "[step2]") {
  in_french("chaque réponse est rendue telle qu'elle est venue");
  for (const auto& answer :
       {std::string(), std::string(" Lyon\n"), std::string("a\0b", 3),
        std::string(1 << 20, 'x')}) {
    Lines lines;
    lines.answer(lines.registry, answer);
    auto hear = lines.hear();
    EXPECT(empty_is_an_answer, hear.value());
    EXPECT(empty_is_an_answer, (hear.value().value() == answer));
  }
}

TEST_CASE("one thing is heard at a time", "[step2]") {
  in_french("on entend une chose à la fois");
  Lines lines;
  lines.answer(lines.registry, "Lyon");
  lines.fail(lines.registry, asio::error::timed_out);
  lines.answer(lines.registry, "Paris");
  auto first = lines.hear();
  EXPECT(hears_too_much, lines.registry.ready());
  EXPECT(code_ignored, first.value());
  EXPECT(code_ignored, first.value().value() == "Lyon");
  auto second = lines.hear();
  EXPECT(thrown_not_returned, second.error() == "");
  EXPECT(hears_too_much, !second.value());
  EXPECT(hears_too_much, lines.registry.ready());
  auto third = lines.hear();
  EXPECT(code_ignored, third.value());
  EXPECT(code_ignored, third.value().value() == "Paris");
}

TEST_CASE("three answers make a plan", "[step2]") {
  in_french("trois réponses font un plan");
  const std::string answers[][3] = {
      {"Lyon", "shelf 4", "by the A6"}, {"", "", ""}, {"Lyon", "", "by ship"}};
  for (const auto& [town, shelf, road] : answers) {
    Lines lines;
    lines.answer(lines.registry, town);
    lines.answer(lines.depot, shelf);
    lines.answer(lines.roads, road);
    auto plan = lines.plan();
    EXPECT(code_ignored, plan.value());
    EXPECT(empty_is_an_answer,
           plan.value().value() == town + ", " + shelf + ", " + road);
  }
}

TEST_CASE("a line that fails ends the plan with its error", "[step2]") {
  in_french("une ligne qui échoue met fin au plan avec son erreur");
  for (const auto& code : codes_of_all_kinds())
    for (int failing = 0; failing < 3; ++failing) {
      Lines lines;
      const char* answers[] = {"Lyon", "shelf 4", "by the A6"};
      for (int i = 0; i < 3; ++i)
        if (i == failing)
          lines.fail(*lines.all[i], code, a_wrong_number);
        else
          lines.answer(*lines.all[i], answers[i]);
      auto plan = lines.plan();
      EXPECT(read_without_looking, plan.error() == "");
      for (int later = failing + 1; later < 3; ++later)
        EXPECT(asks_on, lines.unheard(*lines.all[later]));
      EXPECT(code_ignored, !plan.value());
      EXPECT(error_replaced, words(plan.value().error()) == words(code));
    }
}

TEST_CASE("a line is asked when the one before has answered", "[step2]") {
  in_french("on interroge une ligne quand la précédente a répondu");
  Lines lines;
  lines.answer(lines.depot, "shelf 4");
  lines.answer(lines.roads, "by the A6");
  auto plan = lines.plan();
  EXPECT(asks_on, plan.waits());
  EXPECT(asks_on, lines.unheard(lines.depot));
  EXPECT(asks_on, lines.unheard(lines.roads));
  lines.answer(lines.registry, "Lyon");
  lines.stage.settle();
  EXPECT(code_ignored, plan.value());
  EXPECT(code_ignored, plan.value().value() == "Lyon, shelf 4, by the A6");
}

TEST_CASE("a line that stays silent keeps the next one for later", "[step2]") {
  in_french("une ligne muette fait attendre la suivante");
  Lines lines;
  lines.answer(lines.registry, "Lyon");
  lines.answer(lines.roads, "by the A6");
  auto plan = lines.plan();
  EXPECT(asks_on, plan.waits());
  EXPECT(asks_on, lines.unheard(lines.roads));
  lines.fail(lines.depot, asio::error::timed_out);
  lines.stage.settle();
  EXPECT(asks_on, lines.unheard(lines.roads));
  EXPECT(code_ignored, !plan.value());
}

TEST_CASE("a line is asked in its turn, even if a later one is closed",
          "[step2]") {
  in_french(
      "chaque ligne est interrogée à son tour, même si une autre est "
      "fermée");
  for (const int closed : {1, 2}) {
    Lines lines;
    lines.fail(lines.registry, asio::error::timed_out);
    lines.all[closed]->close();
    auto plan = lines.plan();
    EXPECT(read_without_looking, plan.error() == "");
    EXPECT(code_ignored, !plan.value());
    EXPECT(error_replaced,
           words(plan.value().error()) == words(asio::error::timed_out));
  }
}

TEST_CASE("a plan takes one thing from each line", "[step2]") {
  in_french("un plan prend une seule chose de chaque ligne");
  Lines lines;
  for (const auto* answer : {"one", "two"})
    for (auto* line : lines.all) lines.answer(*line, answer);
  auto first = lines.plan();
  EXPECT(hears_too_much, first.value().value() == "one, one, one");
  for (auto* line : lines.all) EXPECT(hears_too_much, line->ready());
  auto second = lines.plan();
  EXPECT(hears_too_much, second.value().value() == "two, two, two");
}

TEST_CASE("one line may know everything", "[step2]") {
  in_french("une seule ligne peut tout savoir");
  Lines lines;
  for (const auto* answer : {"Lyon", "shelf 4", "by the A6"})
    lines.answer(lines.depot, answer);
  auto plan = lines.stage.run(
      "plan", exo36::plan(lines.depot, lines.depot, lines.depot));
  EXPECT(code_ignored, plan.value());
  EXPECT(code_ignored, plan.value().value() == "Lyon, shelf 4, by the A6");
}

TEST_CASE("retry keeps the functions that it was given", "[step3]") {
  in_french("retry garde les fonctions qu'on lui a données");
  Stage stage;
  Script depot(stage);
  Clock clock(stage);
  depot.fails(asio::error::timed_out);
  Life work, pause;
  auto retry = stage.start(
      "retry",
      exo36::retry([attempt = depot.attempt(),
                    life = work.token()] { return attempt(); },
                   3,
                   [wait = clock.pause(), life = pause.token()](
                       Milliseconds duration) { return wait(duration); }));
  EXPECT(functions_gone, work.goes_on());
  EXPECT(functions_gone, pause.goes_on());
  stage.settle();
  if (retry.waits()) EXPECT(functions_gone, work.goes_on());
  if (retry.waits()) EXPECT(functions_gone, pause.goes_on());
}

TEST_CASE("between two attempts there is a pause", "[step3]") {
  in_french("entre deux essais il y a une pause");
  Stage stage;
  Script depot(stage);
  Clock clock(stage);
  depot.fails(asio::error::timed_out);
  depot.succeeds();
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, clock.pause()));
  EXPECT(pause_not_awaited, depot.tried() <= 1);
  EXPECT(wrong_back_off, depot.tried() == 1);
  EXPECT(attempts_miscounted, retry.waits());
  EXPECT(wrong_back_off, clock.asked == doubling(1));
  clock.let_pass();
  stage.settle();
  EXPECT(attempts_miscounted, depot.tried() == 2);
  EXPECT(attempts_miscounted, retry.value() == "a parcel");
}

TEST_CASE("each retry begins anew", "[step3]") {
  in_french("chaque retry recommence du début");
  Trial trial;
  trial.depot.fails(asio::error::timed_out);
  trial.retry(3);
  const auto tried = trial.depot.tried();
  const auto pauses = std::exchange(trial.clock.asked, {});
  trial.retry(3);
  EXPECT(remembers, trial.depot.tried() == 2 * tried);
  EXPECT(remembers, trial.clock.asked == pauses);
}

TEST_CASE("what succeeds is not tried again", "[step3]") {
  in_french("ce qui réussit n'est pas réessayé");
  for (const auto& parcel : {std::string("a hat"), std::string(),
                             std::string("a\0hat", 5), std::string(" a hat\n")})
    for (const int attempts : {1, 2, 17, 30})
      for (const int failures : {0, 1, 16}) {
        if (failures >= attempts) continue;
        Trial trial;
        for (int i = 0; i < failures; ++i)
          trial.depot.fails(asio::error::timed_out);
        trial.depot.succeeds(parcel);
        auto retry = trial.retry(attempts);
        const auto& again =
            parcel.empty() ? empty_is_an_answer : attempts_miscounted;
        EXPECT(again, trial.depot.tried() <= failures + 1);
        EXPECT(again, retry.error() == "");
        EXPECT(empty_is_an_answer, (retry.value() == parcel));
        EXPECT(attempts_miscounted, trial.depot.tried() == failures + 1);
        EXPECT(wrong_back_off, trial.clock.asked == doubling(failures));
      }
}

TEST_CASE("what cannot succeed is tried once", "[step3]") {
  in_french("ce qui ne peut pas réussir n'est essayé qu'une fois");
  const Teaching if_it_goes_wrong(retries_permanent);
  for (const auto& failure : exceptions_of_all_kinds()) {
    Trial trial;
    trial.depot.fails(failure);
    auto retry = trial.retry(3);
    EXPECT(retries_permanent, trial.depot.tried() == 1);
    EXPECT(retries_permanent, trial.clock.asked.empty());
    EXPECT(old_error_reported, same_exception(retry.exception(), failure));
  }
}

TEST_CASE("an attempt that was told to stop is not tried again", "[step3]") {
  in_french("un essai qui devait s'arrêter n'est pas réessayé");
  const std::exception_ptr failures[] = {
      std::make_exception_ptr(
          asio::system_error(asio::error::operation_aborted)),
      in_context(asio::error::operation_aborted)};
  for (const auto& failure : failures) {
    Trial trial;
    trial.depot.fails(asio::error::timed_out);
    trial.depot.fails(failure);
    auto retry = trial.retry(5);
    EXPECT(retries_cancellation, trial.depot.tried() == 2);
    EXPECT(retries_cancellation, trial.clock.asked == doubling(1));
    EXPECT(retries_cancellation, code_in(retry.exception()) == aborted);
    EXPECT(old_error_reported, retry.error() == message_of(failure));
  }
}

TEST_CASE("an error that will not pass is tried once", "[step3]") {
  in_french("une erreur qui ne passera pas n'est essayée qu'une fois");
  auto codes = codes_of_all_kinds();
  for (int number = 1; number < 140; ++number)
    for (const auto* category : {&asio::error::get_system_category(),
                                 &asio::error::get_misc_category(),
                                 &asio::error::get_netdb_category()})
      codes.emplace_back(number, *category);
  for (const auto& code : codes) {
    if (exo36::temporary(code) || code == asio::error::operation_aborted)
      continue;
    Trial trial;
    trial.depot.fails(code);
    auto retry = trial.retry(3);
    EXPECT(retries_permanent, trial.depot.tried() == 1);
    EXPECT(retries_permanent, trial.clock.asked.empty());
    EXPECT(old_error_reported, bare_code_in(retry.exception()) == words(code));
  }
}

TEST_CASE("a failure after one that passed is looked at, too", "[step3]") {
  in_french("un échec qui suit un échec passager est examiné, lui aussi");
  Trial trial;
  trial.depot.fails(asio::error::timed_out);
  trial.depot.fails(asio::error::access_denied);
  auto retry = trial.retry(5);
  EXPECT(retries_permanent, trial.depot.tried() == 2);
  EXPECT(retries_permanent, trial.clock.asked == doubling(1));
  EXPECT(old_error_reported,
         bare_code_in(retry.exception()) == words(asio::error::access_denied));
}

TEST_CASE("also at the last attempt, it is the last failure that leaves",
          "[step3]") {
  in_french("au dernier essai aussi, c'est le dernier échec qui sort");
  for (const auto& last : exceptions_of_all_kinds()) {
    Trial trial;
    trial.depot.fails(asio::error::timed_out);
    trial.depot.fails(last);
    auto retry = trial.retry(2);
    EXPECT(attempts_miscounted, trial.depot.tried() == 2);
    EXPECT(old_error_reported, same_exception(retry.exception(), last));
  }
}

TEST_CASE("all that is temporary is tried again", "[step3]") {
  in_french("tout ce qui est passager est réessayé");
  const asio::error_code codes[] = {
      asio::error::timed_out, asio::error::try_again,
      asio::error::connection_refused, asio::error::connection_reset,
      asio::error::host_unreachable};
  for (const auto& code : codes) {
    Trial trial;
    trial.depot.fails(code);
    trial.depot.succeeds();
    auto retry = trial.retry(2);
    EXPECT(attempts_miscounted, trial.depot.tried() == 2);
    EXPECT(attempts_miscounted, retry.value() == "a parcel");
  }
}

TEST_CASE("the pauses double", "[step3]") {
  in_french("les pauses doublent");
  Trial trial;
  for (int i = 0; i < 29; ++i) trial.depot.fails(asio::error::timed_out);
  trial.depot.succeeds();
  auto retry = trial.retry(30);
  EXPECT(wrong_back_off, trial.clock.asked == doubling(29));
  EXPECT(attempts_miscounted, trial.depot.tried() == 30);
  EXPECT(attempts_miscounted, retry.value() == "a parcel");
}

TEST_CASE("after the last attempt there is nothing to wait for", "[step3]") {
  in_french("après le dernier essai, il n'y a rien à attendre");
  for (const int attempts : {3, 1, 2, 17}) {
    Trial trial;
    for (int i = 1; i < attempts; ++i)
      trial.depot.fails(asio::error::timed_out);
    const auto last = in_context(asio::error::connection_refused);
    trial.depot.fails(last);
    auto retry = trial.retry(attempts);
    EXPECT(attempts_miscounted, trial.depot.tried() == attempts);
    const auto between = static_cast<std::size_t>(attempts - 1);
    EXPECT(waits_for_nothing, trial.clock.asked.size() == between);
    EXPECT(wrong_back_off, trial.clock.asked == doubling(attempts - 1));
    EXPECT(old_error_reported, retry.threw());
    EXPECT(old_error_reported, same_exception(retry.exception(), last));
  }
}

TEST_CASE("the failure that leaves is whole", "[step3]") {
  in_french("l'échec qui sort est entier");
  for (const asio::error_code code :
       {asio::error::access_denied, asio::error::timed_out}) {
    Trial trial;
    trial.depot.fails(std::make_exception_ptr(Washout(code)));
    auto retry = trial.retry(2);
    EXPECT(old_error_reported, retry.threw());
    EXPECT(old_error_reported, is_a<Washout>(retry.exception()));
  }
}

TEST_CASE("a retry after a cancelled one begins anew", "[step3]") {
  in_french("un retry qui suit un retry annulé recommence du début");
  Stage stage;
  Script depot(stage);
  Clock clock(stage);
  depot.fails(asio::error::timed_out);
  auto cancelled =
      stage.run("retry", exo36::retry(depot.attempt(), 2, clock.pause()));
  cancelled.cancel();
  stage.settle();
  clock.let_pass();
  stage.run("retry", exo36::retry(depot.attempt(), 2, clock.pause()));
  EXPECT(remembers, depot.tried() == 3);
  EXPECT(remembers, clock.asked == Pauses{100ms, 100ms});
}

TEST_CASE("two retries at a time do not know of each other", "[step3]") {
  in_french("deux retry en même temps ne savent rien l'un de l'autre");
  Stage stage;
  Script north(stage), south(stage);
  Clock clock(stage);
  north.fails(asio::error::timed_out);
  south.fails(asio::error::timed_out);
  stage.run("retry", exo36::retry(north.attempt(), 3, clock.pause()));
  stage.run("retry", exo36::retry(south.attempt(), 3, clock.pause()));
  EXPECT(remembers, clock.asked == Pauses{100ms, 100ms});
  clock.let_pass();
  stage.settle();
  EXPECT(remembers, clock.asked == Pauses{100ms, 100ms, 200ms, 200ms});
  EXPECT(remembers, north.tried() == 3);
  EXPECT(remembers, south.tried() == 3);
}

TEST_CASE("a time-out in a context is a time-out", "[step3]") {
  in_french("un délai dépassé dans un contexte reste un délai dépassé");
  Trial trial;
  trial.depot.fails(in_context(asio::error::timed_out));
  auto deep = in_context(asio::error::try_again);
  for (int i = 0; i < 20; ++i) deep = in_context(deep);
  trial.depot.fails(deep);
  trial.depot.succeeds();
  auto retry = trial.retry(3);
  EXPECT(cause_not_seen, trial.depot.tried() == 3);
  EXPECT(cause_not_seen, retry.value() == "a parcel");
}

TEST_CASE("a context may be of any type", "[step3]") {
  in_french("un contexte peut être de n'importe quel type");
  Trial trial;
  trial.depot.fails(in_an_oddity(asio::error::timed_out));
  trial.depot.succeeds();
  auto retry = trial.retry(2);
  EXPECT(cause_not_seen, trial.depot.tried() == 2);
  EXPECT(cause_not_seen, retry.value() == "a parcel");
}

TEST_CASE("the code of a failure comes before that of its cause", "[step3]") {
  in_french("le code d'un échec passe avant celui de sa cause");
  for (const asio::error_code code :
       {asio::error::access_denied, asio::error::operation_aborted}) {
    Trial trial;
    trial.depot.fails(caused_by(asio::error::timed_out, code));
    auto retry = trial.retry(3);
    EXPECT(retries_permanent, trial.depot.tried() == 1);
    EXPECT(retries_permanent, trial.clock.asked.empty());
    EXPECT(old_error_reported, code_in(retry.exception()) == words(code));
  }
}

TEST_CASE("told to stop in a pause, it stops", "[step3]") {
  in_french("l'ordre d'arrêter pendant une pause met fin à tout");
  Stage stage;
  Script depot(stage);
  Clock clock(stage);
  depot.fails(asio::error::timed_out);
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, clock.pause()));
  retry.cancel();
  stage.settle();
  EXPECT(retries_cancellation, clock.over.cancelled() == 1);
  EXPECT(retries_cancellation, depot.tried() == 1);
  EXPECT(retries_cancellation, clock.asked == doubling(1));
  EXPECT(retries_cancellation, bare_code_in(retry.exception()) == aborted);
}

TEST_CASE("told to stop in an attempt, it stops", "[step3]") {
  in_french("l'ordre d'arrêter pendant un essai met fin à tout");
  Stage stage;
  Clock clock(stage);
  clock.let_pass();
  Gate<std::string> depot(stage, depot_name);
  auto retry =
      stage.run("retry", exo36::retry(depot.operation(), 3, clock.pause()));
  retry.cancel();
  stage.settle();
  EXPECT(retries_cancellation, depot.cancelled() == 1);
  EXPECT(retries_cancellation, depot.asked() == 1);
  EXPECT(retries_cancellation, clock.asked.empty());
  EXPECT(retries_cancellation, bare_code_in(retry.exception()) == aborted);
}

TEST_CASE("told to stop in an attempt that times out, it stops", "[step3]") {
  in_french(
      "l'ordre d'arrêter pendant un essai trop long met fin à tout, même si "
      "l'essai dit que le délai est dépassé");
  Stage stage;
  Clock clock(stage);
  clock.let_pass();
  Gate<std::string> depot(stage, depot_name);
  const exo36::Attempt attempt = [&]() -> asio::awaitable<std::string> {
    try {
      co_return co_await depot.wait();
    } catch (const asio::system_error&) {
    }
    throw asio::system_error(asio::error::timed_out);
  };
  auto retry = stage.run("retry", exo36::retry(attempt, 3, clock.pause()));
  retry.cancel();
  stage.settle();
  EXPECT(retries_cancellation, depot.asked() == 1);
  EXPECT(retries_cancellation, clock.asked.empty());
  EXPECT(retries_cancellation, bare_code_in(retry.exception()) == aborted);
}

TEST_CASE("told to stop, an attempt may succeed all the same", "[step3]") {
  in_french("quand il doit s'arrêter, un essai peut réussir quand même");
  for (const int attempts : {3, 1}) {
    Stage stage;
    Clock clock(stage);
    Gate<std::string> depot(stage, depot_name.spoken());
    auto retry = stage.run(
        "retry",
        exo36::retry([&] { return finish_when_stopped(depot, nullptr); },
                     attempts, clock.pause()));
    retry.cancel();
    stage.settle();
    EXPECT(parcel_thrown_away, retry.error() == "");
    EXPECT(parcel_thrown_away, retry.value() == "a parcel");
  }
}

TEST_CASE("told to stop, a failure that ends the retry leaves as it came",
          "[step3]") {
  in_french(
      "même après un ordre d'arrêter, un échec qui met fin au retry sort "
      "tel qu'il est venu");
  auto failures = exceptions_of_all_kinds();
  failures.push_back(in_context(asio::error::timed_out));
  for (const auto& failure : failures) {
    const bool passes = exo36::temporary(exo36::code_of(failure));
    Stage stage;
    Clock clock(stage);
    Gate<std::string> depot(stage, depot_name.spoken());
    auto retry = stage.run(
        "retry",
        exo36::retry([&] { return finish_when_stopped(depot, failure); },
                     passes ? 1 : 3, clock.pause()));
    retry.cancel();
    stage.settle();
    EXPECT(retries_cancellation, depot.asked() == 1);
    EXPECT(old_error_reported, same_exception(retry.exception(), failure));
  }
}

TEST_CASE("a pause may be over in the moment of an order to stop", "[step3]") {
  in_french("une pause peut être finie au moment d'un ordre d'arrêter");
  Stage stage;
  Script depot(stage);
  Clock clock(stage);
  depot.fails(asio::error::timed_out);
  const exo36::Pause pause = [&](Milliseconds) -> asio::awaitable<void> {
    co_await finish_when_stopped(clock.over, nullptr);
  };
  auto retry = stage.run("retry", exo36::retry(depot.attempt(), 3, pause));
  retry.cancel();
  stage.settle();
  EXPECT(retries_cancellation, depot.tried() == 1);
  EXPECT(retries_cancellation, bare_code_in(retry.exception()) == aborted);
}

TEST_CASE("the tasks run where the caller runs", "[step4]") {
  in_french("les tâches s'exécutent là où s'exécute l'appelant");
  Vans vans;
  // The first law of this step, because the gates of the others are for one
  // thread. Shared, for a thread may still be at work when the test is over.
  const auto thread = std::make_shared<std::thread::id>();
  Tasks tasks;
  tasks.push_back({"north", [thread] { return work_on(thread); }});
  vans.supervise(tasks, OnFailure::let_others_finish);
  EXPECT(another_thread, *thread == std::this_thread::get_id());
}

TEST_CASE("the tasks run on the executor of the caller", "[step4]") {
  in_french("les tâches s'exécutent sur l'exécuteur de l'appelant");
  for (const int size : {1, 3}) {
    Vans vans;
    const asio::any_io_executor strand =
        asio::make_strand(vans.stage.executor());
    int on_the_strand = 0;
    Tasks tasks;
    for (int i = 0; i < size; ++i)
      tasks.push_back({"van", [&]() -> asio::awaitable<void> {
                         on_the_strand +=
                             co_await asio::this_coro::executor == strand;
                       }});
    auto supervise = vans.stage.run(
        "supervise",
        supervise_on(strand, std::move(tasks), OnFailure::let_others_finish));
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(another_thread, on_the_strand == size);
  }
}

TEST_CASE("supervise keeps the tasks that it was given", "[step4]") {
  in_french("supervise garde les tâches qu'on lui a données");
  Vans vans;
  Life north, south;
  Tasks tasks;
  tasks.push_back(
      {"north", [&vans, life = north.token()] { return round(vans.north); }});
  tasks.push_back(
      {"south", [&vans, life = south.token()] { return round(vans.south); }});
  auto supervise = vans.stage.start(
      "supervise",
      exo36::supervise(std::move(tasks), OnFailure::let_others_finish));
  EXPECT(functions_gone, north.goes_on());
  EXPECT(functions_gone, south.goes_on());
  vans.stage.settle();
  if (supervise.waits()) EXPECT(functions_gone, north.goes_on());
  if (supervise.waits()) EXPECT(functions_gone, south.goes_on());
}

TEST_CASE("a task is there until it has ended", "[step4]") {
  in_french("une tâche existe jusqu'à ce qu'elle ait fini");
  const Teaching if_it_crashes(functions_gone);
  bool outlived = false;
  Vans vans;
  Tasks tasks;
  for (auto* gate : vans.gates)
    tasks.push_back({"van", workbook::Holding<void>(
                                [gate] { return round(*gate); }, outlived)});
  auto supervise = vans.supervise(tasks, OnFailure::let_others_finish);
  EXPECT(returns_too_early, supervise.waits());
  vans.all_come_back();
  EXPECT(functions_gone, !outlived);
}

TEST_CASE("all tasks work at the same time, and all are awaited", "[step4]") {
  in_french("toutes les tâches travaillent ensemble, et toutes sont attendues");
  const Teaching if_it_crashes(returns_too_early);
  for (const auto policy : both_policies) {
    Vans vans;
    auto supervise = vans.supervise(policy);
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(returns_too_early, supervise.waits());
    EXPECT(one_after_another, vans.waiting() == 3);
    vans.east.open(vans.back);
    vans.stage.settle();
    EXPECT(stops_for_nothing, vans.cancelled() == 0);
    vans.north.open(vans.back);
    vans.stage.settle();
    EXPECT(stops_for_nothing, vans.cancelled() == 0);
    EXPECT(returns_too_early, supervise.waits());
    vans.south.open(vans.back);
    vans.stage.settle();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(which_and_what, lines_of(supervise.value()) == Lined{});
  }
}

TEST_CASE("one failure takes nobody else down", "[step4]") {
  in_french("un échec n'entraîne personne d'autre");
  const Teaching if_it_crashes(returns_too_early);
  for (const int failing : {1, 0, 2}) {
    Vans vans;
    auto supervise = vans.supervise(OnFailure::let_others_finish);
    vans.gates[failing]->fail(std::runtime_error(the_van_is_out_of_petrol));
    EXPECT(ends_the_program, (vans.stage.settle(), true));
    EXPECT(takes_others_down, vans.cancelled() == 0);
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(returns_too_early, supervise.waits());
    vans.all_come_back();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(error_vanishes, supervise.value().size() == 1);
    EXPECT(which_and_what,
           lines_of(supervise.value()) ==
               Lined{vans.line(failing, the_van_is_out_of_petrol)});
  }
}

TEST_CASE("no error is lost, and each has its name", "[step4]") {
  in_french("aucune erreur n'est perdue, et chacune a son nom");
  const Teaching if_it_crashes(returns_too_early);
  for (const auto& failure : exceptions_of_all_kinds()) {
    Vans vans;
    auto supervise = vans.supervise(OnFailure::let_others_finish);
    vans.south.fail(std::runtime_error(the_bridge_is_closed));
    vans.stage.settle();
    vans.east.fail(asio::system_error(asio::error::host_unreachable));
    vans.stage.settle();
    vans.north.fail(failure);
    vans.stage.settle();
    EXPECT(ends_the_program, supervise.error() == "");
    const auto& report = supervise.value();
    EXPECT(error_vanishes, report.size() == 3);
    EXPECT(which_and_what,
           lines_of(report)[0] == vans.line(1, the_bridge_is_closed));
    EXPECT(which_and_what, report[1].task == "east");
    EXPECT(which_and_what, bare_code_in(report[1].error) ==
                               words(asio::error::host_unreachable));
    EXPECT(which_and_what, report[2].task == "north");
    EXPECT(which_and_what, same_exception(report[2].error, failure));
  }
}

TEST_CASE("each of them is run and reported, however many", "[step4]") {
  in_french("chacune est exécutée et signalée, quel que soit leur nombre");
  const Teaching if_it_crashes(returns_too_early);
  for (const int size : workbook::limits) {
    Fleet fleet(size);
    auto supervise = fleet.supervise(OnFailure::let_others_finish);
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(one_after_another, fleet.waiting() == size);
    EXPECT(one_after_another, fleet.asked() == size);
    // They fail from the last to the first, each with an exception of its own.
    std::vector<std::exception_ptr> failures;
    for (int i = 0; i < size; ++i) {
      failures.push_back(workbook::awkward_exceptions(no_petrol)[i % 2]);
      EXPECT(returns_too_early, supervise.waits());
      fleet.vans[size - 1 - i]->fail(failures.back());
      fleet.stage.settle();
    }
    EXPECT(ends_the_program, supervise.error() == "");
    const auto& report = supervise.value();
    EXPECT(error_vanishes, static_cast<int>(report.size()) == size);
    for (int i = 0; i < size; ++i) {
      EXPECT(which_and_what, report[i].task == std::to_string(size - 1 - i));
      EXPECT(which_and_what, same_exception(report[i].error, failures[i]));
    }
  }
}

TEST_CASE("many hundreds work at the same time", "[step4]") {
  in_french("plusieurs centaines travaillent en même temps");
  const Teaching if_it_crashes(returns_too_early);
  Fleet fleet(900);
  auto supervise = fleet.supervise(OnFailure::let_others_finish);
  EXPECT(one_after_another, fleet.waiting() == 900);
  for (auto& van : fleet.vans) van->open("back");
  fleet.stage.settle();
  EXPECT(ends_the_program, supervise.error() == "");
  EXPECT(which_and_what, lines_of(supervise.value()) == Lined{});
}

TEST_CASE("names and reasons may be alike", "[step4]") {
  in_french("noms et raisons peuvent se ressembler");
  const Teaching if_it_crashes(returns_too_early);
  const auto reasons = {
      std::make_exception_ptr(std::runtime_error(no_petrol)),
      std::make_exception_ptr(asio::system_error(asio::error::timed_out))};
  for (const auto& name : {std::string("van"), std::string(),
                           std::string("va\0n", 4), std::string(300, 'v')})
    for (const auto& reason : reasons) {
      Vans vans;
      auto tasks = vans.tasks();
      for (auto& task : tasks) task.name = name;
      auto supervise = vans.supervise(tasks, OnFailure::let_others_finish);
      for (auto* gate : vans.gates) gate->fail(reason);
      vans.stage.settle();
      EXPECT(ends_the_program, supervise.error() == "");
      EXPECT(error_vanishes, supervise.value().size() == 3);
      EXPECT(which_and_what,
             lines_of(supervise.value()) ==
                 Lined(3, name + ": " + workbook::message_of(reason)));
    }
}

TEST_CASE("the others are told to stop when that is asked", "[step4]") {
  in_french("les autres reçoivent l'ordre d'arrêter quand on le demande");
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  vans.south.linger();
  auto supervise = vans.supervise(OnFailure::cancel_others);
  vans.north.fail(std::runtime_error(the_road_is_flooded));
  vans.stage.settle();
  EXPECT(ends_the_program, supervise.error() == "");
  EXPECT(others_not_stopped, vans.south.cancelled() == 1);
  EXPECT(returns_too_early, vans.left_at_work_by(supervise) == 0);
  vans.south.let_go();
  vans.stage.settle();
  EXPECT(others_not_stopped, vans.east.cancelled() == 1);
  EXPECT(ends_the_program, supervise.error() == "");
  EXPECT(returns_too_early, supervise.returned());
  EXPECT(victims_reported, !lists_aborted(supervise.value()));
  EXPECT(error_vanishes, supervise.value().size() == 1);
  EXPECT(which_and_what, lines_of(supervise.value()) ==
                             Lined{vans.line(0, the_road_is_flooded)});
}

TEST_CASE("whichever fails, the others are told", "[step4]") {
  in_french("quelle que soit celle qui échoue, les autres l'apprennent");
  const Teaching if_it_crashes(returns_too_early);
  for (const int failing : {2, 1, 0}) {
    Vans vans;
    auto supervise = vans.supervise(OnFailure::cancel_others);
    vans.gates[failing]->fail(std::runtime_error(the_road_is_flooded));
    vans.stage.settle();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(others_not_stopped, vans.cancelled() == 2);
    EXPECT(which_and_what, lines_of(supervise.value()) ==
                               Lined{vans.line(failing, the_road_is_flooded)});
  }
}

TEST_CASE("one failure among many stops all when that is asked", "[step4]") {
  in_french("un échec parmi beaucoup arrête tout quand on le demande");
  const Teaching if_it_crashes(returns_too_early);
  for (const int size : {2, 17, 300}) {
    Fleet fleet(size);
    auto supervise = fleet.supervise(OnFailure::cancel_others);
    fleet.vans[size / 2]->fail(std::runtime_error(no_petrol));
    fleet.stage.settle();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(others_not_stopped, fleet.cancelled() == size - 1);
    EXPECT(which_and_what,
           lines_of(supervise.value()) ==
               Lined{std::to_string(size / 2) + ": " + no_petrol.spoken()});
  }
}

TEST_CASE("only operation_aborted is no failure", "[step4]") {
  in_french("seul operation_aborted n'est pas un échec");
  const Teaching if_it_crashes(returns_too_early);
  auto codes = codes_of_all_kinds();
  codes.push_back(asio::error::connection_aborted);
  codes.push_back(asio::error::interrupted);
  codes.emplace_back(asio::error::operation_aborted, shelves);
  codes.push_back(make_error_code(std::errc::operation_canceled));
  for (const auto& code : codes)
    for (const auto policy : both_policies) {
      Vans vans;
      auto supervise = vans.supervise(policy);
      vans.south.fail(asio::system_error(code));
      vans.stage.settle();
      EXPECT(asked_twice, vans.south.asked() == 1);
      const bool failed = code != asio::error::operation_aborted;
      const bool stops = failed && policy == OnFailure::cancel_others;
      EXPECT(ends_the_program, supervise.error() == "");
      if (stops)
        EXPECT(others_not_stopped, vans.cancelled() == 2);
      else if (failed)
        EXPECT(takes_others_down, vans.cancelled() == 0);
      else
        EXPECT(stops_for_nothing, vans.cancelled() == 0);
      vans.all_come_back();
      EXPECT(ends_the_program, supervise.error() == "");
      EXPECT(victims_reported, !lists_aborted(supervise.value()));
      EXPECT(error_vanishes, supervise.value().size() == (failed ? 1 : 0));
    }
}

TEST_CASE("a cancellation in a context is no failure", "[step4]") {
  in_french("une annulation dans un contexte n'est pas un échec");
  const Teaching if_it_crashes(returns_too_early);
  for (const auto& stop : {in_context(asio::error::operation_aborted),
                           in_an_oddity(asio::error::operation_aborted)}) {
    Vans vans;
    auto supervise = vans.supervise(OnFailure::cancel_others);
    vans.south.fail(stop);
    vans.stage.settle();
    EXPECT(stops_for_nothing, vans.cancelled() == 0);
    vans.all_come_back();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(victims_reported, !lists_aborted(supervise.value()));
  }
}

TEST_CASE("what goes wrong while stopping is reported too", "[step4]") {
  in_french("ce qui échoue pendant l'arrêt est signalé aussi");
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto tasks = vans.tasks();
  tasks.push_back({"west", [&] { return fail_when_stopped(vans.south); }});
  auto supervise = vans.supervise(tasks, OnFailure::cancel_others);
  vans.north.fail(std::runtime_error(the_road_is_flooded));
  vans.stage.settle();
  EXPECT(ends_the_program, supervise.error() == "");
  EXPECT(error_vanishes, supervise.value().size() == 2);
  EXPECT(which_and_what, lines_of(supervise.value()) ==
                             Lined{vans.line(0, the_road_is_flooded),
                                   "west: " + still_in_the_van.spoken()});
}

TEST_CASE("a task that fails at once is like another", "[step4]") {
  in_french("une tâche qui échoue aussitôt est une tâche comme une autre");
  const Teaching if_it_crashes(returns_too_early);
  for (const auto policy : both_policies)
    for (const int failing : {2, 1, 0}) {
      Vans vans;
      vans.gates[failing]->fail(std::runtime_error(no_driver));
      auto supervise = vans.supervise(policy);
      EXPECT(ends_the_program, supervise.error() == "");
      if (policy == OnFailure::cancel_others)
        EXPECT(others_not_stopped, vans.waiting() == 0);
      else
        EXPECT(takes_others_down, vans.waiting() == 2);
      vans.all_come_back();
      EXPECT(ends_the_program, supervise.error() == "");
      EXPECT(which_and_what, lines_of(supervise.value()) ==
                                 Lined{vans.line(failing, no_driver)});
    }
}

TEST_CASE("all may fail at once", "[step4]") {
  in_french("toutes peuvent échouer aussitôt");
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  Tasks tasks;
  for (const auto& failure : exceptions_of_all_kinds())
    tasks.push_back({"van", [failure] { return fail_with(failure); }});
  auto supervise = vans.supervise(tasks, OnFailure::let_others_finish);
  EXPECT(ends_the_program, supervise.error() == "");
  EXPECT(error_vanishes, supervise.value().size() == tasks.size());
}

TEST_CASE("cancelled itself, it stops all and reports", "[step4]") {
  in_french("annulée elle-même, elle arrête tout et rend son rapport");
  const Teaching if_it_crashes(orphans);
  Vans vans;
  vans.east.linger();
  auto supervise = vans.supervise(OnFailure::let_others_finish);
  vans.north.fail(std::runtime_error(the_road_is_flooded));
  vans.stage.settle();
  EXPECT(ends_the_program, supervise.error() == "");
  supervise.cancel();
  vans.stage.settle();
  EXPECT(orphans, vans.south.cancelled() == 1);
  EXPECT(orphans, vans.east.cancelled() == 1);
  EXPECT(orphans, vans.left_at_work_by(supervise) == 0);
  vans.east.let_go();
  vans.stage.settle();
  EXPECT(orphans, supervise.error() == "");
  EXPECT(orphans, lines_of(supervise.value()) ==
                      Lined{vans.line(0, the_road_is_flooded)});
}

TEST_CASE("cancelled twice, it still waits for all", "[step4]") {
  in_french("annulée deux fois, elle attend quand même toutes les tâches");
  const Teaching if_it_crashes(orphans);
  for (const auto policy : both_policies) {
    Vans vans;
    for (auto* gate : vans.gates) gate->linger();
    auto supervise = vans.supervise(policy);
    for (int time = 0; time < 3; ++time) {
      supervise.cancel();
      vans.stage.settle();
      EXPECT(orphans, vans.left_at_work_by(supervise) == 0);
    }
    for (auto* gate : vans.gates) gate->let_go();
    vans.stage.settle();
    EXPECT(orphans, supervise.error() == "");
    EXPECT(victims_reported, lines_of(supervise.value()) == Lined{});
  }
}

TEST_CASE("cancelled, it waits for the last, whoever stops first", "[step4]") {
  in_french("annulée, elle attend la dernière, quelle que soit la première");
  const Teaching if_it_crashes(orphans);
  for (const bool backwards : {false, true}) {
    Fleet fleet(5);
    Tasks tasks;
    Lined failed;
    for (std::size_t i = 0; i < fleet.vans.size(); ++i)
      tasks.push_back({std::to_string(i), [&, i]() -> asio::awaitable<void> {
                         return deliver_all_the_same(*fleet.vans[i],
                                                     std::to_string(i), failed);
                       }});
    auto supervise = fleet.stage.run(
        "supervise",
        exo36::supervise(std::move(tasks), OnFailure::let_others_finish));
    supervise.cancel();
    fleet.stage.settle();
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT(orphans, supervise.waits());
      fleet.vans[backwards ? 4 - i : i]->open("back");
      fleet.stage.settle();
    }
    EXPECT(orphans, supervise.error() == "");
    EXPECT(error_vanishes, supervise.value().size() == failed.size());
    EXPECT(which_and_what, lines_of(supervise.value()) == failed);
  }
}

TEST_CASE("cancelled, it stops all, however many they are", "[step4]") {
  in_french("annulée, elle arrête tout, quel que soit leur nombre");
  const Teaching if_it_crashes(orphans);
  for (const int size : workbook::limits) {
    Fleet fleet(size);
    auto supervise = fleet.supervise(OnFailure::let_others_finish);
    supervise.cancel();
    fleet.stage.settle();
    EXPECT(orphans, fleet.cancelled() == size);
    EXPECT(orphans, supervise.error() == "");
    EXPECT(victims_reported, lines_of(supervise.value()) == Lined{});
  }
}

TEST_CASE("cancelled, it reports what goes wrong while stopping", "[step4]") {
  in_french("annulée, elle signale ce qui échoue pendant l'arrêt");
  const Teaching if_it_crashes(orphans);
  for (const auto policy : both_policies) {
    Vans vans;
    auto tasks = vans.tasks();
    tasks.push_back({"west", [&] { return fail_when_stopped(vans.south); }});
    auto supervise = vans.supervise(tasks, policy);
    supervise.cancel();
    vans.stage.settle();
    EXPECT(orphans, vans.waiting() == 0);
    EXPECT(orphans, supervise.error() == "");
    EXPECT(orphans, lines_of(supervise.value()) ==
                        Lined{"west: " + still_in_the_van.spoken()});
  }
}

TEST_CASE("cancelled at any moment, it stops all and returns", "[step4]") {
  in_french(
      "annulée à n'importe quel moment, elle arrête tout et rend la main");
  const Teaching if_it_crashes(word_lost);
  for (const auto policy : both_policies) {
    int turns = 0;
    for (bool more = true; more; ++turns) {
      Vans vans;
      auto supervise = vans.supervise(policy);
      vans.north.open(vans.back);
      vans.south.fail(std::runtime_error(the_road_is_flooded));
      vans.east.open(vans.back);
      more = vans.stage.turn(turns) == turns && supervise.waits();
      if (supervise.waits()) supervise.cancel();
      vans.stage.settle();
      EXPECT(orphans, vans.waiting() == 0);
      EXPECT(word_lost, !supervise.waits());
      EXPECT(orphans, supervise.error() == "");
      EXPECT(victims_reported, !lists_aborted(supervise.value()));
    }
  }
}

TEST_CASE("cancelled while its tasks begin, it stops all", "[step4]") {
  in_french("annulée pendant que ses tâches commencent, elle arrête tout");
  const Teaching if_it_crashes(orphans);
  int turns = 0;
  for (bool more = true; more; ++turns) {
    Vans vans;
    auto supervise = vans.stage.start(
        "supervise",
        exo36::supervise(vans.tasks(), OnFailure::let_others_finish));
    more = vans.stage.turn(turns) == turns;
    supervise.cancel();
    vans.stage.settle();
    EXPECT(orphans, vans.waiting() == 0);
    const bool began = vans.north.asked() + vans.east.asked() > 0;
    if (began) EXPECT(orphans, !supervise.waits());
  }
}

TEST_CASE("with no task there is nothing to wait for", "[step4]") {
  in_french("sans tâche, il n'y a rien à attendre");
  for (const auto policy : both_policies) {
    Vans vans;
    auto supervise = vans.supervise({}, policy);
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(nobody_to_wait_for, supervise.returned());
    EXPECT(which_and_what, lines_of(supervise.value()) == Lined{});
  }
}

TEST_CASE("one report knows nothing of another", "[step4]") {
  in_french("un rapport ne sait rien d'un autre");
  const Teaching if_it_crashes(returns_too_early);
  Vans vans, others;
  auto first = vans.supervise(OnFailure::let_others_finish);
  auto second = others.supervise(OnFailure::let_others_finish);
  vans.north.fail(std::runtime_error(the_road_is_flooded));
  vans.all_come_back();
  EXPECT(ends_the_program, first.error() == "");
  EXPECT(returns_too_early, second.waits());
  others.all_come_back();
  EXPECT(error_vanishes, first.value().size() == 1);
  EXPECT(which_and_what, lines_of(second.value()) == Lined{});
  auto third = others.supervise(OnFailure::let_others_finish);
  EXPECT(which_and_what, lines_of(third.value()) == Lined{});
}

TEST_CASE("the failure in the report is whole", "[step4]") {
  in_french("l'échec du rapport est entier");
  const Teaching if_it_crashes(returns_too_early);
  for (const auto policy : both_policies) {
    Vans vans;
    auto supervise = vans.supervise(policy);
    vans.south.fail(Washout(asio::error::host_unreachable));
    vans.all_come_back();
    EXPECT(ends_the_program, supervise.error() == "");
    EXPECT(error_vanishes, supervise.value().size() == 1);
    EXPECT(which_and_what, is_a<Washout>(supervise.value()[0].error));
  }
}
