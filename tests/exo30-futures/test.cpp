#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "futures.hpp"
#include "lessons.hpp"

#ifdef WORKBOOK_HAS_CLOCK
#include <support/clock.hpp>
#endif

using namespace std::chrono_literals;
using workbook::awkward_exceptions;
using workbook::Gate;
using workbook::in_french;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Stage;
using workbook::Story;
using workbook::Teaching;
using workbook::Text;

template <>
struct Catch::StringMaker<exo30::Quote> {
  static std::string convert(const exo30::Quote& quote) {
    return std::to_string(quote.euros) + " euros, " +
           std::to_string(quote.dollars) + " dollars";
  }
};

namespace {

constexpr Text the_supplier{"the supplier", "le fournisseur"};
constexpr Text the_bank{"the bank", "la banque"};
constexpr Text the_other_supplier{"the other supplier", "l'autre fournisseur"};
constexpr Text the_other_bank{"the other bank", "l'autre banque"};
constexpr Text the_work{"the work", "le travail"};
constexpr Text another_call{"another block_on", "un autre block_on"};
constexpr Text the_red_die{"the red die", "le dé rouge"};
constexpr Text the_green_die{"the green die", "le dé vert"};
constexpr Text the_lamp_is_sold{"the lamp is sold", "la lampe est vendue"};
constexpr Text the_bank_is_closed{"the bank is closed", "la banque est fermée"};
constexpr Text all_sold{"sold out", "tout est vendu"};
constexpr Text it_fell{"it fell off the table", "il est tombé de la table"};
constexpr Text the_die_fell{"the die fell off the table",
                            "le dé est tombé de la table"};
constexpr Text unheard{"nobody hears of this", "personne n'en saura rien"};

// A supplier or a bank: writes down what it is asked, and answers when the test
// opens its gate.
template <class Question>
struct Desk {
  Desk(Stage& stage, Text name) : gate(stage, name) {}

  std::function<asio::awaitable<int>(Question)> ask() {
    return [this](Question question) { return answer(std::move(question)); };
  }

  asio::awaitable<int> answer(Question question) {
    questions.push_back(question);
    co_return co_await gate.wait();
  }

  Gate<int> gate;
  std::vector<Question> questions;
};

struct Market {
  Outcome<int> price_tag(const std::string& item) {
    return stage.run("price_tag(" + item + ")",
                     exo30::price_tag(item, supplier.ask()));
  }
  Outcome<exo30::Quote> quote(const std::string& item) {
    return stage.run("quote(" + item + ")",
                     exo30::quote(item, supplier.ask(), bank.ask()));
  }

  Stage stage;
  Desk<std::string> supplier{stage, the_supplier};
  Desk<int> bank{stage, the_bank};
};

using Items = std::vector<std::string>;
using Amounts = std::vector<int>;

constexpr int least = std::numeric_limits<int>::min();
constexpr int most = std::numeric_limits<int>::max();

// The lesson for a wait that has ended too soon: by an error, or by itself.
const Lesson& why_it_ended(const Outcome<int>& wait) {
  try {
    if (wait.threw()) std::rethrow_exception(wait.exception());
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted) return bell_throws;
  } catch (...) {
  }
  return read_too_early;
}

// Whether it comes a little later: not woken, it looks now and then.
bool comes_later(Stage& stage, const Outcome<int>& wait) {
  if (wait.waits()) stage.context.run_for(100ms);
  return !wait.waits();
}

// The lesson for a result that is there and did not come, or is another one.
// Time may go on here: look whether the wait has ended before you ask why not.
const Lesson& why_it_is_missing(Stage& stage, const Outcome<int>& wait) {
  if (wait.waits())
    return comes_later(stage, wait) ? watches_the_future : never_wakes;
  return wait.threw() ? why_it_ended(wait) : falls_off_the_end;
}

// It has its result. Whether it has one is seen before it is asked why not.
void expect_returned(Stage& stage, const Outcome<int>& wait) {
  const bool returned = wait.returned();
  EXPECT(why_it_is_missing(stage, wait), returned);
}

// Work for block_on, whose event loop is not the test's: it waits for time.
asio::awaitable<void> count_coins(std::chrono::milliseconds time = 20ms) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

using Threads = std::set<std::string>;

// The threads of the program, where the system tells them; else none.
Threads threads_now() {
  Threads threads;
#ifdef __linux__
  std::error_code none;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/self/task", none))
    threads.insert(thread.path().filename().string());
#endif
  return threads;
}

struct Takings {
  bool counted = false;
  std::thread::id thread;
  Threads threads;  // all that were there, this one among them
};

asio::awaitable<int> takings(Takings& seen) {
  co_await count_coins();
  seen = {true, std::this_thread::get_id(), threads_now()};
  co_return 42;
}

asio::awaitable<int> takings_of(int day,
                                std::chrono::milliseconds time = 20ms) {
  co_await count_coins(time);
  co_return day * 10;
}

asio::awaitable<int> at_once(int value) { co_return value; }

// So many calls of block_on, each in the work of another: gives how many.
asio::awaitable<int> calls_within(int calls) {
  if (calls == 0) co_return 0;
  co_await count_coins(1ms);
  const auto other = another_call.spoken();
  Story::tell_running(other, workbook::happens::starts);
  const int within = exo30::block_on(calls_within(calls - 1));
  Story::tell_running(other, workbook::happens::gives, std::to_string(within));
  co_return within + 1;
}

// Leaves something for the event loop to do, and keeps its thread meanwhile:
// whether somebody else does it.
asio::awaitable<bool> somebody_helps() {
  const auto executor = co_await asio::this_coro::executor;
  const auto done = std::make_shared<std::atomic<bool>>(false);
  asio::post(executor, [done] { *done = true; });
  for (int turn = 0; turn < 300 && !*done; ++turn) std::this_thread::yield();
  co_return *done;
}

// The loop may have more to do when the work has ended, or leave it.
asio::awaitable<void> calls_later() {
  co_await count_coins(1ms);
  const auto other = another_call.spoken();
  Story::tell_running(other, workbook::happens::starts);
  const int value = exo30::block_on(at_once(1));
  Story::tell_running(other, workbook::happens::gives, std::to_string(value));
}

asio::awaitable<int> leaves_a_call_behind() {
  asio::co_spawn(co_await asio::this_coro::executor, calls_later(),
                 asio::detached);
  co_return 2;
}

asio::awaitable<int> sold_out(std::exception_ptr thrown, bool late) {
  if (late) co_await count_coins();
  std::rethrow_exception(thrown);
}

asio::awaitable<exo30::Piece> fetch(exo30::Piece piece) {
  co_await count_coins();
  co_return std::move(piece);
}

asio::awaitable<exo30::Piece> no_piece(std::exception_ptr thrown) {
  co_await count_coins(1ms);
  std::rethrow_exception(thrown);
}

asio::awaitable<int> runs_on(asio::any_io_executor executor) {
  co_return executor == co_await asio::this_coro::executor;
}

// Tells whether a question was put on another executor than this one.
class Elsewhere {
 public:
  explicit Elsewhere(Stage& stage) : executor_(stage.executor()) {}

  asio::awaitable<int> answer(int value) {
    const auto here = co_await asio::this_coro::executor;
    if (here != executor_) asked_ = true;
    co_return value;
  }
  bool asked() const { return asked_; }

 private:
  const asio::any_io_executor executor_;
  std::atomic<bool> asked_{false};
};

// A handle, and its work that waits for the test.
struct Background {
  Background() { stage.story.tell("start", workbook::happens::returns); }

  Stage stage;
  Gate<int> work{stage, the_work};
  exo30::Handle handle = exo30::start(stage.executor(), work.wait());
};

// Writes over what functions that have returned left on the stack.
void wipe_stack() {
  volatile unsigned char room[16'384];
  for (auto& byte : room) byte = 0;
}

}  // namespace

// First of all: what a question on another thread does to a gate is no matter.
TEST_CASE("the supplier is asked on the caller's executor", "[step1]") {
  in_french("le fournisseur est interrogé sur l'exécuteur de l'appelant");
  Stage stage;
  Elsewhere elsewhere(stage);
  const Teaching if_it_never_returns(waits_for_itself);
  auto tag = stage.start("price_tag(clock)",
                         exo30::price_tag("clock", [&](std::string) {
                           return elsewhere.answer(100);
                         }));
  stage.run_until_ended(tag);
  EXPECT(wrong_executor, !elsewhere.asked());
}

TEST_CASE("the price tag comes from the supplier's answer", "[step1]") {
  in_french("l'étiquette vient de la réponse du fournisseur");
  Market market;
  const Teaching if_it_never_returns(waits_for_itself);
  auto tag = market.price_tag("lamp");
  EXPECT(read_too_early, tag.waits());
  market.supplier.gate.open(100);
  market.stage.settle();
  EXPECT(asks_again, market.supplier.questions == Items{"lamp"});
  const bool waits = tag.waits();
  if (waits) EXPECT(why_it_is_missing(market.stage, tag), !waits);
  // What nobody has written is anything: 0, or far from any price here.
  const bool a_price =
      tag.returned() && tag.value() >= 100 && tag.value() < 200;
  EXPECT(a_price ? wrong_sum : falls_off_the_end, tag.value() == 125);
}

TEST_CASE("each tag has its own price, rounded down", "[step1]") {
  in_french("chaque étiquette a son prix, arrondi vers le bas");
  const std::vector<std::pair<int, int>> tags{
      {99, 123},  {0, 0},     {1, 1},
      {3, 3},     {4, 5},     {7, 8},
      {300, 375}, {100, 125}, {99'999'999, 124'999'998}};
  for (const auto& [cost, price] : tags) {
    Market market;
    market.supplier.gate.open(cost);
    auto tag = market.price_tag("stool");
    EXPECT(asks_again, market.supplier.questions == Items{"stool"});
    EXPECT(wrong_sum, tag.value() == price);
  }
}

TEST_CASE("the supplier is asked about the item, whatever it is called",
          "[step1]") {
  in_french("on demande au fournisseur l'article, quel que soit son nom");
  Market market;
  market.supplier.gate.open(100);
  const Items items{"lamp",
                    "",
                    " Lamp ",
                    "lamp",
                    std::string("lamp\0shade", 10),
                    std::string(5'000, 'x')};
  for (const auto& item : items) market.price_tag(item);
  EXPECT(asks_again, market.supplier.questions == items);
}

TEST_CASE("two price tags at the same time are two", "[step1]") {
  in_french("deux étiquettes en même temps sont deux étiquettes");
  Market market;
  Desk<std::string> other_supplier{market.stage, the_other_supplier};
  auto lamp = market.price_tag("lamp");
  auto stool = market.stage.run(
      "price_tag(stool)", exo30::price_tag("stool", other_supplier.ask()));
  other_supplier.gate.open(200);
  market.stage.settle();
  EXPECT(one_work_only, stool.returned());
  EXPECT(read_too_early, lamp.waits());
  market.supplier.gate.open(100);
  market.stage.settle();
  EXPECT(one_work_only, lamp.returned());
  EXPECT(one_work_only, lamp.value() == 125);
  EXPECT(one_work_only, stool.value() == 250);
}

TEST_CASE("a price tag that nobody awaits asks for nothing", "[step1]") {
  in_french("une étiquette que personne n'attend ne demande rien");
  Market market;
  { auto tag = exo30::price_tag("lamp", market.supplier.ask()); }
  market.stage.settle();
  EXPECT(asks_again, market.supplier.questions.empty());
}

TEST_CASE("a supplier who has no price is heard, at once or later", "[step1]") {
  in_french("un fournisseur sans prix est entendu, tout de suite ou plus tard");
  for (const auto& thrown : awkward_exceptions(the_lamp_is_sold))
    for (const bool later : {false, true}) {
      Market market;
      if (!later) market.supplier.gate.fail(thrown);
      auto tag = market.price_tag("lamp");
      if (later) market.supplier.gate.fail(thrown);
      market.stage.settle();
      EXPECT(exception_lost, market.supplier.questions.size() == 1);
      EXPECT(exception_lost, same_exception(tag.exception(), thrown));
    }
}

TEST_CASE("both are asked on the caller's executor", "[step2]") {
  in_french("tous deux sont interrogés sur l'exécuteur de l'appelant");
  Stage stage;
  Elsewhere elsewhere(stage);
  auto quote = stage.start(
      "quote(clock)",
      exo30::quote(
          "clock", [&](std::string) { return elsewhere.answer(100); },
          [&](int) { return elsewhere.answer(136); }));
  {
    const Teaching if_it_goes_wrong(awaited_twice, waits_for_itself);
    stage.run_until_ended(quote);
  }
  EXPECT(wrong_executor, !elsewhere.asked());
}

TEST_CASE("the bank is asked about the price, once it is known", "[step2]") {
  in_french("on interroge la banque sur le prix, une fois qu'il est connu");
  Market market;
  auto quote = market.stage.start(
      "quote(lamp)",
      exo30::quote("lamp", market.supplier.ask(), market.bank.ask()));
  {
    const Teaching if_it_never_returns(waits_for_itself);
    market.stage.settle();
  }
  EXPECT(read_too_early, market.bank.questions.empty());
  EXPECT(read_too_early, quote.waits());
  market.supplier.gate.open(100);
  {
    const Teaching if_it_goes_wrong(awaited_twice, waits_for_itself);
    market.stage.settle();
  }
  EXPECT(asks_again, market.supplier.questions == Items{"lamp"});
  EXPECT(wrong_sum, market.bank.questions == Amounts{125});
  EXPECT(read_too_early, quote.waits());
  market.bank.gate.open(136);
  {
    const Teaching if_it_crashes(awaited_twice);
    market.stage.settle();
  }
  EXPECT(asks_again, market.bank.questions == Amounts{125});
  EXPECT(falls_off_the_end, quote.returned());
  const bool the_answers =
      quote.value().euros > 99 && quote.value().euros < 200;
  EXPECT(the_answers ? wrong_sum : falls_off_the_end,
         quote.value().euros == 125);
  EXPECT(the_answers ? wrong_sum : falls_off_the_end,
         quote.value().dollars == 136);
}

TEST_CASE("the bank is asked once, whatever the price and its answer",
          "[step2]") {
  in_french(
      "on interroge la banque une fois, quels que soient prix et réponse");
  for (const int dollars : {0, 1, 100'000'000})
    for (const int cost : {0, 1, 80'000'000}) {
      Market market;
      market.supplier.gate.open(cost);
      market.bank.gate.open(dollars);
      auto quote = market.quote("lamp");
      EXPECT(asks_again, market.supplier.questions == Items{"lamp"});
      EXPECT(asks_again, market.bank.questions == Amounts{cost + cost / 4});
      EXPECT(wrong_sum, quote.value().euros == cost + cost / 4);
      EXPECT(wrong_sum, quote.value().dollars == dollars);
    }
}

TEST_CASE("two quotes at the same time are two", "[step2]") {
  in_french("deux devis en même temps sont deux devis");
  Market market;
  Desk<std::string> other_supplier{market.stage, the_other_supplier};
  Desk<int> other_bank{market.stage, the_other_bank};
  auto lamp = market.quote("lamp");
  auto stool = market.stage.run(
      "quote(stool)",
      exo30::quote("stool", other_supplier.ask(), other_bank.ask()));
  market.supplier.gate.open(100);
  market.stage.settle();
  other_supplier.gate.open(200);
  market.stage.settle();
  other_bank.gate.open(272);
  market.stage.settle();
  EXPECT(one_work_only, stool.returned());
  EXPECT(read_too_early, lamp.waits());
  market.bank.gate.open(136);
  market.stage.settle();
  EXPECT(one_work_only, lamp.returned());
  EXPECT(one_work_only, lamp.value().euros == 125);
  EXPECT(one_work_only, lamp.value().dollars == 136);
  EXPECT(one_work_only, stool.value().euros == 250);
  EXPECT(one_work_only, stool.value().dollars == 272);
}

TEST_CASE("if the supplier fails, that is heard and the bank is left in peace",
          "[step2]") {
  in_french("si le fournisseur échoue, on le sait et la banque reste en paix");
  for (const auto& thrown : awkward_exceptions(the_lamp_is_sold)) {
    Market market;
    market.bank.gate.open(1);
    market.supplier.gate.fail(thrown);
    auto quote = market.quote("lamp");
    EXPECT(exception_lost, same_exception(quote.exception(), thrown));
    EXPECT(exception_lost, market.bank.questions.empty());
    EXPECT(exception_lost, market.supplier.questions.size() == 1);
  }
}

TEST_CASE("if the bank fails, that is heard", "[step2]") {
  in_french("si la banque échoue, on le sait");
  for (const auto& thrown : awkward_exceptions(the_bank_is_closed)) {
    Market market;
    market.supplier.gate.open(100);
    market.bank.gate.fail(thrown);
    auto quote = market.quote("lamp");
    EXPECT(exception_lost, same_exception(quote.exception(), thrown));
    EXPECT(exception_lost, market.bank.questions.size() == 1);
  }
}

TEST_CASE("block_on comes back with the value of work that waits", "[step3]") {
  in_french("block_on revient avec la valeur d'un travail qui attend");
  Story story;
  Takings seen;
  const auto threads_before = threads_now();
  const Teaching if_it_never_returns(get_before_run);
  story.tell("block_on(takings)", workbook::happens::starts);
  int value = 0;
  REQUIRE_NOTHROW(value = exo30::block_on(takings(seen)));
  story.tell("block_on(takings)", workbook::happens::gives,
             std::to_string(value));
  EXPECT(read_too_early, seen.counted);
  EXPECT(read_too_early, value == 42);
  EXPECT(another_thread, (seen.thread == std::this_thread::get_id()));
  const bool no_other_thread =
      std::ranges::includes(threads_before, seen.threads);
  EXPECT(another_thread, no_other_thread);
}

TEST_CASE("block_on works each time it is called", "[step3]") {
  in_french("block_on marche à chaque appel");
  Story story;
  const Teaching if_it_never_returns(shared_by_calls);
  for (int day = 1; day <= 3; ++day) {
    story.tell("block_on", workbook::happens::starts, std::to_string(day));
    const int value = exo30::block_on(takings_of(day));
    story.tell("block_on", workbook::happens::gives, std::to_string(value));
    EXPECT(shared_by_calls, value == day * 10);
  }
  for (const int value : {0, -1, least, most})
    EXPECT(read_too_early, exo30::block_on(at_once(value)) == value);
}

TEST_CASE("block_on may be called on another thread, too", "[step3]") {
  in_french("block_on peut aussi être appelée sur un autre fil");
  Story story;
  const Teaching if_it_never_returns(shared_by_calls);
  const auto wait_for_another = []() -> asio::awaitable<int> {
    int other = 0;
    std::thread([&] { other = exo30::block_on(takings_of(1, 1ms)); }).join();
    co_return other + 1;
  };
  const int value = exo30::block_on(wait_for_another());
  EXPECT(shared_by_calls, value == 11);
}

TEST_CASE("block_on may be called while another call is under way", "[step3]") {
  in_french("block_on peut être appelée pendant un autre appel");
  for (const int calls : {1, 2, 17}) {
    Story story;
    const Teaching if_it_never_returns(shared_by_calls);
    story.tell("block_on", workbook::happens::starts);
    const int value = exo30::block_on(calls_within(calls));
    story.tell("block_on", workbook::happens::gives, std::to_string(value));
    EXPECT(shared_by_calls, value == calls);
  }
}

TEST_CASE("a call between the end of the work and its value changes nothing",
          "[step3]") {
  in_french("un appel entre la fin du travail et sa valeur ne change rien");
  Story story;
  const Teaching if_it_never_returns(shared_by_calls);
  story.tell("block_on", workbook::happens::starts);
  const int value = exo30::block_on(leaves_a_call_behind());
  story.tell("block_on", workbook::happens::gives, std::to_string(value));
  EXPECT(shared_by_calls, value == 2);
}

TEST_CASE("nobody else works while block_on does", "[step3]") {
  in_french("personne d'autre ne travaille pendant que block_on le fait");
  Story story;
  const Teaching if_it_never_returns(get_before_run);
  const auto work = []() -> asio::awaitable<int> {
    int helped = 0;
    for (int time = 0; time < 3; ++time) {
      const bool helps = co_await somebody_helps();
      if (helps) ++helped;
    }
    co_return helped;
  };
  const int helped = exo30::block_on(work());
  EXPECT(another_thread, helped == 0);
}

TEST_CASE("what the work throws comes out of block_on, as it was thrown",
          "[step3]") {
  in_french("ce que lève le travail sort de block_on tel quel");
  const Teaching if_it_goes_wrong(exception_lost);
  for (const auto& thrown : awkward_exceptions(all_sold))
    for (const bool late : {true, false}) {
      Story story;
      story.tell(the_work.spoken(), workbook::happens::throws,
                 all_sold.spoken());
      const auto heard =
          workbook::thrown_by([&] { exo30::block_on(sold_out(thrown, late)); });
      story.tell("block_on", {"lets out:", "laisse sortir :"},
                 heard ? workbook::message_of(heard)
                       : Text{"nothing", "rien"}.spoken());
      EXPECT(exception_lost, same_exception(heard, thrown));
      EXPECT(shared_by_calls, exo30::block_on(takings_of(1)) == 10);
    }
}

TEST_CASE("what is thrown in place of a piece comes out, too", "[step3]") {
  in_french("ce qui est levé au lieu d'une pièce en sort aussi");
  const Teaching if_it_goes_wrong(exception_lost);
  for (const auto& thrown : awkward_exceptions(all_sold)) {
    Story story;
    const auto heard =
        workbook::thrown_by([&] { exo30::block_on(no_piece(thrown)); });
    EXPECT(exception_lost, same_exception(heard, thrown));
  }
}

TEST_CASE("a piece that exists once changes hands", "[step3]") {
  in_french("une pièce unique change de mains");
  const Teaching if_it_never_returns(get_before_run);
  auto clock = std::make_unique<exo30::Antique>();
  const auto* the_clock = clock.get();
  const auto piece = exo30::block_on(fetch(std::move(clock)));
  EXPECT(another_value, (piece.get() == the_clock));
  EXPECT(another_value, (exo30::block_on(fetch(nullptr)) == nullptr));
}

#ifdef WORKBOOK_HAS_CLOCK
TEST_CASE("the thread rests while the work waits", "[step3]") {
  in_french("le fil se repose pendant que le travail attend");
  workbook::TestClock clock;
  const Teaching if_it_never_returns(watches_the_future);
  exo30::block_on(takings_of(1));
  EXPECT(watches_the_future, clock.blocked() == 0ns);
  EXPECT(watches_the_future, clock.now() == 20ms);
  exo30::block_on(takings_of(1, 900ms));
  EXPECT(watches_the_future, clock.gave_up() == 0);
}

TEST_CASE("block_on waits for its work, however long it takes", "[step3]") {
  in_french("block_on attend son travail, quel que soit le temps qu'il prend");
  workbook::TestClock clock;
  {
    const Teaching if_it_never_returns(get_before_run);
    const int value = exo30::block_on(takings_of(1, 2s));
    EXPECT(read_too_early, value == 10);
  }
  const Teaching if_it_never_returns(watches_the_future);
  const int value = exo30::block_on(takings_of(2, 49h));
  EXPECT(read_too_early, value == 20);
  EXPECT(watches_the_future, clock.now() == 49h + 2s);
}
#endif

TEST_CASE("who waits at the tray has the result when it is laid", "[step4]") {
  in_french("qui attend au plateau a le résultat dès qu'il y est posé");
  for (const int result : {4, 0, -1, least, most}) {
    Stage stage;
    exo30::Tray tray(stage.executor());
    const Teaching if_it_never_returns(waits_for_itself);
    auto value = stage.run("result_of(tray)", exo30::result_of(tray));
    EXPECT(why_it_ended(value), value.waits());
    exo30::lay(tray, nullptr, result);
    stage.story.tell("lay(tray)", workbook::happens::returns);
    stage.settle();
    expect_returned(stage, value);
    EXPECT(falls_off_the_end, value.value() == result);
  }
}

TEST_CASE("who comes later finds the result there", "[step4]") {
  in_french("qui vient plus tard trouve le résultat");
  for (const int result : {5, 0, least}) {
    Stage stage;
    exo30::Tray tray(stage.executor());
    const Teaching if_it_never_returns(waits_for_itself);
    exo30::lay(tray, nullptr, result);
    stage.story.tell("lay(tray)", workbook::happens::returns);
    for ([[maybe_unused]] const int use : workbook::uses) {
      auto value = stage.run("result_of(tray)", exo30::result_of(tray));
      if (use == 1)
        expect_returned(stage, value);
      else
        EXPECT(taken_away, value.returned());
      EXPECT(use == 1 ? falls_off_the_end : taken_away,
             value.value() == result);
    }
  }
}

TEST_CASE("who comes in the same turn as the result has it", "[step4]") {
  in_french("qui vient au même tour que le résultat l'obtient");
  for (const auto in_order : workbook::both_orders) {
    Stage stage;
    exo30::Tray tray(stage.executor());
    std::vector<Outcome<int>> values;
    in_order(
        [&] {
          values.push_back(
              stage.start("result_of(tray)", exo30::result_of(tray)));
        },
        [&] { exo30::lay(tray, nullptr, 3); });
    stage.settle();
    expect_returned(stage, values[0]);
  }
}

TEST_CASE("an exception on the tray is thrown, as it was, to whoever comes",
          "[step4]") {
  in_french("une exception posée est levée telle quelle devant qui vient");
  for (const auto& thrown : awkward_exceptions(it_fell))
    for (const int no_value : {0, 7}) {
      Stage stage;
      const Teaching if_it_is_thrown_elsewhere(exception_lost);
      exo30::Tray tray(stage.executor());
      auto early = stage.run("result_of(tray)", exo30::result_of(tray));
      exo30::lay(tray, thrown, no_value);
      stage.story.tell("lay(tray)", workbook::happens::returns);
      stage.settle();
      const bool waits = early.waits();
      if (waits) EXPECT(why_it_is_missing(stage, early), !waits);
      EXPECT(exception_lost, same_exception(early.exception(), thrown));
      for ([[maybe_unused]] const int use : workbook::uses) {
        auto late = stage.run("result_of(tray)", exo30::result_of(tray));
        EXPECT(never_wakes, !late.waits());
        EXPECT(exception_lost, same_exception(late.exception(), thrown));
      }
    }
}

TEST_CASE("any number may wait at one tray", "[step4]") {
  in_french("on peut être nombreux à attendre au même plateau");
  for (const int count : workbook::limits) {
    Stage stage;
    exo30::Tray tray(stage.executor());
    std::vector<Outcome<int>> values;
    for (int i = 0; i < count; ++i)
      values.push_back(stage.start("result_of(tray)", exo30::result_of(tray)));
    stage.settle();
    exo30::lay(tray, nullptr, 6);
    stage.settle();
    for (const auto& value : values) {
      EXPECT(taken_away, value.returned());
      EXPECT(taken_away, value.value() == 6);
    }
  }
}

TEST_CASE("a bell that rings for nothing changes nothing", "[step4]") {
  in_french("une sonnette qui retentit pour rien ne change rien");
  Stage stage;
  exo30::Tray tray(stage.executor());
  auto value = stage.run("result_of(tray)", exo30::result_of(tray));
  for (int ring = 1; ring <= 300; ++ring) {
    tray.bell.cancel();
    stage.story.tell("", {"the bell rings", "la sonnette retentit"});
    stage.settle();
    EXPECT(value.threw() ? bell_throws : rings_for_nothing, value.waits());
  }
  exo30::lay(tray, nullptr, 6);
  stage.settle();
  EXPECT(rings_for_nothing, value.returned());
}

TEST_CASE("each tray has its own result", "[step4]") {
  in_french("chaque plateau a son résultat");
  for (const bool in_turn : {false, true}) {
    Stage stage;
    exo30::Tray one(stage.executor());
    exo30::Tray other(stage.executor());
    auto first = stage.run("result_of(one)", exo30::result_of(one));
    auto second = stage.run("result_of(other)", exo30::result_of(other));
    auto& sooner = in_turn ? first : second;
    auto& later = in_turn ? second : first;
    exo30::lay(in_turn ? one : other, nullptr, 2);
    stage.settle();
    EXPECT(read_too_early, later.waits());
    EXPECT(never_wakes, sooner.returned());
    exo30::lay(in_turn ? other : one, nullptr, 1);
    stage.settle();
    EXPECT(never_wakes, later.returned());
    EXPECT(read_too_early, later.value() * 10 + sooner.value() == 12);
  }
}

TEST_CASE("the work begins though nobody awaits it", "[step5]") {
  in_french("le travail commence bien que personne ne l'attende");
  const Teaching if_it_never_returns(waits_for_itself);
  Background it;
  it.stage.settle();
  EXPECT(starts_late, it.work.asked() == 1);
}

TEST_CASE("start leaves the loop to others", "[step5]") {
  in_french("start laisse la boucle aux autres");
  Stage stage;
  const Teaching if_it_goes_wrong(captured_locals, waits_for_itself);
  bool meanwhile = false;
  asio::post(stage.context, [&] { meanwhile = true; });
  const auto handle = exo30::start(stage.executor(), at_once(1));
  EXPECT(waits_for_itself, !meanwhile);
  stage.settle();
}

TEST_CASE("the value wakes the one who awaits it", "[step5]") {
  in_french("la valeur réveille celui qui l'attend");
  for (const int result : {4, 0, -1, most}) {
    const Teaching if_it_never_returns(waits_for_itself);
    Background it;
    it.stage.settle();
    void (*volatile wipe)() = wipe_stack;
    wipe();
    auto value = it.stage.run("handle()", it.handle());
    EXPECT(read_too_early, value.waits());
    it.work.open(result);
    {
      const Teaching if_it_crashes(captured_locals);
      it.stage.settle();
    }
    if (value.waits()) {
      // Is the result nowhere, or did only nobody ring? (Another one than the
      // first is not lost: it was taken for none.)
      auto again = it.stage.run("handle()", it.handle());
      const bool lost = again.waits() && result == 4;
      EXPECT(lost ? captured_locals : never_wakes, value.returned());
    }
    expect_returned(it.stage, value);
    EXPECT(captured_locals, value.value() == result);
  }
}

TEST_CASE("a value that came first is there for the one who awaits later",
          "[step5]") {
  in_french("une valeur venue d'abord est là pour qui attend plus tard");
  for (const int result : {5, 0}) {
    const Teaching if_it_never_returns(waits_for_itself);
    Background it;
    it.work.open(result);
    it.stage.settle();
    auto value = it.stage.run("handle()", it.handle());
    expect_returned(it.stage, value);
    EXPECT(read_too_early, value.value() == result);
  }
}

TEST_CASE("work that ends at once is not too early for its handle", "[step5]") {
  in_french("un travail qui finit aussitôt n'est pas trop tôt pour sa poignée");
  Stage stage;
  for (const int use : workbook::uses) {
    auto handle = exo30::start(stage.executor(), at_once(use));
    auto value = stage.run("handle()", handle());
    expect_returned(stage, value);
    EXPECT(one_work_only, value.value() == use);
  }
}

TEST_CASE("an exception waits for the one who awaits", "[step5]") {
  in_french("une exception attend celui qui attend le résultat");
  for (const auto& thrown : awkward_exceptions(the_die_fell)) {
    const Teaching if_it_leaves_the_loop(exception_lost);
    Background it;
    it.work.fail(thrown);
    REQUIRE_NOTHROW(it.stage.settle());
    auto value = it.stage.run("handle()", it.handle());
    EXPECT(never_wakes, !value.waits());
    EXPECT(exception_lost, same_exception(value.exception(), thrown));
  }
}

TEST_CASE("an exception wakes the one who awaits", "[step5]") {
  in_french("une exception réveille celui qui attend");
  for (const auto& thrown : awkward_exceptions(the_die_fell)) {
    const Teaching if_it_leaves_the_loop(exception_lost);
    Background it;
    auto value = it.stage.run("handle()", it.handle());
    it.work.fail(thrown);
    REQUIRE_NOTHROW(it.stage.settle());
    EXPECT(never_wakes, !value.waits());
    EXPECT(exception_lost, same_exception(value.exception(), thrown));
  }
}

TEST_CASE("the work goes on when its handle is dropped", "[step5]") {
  in_french("le travail se poursuit quand on abandonne sa poignée");
  for (const bool fails : {false, true})
    for (const auto& thrown : awkward_exceptions(unheard)) {
      const Teaching if_it_leaves_the_loop(exception_lost);
      Background it;
      it.handle = nullptr;
      it.stage.settle();
      EXPECT(starts_late, it.work.waiting() == 1);
      if (fails)
        it.work.fail(thrown);
      else
        it.work.open(6);
      REQUIRE_NOTHROW(it.stage.settle());
      EXPECT(starts_late, it.work.waiting() == 0);
    }
}

TEST_CASE("the work runs on the executor that start was given", "[step5]") {
  in_french("le travail s'exécute sur l'exécuteur donné à start");
  Stage stage;
  auto handle = exo30::start(stage.executor(), runs_on(stage.executor()));
  auto value = stage.run("handle()", handle());
  EXPECT(wrong_executor, value.returned());
  EXPECT(wrong_executor, value.value() == 1);
}

TEST_CASE("each of many works has a handle of its own", "[step5]") {
  in_french("parmi de nombreux travaux, chacun a sa poignée");
  const Teaching if_it_crashes(one_work_only);
  for (const int count : workbook::limits) {
    Stage stage;
    std::vector<std::unique_ptr<Gate<int>>> works;
    std::vector<exo30::Handle> handles;
    std::vector<Outcome<int>> values;
    for (int i = 0; i < count; ++i) {
      works.push_back(std::make_unique<Gate<int>>(
          stage, the_work.spoken() + ' ' + std::to_string(i)));
      handles.push_back(exo30::start(stage.executor(), works[i]->wait()));
      values.push_back(stage.start("handle()", handles[i]()));
    }
    stage.settle();
    for (const auto& work : works) EXPECT(starts_late, work->asked() == 1);
    for (int i = count - 1; i >= 0; --i) works[i]->open(i);
    stage.settle();
    for (int i = 0; i < count; ++i) {
      EXPECT(one_work_only, values[i].returned());
      EXPECT(one_work_only, values[i].value() == i);
    }
  }
}

namespace {

struct Dice {
  Outcome<int> roll() {
    return stage.run("throw_dice",
                     exo30::throw_dice(red.operation(), green.operation()));
  }

  Stage stage;
  Gate<int> red{stage, the_red_die};
  Gate<int> green{stage, the_green_die};
};

}  // namespace

TEST_CASE("the dice are thrown on the caller's executor", "[step5]") {
  in_french("les dés sont lancés sur l'exécuteur de l'appelant");
  Stage stage;
  Elsewhere elsewhere(stage);
  const Teaching if_it_never_returns(waits_for_itself);
  const auto die = [&] { return elsewhere.answer(3); };
  auto points = stage.start("throw_dice", exo30::throw_dice(die, die));
  stage.run_until_ended(points);
  EXPECT(wrong_executor, !elsewhere.asked());
}

TEST_CASE("two dice roll at the same time, and are added up", "[step5]") {
  in_french("deux dés roulent en même temps, et on les additionne");
  for (const bool red_first : {false, true}) {
    Dice dice;
    const Teaching if_it_never_returns(waits_for_itself);
    auto points = dice.roll();
    EXPECT(asks_again, dice.red.asked() + dice.green.asked() <= 2);
    EXPECT(dice.red.asked() > 1 ? asks_again : one_after_another,
           dice.red.asked() == 1);
    EXPECT(one_after_another, dice.green.asked() == 1);
    (red_first ? dice.red : dice.green).open(2);
    dice.stage.settle();
    EXPECT(read_too_early, points.waits());
    (red_first ? dice.green : dice.red).open(6);
    dice.stage.settle();
    EXPECT(never_wakes, points.returned());
    EXPECT(asks_again, dice.red.asked() + dice.green.asked() == 2);
    EXPECT(falls_off_the_end, points.value() == 8);
  }
}

TEST_CASE("dice that lie still at once are added up, whatever they show",
          "[step5]") {
  in_french(
      "des dés aussitôt arrêtés s'additionnent, quels que soient leurs points");
  const std::vector<std::pair<int, int>> throws{
      {1, 1}, {6, 6}, {0, 0}, {0, 5}, {5, 0}, {-3, 1}, {100, 200}};
  for (const auto& [red, green] : throws) {
    Dice dice;
    dice.red.open(red);
    dice.green.open(green);
    auto points = dice.roll();
    EXPECT(never_wakes, points.returned());
    EXPECT(asks_again, dice.red.asked() + dice.green.asked() == 2);
    EXPECT(falls_off_the_end, points.value() == red + green);
  }
}

TEST_CASE("two throws at the same time have their own sums", "[step5]") {
  in_french("deux lancers simultanés ont chacun leur somme");
  Stage stage;
  Gate<int> red{stage, the_red_die};
  Gate<int> green{stage, the_green_die};
  auto first = stage.run("throw_dice (1)",
                         exo30::throw_dice(red.operation(), green.operation()));
  const auto two = [] { return at_once(2); };
  auto second = stage.run("throw_dice (2)", exo30::throw_dice(two, two));
  EXPECT(one_work_only, second.returned());
  EXPECT(one_work_only, second.value() == 4);
  red.open(5);
  green.open(6);
  stage.settle();
  EXPECT(one_work_only, first.returned());
  EXPECT(one_work_only, first.value() == 11);
}

TEST_CASE("from ordinary code, too, the dice stop and nothing goes on",
          "[step5]") {
  in_french("depuis du code ordinaire aussi, les dés s'arrêtent et c'est fini");
  Story story;
  const Teaching if_it_never_returns(never_wakes);
  const auto die = [] { return takings_of(1, 1ms); };
  EXPECT(never_wakes, exo30::block_on(exo30::throw_dice(die, die)) == 20);
}

TEST_CASE("a die that falls off the table is heard", "[step5]") {
  in_french("on entend parler d'un dé qui tombe de la table");
  for (const auto& thrown : awkward_exceptions(it_fell))
    for (const bool red_fails : {true, false})
      for (const bool fails_first : {true, false}) {
        Dice dice;
        auto points = dice.roll();
        auto& failing = red_fails ? dice.red : dice.green;
        auto& other = red_fails ? dice.green : dice.red;
        if (!fails_first) other.open(3);
        dice.stage.settle();
        failing.fail(thrown);
        dice.stage.settle();
        other.open(3);
        dice.stage.settle();
        EXPECT(exception_lost, same_exception(points.exception(), thrown));
        EXPECT(asks_again, dice.red.asked() + dice.green.asked() == 2);
      }
}

TEST_CASE("if both dice fall off the table, one of them is heard", "[step5]") {
  in_french(
      "si les deux dés tombent de la table, on entend parler de l'un d'eux");
  Dice dice;
  const auto thrown = awkward_exceptions(it_fell);
  auto points = dice.roll();
  dice.red.fail(thrown[0]);
  dice.green.fail(thrown[1]);
  dice.stage.settle();
  EXPECT(exception_lost, (same_exception(points.exception(), thrown[0]) ||
                          same_exception(points.exception(), thrown[1])));
}
