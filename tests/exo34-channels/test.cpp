#include <algorithm>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/stage.hpp>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "channels.hpp"

using exo34::Order;
using exo34::Pass;
using exo34::Question;
using exo34::Questions;
using exo34::Reply;
using workbook::Lesson;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;

namespace {

using Orders = std::vector<Order>;
using Texts = std::vector<std::string>;

constexpr Lesson sends_too_late{
    "sends-too-late",
    {"an order lies on the pass before the next one is asked for",
     "une commande est au passe avant qu'on ne demande la suivante"},
    {"The orders are collected first, to be sent all together. Meanwhile the "
     "cook has nothing to do, and your list may grow without bound. Send each "
     "order as soon as you have it.",
     "Les commandes sont d'abord rassemblées, pour être envoyées toutes "
     "ensemble. Pendant ce temps le cuisinier n'a rien à faire, et votre liste "
     "peut grandir sans limite. Envoyez chaque commande dès que vous l'avez."}};

constexpr Lesson orders_lost{
    "orders-lost",
    {"every order crosses the pass once, in the order it was taken",
     "chaque commande passe une fois, dans l'ordre où elle a été prise"},
    {"Orders are missing, or out of order. try_send does not wait for a place: "
     "when the pass is full it returns false, and the order is lost if nobody "
     "looks. Let one send end before the next begins: co_await async_send.",
     "Des commandes manquent, ou arrivent dans le désordre. try_send n'attend "
     "pas qu'une place se libère : si le passe est plein, il rend false, et la "
     "commande est perdue si personne ne regarde. Laissez un envoi finir avant "
     "le suivant : co_await async_send."}};

constexpr Lesson no_end{
    "no-end",
    {"behind the last order comes asio::error::eof, and then all are done",
     "après la dernière commande vient asio::error::eof, et tous ont fini"},
    {"The orders came, the end did not. To stop sending tells the other side "
     "nothing: a channel that is silent and one that is finished look the "
     "same. Send the end as a last message, an error code instead of an order, "
     "and await that send too: try_send drops it when the pass is full.",
     "Les commandes sont arrivées, la fin non. Cesser d'envoyer n'apprend rien "
     "à l'autre : un canal silencieux et un canal terminé se ressemblent. "
     "Envoyez la fin comme dernier message, un code d'erreur à la place d'une "
     "commande, et attendez aussi cet envoi : try_send la laisse tomber quand "
     "le passe est plein."}};

constexpr Lesson close_is_not_the_end{
    "close-is-not-the-end",
    {"the end of the service is a message: asio::error::eof",
     "la fin du service est un message : asio::error::eof"},
    {"The pass was closed instead. close() does not queue up behind the "
     "orders: with some versions of Asio, those that still lie on the pass are "
     "lost. A message does queue up: send asio::error::eof as the error code.",
     "Le passe a été fermé. close() ne fait pas la queue derrière les "
     "commandes : avec certaines versions d'Asio, celles qui sont encore au "
     "passe sont perdues. Un message, lui, attend son tour : envoyez "
     "asio::error::eof comme code d'erreur."}};

constexpr Lesson magic_order{
    "magic-order",
    {"every order is cooked, and only orders are",
     "toute commande est cuisinée, et rien d'autre ne l'est"},
    {"One particular order was used to mean the end. Sooner or later a guest "
     "orders just that. The error code travels beside the order: it can say "
     "the end without taking any order away.",
     "Une commande particulière a servi à dire la fin. Tôt ou tard, un client "
     "commandera précisément celle-là. Le code d'erreur voyage à côté de la "
     "commande : il peut dire la fin sans en confisquer aucune."}};

constexpr Lesson end_was_cooked{
    "end-was-cooked",
    {"what comes along with asio::error::eof is not an order",
     "ce qui accompagne asio::error::eof n'est pas une commande"},
    {"The end of the service was cooked like an order. A message is a code and "
     "an order, and the order means something only if the code is zero. Read "
     "the code first.",
     "La fin du service a été cuisinée comme une commande. Un message est un "
     "code et une commande, et la commande n'a de sens que si le code est nul. "
     "Lisez d'abord le code."}};

constexpr Lesson end_is_no_failure{
    "end-is-no-failure",
    {"at asio::error::eof, who receives returns",
     "sur asio::error::eof, celui qui reçoit rend la main"},
    {"The end of the service left as an exception. use_awaitable throws every "
     "error code that arrives; this one is good news. Look at the code first: "
     "as_tuple, or redirect_error, hands it to you.",
     "La fin du service est sortie en exception. use_awaitable lève une "
     "exception pour tout code d'erreur ; celui-ci est une bonne nouvelle. "
     "Regardez d'abord le code : as_tuple ou redirect_error vous le donne."}};

constexpr Lesson every_error_is_the_end{
    "every-error-is-the-end",
    {"any other error leaves cook_orders",
     "toute autre erreur sort de cook_orders"},
    {"A failure was taken for the end of the service, and nobody will know. "
     "Only asio::error::eof is the end: compare the code with it, and throw "
     "the others. A catch around the loop hides the cook's failures too.",
     "Un échec a été pris pour la fin du service, et personne ne le saura. "
     "Seul asio::error::eof est la fin : comparez-lui le code, et lancez les "
     "autres. Un catch autour de la boucle cache aussi les échecs du "
     "cuisinier."}};

constexpr Lesson cook_and_forget{
    "cook-and-forget",
    {"one dish at a time, and the cook stays until the last is ready",
     "un plat à la fois, et le cuisinier reste jusqu'au dernier"},
    {"The next order was taken while a dish was still on the fire. Dishes that "
     "nobody awaits pile up without bound, and nobody hears of those that "
     "fail. co_await the dish, then take the next order.",
     "La commande suivante a été prise alors qu'un plat était encore sur le "
     "feu. Des plats que personne n'attend s'accumulent sans limite, et ceux "
     "qui échouent le font en silence. Faites co_await sur le plat, puis "
     "prenez la commande suivante."}};

constexpr Lesson failure_lost{
    "failure-lost",
    {"what fails leaves as an exception", "ce qui échoue sort en exception"},
    {"Something failed and nobody heard of it: a catch that ends the matter, "
     "or a task that was detached. Do what must be done first, then let the "
     "exception go on.",
     "Quelque chose a échoué et personne ne l'a su : un catch qui clôt "
     "l'affaire, ou une tâche détachée. Faites d'abord ce qui doit l'être, "
     "puis laissez l'exception continuer."}};

constexpr Lesson not_at_once{
    "not-at-once",
    {"the cook begins while the waiter still takes orders",
     "le cuisinier commence pendant que le serveur prend des commandes"},
    {"One of the two waits for the other to finish. Awaited one after the "
     "other, a waiter in front of a full pass and a cook who has not begun "
     "wait for ever. Await both together, with &&.",
     "L'un des deux attend que l'autre ait fini. Attendus l'un après l'autre, "
     "un serveur devant un passe plein et un cuisinier qui n'a pas commencé "
     "patientent pour toujours. Attendez les deux ensemble, avec &&."}};

constexpr Lesson no_back_pressure{
    "no-back-pressure",
    {"with a slow cook, one order is on the fire, `capacity` are on the pass, "
     "and at most one is in the waiter's hand",
     "si le cuisinier est lent, une commande est sur le feu, `capacity` sont "
     "au passe, et une au plus est dans la main du serveur"},
    {"The waiter took more orders than there is room for. An enormous pass, or "
     "sends that nobody awaits, only move the heap to where nobody sees it. "
     "Give the channel its capacity, and co_await each send: that is what "
     "slows the waiter down.",
     "Le serveur a pris plus de commandes qu'il n'y a de place. Un passe "
     "énorme, ou des envois que personne n'attend, ne font que déplacer le tas "
     "hors de vue. Donnez au canal sa capacité, et faites co_await sur chaque "
     "envoi : c'est ce qui ralentit le serveur."}};

constexpr Lesson pass_without_room{
    "pass-without-room",
    {"while the cook is busy, `capacity` orders find room on the pass",
     "pendant que le cuisinier travaille, `capacity` commandes tiennent au "
     "passe"},
    {"The waiter stood still although there should be room. A channel made "
     "without a capacity has none: each send waits for the hand that takes it. "
     "Give the capacity to the constructor, after the executor.",
     "Le serveur s'est arrêté alors qu'il devrait rester de la place. Un canal "
     "créé sans capacité n'en a aucune : chaque envoi attend la main qui le "
     "prend. Donnez la capacité au constructeur, après l'exécuteur."}};

constexpr Lesson left_running{
    "left-running",
    {"when one fails, or all is told to stop, serve stops both, and then ends",
     "si l'un échoue, ou si l'on arrête tout, serve arrête les deux, puis "
     "finit"},
    {"Somebody is still at work, or still waits, for a service that is over. "
     "Whoever starts two tasks has to end two: && cancels the second when the "
     "first fails, and waits for both. A detached task is told nothing, and "
     "goes on using a pass that is gone.",
     "Quelqu'un travaille ou attend encore, pour un service terminé. Qui lance "
     "deux tâches doit en finir deux : && annule la seconde quand la première "
     "échoue, et attend les deux. Une tâche détachée n'apprend rien, et "
     "continue à se servir d'un passe qui n'existe plus."}};

constexpr Lesson ends_too_early{
    "ends-too-early",
    {"serve ends when the last order is cooked, not before",
     "serve finit quand la dernière commande est cuisinée, pas avant"},
    {"serve was over when the waiter was, with orders still on the pass. || "
     "ends with the first of two and cancels the other; a detached cook works "
     "on for a service that is over. Wait for both: &&.",
     "serve a fini en même temps que le serveur, avec des commandes encore au "
     "passe. || finit avec le premier des deux et annule l'autre ; un "
     "cuisinier détaché travaille pour un service déjà terminé. Attendez les "
     "deux : &&."}};

constexpr Lesson first_one_ends_it{
    "first-one-ends-it",
    {"one end of the service, behind the last order of the last waiter",
     "une seule fin de service, après la dernière commande du dernier serveur"},
    {"A waiter ended the service while another was still at work. The channel "
     "does not know how many send into it: somebody has to count. The one who "
     "brings the count to zero brings the end.",
     "Un serveur a terminé le service alors qu'un autre travaillait encore. Le "
     "canal ne sait pas combien y envoient : il faut compter. Celui qui amène "
     "le compte à zéro apporte la fin."}};

constexpr Lesson no_end_after_failure{
    "no-end-after-failure",
    {"a waiter who fails has finished too: the last one brings the end",
     "un serveur qui échoue a fini, lui aussi : le dernier apporte la fin"},
    {"A waiter failed, and the cook waits for ever. An exception jumps over "
     "what stands after the loop. Catch it, keep it, count yourself out and "
     "bring the end if you are the last; then rethrow it. (A catch block "
     "cannot co_await: leave it first.)",
     "Un serveur a échoué, et le cuisinier attend pour toujours. Une exception "
     "saute par-dessus ce qui suit la boucle. Interceptez-la, gardez-la, "
     "décomptez-vous et apportez la fin si vous êtes le dernier ; puis "
     "relancez-la. (Un bloc catch ne peut pas faire co_await : sortez-en "
     "d'abord.)"}};

constexpr Lesson send_failed_unnoticed{
    "send-failed-unnoticed",
    {"when the kitchen has closed, a waiter takes no more orders, and ends",
     "quand la cuisine a fermé, un serveur ne prend plus de commande, et "
     "finit"},
    {"The send failed, and the waiter did not look, or tried again. With "
     "as_tuple nothing is thrown: the error code is all that you get. An order "
     "that was refused is an order that nobody will cook.",
     "L'envoi a échoué, et le serveur n'a pas regardé, ou a recommencé. Avec "
     "as_tuple, rien n'est lancé : le code d'erreur est tout ce que vous "
     "recevez. Une commande refusée est une commande que personne ne "
     "cuisinera."}};

constexpr Lesson one_order_too_many{
    "one-order-too-many",
    {"cook_portions ends with the last portion, and takes no order after it",
     "cook_portions finit avec la dernière portion, et ne prend plus de "
     "commande"},
    {"The portions were used up, and the cook took another order, or waits for "
     "one. Count before you receive: what you have received, nobody else will "
     "cook.",
     "Les portions étaient épuisées, et le cuisinier a pris une commande de "
     "plus, ou en attend une. Comptez avant de recevoir : ce que vous avez "
     "reçu, personne d'autre ne le cuisinera."}};

constexpr Lesson close_wakes_nobody{
    "close-wakes-nobody",
    {"however cook_portions ends, waiters blocked at the pass are sent away",
     "quelle que soit la fin de cook_portions, les serveurs bloqués au passe "
     "sont renvoyés"},
    {"The kitchen has closed, and a waiter still stands at the pass. close() "
     "refuses what comes later; it wakes no send that already waits. cancel() "
     "does. And both must happen on every way out, also when a dish fails: a "
     "destructor is always on the way.",
     "La cuisine a fermé, et un serveur attend encore au passe. close() refuse "
     "ce qui viendra ; il ne réveille aucun envoi déjà en attente. cancel() le "
     "fait. Et les deux doivent avoir lieu sur tous les chemins, même quand un "
     "plat échoue : un destructeur s'y trouve toujours."}};

constexpr Lesson cancel_forgets{
    "cancel-forgets",
    {"whoever comes to the pass later is refused at once",
     "quiconque vient au passe plus tard est aussitôt refusé"},
    {"A waiter came after the kitchen had stopped, and his order was accepted, "
     "or he waits for ever. cancel() wakes those who wait now, and is "
     "forgotten; close() is for those who come later. It takes both, cancel() "
     "first.",
     "Un serveur est venu après l'arrêt de la cuisine, et sa commande a été "
     "acceptée, ou bien il attend pour toujours. cancel() réveille ceux qui "
     "attendent à cet instant, puis s'oublie ; close() vaut pour ceux qui "
     "viendront. Il faut les deux, cancel() d'abord."}};

constexpr Lesson nobody_cooks_it{
    "nobody-cooks-it",
    {"an order that waits when the kitchen closes is refused, not taken",
     "une commande qui attend quand la cuisine ferme est refusée, non prise"},
    {"Orders were taken from the pass and thrown away: their waiters believe "
     "that they will be cooked, and bring more. To empty a channel says "
     "\"received\". To cancel it says \"nobody will take this\".",
     "Des commandes ont été prises au passe puis jetées : leurs serveurs les "
     "croient acceptées, et en apportent d'autres. Vider un canal dit « bien "
     "reçu ». L'annuler dit « personne ne la prendra »."}};

constexpr Lesson no_room_for_the_answer{
    "no-room-for-the-answer",
    {"the answer finds room, even if nobody waits for it yet",
     "la réponse trouve sa place, même si personne ne l'attend encore"},
    {"The one who answers was quicker than the one who asked, and the answer "
     "had nowhere to lie. And once the one who asks has given up, an answer "
     "without room would wait for ever. Make the reply channel with room for "
     "one.",
     "Celui qui répond a été plus rapide que celui qui demande, et la réponse "
     "n'avait où se poser. Et quand celui qui demande a renoncé, une réponse "
     "sans place attendrait pour toujours. Créez le canal de réponse avec une "
     "place."}};

constexpr Lesson someone_elses_answer{
    "someone-elses-answer",
    {"each question has its own reply channel",
     "chaque question a son propre canal de réponse"},
    {"Somebody received the answer to another question, or none. On a shared "
     "channel an answer goes to whoever waits first. Make a new channel for "
     "each question, and send it along.",
     "Quelqu'un a reçu la réponse à une autre question, ou aucune. Sur un "
     "canal partagé, une réponse va au premier qui attend. Créez un canal pour "
     "chaque question, et joignez-le à la question."}};

constexpr Lesson wrong_answer{
    "wrong-answer",
    {"questions are answered one by one, each with what the chef said",
     "les questions reçoivent une à une la réponse du chef"},
    {"The question must reach the chef as it was asked, and what the chef says "
     "must go into the reply of that question, and come out of ask. The next "
     "question waits for its turn in the channel.",
     "La question doit parvenir au chef telle quelle, et ce que dit le chef "
     "doit aller dans la réponse de cette question, puis sortir de ask. La "
     "question suivante attend son tour dans le canal."}};

constexpr Lesson no_answer_on_error{
    "no-answer-on-error",
    {"what the chef throws goes to the one who asked, and the next question "
     "is answered",
     "ce que lève le chef va à celui qui a demandé, et la question suivante a "
     "sa réponse"},
    {"One question had no answer. It must have an end all the same: the one "
     "who asked waits for it, and so do those behind. Catch the exception, and "
     "send it where the answer would have gone: a Reply carries an "
     "exception_ptr. Then go on.",
     "Une question n'avait pas de réponse. Il lui faut quand même une fin : "
     "celui qui a demandé l'attend, et ceux qui suivent aussi. Interceptez "
     "l'exception et envoyez-la là où serait allée la réponse : un Reply "
     "transporte un exception_ptr. Puis continuez."}};

constexpr Lesson left_without_answer{
    "left-without-answer",
    {"when the chef stops, every question left fails, and every later one",
     "quand le chef s'arrête, toute question restée là échoue, et toute "
     "suivante aussi"},
    {"Somebody waits for an answer that will never come. They are of four "
     "kinds: the one being answered, those whose question lies in the channel, "
     "those who wait to send theirs, and those who come later. Each needs an "
     "end. Wake with cancel() and empty with try_receive before close(), which "
     "hides what lies there.",
     "Quelqu'un attend une réponse qui ne viendra jamais. Ils sont de quatre "
     "sortes : celui à qui l'on répondait, ceux dont la question est dans le "
     "canal, ceux qui attendent de l'envoyer, et ceux qui viendront. Il faut "
     "une fin à chacun. Réveillez avec cancel() et videz avec try_receive "
     "avant close(), qui cache ce qui s'y trouve."}};

namespace happens {
using namespace workbook::happens;
constexpr Text receives{"receives:", "reçoit :"};
constexpr Text is_asked{"is asked for an order", "doit donner une commande"};
constexpr Text orders{"orders:", "commande :"};
constexpr Text all_served{"has no more orders", "n'a plus de commande"};
constexpr Text begins{"begins:", "commence :"};
constexpr Text is_ready{"has ready:", "a fini :"};
constexpr Text takes{"takes from the pass:", "prend au passe :"};
constexpr Text finds{"finds at the pass the error:", "trouve l'erreur :"};
constexpr Text closes{"closes", "ferme"};
constexpr Text must_answer{"is asked:", "entend la question :"};
}  // namespace happens

const auto the_pass = Text{"the pass", "le passe"};
const auto the_room = Text{"the room", "la salle"};
const auto the_terrace = Text{"the terrace", "la terrasse"};
const auto the_hall = Text{"the hall", "la grande salle"};
const auto the_cook = Text{"the cook", "le cuisinier"};
const auto the_chef = Text{"the chef", "le chef"};
const auto the_helper = Text{"the helper", "le commis"};
const auto the_kitchen = Text{"the kitchen", "la cuisine"};

std::string shown(const Order& order) { return order.empty() ? "\"\"" : order; }

// A channel that outlives its stage: what a failed test leaves on the stage may
// look at it until the very end.
template <class Channel>
Channel& make(Stage& stage, std::size_t capacity) {
  // Never destroyed, not even at the end: it is no leak then.
  static auto& kept = *new std::vector<void*>;
  auto* channel = new Channel(stage.executor(), capacity);
  kept.push_back(channel);
  return *channel;
}

// Waits until `ready`, of which `bell` tells; throws when told to stop.
template <class Ready>
asio::awaitable<void> until(Ready ready, asio::steady_timer& bell) {
  while (!ready()) {
    asio::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
}

// A room whose guests decide when the test says so.
class Guests {
 public:
  Guests(Stage& stage, Text name)
      : story_(stage.story),
        name_(name.spoken()),
        bell_(stage.executor(), asio::steady_timer::time_point::max()) {}

  exo34::Room room() {
    return [this] { return next(); };
  }

  void order(const Orders& orders) {
    decided_.insert(decided_.end(), orders.begin(), orders.end());
    bell_.cancel();
  }
  void leave() {
    gone_ = true;
    bell_.cancel();
  }
  void fail(const std::string& message) {
    failure_ = message;
    bell_.cancel();
  }

  int taken() const { return taken_; }      // orders that left the room
  int waiting() const { return waiting_; }  // waiters who ask, unanswered

 private:
  asio::awaitable<std::optional<Order>> next() {
    story_.tell(name_, happens::is_asked);
    ++waiting_;
    try {
      co_await until([this] { return gone_ || failure_ || !decided_.empty(); },
                     bell_);
    } catch (...) {
      --waiting_;
      story_.tell(name_, happens::cancelled);
      throw;
    }
    --waiting_;
    if (!decided_.empty()) {
      std::optional<Order> order = decided_.front();
      decided_.pop_front();
      ++taken_;
      story_.tell(name_, happens::orders, shown(*order));
      co_return order;
    }
    if (failure_) {
      story_.tell(name_, happens::fails, *failure_);
      throw std::runtime_error(*failure_);
    }
    story_.tell(name_, happens::all_served);
    co_return std::nullopt;
  }

  workbook::Story& story_;
  const std::string name_;
  asio::steady_timer bell_;
  std::deque<Order> decided_;
  std::optional<std::string> failure_;
  bool gone_ = false;
  int taken_ = 0;
  int waiting_ = 0;
};

// A cook at the stove: quick, until the test makes him slow.
class Stove {
 public:
  explicit Stove(Stage& stage)
      : story_(stage.story),
        bell_(stage.executor(), asio::steady_timer::time_point::max()) {}

  exo34::Cook cook() {
    return [this](Order order) { return cook_one(std::move(order)); };
  }

  void slow() { allowed_ = 0; }
  void finish_one() {
    ++allowed_;
    bell_.cancel();
  }
  void quick() {
    allowed_ = std::numeric_limits<int>::max();
    bell_.cancel();
  }
  void burn(Order order) { burns_ = std::move(order); }

  const Orders& begun() const { return begun_; }
  const Orders& cooked() const { return cooked_; }
  int cooking() const { return cooking_; }  // dishes on the fire

 private:
  asio::awaitable<void> cook_one(Order order) {
    const auto name = the_cook.spoken();
    story_.tell(name, happens::begins, shown(order));
    begun_.push_back(order);
    ++cooking_;
    try {
      co_await until([this] { return allowed_ > 0; }, bell_);
    } catch (...) {
      --cooking_;
      story_.tell(name, happens::cancelled);
      throw;
    }
    --cooking_;
    --allowed_;
    if (order == burns_) {
      story_.tell(name, happens::fails, "it is burnt");
      throw std::runtime_error("it is burnt");
    }
    cooked_.push_back(order);
    story_.tell(name, happens::is_ready, shown(order));
  }

  workbook::Story& story_;
  asio::steady_timer bell_;
  int allowed_ = std::numeric_limits<int>::max();
  std::optional<Order> burns_;
  Orders begun_;
  Orders cooked_;
  int cooking_ = 0;
};

// Takes orders from a pass until an error code comes, and notes both.
class Helper {
 public:
  explicit Helper(Stage& stage) : story_(stage.story) {}

  asio::awaitable<void> help(Pass& pass) {
    while (!error_) {
      auto [error, order] =
          co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
      error_ = error;
      if (error) {
        story_.tell(the_helper.spoken(), happens::finds, error.message());
      } else {
        story_.tell(the_helper.spoken(), happens::takes, shown(order));
        orders_.push_back(order);
      }
    }
  }

  const Orders& orders() const { return orders_; }
  bool found_the_end() const { return error_ == asio::error::eof; }
  bool found_it_closed() const {
    return error_ == asio::experimental::error::channel_closed;
  }

 private:
  workbook::Story& story_;
  Orders orders_;
  asio::error_code error_;
};

asio::awaitable<void> send(Pass& pass, Order order) {
  co_await pass.async_send(asio::error_code{}, order, asio::use_awaitable);
}

// Lays one message on a pass that has room for it, and tells so.
void lay(Stage& stage, Pass& pass, asio::error_code error, Order order) {
  stage.story.tell(the_pass.spoken(), happens::receives,
                   error ? error.message() : shown(order));
  REQUIRE(pass.try_send(error, order));
}
void lay(Stage& stage, Pass& pass, const Orders& orders) {
  for (const auto& order : orders) lay(stage, pass, asio::error_code{}, order);
}
void lay_the_end(Stage& stage, Pass& pass) {
  lay(stage, pass, asio::error::eof, Order());
}

bool empty(Pass& pass) {
  return !pass.try_receive([](asio::error_code, Order) {});
}

// Orders that no guest gave.
Orders strangers(const Orders& orders, const Orders& given) {
  Orders found;
  for (const auto& order : orders)
    if (!std::ranges::count(given, order)) found.push_back(order);
  return found;
}

const Orders menu{"soup", "fish", "pie"};

Orders many_orders(int count) {
  Orders orders;
  for (int i = 1; i <= count; ++i)
    orders.push_back("dish " + std::to_string(i));
  return orders;
}

// A chef who answers at once, until the test makes them think.
class Cookbook {
 public:
  explicit Cookbook(Stage& stage)
      : story_(stage.story),
        bell_(stage.executor(), asio::steady_timer::time_point::max()) {}

  exo34::Chef chef() {
    return [this](std::string question) { return answer(std::move(question)); };
  }

  void think() { thinks_ = true; }
  const Texts& questions() const { return questions_; }

 private:
  asio::awaitable<std::string> answer(std::string question) {
    story_.tell(the_chef.spoken(), happens::must_answer, question);
    questions_.push_back(question);
    co_await until([this] { return !thinks_; }, bell_);
    if (question == "what is in the sauce?")
      throw std::runtime_error("that is a secret");
    co_return "yes, " + question;
  }

  workbook::Story& story_;
  asio::steady_timer bell_;
  Texts questions_;
  bool thinks_ = false;
};

// Asks as the contract says, with a reply channel of its own.
asio::awaitable<std::string> ask_by_the_book(Questions& questions,
                                             std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}

// Answers so many questions, each at once, and never waits: "1: nuts?", ...
// Which answers found room?
asio::awaitable<std::vector<bool>> answer_by_the_book(Questions& questions,
                                                      int count) {
  std::vector<bool> accepted;
  for (int i = 1; i <= count; ++i) {
    auto question = co_await questions.async_receive(asio::use_awaitable);
    auto answer = std::to_string(i) + ": " + question.text;
    accepted.push_back(
        question.reply->try_send(std::exception_ptr(), std::move(answer)));
  }
  co_return accepted;
}

}  // namespace

TEST_CASE("each order is on the pass before the next one is asked for",
          "[step1]") {
  Stage stage;
  Guests guests(stage, the_room);
  auto& pass = make<Pass>(stage, 10);
  auto waiter =
      stage.run("take_orders", exo34::take_orders(guests.room(), pass));
  guests.order({menu[0]});
  stage.settle();
  Orders on_the_pass;
  pass.try_receive([&](asio::error_code, Order order) {
    on_the_pass.push_back(std::move(order));
  });
  EXPECT(sends_too_late, on_the_pass == Orders{menu[0]});
}

TEST_CASE("every order crosses the pass, and then the end", "[step1]") {
  for (const std::size_t capacity : {0, 1, 10}) {
    Stage stage;
    Guests guests(stage, the_room);
    auto& pass = make<Pass>(stage, capacity);
    guests.order(menu);
    guests.leave();
    const Teaching if_it_never_returns(orders_lost);
    auto waiter =
        stage.run("take_orders", exo34::take_orders(guests.room(), pass));
    Helper helper(stage);
    auto help = stage.run(the_helper.spoken(), helper.help(pass));
    EXPECT(close_is_not_the_end, !helper.found_it_closed());
    EXPECT(magic_order, strangers(helper.orders(), menu) == Orders{});
    EXPECT(orders_lost, helper.orders() == menu);
    EXPECT(no_end, helper.found_the_end());
    EXPECT(no_end, waiter.returned());
    EXPECT(no_end, empty(pass));
  }
}

TEST_CASE("a room that fails is not passed over", "[step1]") {
  Stage stage;
  Guests guests(stage, the_room);
  auto& pass = make<Pass>(stage, 10);
  guests.order({menu[0]});
  guests.fail("the room is on fire");
  auto waiter =
      stage.run("take_orders", exo34::take_orders(guests.room(), pass));
  EXPECT(failure_lost, waiter.error() == "the room is on fire");
}

TEST_CASE("the cook cooks in order, until the end of the service", "[step1]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, menu);
  const Teaching if_it_never_returns(orders_lost);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(orders_lost, stove.cooked() == menu);
  EXPECT(no_end, cook.waits());
  lay_the_end(stage, pass);
  stage.settle();
  EXPECT(end_was_cooked, stove.begun() == menu);
  EXPECT(end_is_no_failure, cook.error() == "");
  EXPECT(end_is_no_failure, cook.returned());
}

TEST_CASE("whatever a guest orders is cooked", "[step1]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  const Orders odd{"", "end", "eof", "soup"};
  lay(stage, pass, odd);
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(magic_order, stove.cooked() == odd);
  EXPECT(end_is_no_failure, cook.returned());
}

TEST_CASE("one dish at a time", "[step1]") {
  Stage stage;
  Stove stove(stage);
  stove.slow();
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, menu);
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(cook_and_forget, stove.begun() == Orders{menu[0]});
  EXPECT(cook_and_forget, cook.waits());
  stove.quick();
  stage.settle();
  EXPECT(cook_and_forget, stove.cooked() == menu);
}

TEST_CASE("a pass that fails is not the end of the service", "[step1]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, asio::error::connection_reset, Order());
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(every_error_is_the_end, stove.begun() == Orders{});
  EXPECT(every_error_is_the_end, cook.threw());
}

TEST_CASE("a dish that fails is not the end of the service", "[step1]") {
  Stage stage;
  Stove stove(stage);
  stove.burn(menu[1]);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, menu);
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_orders", exo34::cook_orders(pass, stove.cook()));
  EXPECT(every_error_is_the_end, cook.error() == "it is burnt");
}

TEST_CASE("the cook begins before the last guest has decided", "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  const Teaching if_it_never_returns(not_at_once);
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 2));
  guests.order({menu[0]});
  stage.settle();
  EXPECT(not_at_once, stove.cooked() == Orders{menu[0]});
  guests.order({menu[1], menu[2]});
  guests.leave();
  stage.settle();
  EXPECT(orders_lost, stove.cooked() == menu);
  EXPECT(no_end, serve.returned());
}

TEST_CASE("the service lasts until the last dish is ready", "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  stove.slow();
  guests.order({menu[0], menu[1]});
  guests.leave();
  const Teaching if_it_never_returns(not_at_once);
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 5));
  EXPECT(not_at_once, stove.begun() == Orders{menu[0]});
  EXPECT(ends_too_early, serve.waits());
  stove.finish_one();
  stage.settle();
  EXPECT(ends_too_early, serve.waits());
  stove.finish_one();
  stage.settle();
  EXPECT(orders_lost, stove.cooked() == Orders{menu[0], menu[1]});
  EXPECT(no_end, serve.returned());
}

TEST_CASE("a slow cook slows the waiter down", "[step2]") {
  for (const int capacity : {0, 1, 3}) {
    Stage stage;
    Guests guests(stage, the_room);
    Stove stove(stage);
    stove.slow();
    const auto orders = many_orders(12);
    guests.order(orders);
    guests.leave();
    const Teaching if_it_never_returns(no_back_pressure);
    auto serve = stage.run("serve(capacity " + std::to_string(capacity) + ")",
                           exo34::serve(guests.room(), stove.cook(),
                                        static_cast<std::size_t>(capacity)));
    EXPECT(not_at_once, stove.begun() == Orders{orders[0]});
    EXPECT(no_back_pressure, guests.taken() <= capacity + 2);
    EXPECT(pass_without_room, guests.taken() >= capacity + 1);
    for (int ready = 1; ready <= 12; ++ready) {
      stove.finish_one();
      stage.settle();
      EXPECT(no_back_pressure, guests.taken() <= ready + capacity + 2);
    }
    EXPECT(orders_lost, stove.cooked() == orders);
    EXPECT(no_end, serve.returned());
  }
}

TEST_CASE("when a dish fails, the waiter is sent home", "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  stove.burn(menu[0]);
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
  guests.order({menu[0]});
  stage.settle();
  EXPECT(left_running, guests.waiting() == 0);
  EXPECT(left_running, !serve.waits());
  EXPECT(failure_lost, serve.threw());
}

TEST_CASE("when a dish fails, a waiter at a full pass is sent home",
          "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  stove.slow();
  stove.burn("dish 1");
  guests.order(many_orders(12));
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
  stove.finish_one();
  stage.settle();
  EXPECT(left_running, !serve.waits());
  EXPECT(failure_lost, serve.threw());
}

TEST_CASE("when the room fails, the cook does not wait for ever", "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
  guests.fail("the room is on fire");
  stage.settle();
  EXPECT(left_running, !serve.waits());
  EXPECT(failure_lost, serve.threw());
}

TEST_CASE("a service that is told to stop stops both", "[step2]") {
  Stage stage;
  Guests guests(stage, the_room);
  Stove stove(stage);
  stove.slow();
  auto serve = stage.run("serve", exo34::serve(guests.room(), stove.cook(), 1));
  guests.order({menu[0]});
  stage.settle();
  serve.cancel();
  stage.settle();
  EXPECT(left_running, guests.waiting() == 0);
  EXPECT(left_running, stove.cooking() == 0);
  EXPECT(left_running, !serve.waits());
}

TEST_CASE("the last waiter to finish brings the end", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 10);
  exo34::Shift shift{pass, 2};
  Helper helper(stage);
  const Teaching if_it_never_returns(orders_lost);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto help = stage.run(the_helper.spoken(), helper.help(pass));
  hall.order({menu[0]});
  hall.leave();
  stage.settle();
  EXPECT(first_one_ends_it, !helper.found_the_end());
  EXPECT(orders_lost, helper.orders() == Orders{menu[0]});
  EXPECT(first_one_ends_it, bob.returned());
  terrace.order({menu[1], menu[2]});
  terrace.leave();
  stage.settle();
  EXPECT(orders_lost, helper.orders() == menu);
  EXPECT(close_is_not_the_end, !helper.found_it_closed());
  EXPECT(no_end, helper.found_the_end());
  EXPECT(no_end, ada.returned());
  EXPECT(first_one_ends_it, empty(pass));
}

TEST_CASE("the end, too, waits for a place on the pass", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  auto& pass = make<Pass>(stage, 1);
  exo34::Shift shift{pass, 1};
  Helper helper(stage);
  terrace.order({menu[0]});
  terrace.leave();
  auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
  auto help = stage.run(the_helper.spoken(), helper.help(pass));
  EXPECT(orders_lost, helper.orders() == Orders{menu[0]});
  EXPECT(no_end, helper.found_the_end());
  EXPECT(no_end, ada.returned());
}

TEST_CASE("a waiter who fails first does not end it for the other", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 10);
  exo34::Shift shift{pass, 2};
  Helper helper(stage);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto help = stage.run(the_helper.spoken(), helper.help(pass));
  terrace.order({menu[0]});
  terrace.fail("Ada twisted her ankle");
  stage.settle();
  EXPECT(first_one_ends_it, !helper.found_the_end());
  EXPECT(failure_lost, ada.error() == "Ada twisted her ankle");
  hall.order({menu[1]});
  hall.leave();
  stage.settle();
  EXPECT(orders_lost, helper.orders() == Orders{menu[0], menu[1]});
  EXPECT(no_end_after_failure, helper.found_the_end());
  EXPECT(no_end, bob.returned());
}

TEST_CASE("the last waiter brings the end, even if she fails", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  auto& pass = make<Pass>(stage, 1);
  exo34::Shift shift{pass, 1};
  Helper helper(stage);
  terrace.order({menu[0]});
  terrace.fail("Ada twisted her ankle");
  auto ada = stage.run("Ada", exo34::wait_tables(terrace.room(), shift));
  auto help = stage.run(the_helper.spoken(), helper.help(pass));
  EXPECT(no_end_after_failure, helper.found_the_end());
  EXPECT(failure_lost, ada.error() == "Ada twisted her ankle");
}

TEST_CASE("a waiter who is told to stop counts as finished", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 10);
  exo34::Shift shift{pass, 2};
  Helper helper(stage);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto help = stage.run(the_helper.spoken(), helper.help(pass));
  ada.cancel();
  stage.settle();
  EXPECT(failure_lost, ada.threw());
  EXPECT(first_one_ends_it, !helper.found_the_end());
  hall.leave();
  stage.settle();
  EXPECT(no_end_after_failure, helper.found_the_end());
}

TEST_CASE("when the kitchen has closed, the waiters go home", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  auto& pass = make<Pass>(stage, 0);
  exo34::Shift shift{pass, 2};
  terrace.order(menu);
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.run("Bob", exo34::wait_tables(hall.room(), shift));
  stage.story.tell(the_kitchen.spoken(), happens::closes);
  pass.cancel();
  pass.close();
  stage.settle();
  EXPECT(send_failed_unnoticed, terrace.taken() == 1);
  EXPECT(send_failed_unnoticed, ada.threw());
  hall.order({menu[1]});
  stage.settle();
  EXPECT(send_failed_unnoticed, hall.waiting() == 0);
  EXPECT(send_failed_unnoticed, bob.threw());
}

TEST_CASE("as many portions as there are, and no more", "[step3]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, {menu[0], menu[1]});
  auto cook = stage.run("cook_portions(2)",
                        exo34::cook_portions(pass, stove.cook(), 2));
  EXPECT(orders_lost, stove.cooked() == Orders{menu[0], menu[1]});
  EXPECT(one_order_too_many, !cook.waits());
  EXPECT(one_order_too_many, cook.value() == 2);
}

TEST_CASE("without portions, no order is taken", "[step3]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, {menu[0]});
  auto cook = stage.run("cook_portions(0)",
                        exo34::cook_portions(pass, stove.cook(), 0));
  EXPECT(one_order_too_many, stove.begun() == Orders{});
  EXPECT(one_order_too_many, !cook.waits());
  EXPECT(one_order_too_many, cook.value() == 0);
}

TEST_CASE("the end of the service may come before the last portion",
          "[step3]") {
  Stage stage;
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 10);
  lay(stage, pass, {menu[0], menu[1]});
  lay_the_end(stage, pass);
  auto cook = stage.run("cook_portions(9)",
                        exo34::cook_portions(pass, stove.cook(), 9));
  EXPECT(orders_lost, stove.cooked() == Orders{menu[0], menu[1]});
  EXPECT(end_is_no_failure, cook.error() == "");
  EXPECT(end_is_no_failure, cook.returned());
  EXPECT(one_order_too_many, cook.value() == 2);
}

TEST_CASE("when the portions are used up, the waiters are sent away",
          "[step3]") {
  for (const std::size_t capacity : {0, 1}) {
    Stage stage;
    Stove stove(stage);
    stove.slow();
    auto& pass = make<Pass>(stage, capacity);
    const Teaching if_it_never_returns(nobody_cooks_it);
    auto cook = stage.start("cook_portions(1)",
                            exo34::cook_portions(pass, stove.cook(), 1));
    auto ada = stage.run("send(soup)", send(pass, menu[0]));
    if (capacity == 1) stage.run("send(bread)", send(pass, "bread"));
    auto bob = stage.start("send(fish)", send(pass, menu[1]));
    auto eve = stage.run("send(pie)", send(pass, menu[2]));
    EXPECT(one_order_too_many, stove.begun() == Orders{menu[0]});
    stove.finish_one();
    stage.settle();
    EXPECT(one_order_too_many, !cook.waits());
    EXPECT(close_wakes_nobody, !bob.waits());
    EXPECT(nobody_cooks_it, bob.threw());
    EXPECT(close_wakes_nobody, !eve.waits());
    EXPECT(nobody_cooks_it, eve.threw());
    auto late = stage.run("send(salad)", send(pass, "salad"));
    EXPECT(cancel_forgets, late.threw());
  }
}

TEST_CASE("when a dish fails, the waiters are sent away", "[step3]") {
  Stage stage;
  Stove stove(stage);
  stove.slow();
  stove.burn(menu[0]);
  auto& pass = make<Pass>(stage, 0);
  auto cook = stage.start("cook_portions(9)",
                          exo34::cook_portions(pass, stove.cook(), 9));
  auto ada = stage.run("send(soup)", send(pass, menu[0]));
  auto bob = stage.run("send(fish)", send(pass, menu[1]));
  stove.finish_one();
  stage.settle();
  EXPECT(failure_lost, cook.error() == "it is burnt");
  EXPECT(close_wakes_nobody, bob.threw());
  auto late = stage.run("send(salad)", send(pass, "salad"));
  EXPECT(cancel_forgets, late.threw());
}

TEST_CASE("a cook who is told to stop sends the waiters away", "[step3]") {
  Stage stage;
  Stove stove(stage);
  stove.slow();
  auto& pass = make<Pass>(stage, 0);
  auto cook = stage.start("cook_portions(9)",
                          exo34::cook_portions(pass, stove.cook(), 9));
  auto ada = stage.run("send(soup)", send(pass, menu[0]));
  auto bob = stage.run("send(fish)", send(pass, menu[1]));
  cook.cancel();
  stage.settle();
  EXPECT(close_wakes_nobody, !cook.waits());
  EXPECT(close_wakes_nobody, bob.threw());
  auto late = stage.run("send(salad)", send(pass, "salad"));
  EXPECT(cancel_forgets, late.threw());
}

TEST_CASE("two waiters and a cook with few portions all go home", "[step3]") {
  Stage stage;
  Guests terrace(stage, the_terrace);
  Guests hall(stage, the_hall);
  Stove stove(stage);
  auto& pass = make<Pass>(stage, 1);
  exo34::Shift shift{pass, 2};
  auto ada = stage.start("Ada", exo34::wait_tables(terrace.room(), shift));
  auto bob = stage.start("Bob", exo34::wait_tables(hall.room(), shift));
  auto cook = stage.start("cook_portions(3)",
                          exo34::cook_portions(pass, stove.cook(), 3));
  terrace.order(many_orders(12));
  stage.settle();
  hall.order({menu[0]});
  stage.settle();
  EXPECT(one_order_too_many, !cook.waits());
  EXPECT(one_order_too_many, cook.value() == 3);
  EXPECT(send_failed_unnoticed, ada.threw());
  EXPECT(send_failed_unnoticed, bob.threw());
}

TEST_CASE("the answer finds room before it is waited for", "[step4]") {
  Stage stage;
  auto& questions = make<Questions>(stage, 0);
  const Teaching if_it_never_returns(wrong_answer);
  auto chef = stage.run(the_chef.spoken(), answer_by_the_book(questions, 1));
  auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
  EXPECT(wrong_answer, !chef.waits());
  EXPECT(no_room_for_the_answer, chef.value() == std::vector<bool>{true});
  EXPECT(wrong_answer, !ada.waits());
  EXPECT(wrong_answer, ada.value() == "1: nuts?");
}

TEST_CASE("who has given up leaves the answer to nobody else", "[step4]") {
  Stage stage;
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_never_returns(someone_elses_answer);
  auto ada = stage.start("ask(nuts?)", exo34::ask(questions, "nuts?"));
  auto bob = stage.start("ask(milk?)", exo34::ask(questions, "milk?"));
  auto eve = stage.run("ask(eggs?)", exo34::ask(questions, "eggs?"));
  ada.cancel();
  stage.settle();
  EXPECT(failure_lost, ada.threw());
  auto chef = stage.run(the_chef.spoken(), answer_by_the_book(questions, 3));
  EXPECT(someone_elses_answer, !bob.waits());
  EXPECT(someone_elses_answer, bob.value() == "2: milk?");
  EXPECT(someone_elses_answer, !eve.waits());
  EXPECT(someone_elses_answer, eve.value() == "3: eggs?");
}

TEST_CASE("a question that is turned away throws", "[step4]") {
  Stage stage;
  auto& questions = make<Questions>(stage, 10);
  auto ada = stage.run("ask(nuts?)", exo34::ask(questions, "nuts?"));
  questions.try_receive(
      [](asio::error_code, Question question) { question.reply->close(); });
  questions.close();
  auto bob = stage.run("ask(milk?)", exo34::ask(questions, "milk?"));
  EXPECT(failure_lost, ada.threw());
  EXPECT(failure_lost, bob.threw());
}

TEST_CASE("the chef answers one question after another", "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 10);
  const Teaching if_it_never_returns(wrong_answer);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto ada = stage.start("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  EXPECT(wrong_answer, book.questions() == Texts{"nuts?", "milk?"});
  EXPECT(wrong_answer, !ada.waits());
  EXPECT(wrong_answer, ada.value() == "yes, nuts?");
  EXPECT(wrong_answer, !bob.waits());
  EXPECT(wrong_answer, bob.value() == "yes, milk?");
  REQUIRE(questions.try_send(asio::error::eof, Question()));
  stage.settle();
  EXPECT(end_is_no_failure, chef.error() == "");
  EXPECT(end_is_no_failure, chef.returned());
}

TEST_CASE("a question without an answer has an end all the same", "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 10);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto ada = stage.start("Ada: the sauce?",
                         ask_by_the_book(questions, "what is in the sauce?"));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  EXPECT(no_answer_on_error, !ada.waits());
  EXPECT(no_answer_on_error, ada.error() == "that is a secret");
  EXPECT(no_answer_on_error, bob.returned());
  EXPECT(no_answer_on_error, chef.waits());
}

TEST_CASE("an answer that nobody fetches does not hold up the next one",
          "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 10);
  auto reply = std::make_shared<Reply>(stage.executor(), 1);
  REQUIRE(questions.try_send(asio::error_code{}, Question("nuts?", reply)));
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  EXPECT(wrong_answer, !bob.waits());
  EXPECT(wrong_answer, bob.value() == "yes, milk?");
}

TEST_CASE("a chef who is told to stop leaves nobody waiting", "[step4]") {
  Stage stage;
  Cookbook book(stage);
  book.think();
  auto& questions = make<Questions>(stage, 1);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  auto ada = stage.run("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  auto eve = stage.run("Eve: eggs?", ask_by_the_book(questions, "eggs?"));
  EXPECT(wrong_answer, book.questions() == Texts{"nuts?"});
  chef.cancel();
  stage.settle();
  EXPECT(left_without_answer, !chef.waits());
  EXPECT(left_without_answer, ada.threw());  // was being answered
  EXPECT(left_without_answer, bob.threw());  // her question lay in the channel
  EXPECT(left_without_answer, eve.threw());  // waited to send hers
  auto dan = stage.run("Dan: salt?", ask_by_the_book(questions, "salt?"));
  EXPECT(left_without_answer, dan.threw());
}

TEST_CASE("an idle chef who is told to stop refuses what comes later",
          "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 0);
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  chef.cancel();
  stage.settle();
  EXPECT(left_without_answer, !chef.waits());
  auto dan = stage.run("Dan: salt?", ask_by_the_book(questions, "salt?"));
  EXPECT(left_without_answer, dan.threw());
}

TEST_CASE("a question behind the end of the service fails", "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 10);
  auto ada = stage.run("Ada: nuts?", ask_by_the_book(questions, "nuts?"));
  REQUIRE(questions.try_send(asio::error::eof, Question()));
  auto bob = stage.run("Bob: milk?", ask_by_the_book(questions, "milk?"));
  auto chef = stage.run("answer_questions",
                        exo34::answer_questions(questions, book.chef()));
  EXPECT(wrong_answer, ada.returned());
  EXPECT(end_is_no_failure, chef.returned());
  EXPECT(left_without_answer, bob.threw());
}

TEST_CASE("question and answer, both yours", "[step4]") {
  Stage stage;
  Cookbook book(stage);
  auto& questions = make<Questions>(stage, 1);
  auto chef = stage.start("answer_questions",
                          exo34::answer_questions(questions, book.chef()));
  auto ada = stage.start("ask(nuts?)", exo34::ask(questions, "nuts?"));
  auto eve = stage.start("ask(what is in the sauce?)",
                         exo34::ask(questions, "what is in the sauce?"));
  auto bob = stage.run("ask(milk?)", exo34::ask(questions, "milk?"));
  EXPECT(wrong_answer, !ada.waits());
  EXPECT(wrong_answer, ada.value() == "yes, nuts?");
  EXPECT(no_answer_on_error, eve.error() == "that is a secret");
  EXPECT(wrong_answer, !bob.waits());
  EXPECT(wrong_answer, bob.value() == "yes, milk?");
}
