#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <stdexcept>
#include <string>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <utility>
#include <vector>

#include "errors.hpp"

using namespace std::chrono_literals;
using exo36::Milliseconds;
using exo36::OnFailure;
using workbook::Gate;
using workbook::Lesson;
using workbook::message_of;
using workbook::Outcome;
using workbook::Stage;
using workbook::Teaching;

namespace Catch {

template <>
struct StringMaker<exo36::Result<std::string>> {
  static std::string convert(const exo36::Result<std::string>& result) {
    return result ? Detail::stringify(result.value())
                  : "error: " + result.error().message();
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

constexpr Lesson error_swallowed{
    "error-swallowed",
    {"a failure leaves as a failure", "un échec sort comme un échec"},
    {"The depot failed, and the caller was given a parcel all the same. A "
     "catch block that ends without a throw says: all is well again. Here "
     "nothing is: throw on.",
     "Le dépôt a échoué, et l'appelant a quand même reçu un colis. Un bloc "
     "catch qui finit sans throw dit : tout est rentré dans l'ordre. Ici, "
     "rien ne l'est : lancez une exception à votre tour."}};

constexpr Lesson no_context{
    "no-context",
    {"what leaves is an OrderError, with the number of the order",
     "ce qui sort est une OrderError, avec le numéro de la commande"},
    {"\"No route to host\", and nobody knows for which order. The depot knows "
     "the cause, the caller knows the customer; only you know what was being "
     "done. Say it: wrap the cause in an OrderError.",
     "« No route to host », et personne ne sait pour quelle commande. Le dépôt "
     "connaît la cause, l'appelant connaît le client ; vous seul savez ce "
     "qu'on était en train de faire. Dites-le : enveloppez la cause dans une "
     "OrderError."}};

constexpr Lesson cause_lost{
    "cause-lost",
    {"the depot's exception is nested in the OrderError",
     "l'exception du dépôt est imbriquée dans l'OrderError"},
    {"The order is named, but why it failed is gone: a plain throw starts a "
     "new exception and drops the one in hand. std::throw_with_nested throws "
     "the new one and keeps the old one inside.",
     "La commande est nommée, mais la raison de l'échec a disparu : un simple "
     "throw lance une nouvelle exception et abandonne celle qu'on tenait. "
     "std::throw_with_nested lance la nouvelle et garde l'ancienne dedans."}};

constexpr Lesson nothing_to_nest{
    "nothing-to-nest",
    {"the nested exception is there", "l'exception imbriquée est bien là"},
    {"throw_with_nested nested nothing. It takes the exception that is being "
     "handled, and after the catch block none is. Keep the exception_ptr; "
     "later, rethrow it inside a try, and nest in that catch.",
     "throw_with_nested n'a rien imbriqué. Elle prend l'exception en cours de "
     "traitement ; après le bloc catch, il n'y en a plus. Gardez "
     "l'exception_ptr ; plus tard, relancez-la dans un try, et imbriquez dans "
     "ce catch-là."}};

constexpr Lesson caught_by_value{
    "caught-by-value",
    {"the cause is what the depot threw, whole",
     "la cause est ce que le dépôt a lancé, en entier"},
    {"The cause is not what was thrown. `catch (std::exception e)` copies the "
     "base and cuts off the rest, message and code included. Catch by "
     "reference, and keep std::current_exception(), which copies no type.",
     "La cause n'est pas ce qui a été lancé. `catch (std::exception e)` copie "
     "la base et coupe le reste, message et code compris. Attrapez par "
     "référence, et gardez std::current_exception(), qui conserve le type."}};

constexpr Lesson one_type_only{
    "one-type-only",
    {"whatever the depot throws, the order is named",
     "quoi que lance le dépôt, la commande est nommée"},
    {"Some exceptions passed without their context: the catch names a type "
     "that they are not. A depot may throw anything, also what is no "
     "std::exception. catch (...) takes all of it.",
     "Certaines exceptions sont passées sans contexte : le catch nomme un type "
     "qui n'est pas le leur. Un dépôt peut lancer n'importe quoi, même ce qui "
     "n'est pas une std::exception. catch (...) prend tout."}};

constexpr Lesson apology_not_awaited{
    "apology-not-awaited",
    {"the customer is told of a failure, and then the failure leaves",
     "le client apprend l'échec, et ensuite l'échec sort"},
    {"The failure left before the customer had been told, or nobody was told "
     "at all. A catch block cannot co_await, and starting the apology on the "
     "side lets it outlive you. Keep the exception, leave the catch block, "
     "co_await there, then throw.",
     "L'échec est sorti avant que le client soit prévenu, ou personne ne l'a "
     "été. Un bloc catch ne peut pas faire co_await, et lancer les excuses à "
     "côté les laisse vivre sans vous. Gardez l'exception, sortez du catch, "
     "faites là votre co_await, puis lancez."}};

constexpr Lesson cancellation_wrapped{
    "cancellation-wrapped",
    {"cancelled, collect ends with operation_aborted and does not apologize",
     "annulée, collect finit par operation_aborted et ne s'excuse pas"},
    {"To be told to stop is not to fail. No customer needs an apology for it, "
     "and whoever cancelled looks for operation_aborted itself, not for an "
     "error around it. Let it leave as it came.",
     "Recevoir l'ordre d'arrêter, ce n'est pas échouer. Aucun client n'attend "
     "d'excuses, et celui qui annule cherche operation_aborted, non une erreur "
     "qui l'enveloppe. Laissez-la sortir telle quelle."}};

constexpr Lesson thrown_not_returned{
    "thrown-not-returned",
    {"an error code is returned as a value, not thrown",
     "un code d'erreur est rendu comme une valeur, il n'est pas lancé"},
    {"use_awaitable alone turns an error code into an exception. as_tuple or "
     "redirect_error, around use_awaitable, hands you the code.",
     "use_awaitable tout seul change un code d'erreur en exception. as_tuple "
     "ou redirect_error, autour de use_awaitable, vous donne le code."}};

constexpr Lesson code_ignored{
    "code-ignored",
    {"a result is the answer, or the error that came instead",
     "un résultat est la réponse, ou l'erreur venue à sa place"},
    {"What came out does not agree with what was heard. With as_tuple or "
     "redirect_error nothing is thrown, so nothing stops you from using an "
     "answer that never came. Look at the code first; it is false when all "
     "went well.",
     "Ce qui sort ne correspond pas à ce qui a été entendu. Avec as_tuple ou "
     "redirect_error rien n'est lancé, donc rien ne vous empêche d'utiliser "
     "une réponse jamais venue. Regardez d'abord le code : il est faux quand "
     "tout va bien."}};

constexpr Lesson error_replaced{
    "error-replaced",
    {"the error is passed on as it came",
     "l'erreur est transmise telle qu'elle est venue"},
    {"There is an error, but another one. Whoever reads it decides by it "
     "whether to try again: pass on the very code that you were given.",
     "Il y a une erreur, mais c'en est une autre. Celui qui la lit décide "
     "d'après elle s'il faut réessayer : transmettez le code reçu, et pas un "
     "autre."}};

constexpr Lesson read_without_looking{
    "read-without-looking",
    {"a result that is an error is not read",
     "on ne lit pas un résultat qui est une erreur"},
    {"value() was called on an error: it is Rust's unwrap(). Ask the result "
     "first whether it has a value; if not, pass its error on.",
     "value() a été appelée sur une erreur : c'est le unwrap() de Rust. "
     "Demandez d'abord au résultat s'il a une valeur ; sinon, transmettez son "
     "erreur."}};

constexpr Lesson asks_on{
    "asks-on",
    {"a line is asked only once the one before has answered, and well",
     "on n'interroge une ligne que si la précédente a bien répondu"},
    {"A line was asked although there was no use for its answer. A value does "
     "not stop you as an exception does: test after each call, not once at the "
     "end.",
     "Une ligne a été interrogée alors que sa réponse ne servait à rien. Une "
     "valeur ne vous arrête pas comme le fait une exception : testez après "
     "chaque appel, et non une fois à la fin."}};

constexpr Lesson pause_not_awaited{
    "pause-not-awaited",
    {"the next attempt waits until the pause is over",
     "l'essai suivant attend la fin de la pause"},
    {"The depot was tried again at once. pause(delay) only describes a pause; "
     "nothing waits until you co_await it, and the compiler warned you. And "
     "co_await does not compile inside the catch block: leave it first.",
     "Le dépôt a été sollicité de nouveau tout de suite. pause(delay) ne fait "
     "que décrire une pause ; rien n'attend sans co_await, et le compilateur "
     "vous a prévenu. Or co_await ne compile pas dans un bloc catch : "
     "sortez-en d'abord."}};

constexpr Lesson wrong_back_off{
    "wrong-back-off",
    {"between two attempts there is a pause: 100 ms, then twice as long each "
     "time",
     "entre deux essais il y a une pause : 100 ms, puis le double à chaque "
     "fois"},
    {"A service in trouble needs more and more rest: 100, 200, 400, 800. The "
     "same pause each time, or one that grows by the same step, keeps pushing "
     "it. And wait with the pause you are given, not with a clock of your own.",
     "Un service en difficulté a besoin d'un répit de plus en plus long : 100, "
     "200, 400, 800. Une pause toujours égale, ou qui grandit toujours "
     "d'autant, "
     "continue de l'accabler. Et attendez avec la pause que l'on vous donne, "
     "pas avec votre propre minuterie."}};

constexpr Lesson waits_for_nothing{
    "waits-for-nothing",
    {"after the last attempt there is no pause",
     "après le dernier essai, il n'y a pas de pause"},
    {"The last attempt has failed, and you paused once more before saying so. "
     "The longest pause of all, and nothing comes after it. Look whether "
     "another attempt is left before you pause.",
     "Le dernier essai a échoué, et vous avez encore fait une pause avant de "
     "le "
     "dire. C'est la plus longue, et rien ne la suit. Regardez s'il reste un "
     "essai avant de faire une pause."}};

constexpr Lesson attempts_miscounted{
    "attempts-miscounted",
    {"as many attempts as asked for, and no more once one succeeds",
     "autant d'essais que demandé, et plus aucun après un succès"},
    {"`attempts` counts every try, the first one too: 3 attempts are 2 "
     "retries. And the first success is the end.",
     "`attempts` compte tous les essais, le premier aussi : 3 essais, c'est 2 "
     "nouvelles tentatives. Et le premier succès met fin à tout."}};

constexpr Lesson old_error_reported{
    "old-error-reported",
    {"when every attempt fails, the last error is reported",
     "quand tous les essais échouent, la dernière erreur est signalée"},
    {"An older error came out, or a new one of your own. The last one says how "
     "things stand now; keep the newest exception, not the first.",
     "C'est une erreur plus ancienne qui est sortie, ou une de votre cru. La "
     "dernière dit où l'on en est maintenant ; gardez l'exception la plus "
     "récente, pas la première."}};

constexpr Lesson retries_permanent{
    "retries-permanent",
    {"a failure that will not pass is not tried again",
     "un échec qui ne passera pas n'est pas réessayé"},
    {"An order that does not exist will not exist in 100 ms either. Trying "
     "again what cannot succeed delays the answer and loads the depot. Ask "
     "temporary(code_of(error)).",
     "Une commande qui n'existe pas n'existera pas davantage dans 100 ms. "
     "Réessayer ce qui ne peut pas réussir retarde la réponse et charge le "
     "dépôt. Demandez à temporary(code_of(error))."}};

constexpr Lesson retries_cancellation{
    "retries-cancellation",
    {"a cancellation ends the retry with operation_aborted, at once",
     "une annulation met fin à tout, tout de suite, par operation_aborted"},
    {"Somebody said stop, and the answer was another attempt, or some other "
     "error. operation_aborted is no trouble of the depot: it is never tried "
     "again and never hidden, neither in an attempt nor in a pause.",
     "Quelqu'un a dit stop, et la réponse fut un nouvel essai, ou une autre "
     "erreur. operation_aborted n'est pas un ennui du dépôt : on ne la "
     "réessaie "
     "jamais et on ne la cache jamais, ni pendant un essai ni pendant une "
     "pause."}};

constexpr Lesson cause_not_seen{
    "cause-not-seen",
    {"a temporary failure is tried again, also with context around it",
     "un échec passager est réessayé, même enveloppé dans un contexte"},
    {"The code was inside: an OrderError around a time-out is still a "
     "time-out. `catch (asio::system_error&)` sees only the outside; "
     "code_of(error) looks through what is nested.",
     "Le code était à l'intérieur : une OrderError autour d'un délai dépassé "
     "reste un délai dépassé. `catch (asio::system_error&)` ne voit que "
     "l'extérieur ; code_of(error) regarde à travers ce qui est imbriqué."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all tasks are at work at the same time",
     "toutes les tâches travaillent en même temps"},
    {"A task began only when another had ended. A co_await in a loop waits at "
     "each turn. Start them all, with && or co_spawn, then wait.",
     "Une tâche n'a commencé qu'une fois une autre finie. Un co_await dans une "
     "boucle attend à chaque tour. Lancez-les toutes, avec && ou co_spawn, "
     "puis attendez."}};

constexpr Lesson returns_too_early{
    "returns-too-early",
    {"supervise returns when the last task has ended",
     "supervise rend la main quand la dernière tâche a fini"},
    {"supervise returned and left a task at work. What it throws later has "
     "nobody to go to, and what it refers to may be gone. Wait for every task, "
     "also for those that have been told to stop.",
     "supervise a rendu la main en laissant une tâche au travail. Ce qu'elle "
     "lancera plus tard n'aura pas de destinataire, et ce qu'elle désigne aura "
     "peut-être disparu. Attendez chaque tâche, même celles à qui on a dit "
     "d'arrêter."}};

constexpr Lesson error_vanishes{
    "error-vanishes",
    {"each task that failed is in the report",
     "chaque tâche qui a échoué est dans le rapport"},
    {"A task failed and the report does not know. asio::detached drops the "
     "exception of a coroutine, an empty catch does too, and keeping only the "
     "first loses all the others. Write down each failure where it happens.",
     "Une tâche a échoué et le rapport n'en sait rien. asio::detached laisse "
     "tomber l'exception d'une coroutine, un catch vide aussi, et ne garder "
     "que la première perd toutes les autres. Notez chaque échec là où il se "
     "produit."}};

constexpr Lesson ends_the_program{
    "ends-the-program",
    {"what a task throws comes back in the report, and nowhere else",
     "ce que lance une tâche revient dans le rapport, et nulle part ailleurs"},
    {"The exception of a task left through run() or through supervise itself. "
     "A completion handler that rethrows ends the event loop, and with it the "
     "work of everybody. Keep the exception_ptr instead.",
     "L'exception d'une tâche est sortie par run() ou par supervise elle-même. "
     "Une fonction de fin qui relance arrête la boucle d'événements, et avec "
     "elle le travail de tous. Gardez plutôt l'exception_ptr."}};

constexpr Lesson which_and_what{
    "which-and-what",
    {"the report says which task failed, with what, in order",
     "le rapport dit quelle tâche a échoué, avec quoi, dans l'ordre"},
    {"The report does not say what happened. && throws multiple_exceptions "
     "when several fail, and it does not tell who threw what. Catch inside "
     "each task, where name and exception are both at hand.",
     "Le rapport ne dit pas ce qui s'est passé. && lance multiple_exceptions "
     "quand plusieurs échouent, sans dire qui a lancé quoi. Attrapez à "
     "l'intérieur de chaque tâche, là où le nom et l'exception sont à portée "
     "de main."}};

constexpr Lesson takes_others_down{
    "takes-others-down",
    {"with let_others_finish, a failure stops nobody else",
     "avec let_others_finish, un échec n'arrête personne d'autre"},
    {"One task failed and the others were told to stop. && cancels one side "
     "when the other throws: what must not stop the others must not leave its "
     "task as an exception.",
     "Une tâche a échoué et les autres ont reçu l'ordre d'arrêter. && annule "
     "un côté quand l'autre lance une exception : ce qui ne doit pas arrêter "
     "les autres ne doit pas sortir de sa tâche comme une exception."}};

constexpr Lesson others_not_stopped{
    "others-not-stopped",
    {"with cancel_others, a failure tells the others to stop",
     "avec cancel_others, un échec dit aux autres d'arrêter"},
    {"One task failed, and the others work on for nothing. Either let the "
     "exception leave the task, so that && cancels the other side, or give "
     "each task a cancellation_signal and emit it.",
     "Une tâche a échoué, et les autres travaillent pour rien. Laissez "
     "l'exception sortir de la tâche, pour que && annule l'autre côté, ou "
     "donnez à chaque tâche un cancellation_signal et émettez-le."}};

constexpr Lesson victims_reported{
    "victims-reported",
    {"a task that stopped because it was told to is not a failure",
     "une tâche arrêtée parce qu'on le lui a dit n'est pas un échec"},
    {"The report lists operation_aborted. That task did what it was asked; in "
     "a list of failures it hides the one that matters.",
     "Le rapport contient operation_aborted. Cette tâche a fait ce qu'on lui "
     "demandait ; dans une liste d'échecs, elle cache celui qui compte."}};

constexpr Lesson orphans{
    "orphans",
    {"cancelled, supervise stops its tasks, waits, and still reports",
     "annulée, supervise arrête ses tâches, attend, et rend son rapport"},
    {"supervise was told to stop, and left its tasks at work or lost the "
     "report. A task started with co_spawn does not hear of it by itself: pass "
     "the order on, wait until all have ended, then return what is known.",
     "supervise a reçu l'ordre d'arrêter, et a laissé ses tâches au travail ou "
     "perdu le rapport. Une tâche lancée par co_spawn n'en sait rien toute "
     "seule : transmettez l'ordre, attendez que toutes aient fini, puis rendez "
     "ce que l'on sait."}};

constexpr Lesson nobody_to_wait_for{
    "nobody-to-wait-for",
    {"with no task, supervise returns at once",
     "sans aucune tâche, supervise rend la main tout de suite"},
    {"Nobody is at work, and supervise waits for somebody to end. Look whether "
     "there is anything left to wait for before you wait.",
     "Personne ne travaille, et supervise attend que quelqu'un finisse. "
     "Regardez s'il reste quelque chose à attendre avant d'attendre."}};

// An error code in words, so that a failure can be read.
std::string words(const asio::error_code& code) {
  return code ? code.message() : "no code";
}

std::string code_in(const std::exception_ptr& error) {
  return words(exo36::code_of(error));
}

// What left the code under test, taken apart.
struct Thrown {
  explicit Thrown(const std::exception_ptr& error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const exo36::OrderError& failure) {
      order = failure.order;
      const auto* context =
          dynamic_cast<const std::nested_exception*>(&failure);
      can_hold_a_cause = context != nullptr;
      if (context) cause = context->nested_ptr();
    } catch (...) {
    }
  }
  bool holds_a_cause() const { return cause != nullptr; }

  int order = 0;  // of an OrderError; 0: it is none
  bool can_hold_a_cause = false;
  std::exception_ptr cause;  // nested in it
};

// Thrown by a depot that does not care for std::exception.
struct Strike {};

// A depot and a customer that the test moves by hand.
struct Office {
  exo36::Depot depot() {
    return [this](int) { return parcel.wait(); };
  }
  exo36::Apology apology() {
    return [this](int order) { return apologize(order); };
  }
  asio::awaitable<void> apologize(int order) {
    apologized_for.push_back(order);
    co_await sorry.wait();
  }

  Stage stage;
  Gate<std::string> parcel{stage, "depot"};
  Gate<std::string> sorry{stage, "customer"};
  std::vector<int> apologized_for;
};

const std::string no_road =
    asio::system_error(asio::error::host_unreachable, "the north depot").what();

// Lines with enough room for whatever a test says on them beforehand.
struct Lines {
  void answer(exo36::Line& line, std::string text) {
    stage.story.tell(name_of(line), {"has an answer:", "a une réponse :"},
                     text);
    line.try_send(asio::error_code(), std::move(text));
  }
  void fail(exo36::Line& line, asio::error_code error) {
    stage.story.tell(name_of(line), {"has an error:", "a une erreur :"},
                     words(error));
    line.try_send(error, std::string());
  }
  const char* name_of(const exo36::Line& line) const {
    if (&line == &registry) return "registry";
    return &line == &depot ? "depot" : "roads";
  }

  Stage stage;
  exo36::Line registry{stage.executor(), 4};
  exo36::Line depot{stage.executor(), 4};
  exo36::Line roads{stage.executor(), 4};
};

// A depot whose attempts end as the test wrote down; after the last line of the
// script, the last line again.
class Script {
 public:
  explicit Script(Stage& stage) : stage_(stage) {}

  void fails(asio::error_code code) { throws(asio::system_error(code)); }
  template <class Error>
  void throws(Error error) {
    ends_.push_back(std::make_exception_ptr(std::move(error)));
  }
  void fails_with_context(int order, asio::error_code code) {
    try {
      try {
        throw asio::system_error(code);
      } catch (...) {
        std::throw_with_nested(exo36::OrderError(order));
      }
    } catch (...) {
      ends_.push_back(std::current_exception());
    }
  }
  void succeeds() { ends_.push_back(nullptr); }

  exo36::Attempt attempt() {
    return [this] { return try_once(); };
  }
  int tried() const { return tried_; }

 private:
  asio::awaitable<std::string> try_once() {
    stage_.story.tell("depot", workbook::happens::asked);
    ++tried_;
    // A retry without an end shows in the count, not in a test without an end.
    if (tried_ > 8) co_await never_.async_wait(asio::use_awaitable);
    const auto end = ends_.front();
    if (ends_.size() > 1) ends_.pop_front();
    if (end) {
      stage_.story.tell("depot", workbook::happens::fails, message_of(end));
      std::rethrow_exception(end);
    }
    co_return "a parcel";
  }

  Stage& stage_;
  asio::steady_timer never_{stage_.executor(),
                            asio::steady_timer::time_point::max()};
  std::deque<std::exception_ptr> ends_;
  int tried_ = 0;
};

// Pauses that last until the test ends them, and remember how long they should.
struct Pauses {
  explicit Pauses(Stage& stage) : stage(stage), over(stage, "clock") {}
  exo36::Pause pause() {
    return [this](Milliseconds duration) { return wait(duration); };
  }
  asio::awaitable<void> wait(Milliseconds duration) {
    asked.push_back(duration);
    stage.story.tell("a pause of " + std::to_string(duration.count()) + " ms",
                     workbook::happens::starts);
    co_await over.wait();
  }

  Stage& stage;
  Gate<std::string> over;
  std::vector<Milliseconds> asked;
};

asio::awaitable<void> round(Gate<std::string>& gate) { co_await gate.wait(); }

asio::awaitable<void> fail_when_stopped(Gate<std::string>& gate) {
  try {
    co_await gate.wait();
  } catch (const asio::system_error&) {
  }
  throw std::runtime_error("the parcels are still in the van");
}

using Report = std::vector<exo36::Failure>;

// Three vans on their rounds.
struct Vans {
  std::vector<exo36::Task> tasks() {
    std::vector<exo36::Task> all;
    all.push_back({"north", [this] { return round(north); }});
    all.push_back({"south", [this] { return round(south); }});
    all.push_back({"east", [this] { return round(east); }});
    return all;
  }
  int waiting() const {
    return north.waiting() + south.waiting() + east.waiting();
  }
  // Vans still on their round when nobody supervises them any more.
  int left_at_work_by(const Outcome<Report>& supervise) const {
    return supervise.waits() ? 0 : waiting();
  }

  Stage stage;
  Gate<std::string> north{stage, "north"};
  Gate<std::string> south{stage, "south"};
  Gate<std::string> east{stage, "east"};
};

std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
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

using Lined = std::vector<std::string>;

}  // namespace

TEST_CASE("a failure leaves with its order outside and its cause inside",
          "[step1]") {
  Office office;
  office.parcel.fail(
      asio::system_error(asio::error::host_unreachable, "the north depot"));
  office.sorry.open("thank you");
  auto collect = office.stage.run(
      "collect(17)", exo36::collect(17, office.depot(), office.apology()));
  EXPECT(error_swallowed, !collect.returned());
  const Thrown thrown(collect.exception());
  EXPECT(no_context, thrown.order == 17);
  EXPECT(cause_lost, thrown.can_hold_a_cause);
  EXPECT(nothing_to_nest, thrown.holds_a_cause());
  EXPECT(caught_by_value, message_of(thrown.cause) == no_road);
}

TEST_CASE("whatever the depot throws gets its context", "[step1]") {
  Office office;
  office.sorry.open("thank you");
  office.parcel.fail(std::invalid_argument("no such order"));
  auto collect = office.stage.run(
      "collect(23)", exo36::collect(23, office.depot(), office.apology()));
  const Thrown thrown(collect.exception());
  EXPECT(one_type_only, thrown.order == 23);
  EXPECT(caught_by_value, message_of(thrown.cause) == "no such order");

  office.parcel.fail(Strike{});
  auto on_strike = office.stage.run(
      "collect(24)", exo36::collect(24, office.depot(), office.apology()));
  EXPECT(one_type_only, Thrown(on_strike.exception()).order == 24);
}

TEST_CASE("the failure leaves once the customer has been told", "[step1]") {
  Office office;
  auto collect = office.stage.run(
      "collect(17)", exo36::collect(17, office.depot(), office.apology()));
  EXPECT(apology_not_awaited, office.apologized_for.empty());
  office.parcel.fail(std::runtime_error("the north depot is flooded"));
  office.stage.settle();
  EXPECT(apology_not_awaited, office.apologized_for == std::vector<int>{17});
  EXPECT(apology_not_awaited, collect.waits());
  office.sorry.open("thank you");
  office.stage.settle();
  EXPECT(error_swallowed, collect.threw());
}

TEST_CASE("a parcel that is there is handed over without an apology",
          "[step1]") {
  Office office;
  office.parcel.open("a hat");
  auto collect = office.stage.run(
      "collect(17)", exo36::collect(17, office.depot(), office.apology()));
  EXPECT(apology_not_awaited, office.apologized_for.empty());
  EXPECT(error_swallowed, collect.value() == "a hat");
}

TEST_CASE("to be told to stop is no failure", "[step1]") {
  Office office;
  auto collect = office.stage.run(
      "collect(17)", exo36::collect(17, office.depot(), office.apology()));
  collect.cancel();
  office.stage.settle();
  EXPECT(cancellation_wrapped, office.apologized_for.empty());
  EXPECT(cancellation_wrapped, collect.threw());
  EXPECT(cancellation_wrapped, Thrown(collect.exception()).order == 0);
  EXPECT(cancellation_wrapped,
         code_in(collect.exception()) == words(asio::error::operation_aborted));
}

TEST_CASE("what is heard is a value, be it an answer or an error", "[step2]") {
  Lines lines;
  auto first = lines.stage.run("hear", exo36::hear(lines.registry));
  EXPECT(code_ignored, first.waits());
  lines.fail(lines.registry, asio::error::host_unreachable);
  lines.stage.settle();
  EXPECT(thrown_not_returned, !first.threw());
  EXPECT(code_ignored, !first.value());
  EXPECT(error_replaced,
         words(first.value().error()) == words(asio::error::host_unreachable));
  lines.answer(lines.registry, "Lyon");
  auto second = lines.stage.run("hear", exo36::hear(lines.registry));
  EXPECT(code_ignored, second.value());
  EXPECT(code_ignored, second.value().value() == "Lyon");
}

TEST_CASE("three answers make a plan", "[step2]") {
  Lines lines;
  lines.answer(lines.registry, "Lyon");
  lines.answer(lines.depot, "shelf 4");
  lines.answer(lines.roads, "by the A6");
  auto plan = lines.stage.run(
      "plan", exo36::plan(lines.registry, lines.depot, lines.roads));
  EXPECT(code_ignored, plan.value());
  EXPECT(code_ignored, plan.value().value() == "Lyon, shelf 4, by the A6");
}

TEST_CASE("a line that fails ends the plan with its error", "[step2]") {
  const asio::error_code codes[] = {asio::error::host_unreachable,
                                    asio::error::timed_out,
                                    asio::error::not_connected};
  for (int failing = 0; failing < 3; ++failing) {
    Lines lines;
    exo36::Line* all[] = {&lines.registry, &lines.depot, &lines.roads};
    const char* answers[] = {"Lyon", "shelf 4", "by the A6"};
    for (int i = 0; i < 3; ++i) {
      if (i == failing)
        lines.fail(*all[i], codes[i]);
      else
        lines.answer(*all[i], answers[i]);
    }
    auto plan = lines.stage.run(
        "plan", exo36::plan(lines.registry, lines.depot, lines.roads));
    EXPECT(read_without_looking, !plan.threw());
    for (int later = failing + 1; later < 3; ++later)
      EXPECT(asks_on, all[later]->ready());
    EXPECT(code_ignored, !plan.value());
    EXPECT(error_replaced,
           words(plan.value().error()) == words(codes[failing]));
  }
}

TEST_CASE("a line is asked when the one before has answered", "[step2]") {
  Lines lines;
  lines.answer(lines.depot, "shelf 4");
  lines.answer(lines.roads, "by the A6");
  auto plan = lines.stage.run(
      "plan", exo36::plan(lines.registry, lines.depot, lines.roads));
  EXPECT(asks_on, plan.waits());
  EXPECT(asks_on, lines.depot.ready());
  EXPECT(asks_on, lines.roads.ready());
}

TEST_CASE("between two attempts there is a pause", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  depot.fails(asio::error::timed_out);
  depot.succeeds();
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, pauses.pause()));
  EXPECT(pause_not_awaited, depot.tried() <= 1);
  EXPECT(wrong_back_off, depot.tried() == 1);
  EXPECT(attempts_miscounted, retry.waits());
  EXPECT(wrong_back_off, pauses.asked == std::vector<Milliseconds>{100ms});
  pauses.over.open("time is up");
  stage.settle();
  EXPECT(attempts_miscounted, depot.tried() == 2);
  EXPECT(attempts_miscounted, retry.value() == "a parcel");
}

TEST_CASE("what cannot succeed is tried once", "[step3]") {
  const Teaching if_it_goes_wrong(retries_permanent);
  Stage stage;
  Script depot(stage), closed(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  depot.throws(std::invalid_argument("no such order"));
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, pauses.pause()));
  EXPECT(retries_permanent, depot.tried() == 1);
  EXPECT(retries_permanent, pauses.asked.empty());
  EXPECT(old_error_reported, retry.error() == "no such order");

  closed.fails(asio::error::access_denied);
  auto denied =
      stage.run("retry", exo36::retry(closed.attempt(), 3, pauses.pause()));
  EXPECT(retries_permanent, closed.tried() == 1);
  EXPECT(retries_permanent, pauses.asked.empty());
  EXPECT(old_error_reported,
         code_in(denied.exception()) == words(asio::error::access_denied));
}

TEST_CASE("the pauses double", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  for (int i = 0; i < 4; ++i) depot.fails(asio::error::timed_out);
  depot.succeeds();
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 5, pauses.pause()));
  EXPECT(wrong_back_off,
         pauses.asked == std::vector<Milliseconds>{100ms, 200ms, 400ms, 800ms});
  EXPECT(attempts_miscounted, retry.value() == "a parcel");
  EXPECT(attempts_miscounted, depot.tried() == 5);
}

TEST_CASE("after the last attempt there is nothing to wait for", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  depot.fails(asio::error::timed_out);
  depot.fails(asio::error::host_unreachable);
  depot.fails(asio::error::connection_refused);
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, pauses.pause()));
  EXPECT(attempts_miscounted, depot.tried() == 3);
  EXPECT(waits_for_nothing, pauses.asked.size() == 2);
  EXPECT(old_error_reported, retry.threw());
  EXPECT(old_error_reported,
         code_in(retry.exception()) == words(asio::error::connection_refused));
}

TEST_CASE("one attempt is one attempt", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  depot.fails(asio::error::timed_out);
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 1, pauses.pause()));
  EXPECT(attempts_miscounted, depot.tried() == 1);
  EXPECT(waits_for_nothing, pauses.asked.empty());
  EXPECT(old_error_reported, retry.threw());
}

TEST_CASE("a time-out in a context is a time-out", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  depot.fails_with_context(17, asio::error::timed_out);
  depot.succeeds();
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, pauses.pause()));
  EXPECT(cause_not_seen, depot.tried() == 2);
  EXPECT(cause_not_seen, retry.value() == "a parcel");
}

TEST_CASE("an attempt that was told to stop is not tried again", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  pauses.over.open("time is up");
  depot.fails(asio::error::timed_out);
  depot.fails(asio::error::operation_aborted);
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 5, pauses.pause()));
  EXPECT(retries_cancellation, depot.tried() == 2);
  EXPECT(retries_cancellation,
         code_in(retry.exception()) == words(asio::error::operation_aborted));
}

TEST_CASE("told to stop in a pause, it stops", "[step3]") {
  Stage stage;
  Script depot(stage);
  Pauses pauses(stage);
  depot.fails(asio::error::timed_out);
  auto retry =
      stage.run("retry", exo36::retry(depot.attempt(), 3, pauses.pause()));
  retry.cancel();
  stage.settle();
  EXPECT(retries_cancellation, pauses.over.cancelled() == 1);
  EXPECT(retries_cancellation, depot.tried() == 1);
  EXPECT(retries_cancellation,
         code_in(retry.exception()) == words(asio::error::operation_aborted));
}

TEST_CASE("all tasks work at the same time, and all are awaited", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto supervise = vans.stage.run(
      "supervise", exo36::supervise(vans.tasks(), OnFailure::cancel_others));
  EXPECT(returns_too_early, supervise.waits());
  EXPECT(one_after_another, vans.waiting() == 3);
  vans.east.open("back again");
  vans.north.open("back again");
  vans.stage.settle();
  EXPECT(returns_too_early, supervise.waits());
  vans.south.open("back again");
  vans.stage.settle();
  EXPECT(which_and_what, lines_of(supervise.value()) == Lined{});
}

TEST_CASE("one failure takes nobody else down", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto supervise = vans.stage.run(
      "supervise",
      exo36::supervise(vans.tasks(), OnFailure::let_others_finish));
  vans.south.fail(std::runtime_error("the van is out of petrol"));
  EXPECT(ends_the_program, (vans.stage.settle(), true));
  EXPECT(takes_others_down, vans.north.cancelled() == 0);
  EXPECT(takes_others_down, vans.east.cancelled() == 0);
  EXPECT(returns_too_early, supervise.waits());
  vans.east.open("back again");
  vans.north.open("back again");
  vans.stage.settle();
  EXPECT(ends_the_program, !supervise.threw());
  EXPECT(error_vanishes, supervise.value().size() == 1);
  EXPECT(which_and_what, lines_of(supervise.value()) ==
                             Lined{"south: the van is out of petrol"});
}

TEST_CASE("no error is lost, and each has its name", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto supervise = vans.stage.run(
      "supervise",
      exo36::supervise(vans.tasks(), OnFailure::let_others_finish));
  vans.south.fail(std::runtime_error("the bridge is closed"));
  vans.stage.settle();
  vans.east.fail(asio::system_error(asio::error::host_unreachable));
  vans.stage.settle();
  vans.north.fail(Strike{});
  vans.stage.settle();
  EXPECT(ends_the_program, !supervise.threw());
  const auto& report = supervise.value();
  EXPECT(error_vanishes, report.size() == 3);
  EXPECT(which_and_what, lines_of(report)[0] == "south: the bridge is closed");
  EXPECT(which_and_what, report[1].task == "east");
  EXPECT(which_and_what,
         code_in(report[1].error) == words(asio::error::host_unreachable));
  EXPECT(which_and_what, report[2].task == "north");
}

TEST_CASE("the others are told to stop when that is asked", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  vans.south.linger();
  auto supervise = vans.stage.run(
      "supervise", exo36::supervise(vans.tasks(), OnFailure::cancel_others));
  vans.north.fail(std::runtime_error("the road is flooded"));
  vans.stage.settle();
  EXPECT(others_not_stopped, vans.south.cancelled() == 1);
  EXPECT(returns_too_early, vans.left_at_work_by(supervise) == 0);
  vans.south.let_go();
  vans.stage.settle();
  EXPECT(others_not_stopped, vans.east.cancelled() == 1);
  EXPECT(returns_too_early, supervise.returned());
  EXPECT(victims_reported, !lists_aborted(supervise.value()));
  EXPECT(error_vanishes, supervise.value().size() == 1);
  EXPECT(which_and_what,
         lines_of(supervise.value()) == Lined{"north: the road is flooded"});
}

TEST_CASE("whichever fails, the others are told", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto supervise = vans.stage.run(
      "supervise", exo36::supervise(vans.tasks(), OnFailure::cancel_others));
  vans.east.fail(std::runtime_error("the road is flooded"));
  vans.stage.settle();
  EXPECT(others_not_stopped, vans.north.cancelled() == 1);
  EXPECT(others_not_stopped, vans.south.cancelled() == 1);
  EXPECT(which_and_what,
         lines_of(supervise.value()) == Lined{"east: the road is flooded"});
}

TEST_CASE("what goes wrong while stopping is reported too", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  auto tasks = vans.tasks();
  tasks.push_back({"west", [&] { return fail_when_stopped(vans.south); }});
  auto supervise = vans.stage.run(
      "supervise",
      exo36::supervise(std::move(tasks), OnFailure::cancel_others));
  vans.north.fail(std::runtime_error("the road is flooded"));
  vans.stage.settle();
  EXPECT(error_vanishes, supervise.value().size() == 2);
  EXPECT(which_and_what, lines_of(supervise.value()) ==
                             Lined{"north: the road is flooded",
                                   "west: the parcels are still in the van"});
}

TEST_CASE("a task that fails at once is like another", "[step4]") {
  const Teaching if_it_crashes(returns_too_early);
  Vans vans;
  vans.east.fail(std::runtime_error("no driver"));
  auto supervise = vans.stage.run(
      "supervise", exo36::supervise(vans.tasks(), OnFailure::cancel_others));
  EXPECT(others_not_stopped, vans.waiting() == 0);
  EXPECT(which_and_what,
         lines_of(supervise.value()) == Lined{"east: no driver"});
}

TEST_CASE("cancelled itself, it stops all and reports", "[step4]") {
  const Teaching if_it_crashes(orphans);
  Vans vans;
  vans.east.linger();
  auto supervise = vans.stage.run(
      "supervise",
      exo36::supervise(vans.tasks(), OnFailure::let_others_finish));
  vans.north.fail(std::runtime_error("the road is flooded"));
  vans.stage.settle();
  supervise.cancel();
  vans.stage.settle();
  EXPECT(orphans, vans.south.cancelled() == 1);
  EXPECT(orphans, vans.east.cancelled() == 1);
  EXPECT(orphans, vans.left_at_work_by(supervise) == 0);
  vans.east.let_go();
  vans.stage.settle();
  EXPECT(orphans, !supervise.threw());
  EXPECT(orphans,
         lines_of(supervise.value()) == Lined{"north: the road is flooded"});
}

TEST_CASE("with no task there is nothing to wait for", "[step4]") {
  Stage stage;
  auto supervise =
      stage.run("supervise", exo36::supervise({}, OnFailure::cancel_others));
  EXPECT(nobody_to_wait_for, supervise.returned());
  EXPECT(which_and_what, lines_of(supervise.value()) == Lined{});
}
