#include <algorithm>
#include <asio/post.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "hello_async.hpp"

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using workbook::Lesson;
using workbook::Stage;
using workbook::Teaching;

namespace {

constexpr Lesson blocks_the_thread{
    "blocks-the-thread",
    {"while one task pauses, the others go on",
     "pendant qu'une tâche fait une pause, les autres avancent"},
    {"The whole thread slept, and everyone on it. sleep_for, timer.wait() and "
     "a loop that watches the clock all keep the thread. Give it back while "
     "you wait: co_await an asynchronous wait.",
     "Tout le fil d'exécution a dormi, et tout le monde avec lui. sleep_for, "
     "timer.wait() et une boucle qui regarde l'heure gardent le fil. Rendez-le "
     "pendant l'attente : co_await sur une attente asynchrone."}};

constexpr Lesson returns_at_once{
    "returns-at-once",
    {"pause ends when its time is over, not before",
     "pause finit quand son temps est écoulé, pas avant"},
    {"The wait was begun, or only described, and nobody waited for it. "
     "async_wait(use_awaitable) is a promise to wait: it does nothing, and "
     "delays nothing, until you co_await it.",
     "L'attente a été lancée, ou seulement décrite, et personne ne l'a "
     "attendue. async_wait(use_awaitable) n'est qu'une intention : rien ne "
     "commence et rien ne retarde tant qu'on ne fait pas co_await."}};

constexpr Lesson shared_timer{
    "shared-timer",
    {"each pause has its own time, whoever else pauses",
     "chaque pause a sa durée, quelles que soient les autres"},
    {"The pauses share one timer. Setting a timer again cancels the waits that "
     "it already had. A timer is cheap: let each pause own one, as a local "
     "variable of the coroutine.",
     "Les pauses se partagent une minuterie. La régler de nouveau annule les "
     "attentes en cours. Une minuterie ne coûte presque rien : que chaque "
     "pause ait la sienne, variable locale de la coroutine."}};

constexpr Lesson forgot_co_await{
    "forgot-co-await",
    {"greet waits first: nothing is said yet, and it has not ended",
     "greet attend d'abord : rien n'est dit, et elle n'est pas finie"},
    {"pause(delay) without co_await builds the pause and throws it away. "
     "Calling a coroutine runs none of its body. (The compiler warned you: the "
     "result of pause is ignored.)",
     "pause(delay) sans co_await fabrique la pause puis la jette. Appeler une "
     "coroutine n'exécute rien de son corps. (Le compilateur vous a prévenu : "
     "le résultat de pause est ignoré.)"}};

constexpr Lesson greets_too_early{
    "greets-too-early",
    {"nothing is written before the delay is over",
     "rien n'est écrit avant la fin du délai"},
    {"The greeting was written first, and the wait came after. What stands "
     "after `co_await` happens after the wait; what stands before it happens "
     "at once.",
     "Le bonjour a été écrit d'abord, l'attente est venue après. Ce qui suit "
     "`co_await` arrive après l'attente ; ce qui le précède arrive tout de "
     "suite."}};

constexpr Lesson wrong_words{
    "wrong-words",
    {"one line: \"Good morning, NAME!\"",
     "une seule ligne : \"Good morning, NAME!\""},
    {"The journal must receive exactly one line for each guest, with that "
     "guest's name.",
     "Le journal doit recevoir exactement une ligne par client, avec le nom de "
     "ce client."}};

constexpr Lesson exception_lost{
    "exception-lost",
    {"what the journal throws reaches the caller",
     "ce que lance le journal parvient à l'appelant"},
    {"An exception was thrown and nobody heard of it. asio::detached forgets "
     "how a coroutine ended, and so does an empty catch. A completion handler "
     "receives a std::exception_ptr: keep it, and rethrow it.",
     "Une exception a été lancée et personne ne l'a su. asio::detached oublie "
     "comment finit une coroutine, un catch vide aussi. Une fonction de fin "
     "reçoit un std::exception_ptr : gardez-le, puis relancez-le."}};

constexpr Lesson forgot_run{
    "forgot-run",
    {"when greet_everyone returns, everyone has been greeted",
     "au retour de greet_everyone, tout le monde a été salué"},
    {"co_spawn puts a coroutine in line; the one who makes it run is "
     "context.run(), and it returns when no work is left. Without it, nothing "
     "happens.",
     "co_spawn met une coroutine dans la file ; c'est context.run() qui la "
     "fait avancer, et qui revient quand il n'y a plus de travail. Sans lui, "
     "rien ne se passe."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all guests wait during the same delay",
     "tous les clients attendent pendant le même délai"},
    {"Each guest waited until the one before was greeted: three guests took "
     "three delays. A co_await in a loop waits at each turn, and so does a "
     "run() in a loop. Start them all first, with one co_spawn each; then run.",
     "Chaque client a attendu que le précédent soit salué : trois clients ont "
     "pris trois délais. Un co_await dans une boucle attend à chaque tour, un "
     "run() aussi. Lancez-les d'abord tous, un co_spawn chacun ; puis run."}};

constexpr Lesson thread_per_guest{
    "thread-per-guest",
    {"every greeting is spoken on the thread that called greet_everyone",
     "chaque bonjour est dit sur le fil qui a appelé greet_everyone"},
    {"A greeting was spoken on another thread. One thread can wait for any "
     "number of things; one thread per wait is what coroutines spare you.",
     "Un bonjour a été dit sur un autre fil d'exécution. Un seul fil peut "
     "attendre autant de choses qu'on veut ; un fil par attente, c'est ce que "
     "les coroutines évitent."}};

constexpr Lesson captures_die{
    "captures-die",
    {"each guest is greeted once, by their own name",
     "chaque client est salué une fois, par son propre nom"},
    {"The names were garbage when they were read. A lambda coroutine does not "
     "keep its captures: they live in the lambda, which was gone before the "
     "wait was over. Parameters are copied into the coroutine: pass the name "
     "as one.",
     "Les noms étaient détruits quand on les a lus. Une coroutine lambda ne "
     "garde pas ses captures : elles vivent dans la lambda, disparue avant la "
     "fin de l'attente. Les paramètres, eux, sont copiés dans la coroutine : "
     "passez le nom en paramètre."}};

// A journal that remembers, for each line, when and on which thread.
struct Pages {
  struct Line {
    std::string text;
    std::thread::id thread;
    Clock::time_point time;
  };

  exo29::Journal journal() {
    return [this](const std::string& text) {
      std::scoped_lock lock(mutex);
      lines.push_back({text, std::this_thread::get_id(), Clock::now()});
    };
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& line : lines) texts.push_back(line.text);
    return texts;
  }

  std::mutex mutex;
  std::vector<Line> lines;
};

const std::vector<std::string> guests{"Ada, Countess of Lovelace",
                                      "Grace Hopper, Rear Admiral",
                                      "Barbara Liskov, of the principle"};

std::vector<std::string> greetings() {
  std::vector<std::string> lines;
  for (const auto& guest : guests)
    lines.push_back("Good morning, " + guest + "!");
  return lines;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::ranges::sort(lines);
  return lines;
}

}  // namespace

TEST_CASE("while one task pauses, another one works", "[step1]") {
  Stage stage;
  auto pause = stage.start("pause(20ms)", exo29::pause(20ms));
  bool paused_meanwhile = false;
  asio::post(stage.context, [&] {
    stage.story.tell("another task", {"works", "travaille"});
    paused_meanwhile = pause.waits();
  });
  const auto start = Clock::now();
  stage.run_until_ended(pause);
  const auto elapsed = Clock::now() - start;
  EXPECT(returns_at_once, elapsed >= 20ms);
  EXPECT(blocks_the_thread, paused_meanwhile);
}

TEST_CASE("a short pause ends while a long one goes on", "[step1]") {
  Stage stage;
  const Teaching if_it_never_returns(blocks_the_thread);
  auto night = stage.run("pause(1h)", exo29::pause(1h));
  auto nap = stage.start("pause(10ms)", exo29::pause(10ms));
  stage.run_until_ended(nap);
  EXPECT(shared_timer, nap.returned());
  stage.settle();
  EXPECT(shared_timer, night.waits());
}

TEST_CASE("a pause that is not over keeps neither thread nor caller",
          "[step1]") {
  Stage stage;
  const Teaching if_it_never_returns(blocks_the_thread);
  auto pause = stage.run("pause(1h)", exo29::pause(1h));
  EXPECT(returns_at_once, pause.waits());
}

TEST_CASE("the greeting comes after the delay", "[step2]") {
  Stage stage;
  Pages pages;
  const auto journal = pages.journal();
  const Teaching if_it_never_returns(blocks_the_thread);
  auto greet = stage.run("greet(Ada, 1h)", exo29::greet("Ada", 1h, journal));
  EXPECT(forgot_co_await, greet.waits());
  EXPECT(greets_too_early, pages.texts().empty());
}

TEST_CASE("after the delay, the guest is greeted by name", "[step2]") {
  Stage stage;
  Pages pages;
  const auto journal = pages.journal();
  const auto start = Clock::now();
  auto greet =
      stage.start("greet(Ada, 10ms)", exo29::greet("Ada", 10ms, journal));
  stage.run_until_ended(greet);
  EXPECT(wrong_words,
         pages.texts() == std::vector<std::string>{"Good morning, Ada!"});
  EXPECT(greets_too_early, pages.lines.front().time - start >= 10ms);
}

TEST_CASE("calling greet does nothing; awaiting it does", "[step2]") {
  Pages pages;
  const auto journal = pages.journal();
  { auto never_awaited = exo29::greet("Ada", 0ms, journal); }
  EXPECT(greets_too_early, pages.texts().empty());
}

TEST_CASE("a journal that cannot be written is not passed over", "[step2]") {
  Stage stage;
  const exo29::Journal torn = [](const std::string&) {
    throw std::runtime_error("the page is torn");
  };
  auto greet = stage.start("greet(Ada, 1ms)", exo29::greet("Ada", 1ms, torn));
  stage.run_until_ended(greet);
  EXPECT(exception_lost, greet.error() == "the page is torn");
}

TEST_CASE("everyone has been greeted when it returns", "[step3]") {
  workbook::Story story;
  Pages pages;
  const auto start = Clock::now();
  const Teaching if_it_goes_wrong(captures_die);
  exo29::greet_everyone(guests, 20ms, [&](const std::string& line) {
    story.tell("journal:", {line, line});
    pages.journal()(line);
  });
  story.tell("greet_everyone", workbook::happens::returns);
  EXPECT(forgot_run, pages.lines.size() == guests.size());
  EXPECT(captures_die, sorted(pages.texts()) == sorted(greetings()));
  for (const auto& line : pages.lines)
    EXPECT(greets_too_early, line.time - start >= 20ms);
}

TEST_CASE("one thread is enough for all", "[step3]") {
  Pages pages;
  exo29::greet_everyone(guests, 1ms, pages.journal());
  for (const auto& line : pages.lines)
    EXPECT(thread_per_guest, line.thread == std::this_thread::get_id());
}

// One after another, the last greeting comes at least two delays after the
// first, each time. All at once, it nearly always comes right behind; a busy
// machine may hold it up, so one attempt of many is enough.
TEST_CASE("all guests wait at the same time", "[step3]") {
  bool together = false;
  for (int attempt = 0; attempt < 20 && !together; ++attempt) {
    Pages pages;
    exo29::greet_everyone(guests, 20ms, pages.journal());
    together = pages.lines.back().time - pages.lines.front().time < 20ms;
  }
  EXPECT(one_after_another, together);
}

TEST_CASE("what one greeting throws reaches the caller", "[step3]") {
  std::string heard;
  try {
    exo29::greet_everyone(guests, 1ms, [](const std::string& line) {
      if (line.find("Grace") != line.npos)
        throw std::runtime_error("Grace is not in");
    });
  } catch (const std::runtime_error& error) {
    heard = error.what();
  }
  EXPECT(exception_lost, heard == "Grace is not in");
}

TEST_CASE("with no guest there is nothing to wait for", "[step3]") {
  Pages pages;
  exo29::greet_everyone({}, 1h, pages.journal());
  EXPECT(wrong_words, pages.texts().empty());
}
