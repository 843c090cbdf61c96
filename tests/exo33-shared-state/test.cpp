#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <climits>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/carry_on.hpp>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "bank.hpp"
#include "lessons.hpp"
#include "shared_state.hpp"

using exo33::Question;
using exo33::Work;
using workbook::awkward_exceptions;
using workbook::in_french;
using workbook::is_aborted;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Stage;
using workbook::Story;
using workbook::Teaching;
using workbook::Text;
using Gate = workbook::Gate<bool>;

namespace {

// What those say who fail.
constexpr Text lost_for_words{"lost for words", "les mots lui manquent"};
constexpr Text the_pencil_broke{"the pencil broke", "le crayon s'est cassé"};
constexpr Text the_line_is_dead{"the line is dead", "la ligne est coupée"};
constexpr Text the_line_died{"the line died", "la ligne vient d'être coupée"};
constexpr Text he_is_busy{"he is busy", "il est occupé"};
constexpr Text the_key_is_bent{"the key is bent", "la clé est tordue"};
constexpr Text no_work_today{"no work today", "pas de travail aujourd'hui"};
constexpr Text a_coin_is_false{"a coin is false", "une pièce est fausse"};

constexpr long largest = std::numeric_limits<long>::max();

// "Ada's work"; in French, "le travail d'Ada".
std::string belonging_to(const std::string& name, Text what) {
  if (!workbook::french()) return name + "'s " + what.spoken();
  if (name.starts_with("le ")) return what.spoken() + " du" + name.substr(2);
  const bool vowel = std::string("AEIOU").find(name[0]) != std::string::npos;
  return what.spoken() + (vowel ? " d'" : " de ") + name;
}

asio::awaitable<void> wait_at(Gate& gate) { co_await gate.wait(); }

// Ends well, also when it is cancelled.
asio::awaitable<void> stop_or_wait_at(Gate& gate) {
  try {
    co_await gate.wait();
  } catch (const std::system_error&) {
  }
}

Work although_cancelled(Gate& gate) {
  return [&gate] { return stop_or_wait_at(gate); };
}

Work work_at(Gate& gate) {
  return [&gate] { return wait_at(gate); };
}

// The same, and counts the calls: also those that are never awaited.
template <class Function>
Function counted(int& calls, Function function) {
  return [&calls, function] {
    ++calls;
    return function();
  };
}

// Throws when it is called, before there is anything to await.
template <class T>
std::function<asio::awaitable<T>()> throws_when_called(
    std::exception_ptr thrown) {
  return [thrown]() -> asio::awaitable<T> { std::rethrow_exception(thrown); };
}

asio::awaitable<void> hop() { co_await asio::post(asio::use_awaitable); }

asio::awaitable<bool> say(bool answer) {
  co_await hop();
  co_return answer;
}

Question saying(bool answer) {
  return [answer] { return say(answer); };
}

// Calls `what` on another thread, to its end.
template <class What>
void on_another_thread(What what) {
  std::async(std::launch::async, what).get();
}

// What is shared lives as long as whoever uses it: also when a test fails, and
// coroutines that still wait are destroyed.
using Counter = std::shared_ptr<exo33::VisitCounter>;

asio::awaitable<long> visit(Counter counter, Work greet) {
  co_return co_await counter->visit(std::move(greet));
}

using Account = std::shared_ptr<exo33::Account>;

asio::awaitable<bool> withdraw(Account account, long amount, Question confirm) {
  co_return co_await account->withdraw(amount, std::move(confirm));
}

}  // namespace

TEST_CASE("a visitor is counted, greeted, and told their number", "[step1]") {
  in_french("un visiteur est compté, salué, et apprend son numéro");
  for (const long before : {41L, 0L, -1L, -7L, largest - 1}) {
    Sheet page(before);
    Stage stage;
    page.tells(stage.story);
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    Gate chat(stage, named({"the greeting", "le salut"}));
    auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                         visit(counter, work_at(chat)));
    if (before != 41) EXPECT(number_cut, page.number() == before + 1);
    EXPECT(own_number, page.number() == before + 1);
    EXPECT(own_number, ada.waits());
    EXPECT(called_once, chat.asked() == 1);
    chat.open(true);
    stage.settle();
    EXPECT(called_once, chat.asked() == 1);
    EXPECT(own_number, ada.value() == before + 1);
  }
}

TEST_CASE("while one visitor is greeted, the next one is counted", "[step1]") {
  in_french("pendant qu'on salue un visiteur, on compte le suivant");
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate with_ada(stage, named({"the chat with Ada", "la causette avec Ada"}));
  Gate with_bob(stage, named({"the chat with Bob", "la causette avec Bob"}));
  Gate with_eve(stage, named({"the chat with Eve", "la causette avec Eve"}));
  const Teaching if_it_never_returns(mutex_across_co_await);
  auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                       visit(counter, work_at(with_ada)));
  auto bob = stage.start(named({"Bob's visit", "la visite de Bob"}),
                         visit(counter, work_at(with_bob)));
  on_another_thread([&] { stage.settle(); });
  EXPECT(mutex_across_co_await, with_bob.asked() == 1);
  with_ada.open(true);
  on_another_thread([&] { stage.settle(); });
  EXPECT(own_number, ada.value() == 1);
  auto eve = stage.run(named({"Eve's visit", "la visite d'Eve"}),
                       visit(counter, work_at(with_eve)));
  EXPECT(mutex_across_co_await, with_eve.asked() == 1);
  with_eve.open(true);
  with_bob.open(true);
  stage.settle();
  EXPECT(own_number, bob.value() == 2);
  EXPECT(own_number, eve.value() == 3);
}

// Bob comes when the greeting is called, before there is anything to await.
TEST_CASE("whoever begins a greeting keeps nobody from being counted",
          "[step1]") {
  in_french("qui commence un salut n'empêche personne d'être compté");
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  const Teaching if_it_never_returns(mutex_across_co_await);
  std::optional<Outcome<long>> bob;
  const Work greet = [&] {
    on_another_thread([&] {
      Stage street;
      bob = street.run(named({"Bob's visit", "la visite de Bob"}),
                       visit(counter, hop));
    });
    return hop();
  };
  auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                       visit(counter, greet));
  EXPECT(own_number, ada.value() == 1);
  EXPECT(own_number, bob->value() == 2);
}

TEST_CASE("any number of visitors are greeted at the same time", "[step1]") {
  in_french("on salue autant de visiteurs qu'il en vient, tous à la fois");
  for (const int many : workbook::limits) {
    Sheet page(0);
    Stage stage;
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    Gate chat(stage, named({"the greeting", "le salut"}));
    std::vector<Outcome<long>> visits;
    for (int i = 0; i < many; ++i)
      visits.push_back(stage.start(named({"a visit", "une visite"}),
                                   visit(counter, work_at(chat))));
    stage.settle();
    EXPECT(mutex_across_co_await, chat.waiting() == many);
    EXPECT(own_number, page.number() == many);
    chat.open(true);
    stage.settle();
    long number = 0;
    for (const auto& each : visits)
      EXPECT(own_number, each.value() == ++number);
  }
}

TEST_CASE("a greeting that goes wrong is heard of, and the visit counts",
          "[step1]") {
  in_french("un salut qui échoue se sait, et la visite compte");
  for (const auto& thrown : awkward_exceptions(lost_for_words)) {
    Sheet page(0);
    Stage stage;
    page.tells(stage.story);
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    Gate chat(stage, named({"the greeting", "le salut"}));
    chat.fail(thrown);
    auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                         visit(counter, work_at(chat)));
    EXPECT(called_once, chat.asked() == 1);
    EXPECT(exception_lost, same_exception(ada.exception(), thrown));
    EXPECT(own_number, page.number() == 1);
    auto bob = stage.run(named({"Bob's visit", "la visite de Bob"}),
                         visit(counter, throws_when_called<void>(thrown)));
    EXPECT(exception_lost, same_exception(bob.exception(), thrown));
    EXPECT(own_number, page.number() == 2);
  }
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate chat(stage, named({"the greeting", "le salut"}));
  auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                       visit(counter, work_at(chat)));
  ada.cancel();
  stage.settle();
  EXPECT(cancellation_kept_away, chat.cancelled() == 1);
  EXPECT(exception_lost, is_aborted(ada.exception()));
  EXPECT(own_number, page.number() == 1);
}

// The first hand stays on the page until a second one comes, or until the other
// clerk sleeps, and none can come.
TEST_CASE("two clerks never have their hands on the page together", "[step1]") {
  in_french("deux employés ne touchent jamais la feuille en même temps");
  for (const int before : {0, 1}) {
    Story story;
    Sheet page(0);
    page.tells(story);
    Clerks clerks(2);
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    Together together(2);
    const auto come_in = [&]() -> asio::awaitable<long> {
      together.arrive_and_wait();
      co_return co_await counter->visit(hop);
    };
    page.wait_for_another_hand(before);
    auto ada = clerks.start(come_in());
    auto bob = clerks.start(come_in());
    const auto sum = ada.get() + bob.get();
    EXPECT(two_hands, !page.smudged());
    EXPECT(two_hands, page.number() == 2);
    EXPECT(two_hands, sum == 1 + 2);
  }
}

// Bob waits for the lock when Ada has read the page. If she lets it go there,
// he reads the same number.
TEST_CASE("nobody reads the page before the last one has written", "[step1]") {
  in_french("personne ne lit la feuille avant que le précédent ait écrit");
  for (int attempt = 0; attempt < 5; ++attempt) {
    Story story;
    Sheet page(0);
    page.tells(story);
    Clerks clerks(2);
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    Together together(2);
    const auto come_in = [&]() -> asio::awaitable<long> {
      share_a_core();
      together.arrive_and_wait();
      co_return co_await counter->visit(hop);
    };
    page.wait_for_another_hand(0);
    page.tire_a_reader();
    auto ada = clerks.start(come_in());
    auto bob = clerks.start(come_in());
    const auto sum = ada.get() + bob.get();
    EXPECT(two_hands, page.number() == 2);
    EXPECT(two_hands, sum == 1 + 2);
  }
}

TEST_CASE("no visit is lost when four clerks count at once", "[step1]") {
  in_french("aucune visite ne se perd quand quatre employés comptent ensemble");
  Story story;
  Sheet page(0);
  Clerks clerks(4);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Together together(4);
  const auto count = [&]() -> asio::awaitable<void> {
    together.arrive_and_wait();
    for (int i = 0; i < 500; ++i) co_await counter->visit(hop);
  };
  std::vector<std::future<void>> counts;
  for (int i = 0; i < 4; ++i) counts.push_back(clerks.start(count()));
  for (auto& each : counts) each.get();
  EXPECT(two_hands, page.number() == 2000);
}

TEST_CASE("what others write on the page is counted on", "[step1]") {
  in_french("on continue à compter depuis ce que d'autres ont écrit");
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  for (const long written : {7L, 3L}) {
    page.set(written);
    stage.story.tell(named({"the director", "le directeur"}),
                     {"writes", "écrit"}, std::to_string(written));
    auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                         visit(counter, hop));
    EXPECT(page_cached, ada.value() == written + 1);
    EXPECT(page_cached, page.number() == written + 1);
  }
}

TEST_CASE("a pencil that breaks does not keep the next visitor out",
          "[step1]") {
  in_french("un crayon qui casse n'empêche pas de compter le visiteur suivant");
  for (const bool reading : {false, true})
    for (const auto& thrown : awkward_exceptions(the_pencil_broke)) {
      Sheet page(0);
      Stage stage;
      page.tells(stage.story);
      const auto counter = std::make_shared<exo33::VisitCounter>(page);
      Gate chat(stage, named({"the greeting", "le salut"}));
      chat.open(true);
      int calls = 0;
      if (reading)
        page.break_reading(thrown);
      else
        page.break_writing(thrown);
      auto ada = stage.run(named({"Ada's visit", "la visite d'Ada"}),
                           visit(counter, counted(calls, work_at(chat))));
      EXPECT(exception_lost, same_exception(ada.exception(), thrown));
      EXPECT(called_once, chat.asked() == 0);
      EXPECT(called_once, calls == 0);
      const Teaching if_it_never_returns(mutex_not_released);
      auto bob = stage.start(named({"Bob's visit", "la visite de Bob"}),
                             visit(counter, work_at(chat)));
      on_another_thread([&] { stage.settle(); });
      EXPECT(mutex_not_released, bob.returned());
      EXPECT(own_number, bob.value() == 1);
      EXPECT(own_number, page.number() == 1);
    }
}

TEST_CASE("two counters do not wait for each other", "[step1]") {
  in_french("deux compteurs ne s'attendent pas l'un l'autre");
  Sheet north(10);
  Sheet south(20);
  Stage stage;
  const auto at_north = std::make_shared<exo33::VisitCounter>(north);
  const auto at_south = std::make_shared<exo33::VisitCounter>(south);
  Clerks clerks(1);
  north.hold_a_hand();
  auto ada = clerks.start(visit(at_north, hop));
  north.wait_until_held();
  stage.story.tell("Ada", {"is being counted at the north gate",
                           "est en train d'être comptée à la porte nord"});
  {
    const Teaching if_it_never_returns(static_state);
    auto bob = stage.run(named({"Bob's visit", "la visite de Bob"}),
                         visit(at_south, hop));
    EXPECT(static_state, bob.value() == 21);
  }
  north.let_go();
  const long hers = ada.get();
  EXPECT(static_state, hers == 11);
}

namespace {

// A bank with one account, and somebody who is asked.
struct Branch {
  explicit Branch(long money) : page(money) { page.tells(stage.story); }

  Sheet page;
  Stage stage;
  Account account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada{stage, named({"the question to Ada", "la question à Ada"})};
  Gate bob{stage, named({"the question to Bob", "la question à Bob"})};
  int calls = 0;  // of the question to Ada

  Outcome<bool> ada_wants(long amount) {
    const auto question = counted(calls, Question(ada.operation()));
    return stage.run(belonging_to("Ada", {"withdrawal", "le retrait"}) + " (" +
                         std::to_string(amount) + ")",
                     withdraw(account, amount, question));
  }
  Outcome<bool> bob_wants(long amount) {
    return stage.run(belonging_to("Bob", {"withdrawal", "le retrait"}) + " (" +
                         std::to_string(amount) + ")",
                     withdraw(account, amount, bob.operation()));
  }
};

// A withdrawal of which one hand on the page may be held.
asio::awaitable<bool> hindered(Sheet& page, asio::awaitable<bool> withdrawal) {
  std::exception_ptr failure;
  bool done = false;
  try {
    done = co_await std::move(withdrawal);
  } catch (...) {
    failure = std::current_exception();
  }
  page.hold_no_hand();
  if (failure) std::rethrow_exception(failure);
  co_return done;
}

// Has done its work when the other threads have done all they can: again and
// again it goes to the end of the queue.
asio::awaitable<void> let_the_others_work(Sheet& page) {
  for (int turn = 0; turn < 200; ++turn) co_await hop();
  page.let_go();
}

// How a question can end; or the pencil breaks before it is asked.
enum class Ending { yes, no, throws, cancelled, unreadable, unwritable };

}  // namespace

TEST_CASE("the money is put aside while the customer is asked", "[step2]") {
  in_french("l'argent est mis de côté pendant qu'on interroge le client");
  Branch branch(100);
  const Teaching if_it_never_returns(blocks_a_thread);
  auto first = branch.ada_wants(80);
  auto second = branch.bob_wants(80);
  EXPECT(not_put_aside, branch.page.number() == 20);
  EXPECT(not_put_aside, branch.bob.asked() == 0);
  EXPECT(not_put_aside, !second.value());
  EXPECT(not_put_aside, branch.ada.waiting() == 1);
  branch.ada.open(true);
  branch.stage.settle();
  EXPECT(not_put_aside, first.value());
  EXPECT(not_put_aside, branch.page.number() == 20);
  EXPECT(called_once, branch.ada.asked() == 1);
  EXPECT(called_once, branch.calls == 1);
}

TEST_CASE("two accounts do not wait for each other", "[step2]") {
  in_french("deux comptes ne s'attendent pas l'un l'autre");
  Story story;
  Sheet hers(100);
  Sheet his(100);
  Clerks clerks(2);
  const auto account_a =
      std::make_shared<exo33::Account>(clerks.executor(), hers);
  const auto account_b =
      std::make_shared<exo33::Account>(clerks.executor(), his);
  hers.hold_a_hand();
  auto ada = clerks.start(withdraw(account_a, 30, saying(true)));
  hers.wait_until_held();
  story.tell("Ada",
             {"is at work on her page", "travaille sur sa propre feuille"});
  std::atomic<bool> bob_is_done = false;
  bool bob_was_done = false;
  const auto bob_comes = [&]() -> asio::awaitable<void> {
    co_await withdraw(account_b, 20, saying(true));
    bob_is_done = true;
  };
  const auto watch = [&]() -> asio::awaitable<void> {
    for (int turn = 0; turn < 200; ++turn) co_await hop();
    bob_was_done = bob_is_done;
    hers.let_go();
  };
  const Teaching if_it_never_returns(static_state);
  auto bob = clerks.start(bob_comes());
  story.tell("Bob", {"comes to withdraw 20 from his own account",
                     "vient retirer 20 de son propre compte"});
  clerks.start(watch()).get();
  ada.get();
  bob.get();
  EXPECT(static_state, bob_was_done);
  EXPECT(static_state, his.number() == 80);
}

TEST_CASE("the last coin can be withdrawn, and no more", "[step2]") {
  in_french("on peut retirer jusqu'à la dernière pièce, et pas plus");
  for (const long money : {100L, 1L, largest}) {
    Branch branch(money);
    branch.ada.open(true);
    if (money < largest) {
      auto more = branch.ada_wants(money + 1);
      EXPECT(last_coin, !more.value());
      auto far_more = branch.ada_wants(largest);
      EXPECT(number_cut, !far_more.value());
      EXPECT(called_once, branch.calls == 0);
      EXPECT(refund_of_nothing, branch.page.writes() == 0);
    }
    const auto& lesson = money == largest ? number_cut : last_coin;
    auto all = branch.ada_wants(money);
    EXPECT(lesson, all.value());
    EXPECT(lesson, branch.page.number() == 0);
    auto again = branch.ada_wants(1);
    EXPECT(last_coin, !again.value());
    EXPECT(called_once, branch.ada.asked() == 1);
  }
}

TEST_CASE("a customer who says no gets back their own money only", "[step2]") {
  in_french("un client qui dit non retrouve son argent, et rien d'autre");
  Branch branch(100);
  const Teaching if_it_never_returns(blocks_a_thread);
  auto first = branch.ada_wants(30);
  auto second = branch.bob_wants(20);
  EXPECT(blocks_a_thread, branch.bob.asked() == 1);
  branch.bob.open(true);
  branch.stage.settle();
  EXPECT(stale_balance, branch.page.number() == 50);
  EXPECT(stale_balance, second.value());
  branch.ada.open(false);
  branch.stage.settle();
  EXPECT(money_kept, branch.page.number() != 50);
  EXPECT(stale_balance, branch.page.number() == 80);
  EXPECT(money_kept, !first.value());
  EXPECT(called_once, branch.ada.asked() == 1);
}

TEST_CASE("a question that fails gives the money back", "[step2]") {
  in_french("une question qui échoue rend l'argent");
  for (const auto& thrown : awkward_exceptions(the_line_is_dead)) {
    Branch branch(100);
    auto first = branch.ada_wants(30);
    auto second = branch.bob_wants(20);
    branch.bob.open(true);
    branch.stage.settle();
    branch.ada.fail(thrown);
    branch.stage.settle();
    EXPECT(money_kept, branch.page.number() != 50);
    EXPECT(stale_balance, branch.page.number() == 80);
    EXPECT(exception_lost, same_exception(first.exception(), thrown));
    EXPECT(called_once, branch.ada.asked() == 1);
    auto third = branch.stage.run(
        named({"Eve's withdrawal (40)", "le retrait d'Eve (40)"}),
        withdraw(branch.account, 40, throws_when_called<bool>(thrown)));
    EXPECT(exception_lost, same_exception(third.exception(), thrown));
    EXPECT(money_kept, branch.page.number() == 80);
  }
}

// Both have answered when the account hears of it: whatever is kept for both
// mixes them up.
TEST_CASE("two customers answer at once, and each one is heard", "[step2]") {
  in_french("deux clients répondent à la fois, et l'on entend chacun");
  const auto dead = std::make_exception_ptr(workbook::Mishap(the_line_died));
  const auto busy = std::make_exception_ptr(workbook::Mishap(he_is_busy));
  for (const auto hers : {Ending::yes, Ending::no, Ending::throws})
    for (const auto his : {Ending::yes, Ending::no, Ending::throws}) {
      Sheet page(100);
      Loop office;
      Stage stage;
      const Closing before_the_stage{office};
      page.tells(stage.story);
      const auto account =
          std::make_shared<exo33::Account>(office.get_executor(), page);
      Gate ada(stage, named({"the question to Ada", "la question à Ada"}));
      Gate bob(stage, named({"the question to Bob", "la question à Bob"}));
      auto first = stage.start(named({"Ada (elsewhere)", "Ada (ailleurs)"}),
                               withdraw(account, 30, ada.operation()));
      auto second = stage.start(named({"Bob (elsewhere)", "Bob (ailleurs)"}),
                                withdraw(account, 20, bob.operation()));
      EXPECT(asks_again, run_ready(stage.context, office));
      EXPECT(not_put_aside, page.number() == 50);
      const auto answer = [](Gate& gate, Ending ending,
                             const std::exception_ptr& thrown) {
        if (ending == Ending::throws)
          gate.fail(thrown);
        else
          gate.open(ending == Ending::yes);
      };
      answer(ada, hers, dead);
      answer(bob, his, busy);
      EXPECT(asks_again, run_ready(stage.context));
      EXPECT(asks_again, run_ready(stage.context, office));
      const auto heard = [](const Outcome<bool>& outcome, Ending ending,
                            const std::exception_ptr& thrown) {
        if (ending == Ending::throws)
          return outcome.threw() && same_exception(outcome.exception(), thrown);
        return outcome.returned() && outcome.value() == (ending == Ending::yes);
      };
      EXPECT(kept_for_all, heard(first, hers, dead));
      EXPECT(kept_for_all, heard(second, his, busy));
      const long left =
          100 - (hers == Ending::yes ? 30 : 0) - (his == Ending::yes ? 20 : 0);
      EXPECT(kept_for_all, page.number() == left);
    }
}

TEST_CASE("a withdrawal that is cancelled gives the money back", "[step2]") {
  in_french("un retrait annulé rend l'argent");
  Branch branch(100);
  auto first = branch.ada_wants(30);
  first.cancel();
  branch.stage.settle();
  EXPECT(cancellation_kept_away, branch.ada.cancelled() == 1);
  EXPECT(cancelled_await, branch.page.number() == 100);
  EXPECT(exception_lost, is_aborted(first.exception()));
}

// The customer says yes, or no, although told to stop.
TEST_CASE("an answer in spite of a cancellation agrees with the page",
          "[step2]") {
  in_french("une réponse donnée malgré l'annulation s'accorde avec la feuille");
  for (const bool answer : {true, false}) {
    Branch branch(100);
    const auto ask = [&]() -> asio::awaitable<bool> {
      co_await stop_or_wait_at(branch.ada);
      co_return answer;
    };
    auto first = branch.stage.run(
        named({"Ada's withdrawal (30)", "le retrait d'Ada (30)"}),
        withdraw(branch.account, 30, ask));
    first.cancel();
    branch.stage.settle();
    EXPECT(cancellation_kept_away, branch.ada.cancelled() == 1);
    const bool taken = first.returned() && first.value();
    if (taken) EXPECT(cancelled_await, answer);
    EXPECT(cancelled_await, branch.page.number() == (taken ? 70 : 100));
  }
}

TEST_CASE("whoever has withdrawn can be cancelled afterwards", "[step2]") {
  in_french("qui a fini de retirer peut encore être annulé ensuite");
  for (const auto ending : {Ending::yes, Ending::no, Ending::throws}) {
    Branch branch(100);
    if (ending == Ending::throws)
      branch.ada.fail(workbook::Mishap(the_line_is_dead));
    else
      branch.ada.open(ending == Ending::yes);
    workbook::CallerWhoCarriesOn ada(
        branch.stage, withdraw(branch.account, 30, branch.ada.operation()));
    EXPECT(blocks_a_thread, ada.has_carried_on());
    ada.cancel();
    EXPECT(caller_left_deaf, ada.has_stopped());
  }
}

TEST_CASE("a pencil that breaks while money is put aside changes nothing",
          "[step2]") {
  in_french(
      "un crayon qui casse pendant qu'on met l'argent de côté ne change rien");
  for (const bool reading : {false, true})
    for (const auto& thrown : awkward_exceptions(the_pencil_broke)) {
      Branch branch(100);
      branch.ada.open(true);
      if (reading)
        branch.page.break_reading(thrown);
      else
        branch.page.break_writing(thrown);
      auto first = branch.ada_wants(30);
      EXPECT(refund_of_nothing, branch.page.number() == 100);
      EXPECT(refund_of_nothing, branch.calls == 0);
      EXPECT(exception_lost, same_exception(first.exception(), thrown));
      auto second = branch.ada_wants(30);
      EXPECT(refund_of_nothing, second.value());
      EXPECT(refund_of_nothing, branch.page.number() == 70);
    }
}

TEST_CASE("two withdrawals take turns on the page, and block no thread",
          "[step2]") {
  in_french("deux retraits se relaient sur la feuille, sans bloquer de fil");
  for (const int before : {0, 1}) {
    Story story;
    Sheet page(100);
    page.tells(story);
    Clerks clerks(2);
    const auto account =
        std::make_shared<exo33::Account>(clerks.executor(), page);
    const Teaching if_it_never_returns(blocks_a_thread);
    page.hold_a_hand(before);
    auto ada =
        clerks.start(hindered(page, withdraw(account, 30, saying(true))));
    page.wait_until_held();
    story.tell("Ada", {"is at work on the page", "travaille sur la feuille"});
    auto bob = clerks.start(withdraw(account, 20, saying(true)));
    story.tell("Bob", {"comes to withdraw 20", "vient retirer 20"});
    clerks.start(let_the_others_work(page)).get();
    const bool ada_has_it = ada.get();
    const bool bob_has_it = bob.get();
    EXPECT(off_the_strand, !page.smudged());
    EXPECT(off_the_strand, page.number() == 50);
    EXPECT(off_the_strand, ada_has_it);
    EXPECT(off_the_strand, bob_has_it);
  }
}

TEST_CASE("the page is touched where the account lives", "[step2]") {
  in_french("la feuille est touchée là où vit le compte");
  for (const auto ending : {Ending::yes, Ending::no, Ending::throws}) {
    Sheet page(100);
    Loop office;
    Stage stage;
    const Closing before_the_stage{office};
    page.tells(stage.story);
    const auto account =
        std::make_shared<exo33::Account>(office.get_executor(), page);
    Gate ada(stage, named({"the question to Ada", "la question à Ada"}));
    bool elsewhere_before = false;
    bool elsewhere_after = false;
    page.at_each_touch([&] {
      if (office.get_executor().running_in_this_thread()) return;
      (ada.asked() == 0 ? elsewhere_before : elsewhere_after) = true;
      stage.story.tell(
          named({"the page", "la feuille"}),
          {"is touched by the caller's thread, not by the account's",
           "est touchée par le fil de l'appelant, pas par celui du compte"});
    });
    auto first = stage.start(named({"Ada (elsewhere)", "Ada (ailleurs)"}),
                             withdraw(account, 30, ada.operation()));
    EXPECT(asks_again, run_ready(stage.context, office));
    EXPECT(not_moved, !elsewhere_before);
    if (ending == Ending::throws)
      ada.fail(workbook::Mishap(the_line_is_dead));
    else
      ada.open(ending == Ending::yes);
    EXPECT(asks_again, run_ready(stage.context, office));
    EXPECT(strand_left, !elsewhere_after);
    EXPECT(money_kept, !first.waits());
  }
}

TEST_CASE("they take turns on the page after the question, too", "[step2]") {
  in_french("ils se relaient sur la feuille après la question aussi");
  for (const int before : {0, 1}) {
    Story story;
    Sheet page(100);
    page.tells(story);
    Clerks clerks(2);
    const auto account =
        std::make_shared<exo33::Account>(clerks.executor(), page);
    const auto say_no = [&]() -> asio::awaitable<bool> {
      page.hold_a_hand(before);
      story.tell("Ada", {"says no", "dit non"});
      co_await hop();
      co_return false;
    };
    const Teaching if_it_never_returns(blocks_a_thread);
    auto ada = clerks.start(hindered(page, withdraw(account, 30, say_no)));
    page.wait_until_held();
    story.tell("Ada", {"gets her money back", "récupère son argent"});
    auto bob = clerks.start(withdraw(account, 20, saying(true)));
    story.tell("Bob", {"comes to withdraw 20", "vient retirer 20"});
    clerks.start(let_the_others_work(page)).get();
    const bool ada_has_it = ada.get();
    const bool bob_has_it = bob.get();
    EXPECT(strand_left, !page.smudged());
    EXPECT(strand_left, page.number() == 80);
    EXPECT(strand_left, !ada_has_it);
    EXPECT(strand_left, bob_has_it);
  }
}

TEST_CASE("the caller comes back, and finds the money where it belongs",
          "[step2]") {
  in_french("l'appelant revient chez lui, et l'argent est déjà à sa place");
  for (const auto ending :
       {Ending::yes, Ending::no, Ending::throws, Ending::cancelled,
        Ending::unreadable, Ending::unwritable})
    for (const long amount : {30L, 130L}) {
      Sheet page(100);
      Loop office;
      Stage stage;
      const Closing before_the_stage{office};
      page.tells(stage.story);
      const auto account =
          std::make_shared<exo33::Account>(office.get_executor(), page);
      Gate ada(stage, named({"the question to Ada", "la question à Ada"}));
      bool is_back = false;
      std::optional<long> money;
      const auto call = [&]() -> asio::awaitable<void> {
        try {
          co_await withdraw(account, amount, ada.operation());
        } catch (...) {
        }
        money = page.number();
        is_back = stage.context.get_executor().running_in_this_thread();
      };
      const auto broken =
          std::make_exception_ptr(workbook::Mishap(the_pencil_broke));
      if (ending == Ending::unreadable) page.break_reading(broken);
      if (ending == Ending::unwritable) page.break_writing(broken);
      auto caller =
          stage.start(named({"Ada (elsewhere)", "Ada (ailleurs)"}), call());
      EXPECT(asks_again, run_ready(stage.context, office));
      if (ending == Ending::cancelled)
        caller.cancel();
      else if (ending == Ending::throws)
        ada.fail(workbook::Mishap(the_line_is_dead));
      else
        ada.open(ending == Ending::yes);
      // After each single piece of the office's work, the caller goes on.
      do {
        EXPECT(asks_again, run_ready(stage.context));
      } while (run_one_ready(office) > 0);
      EXPECT(money_kept, money.has_value());
      EXPECT(caller_moved, is_back);
      const bool taken = ending == Ending::yes && amount < 100;
      EXPECT(refund_too_late, *money == (taken ? 70 : 100));
    }
}

// So many pieces of work after the beginning, Ada is cancelled. Her yes is
// there from the first.
TEST_CASE("cancelled at any moment, the answer and the page agree", "[step2]") {
  in_french("annulé à n'importe quel moment, réponse et feuille concordent");
  bool more = true;
  for (int turns = 1; more; ++turns) {
    Sheet page(100);
    Loop office;
    Stage stage;
    const Closing before_the_stage{office};
    page.tells(stage.story);
    const auto account =
        std::make_shared<exo33::Account>(office.get_executor(), page);
    Gate ada(stage, named({"the question to Ada", "la question à Ada"}));
    ada.open(true);
    auto caller = stage.start(named({"Ada (elsewhere)", "Ada (ailleurs)"}),
                              withdraw(account, 30, ada.operation()));
    int turn = 0;
    while (turn < turns &&
           (run_one_ready(office) == 1 || run_one_ready(stage.context) == 1))
      ++turn;
    more = turn == turns;
    caller.cancel();
    EXPECT(asks_again, run_ready(stage.context, office));
    EXPECT(blocks_a_thread, !caller.waits());
    const bool taken = caller.returned() && caller.value();
    EXPECT(cancelled_await, page.number() == (taken ? 70 : 100));
  }
}

namespace {

// The way into a lock: awaits some work inside.
using Entrance = std::function<asio::awaitable<void>(Work)>;

// A lock with a number of places, and what its mistakes teach. What holds for a
// mutex holds for a desk, and is tried on both.
struct Lock {
  std::function<Entrance(asio::any_io_executor)> make;
  int places;
  const workbook::Lesson& one_too_many;
  const workbook::Lesson& idle;
  const workbook::Lesson& not_released;
  const workbook::Lesson& had_none;  // and gave back all the same
};

asio::awaitable<void> alone(std::shared_ptr<exo33::Mutex> mutex, Work work) {
  co_await mutex->alone(std::move(work));
}

asio::awaitable<void> serve(std::shared_ptr<exo33::Desks> desks, Work work) {
  co_await desks->serve(std::move(work));
}

Lock a_mutex() {
  const auto make = [](asio::any_io_executor executor) -> Entrance {
    const auto mutex = std::make_shared<exo33::Mutex>(executor);
    return [mutex](Work work) { return alone(mutex, std::move(work)); };
  };
  return {make, 1, let_in_together, not_woken, lock_kept, left_in_line};
}

Lock desks(int limit) {
  const auto make = [limit](asio::any_io_executor executor) -> Entrance {
    const auto desks = std::make_shared<exo33::Desks>(executor, limit);
    return [desks](Work work) { return serve(desks, std::move(work)); };
  };
  return {make,      limit,       limit_passed, limit_not_reached,
          desk_lost, limit_passed};
}

// The first comers have a name, the others a number.
std::string name_of(std::size_t i) {
  static const std::vector<std::string> first{"Ada", "Bob", "Eve", "Joe",
                                              "Zoe", "Max", "Ann"};
  if (i < first.size()) return first[i];
  return named({"client ", "le client "}) + std::to_string(i + 1);
}

std::string work_of(std::size_t i) {
  return belonging_to(name_of(i), {"work", "le travail"});
}

using Who = std::vector<std::size_t>;

// A lock, and clients who each stay inside until they are told to go.
struct Hall {
  explicit Hall(const Lock& lock) : lock(lock) {}

  // A client comes, and does all that can be done at once.
  void come() {
    start();
    stage.settle();
  }
  void come(int many) {
    while (many-- > 0) come();
  }
  // A client will come at the next settle().
  void start() {
    const auto i = works.size();
    works.push_back(std::make_unique<Gate>(stage, work_of(i)));
    clients.push_back(stage.start(name_of(i), enter(work_at(*works[i]))));
  }

  // Who is inside now, in the order of their coming.
  Who inside() const {
    Who inside;
    for (std::size_t i = 0; i < works.size(); ++i)
      if (works[i]->waiting() == 1) inside.push_back(i);
    return inside;
  }

  void let_out(std::size_t i) {
    works[i]->open(true);
    stage.settle();
  }
  // All leave, one by one; everybody has been inside by then.
  void close() {
    for (std::size_t i = 0; i < works.size(); ++i) let_out(i);
  }

  Stage stage;
  const Lock& lock;
  Entrance enter = lock.make(stage.executor());
  std::vector<std::unique_ptr<Gate>> works;
  std::vector<Outcome<void>> clients;
};

Who from_to(int first, int last) {
  Who who;
  for (int i = first; i < last; ++i) who.push_back(i);
  return who;
}

void as_many_as_there_are_places(const Lock& lock) {
  Hall hall(lock);
  const Teaching if_it_never_returns(blocks_a_thread);
  const int all = lock.places + 3;
  for (int came = 1; came <= all; ++came) {
    hall.start();
    const bool rests = comes_to_rest(hall.stage);
    const int inside = static_cast<int>(hall.inside().size());
    EXPECT(lock.one_too_many, inside <= lock.places);
    EXPECT(asks_again, rests);
    EXPECT(lock.idle, inside == std::min(came, lock.places));
  }
  EXPECT(asks_again, sleeps(hall.stage));
  hall.close();
  for (const auto& client : hall.clients) EXPECT(lock.idle, client.returned());
  for (const auto& work : hall.works) EXPECT(called_once, work->asked() == 1);
  // And once more, with what has been used.
  hall.come(lock.places + 1);
  EXPECT(lock.idle, hall.inside() == from_to(all, all + lock.places));
  hall.close();
}

void those_who_wait_come_in_in_order(const Lock& lock, int waiting) {
  Hall hall(lock);
  hall.come(lock.places + waiting);
  for (int i = 0; i < waiting; ++i) {
    hall.let_out(i);
    const auto inside = hall.inside();
    const int count = static_cast<int>(inside.size());
    EXPECT(lock.one_too_many, count <= lock.places);
    EXPECT(lock.idle, count == lock.places);
    EXPECT(not_in_order, inside == from_to(i + 1, i + 1 + lock.places));
  }
  // When the last one leaves, a newcomer need not wait.
  for (int i = 0; i < lock.places; ++i) hall.let_out(waiting + i);
  hall.come();
  EXPECT(lock.idle, hall.inside().size() == 1);
  hall.close();
}

// Ada has a place, Bob waits; Ada leaves, and so many pieces of work later Eve
// comes. On one loop, and then on three: Bob's stands still meanwhile.
void nobody_overtakes(const Lock& lock) {
  bool more = true;
  for (int turns = 0; more; ++turns) {
    Hall hall(lock);
    hall.come(lock.places + 1);
    const auto bob = static_cast<std::size_t>(lock.places);
    hall.works[0]->open(true);
    more = hall.stage.turn(turns) == turns;
    hall.come();
    EXPECT(overtaken, hall.works[bob + 1]->asked() == 0);
    EXPECT(lock.idle, hall.works[bob]->asked() == 1);
    hall.close();
    EXPECT(lock.idle, hall.clients[bob + 1].returned());
  }
  more = true;
  for (int turns = 0; more; ++turns) {
    Loop office, bobs, eves;
    Stage stage;
    const Closing before_the_stage{office, bobs, eves};
    const auto enter = lock.make(office.get_executor());
    std::vector<std::unique_ptr<Gate>> works;
    for (int i = 0; i < lock.places; ++i) {
      works.push_back(std::make_unique<Gate>(stage, work_of(0)));
      stage.start(name_of(0), enter(work_at(*works.back())));
    }
    EXPECT(asks_again, run_ready(stage.context, office));
    Gate bob(stage, work_of(1));
    Gate eve(stage, work_of(2));
    stage.start_on(bobs.get_executor(), name_of(1), enter(work_at(bob)));
    EXPECT(asks_again, run_ready(stage.context, office, bobs));
    works[0]->open(true);
    EXPECT(asks_again, run_ready(stage.context));
    int turn = 0;
    while (turn < turns && run_one_ready(office) > 0) ++turn;
    more = turn == turns;
    stage.start_on(eves.get_executor(), name_of(2), enter(work_at(eve)));
    EXPECT(asks_again, run_ready(eves));
    EXPECT(asks_again, run_ready(stage.context, office, eves));
    EXPECT(overtaken, eve.asked() == 0);
    EXPECT(asks_again, run_ready(stage.context, office, eves, bobs));
    EXPECT(lock.idle, bob.asked() == 1);
    EXPECT(overtaken, eve.asked() == 0);
    bob.open(true);
    EXPECT(asks_again, run_ready(stage.context, office, eves, bobs));
    EXPECT(lock.idle, eve.asked() == 1);
    for (auto& work : works) work->open(true);
    eve.open(true);
    EXPECT(asks_again, run_ready(stage.context, office, eves, bobs));
  }
}

// Ada leaves, so many pieces of work later Bob comes, and so many later Eve.
// Nobody is in the line yet when Bob comes: he may be on his way to it.
void nobody_overtakes_who_is_on_the_way(const Lock& lock) {
  bool more = true;
  for (int before_bob = 0; more; ++before_bob) {
    bool more_before_eve = true;
    for (int before_eve = 0; more_before_eve; ++before_eve) {
      Hall hall(lock);
      hall.come(lock.places);
      const auto bob = hall.works.size();
      hall.works[0]->open(true);
      more = hall.stage.turn(before_bob) == before_bob;
      hall.start();
      more_before_eve = hall.stage.turn(before_eve) == before_eve;
      hall.start();
      hall.stage.settle();
      EXPECT(overtaken, hall.works[bob + 1]->asked() == 0);
      EXPECT(lock.idle, hall.works[bob]->asked() == 1);
      hall.close();
      EXPECT(lock.idle, hall.clients[bob + 1].returned());
    }
  }
}

void however_it_ends_the_next_one_is_let_in(const Lock& lock) {
  const auto next = static_cast<std::size_t>(lock.places);
  for (const auto& thrown : awkward_exceptions(the_key_is_bent)) {
    Hall hall(lock);
    hall.come(lock.places + 2);
    hall.works[0]->fail(thrown);
    hall.stage.settle();
    EXPECT(lock.not_released, hall.works[next]->asked() == 1);
    EXPECT(lock.one_too_many, hall.works[next + 1]->asked() == 0);
    EXPECT(exception_lost, same_exception(hall.clients[0].exception(), thrown));
    hall.close();
    EXPECT(lock.not_released, hall.clients[next + 1].returned());
  }
  for (const bool lingers : {false, true}) {
    Hall hall(lock);
    hall.come(lock.places + 1);
    if (lingers) hall.works[0]->linger();
    hall.clients[0].cancel();
    hall.stage.settle();
    EXPECT(cancellation_kept_away, hall.works[0]->cancelled() == 1);
    if (lingers) EXPECT(lock.one_too_many, hall.works[next]->asked() == 0);
    hall.works[0]->let_go();
    hall.stage.settle();
    EXPECT(lock.not_released, hall.works[next]->asked() == 1);
    EXPECT(exception_lost, is_aborted(hall.clients[0].exception()));
    hall.close();
    EXPECT(lock.not_released, hall.clients[next].returned());
  }
}

// A work may also throw when it is called, before there is anything to await.
void a_work_is_called_when_it_is_due(const Lock& lock) {
  for (const auto& thrown : awkward_exceptions(no_work_today)) {
    Hall hall(lock);
    hall.come(lock.places);
    int calls = 0;
    const auto throwing = [&]() -> asio::awaitable<void> {
      ++calls;
      std::rethrow_exception(thrown);
    };
    auto client = hall.stage.run(named({"somebody whose work throws",
                                        "quelqu'un dont le travail échoue"}),
                                 hall.enter(throwing));
    EXPECT(called_once, calls == 0);
    hall.come();
    hall.let_out(0);
    EXPECT(called_once, calls == 1);
    EXPECT(exception_lost, same_exception(client.exception(), thrown));
    EXPECT(lock.not_released, hall.works.back()->asked() == 1);
    hall.close();
  }
}

// One of those who wait is cancelled; the others keep their order.
void whoever_is_cancelled_in_the_line_leaves_it(const Lock& lock) {
  constexpr int waiting = 4;
  const auto places = static_cast<std::size_t>(lock.places);
  for (std::size_t gone = places; gone < places + waiting; ++gone) {
    Hall hall(lock);
    hall.come(lock.places + waiting);
    hall.clients[gone].cancel();
    hall.stage.settle();
    EXPECT(lock.had_none, hall.inside() == from_to(0, lock.places));
    EXPECT(left_in_line, is_aborted(hall.clients[gone].exception()));
    Who order = from_to(0, lock.places + waiting);
    std::erase(order, gone);
    for (int left = 0; left < waiting - 1; ++left) {
      hall.let_out(order[static_cast<std::size_t>(left)]);
      const auto inside = hall.inside();
      const auto next = order.begin() + left + 1;
      EXPECT(left_in_line, hall.works[gone]->asked() == 0);
      EXPECT(left_in_line, inside.size() == places);
      EXPECT(not_in_order, inside == Who(next, next + lock.places));
    }
    hall.close();
  }
}

// Nobody else was in the line: whoever comes next finds the lock as it should
// be.
void the_only_one_in_the_line_is_cancelled(const Lock& lock) {
  for (const int times : workbook::uses) {
    Hall hall(lock);
    hall.come(lock.places);
    for (int i = 0; i < times; ++i) {
      hall.come();
      hall.clients.back().cancel();
      hall.stage.settle();
      EXPECT(left_in_line, is_aborted(hall.clients.back().exception()));
    }
    hall.come();
    EXPECT(lock.had_none, hall.works.back()->asked() == 0);
    hall.let_out(0);
    EXPECT(turn_lost, hall.works.back()->asked() == 1);
    hall.close();
    const auto first = hall.works.size();
    hall.come(lock.places + 1);
    EXPECT(turn_lost, hall.works[first]->asked() == 1);
    EXPECT(lock.had_none, hall.works.back()->asked() == 0);
    EXPECT(turn_lost, static_cast<int>(hall.inside().size()) == lock.places);
    hall.close();
  }
}

// Somebody leaves, Bob is next, and so many pieces of work later, or earlier,
// Bob is cancelled. There may be others behind him or not.
void at_whatever_moment_somebody_is_cancelled(const Lock& lock) {
  for (const bool others : {false, true})
    for (const bool cancel_first : {false, true}) {
      bool more = true;
      for (int turns = 0; more; ++turns) {
        Hall hall(lock);
        hall.come(lock.places + (others ? 2 : 1));
        const auto bob = static_cast<std::size_t>(lock.places);
        if (cancel_first)
          hall.clients[bob].cancel();
        else
          hall.works[0]->open(true);
        more = hall.stage.turn(turns) == turns;
        if (cancel_first)
          hall.works[0]->open(true);
        else
          hall.clients[bob].cancel();
        hall.stage.settle();
        if (!others) hall.come();
        EXPECT(turn_lost, hall.works[bob + 1]->asked() == 1);
        EXPECT(left_in_line, is_aborted(hall.clients[bob].exception()));
        const int inside = static_cast<int>(hall.inside().size());
        EXPECT(lock.had_none, inside <= lock.places);
        EXPECT(turn_lost, inside == lock.places);
        hall.come();
        EXPECT(lock.had_none, hall.works.back()->asked() == 0);
        hall.close();
        EXPECT(turn_lost, hall.clients.back().returned());
      }
    }
}

// A place is free for Bob; so many pieces of work after he came, he is
// cancelled.
void at_whatever_moment_a_newcomer_is_cancelled(const Lock& lock) {
  bool more = true;
  for (int turns = 1; more; ++turns) {
    Hall hall(lock);
    hall.come(lock.places - 1);
    const auto bob = hall.works.size();
    hall.start();
    more = hall.stage.turn(turns) == turns;
    hall.clients[bob].cancel();
    hall.stage.settle();
    EXPECT(exception_lost, is_aborted(hall.clients[bob].exception()));
    hall.come();
    EXPECT(turn_lost, hall.works.back()->asked() == 1);
    hall.come();
    EXPECT(lock.had_none, hall.works.back()->asked() == 0);
    hall.close();
    EXPECT(turn_lost, hall.clients.back().returned());
  }
}

void the_work_runs_where_its_caller_is(const Lock& lock) {
  enum class Day { quiet, busy, bad };
  for (const auto day : {Day::quiet, Day::busy, Day::bad}) {
    Loop office, street;
    Stage stage;
    const Closing before_the_stage{office, street};
    const auto enter = lock.make(office.get_executor());
    std::vector<std::unique_ptr<Gate>> works;
    for (int i = 0; day == Day::busy && i < lock.places; ++i) {
      works.push_back(std::make_unique<Gate>(stage, work_of(0)));
      stage.start(name_of(0), enter(work_at(*works.back())));
    }
    EXPECT(asks_again, run_ready(stage.context, office));
    const auto is_at_home = [&] {
      return street.get_executor().running_in_this_thread();
    };
    bool called_at_home = false;
    bool worked_at_home = false;
    bool came_home = false;
    const auto body = [&]() -> asio::awaitable<void> {
      worked_at_home = is_at_home();
      co_await hop();
      worked_at_home = worked_at_home && is_at_home();
      if (day == Day::bad) throw workbook::Mishap(the_key_is_bent);
    };
    const Work work = [&] {
      called_at_home = is_at_home();
      return body();
    };
    const auto call = [&]() -> asio::awaitable<void> {
      try {
        co_await enter(work);
      } catch (...) {
      }
      came_home = is_at_home();
    };
    auto bob =
        stage.start_on(street.get_executor(),
                       named({"Bob (elsewhere)", "Bob (ailleurs)"}), call());
    EXPECT(asks_again, run_ready(stage.context, office, street));
    if (day == Day::busy) {
      EXPECT(lock.one_too_many, bob.waits());
      works[0]->open(true);
    }
    EXPECT(asks_again, run_ready(stage.context, office, street));
    EXPECT(lock.idle, bob.returned());
    EXPECT(caller_moved, called_at_home);
    EXPECT(caller_moved, worked_at_home);
    EXPECT(caller_moved, came_home);
  }
}

void its_caller_can_be_cancelled_afterwards(const Lock& lock) {
  for (const bool well : {true, false}) {
    Hall hall(lock);
    Gate work(hall.stage, work_of(0));
    if (well)
      work.open(true);
    else
      work.fail(workbook::Mishap(the_key_is_bent));
    workbook::CallerWhoCarriesOn ada(hall.stage, hall.enter(work_at(work)));
    EXPECT(lock.idle, ada.has_carried_on());
    ada.cancel();
    EXPECT(caller_left_deaf, ada.has_stopped());
  }
}

// What the first lock does, the second one does too, whatever that is.
void two_locks_do_not_wait_for_each_other(const Lock& lock) {
  Hall north(lock);
  {
    const Teaching if_it_never_returns(blocks_a_thread);
    north.come(lock.places + 1);
    const int inside = static_cast<int>(north.inside().size());
    EXPECT(lock.one_too_many, inside <= lock.places);
    EXPECT(lock.idle, inside == lock.places);
  }
  const auto first_ones = north.inside();
  const Teaching if_it_never_returns(static_state);
  Hall south(lock);
  south.come(lock.places + 1);
  EXPECT(static_state, south.inside() == first_ones);
  north.let_out(0);
  const auto after_one_left = north.inside();
  EXPECT(static_state, south.inside() == first_ones);
  south.let_out(0);
  EXPECT(static_state, south.inside() == after_one_left);
  EXPECT(static_state, north.inside() == after_one_left);
  north.close();
  south.close();
}

// Bob comes on one thread, and is stopped at one moment after the other, each
// time that his call uses the executor of the lock or his own. Meanwhile Ada
// leaves, on another thread. Then he goes on, and must be let in.
void whoever_comes_while_another_one_leaves(const Lock& lock) {
  bool stopped = true;
  for (int moment = 1; stopped; ++moment) {
    Turnstile turnstile;
    Loop office, street;
    Stage stage;
    const Closing before_the_stage{office, street};
    const auto keep_open =
        std::array{asio::make_work_guard(office), asio::make_work_guard(street),
                   asio::make_work_guard(stage.context)};
    const auto enter = lock.make(Watched(office.get_executor(), turnstile));
    std::vector<std::unique_ptr<Gate>> works;
    for (int i = 0; i < lock.places; ++i) {
      works.push_back(std::make_unique<Gate>(stage, work_of(0)));
      stage.start(name_of(0), enter(work_at(*works.back())));
    }
    EXPECT(asks_again, run_ready(stage.context, office));
    auto bob = stage.start_on(Watched(street.get_executor(), turnstile),
                              name_of(1), enter(hop));
    bool rests = true;
    std::thread coming([&] {
      turnstile.stop_me_at(moment);
      rests = run_ready(street, office);
      turnstile.leave();
    });
    stopped = turnstile.wait_until_stopped();
    bool leaves_rest = true;
    std::thread leaving([&] {
      works[0]->open(true);
      leaves_rest = run_ready(stage.context, office);
      turnstile.others_have_been_here();
    });
    turnstile.wait_for_the_others();
    turnstile.go_on();
    coming.join();
    leaving.join();
    EXPECT(asks_again, rests);
    EXPECT(asks_again, leaves_rest);
    EXPECT(asks_again, run_ready(stage.context, street, office));
    EXPECT(line_off_the_strand, bob.returned());
  }
}

}  // namespace

TEST_CASE("one work is inside, and the next waits until it has ended",
          "[step3]") {
  in_french("un travail est à l'intérieur, le suivant attend qu'il ait fini");
  Hall hall(a_mutex());
  const Teaching if_it_never_returns(blocks_a_thread);
  hall.come();
  EXPECT(not_woken, hall.works[0]->asked() == 1);
  hall.start();
  const bool rests = comes_to_rest(hall.stage);
  EXPECT(let_in_together, hall.works[1]->asked() == 0);
  EXPECT(asks_again, rests);
  EXPECT(asks_again, sleeps(hall.stage));
  EXPECT(let_in_together, hall.clients[0].waits());
  EXPECT(let_in_together, hall.clients[1].waits());
  hall.let_out(0);
  EXPECT(let_in_together, hall.clients[0].returned());
  EXPECT(not_woken, hall.works[1]->asked() == 1);
  hall.let_out(1);
  EXPECT(not_woken, hall.clients[1].returned());
}

TEST_CASE("the lock can be used again and again", "[step3]") {
  in_french("le verrou sert autant de fois qu'on veut");
  as_many_as_there_are_places(a_mutex());
}

TEST_CASE("two locks do not wait for each other", "[step3]") {
  in_french("deux verrous ne s'attendent pas l'un l'autre");
  two_locks_do_not_wait_for_each_other(a_mutex());
}

TEST_CASE("those who wait are let in in the order in which they came",
          "[step3]") {
  in_french("ceux qui attendent entrent dans l'ordre de leur arrivée");
  for (const int waiting : workbook::limits)
    those_who_wait_come_in_in_order(a_mutex(), waiting);
}

TEST_CASE("however a work ends, the next one is let in", "[step3]") {
  in_french("quelle que soit la fin d'un travail, le suivant entre");
  however_it_ends_the_next_one_is_let_in(a_mutex());
}

TEST_CASE("a work is called when its turn has come", "[step3]") {
  in_french("un travail est appelé quand son tour est venu");
  a_work_is_called_when_it_is_due(a_mutex());
}

TEST_CASE("who is cancelled in the line leaves it", "[step3]") {
  in_french("qui est annulé dans la file la quitte");
  whoever_is_cancelled_in_the_line_leaves_it(a_mutex());
}

TEST_CASE("when the only one in the line is cancelled, nothing is lost",
          "[step3]") {
  in_french("si l'on annule le seul de la file, rien ne se perd");
  the_only_one_in_the_line_is_cancelled(a_mutex());
}

TEST_CASE("whenever one in the line is cancelled, the lock is not lost",
          "[step3]") {
  in_french(
      "à quelque moment qu'on annule quelqu'un, le verrou n'est pas "
      "perdu");
  at_whatever_moment_somebody_is_cancelled(a_mutex());
}

TEST_CASE("whenever a newcomer is cancelled, the lock is not lost", "[step3]") {
  in_french(
      "à quelque moment qu'on annule qui arrive, le verrou n'est pas perdu");
  at_whatever_moment_a_newcomer_is_cancelled(a_mutex());
}

TEST_CASE("nobody overtakes those who wait, not even at the release",
          "[step3]") {
  in_french("personne ne double ceux qui attendent, même à la libération");
  nobody_overtakes(a_mutex());
}

TEST_CASE("nobody overtakes those who are on their way to the line",
          "[step3]") {
  in_french("personne ne double ceux qui vont vers la file");
  nobody_overtakes_who_is_on_the_way(a_mutex());
}

TEST_CASE("a work runs where its caller is", "[step3]") {
  in_french("un travail s'exécute là où est son appelant");
  the_work_runs_where_its_caller_is(a_mutex());
}

TEST_CASE("whoever was inside can be cancelled afterwards", "[step3]") {
  in_french("qui a été à l'intérieur peut encore être annulé ensuite");
  its_caller_can_be_cancelled_afterwards(a_mutex());
}

TEST_CASE("one may come while another one leaves", "[step3]") {
  in_french("on peut arriver pendant qu'un autre sort");
  whoever_comes_while_another_one_leaves(a_mutex());
}

TEST_CASE("one at a time on four threads, too", "[step3]") {
  in_french("un à la fois, sur quatre fils aussi");
  Story story;
  Sheet page(0);
  Clerks clerks(4);
  const auto mutex = std::make_shared<exo33::Mutex>(clerks.executor());
  Together together(4);
  const auto add_one = [&]() -> asio::awaitable<void> {
    const long number = page.read();
    co_await hop();
    page.write(number + 1);
  };
  const auto come_in = [&]() -> asio::awaitable<void> {
    together.arrive_and_wait();
    for (int i = 0; i < 100; ++i) co_await mutex->alone(add_one);
  };
  const Teaching if_it_never_returns(line_off_the_strand);
  std::vector<std::future<void>> all;
  for (int i = 0; i < 4; ++i) all.push_back(clerks.start(come_in()));
  for (auto& each : all) each.get();
  EXPECT(let_in_together, !page.smudged());
  EXPECT(let_in_together, page.number() == 400);
}

namespace {

using Money = std::vector<long>;
using Vaults = std::shared_ptr<std::deque<exo33::Vault>>;

asio::awaitable<bool> transfer(Vaults vaults, int from, int to, long amount,
                               Work audit) {
  co_return co_await exo33::transfer(vaults->at(from), vaults->at(to), amount,
                                     std::move(audit));
}

asio::awaitable<void> hold(Vaults vaults, int vault, Work work) {
  co_await vaults->at(vault).mutex.alone(std::move(work));
}

std::string inventory_of(int vault) {
  return named({"the inventory of vault ", "l'inventaire du coffre "}) +
         std::to_string(vault);
}

// Some vaults in a room, and two people who move money.
struct Room {
  explicit Room(Money money = {100, 100, 100, 100}) {
    static const std::vector<Text> names{{"vault 0", "le coffre 0"},
                                         {"vault 1", "le coffre 1"},
                                         {"vault 2", "le coffre 2"},
                                         {"vault 3", "le coffre 3"}};
    for (std::size_t i = 0; i < money.size(); ++i) {
      pages.emplace_back(money[i], names.at(i));
      pages.back().tells(stage.story);
      vaults->push_back(
          {static_cast<int>(i), pages.back(), exo33::Mutex(stage.executor())});
    }
  }

  Money money() const {
    Money money;
    for (const auto& page : pages) money.push_back(page.number());
    return money;
  }

  Outcome<bool> ada_moves(long amount, int from, int to) {
    return moves("Ada", amount, from, to, ada);
  }
  Outcome<bool> bob_moves(long amount, int from, int to) {
    return moves("Bob", amount, from, to, bob);
  }
  Outcome<bool> moves(const std::string& who, long amount, int from, int to,
                      Gate& audit) {
    const auto what = belonging_to(who, {"transfer", "le virement"}) + " (" +
                      std::to_string(amount) + named({" from ", " de "}) +
                      std::to_string(from) + named({" to ", " à "}) +
                      std::to_string(to) + ")";
    return stage.run(what, transfer(vaults, from, to, amount,
                                    counted(calls, work_at(audit))));
  }

  int calls = 0;  // of both audits
  std::deque<Sheet> pages;
  Stage stage;
  Vaults vaults = std::make_shared<std::deque<exo33::Vault>>();
  Gate ada{stage,
           named({"the audit of Ada's transfer", "l'audit du virement d'Ada"})};
  Gate bob{stage, named({"the audit of Bob's transfer",
                         "l'audit du virement de Bob"})};
};

}  // namespace

TEST_CASE("a transfer is audited, then the money moves", "[step4]") {
  in_french("un virement est audité, puis l'argent bouge");
  Room room;
  auto ada = room.ada_moves(30, 0, 1);
  EXPECT(half_a_transfer, room.money() == Money{100, 100, 100, 100});
  EXPECT(half_a_transfer, room.ada.waiting() == 1);
  room.ada.open(true);
  room.stage.settle();
  EXPECT(half_a_transfer, room.money() == Money{70, 130, 100, 100});
  EXPECT(half_a_transfer, ada.value());
  EXPECT(called_once, room.ada.asked() == 1);
  EXPECT(called_once, room.calls == 1);
}

TEST_CASE("a transfer between two other vaults does not wait", "[step4]") {
  in_french("un virement entre deux autres coffres n'attend pas");
  Room room;
  auto ada = room.ada_moves(30, 0, 1);
  auto bob = room.bob_moves(50, 2, 3);
  EXPECT(one_lock_for_all, room.bob.asked() == 1);
  room.bob.open(true);
  room.stage.settle();
  EXPECT(one_lock_for_all, bob.returned());
  room.ada.open(true);
  room.stage.settle();
  EXPECT(one_lock_for_all, ada.returned());
  EXPECT(checked_outside, room.money() == Money{70, 130, 50, 150});
}

TEST_CASE("what is not there is not moved, and not audited", "[step4]") {
  in_french("ce qui n'est pas là n'est ni viré ni audité");
  for (const long money : {100L, 1L, 0L, largest}) {
    Room room({0, money});
    room.ada.open(true);
    if (money < largest)
      for (const long more : {money + 1, largest}) {
        auto ada = room.ada_moves(more, 1, 0);
        EXPECT(lock_kept, !ada.waits());
        EXPECT(called_once, room.calls == 0);
        EXPECT(last_coin, !ada.value());
        for (const auto& page : room.pages)
          EXPECT(half_a_transfer, page.writes() == 0);
      }
    if (money == 0) continue;
    const auto& lesson = money == largest ? number_cut : last_coin;
    auto all = room.ada_moves(money, 1, 0);
    EXPECT(lesson, all.value());
    EXPECT(lesson, room.money() == Money{money, 0});
  }
}

TEST_CASE("the same money is not moved twice", "[step4]") {
  in_french("le même argent n'est pas viré deux fois");
  Room room;
  auto ada = room.ada_moves(80, 0, 1);
  auto bob = room.bob_moves(80, 0, 2);
  EXPECT(checked_outside, room.bob.asked() == 0);
  room.ada.open(true);
  room.bob.open(true);
  room.stage.settle();
  EXPECT(checked_outside, room.money() == Money{20, 180, 100, 100});
  EXPECT(checked_outside, ada.value());
  EXPECT(kept_for_all, !bob.value());
}

TEST_CASE("what comes in during an audit is not lost", "[step4]") {
  in_french("ce qui arrive pendant un audit n'est pas perdu");
  Room room;
  auto ada = room.ada_moves(30, 0, 1);
  auto bob = room.bob_moves(50, 2, 1);
  room.bob.open(true);
  room.stage.settle();
  room.ada.open(true);
  room.stage.settle();
  EXPECT(checked_outside, room.money() == Money{70, 180, 50, 100});
  EXPECT(checked_outside, ada.value());
  EXPECT(checked_outside, bob.value());
}

TEST_CASE("no page is looked at before both vaults are locked", "[step4]") {
  in_french(
      "on ne regarde aucune feuille avant d'avoir verrouillé les deux "
      "coffres");
  for (const int held : {0, 1})
    for (const int from : {0, 1})
      for (const long amount : {30L, 101L}) {
        Room room;
        room.ada.open(true);
        Gate count(room.stage, inventory_of(held));
        room.stage.run(inventory_of(held),
                       hold(room.vaults, held, work_at(count)));
        auto ada = room.ada_moves(amount, from, 1 - from);
        EXPECT(checked_outside, ada.waits());
        for (const auto& page : room.pages)
          EXPECT(checked_outside, page.reads() + page.writes() == 0);
        EXPECT(called_once, room.calls == 0);
        count.open(true);
        room.stage.settle();
        EXPECT(checked_outside, ada.value() == (amount == 30));
      }
}

TEST_CASE("both vaults are locked to the end", "[step4]") {
  in_french("les deux coffres sont verrouillés jusqu'au bout");
  for (const int from : {0, 1}) {
    Room room;
    auto ada = room.ada_moves(30, from, 1 - from);
    Gate zero(room.stage, inventory_of(0));
    Gate one(room.stage, inventory_of(1));
    room.stage.run(inventory_of(0), hold(room.vaults, 0, work_at(zero)));
    room.stage.run(inventory_of(1), hold(room.vaults, 1, work_at(one)));
    bool shared = false;
    for (auto& page : room.pages)
      page.at_each_touch(
          [&] { shared = shared || zero.asked() + one.asked() > 0; });
    room.stage.settle();
    EXPECT(checked_outside, zero.asked() + one.asked() == 0);
    room.ada.open(true);
    room.stage.settle();
    EXPECT(checked_outside, !shared);
    EXPECT(half_a_transfer, ada.value());
    EXPECT(lock_kept, zero.asked() == 1);
    EXPECT(lock_kept, one.asked() == 1);
  }
}

// Whatever the lock, whichever vault is locked first: Ada holds one vault and
// has asked for the other one when Bob gets that. Both vaults are held by an
// inventory at first; Bob comes before Ada asks for her second vault, or after.
TEST_CASE("two transfers in opposite directions both end", "[step4]") {
  in_french("deux virements en sens contraires finissent tous les deux");
  for (const int hers : {0, 1})
    for (const bool bob_is_early : {true, false}) {
      const int his = 1 - hers;
      Loop office, adas, bobs;
      Stage stage;
      const Closing before_the_stage{office, adas, bobs};
      Sheet page_0(100);
      Sheet page_1(100);
      const auto vaults = std::make_shared<std::deque<exo33::Vault>>();
      vaults->push_back({0, page_0, exo33::Mutex(office.get_executor())});
      vaults->push_back({1, page_1, exo33::Mutex(office.get_executor())});
      Gate count_hers(stage, inventory_of(hers));
      Gate count_his(stage, inventory_of(his));
      stage.start(inventory_of(hers), hold(vaults, hers, work_at(count_hers)));
      stage.start(inventory_of(his), hold(vaults, his, work_at(count_his)));
      EXPECT(asks_again, run_ready(stage.context, office));
      std::optional<Outcome<bool>> bob;
      const auto bob_comes = [&] {
        bob = stage.start_on(bobs.get_executor(),
                             hers == 0
                                 ? named({"Bob (1 to 0)", "Bob (de 1 à 0)"})
                                 : named({"Bob (0 to 1)", "Bob (de 0 à 1)"}),
                             transfer(vaults, his, hers, 50, hop));
        EXPECT(asks_again, run_ready(bobs, office));
      };
      if (bob_is_early) bob_comes();
      auto ada =
          stage.start_on(adas.get_executor(),
                         hers == 0 ? named({"Ada (0 to 1)", "Ada (de 0 à 1)"})
                                   : named({"Ada (1 to 0)", "Ada (de 1 à 0)"}),
                         transfer(vaults, hers, his, 30, hop));
      EXPECT(asks_again, run_ready(adas, office));
      count_hers.open(true);
      EXPECT(asks_again, run_ready(stage.context, office, adas));
      if (!bob_is_early) bob_comes();
      count_his.open(true);
      EXPECT(asks_again, run_ready(stage.context, office, bobs));
      EXPECT(asks_again, run_ready(stage.context, office, bobs, adas));
      EXPECT(opposite_orders, !ada.waits());
      EXPECT(opposite_orders, !bob->waits());
      const long moved = hers == 0 ? 20 : -20;
      EXPECT(checked_outside, page_0.number() == 100 + moved);
      EXPECT(checked_outside, page_1.number() == 100 - moved);
    }
}

// Each transfer goes from one vault to the next. All vaults are held until all
// transfers wait; then one after the other is let go.
TEST_CASE("transfers in a circle all end", "[step4]") {
  in_french("des virements en cercle finissent tous");
  std::vector<int> in_order;
  for (int i = 0; i < 17; ++i) in_order.push_back(i);
  for (const auto& numbers :
       {std::vector{INT_MIN, 0, INT_MAX}, std::vector{INT_MAX, INT_MIN},
        std::vector{7, -7}, std::vector{300, 44}, std::vector{65543, 7},
        std::vector{INT_MAX, INT_MAX - 1}, std::vector{1000, 2000}, in_order}) {
    const int count = static_cast<int>(numbers.size());
    Stage stage;
    std::deque<Sheet> pages;
    const auto vaults = std::make_shared<std::deque<exo33::Vault>>();
    std::deque<Gate> counts;
    for (int i = 0; i < count; ++i) {
      pages.emplace_back(100);
      vaults->push_back(
          {numbers[i], pages.back(), exo33::Mutex(stage.executor())});
      counts.emplace_back(stage, inventory_of(numbers[i]));
      stage.run(inventory_of(numbers[i]),
                hold(vaults, i, work_at(counts.back())));
    }
    std::vector<Outcome<bool>> transfers;
    for (int i = 0; i < count; ++i) {
      const int next = (i + 1) % count;
      transfers.push_back(
          stage.run(named({"a transfer from ", "un virement de "}) +
                        std::to_string(numbers[i]) + named({" to ", " à "}) +
                        std::to_string(numbers[next]),
                    transfer(vaults, i, next, 10 + i, hop)));
    }
    for (auto& each : counts) {
      each.open(true);
      stage.settle();
    }
    for (const auto& each : transfers) EXPECT(opposite_orders, each.returned());
    for (int i = 0; i < count; ++i) {
      const int before = (i + count - 1) % count;
      EXPECT(checked_outside, pages[i].number() == 100 - i + before);
    }
  }
}

TEST_CASE("an audit that fails changes nothing", "[step4]") {
  in_french("un audit qui échoue ne change rien");
  for (const int from : {0, 1})
    for (const auto& thrown : awkward_exceptions(a_coin_is_false)) {
      Room room;
      auto ada = room.ada_moves(30, from, 1 - from);
      auto bob = room.bob_moves(50, 1, 0);
      room.ada.fail(thrown);
      room.stage.settle();
      EXPECT(half_a_transfer, room.money() == Money{100, 100, 100, 100});
      EXPECT(exception_lost, same_exception(ada.exception(), thrown));
      EXPECT(called_once, room.ada.asked() == 1);
      EXPECT(lock_kept, room.bob.asked() == 1);
      room.bob.open(true);
      room.stage.settle();
      EXPECT(lock_kept, bob.returned());
      EXPECT(checked_outside, room.money() == Money{150, 50, 100, 100});
      auto eve = room.stage.run(
          named({"Eve's transfer (50)", "le virement d'Eve (50)"}),
          transfer(room.vaults, 0, 1, 50, throws_when_called<void>(thrown)));
      EXPECT(exception_lost, same_exception(eve.exception(), thrown));
      EXPECT(half_a_transfer, room.money() == Money{150, 50, 100, 100});
    }
}

TEST_CASE("a transfer that is cancelled changes nothing", "[step4]") {
  in_french("un virement annulé ne change rien");
  // While it waits for vault 0, for vault 1, or for the audit.
  for (const int waits_for : {0, 1, 2})
    for (const int from : {0, 1}) {
      Room room;
      Gate count(room.stage, inventory_of(waits_for));
      if (waits_for < 2)
        room.stage.run(inventory_of(waits_for),
                       hold(room.vaults, waits_for, work_at(count)));
      auto ada = room.ada_moves(30, from, 1 - from);
      EXPECT(checked_outside, room.ada.asked() == (waits_for == 2 ? 1 : 0));
      ada.cancel();
      room.stage.settle();
      EXPECT(half_a_transfer, room.money() == Money{100, 100, 100, 100});
      EXPECT(exception_lost, is_aborted(ada.exception()));
      room.bob.open(true);
      auto bob = room.bob_moves(50, 1, 0);
      count.open(true);
      room.stage.settle();
      EXPECT(lock_kept, bob.returned());
      EXPECT(checked_outside, room.money() == Money{150, 50, 100, 100});
    }
}

TEST_CASE("cancelled at any moment, the answer and the vaults agree",
          "[step4]") {
  in_french("annulé à n'importe quel moment, réponse et coffres concordent");
  bool more = true;
  for (int turns = 0; more; ++turns) {
    Room room;
    auto ada = room.ada_moves(30, 0, 1);
    room.ada.open(true);
    more = room.stage.turn(turns) == turns;
    ada.cancel();
    room.stage.settle();
    EXPECT(lock_kept, !ada.waits());
    const bool moved = ada.returned() && ada.value();
    EXPECT(half_a_transfer,
           room.money() ==
               (moved ? Money{70, 130, 100, 100} : Money{100, 100, 100, 100}));
    room.bob.open(true);
    auto bob = room.bob_moves(50, 1, 0);
    EXPECT(lock_kept, bob.returned());
  }
}

TEST_CASE("an audit that ends well although cancelled agrees with the vaults",
          "[step4]") {
  in_french("un audit annulé qui finit bien s'accorde avec les coffres");
  for (const int from : {0, 1}) {
    Room room;
    const Work audit = although_cancelled(room.ada);
    auto ada =
        room.stage.run(named({"Ada's transfer (30)", "le virement d'Ada (30)"}),
                       transfer(room.vaults, from, 1 - from, 30, audit));
    EXPECT(called_once, room.ada.waiting() == 1);
    ada.cancel();
    room.stage.settle();
    EXPECT(lock_kept, !ada.waits());
    const bool moved = ada.returned() && ada.value();
    const long more = !moved ? 0 : from == 0 ? -30 : 30;
    EXPECT(half_a_transfer,
           room.money() == (Money{100 + more, 100 - more, 100, 100}));
    if (!moved) EXPECT(exception_lost, is_aborted(ada.exception()));
    room.bob.open(true);
    auto bob = room.bob_moves(50, 1, 0);
    EXPECT(lock_kept, bob.returned());
  }
}

// It breaks at the first touch, at the second one... until it does no more.
TEST_CASE("a pencil that breaks leaves both vaults as they were", "[step4]") {
  in_french("un crayon qui casse laisse les deux coffres comme ils étaient");
  const auto breaks = [](int broken, bool reading, int from,
                         const std::exception_ptr& thrown, int before) {
    Room room;
    room.ada.open(true);
    if (reading)
      room.pages[broken].break_reading(thrown, before);
    else
      room.pages[broken].break_writing(thrown, before);
    auto ada = room.ada_moves(30, from, 1 - from);
    if (room.pages[broken].will_break()) {
      EXPECT(no_way_back, before > 0);
      EXPECT(no_way_back, ada.value());
      return false;
    }
    EXPECT(no_way_back, room.money() == Money{100, 100, 100, 100});
    EXPECT(exception_lost, same_exception(ada.exception(), thrown));
    room.bob.open(true);
    auto bob = room.bob_moves(50, 1, 0);
    EXPECT(lock_kept, bob.returned());
    EXPECT(checked_outside, room.money() == Money{150, 50, 100, 100});
    return true;
  };
  for (const int broken : {0, 1})
    for (const bool reading : {false, true})
      for (const int from : {0, 1})
        for (const auto& thrown : awkward_exceptions(the_pencil_broke))
          for (int before = 0; breaks(broken, reading, from, thrown, before);)
            ++before;
}

TEST_CASE("no money is lost on four threads, and each transfer ends",
          "[step4]") {
  in_french(
      "sur quatre fils, aucun argent n'est perdu et chaque virement "
      "finit");
  Story story;
  std::deque<Sheet> pages;
  Clerks clerks(4);
  const auto vaults = std::make_shared<std::deque<exo33::Vault>>();
  for (int i = 0; i < 4; ++i) {
    pages.emplace_back(100);
    vaults->push_back({i, pages.back(), exo33::Mutex(clerks.executor())});
  }
  Together together(4);
  const auto move = [&](int clerk) -> asio::awaitable<void> {
    together.arrive_and_wait();
    for (int i = 0; i < 100; ++i) {
      const int from = (clerk + i) % 4;
      const int to = (from + 1 + i % 3) % 4;
      co_await exo33::transfer(vaults->at(from), vaults->at(to), 10 + i, hop);
    }
  };
  const Teaching if_it_never_returns(opposite_orders);
  std::vector<std::future<void>> all;
  for (int clerk = 0; clerk < 4; ++clerk)
    all.push_back(clerks.start(move(clerk)));
  for (auto& each : all) each.get();
  long total = 0;
  for (const auto& page : pages) {
    EXPECT(checked_outside, !page.smudged());
    EXPECT(checked_outside, page.number() >= 0);
    total += page.number();
  }
  EXPECT(checked_outside, total == 400);
}

TEST_CASE("two halls do not wait for each other", "[step5]") {
  in_french("deux salles ne s'attendent pas l'une l'autre");
  for (const int limit : {1, 3})
    two_locks_do_not_wait_for_each_other(desks(limit));
}

TEST_CASE("as many clients as desks are served, and no more", "[step5]") {
  in_french("on sert autant de clients qu'il y a de guichets, et pas plus");
  for (const int limit : workbook::limits)
    as_many_as_there_are_places(desks(limit));
}

TEST_CASE("whoever waits is served as soon as one desk is free", "[step5]") {
  in_french("qui attend est servi dès qu'un guichet se libère");
  const auto lock = desks(3);
  Hall hall(lock);
  hall.come(5);
  hall.let_out(1);
  EXPECT(limit_passed, hall.inside().size() <= 3);
  EXPECT(limit_not_reached, hall.inside().size() == 3);
  EXPECT(not_in_order, hall.inside() == Who{0, 2, 3});
  hall.works[0]->open(true);
  hall.works[2]->open(true);
  hall.stage.settle();
  EXPECT(limit_not_reached, hall.inside() == Who{3, 4});
  hall.come();
  EXPECT(limit_not_reached, hall.inside() == Who{3, 4, 5});
  hall.close();
}

TEST_CASE("clients who all come at once find the limit, too", "[step5]") {
  in_french("des clients qui arrivent tous ensemble trouvent aussi la limite");
  for (const int limit : workbook::limits) {
    const auto lock = desks(limit);
    Hall hall(lock);
    for (int i = 0; i < limit + 5; ++i) hall.start();
    hall.stage.settle();
    const int inside = static_cast<int>(hall.inside().size());
    EXPECT(limit_passed, inside <= limit);
    EXPECT(limit_not_reached, inside == limit);
    hall.close();
    for (const auto& client : hall.clients)
      EXPECT(limit_not_reached, client.returned());
  }
}

TEST_CASE("clients are served in the order in which they came", "[step5]") {
  in_french("les clients sont servis dans l'ordre de leur arrivée");
  for (const int limit : workbook::limits)
    for (const int waiting : workbook::limits)
      those_who_wait_come_in_in_order(desks(limit), waiting);
}

TEST_CASE("however a work ends, its desk is free again", "[step5]") {
  in_french("quelle que soit la fin d'un travail, son guichet se libère");
  for (const int limit : {1, 2, 17})
    however_it_ends_the_next_one_is_let_in(desks(limit));
}

TEST_CASE("a work is called when its client is at a desk", "[step5]") {
  in_french("un travail est appelé quand son client est à un guichet");
  for (const int limit : {1, 2, 17})
    a_work_is_called_when_it_is_due(desks(limit));
}

TEST_CASE("who is cancelled in the line has no desk to give back", "[step5]") {
  in_french("qui est annulé dans la file n'a pas de guichet à rendre");
  for (const int limit : {1, 2, 17})
    whoever_is_cancelled_in_the_line_leaves_it(desks(limit));
}

TEST_CASE("when the only one who waits is cancelled, nothing is lost",
          "[step5]") {
  in_french("si l'on annule le seul qui attend, rien ne se perd");
  for (const int limit : {1, 2, 17})
    the_only_one_in_the_line_is_cancelled(desks(limit));
}

TEST_CASE("whenever one in the line is cancelled, no desk is lost", "[step5]") {
  in_french(
      "à quelque moment qu'on annule quelqu'un, aucun guichet n'est "
      "perdu");
  for (const int limit : {1, 3})
    at_whatever_moment_somebody_is_cancelled(desks(limit));
}

TEST_CASE("whenever a newcomer is cancelled, no desk is lost", "[step5]") {
  in_french(
      "à quelque moment qu'on annule qui arrive, aucun guichet n'est perdu");
  for (const int limit : {1, 3})
    at_whatever_moment_a_newcomer_is_cancelled(desks(limit));
}

TEST_CASE("nobody overtakes clients who wait, not even at the release",
          "[step5]") {
  in_french(
      "personne ne double les clients qui attendent, même à la "
      "libération");
  for (const int limit : {1, 2, 17}) nobody_overtakes(desks(limit));
}

TEST_CASE("nobody overtakes clients on their way to the line", "[step5]") {
  in_french("personne ne double les clients qui vont vers la file");
  for (const int limit : {1, 2})
    nobody_overtakes_who_is_on_the_way(desks(limit));
}

TEST_CASE("a client's work runs where the client is", "[step5]") {
  in_french("le travail d'un client s'exécute là où est le client");
  for (const int limit : {1, 2})
    the_work_runs_where_its_caller_is(desks(limit));
}

TEST_CASE("a client can be cancelled after the visit", "[step5]") {
  in_french("un client peut encore être annulé après sa visite");
  for (const int limit : {1, 2})
    its_caller_can_be_cancelled_afterwards(desks(limit));
}

TEST_CASE("a client may come while another one leaves", "[step5]") {
  in_french("un client peut arriver pendant qu'un autre sort");
  for (const int limit : {1, 2})
    whoever_comes_while_another_one_leaves(desks(limit));
}

// The first, third, fifth... client stays until the next one is at a desk, too.
TEST_CASE("with two desks and four threads, two are served at a time",
          "[step5]") {
  in_french("avec deux guichets et quatre fils, on en sert deux à la fois");
  Story story;
  Clerks clerks(4);
  const auto two = std::make_shared<exo33::Desks>(clerks.executor(), 2);
  std::atomic<int> came = 0;
  std::atomic<int> served = 0;
  std::atomic<bool> three = false;
  const auto errand = [&]() -> asio::awaitable<void> {
    if (++served > 2) three = true;
    const int number = ++came;
    while (came < number + number % 2) co_await hop();
    --served;
  };
  const Teaching if_it_never_returns(limit_not_reached);
  std::vector<std::future<void>> all;
  for (int i = 0; i < 100; ++i) all.push_back(clerks.start(serve(two, errand)));
  for (auto& each : all) each.get();
  EXPECT(limit_passed, !three);
}
