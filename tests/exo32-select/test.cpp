// So that what with_timeout returns can be read in the messages.
#define CATCH_CONFIG_ENABLE_OPTIONAL_STRINGMAKER

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <deque>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <system_error>
#include <vector>

#include "select.hpp"

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Company = workbook::Gate<exo32::Plate>;
using workbook::Lesson;
using workbook::Stage;
using workbook::Teaching;

namespace {

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"every company is rung before any of them has answered",
     "on appelle toutes les compagnies avant qu'une seule ait répondu"},
    {"A call was not begun, because another one had not ended yet. An "
     "awaitable does nothing until it is awaited, and co_await on one of them "
     "waits for that one alone: that is a queue, not a race. Hand them "
     "together to something that awaits them together.",
     "Un appel n'a pas commencé, parce qu'un autre n'était pas fini. Un "
     "awaitable ne fait rien tant qu'on ne l'attend pas, et co_await sur l'un "
     "d'eux n'attend que celui-là : c'est une file, pas une course. "
     "Confiez-les ensemble à ce qui sait les attendre ensemble."}};

constexpr Lesson waits_for_all{
    "waits-for-all",
    {"the first answer ends the race",
     "la première réponse met fin à la course"},
    {"One answer is there, and your code still waits for the others, or for "
     "the timer. && waits until all have ended; a race is decided by the "
     "first. Nor does a look at a flag from time to time end it: be woken.",
     "Une réponse est là, et votre code attend encore les autres, ou la "
     "minuterie. && attend que tous aient fini ; une course se décide à la "
     "première arrivée. Regarder un drapeau de temps en temps ne suffit pas "
     "non plus : faites-vous réveiller."}};

constexpr Lesson wrong_winner{
    "wrong-winner",
    {"the plate is that of the company that answered first; if all refuse, "
     "there is no plate",
     "la plaque est celle de la compagnie qui a répondu la première ; si "
     "toutes refusent, il n'y a pas de plaque"},
    {"Your code read the result of a call that did not win. Who won is part of "
     "the result: the index of the variant, or the order of the group. "
     "std::get of the other alternative throws; and the value of a call that "
     "failed is only an empty place.",
     "Votre code a lu le résultat d'un appel qui n'a pas gagné. Savoir qui a "
     "gagné fait partie du résultat : l'indice du variant, ou l'ordre du "
     "groupe. std::get de l'autre alternative lève une exception ; et la "
     "valeur d'un appel qui a échoué n'est qu'une place vide."}};

constexpr Lesson loser_goes_on{
    "loser-goes-on",
    {"when the race is decided, the calls that lost are told to stop",
     "dès que la course est décidée, les appels perdants reçoivent l'ordre "
     "d'arrêter"},
    {"The race is over, and a loser still rings: it holds its line, its "
     "memory, and what it refers to. Work that was spawned goes on until "
     "somebody cancels it; || and a parallel group do that for their losers.",
     "La course est finie, et un perdant sonne encore : il garde sa ligne, sa "
     "mémoire et ce à quoi il fait référence. Un travail lancé continue tant "
     "que personne ne l'annule ; || et un groupe parallèle annulent leurs "
     "perdants."}};

constexpr Lesson left_too_early{
    "left-too-early",
    {"the function ends after the calls that it has told to stop",
     "la fonction finit après les appels à qui elle a dit d'arrêter"},
    {"A call was told to stop, and your function ended before it had stopped. "
     "Cancelling is asking: the one who is asked still has to wake up, tidy "
     "up and end, and may use your local variables until then. Wait for it.",
     "Un appel a reçu l'ordre d'arrêter, et votre fonction a fini avant lui. "
     "Annuler, c'est demander : celui à qui on le demande doit encore se "
     "réveiller, ranger et finir, et peut se servir jusque-là de vos variables "
     "locales. Attendez-le."}};

constexpr Lesson failure_decides{
    "failure-decides",
    {"while another company may still answer, a refusal decides nothing",
     "tant qu'une autre compagnie peut répondre, un refus ne décide de rien"},
    {"A company refused, and the race was over, although another one was still "
     "ringing. The first to end is not the first to succeed: wait_for_one() "
     "waits for the first end, || for the first success.",
     "Une compagnie a refusé, et la course s'est arrêtée alors qu'une autre "
     "sonnait encore. Le premier à finir n'est pas le premier à réussir : "
     "wait_for_one() attend la première fin, || la première réussite."}};

constexpr Lesson deaf_to_cancellation{
    "deaf-to-cancellation",
    {"cancelled, the function cancels its calls and then throws",
     "annulée, la fonction annule ses appels puis lève une exception"},
    {"The order to stop was not passed on. It travels from a coroutine to what "
     "that coroutine awaits. Work that was spawned apart, with a handler or a "
     "cancellation slot of its own, does not hear of it: you have to tell it.",
     "L'ordre d'arrêter n'a pas été transmis. Il va d'une coroutine à ce "
     "qu'elle attend. Un travail lancé à part, avec sa propre fonction de fin "
     "ou son propre emplacement d'annulation, ne l'entend pas : à vous de le "
     "lui dire."}};

constexpr Lesson late_and_still_waiting{
    "late-and-still-waiting",
    {"once the time is up, with_timeout stops waiting for an answer",
     "une fois le délai écoulé, with_timeout n'attend plus de réponse"},
    {"The time was up, and your code went on waiting for the call: it looked "
     "at the clock only afterwards, or nobody told the call to stop. The timer "
     "must be in the race itself.",
     "Le délai était écoulé, et votre code a continué d'attendre l'appel : il "
     "n'a regardé l'heure qu'ensuite, ou personne n'a dit à l'appel d'arrêter. "
     "La minuterie doit participer à la course."}};

constexpr Lesson zero_for_ever{
    "zero-for-ever",
    {"a patience of zero, or less, is over at once",
     "un délai nul, ou négatif, est écoulé tout de suite"},
    {"Zero was taken for \"no limit\", as in some old interfaces. A deadline "
     "that has passed is still a deadline: a caller who has used up all the "
     "time he had hands on zero, or less. For a timer that is no special case.",
     "Zéro a été pris pour « sans limite », comme dans certaines vieilles "
     "interfaces. Une échéance passée reste une échéance : un appelant qui a "
     "épuisé tout son temps transmet zéro, ou moins. Pour une minuterie, ce "
     "n'est pas un cas à part."}};

constexpr Lesson gives_up_at_once{
    "gives-up-at-once",
    {"the call has its whole time: with_timeout gives up after it, not before",
     "l'appel a tout son temps : with_timeout renonce après, pas avant"},
    {"Your code gave up before the time was up. A steady_timer that was given "
     "no time has already expired; one that was cancelled or destroyed ends "
     "its wait at once, with an error code.",
     "Votre code a renoncé avant la fin du délai. Une steady_timer à qui on "
     "n'a donné aucune durée a déjà expiré ; une minuterie annulée ou détruite "
     "met aussitôt fin à l'attente, avec un code d'erreur."}};

constexpr Lesson timer_left_armed{
    "timer-left-armed",
    {"when the call has answered, no timer is left waiting",
     "quand l'appel a répondu, aucune minuterie n'attend plus"},
    {"The answer is there, and something of yours still waits in the event "
     "loop: run() would not return before its time is up, though the program "
     "has nothing left to do. Cancel the timer, and await its end.",
     "La réponse est là, et quelque chose de vous attend encore dans la boucle "
     "d'événements : run() ne reviendrait qu'à la fin du délai, alors que le "
     "programme n'a plus rien à faire. Annulez la minuterie et attendez sa "
     "fin."}};

constexpr Lesson error_hidden{
    "error-hidden",
    {"a call that fails in time is heard of at once, in its own words",
     "un appel qui échoue à temps est connu aussitôt, dans ses propres termes"},
    {"The call failed, and the caller does not know it, or hears something "
     "else. || waits for the first success: while the timer may still succeed, "
     "it keeps the failure to itself, and in the end drops it. The failure has "
     "to be able to decide the race, and to reach the caller as it was thrown.",
     "L'appel a échoué, et l'appelant n'en sait rien, ou entend autre chose. "
     "|| attend la première réussite : tant que la minuterie peut réussir, il "
     "garde l'échec pour lui, puis l'oublie. L'échec doit pouvoir décider de "
     "la course, et parvenir à l'appelant tel qu'il a été levé."}};

constexpr Lesson taken_for_late{
    "taken-for-late",
    {"nothing is returned when the time is up, and only then",
     "on rend « rien » quand le délai est écoulé, et seulement alors"},
    {"Something else was taken for a time-out: a failure of the call, or an "
     "order to stop that came from outside. operation_aborted does not say who "
     "aborted, and catching everything says even less. What makes it late is "
     "that the timer ended first, by itself.",
     "Autre chose a été pris pour un délai dépassé : un échec de l'appel, ou "
     "un ordre d'arrêter venu de dehors. operation_aborted ne dit pas qui a "
     "interrompu, et tout attraper en dit encore moins. Il est trop tard quand "
     "la minuterie a fini la première, d'elle-même."}};

constexpr Lesson reasons_lost{
    "reasons-lost",
    {"if nobody comes, NoCab says why, for each company in the order of the "
     "calls",
     "si personne ne vient, NoCab dit pourquoi, compagnie par compagnie, dans "
     "l'ordre des appels"},
    {"The caller cannot tell why each company refused. multiple_exceptions "
     "carries one exception and not the rest, and a list in the order of "
     "arrival does not say whose reason is whose. Let every call leave its "
     "reason in a place of its own, and look at them once all have failed.",
     "L'appelant ne sait pas pourquoi chaque compagnie a refusé. "
     "multiple_exceptions porte une exception et non les autres, et une liste "
     "dans l'ordre des arrivées ne dit pas quelle raison est à qui. Que chaque "
     "appel laisse sa raison à une place qui est la sienne, et lisez-les quand "
     "tous ont échoué."}};

constexpr Lesson nobody_to_ring{
    "nobody-to-ring",
    {"with no company to ring, first_success throws NoCab, without a reason",
     "sans compagnie à appeler, first_success lève NoCab, sans aucune raison"},
    {"An empty list came in, and your code was not ready for it. A first "
     "element, or two halves that get smaller, exist only if there is at least "
     "one call. Nobody to ring is the simplest case of \"nobody comes\": look "
     "for it first.",
     "Une liste vide est arrivée, et votre code ne s'y attendait pas. Un "
     "premier élément, ou deux moitiés de plus en plus petites, n'existent que "
     "s'il y a au moins un appel. Personne à appeler est le cas le plus simple "
     "de « personne ne vient » : commencez par lui."}};

constexpr Lesson cancelled_is_no_refusal{
    "cancelled-is-no-refusal",
    {"told to stop, first_success throws something else than NoCab",
     "à l'ordre d'arrêter, first_success lève autre chose que NoCab"},
    {"You were told to stop, and you reported that every company had refused. "
     "Nobody refused: the calls failed because you cancelled them. A caller "
     "that tries again after NoCab would now begin all over. Ask whether you "
     "have been cancelled: co_await asio::this_coro::cancellation_state.",
     "On vous a dit d'arrêter, et vous annoncez que toutes les compagnies ont "
     "refusé. Personne n'a refusé : les appels ont échoué parce que vous les "
     "avez annulés. Un appelant qui réessaie après NoCab recommencerait tout. "
     "Demandez si l'on vous a annulé : co_await "
     "asio::this_coro::cancellation_state."}};

constexpr Lesson stops_too_soon{
    "stops-too-soon",
    {"one ride follows another until the driver is told to stop",
     "un trajet suit l'autre jusqu'à ce qu'on dise au chauffeur d'arrêter"},
    {"The shift was still on, and the driver did not take the next ride. "
     "A worker that serves until it is told to stop is a loop without a "
     "condition: cancellation is what ends it.",
     "Le service n'était pas fini, et le chauffeur n'a pas pris d'autre "
     "client. "
     "Un travail qui dure jusqu'à l'ordre d'arrêter est une boucle sans "
     "condition : c'est l'annulation qui la termine."}};

constexpr Lesson carries_on{
    "carries-on",
    {"told to stop, the driver takes no further ride",
     "à l'ordre d'arrêter, le chauffeur ne prend plus de client"},
    {"The order to stop was heard and ignored. A catch inside the loop turns "
     "the order into one more lap; throw_if_cancelled(false) and "
     "disable_cancellation make it easy to miss. Let what ends a ride end the "
     "loop.",
     "L'ordre d'arrêter a été entendu et ignoré. Un catch dans la boucle en "
     "fait un tour de plus ; avec throw_if_cancelled(false) ou "
     "disable_cancellation, on le manque facilement. Que ce qui met fin à un "
     "trajet mette fin à la boucle."}};

constexpr Lesson clean_up_skipped{
    "clean-up-skipped",
    {"however the rides ended, the cab is parked, once",
     "de quelque façon que finissent les trajets, le taxi est garé, une fois"},
    {"The rides ended with an exception, which jumped over the parking. A "
     "cancellation is an exception like the others: what stands after the loop "
     "is reached only if that exception is caught, whatever its type.",
     "Les trajets ont fini par une exception, qui a sauté par-dessus la "
     "suite. Une annulation est une exception comme les autres : on "
     "n'atteint ce qui suit la boucle que si on attrape cette exception, quel "
     "que soit son type."}};

constexpr Lesson clean_up_interrupted{
    "clean-up-interrupted",
    {"the cab is parked to the end, although the driver was told to stop",
     "le taxi est garé jusqu'au bout, malgré l'ordre d'arrêter"},
    {"park() was cut short, or never began. A coroutine that has been "
     "cancelled "
     "stays cancelled: every further co_await throws operation_aborted before "
     "it begins. Once you know that you are stopping, reset the state: "
     "this_coro::reset_cancellation_state(). "
     "(And without co_await, park() runs nothing at all.)",
     "park() a été coupée, ou n'a jamais commencé. Une coroutine annulée le "
     "reste : chaque co_await suivant lève operation_aborted avant même de "
     "commencer. Une fois que vous savez que vous arrêtez, remettez l'état à "
     "neuf : this_coro::reset_cancellation_state(). (Et sans "
     "co_await, park() n'exécute rien du tout.)"}};

constexpr Lesson clean_up_left_behind{
    "clean-up-left-behind",
    {"the shift ends when the cab is parked, not before",
     "le service finit quand le taxi est garé, pas avant"},
    {"The driver went home while the cab was still under way. Clean-up that is "
     "only started (co_spawn with detached, a call without co_await) is "
     "nobody's any more: the program may end in the middle of it, and its "
     "errors are lost. Await it.",
     "Le chauffeur est rentré alors que le taxi roulait encore. Un rangement "
     "qu'on se contente de lancer (co_spawn avec detached, un appel sans "
     "co_await) n'est plus à personne : le programme peut finir au milieu, et "
     "ses erreurs sont perdues. Attendez-le."}};

constexpr Lesson end_swallowed{
    "end-swallowed",
    {"after the parking, the caller learns what ended the rides",
     "une fois le taxi garé, l'appelant apprend ce qui a mis fin aux trajets"},
    {"Something ended the rides, and the caller is told that all went well. "
     "The exception that you caught in order to tidy up is not yours to keep: "
     "rethrow it afterwards. That goes for the cancellation too.",
     "Quelque chose a mis fin aux trajets, et l'appelant croit que tout s'est "
     "bien passé. L'exception attrapée pour pouvoir ranger n'est pas à vous : "
     "relancez-la ensuite. Cela vaut aussi pour l'annulation."}};

// Runs, in real time, until something has happened.
template <class Happened>
void run_until(Stage& stage, Happened happened) {
  stage.context.restart();
  while (!happened() && stage.context.run_one() > 0) {
  }
}

std::vector<exo32::Call> calls_to(std::initializer_list<Company*> companies) {
  std::vector<exo32::Call> calls;
  for (Company* company : companies) calls.push_back(company->wait());
  return calls;
}

// The reasons of the NoCab that it threw; or what it did instead.
std::vector<std::string> reasons(
    const workbook::Outcome<exo32::Plate>& outcome) {
  if (outcome.waits()) return {"(it still waits)"};
  if (outcome.returned()) return {"(it returned)"};
  try {
    std::rethrow_exception(outcome.exception());
  } catch (const exo32::NoCab& no_cab) {
    return no_cab.reasons;
  } catch (...) {
    return {"(it threw: " + outcome.error() + ")"};
  }
}

// A cab with its driver's tasks: each ride is a gate, made when it is wanted.
class Cab {
 public:
  explicit Cab(Stage& stage)
      : stage_(stage),
        door_(stage.executor(), asio::steady_timer::time_point::max()) {}

  exo32::Task ride() {
    return [this] { return go(next()); };
  }

  // Once told to stop, the driver still takes the passenger where he goes.
  exo32::Task ride_to_the_end() {
    return [this] { return go_to_the_end(next()); };
  }

  exo32::Task park() {
    return [this] {
      ++parkings_wanted;
      return do_park();
    };
  }

  void open_garage() {
    open_ = true;
    door_.cancel();
  }

  int rides_begun() const {
    int begun = 0;
    for (const auto& ride : rides) begun += ride.asked();
    return begun;
  }

  std::deque<workbook::Gate<int>> rides;
  int parkings_wanted = 0;       // calls of the function park
  int parkings_begun = 0;        // its coroutine runs
  int parkings_interrupted = 0;  // ... and was cancelled

 private:
  // A driver who loops for ever must not use up the memory.
  workbook::Gate<int>& next() {
    if (rides.size() < 10)
      rides.emplace_back(stage_, "ride " + std::to_string(rides.size() + 1));
    return rides.back();
  }

  static asio::awaitable<void> go(workbook::Gate<int>& ride) {
    co_await ride.wait();
  }

  static asio::awaitable<void> go_to_the_end(workbook::Gate<int>& ride) {
    try {
      co_await ride.wait();
    } catch (const std::system_error&) {
    }
  }

  // Not a gate: a gate also stops for a cancellation that came before it was
  // asked, if the coroutine still remembers it. A plain wait does not.
  asio::awaitable<void> do_park() {
    ++parkings_begun;
    stage_.story.tell("the cab", {"drives home", "rentre au garage"});
    asio::error_code error;
    co_await door_.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (!open_) {
      ++parkings_interrupted;
      stage_.story.tell("the cab", workbook::happens::cancelled);
      throw std::system_error(error);
    }
    stage_.story.tell("the cab", {"is parked", "est garé"});
  }

  Stage& stage_;
  asio::steady_timer door_;
  bool open_ = false;
};

}  // namespace

TEST_CASE("both companies are rung before either has answered", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  EXPECT(one_at_a_time, red.asked() == 1);
  EXPECT(one_at_a_time, blue.asked() == 1);
  EXPECT(wrong_winner, race.waits());
}

TEST_CASE("the second company wins if it answers first", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  blue.open("BLUE-7");
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == "BLUE-7");
  EXPECT(loser_goes_on, red.waiting() == 0);
}

TEST_CASE("the first company wins if it answers first", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  red.open("RED-1");
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == "RED-1");
  EXPECT(loser_goes_on, blue.waiting() == 0);
}

TEST_CASE("the race ends after the loser, which takes its time", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  red.linger();
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  blue.open("BLUE-7");
  stage.settle();
  EXPECT(loser_goes_on, red.cancelled() == 1);
  EXPECT(left_too_early, race.waits());
  red.let_go();
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == "BLUE-7");
}

TEST_CASE("a refusal decides nothing while the other still rings", "[step1]") {
  for (const bool red_refuses : {true, false}) {
    Stage stage;
    Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
    auto race = stage.run("first_answer(red, blue)",
                          exo32::first_answer(red.wait(), blue.wait()));
    Company& loser = red_refuses ? red : blue;
    Company& winner = red_refuses ? blue : red;
    loser.fail(std::runtime_error("all our cabs are out"));
    stage.settle();
    EXPECT(failure_decides, race.waits());
    EXPECT(failure_decides, winner.cancelled() == 0);
    winner.open("CAB-3");
    stage.settle();
    EXPECT(waits_for_all, !race.waits());
    EXPECT(wrong_winner, race.value() == "CAB-3");
  }
}

TEST_CASE("if both refuse, there is no plate to return", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  blue.fail(std::runtime_error("not in the rain"));
  stage.settle();
  red.fail(std::runtime_error("all our cabs are out"));
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.threw());
}

TEST_CASE("a race that is told to stop stops both calls", "[step1]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs");
  blue.linger();
  auto race = stage.run("first_answer(red, blue)",
                        exo32::first_answer(red.wait(), blue.wait()));
  race.cancel();
  stage.settle();
  EXPECT(deaf_to_cancellation, red.cancelled() == 1);
  EXPECT(deaf_to_cancellation, blue.cancelled() == 1);
  EXPECT(left_too_early, race.waits());
  blue.let_go();
  stage.settle();
  EXPECT(deaf_to_cancellation, race.threw());
}

TEST_CASE("an answer in time is returned at once", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  auto ride =
      stage.run("with_timeout(red, 1h)", exo32::with_timeout(red.wait(), 1h));
  EXPECT(one_at_a_time, red.asked() == 1);
  EXPECT(gives_up_at_once, ride.waits());
  red.open("RED-1");
  stage.settle();
  EXPECT(waits_for_all, !ride.waits());
  EXPECT(taken_for_late, ride.value().has_value());
  EXPECT(wrong_winner, *ride.value() == "RED-1");
  const bool nothing_is_left = stage.context.stopped();
  EXPECT(timer_left_armed, nothing_is_left);
}

TEST_CASE("what the call throws reaches the caller at once", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  auto ride =
      stage.run("with_timeout(red, 1h)", exo32::with_timeout(red.wait(), 1h));
  red.fail(std::runtime_error("all our cabs are out"));
  stage.settle();
  EXPECT(error_hidden, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  EXPECT(error_hidden, ride.error() == "all our cabs are out");
  const bool nothing_is_left = stage.context.stopped();
  EXPECT(timer_left_armed, nothing_is_left);
}

TEST_CASE("a line that is cut is a failure, not a time-out", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  auto ride =
      stage.run("with_timeout(red, 1h)", exo32::with_timeout(red.wait(), 1h));
  red.fail(std::system_error(asio::error::operation_aborted));
  stage.settle();
  EXPECT(error_hidden, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
}

TEST_CASE("when the time is up, there is nothing, and no sooner", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  const Teaching if_it_hangs(late_and_still_waiting);
  const auto start = Clock::now();
  auto ride = stage.start("with_timeout(red, 20ms)",
                          exo32::with_timeout(red.wait(), 20ms));
  stage.run_until_ended(ride);
  const auto elapsed = Clock::now() - start;
  EXPECT(late_and_still_waiting, ride.returned());
  EXPECT(late_and_still_waiting, !ride.value().has_value());
  EXPECT(gives_up_at_once, elapsed >= 20ms);
  stage.settle();
  EXPECT(loser_goes_on, red.waiting() == 0);
  const bool nothing_is_left = stage.context.stopped();
  EXPECT(timer_left_armed, nothing_is_left);
}

TEST_CASE("late, it ends after the call, which takes its time", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  red.linger();
  const Teaching if_it_hangs(late_and_still_waiting);
  auto ride = stage.start("with_timeout(red, 10ms)",
                          exo32::with_timeout(red.wait(), 10ms));
  run_until(stage, [&] { return !ride.waits() || red.cancelled() > 0; });
  stage.settle();
  EXPECT(loser_goes_on, red.cancelled() == 1);
  EXPECT(left_too_early, ride.waits());
  red.let_go();
  stage.settle();
  EXPECT(late_and_still_waiting, ride.returned());
  EXPECT(late_and_still_waiting, !ride.value().has_value());
}

TEST_CASE("a patience of zero or less is not patience for ever", "[step2]") {
  for (const auto patience : {0ms, -1ms, -3600'000ms}) {
    Stage stage;
    Company red(stage, "Red Cabs");
    const Teaching if_it_hangs(zero_for_ever);
    auto ride = stage.start(
        "with_timeout(red, " + std::to_string(patience.count()) + "ms)",
        exo32::with_timeout(red.wait(), patience));
    stage.run_until_ended(ride);
    EXPECT(zero_for_ever, ride.returned());
    EXPECT(zero_for_ever, !ride.value().has_value());
    stage.settle();
    EXPECT(loser_goes_on, red.waiting() == 0);
  }
}

TEST_CASE("told to stop, it throws: it has not become late", "[step2]") {
  Stage stage;
  Company red(stage, "Red Cabs");
  red.linger();
  auto ride =
      stage.run("with_timeout(red, 1h)", exo32::with_timeout(red.wait(), 1h));
  ride.cancel();
  stage.settle();
  EXPECT(deaf_to_cancellation, red.cancelled() == 1);
  EXPECT(left_too_early, ride.waits());
  red.let_go();
  stage.settle();
  EXPECT(deaf_to_cancellation, !ride.waits());
  EXPECT(taken_for_late, ride.threw());
  const bool nothing_is_left = stage.context.stopped();
  EXPECT(timer_left_armed, nothing_is_left);
}

TEST_CASE("every company is rung before any has answered", "[step3]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs"),
      green(stage, "Green Cabs");
  auto race = stage.run("first_success(red, blue, green)",
                        exo32::first_success(calls_to({&red, &blue, &green})));
  EXPECT(one_at_a_time, red.asked() == 1);
  EXPECT(one_at_a_time, blue.asked() == 1);
  EXPECT(one_at_a_time, green.asked() == 1);
  EXPECT(wrong_winner, race.waits());
}

TEST_CASE("the first plate wins, whatever was refused before", "[step3]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs"),
      green(stage, "Green Cabs");
  auto race = stage.run("first_success(red, blue, green)",
                        exo32::first_success(calls_to({&red, &blue, &green})));
  blue.fail(std::runtime_error("not in the rain"));
  stage.settle();
  EXPECT(failure_decides, race.waits());
  EXPECT(failure_decides, red.cancelled() + green.cancelled() == 0);
  green.open("GREEN-5");
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == "GREEN-5");
  EXPECT(loser_goes_on, red.waiting() == 0);
}

TEST_CASE("any of five companies can win, the others stop", "[step3]") {
  for (std::size_t winner = 0; winner < 5; ++winner) {
    Stage stage;
    std::deque<Company> companies;
    std::vector<exo32::Call> calls;
    for (int i = 1; i <= 5; ++i)
      calls.push_back(
          companies.emplace_back(stage, "company " + std::to_string(i)).wait());
    auto race = stage.run("first_success(five companies)",
                          exo32::first_success(std::move(calls)));
    companies[winner].open("CAB-9");
    stage.settle();
    EXPECT(waits_for_all, !race.waits());
    EXPECT(wrong_winner, race.value() == "CAB-9");
    for (const Company& company : companies) {
      EXPECT(one_at_a_time, company.asked() == 1);
      EXPECT(loser_goes_on, company.waiting() == 0);
    }
  }
}

TEST_CASE("the race of many ends after its losers", "[step3]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs"),
      green(stage, "Green Cabs");
  for (auto company : {&red, &green}) company->linger();
  auto race = stage.run("first_success(red, blue, green)",
                        exo32::first_success(calls_to({&red, &blue, &green})));
  blue.open("BLUE-7");
  stage.settle();
  EXPECT(loser_goes_on, red.cancelled() + green.cancelled() > 0);
  EXPECT(left_too_early, race.waits());
  for (int turn = 0; turn < 2; ++turn) {
    for (auto company : {&red, &green})
      if (company->cancelled() > 0) company->let_go();
    stage.settle();
  }
  EXPECT(loser_goes_on, red.cancelled() == 1);
  EXPECT(loser_goes_on, green.cancelled() == 1);
  EXPECT(waits_for_all, !race.waits());
  EXPECT(wrong_winner, race.value() == "BLUE-7");
}

TEST_CASE("if all refuse, the caller learns every reason", "[step3]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs"),
      green(stage, "Green Cabs");
  auto race = stage.run("first_success(red, blue, green)",
                        exo32::first_success(calls_to({&red, &blue, &green})));
  green.fail(std::runtime_error("we only go to the airport"));
  stage.settle();
  EXPECT(failure_decides, race.waits());
  blue.fail(std::runtime_error("not in the rain"));
  stage.settle();
  EXPECT(failure_decides, race.waits());
  red.fail(std::runtime_error("all our cabs are out"));
  stage.settle();
  EXPECT(waits_for_all, !race.waits());
  EXPECT(reasons_lost, race.threw());
  const std::vector<std::string> expected{
      "all our cabs are out", "not in the rain", "we only go to the airport"};
  EXPECT(reasons_lost, reasons(race) == expected);
}

TEST_CASE("one company alone is a race too", "[step3]") {
  for (const bool comes : {true, false}) {
    Stage stage;
    Company red(stage, "Red Cabs");
    auto race =
        stage.run("first_success(red)", exo32::first_success(calls_to({&red})));
    EXPECT(one_at_a_time, red.asked() == 1);
    if (comes)
      red.open("RED-1");
    else
      red.fail(std::runtime_error("all our cabs are out"));
    stage.settle();
    EXPECT(waits_for_all, !race.waits());
    const std::vector<std::string> expected{"all our cabs are out"};
    if (comes)
      EXPECT(wrong_winner, race.value() == "RED-1");
    else
      EXPECT(reasons_lost, reasons(race) == expected);
  }
}

TEST_CASE("with nobody to ring, nobody comes", "[step3]") {
  Stage stage;
  const Teaching if_it_crashes(nobody_to_ring);
  auto race = stage.run("first_success()", exo32::first_success({}));
  EXPECT(nobody_to_ring, race.threw());
  EXPECT(nobody_to_ring, reasons(race) == std::vector<std::string>{});
}

TEST_CASE("told to stop, it does not say that all refused", "[step3]") {
  Stage stage;
  Company red(stage, "Red Cabs"), blue(stage, "Blue Cabs"),
      green(stage, "Green Cabs");
  auto race = stage.run("first_success(red, blue, green)",
                        exo32::first_success(calls_to({&red, &blue, &green})));
  red.fail(std::runtime_error("all our cabs are out"));
  stage.settle();
  blue.linger();
  race.cancel();
  stage.settle();
  EXPECT(deaf_to_cancellation, blue.cancelled() == 1);
  EXPECT(deaf_to_cancellation, green.cancelled() == 1);
  EXPECT(left_too_early, race.waits());
  blue.let_go();
  stage.settle();
  EXPECT(deaf_to_cancellation, race.threw());
  bool says_no_cab = false;
  try {
    std::rethrow_exception(race.exception());
  } catch (const exo32::NoCab&) {
    says_no_cab = true;
  } catch (...) {
  }
  EXPECT(cancelled_is_no_refusal, !says_no_cab);
}

TEST_CASE("one ride follows another", "[step4]") {
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift =
      stage.run("night_shift", exo32::night_shift(cab.ride(), cab.park()));
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  cab.rides[0].open(0);
  stage.settle();
  EXPECT(stops_too_soon, cab.rides_begun() == 2);
  cab.rides[1].open(0);
  stage.settle();
  EXPECT(stops_too_soon, cab.rides_begun() == 3);
  EXPECT(stops_too_soon, cab.parkings_begun == 0);
  EXPECT(stops_too_soon, shift.waits());
}

TEST_CASE("told to stop, the driver parks the cab, then goes home", "[step4]") {
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift =
      stage.run("night_shift", exo32::night_shift(cab.ride(), cab.park()));
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  cab.rides[0].open(0);
  stage.settle();
  shift.cancel();
  stage.settle();
  EXPECT(carries_on, cab.rides_begun() == 2);
  EXPECT(carries_on, cab.rides[1].waiting() == 0);
  EXPECT(clean_up_skipped, cab.parkings_wanted == 1);
  EXPECT(clean_up_interrupted, cab.parkings_begun == 1);
  EXPECT(clean_up_interrupted, cab.parkings_interrupted == 0);
  EXPECT(clean_up_left_behind, shift.waits());
  cab.open_garage();
  stage.settle();
  EXPECT(clean_up_interrupted, cab.parkings_interrupted == 0);
  EXPECT(clean_up_skipped, cab.parkings_begun == 1);
  EXPECT(carries_on, !shift.waits());
  EXPECT(end_swallowed, shift.threw());
}

TEST_CASE("a passenger is taken to the end, and is the last", "[step4]") {
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(carries_on);
  auto shift = stage.run("night_shift",
                         exo32::night_shift(cab.ride_to_the_end(), cab.park()));
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  shift.cancel();
  stage.settle();
  EXPECT(carries_on, cab.rides_begun() == 1);
  EXPECT(clean_up_skipped, cab.parkings_wanted == 1);
  EXPECT(clean_up_interrupted, cab.parkings_begun == 1);
  cab.open_garage();
  stage.settle();
  EXPECT(clean_up_interrupted, cab.parkings_interrupted == 0);
  EXPECT(carries_on, !shift.waits());
}

TEST_CASE("after a flat tyre the cab is parked too", "[step4]") {
  Stage stage;
  Cab cab(stage);
  const Teaching if_it_never_returns(end_swallowed);
  auto shift =
      stage.run("night_shift", exo32::night_shift(cab.ride(), cab.park()));
  EXPECT(stops_too_soon, cab.rides_begun() == 1);
  cab.rides[0].fail(std::runtime_error("a flat tyre"));
  stage.settle();
  EXPECT(end_swallowed, cab.rides_begun() == 1);
  EXPECT(clean_up_skipped, cab.parkings_wanted == 1);
  EXPECT(clean_up_interrupted, cab.parkings_begun == 1);
  EXPECT(clean_up_left_behind, shift.waits());
  cab.open_garage();
  stage.settle();
  EXPECT(clean_up_skipped, cab.parkings_begun == 1);
  EXPECT(end_swallowed, shift.error() == "a flat tyre");
}
