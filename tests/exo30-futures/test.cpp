#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "futures.hpp"

#ifdef __linux__
#include <sys/resource.h>
#endif

using namespace std::chrono_literals;
using workbook::Gate;
using workbook::Lesson;
using workbook::Stage;
using workbook::Story;
using workbook::Teaching;

template <>
struct Catch::StringMaker<exo30::Quote> {
  static std::string convert(const exo30::Quote& quote) {
    return std::to_string(quote.euros) + " euros, " +
           std::to_string(quote.dollars) + " dollars";
  }
};

namespace {

constexpr Lesson read_too_early{
    "read-too-early",
    {"it ends once it has the answer, not before",
     "elle finit quand elle a la réponse, pas avant"},
    {"A result was handed out before the answer was there: a variable that "
     "somebody will fill in later was read at once. co_await does both things "
     "that you need: it waits, and it gives you the value.",
     "Un résultat a été rendu avant que la réponse soit là : une variable que "
     "quelqu'un remplira plus tard a été lue tout de suite. co_await fait les "
     "deux choses qu'il vous faut : attendre, et donner la valeur."}};

constexpr Lesson falls_off_the_end{
    "falls-off-the-end",
    {"the price comes from what the supplier has answered",
     "le prix vient de la réponse du fournisseur"},
    {"This number was not computed from the answer. Does every path through "
     "your coroutine end with co_return and a value? One that falls off the "
     "end gives whatever was in memory, and g++ does not warn.",
     "Ce nombre n'est pas calculé à partir de la réponse. Tous les chemins de "
     "votre coroutine finissent-ils par co_return et une valeur ? Arriver à "
     "l'accolade finale rend ce qui traînait en mémoire, et g++ ne dit rien."}};

constexpr Lesson wrong_sum{
    "wrong-sum",
    {"the tag is the supplier's price and a quarter of it, rounded down; the "
     "bank gives dollars for the tag",
     "l'étiquette est le prix du fournisseur plus son quart, arrondie vers le "
     "bas ; la banque donne des dollars pour l'étiquette"},
    {"The answers came; the sum is wrong. For 99 the stall asks 99 + 24, "
     "which is 123, and the bank is asked about 123.",
     "Les réponses sont venues ; le calcul est faux. Pour 99 le stand demande "
     "99 + 24, soit 123, et c'est sur 123 qu'on interroge la banque."}};

constexpr Lesson asks_again{
    "asks-again",
    {"each question is asked once", "chaque question est posée une fois"},
    {"A question was put more often than it had to be, or not at all. An "
     "awaitable is work, not a value: each call that you co_await does the "
     "work again. Await it once, and keep the value in a variable.",
     "Une question a été posée une fois de trop, ou pas du tout. Un awaitable "
     "est un travail, pas une valeur : chaque appel attendu par co_await "
     "refait le travail. Attendez-le une fois, et gardez la valeur dans une "
     "variable."}};

constexpr Lesson awaited_twice{
    "awaited-twice",
    {"an awaitable is awaited once", "un awaitable s'attend une seule fois"},
    {"An awaitable is used up when it has been awaited: std::move hands its "
     "work over, and what stays in your variable is empty. Await it once, and "
     "keep its value in a variable. That one you may read as often as you "
     "like.",
     "Un awaitable s'épuise quand on l'attend : std::move cède son travail, et "
     "ce qui reste dans votre variable est vide. Attendez-le une fois, et "
     "gardez sa valeur dans une variable : celle-là se relit à volonté."}};

constexpr Lesson waits_for_itself{
    "waits-for-itself",
    {"whoever waits on the event loop leaves it free to go on",
     "qui attend sur la boucle d'événements la laisse avancer"},
    {"The thread was blocked by someone who waits for a value that only this "
     "very thread can bring. std::future::get() and wait() are for ordinary "
     "code, off the event loop. Inside a coroutine, co_await.",
     "Le fil d'exécution a été bloqué en attendant une valeur que lui seul "
     "peut apporter. std::future::get() et wait() sont pour le code ordinaire, "
     "hors de la boucle d'événements. Dans une coroutine : co_await."}};

constexpr Lesson exception_lost{
    "exception-lost",
    {"an exception reaches the one who asked for the value, as it was thrown",
     "une exception parvient à qui demande la valeur, telle qu'elle a été "
     "levée"},
    {"Work ends with a value or with an exception, and the exception went "
     "astray. An empty catch, a made-up value, a handler that ignores its "
     "std::exception_ptr lose it; a handler that throws sends it out of run(), "
     "to someone else. Keep it, and rethrow it to the one who asks.",
     "Un travail finit par une valeur ou par une exception, et l'exception "
     "s'est égarée. Un catch vide, une valeur inventée, une fonction de fin "
     "qui ignore son std::exception_ptr la perdent ; une fonction de fin qui "
     "la lève l'envoie hors de run(), à un autre. Gardez-la, et relancez-la à "
     "qui demande la valeur."}};

constexpr Lesson get_before_run{
    "get-before-run",
    {"block_on comes back with the value", "block_on revient avec la valeur"},
    {"The thread waits for a value that nobody is working on. A future only "
     "waits; what makes the work go on is run(), from the beginning to the "
     "end, on a context that has not been stopped. First run(), then get().",
     "Le fil attend une valeur à laquelle personne ne travaille. Une future ne "
     "fait qu'attendre ; ce qui fait avancer le travail, c'est run(), du début "
     "à la fin, sur un contexte qui n'est pas arrêté. D'abord run(), puis "
     "get()."}};

constexpr Lesson watches_the_future{
    "watches-the-future",
    {"while the work waits, the thread rests",
     "pendant que le travail attend, le fil se repose"},
    {"The thread never rested: a loop asked again and again whether the value "
     "was there. wait_for(0s) and poll() return at once, so that such a loop "
     "keeps a whole processor busy. run() sleeps until there is something to "
     "do.",
     "Le fil ne s'est jamais reposé : une boucle demandait sans cesse si la "
     "valeur était là. wait_for(0s) et poll() reviennent tout de suite, et une "
     "telle boucle occupe un processeur entier. run() dort jusqu'à ce qu'il y "
     "ait quelque chose à faire."}};

constexpr Lesson another_thread{
    "another-thread",
    {"the work runs on the thread that called block_on",
     "le travail s'exécute sur le fil qui a appelé block_on"},
    {"The work ran on another thread, while this one did nothing but wait. "
     "What the work touches is then touched by two threads. The caller is "
     "there anyway: let it run the loop.",
     "Le travail s'est exécuté sur un autre fil, tandis que celui-ci ne "
     "faisait qu'attendre. Ce que touche le travail est alors touché par deux "
     "fils. L'appelant est là de toute façon : qu'il fasse tourner la "
     "boucle."}};

constexpr Lesson starts_late{
    "starts-late",
    {"the work begins at once and goes on by itself, handle or no handle",
     "le travail commence tout de suite et se poursuit seul, poignée ou pas"},
    {"The work did not begin, or did not go on, although start was called. An "
     "awaitable is lazy: it begins when somebody awaits it. To have work done "
     "in the background, hand it to the event loop: that is co_spawn.",
     "Le travail n'a pas commencé, ou s'est arrêté, alors que start a été "
     "appelée. Un awaitable est paresseux : il commence quand quelqu'un "
     "l'attend. Pour un travail en arrière-plan, confiez-le à la boucle "
     "d'événements : c'est co_spawn."}};

constexpr Lesson never_wakes{
    "never-wakes",
    {"the handle gives the value, or the exception, as soon as it is there",
     "la poignée donne la valeur, ou l'exception, dès qu'elle est là"},
    {"The work has ended, and the one who awaits it still sleeps: nothing is "
     "left that could wake it. The work must ring when it ends; and the bell "
     "wakes only those who wait already, so whoever comes later has to look "
     "before waiting.",
     "Le travail est fini, et celui qui l'attend dort encore : il ne reste "
     "rien "
     "qui puisse le réveiller. Le travail doit sonner quand il finit ; et la "
     "sonnette ne réveille que ceux qui attendent déjà : qui vient plus tard "
     "doit regarder avant d'attendre."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"both dice roll before either has stopped",
     "les deux dés roulent avant que l'un des deux s'arrête"},
    {"The second die was thrown only when the first lay still. Calling red() "
     "and green() throws nothing: an awaitable begins when it is awaited, and "
     "co_await waits for its end. start both, keep both handles, then await.",
     "Le second dé n'a été jeté qu'une fois le premier arrêté. Appeler red() "
     "et green() ne jette rien : un awaitable commence quand on l'attend, et "
     "co_await attend sa fin. Lancez les deux avec start, gardez les deux "
     "poignées, puis attendez."}};

// A supplier or a bank: writes down what it is asked, and answers when the test
// opens its gate.
template <class Question>
struct Desk {
  Desk(Stage& stage, std::string name) : gate(stage, std::move(name)) {}

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
  Stage stage;
  Desk<std::string> supplier{stage, "supplier"};
  Desk<int> bank{stage, "bank"};
};

using Items = std::vector<std::string>;
using Amounts = std::vector<int>;

struct SoldOut : std::runtime_error {
  using runtime_error::runtime_error;
};

// Work for block_on, whose event loop is not the test's: it waits in real time.
asio::awaitable<void> count_coins() {
  asio::steady_timer timer(co_await asio::this_coro::executor, 20ms);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<int> takings(bool& counted, std::thread::id& thread) {
  co_await count_coins();
  counted = true;
  thread = std::this_thread::get_id();
  co_return 42;
}

asio::awaitable<int> takings_of(int day) {
  co_await count_coins();
  co_return day * 10;
}

asio::awaitable<int> sold_out() {
  co_await count_coins();
  throw SoldOut("sold out");
}

asio::awaitable<exo30::Piece> fetch(exo30::Piece piece) {
  co_await count_coins();
  co_return std::move(piece);
}

#ifdef __linux__
// How often this thread has given up the processor of its own accord.
long rests() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nvcsw;
}
#endif

}  // namespace

TEST_CASE("the price tag comes from the supplier's answer", "[step1]") {
  Market market;
  const Teaching if_it_never_returns(waits_for_itself);
  auto tag = market.stage.run("price_tag(lamp)",
                              exo30::price_tag("lamp", market.supplier.ask()));
  EXPECT(read_too_early, tag.waits());
  market.supplier.gate.open(100);
  market.stage.settle();
  EXPECT(asks_again, market.supplier.questions == Items{"lamp"});
  // What nobody has written is anything: 0, or far from any price here.
  const bool a_price =
      tag.returned() && tag.value() >= 100 && tag.value() < 200;
  EXPECT(a_price ? wrong_sum : falls_off_the_end, tag.value() == 125);
}

TEST_CASE("each tag has its own price, rounded down", "[step1]") {
  Market market;
  market.supplier.gate.open(99);
  auto tag = market.stage.run("price_tag(stool)",
                              exo30::price_tag("stool", market.supplier.ask()));
  EXPECT(asks_again, market.supplier.questions == Items{"stool"});
  EXPECT(wrong_sum, tag.value() == 123);
}

TEST_CASE("a supplier who has no price is heard", "[step1]") {
  Market market;
  market.supplier.gate.fail(SoldOut("the lamp is sold"));
  auto tag = market.stage.run("price_tag(lamp)",
                              exo30::price_tag("lamp", market.supplier.ask()));
  EXPECT(exception_lost, tag.error() == "the lamp is sold");
}

TEST_CASE("the bank is asked about the price, once it is known", "[step2]") {
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
    const Teaching if_it_crashes(awaited_twice);
    market.stage.settle();
  }
  EXPECT(asks_again, market.supplier.questions == Items{"lamp"});
  EXPECT(wrong_sum, market.bank.questions == Amounts{125});
  EXPECT(read_too_early, quote.waits());
  market.bank.gate.open(136);
  market.stage.settle();
  EXPECT(asks_again, market.bank.questions == Amounts{125});
  EXPECT(wrong_sum, quote.value().euros == 125);
  EXPECT(wrong_sum, quote.value().dollars == 136);
}

TEST_CASE("if the supplier fails, that is heard and the bank is left in peace",
          "[step2]") {
  Market market;
  market.bank.gate.open(1);
  market.supplier.gate.fail(SoldOut("the lamp is sold"));
  auto quote = market.stage.run(
      "quote(lamp)",
      exo30::quote("lamp", market.supplier.ask(), market.bank.ask()));
  EXPECT(exception_lost, quote.error() == "the lamp is sold");
  EXPECT(exception_lost, market.bank.questions.empty());
}

TEST_CASE("if the bank fails, that is heard", "[step2]") {
  Market market;
  market.supplier.gate.open(100);
  market.bank.gate.fail(std::runtime_error("the bank is closed"));
  auto quote = market.stage.run(
      "quote(lamp)",
      exo30::quote("lamp", market.supplier.ask(), market.bank.ask()));
  EXPECT(exception_lost, quote.error() == "the bank is closed");
}

TEST_CASE("block_on comes back with the value of work that waits", "[step3]") {
  Story story;
  bool counted = false;
  std::thread::id thread;
  const Teaching if_it_never_returns(get_before_run);
  story.tell("block_on(takings)", workbook::happens::starts);
  int value = 0;
  REQUIRE_NOTHROW(value = exo30::block_on(takings(counted, thread)));
  story.tell("block_on(takings)", workbook::happens::returns,
             std::to_string(value));
  EXPECT(read_too_early, counted);
  EXPECT(read_too_early, value == 42);
  EXPECT(another_thread, (thread == std::this_thread::get_id()));
}

TEST_CASE("block_on works each time it is called", "[step3]") {
  Story story;
  const Teaching if_it_never_returns(get_before_run);
  for (int day = 1; day <= 3; ++day) {
    story.tell("block_on", workbook::happens::starts, std::to_string(day));
    EXPECT(get_before_run, exo30::block_on(takings_of(day)) == day * 10);
  }
}

TEST_CASE("what the work throws comes out of block_on, as it was thrown",
          "[step3]") {
  Story story;
  std::string heard = "nothing";
  const Teaching if_it_goes_wrong(exception_lost);
  try {
    exo30::block_on(sold_out());
  } catch (const SoldOut& sold) {
    heard = sold.what();
  } catch (const std::exception&) {
    heard = "not a SoldOut";
  }
  story.tell("the work", workbook::happens::throws, "sold out");
  story.tell("block_on", {"lets out:", "laisse sortir :"}, heard);
  EXPECT(exception_lost, heard == "sold out");
}

TEST_CASE("a piece that exists once changes hands", "[step3]") {
  const Teaching if_it_never_returns(get_before_run);
  auto clock = std::make_unique<exo30::Antique>();
  const auto* the_clock = clock.get();
  const auto piece = exo30::block_on(fetch(std::move(clock)));
  EXPECT(read_too_early, (piece.get() == the_clock));
}

#ifdef __linux__
// Whoever looks again and again never gives the processor up. Whoever sleeps
// does; unless something held the thread up until the work's time had come,
// just before it would have slept. Hence the many attempts.
TEST_CASE("the thread rests while the work waits", "[step3]") {
  bool rested = false;
  for (int attempt = 0; attempt < 20 && !rested; ++attempt) {
    const auto before = rests();
    exo30::block_on(takings_of(1));
    rested = rests() > before;
  }
  EXPECT(watches_the_future, rested);
}
#endif

TEST_CASE("the work begins though nobody awaits it", "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  const Teaching if_it_never_returns(waits_for_itself);
  auto handle = exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  stage.settle();
  EXPECT(starts_late, die.asked() == 1);
}

TEST_CASE("the value wakes the one who awaits it", "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  const Teaching if_it_never_returns(waits_for_itself);
  auto handle = exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  stage.settle();
  auto value = stage.run("handle()", handle());
  EXPECT(read_too_early, value.waits());
  die.open(4);
  stage.settle();
  EXPECT(never_wakes, value.returned());
  EXPECT(read_too_early, value.value() == 4);
}

TEST_CASE("a value that came first is there for the one who awaits later",
          "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  const Teaching if_it_never_returns(waits_for_itself);
  auto handle = exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  die.open(5);
  stage.settle();
  auto value = stage.run("handle()", handle());
  EXPECT(never_wakes, value.returned());
  EXPECT(read_too_early, value.value() == 5);
}

TEST_CASE("an exception waits for the one who awaits", "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  const Teaching if_it_leaves_the_loop(exception_lost);
  auto handle = exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  die.fail(std::runtime_error("the die fell off the table"));
  REQUIRE_NOTHROW(stage.settle());
  auto value = stage.run("handle()", handle());
  EXPECT(never_wakes, !value.waits());
  EXPECT(exception_lost, value.error() == "the die fell off the table");
}

TEST_CASE("an exception wakes the one who awaits", "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  const Teaching if_it_leaves_the_loop(exception_lost);
  auto handle = exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  auto value = stage.run("handle()", handle());
  die.fail(std::runtime_error("the die fell off the table"));
  REQUIRE_NOTHROW(stage.settle());
  EXPECT(never_wakes, !value.waits());
  EXPECT(exception_lost, value.error() == "the die fell off the table");
}

TEST_CASE("the work goes on when its handle is dropped", "[step4]") {
  Stage stage;
  Gate<int> die(stage, "die");
  exo30::start(stage.executor(), die.wait());
  stage.story.tell("start(die)", workbook::happens::returns);
  stage.settle();
  EXPECT(starts_late, die.waiting() == 1);
  die.open(6);
  stage.settle();
  EXPECT(starts_late, die.waiting() == 0);
}

TEST_CASE("two dice roll at the same time, and are added up", "[step4]") {
  Stage stage;
  Gate<int> red(stage, "red die");
  Gate<int> green(stage, "green die");
  const Teaching if_it_never_returns(waits_for_itself);
  auto points = stage.run(
      "throw_dice", exo30::throw_dice(red.operation(), green.operation()));
  EXPECT(one_after_another, red.asked() + green.asked() == 2);
  green.open(2);
  stage.settle();
  EXPECT(read_too_early, points.waits());
  red.open(6);
  stage.settle();
  EXPECT(never_wakes, points.returned());
  EXPECT(asks_again, red.asked() + green.asked() == 2);
  EXPECT(read_too_early, points.value() == 8);
}

TEST_CASE("a die that falls off the table is heard", "[step4]") {
  for (const bool red_fails : {true, false}) {
    Stage stage;
    Gate<int> red(stage, "red die");
    Gate<int> green(stage, "green die");
    auto points = stage.run(
        "throw_dice", exo30::throw_dice(red.operation(), green.operation()));
    (red_fails ? green : red).open(3);
    stage.settle();
    (red_fails ? red : green).fail(std::runtime_error("it fell off the table"));
    stage.settle();
    EXPECT(exception_lost, points.error() == "it fell off the table");
  }
}
