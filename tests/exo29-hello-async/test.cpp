#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/system_error.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <exception>
#include <mutex>
#include <string>
#include <support/awkward.hpp>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "hello_async.hpp"
#include "lessons.hpp"

#ifdef WORKBOOK_HAS_CLOCK
#include <support/timed_stage.hpp>
#endif

using namespace std::chrono_literals;
using exo29::Milliseconds;
using workbook::in_french;
using workbook::is_a;
using workbook::is_aborted;
using workbook::Outage;
using workbook::Outcome;
using workbook::Owned;
using workbook::Stage;
using workbook::Story;
using workbook::Teaching;
using workbook::Text;

namespace {

constexpr Text power_cut{"power cut", "coupure de courant"};

#ifdef WORKBOOK_HAS_CLOCK
using workbook::TestClock;
using workbook::TimedStage;
bool no_time_has_passed(const TimedStage& stage) { return stage.now() == 0ns; }
#else
using TimedStage = Stage;
bool no_time_has_passed(const Stage&) { return true; }
#endif

using Names = std::vector<std::string>;

// In quotes, with what cannot be seen; how a long one begins is enough.
std::string quoted(const std::string& line) {
  constexpr std::size_t enough = 60;
  return Catch::Detail::stringify(line.substr(0, enough)) +
         (line.size() > enough ? "..." : "");
}

constexpr Text torn{"the page is torn", "la page est déchirée"};
constexpr Text stranger{"not in the hotel", "inconnu à l'hôtel"};
constexpr Text the_journal{"the journal", "le journal"};

// A journal that remembers its lines, and for each one when and on which thread
// it was written.
class Pages {
 public:
  void write(const std::string& line) {
    Story::tell_running(the_journal.spoken(), {"receives:", "reçoit :"},
                        quoted(line));
    std::scoped_lock lock(mutex_);
    lines.push_back(line);
    times.push_back(std::chrono::steady_clock::now());
    threads.push_back(std::this_thread::get_id());
  }

  exo29::Journal journal() {
    return [this](const std::string& line) { write(line); };
  }

  std::vector<std::string> lines;
  std::vector<std::chrono::steady_clock::time_point> times;
  std::vector<std::thread::id> threads;

 private:
  std::mutex mutex_;
};

const Names guests{"Augusta Ada King Lovelace", "Grace Brewster Murray Hopper",
                   "Barbara Jane Huberman Liskov"};

Names greetings(const Names& names) {
  Names lines;
  for (const auto& name : names) lines.push_back("Good morning, " + name + "!");
  return lines;
}

Names sorted(Names lines) {
  std::ranges::sort(lines);
  return lines;
}

// An exception that the journal throws when it comes to this guest.
exo29::Journal torn_at(const std::string& name, std::exception_ptr thrown) {
  return [=](const std::string& line) {
    Story::tell_running(the_journal.spoken(), {"receives:", "reçoit :"},
                        quoted(line));
    if (line != "Good morning, " + name + "!") return;
    Story::tell_running(the_journal.spoken(), workbook::happens::throws,
                        workbook::message_of(thrown));
    std::rethrow_exception(thrown);
  };
}

// Calls greet_everyone, and tells its story.
void greet_all(const Names& names, Milliseconds delay,
               const exo29::Journal& journal) {
  constexpr auto who = "greet_everyone";
  Story::tell_running(who, workbook::happens::starts);
  try {
    exo29::greet_everyone(names, delay, journal);
  } catch (...) {
    Story::tell_running(who, workbook::happens::throws,
                        workbook::message_of(std::current_exception()));
    throw;
  }
  Story::tell_running(who, workbook::happens::returns);
}

// "20ms", or "2h" where it is a number of hours.
std::string as_code(Milliseconds duration) {
  if (duration != 0ms && duration % 1h == 0ms)
    return fmt::format("{}h", duration / 1h);
  return fmt::format("{}ms", duration.count());
}

// Starts a pause, which must be there when nothing is left to do at once. One
// that ends in the first turn of the loop has awaited nothing.
Outcome<void> begin_pause(TimedStage& stage, Milliseconds duration) {
  const int turns_of_nothing = [] {
    asio::io_context context;
    bool ended = false;
    const auto nothing = [&]() -> asio::awaitable<void> {
      ended = true;
      co_return;
    };
    asio::co_spawn(context, nothing, asio::detached);
    int turns = 0;
    while (!ended && context.poll_one() == 1) ++turns;
    return turns;
  }();
  const Teaching if_it_never_returns(blocks_the_thread);
  auto pause = stage.start(fmt::format("pause({})", as_code(duration)),
                           exo29::pause(duration));
  int turns = 0;
  while (pause.waits() && stage.turn(1) == 1 && turns < 1'000) ++turns;
  stage.settle();
  EXPECT(blocks_the_thread, no_time_has_passed(stage));
  EXPECT(turns > turns_of_nothing ? timer_not_set : returns_at_once,
         pause.waits());
  return pause;
}

// The lesson for greet_everyone when there are not as many lines as guests.
const Lesson& why_some_are_missing(const Pages& pages) {
  if (pages.lines.empty()) return forgot_run;
  return pages.lines.size() == 1 ? stopped_loop : wrong_words;
}

}  // namespace

TEST_CASE("a pause that is not over keeps neither thread nor caller",
          "[step1]") {
  in_french("une pause qui n'est pas finie ne retient ni le fil ni l'appelant");
  const Teaching if_it_never_returns(blocks_the_thread);
  TimedStage stage;
  auto pause = begin_pause(stage, 1h);
  bool meanwhile = false;
  asio::post(stage.context, [&] {
    stage.story.tell("", {"another task works", "une autre tâche travaille"});
    meanwhile = true;
  });
  stage.settle();
  EXPECT(blocks_the_thread, meanwhile);
  EXPECT(returns_at_once, pause.waits());
  auto longer = stage.run("pause(2h)", exo29::pause(2h));
  EXPECT(shared_timer, pause.waits());
  EXPECT(shared_timer, longer.waits());
}

#ifdef WORKBOOK_HAS_CLOCK

namespace {

// The lesson for a pause that goes on when its time is over.
const Lesson& why_it_goes_on(TimedStage& stage, const Outcome<void>& pause) {
  if (pause.waits()) stage.advance(100h);
  return pause.waits() ? nobody_runs_it : wrong_duration;
}

// Many days pass at once, but for the last hour: Asio looks at its timers every
// five minutes.
void skip_days(TimedStage& stage, Milliseconds duration) {
  if (duration <= 49h) return;
  stage.move_to(duration - 1h);
  stage.settle();
}

// Time passes until a pause is over, neither sooner nor later.
void expect_to_last(Milliseconds duration) {
  TimedStage stage;
  auto pause = begin_pause(stage, duration);
  const Teaching if_it_never_rests(blocks_the_thread);
  skip_days(stage, duration);
  stage.advance(duration - 1ns - stage.now());
  EXPECT(blocks_the_thread, stage.blocked() == 0ns);
  EXPECT(wrong_duration, pause.waits());
  stage.advance(1ns);
  EXPECT(blocks_the_thread, stage.blocked() == 0ns);
  EXPECT(blocks_the_thread, stage.now() == duration);
  const bool over = pause.returned();
  EXPECT(over ? wrong_duration : why_it_goes_on(stage, pause), over);
}

}  // namespace

TEST_CASE("a pause lasts exactly as long as it was asked to", "[step1]") {
  in_french("une pause dure exactement le temps demandé");
  for (const Milliseconds duration : {20ms, 1ms, 2ms, 5ms, 10ms, 11ms, 99ms,
                                      101ms, 999ms, 1000ms, 1001ms, 61'000ms})
    expect_to_last(duration);
}

TEST_CASE("each of many pauses lasts as long as it was asked to", "[step1]") {
  in_french("parmi de nombreuses pauses, chacune dure le temps demandé");
  for (const int count : workbook::limits) {
    TimedStage stage;
    std::vector<Outcome<void>> pauses;
    // The longest first: whoever comes later must not wait for it.
    for (int ms = count; ms > 0; --ms)
      pauses.push_back(stage.start(fmt::format("pause({}ms)", ms),
                                   exo29::pause(Milliseconds(ms))));
    const Teaching if_it_never_returns(shared_timer);
    stage.settle();
    for (int over = 0; over <= count; ++over) {
      int ended = 0;
      for (const auto& pause : pauses) ended += pause.returned();
      EXPECT(shared_timer, ended == over);
      stage.advance(1ms);
    }
    EXPECT(blocks_the_thread, stage.blocked() == 0ns);
  }
}

TEST_CASE("a pause lasts from when it is awaited, not from when it is called",
          "[step1]") {
  in_french("une pause compte à partir du moment où on l'attend");
  TimedStage stage;
  auto later = exo29::pause(20ms);
  stage.advance(15ms);
  auto pause = stage.run("pause(20ms)", std::move(later));
  stage.advance(20ms - 1ns);
  EXPECT(wrong_duration, pause.waits());
  stage.advance(1ns);
  EXPECT(wrong_duration, pause.returned());
}

TEST_CASE("a pause of no time has passed already", "[step1]") {
  in_french("une pause de durée nulle est déjà passée");
  for (const Milliseconds duration : {0ms, -1ms, -20ms, Milliseconds(-49h)}) {
    TimedStage stage;
    auto pause = stage.run(fmt::format("pause({})", as_code(duration)),
                           exo29::pause(duration));
    EXPECT(blocks_the_thread, stage.now() == 0ns);
    EXPECT(wrong_duration, pause.returned());
  }
}

TEST_CASE("a pause can be cancelled at every moment, and ends", "[step1]") {
  in_french("on peut annuler une pause à tout moment, et elle finit");
  for (const auto in_order : workbook::both_orders) {
    TimedStage stage;
    auto pause = begin_pause(stage, 20ms);
    in_order([&] { stage.move_to(20ms); }, [&] { pause.cancel(); });
    stage.settle();
    EXPECT(does_not_stop, !pause.waits());
    if (!pause.returned()) EXPECT(does_not_stop, is_aborted(pause.exception()));
  }
  for (const auto early : {0ms, 1ms, 19ms}) {
    TimedStage stage;
    auto pause = begin_pause(stage, 20ms);
    stage.advance(early);
    pause.cancel();
    stage.settle();
    EXPECT(does_not_stop, is_aborted(pause.exception()));
    EXPECT(does_not_stop, stage.now() == early);
  }
}

#endif
#ifndef WORKBOOK_HAS_CLOCK

// Where no clock can be put in the place of the system's: lower bounds
// only.
TEST_CASE("a pause ends when its time is over, not before", "[step1]") {
  in_french("une pause finit quand son temps est écoulé, pas avant");
  Stage stage;
  const Teaching if_it_never_returns(nobody_runs_it);
  const auto start = std::chrono::steady_clock::now();
  auto night = stage.start("pause(1h)", exo29::pause(1h));
  auto pause = stage.start("pause(20ms)", exo29::pause(20ms));
  stage.run_until_ended(pause);
  EXPECT(returns_at_once, std::chrono::steady_clock::now() - start >= 20ms);
  EXPECT(shared_timer, pause.returned());
  EXPECT(shared_timer, night.waits());
  auto no_time = stage.start("pause(-1ms)", exo29::pause(-1ms));
  stage.run_until_ended(no_time);
  EXPECT(wrong_duration, no_time.returned());
}

#endif

TEST_CASE("a cancelled pause ends at once, however long it had to go on",
          "[step1]") {
  in_french("une pause annulée finit aussitôt, quoi qu'il lui reste à durer");
  for (const Milliseconds duration : {Milliseconds(1h), Milliseconds(49h)}) {
    TimedStage stage;
    const Teaching if_it_never_returns(blocks_the_thread);
    auto pause = stage.run("pause", exo29::pause(duration));
    auto other = stage.run("another pause", exo29::pause(duration));
    pause.cancel();
    stage.settle();
    EXPECT(does_not_stop, is_aborted(pause.exception()));
    EXPECT(shared_timer, other.waits());
  }
}

TEST_CASE("a pause ends in any event loop", "[step1]") {
  in_french("une pause finit dans n'importe quelle boucle d'événements");
  const Teaching if_it_never_returns(nobody_runs_it);
  asio::thread_pool pool(1);
  const auto strand = asio::make_strand(pool);
  const auto lasts = [&](asio::any_io_executor where, Milliseconds duration) {
    const auto start = std::chrono::steady_clock::now();
    asio::co_spawn(where, exo29::pause(duration), asio::use_future).get();
    return std::chrono::steady_clock::now() - start >= duration;
  };
  for (const Milliseconds duration : {0ms, 1ms}) {
    EXPECT(nobody_runs_it, lasts(pool.get_executor(), duration));
    EXPECT(nobody_runs_it, lasts(strand, duration));
  }
  const auto if_the_thread_is_not_free =
      Teaching::only_if_it_never_returns(blocks_the_thread, blocks_the_thread);
  asio::co_spawn(pool, exo29::pause(1h), asio::detached);
  const bool meanwhile = lasts(pool.get_executor(), 1ms);
  EXPECT(nobody_runs_it, meanwhile);
  pool.stop();
}

TEST_CASE("a pause that is cancelled before it begins does not begin",
          "[step1]") {
  in_french("une pause annulée avant de commencer ne commence pas");
  TimedStage stage;
  auto pause = stage.start_cancelled("pause(1h)", exo29::pause(1h));
  stage.settle();
  EXPECT(does_not_stop, is_aborted(pause.exception()));
}

#ifdef WORKBOOK_HAS_CLOCK

TEST_CASE("a pause lasts exactly as long on a strand", "[step1]") {
  in_french("une pause dure exactement le même temps sur un strand");
  TimedStage stage;
  auto pause = stage.start_on(asio::make_strand(stage.context), "pause(20ms)",
                              exo29::pause(20ms));
  stage.settle();
  EXPECT(nobody_runs_it, stage.blocked() == 0ns);
  stage.advance(20ms - 1ns);
  EXPECT(nobody_runs_it, pause.waits());
  stage.advance(1ns);
  EXPECT(nobody_runs_it, pause.returned());
}

TEST_CASE("a pause may last for days", "[step1]") {
  in_french("une pause peut durer des jours");
  for (const Milliseconds duration : {25h, 49h, 25 * 24h, 50 * 24h})
    expect_to_last(duration);
}

TEST_CASE("a pause lasts as long, whoever sets the clock meanwhile",
          "[step1]") {
  in_french("une pause dure autant, même si l'on règle l'horloge entre-temps");
  for (const auto by : {-1h, 1h}) {
    TimedStage stage;
    auto pause = begin_pause(stage, 20ms);
    stage.advance(10ms);
    stage.set_wall_clock(by);
    stage.story.tell("", {"(somebody sets the clock)", "(on règle l'horloge)"});
    stage.advance(10ms - 1ns);
    EXPECT(blocks_the_thread, stage.blocked() == 0ns);
    EXPECT(wrong_duration, pause.waits());
    stage.advance(1ns);
    EXPECT(wrong_duration, pause.returned());
  }
}

#endif

TEST_CASE("greet waits for the delay before it writes", "[step2]") {
  in_french("greet attend la fin du délai avant d'écrire");
  TimedStage stage;
  Pages pages;
  const auto journal = pages.journal();
  // A crash is that of a lambda that is gone.
  const Teaching if_it_goes_wrong(captures_die, blocks_the_thread);
  auto greet = stage.run("greet(Ada, 1h)", exo29::greet("Ada", 1h, journal));
  EXPECT(blocks_the_thread, no_time_has_passed(stage));
  EXPECT(forgot_co_await, greet.waits());
  EXPECT(greets_too_early, pages.lines.empty());
}

TEST_CASE("each guest is greeted by name, whatever the name", "[step2]") {
  in_french("chaque client est salué par son nom, quel qu'il soit");
  for (const auto& name :
       {std::string("Ada"), std::string("ada lovelace"), std::string(),
        std::string(" "), std::string(" Ada "), std::string("ADA"),
        std::string("Ada!"), std::string("Ad\303\250le"), std::string("Ada\n"),
        std::string("{}"), std::string("%s"), std::string("Ada\0Grace", 9),
        std::string(5'000, 'a')}) {
    Stage stage;
    Pages pages;
    const auto journal = pages.journal();
    auto greet = stage.run(fmt::format("greet({}, 0ms)", quoted(name)),
                           exo29::greet(name, 0ms, journal));
    EXPECT(wrong_words, greet.returned());
    EXPECT(wrong_words, pages.lines == greetings({name}));
  }
}

TEST_CASE("calling greet does nothing; awaiting it does", "[step2]") {
  in_french("appeler greet ne fait rien, l'attendre oui");
  Pages pages;
  const auto journal = pages.journal();
  { auto never_awaited = exo29::greet("Ada", 0ms, journal); }
  EXPECT(greets_too_early, pages.lines.empty());
}

TEST_CASE("greet writes in the journal of its caller", "[step2]") {
  in_french("greet écrit dans le journal de l'appelant");
  Stage stage;
  Pages pages;
  Owned<exo29::Journal> journal(pages.journal());
  for (const int use : workbook::uses) {
    stage.run("greet(Ada, 0ms)", exo29::greet("Ada", 0ms, journal.function()));
    EXPECT(wrong_words, journal.calls() == use);
    EXPECT(journal_copied, journal.calls_of_copies() == 0);
  }
}

TEST_CASE("what the journal throws leaves greet as it was thrown", "[step2]") {
  in_french("ce que lève le journal sort de greet tel quel");
  for (const auto& thrown : workbook::awkward_exceptions(torn)) {
    const Teaching if_it_leaves_the_loop(exception_lost);
    Stage stage;
    Owned<exo29::Journal> journal(torn_at("Ada", thrown));
    auto greet = stage.run("greet(Ada, 0ms)",
                           exo29::greet("Ada", 0ms, journal.function()));
    EXPECT(exception_lost, workbook::same_exception(greet.exception(), thrown));
    EXPECT(wrong_words, journal.calls() == 1);
  }
}

TEST_CASE("the journal may throw the error of a cancellation", "[step2]") {
  in_french("le journal peut lever l'erreur d'une annulation");
  Stage stage;
  const auto journal =
      torn_at("Ada", std::make_exception_ptr(Outage(power_cut)));
  auto greet = stage.run("greet(Ada, 0ms)", exo29::greet("Ada", 0ms, journal));
  const bool as_it_was = is_a<Outage>(greet.exception());
  EXPECT(exception_lost, as_it_was);
}

TEST_CASE("a greeting that is cancelled is not spoken", "[step2]") {
  in_french("un bonjour annulé n'est pas dit");
  for (const bool before_it_begins : {false, true}) {
    TimedStage stage;
    Pages pages;
    const auto journal = pages.journal();
    auto work = exo29::greet("Ada", 1h, journal);
    auto greet = before_it_begins
                     ? stage.start_cancelled("greet(Ada, 1h)", std::move(work))
                     : stage.run("greet(Ada, 1h)", std::move(work));
    if (!before_it_begins) greet.cancel();
    stage.settle();
    EXPECT(does_not_stop, pages.lines.empty());
    EXPECT(does_not_stop, is_aborted(greet.exception()));
  }
}

#ifdef WORKBOOK_HAS_CLOCK

TEST_CASE("the greeting comes when the delay is over", "[step2]") {
  in_french("le bonjour vient quand le délai est écoulé");
  for (const Milliseconds delay : {20ms, 1ms, 2000ms, Milliseconds(600h)}) {
    TimedStage stage;
    Pages pages;
    const auto journal = pages.journal();
    auto greet = stage.run(fmt::format("greet(Ada, {})", as_code(delay)),
                           exo29::greet("Ada", delay, journal));
    skip_days(stage, delay);
    stage.advance(delay - 1ns - stage.now());
    EXPECT(blocks_the_thread, stage.blocked() == 0ns);
    EXPECT(greets_too_early, pages.lines.empty());
    EXPECT(forgot_co_await, greet.waits());
    stage.advance(1ns);
    EXPECT(wrong_duration, pages.lines.size() == 1);
    EXPECT(wrong_duration, greet.returned());
  }
}

#endif

TEST_CASE("everyone has been greeted when it returns", "[step3]") {
  in_french("tout le monde a été salué quand elle revient");
  Story story;
  Pages pages;
  const Teaching if_it_goes_wrong(captures_die);
  greet_all(guests, 20ms, pages.journal());
  EXPECT(why_some_are_missing(pages), pages.lines.size() == guests.size());
  EXPECT(captures_die, sorted(pages.lines) == sorted(greetings(guests)));
}

TEST_CASE("two guests of the same name are greeted twice", "[step3]") {
  in_french("deux clients du même nom sont salués deux fois");
  Story story;
  Pages pages;
  const Names twins{"Ada", "Ada", "Grace", "Ada", "", ""};
  greet_all(twins, 1ms, pages.journal());
  EXPECT(pages.lines.empty() ? stopped_loop : wrong_words,
         sorted(pages.lines) == sorted(greetings(twins)));
}

TEST_CASE("one thread is enough for all, each time", "[step3]") {
  in_french("un seul fil suffit pour tous, à chaque fois");
  Story story;
  Pages pages;
  for (const auto use : workbook::uses) {
    greet_all(guests, 1ms, pages.journal());
    EXPECT(use == 1 ? why_some_are_missing(pages) : stopped_loop,
           pages.lines.size() == guests.size() * static_cast<unsigned>(use));
  }
  for (const auto& thread : pages.threads)
    EXPECT(thread_per_guest, (thread == std::this_thread::get_id()));
}

TEST_CASE("all are greeted in the journal of the caller", "[step3]") {
  in_french("tous sont salués dans le journal de l'appelant");
  Story story;
  Pages pages;
  Owned<exo29::Journal> journal(pages.journal());
  greet_all(guests, 1ms, journal.function());
  EXPECT(journal_copied, journal.calls_of_copies() == 0);
  EXPECT(wrong_words, journal.calls() == static_cast<int>(guests.size()));
}

TEST_CASE("what one greeting throws reaches the caller, as it was thrown",
          "[step3]") {
  in_french("ce que lève un bonjour parvient à l'appelant, tel quel");
  const auto if_it_never_returns =
      Teaching::only_if_it_never_returns(returns_too_late, blocks_the_thread);
  for (const auto& guest : guests)
    for (const auto& thrown : workbook::awkward_exceptions(stranger)) {
      Story story;
      Names lines;
      const auto torn_page = torn_at(guest, thrown);
      const auto heard = workbook::thrown_by([&] {
        greet_all(guests, 1ms, [&](const std::string& line) {
          lines.push_back(line);
          torn_page(line);
        });
      });
      EXPECT(exception_lost, workbook::same_exception(heard, thrown));
      EXPECT(wrong_words,
             std::ranges::includes(sorted(greetings(guests)), sorted(lines)));
      Pages pages;
      greet_all({"Ada"}, 1ms, pages.journal());
      EXPECT(stopped_loop, pages.lines == greetings({"Ada"}));
    }
}

TEST_CASE("a greeting may throw the error of a cancellation", "[step3]") {
  in_french("un bonjour peut lever l'erreur d'une annulation");
  for (const auto& guest : guests) {
    Story story;
    const auto journal =
        torn_at(guest, std::make_exception_ptr(Outage(power_cut)));
    const auto heard =
        workbook::thrown_by([&] { greet_all(guests, 1ms, journal); });
    const bool as_it_was = is_a<Outage>(heard);
    EXPECT(exception_lost, as_it_was);
  }
}

TEST_CASE("if several greetings throw, one of the exceptions arrives",
          "[step3]") {
  in_french("si plusieurs bonjours échouent, une des exceptions arrive");
  Story story;
  const auto thrown = workbook::awkward_exceptions(stranger);
  std::size_t next = 0;
  const auto heard = workbook::thrown_by([&] {
    greet_all({"Ada", "Grace"}, 1ms, [&](const std::string&) {
      std::rethrow_exception(thrown.at(next++));
    });
  });
  EXPECT(exception_lost, (workbook::same_exception(heard, thrown[0]) ||
                          workbook::same_exception(heard, thrown[1])));
}

TEST_CASE("a call knows nothing of the guests of another", "[step3]") {
  in_french("un appel ne sait rien des clients d'un autre");
  Story story;
  Pages pages;
  const Teaching if_it_never_returns(returns_too_late);
  greet_all(guests, 0ms, [&](const std::string& line) {
    pages.write(line);
    if (pages.lines.size() > 1) return;
    greet_all({"Ada"}, 0ms, pages.journal());
    EXPECT(returns_too_late, pages.lines.size() == 2);
  });
  EXPECT(wrong_words, pages.lines.size() == guests.size() + 1);
}

TEST_CASE("with no guest there is nothing to wait for", "[step3]") {
  in_french("sans client, il n'y a rien à attendre");
  Story story;
  Pages pages;
  const Teaching if_it_never_returns(returns_too_late);
  greet_all({}, 1h, pages.journal());
  EXPECT(wrong_words, pages.lines.empty());
}

#ifdef WORKBOOK_HAS_CLOCK

namespace {

Names so_many_guests(int count) {
  Names names;
  for (int guest = 0; guest < count; ++guest) {
    const auto* name = std::array{"Ada", "Grace", "Barbara"}[guest % 3];
    names.push_back(guest < 3 ? name : fmt::format("{} {}", name, guest));
  }
  return names;
}

}  // namespace

TEST_CASE("a slow journal keeps nobody from being greeted", "[step3]") {
  in_french("un journal lent n'empêche personne d'être salué");
  TestClock clock;
  Story story;
  Pages pages;
  greet_all(guests, 20ms, [&](const std::string& line) {
    pages.write(line);
    std::this_thread::sleep_for(1h);
  });
  EXPECT(why_some_are_missing(pages), pages.lines.size() == guests.size());
}

TEST_CASE("all guests wait at the same time, and are greeted on time",
          "[step3]") {
  in_french(
      "tous les clients attendent en même temps et sont salués à l'heure");
  for (const Milliseconds delay :
       {20ms, 0ms, -20ms, 1ms, 2000ms, Milliseconds(49h)})
    for (const int count : {3, 1, 2, 17, 300, 1'200}) {
      TestClock clock;
      Story story;
      story.use_clock([&] { return clock.now(); }, workbook::moment_at);
      const auto names = so_many_guests(count);
      Pages pages;
      const auto call = std::chrono::steady_clock::now();
      const auto after = std::max(delay, Milliseconds(0));
      const Teaching if_it_never_returns(blocks_the_thread);
      greet_all(names, delay, pages.journal());
      EXPECT(blocks_the_thread, clock.blocked() == 0ns);
      for (const auto& thread : pages.threads)
        EXPECT(thread_per_guest, (thread == std::this_thread::get_id()));
      EXPECT(why_some_are_missing(pages),
             sorted(pages.lines) == sorted(greetings(names)));
      using Passed = std::chrono::duration<double, std::milli>;
      for (const auto time : pages.times) {
        const Passed passed = time - call;
        EXPECT(greets_too_early, passed >= after);
        EXPECT(one_after_another, passed <= after);
      }
      EXPECT(returns_too_late, Passed(clock.now()) <= after);
    }
}

#endif
#ifndef WORKBOOK_HAS_CLOCK

// One after another, the last greeting comes at least two delays after the
// first, each time. All at once, it nearly always comes right behind; a busy
// machine may hold it up, so one attempt of many is enough.
TEST_CASE("all guests wait at the same time", "[step3]") {
  in_french("tous les clients attendent en même temps");
  bool together = false;
  for (int attempt = 0; attempt < 20 && !together; ++attempt) {
    Story story;
    Pages pages;
    greet_all(guests, 20ms, pages.journal());
    together = pages.times.back() - pages.times.front() < 20ms;
  }
  EXPECT(one_after_another, together);
}

#endif
