#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <asio/error.hpp>
#include <asio/multiple_exceptions.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <stdexcept>
#include <string>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "join.hpp"

using exo31::Offer;
using exo31::Shop;
using workbook::Gate;
using workbook::Lesson;
using workbook::Outcome;
using workbook::Stage;
using workbook::Teaching;

namespace {

constexpr Lesson several_threads{
    "several-threads",
    {"every shop is asked on the thread of the courier",
     "chaque magasin est interrogé sur le fil d'exécution du coursier"},
    {"A shop was asked on another thread. Waiting for two things at once needs "
     "no second thread: co_await (a && b) starts both on this one, and neither "
     "keeps it while it waits.",
     "Un magasin a été interrogé sur un autre fil d'exécution. Attendre deux "
     "choses à la fois ne demande pas de second fil : co_await (a && b) les "
     "lance toutes deux sur celui-ci, et aucune ne le garde pendant qu'elle "
     "attend."}};

constexpr Lesson calling_is_not_asking{
    "calling-is-not-asking",
    {"all are asked before the first one answers",
     "tous sont interrogés avant que le premier réponde"},
    {"Making all awaitables first does not start them. Calling a coroutine "
     "runs none of its body: it begins when it is awaited, so awaiting them "
     "one by one asks one by one. Something must start them together: && does.",
     "Fabriquer d'abord tous les awaitables ne les lance pas. Appeler une "
     "coroutine n'exécute rien de son corps : elle commence quand on l'attend, "
     "et les attendre un par un, c'est demander un par un. Il faut quelque "
     "chose qui les lance ensemble : && le fait."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all are asked before the first one answers",
     "tous sont interrogés avant que le premier réponde"},
    {"The second was not asked while the first kept us waiting. co_await stops "
     "this coroutine until the answer is there, and so the next line too. Put "
     "one co_await in front of both, joined by &&.",
     "Le deuxième n'a pas été interrogé pendant que le premier nous faisait "
     "patienter. co_await arrête cette coroutine jusqu'à la réponse, donc la "
     "ligne suivante aussi. Mettez un seul co_await devant les deux, réunis "
     "par &&."}};

constexpr Lesson returns_early{
    "returns-early",
    {"it ends when the last answer is there, not before",
     "elle finit quand la dernière réponse est là, pas avant"},
    {"It ended while a shop was still thinking. co_spawn only starts work, and "
     "|| is happy with one answer. A join waits for all: what you start here "
     "must be over when you leave.",
     "Elle a fini alors qu'un magasin réfléchissait encore. co_spawn ne fait "
     "que lancer un travail, et || se contente d'une réponse. Une jonction "
     "attend tout le monde : ce que vous lancez ici doit être fini quand vous "
     "partez."}};

constexpr Lesson asked_twice{
    "asked-twice",
    {"each is asked once", "chacun est interrogé une seule fois"},
    {"A shop was asked again for what it had answered already. co_await (a && "
     "b) gives both answers, in the order of the operands: auto [x, y] = "
     "co_await (...) names them.",
     "Un magasin a dû répondre deux fois à la même question. co_await (a && b) "
     "donne les deux réponses, dans l'ordre des opérandes : auto [x, y] = "
     "co_await (...) leur donne un nom."}};

constexpr Lesson wrong_answer{
    "wrong-answer",
    {"the answers themselves, each in its place",
     "les réponses elles-mêmes, chacune à sa place"},
    {"All have answered, but what came back is not what they said. Follow one "
     "value from the shop to the result.",
     "Tous ont répondu, mais le résultat n'est pas ce qu'ils ont dit. Suivez "
     "une valeur, du magasin jusqu'au résultat."}};

constexpr Lesson starts_late{
    "starts-late",
    {"all are asked before the first one answers, not only some",
     "tous sont interrogés avant que le premier réponde, pas seulement "
     "quelques-uns"},
    {"Some were asked together, the others only once these had answered. A "
     "co_await in a loop ends a round: whatever comes after it comes later. "
     "Join first, all of them, into one awaitable; then wait once.",
     "Quelques-uns ont été interrogés ensemble, les autres seulement après "
     "leurs réponses. Un co_await dans une boucle clôt un tour : tout ce qui "
     "vient après vient plus tard. Réunissez d'abord, tous, en un seul "
     "awaitable ; puis attendez une seule fois."}};

constexpr Lesson arrival_order{
    "arrival-order",
    {"the answers in the order of the shops, whichever arrived first",
     "les réponses dans l'ordre des magasins, quelle que soit la première "
     "arrivée"},
    {"The answers stand in the order in which they arrived. Nobody can tell "
     "any more which shop said what. Give each answer its own place before you "
     "ask.",
     "Les réponses sont rangées dans leur ordre d'arrivée. Plus personne ne "
     "sait qui a dit quoi. Donnez sa place à chaque réponse avant de poser la "
     "question."}};

constexpr Lesson nobody_wakes{
    "nobody-wakes",
    {"the last answer wakes the courier",
     "la dernière réponse réveille le coursier"},
    {"Every shop has answered, nothing is left to do, and the courier still "
     "waits. Counting the answers wakes nobody: whoever counts the last one "
     "must end the wait. && does both.",
     "Tous les magasins ont répondu, il n'y a plus rien à faire, et le "
     "coursier attend encore. Compter les réponses ne réveille personne : qui "
     "compte la dernière doit mettre fin à l'attente. && fait les deux."}};

constexpr Lesson empty_list{
    "empty-list",
    {"with no shop, it ends at once, without an answer",
     "sans magasin, elle finit tout de suite, sans réponse"},
    {"Nobody is asked, so nobody will ever answer: a wait for \"the last one\" "
     "has no end, and the first of none does not exist. Look at the empty list "
     "before anything else.",
     "Personne n'est interrogé, donc personne ne répondra : attendre « le "
     "dernier » n'a pas de fin, et le premier de zéro n'existe pas. Regardez "
     "d'abord si la liste est vide."}};

constexpr Lesson others_go_on{
    "others-go-on",
    {"the first failure tells the others to stop",
     "le premier échec fait arrêter les autres"},
    {"A shop has failed, the answer can only be this failure, and the others "
     "were left to work for nothing. An exception cancels the operands of && "
     "when it leaves one of them: do not stop it on its way.",
     "Un magasin a échoué, il n'y a plus que cet échec à rendre, et les autres "
     "travaillent pour rien. C'est en sortant d'un opérande de && qu'une "
     "exception annule les autres : ne l'arrêtez pas en chemin."}};

constexpr Lesson leaves_them_running{
    "leaves-them-running",
    {"it ends only when those told to stop have stopped",
     "elle ne finit que lorsque ceux qu'elle arrête sont à l'arrêt"},
    {"It ended while a shop was still stopping. To cancel is to ask, and the "
     "one asked may have things to put away, in memory that you are about to "
     "give back. Wait for it, also when its answer no longer matters.",
     "Elle a fini alors qu'un magasin était encore en train de s'arrêter. "
     "Annuler, c'est demander ; celui à qui l'on demande a peut-être des "
     "choses à ranger, dans une mémoire que vous allez rendre. Attendez-le, "
     "même si sa réponse ne compte plus."}};

constexpr Lesson failure_swallowed{
    "failure-swallowed",
    {"a failure reaches the caller", "un échec parvient à l'appelant"},
    {"A shop failed and the caller does not know. An empty catch, a handler "
     "that ignores its exception_ptr, a 0 in place of an answer: each turns a "
     "failure into a wrong price.",
     "Un magasin a échoué et l'appelant l'ignore. Un catch vide, une fonction "
     "de fin qui néglige son exception_ptr, un 0 à la place d'une réponse : "
     "chacun change un échec en faux prix."}};

constexpr Lesson many_exceptions{
    "many-exceptions",
    {"the exception of the shop that failed first",
     "l'exception du magasin qui a échoué le premier"},
    {"The caller got asio::multiple_exceptions. When one operand of && fails, "
     "the others are cancelled, and a cancelled one throws too: && has several "
     "exceptions in hand and does not say which was the cause. Note the first "
     "one where it happens, and rethrow that.",
     "L'appelant reçoit asio::multiple_exceptions. Quand un opérande de && "
     "échoue, les autres sont annulés, et un opérande annulé lève une "
     "exception lui aussi : && en a plusieurs en main et ne dit pas laquelle "
     "est la cause. Notez la première là où elle se produit, et relancez-la."}};

constexpr Lesson victim_blamed{
    "victim-blamed",
    {"the exception of the shop that failed first",
     "l'exception du magasin qui a échoué le premier"},
    {"The caller got the words of a shop that was only told to stop: the "
     "victim, not the cause. first_exception() is that of the left operand, "
     "not the first in time; and a victim may say anything. What tells them "
     "apart is the moment: note the first exception when it is thrown.",
     "L'appelant reçoit les mots d'un magasin à qui l'on a seulement dit "
     "d'arrêter : la victime, non la cause. first_exception() est celle de "
     "l'opérande de gauche, pas la première dans le temps ; et une victime "
     "peut dire n'importe quoi. Ce qui les distingue, c'est le moment : notez "
     "la première exception quand elle est levée."}};

constexpr Lesson cause_lost{
    "cause-lost",
    {"the very exception that the shop threw, type and message",
     "l'exception même que le magasin a levée, type et message"},
    {"The failure arrived, but as another exception: its type or its message "
     "is gone, and the caller cannot tell a closed shop from a lost "
     "connection. Keep a std::exception_ptr and rethrow it: it copies nothing "
     "and loses nothing.",
     "L'échec est arrivé, mais sous la forme d'une autre exception : son type "
     "ou son message a disparu, et l'appelant ne distingue plus un magasin "
     "fermé d'une connexion perdue. Gardez un std::exception_ptr et "
     "relancez-le "
     ": il ne copie rien et ne perd rien."}};

constexpr Lesson called_back{
    "called-back",
    {"a courier who is called back calls off the shops, and waits for them",
     "un coursier qu'on rappelle décommande les magasins, et les attend"},
    {"The courier was cancelled, and the shops did not hear of it, or were "
     "left behind. Work started with co_spawn is on its own: nobody cancels "
     "it with you. && passes the order on to its operands, and waits for them.",
     "Le coursier a été annulé, et les magasins ne l'ont pas su, ou ont été "
     "abandonnés. Un travail lancé par co_spawn est livré à lui-même : "
     "personne ne l'annule avec vous. && transmet l'ordre à ses opérandes, et "
     "les attend."}};

constexpr Lesson collects_first{
    "collects-first",
    {"each answer is handed on as soon as it arrives",
     "chaque réponse est transmise dès qu'elle arrive"},
    {"The answer was kept until all were there. What comes after a join "
     "happens after the last operand; what each child does after its own "
     "co_await happens when its own answer arrives.",
     "La réponse a été gardée jusqu'à ce que toutes soient là. Ce qui suit une "
     "jonction arrive après le dernier opérande ; ce que fait chaque enfant "
     "après son propre co_await arrive avec sa propre réponse."}};

constexpr Lesson asking_order{
    "asking-order",
    {"the answers in the order of arrival, whoever was asked first",
     "les réponses dans l'ordre d'arrivée, quel que soit le premier interrogé"},
    {"An answer that was there had to wait for a slower shop that stands "
     "before it in the list. Awaiting one handle after another keeps the order "
     "of the list. Let each child hand on its own answer.",
     "Une réponse déjà là a dû attendre un magasin plus lent, placé avant elle "
     "dans la liste. Attendre les poignées l'une après l'autre, c'est garder "
     "l'ordre de la liste. Que chaque enfant transmette sa propre réponse."}};

constexpr Lesson thrown_in_a_handler{
    "thrown-in-a-handler",
    {"what report throws reaches the caller",
     "ce que lance report parvient à l'appelant"},
    {"The exception left a completion handler of co_spawn. No coroutine stands "
     "around a handler: what it throws leaves run(), past everybody who waits. "
     "Call report inside the coroutine, after its co_await.",
     "L'exception est sortie d'une fonction de fin de co_spawn. Aucune "
     "coroutine n'entoure une telle fonction : ce qu'elle lève sort de run(), "
     "au nez de tous ceux qui attendent. Appelez report dans la coroutine, "
     "après son co_await."}};

// What a shop throws: not std::runtime_error itself, so that a copy shows.
struct Closed : std::runtime_error {
  using runtime_error::runtime_error;
};

bool is_aborted(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::system_error& e) {
    return e.code() == asio::error::operation_aborted;
  } catch (...) {
  }
  return false;
}

template <class Error>
bool is_a(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const Error&) {
    return true;
  } catch (...) {
  }
  return false;
}

// A street of shops that answer when the test opens their gates.
struct Street {
  explicit Street(std::size_t size) : called(size) {
    for (std::size_t i = 0; i < size; ++i)
      gates.emplace_back(
          stage, std::array{"Oslo", "Lima", "Dakar", "Quito", "Tokyo"}[i % 5]);
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

  template <class Count>
  std::vector<int> each(Count count) const {
    std::vector<int> counts;
    for (const auto& gate : gates) counts.push_back((gate.*count)());
    return counts;
  }
  std::vector<int> asked() const { return each(&Gate<int>::asked); }
  std::vector<int> waiting() const { return each(&Gate<int>::waiting); }
  std::vector<int> cancelled() const { return each(&Gate<int>::cancelled); }

  void open(std::size_t i, int cents) {
    gates[i].open(cents);
    stage.settle();
  }

  Stage stage;
  std::deque<Gate<int>> gates;
  std::vector<int> called;
};

// All are asked and none has answered. A function, because steps 2, 3 and 4
// promise the same, and its failure means one of three things.
void expect_all_asked(const Street& street) {
  const std::vector<int> all(street.gates.size(), 1);
  const auto asked = street.asked();
  const auto begun = all.size() - std::ranges::count(asked, 0);
  if (begun <= 1 && street.called == all)
    EXPECT(calling_is_not_asking, asked == all);
  if (begun <= 1) EXPECT(one_after_another, asked == all);
  if (begun < all.size()) EXPECT(starts_late, asked == all);
  EXPECT(asked_twice, asked == all);
}

// The caller has the exception of the shop that failed first.
template <class T>
void expect_cause(const Outcome<T>& outcome, const std::string& message) {
  EXPECT(failure_swallowed, outcome.threw());
  const bool multiple = is_a<asio::multiple_exceptions>(outcome.exception());
  EXPECT(many_exceptions, !multiple);
  const bool aborted = is_aborted(outcome.exception());
  EXPECT(victim_blamed, !aborted);
  EXPECT(cause_lost, outcome.error() == message);
  const bool same_type = is_a<Closed>(outcome.exception());
  EXPECT(cause_lost, same_type);
}

struct Parcel {
  Stage stage;
  Gate<int> price{stage, workbook::Text{"the till", "la caisse"}.spoken()};
  Gate<std::string> day{stage,
                        workbook::Text{"the depot", "le dépôt"}.spoken()};
};

// What was handed on, as "2: 150".
using Reports = std::vector<std::string>;

exo31::Report keep_in(Reports& reports, workbook::Story& story) {
  return [&](std::size_t number, int cents) {
    reports.push_back(fmt::format("{}: {}", number, cents));
    story.tell("report", {"receives", "reçoit"}, reports.back());
  };
}

}  // namespace

template <>
struct Catch::StringMaker<Offer> {
  static std::string convert(const Offer& offer) {
    return std::to_string(offer.cents) + ", " + offer.day;
  }
};

TEST_CASE("one thread asks both", "[step1]") {
  Stage stage;
  std::vector<std::thread::id> threads(2);
  auto ask = [](std::thread::id& thread) -> asio::awaitable<int> {
    thread = std::this_thread::get_id();
    co_return 250;
  };
  auto ask_day = [](std::thread::id& thread) -> asio::awaitable<std::string> {
    thread = std::this_thread::get_id();
    co_return "Tuesday";
  };
  auto both = stage.run("ask_both",
                        exo31::ask_both([&] { return ask(threads[0]); },
                                        [&] { return ask_day(threads[1]); }));
  const std::vector<std::thread::id> here(2, std::this_thread::get_id());
  const bool on_this_thread = threads == here;
  EXPECT(several_threads, on_this_thread);
  EXPECT(returns_early, both.returned());
}

TEST_CASE("both are asked before either has answered", "[step1]") {
  Parcel parcel;
  bool day_called = false;
  auto both = parcel.stage.run("ask_both",
                               exo31::ask_both(parcel.price.operation(), [&] {
                                 day_called = true;
                                 return parcel.day.wait();
                               }));
  EXPECT(returns_early, both.waits());
  if (day_called) EXPECT(calling_is_not_asking, parcel.day.asked() > 0);
  EXPECT(one_after_another, parcel.day.asked() > 0);
  EXPECT(one_after_another, parcel.price.asked() > 0);
}

TEST_CASE("the offer needs both answers, whichever comes first", "[step1]") {
  for (const bool price_first : {true, false}) {
    Parcel parcel;
    auto both = parcel.stage.run(
        "ask_both",
        exo31::ask_both(parcel.price.operation(), parcel.day.operation()));
    if (price_first)
      parcel.price.open(250);
    else
      parcel.day.open("Tuesday");
    parcel.stage.settle();
    EXPECT(returns_early, both.waits());
    parcel.price.open(250);
    parcel.day.open("Tuesday");
    parcel.stage.settle();
    EXPECT(asked_twice, parcel.price.asked() == 1);
    EXPECT(asked_twice, parcel.day.asked() == 1);
    EXPECT(nobody_wakes, !both.waits());
    EXPECT(wrong_answer, both.value().cents == 250);
    EXPECT(wrong_answer, both.value().day == "Tuesday");
  }
}

TEST_CASE("all shops are asked before any has answered", "[step2]") {
  Street street(5);
  auto all = street.stage.run("ask_all", exo31::ask_all(street.shops()));
  EXPECT(returns_early, all.waits());
  expect_all_asked(street);
}

TEST_CASE("the answers come in the order of the shops", "[step2]") {
  Street street(3);
  auto all = street.stage.run("ask_all", exo31::ask_all(street.shops()));
  street.open(2, 150);
  EXPECT(returns_early, all.waits());
  street.open(0, 100);
  EXPECT(returns_early, all.waits());
  street.open(1, 200);
  EXPECT(nobody_wakes, !all.waits());
  EXPECT(asked_twice, street.asked() == std::vector{1, 1, 1});
  auto sorted = all.value();
  std::ranges::sort(sorted);
  EXPECT(wrong_answer, sorted == std::vector{100, 150, 200});
  EXPECT(arrival_order, all.value() == std::vector{100, 200, 150});
}

TEST_CASE("it works for any number of shops", "[step2]") {
  for (std::size_t size = 1; size <= 9; ++size) {
    Street street(size);
    auto all = street.stage.run("ask_all", exo31::ask_all(street.shops()));
    expect_all_asked(street);
    std::vector<int> expected;
    for (std::size_t i = 0; i < size; ++i)
      expected.push_back(static_cast<int>(10 * (i + 1)));
    for (std::size_t i = size; i-- > 0;) street.open(i, expected[i]);
    EXPECT(nobody_wakes, !all.waits());
    EXPECT(wrong_answer, all.value() == expected);
  }
}

TEST_CASE("no shops, no answers, no wait", "[step2]") {
  Stage stage;
  const Teaching if_it_crashes(empty_list);
  auto all = stage.run("ask_all({})", exo31::ask_all({}));
  EXPECT(empty_list, !all.waits());
  EXPECT(empty_list, all.value() == std::vector<int>{});
}

TEST_CASE("shops that answer at once are no exception", "[step2]") {
  Stage stage;
  auto at_once = [](int cents) -> asio::awaitable<int> { co_return cents; };
  std::vector<Shop> shops;
  std::vector<int> expected;
  for (int cents = 1; cents <= 100; ++cents) {
    shops.push_back([=] { return at_once(cents); });
    expected.push_back(cents);
  }
  auto all = stage.run("ask_all", exo31::ask_all(shops));
  EXPECT(nobody_wakes, !all.waits());
  EXPECT(wrong_answer, all.value() == expected);
}

TEST_CASE("when all answer, it gives all answers", "[step3]") {
  Street street(3);
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  EXPECT(returns_early, all.waits());
  expect_all_asked(street);
  for (std::size_t i : {1, 2, 0}) street.open(i, static_cast<int>(i));
  EXPECT(nobody_wakes, !all.waits());
  EXPECT(wrong_answer, all.value() == std::vector{0, 1, 2});
}

TEST_CASE("a failure reaches the caller, also when the others have answered",
          "[step3]") {
  Street street(3);
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  street.open(0, 100);
  street.open(2, 150);
  street.gates[1].fail(Closed("closed on Mondays"));
  street.stage.settle();
  EXPECT(nobody_wakes, !all.waits());
  expect_cause(all, "closed on Mondays");
}

TEST_CASE("the first failure tells the others to stop", "[step3]") {
  Street street(4);
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  street.open(3, 50);
  street.gates[1].fail(Closed("closed on Mondays"));
  street.stage.settle();
  EXPECT(failure_swallowed, !all.returned());
  EXPECT(others_go_on, street.cancelled() == std::vector{1, 0, 1, 0});
  EXPECT(nobody_wakes, !all.waits());
}

TEST_CASE("it ends only when those told to stop have stopped", "[step3]") {
  Street street(3);
  for (auto& gate : street.gates) gate.linger();
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  street.gates[1].fail(Closed("closed on Mondays"));
  street.stage.settle();
  EXPECT(leaves_them_running, all.waits());
  for (auto& gate : street.gates) gate.let_go();
  street.stage.settle();
  EXPECT(leaves_them_running, street.waiting() == std::vector{0, 0, 0});
  EXPECT(nobody_wakes, !all.waits());
}

TEST_CASE("the cause is the shop that failed first, wherever it stands",
          "[step3]") {
  for (std::size_t closed = 0; closed < 5; ++closed) {
    Street street(5);
    auto all = street.stage.run("ask_all_or_none",
                                exo31::ask_all_or_none(street.shops()));
    street.gates[closed].fail(Closed("closed on Mondays"));
    street.stage.settle();
    expect_cause(all, "closed on Mondays");
  }
}

TEST_CASE("a shop that is told to stop may complain; it is not the cause",
          "[step3]") {
  for (const std::size_t closed : {0, 1, 2}) {
    Street street(3);
    auto complain = [](Gate<int>& gate) -> asio::awaitable<int> {
      try {
        co_return co_await gate.wait();
      } catch (const std::system_error&) {
        throw Closed("what a way to treat a shop!");
      }
    };
    std::vector<Shop> shops;
    for (auto& gate : street.gates)
      shops.push_back([&] { return complain(gate); });
    auto all = street.stage.run("ask_all_or_none",
                                exo31::ask_all_or_none(std::move(shops)));
    street.gates[closed].fail(Closed("closed on Mondays"));
    street.stage.settle();
    EXPECT(failure_swallowed, all.threw());
    EXPECT(victim_blamed, all.error() != "what a way to treat a shop!");
    expect_cause(all, "closed on Mondays");
  }
}

TEST_CASE("a shop may fail with the very error of those told to stop",
          "[step3]") {
  for (const std::size_t dead : {0, 1, 2}) {
    Street street(3);
    auto all = street.stage.run("ask_all_or_none",
                                exo31::ask_all_or_none(street.shops()));
    street.gates[dead].fail(std::system_error(asio::error::operation_aborted,
                                              "the line went dead"));
    street.stage.settle();
    EXPECT(failure_swallowed, all.threw());
    const bool multiple = is_a<asio::multiple_exceptions>(all.exception());
    EXPECT(many_exceptions, !multiple);
    EXPECT(victim_blamed, all.error().starts_with("the line went dead"));
  }
}

TEST_CASE("two shops that fail together are two causes, not a third",
          "[step3]") {
  Street street(3);
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  street.gates[2].fail(Closed("closed for good"));
  street.gates[0].fail(Closed("closed for good"));
  street.stage.settle();
  EXPECT(nobody_wakes, !all.waits());
  expect_cause(all, "closed for good");
}

TEST_CASE("a shop that fails at once is a failure like any other", "[step3]") {
  auto closed = []() -> asio::awaitable<int> {
    throw Closed("closed on Mondays");
    co_return 0;
  };
  for (const std::size_t at : {0, 1, 2}) {
    Street street(3);
    auto shops = street.shops();
    shops[at] = closed;
    auto all = street.stage.run("ask_all_or_none",
                                exo31::ask_all_or_none(std::move(shops)));
    EXPECT(others_go_on, street.waiting() == std::vector{0, 0, 0});
    EXPECT(nobody_wakes, !all.waits());
    expect_cause(all, "closed on Mondays");
  }
}

TEST_CASE("a courier who is called back calls off the shops", "[step3]") {
  Street street(3);
  for (auto& gate : street.gates) gate.linger();
  auto all = street.stage.run("ask_all_or_none",
                              exo31::ask_all_or_none(street.shops()));
  all.cancel();
  street.stage.settle();
  EXPECT(called_back, street.cancelled() == std::vector{1, 1, 1});
  EXPECT(called_back, all.waits());
  for (auto& gate : street.gates) gate.let_go();
  street.stage.settle();
  EXPECT(called_back, street.waiting() == std::vector{0, 0, 0});
  EXPECT(nobody_wakes, !all.waits());
  const bool multiple = is_a<asio::multiple_exceptions>(all.exception());
  EXPECT(many_exceptions, !multiple);
  const bool aborted = is_aborted(all.exception());
  EXPECT(called_back, aborted);
}

TEST_CASE("with no shop, nothing can fail", "[step3]") {
  Stage stage;
  const Teaching if_it_crashes(empty_list);
  auto all = stage.run("ask_all_or_none({})", exo31::ask_all_or_none({}));
  EXPECT(empty_list, !all.waits());
  EXPECT(empty_list, all.value() == std::vector<int>{});
}

TEST_CASE("each answer is handed on as soon as it arrives", "[step4]") {
  Street street(3);
  Reports reports;
  const auto report = keep_in(reports, street.stage.story);
  auto each =
      street.stage.run("ask_each", exo31::ask_each(street.shops(), report));
  EXPECT(returns_early, each.waits());
  expect_all_asked(street);
  street.open(2, 150);
  const bool kept = reports.empty();
  street.open(0, 100);
  const Reports as_they_came{"2: 150", "0: 100"};
  if (kept && !reports.empty()) EXPECT(asking_order, reports == as_they_came);
  EXPECT(collects_first, reports.size() >= as_they_came.size());
  EXPECT(wrong_answer, reports == as_they_came);
  EXPECT(returns_early, each.waits());
  street.open(1, 200);
  EXPECT(wrong_answer, reports == Reports{"2: 150", "0: 100", "1: 200"});
  EXPECT(nobody_wakes, !each.waits());
  EXPECT(failure_swallowed, each.returned());
}

TEST_CASE("a shop that fails hands on nothing but its failure", "[step4]") {
  Street street(2);
  Reports reports;
  const auto report = keep_in(reports, street.stage.story);
  auto each =
      street.stage.run("ask_each", exo31::ask_each(street.shops(), report));
  street.open(1, 200);
  street.gates[0].fail(Closed("closed on Mondays"));
  street.stage.settle();
  EXPECT(failure_swallowed, reports == Reports{"1: 200"});
  EXPECT(nobody_wakes, !each.waits());
  expect_cause(each, "closed on Mondays");
}

TEST_CASE("a failure ends it; what was handed on stays so", "[step4]") {
  Street street(4);
  for (auto& gate : street.gates) gate.linger();
  Reports reports;
  const auto report = keep_in(reports, street.stage.story);
  auto each =
      street.stage.run("ask_each", exo31::ask_each(street.shops(), report));
  street.open(3, 50);
  street.gates[2].fail(Closed("closed on Mondays"));
  street.stage.settle();
  EXPECT(failure_swallowed, !each.returned());
  EXPECT(failure_swallowed, reports == Reports{"3: 50"});
  EXPECT(leaves_them_running, each.waits());
  for (auto& gate : street.gates) gate.let_go();
  street.stage.settle();
  EXPECT(others_go_on, street.cancelled() == std::vector{1, 1, 0, 0});
  EXPECT(leaves_them_running, street.waiting() == std::vector{0, 0, 0, 0});
  EXPECT(nobody_wakes, !each.waits());
  expect_cause(each, "closed on Mondays");
}

TEST_CASE("what report throws is a failure too", "[step4]") {
  Street street(3);
  const exo31::Report report = [](std::size_t, int cents) {
    if (cents == 200) throw Closed("no ink left");
  };
  auto each =
      street.stage.run("ask_each", exo31::ask_each(street.shops(), report));
  bool left_run = false;
  try {
    street.open(1, 200);
  } catch (const Closed&) {
    left_run = true;
  }
  EXPECT(thrown_in_a_handler, !left_run);
  EXPECT(failure_swallowed, !each.returned());
  EXPECT(others_go_on, street.cancelled() == std::vector{1, 0, 1});
  expect_cause(each, "no ink left");
}

TEST_CASE("with no shop, nothing is handed on", "[step4]") {
  Stage stage;
  const Teaching if_it_crashes(empty_list);
  int reports = 0;
  const exo31::Report report = [&](std::size_t, int) { ++reports; };
  auto each = stage.run("ask_each({})", exo31::ask_each({}, report));
  EXPECT(empty_list, each.returned());
  EXPECT(empty_list, reports == 0);
}
