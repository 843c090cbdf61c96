#include <array>
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <thread>
#include <vector>

#include "shared_state.hpp"

using namespace std::chrono_literals;
using exo33::Question;
using exo33::Work;
using workbook::Lesson;
using workbook::Stage;
using workbook::Story;
using workbook::Teaching;
using Gate = workbook::Gate<bool>;

namespace {

constexpr Lesson own_number{
    "own-number",
    {"each visitor is counted, then greeted, and gets their own number",
     "chaque visiteur est compté, puis salué, et reçoit son propre numéro"},
    {"While a visitor is greeted, others are counted, and the page goes on. "
     "What was read before a co_await is the past after it: keep the number in "
     "a local variable, and await the greeting.",
     "Pendant qu'on salue un visiteur, d'autres sont comptés, et la page "
     "avance. Après un co_await, elle ne dit plus ce qu'elle disait avant : "
     "gardez le numéro dans une variable locale, et attendez la fin du "
     "salut."}};

constexpr Lesson mutex_across_co_await{
    "mutex-across-co-await",
    {"while one visitor is greeted, the next one is counted",
     "pendant qu'on salue un visiteur, on compte le suivant"},
    {"The std::mutex was still held at the co_await. The coroutine waits, its "
     "thread goes on to the next visitor and stands still at lock(); later the "
     "coroutine may wake on another thread, which must not unlock it. Close "
     "the scope of the lock before the co_await.",
     "Le std::mutex était encore tenu au moment du co_await. La coroutine "
     "attend, son fil passe au visiteur suivant et se bloque sur lock() ; et "
     "elle se réveillera peut-être sur un autre fil, qui n'a pas le droit de "
     "le libérer. Fermez la portée du verrou avant le co_await."}};

constexpr Lesson mutex_not_released{
    "mutex-not-released",
    {"a pencil that breaks does not keep the next visitor out",
     "un crayon qui casse n'empêche pas de compter le visiteur suivant"},
    {"An exception left between lock() and unlock(), and the mutex stayed "
     "locked. Let an object hold it: std::scoped_lock unlocks in its "
     "destructor, whichever way the block is left.",
     "Une exception est sortie entre lock() et unlock(), et le mutex est resté "
     "verrouillé. Confiez-le à un objet : std::scoped_lock le libère dans son "
     "destructeur, quelle que soit la façon de quitter le bloc."}};

constexpr Lesson two_hands{
    "two-hands",
    {"one visitor at a time is counted, whatever the number of threads",
     "on compte un visiteur à la fois, quel que soit le nombre de fils"},
    {"Two threads were between the reading and the writing at the same time, "
     "and a visit can be lost there. An atomic protects one variable, not "
     "two steps; a mutex made anew in each call, or let go between the two "
     "steps, protects nothing. One mutex for the page, held over both steps.",
     "Deux fils étaient en même temps entre la lecture et l'écriture, et une "
     "visite peut s'y perdre. Un atomique protège une variable, pas deux "
     "gestes ; un mutex créé à chaque appel, ou lâché entre les deux gestes, "
     "ne protège rien. Un seul mutex pour la page, tenu pendant les deux "
     "gestes."}};

constexpr Lesson not_put_aside{
    "not-put-aside",
    {"the money that one customer is asked about is out of the others' reach",
     "l'argent qu'un client doit confirmer est hors de portée des autres"},
    {"The balance was checked before the question and used after it. While "
     "the customer thinks, others withdraw: the check is out of date. Check "
     "and take in one go, before the co_await; give back if it comes to "
     "nothing.",
     "Le solde a été vérifié avant la question et utilisé après. Pendant que "
     "le client réfléchit, d'autres retirent : la vérification est périmée. "
     "Vérifiez et prenez d'un seul geste, avant le co_await ; rendez si cela "
     "n'aboutit pas."}};

constexpr Lesson stale_balance{
    "stale-balance",
    {"giving back 30 adds 30 to what the page says now",
     "rendre 30, c'est ajouter 30 à ce que la page dit maintenant"},
    {"A balance read before the question was written after it, and wiped out "
     "what others did meanwhile. A strand runs one piece at a time, and a "
     "piece ends at each co_await: read again after it.",
     "Un solde lu avant la question a été écrit après, et a effacé ce que "
     "d'autres ont fait entre-temps. Un strand exécute un morceau à la fois, "
     "et un morceau s'arrête à chaque co_await : relisez après."}};

constexpr Lesson money_kept{
    "money-kept",
    {"unless the customer says yes, the money comes back to the page",
     "à moins d'un oui du client, l'argent revient sur la page"},
    {"The money was put aside and not given back. A question can end in three "
     "ways without a yes: a no, an exception, a cancellation (which is an "
     "exception too). Give back in all of them, and let the exception go on.",
     "L'argent mis de côté n'a pas été rendu. Une question peut finir de trois "
     "façons sans un oui : un non, une exception, une annulation (qui est "
     "aussi une exception). Rendez dans les trois cas, et laissez passer "
     "l'exception."}};

constexpr Lesson off_the_strand{
    "off-the-strand",
    {"one thread at a time is at work on the page",
     "un seul fil à la fois travaille sur la page"},
    {"Two threads were on the page together. A strand only orders what is "
     "given to it, and only if it is the same one: one for each account, made "
     "with it. A coroutine runs on the executor it was spawned on: spawn the "
     "work on the strand.",
     "Deux fils étaient ensemble sur la page. Un strand n'ordonne que ce qu'on "
     "lui confie, et à condition que ce soit le même : un par compte, créé "
     "avec lui. Une coroutine s'exécute là où on l'a lancée : lancez le "
     "travail sur le strand."}};

constexpr Lesson strand_left{
    "strand-left",
    {"after the question, too, one thread at a time is at work on the page",
     "après la question aussi, un seul fil à la fois travaille sur la page"},
    {"The work began on the strand, and came back from the co_await somewhere "
     "else. A hop with post or dispatch lasts until the next co_await; then "
     "the coroutine resumes on the executor it was spawned on. Spawn the whole "
     "work on the strand, or hop again.",
     "Le travail a commencé sur le strand, et il est revenu du co_await "
     "ailleurs. Un saut par post ou dispatch dure jusqu'au co_await suivant ; "
     "ensuite la coroutine reprend sur l'exécuteur où on l'a lancée. Lancez "
     "tout le travail sur le strand, ou refaites le saut."}};

constexpr Lesson not_moved{
    "not-moved",
    {"the page is touched on the account's executor, and the caller comes back "
     "to its own",
     "la page est touchée sur l'exécuteur du compte, et l'appelant revient sur "
     "le sien"},
    {"co_await post(strand, use_awaitable) sends a message to the strand and "
     "resumes here, on the coroutine's own executor: nothing has moved, it "
     "only looks so when both share their threads. co_spawn the work on the "
     "strand and await it.",
     "co_await post(strand, use_awaitable) envoie un message au strand et "
     "reprend ici, sur l'exécuteur de la coroutine : rien n'a bougé, cela y "
     "ressemble seulement quand les deux partagent leurs fils. Lancez le "
     "travail sur le strand avec co_spawn, et attendez-le."}};

constexpr Lesson blocks_a_thread{
    "blocks-a-thread",
    {"whoever waits for a turn leaves the thread to others",
     "qui attend son tour laisse le fil d'exécution aux autres"},
    {"A thread stood still until somebody else was done. Do this on each "
     "thread, and no thread is left for the one who should be done. lock(), "
     "acquire() and get() block the thread; a coroutine waits with co_await, "
     "and work given to a busy strand waits in its queue.",
     "Un fil s'est immobilisé en attendant que quelqu'un d'autre ait fini. Si "
     "chaque fil en fait autant, il n'en reste plus pour celui qui devrait "
     "finir. lock(), acquire() et get() bloquent le fil ; une coroutine attend "
     "avec co_await, et le travail confié à un strand occupé attend dans sa "
     "file."}};

constexpr Lesson asks_again{
    "asks-again",
    {"whoever waits for a turn sleeps until it comes",
     "qui attend son tour dort jusqu'à ce qu'il vienne"},
    {"The code in the line asks again and again whether it may come in. It "
     "keeps a thread busy for nothing, and whoever asks at the right moment "
     "comes in first. Await something that the one who leaves can ring.",
     "Le code qui attend demande sans cesse s'il peut entrer. Il occupe un fil "
     "pour rien, et c'est celui qui demande au bon moment qui entre d'abord. "
     "Attendez quelque chose que celui qui sort puisse faire sonner."}};

constexpr Lesson let_in_together{
    "let-in-together",
    {"one work is inside; the others wait until it has ended",
     "un seul travail est à l'intérieur ; les autres attendent qu'il ait fini"},
    {"A second work began before the first had ended. A strand does not keep "
     "it out, because a strand is free at each co_await. Remember in the State "
     "that somebody is inside, from before the work begins until it has really "
     "ended.",
     "Un deuxième travail a commencé avant la fin du premier. Un strand ne "
     "l'en empêche pas, puisqu'il se libère à chaque co_await. Notez dans le "
     "State que quelqu'un est à l'intérieur, depuis avant le début du travail "
     "jusqu'à sa vraie fin."}};

constexpr Lesson not_woken{
    "not-woken",
    {"when a work has ended, the next one in the line is let in",
     "quand un travail a fini, le suivant dans la file entre"},
    {"The lock is free, somebody waits, and nobody will ever wake them. Who "
     "leaves must call the next one; and a call that comes before the other "
     "listens is lost, so the line and the flag must change together.",
     "Le verrou est libre, quelqu'un attend, et personne ne le réveillera "
     "jamais. Celui qui sort doit appeler le suivant ; et un appel lancé avant "
     "que l'autre écoute est perdu : la file et l'indicateur doivent changer "
     "ensemble."}};

constexpr Lesson not_in_order{
    "not-in-order",
    {"those who wait are let in in the order in which they came",
     "ceux qui attendent entrent dans l'ordre de leur arrivée"},
    {"Somebody was let in before others who had come earlier. Without order, "
     "the unlucky can wait for ever. Take the next one from the front of the "
     "line, and add newcomers at its end.",
     "Quelqu'un est entré avant d'autres arrivés plus tôt. Sans ordre, les "
     "malchanceux peuvent attendre toujours. Prenez le suivant en tête de la "
     "file, et ajoutez les nouveaux à la fin."}};

constexpr Lesson lock_kept{
    "lock-kept",
    {"the lock is released, however the work ends",
     "le verrou est rendu, quelle que soit la fin du travail"},
    {"The work ended by an exception or a cancellation, and the lock was never "
     "given back. The line after `co_await work()` is reached only when all "
     "goes well. Release in a destructor, or catch, release, and throw again.",
     "Le travail a fini par une exception ou une annulation, et le verrou n'a "
     "jamais été rendu. La ligne qui suit `co_await work()` n'est atteinte que "
     "si tout va bien. Libérez dans un destructeur, ou interceptez, libérez et "
     "relancez."}};

constexpr Lesson left_in_line{
    "left-in-line",
    {"who is cancelled in the line leaves it at once, and does not work",
     "qui est annulé dans la file la quitte aussitôt, et ne travaille pas"},
    {"A waiter was told to stop, and was still taken for somebody who waits. "
     "The wait ends early on a cancellation: find out whether it is your turn "
     "or not; if not, take yourself off the line, and throw "
     "operation_aborted.",
     "Quelqu'un qui attendait a reçu l'ordre d'arrêter, et on l'a encore "
     "compté dans la file. L'attente finit plus tôt en cas d'annulation : "
     "regardez si c'est votre tour ; sinon, retirez-vous de la file et lancez "
     "operation_aborted."}};

constexpr Lesson turn_lost{
    "turn-lost",
    {"whenever somebody in the line is cancelled, the next one gets the turn",
     "à quelque moment qu'on annule quelqu'un dans la file, le suivant a son "
     "tour"},
    {"Somebody was cancelled just when the turn was handed to them, and the "
     "turn went away with them. Cancelled or not, ask first whether it is your "
     "turn: who has it must use it, or pass it on.",
     "Quelqu'un a été annulé juste au moment où on lui donnait son tour, et le "
     "tour a disparu avec lui. Annulé ou non, regardez d'abord si c'est votre "
     "tour : qui l'a reçu doit s'en servir, ou le passer au suivant."}};

constexpr Lesson checked_outside{
    "checked-outside",
    {"nobody looks at the money of a vault while another transfer uses it",
     "personne ne regarde l'argent d'un coffre pendant qu'un autre virement "
     "s'en sert"},
    {"The decision rests on a number that was read without the lock, or under "
     "a lock that was let go in between. When the time comes to write, it is "
     "no longer true. Hold both vaults from the first look to the last "
     "writing, the audit included.",
     "La décision repose sur un nombre lu sans le verrou, ou sous un verrou "
     "lâché entre-temps. Au moment d'écrire, il n'est plus vrai. Tenez les "
     "deux coffres du premier regard à la dernière écriture, contrôle "
     "compris."}};

constexpr Lesson half_a_transfer{
    "half-a-transfer",
    {"the money moves after the audit, all of it or nothing",
     "l'argent bouge après le contrôle, en entier ou pas du tout"},
    {"A page was changed before the audit had agreed. If the audit then fails, "
     "or is cancelled, the money is gone from one vault and in no other. Await "
     "everything that can fail first; then write.",
     "Une page a changé avant l'accord du contrôle. S'il échoue ensuite, ou "
     "s'il est annulé, l'argent a quitté un coffre sans entrer dans l'autre. "
     "Attendez d'abord tout ce qui peut échouer ; écrivez ensuite."}};

constexpr Lesson opposite_orders{
    "opposite-orders",
    {"two transfers in opposite directions both end",
     "deux virements en sens contraires finissent tous les deux"},
    {"A deadlock: each transfer holds one vault and waits for the other's. "
     "Everybody must take the vaults in the same order, whatever the direction "
     "of the money: their numbers give one.",
     "Un interblocage : chaque virement tient un coffre et attend celui de "
     "l'autre. Tout le monde doit prendre les coffres dans le même ordre, quel "
     "que soit le sens de l'argent : leurs numéros en donnent un."}};

constexpr Lesson one_lock_for_all{
    "one-lock-for-all",
    {"a transfer between two other vaults does not wait",
     "un virement entre deux autres coffres n'attend pas"},
    {"All transfers pass through one lock, and a slow audit stops the whole "
     "branch. Each vault has its own mutex: take those two, and no other.",
     "Tous les virements passent par un seul verrou, et un contrôle lent "
     "arrête toute l'agence. Chaque coffre a son mutex : prenez ces deux-là, "
     "et aucun autre."}};

constexpr Lesson limit_passed{
    "limit-passed",
    {"there are never more works than desks",
     "il n'y a jamais plus de travaux que de guichets"},
    {"One client too many was let in. Compare and count in one go, on the same "
     "strand; a desk is given back by the one who had it, once. Who was "
     "cancelled in the line has no desk to give back.",
     "Un client de trop est entré. Comparez et comptez d'un seul geste, sur le "
     "même strand ; un guichet est rendu par celui qui l'avait, une seule "
     "fois. Qui est annulé dans la file n'a pas de guichet à rendre."}};

constexpr Lesson limit_not_reached{
    "limit-not-reached",
    {"no desk is idle while somebody waits",
     "aucun guichet n'est vide tant que quelqu'un attend"},
    {"A desk was free, a client waited, and was not let in. Do not serve in "
     "batches: as soon as one work has ended, the next one begins, whatever "
     "the others do.",
     "Un guichet était libre, un client attendait, et n'est pas entré. Ne "
     "servez pas par fournées : dès qu'un travail a fini, le suivant commence, "
     "quoi que fassent les autres."}};

constexpr Lesson desk_lost{
    "desk-lost",
    {"a desk is free again, however its work ends",
     "un guichet se libère, quelle que soit la fin du travail"},
    {"A work ended by an exception or a cancellation, and its desk was never "
     "free again. After a few of those, the branch stands still. Give the desk "
     "back in a destructor, or catch, give back, and throw again.",
     "Un travail a fini par une exception ou une annulation, et son guichet "
     "n'est jamais redevenu libre. Encore quelques-uns, et l'agence s'arrête. "
     "Rendez le guichet dans un destructeur, ou interceptez, rendez et "
     "relancez."}};

// A page that notices a second hand, and can keep a hand where it is.
class Sheet : public exo33::Page {
 public:
  explicit Sheet(long number, std::string name = "the page")
      : number_(number), name_(std::move(name)) {}

  long read() override {
    const Hand hand(*this);
    return number_;
  }

  void write(long number) override {
    const Hand hand(*this);
    if (breaks_) {
      breaks_ = false;
      throw std::runtime_error("the pencil broke");
    }
    number_ = number;
    tell({"says", "dit"}, std::to_string(number));
  }

  // For the test, when nobody is at work.
  long number() const { return number_; }

  void tells(Story& story) { story_ = &story; }
  void break_the_pencil() { breaks_ = true; }

  // The hand that touches the page next, or after `before` others, stays on it
  // until another one comes, or let_go(), or the time is up.
  void hold_a_hand(int before = 0,
                   std::chrono::milliseconds time = std::chrono::hours(1)) {
    const std::scoped_lock lock(mutex_);
    countdown_ = before + 1;
    time_ = time;
    held_ = let_go_ = false;
  }
  void wait_until_held() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return held_; });
  }
  // No hand is left to be held.
  void hold_no_hand() {
    const std::scoped_lock lock(mutex_);
    countdown_ = 0;
    held_ = true;
    moved_.notify_all();
  }
  void let_go() {
    const std::scoped_lock lock(mutex_);
    let_go_ = true;
    moved_.notify_all();
  }

  bool smudged() const {
    const std::scoped_lock lock(mutex_);
    return smudged_;
  }
  bool touched_by(std::thread::id thread) const {
    const std::scoped_lock lock(mutex_);
    return threads_.contains(thread);
  }

 private:
  struct Hand {
    explicit Hand(Sheet& page) : sheet(page) {
      std::unique_lock lock(sheet.mutex_);
      sheet.threads_.insert(std::this_thread::get_id());
      if (sheet.hands_++ > 0) {
        sheet.smudged_ = true;
        sheet.tell({"is smudged: a second hand is on it",
                    "est tachée : une deuxième main s'y pose"});
        sheet.moved_.notify_all();
      }
      if (sheet.countdown_ > 0 && --sheet.countdown_ == 0) {
        sheet.held_ = true;
        sheet.moved_.notify_all();
        sheet.moved_.wait_for(lock, sheet.time_,
                              [&] { return sheet.let_go_ || sheet.smudged_; });
      }
    }
    ~Hand() {
      const std::scoped_lock lock(sheet.mutex_);
      --sheet.hands_;
    }
    Sheet& sheet;
  };

  void tell(workbook::Text what, std::string_view detail = {}) const {
    if (story_) story_->tell(name_, what, detail);
  }

  long number_;  // not protected by mutex_: that is the learner's task
  const std::string name_;
  Story* story_ = nullptr;
  bool breaks_ = false;

  mutable std::mutex mutex_;
  std::condition_variable moved_;
  int hands_ = 0;
  int countdown_ = 0;
  std::chrono::milliseconds time_{};
  bool held_ = false;
  bool let_go_ = false;
  bool smudged_ = false;
  std::set<std::thread::id> threads_;
};

// The clerks: the threads of a pool.
struct Clerks {
  explicit Clerks(std::size_t count) : pool(count) {}

  template <class T>
  std::future<T> start(asio::awaitable<T> work) {
    return asio::co_spawn(pool, std::move(work), asio::use_future);
  }
  asio::any_io_executor executor() { return pool.get_executor(); }

  asio::thread_pool pool;
};

asio::awaitable<void> wait_at(Gate& gate) { co_await gate.wait(); }

Work work_at(Gate& gate) {
  return [&gate] { return wait_at(gate); };
}

asio::awaitable<void> hop() { co_await asio::post(asio::use_awaitable); }

asio::awaitable<bool> say(bool answer) {
  co_await hop();
  co_return answer;
}

Question saying(bool answer) {
  return [answer] { return say(answer); };
}

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

// Whether a stage has nothing more to do, after a while.
bool comes_to_rest(Stage& stage) {
  stage.context.restart();
  for (int turn = 0; turn < 1000; ++turn)
    if (stage.context.poll_one() == 0) return true;
  return false;
}

// Calls `what` on another thread, to its end.
template <class What>
void on_another_thread(What what) {
  std::async(std::launch::async, what).get();
}

// What is shared lives as long as whoever uses it: also when a test fails, and
// coroutines that still wait are destroyed.
asio::awaitable<long> visit(std::shared_ptr<exo33::VisitCounter> counter,
                            Work greet) {
  co_return co_await counter->visit(std::move(greet));
}

asio::awaitable<bool> withdraw(std::shared_ptr<exo33::Account> account,
                               long amount, Question confirm) {
  co_return co_await account->withdraw(amount, std::move(confirm));
}

asio::awaitable<void> alone(std::shared_ptr<exo33::Mutex> mutex, Work work) {
  co_await mutex->alone(std::move(work));
}

asio::awaitable<void> serve(std::shared_ptr<exo33::Desks> desks, Work work) {
  co_await desks->serve(std::move(work));
}

}  // namespace

TEST_CASE("a visitor is counted, greeted, and told their number", "[step1]") {
  Sheet page(41);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate chat(stage, "the greeting");
  auto ada = stage.run("Ada's visit", visit(counter, work_at(chat)));
  EXPECT(own_number, ada.waits());
  EXPECT(own_number, page.number() == 42);
  EXPECT(own_number, chat.asked() == 1);
  chat.open(true);
  stage.settle();
  EXPECT(own_number, ada.value() == 42);
}

TEST_CASE("while one visitor is greeted, the next one is counted", "[step1]") {
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate with_ada(stage, "the chat with Ada");
  Gate with_bob(stage, "the chat with Bob");
  Gate with_eve(stage, "the chat with Eve");
  const Teaching if_it_never_returns(mutex_across_co_await);
  auto ada = stage.run("Ada's visit", visit(counter, work_at(with_ada)));
  auto bob = stage.start("Bob's visit", visit(counter, work_at(with_bob)));
  on_another_thread([&] { stage.settle(); });
  EXPECT(mutex_across_co_await, with_bob.asked() == 1);
  with_ada.open(true);
  on_another_thread([&] { stage.settle(); });
  EXPECT(own_number, ada.value() == 1);
  auto eve = stage.run("Eve's visit", visit(counter, work_at(with_eve)));
  EXPECT(mutex_across_co_await, with_eve.asked() == 1);
  with_eve.open(true);
  with_bob.open(true);
  stage.settle();
  EXPECT(own_number, bob.value() == 2);
  EXPECT(own_number, eve.value() == 3);
}

TEST_CASE("a greeting that goes wrong is heard of, and the visit counts",
          "[step1]") {
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate chat(stage, "the greeting");
  chat.fail(std::runtime_error("lost for words"));
  auto ada = stage.run("Ada's visit", visit(counter, work_at(chat)));
  EXPECT(own_number, ada.error() == "lost for words");
  EXPECT(own_number, page.number() == 1);
}

// The first hand stays on the page until a second one comes. With a right
// answer none ever comes, however long it stays: a moment must do.
TEST_CASE("two clerks never have their hands on the page together", "[step1]") {
  for (const int before : {0, 1, 0, 1}) {
    Story story;
    Sheet page(0);
    page.tells(story);
    Clerks clerks(2);
    const auto counter = std::make_shared<exo33::VisitCounter>(page);
    std::latch together(2);
    const auto come_in = [&]() -> asio::awaitable<long> {
      together.arrive_and_wait();
      co_return co_await counter->visit(hop);
    };
    page.hold_a_hand(before, 50ms);
    auto ada = clerks.start(come_in());
    auto bob = clerks.start(come_in());
    const auto sum = ada.get() + bob.get();
    EXPECT(two_hands, !page.smudged());
    EXPECT(two_hands, page.number() == 2);
    EXPECT(two_hands, sum == 1 + 2);
  }
}

TEST_CASE("no visit is lost when four clerks count at once", "[step1]") {
  Story story;
  Sheet page(0);
  Clerks clerks(4);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  std::latch together(4);
  const auto count = [&]() -> asio::awaitable<void> {
    together.arrive_and_wait();
    for (int i = 0; i < 500; ++i) co_await counter->visit(hop);
  };
  std::vector<std::future<void>> counts;
  for (int i = 0; i < 4; ++i) counts.push_back(clerks.start(count()));
  for (auto& each : counts) each.get();
  EXPECT(two_hands, page.number() == 2000);
}

TEST_CASE("a pencil that breaks does not keep the next visitor out",
          "[step1]") {
  Sheet page(0);
  Stage stage;
  page.tells(stage.story);
  const auto counter = std::make_shared<exo33::VisitCounter>(page);
  Gate chat(stage, "the greeting");
  chat.open(true);
  page.break_the_pencil();
  auto ada = stage.run("Ada's visit", visit(counter, work_at(chat)));
  EXPECT(own_number, ada.error() == "the pencil broke");
  const Teaching if_it_never_returns(mutex_not_released);
  auto bob = stage.start("Bob's visit", visit(counter, work_at(chat)));
  on_another_thread([&] { stage.settle(); });
  EXPECT(mutex_not_released, bob.returned());
  EXPECT(own_number, page.number() == 1);
}

TEST_CASE("the money is put aside while the customer is asked", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  const auto account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada(stage, "the question to Ada");
  Gate bob(stage, "the question to Bob");
  const Teaching if_it_never_returns(blocks_a_thread);
  auto first = stage.run("Ada's 80", withdraw(account, 80, ada.operation()));
  auto second = stage.run("Bob's 80", withdraw(account, 80, bob.operation()));
  EXPECT(not_put_aside, page.number() == 20);
  EXPECT(not_put_aside, bob.asked() == 0);
  EXPECT(not_put_aside, !second.value());
  EXPECT(not_put_aside, ada.waiting() == 1);
  ada.open(true);
  stage.settle();
  EXPECT(not_put_aside, first.value());
  EXPECT(not_put_aside, page.number() == 20);
}

TEST_CASE("the last coin can be withdrawn, and no more", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  const auto account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada(stage, "the question to Ada");
  ada.open(true);
  auto more = stage.run("Ada's 101", withdraw(account, 101, ada.operation()));
  EXPECT(not_put_aside, !more.value());
  EXPECT(not_put_aside, ada.asked() == 0);
  auto all = stage.run("Ada's 100", withdraw(account, 100, ada.operation()));
  EXPECT(not_put_aside, all.value());
  EXPECT(not_put_aside, page.number() == 0);
}

TEST_CASE("a customer who says no gets back their own money only", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  const auto account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada(stage, "the question to Ada");
  Gate bob(stage, "the question to Bob");
  const Teaching if_it_never_returns(blocks_a_thread);
  auto first = stage.run("Ada's 30", withdraw(account, 30, ada.operation()));
  auto second = stage.run("Bob's 20", withdraw(account, 20, bob.operation()));
  EXPECT(blocks_a_thread, bob.asked() == 1);
  bob.open(true);
  stage.settle();
  EXPECT(stale_balance, page.number() == 50);
  EXPECT(stale_balance, second.value());
  ada.open(false);
  stage.settle();
  EXPECT(money_kept, page.number() != 50);
  EXPECT(stale_balance, page.number() == 80);
  EXPECT(money_kept, !first.value());
}

TEST_CASE("a question that fails gives the money back", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  const auto account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada(stage, "the question to Ada");
  auto first = stage.run("Ada's 30", withdraw(account, 30, ada.operation()));
  ada.fail(std::runtime_error("the line is dead"));
  stage.settle();
  EXPECT(money_kept, page.number() == 100);
  EXPECT(money_kept, first.error() == "the line is dead");
}

TEST_CASE("a withdrawal that is cancelled gives the money back", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  const auto account = std::make_shared<exo33::Account>(stage.executor(), page);
  Gate ada(stage, "the question to Ada");
  auto first = stage.run("Ada's 30", withdraw(account, 30, ada.operation()));
  first.cancel();
  stage.settle();
  EXPECT(money_kept, ada.cancelled() == 1);
  EXPECT(money_kept, page.number() == 100);
  EXPECT(money_kept, first.threw());
}

TEST_CASE("two withdrawals take turns on the page, and block no thread",
          "[step2]") {
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
    story.tell("Ada", {"is at work on the page", "travaille sur la page"});
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

TEST_CASE("they take turns on the page after the question, too", "[step2]") {
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

TEST_CASE("the page is touched where the account lives", "[step2]") {
  Sheet page(100);
  Stage stage;
  page.tells(stage.story);
  Clerks clerks(2);
  const auto account =
      std::make_shared<exo33::Account>(clerks.executor(), page);
  std::thread::id back_on;
  const auto call = [&]() -> asio::awaitable<void> {
    for (const bool answer : {false, true})
      co_await account->withdraw(30, saying(answer));
    back_on = std::this_thread::get_id();
  };
  auto ada = stage.start("Ada, who calls from elsewhere,", call());
  stage.run_until_ended(ada);
  EXPECT(not_moved, ada.error() == "");
  const bool page_touched_by_the_caller =
      page.touched_by(std::this_thread::get_id());
  EXPECT(not_moved, !page_touched_by_the_caller);
  const bool caller_came_back = back_on == std::this_thread::get_id();
  EXPECT(not_moved, caller_came_back);
  EXPECT(not_moved, page.number() == 70);
}

TEST_CASE("one work is inside, and the next waits until it has ended",
          "[step3]") {
  Stage stage;
  const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
  Gate ada(stage, "Ada's work");
  Gate bob(stage, "Bob's work");
  const Teaching if_it_never_returns(blocks_a_thread);
  auto first = stage.run("Ada", alone(mutex, work_at(ada)));
  EXPECT(not_woken, ada.asked() == 1);
  auto second = stage.start("Bob", alone(mutex, work_at(bob)));
  const bool rests = comes_to_rest(stage);
  EXPECT(let_in_together, bob.asked() == 0);
  EXPECT(asks_again, rests);
  EXPECT(let_in_together, first.waits());
  EXPECT(let_in_together, second.waits());
  ada.open(true);
  stage.settle();
  EXPECT(let_in_together, first.returned());
  EXPECT(not_woken, bob.asked() == 1);
  bob.open(true);
  stage.settle();
  EXPECT(not_woken, second.returned());
}

TEST_CASE("those who wait are let in in the order in which they came",
          "[step3]") {
  Stage stage;
  const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
  const std::vector<std::string> names{"Ada", "Bob", "Eve", "Joe", "Zoe"};
  std::vector<std::unique_ptr<Gate>> works;
  for (const auto& name : names) {
    works.push_back(std::make_unique<Gate>(stage, name + "'s work"));
    stage.run(name, alone(mutex, work_at(*works.back())));
  }
  std::vector<std::string> let_in;
  for (std::size_t turn = 0; turn < names.size(); ++turn) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (works[i]->waiting() == 1) {
        let_in.push_back(names[i]);
        works[i]->open(true);
        break;
      }
    stage.settle();
  }
  EXPECT(not_woken, let_in.size() == names.size());
  EXPECT(not_in_order, let_in == names);
}

TEST_CASE("a work that throws lets the next one in", "[step3]") {
  Stage stage;
  const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
  Gate ada(stage, "Ada's work");
  Gate bob(stage, "Bob's work");
  auto first = stage.run("Ada", alone(mutex, work_at(ada)));
  auto second = stage.run("Bob", alone(mutex, work_at(bob)));
  ada.fail(std::runtime_error("the key is bent"));
  stage.settle();
  EXPECT(lock_kept, bob.asked() == 1);
  EXPECT(lock_kept, first.error() == "the key is bent");
  bob.open(true);
  stage.settle();
  EXPECT(lock_kept, second.returned());
}

TEST_CASE("a work that is cancelled lets the next one in when it has ended",
          "[step3]") {
  for (const bool lingers : {false, true}) {
    Stage stage;
    const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
    Gate ada(stage, "Ada's work");
    Gate bob(stage, "Bob's work");
    if (lingers) ada.linger();
    auto first = stage.run("Ada", alone(mutex, work_at(ada)));
    auto second = stage.run("Bob", alone(mutex, work_at(bob)));
    first.cancel();
    stage.settle();
    EXPECT(let_in_together, ada.cancelled() == 1);
    if (lingers) EXPECT(let_in_together, bob.asked() == 0);
    ada.let_go();
    stage.settle();
    EXPECT(lock_kept, bob.asked() == 1);
    EXPECT(lock_kept, first.threw());
    bob.open(true);
    stage.settle();
    EXPECT(lock_kept, second.returned());
  }
}

TEST_CASE("who is cancelled in the line leaves it", "[step3]") {
  Stage stage;
  const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
  Gate ada(stage, "Ada's work");
  Gate bob(stage, "Bob's work");
  Gate eve(stage, "Eve's work");
  Gate joe(stage, "Joe's work");
  auto first = stage.run("Ada", alone(mutex, work_at(ada)));
  auto second = stage.run("Bob", alone(mutex, work_at(bob)));
  auto third = stage.run("Eve", alone(mutex, work_at(eve)));
  auto fourth = stage.run("Joe", alone(mutex, work_at(joe)));
  third.cancel();
  stage.settle();
  EXPECT(left_in_line, third.threw());
  EXPECT(left_in_line, bob.asked() + eve.asked() + joe.asked() == 0);
  ada.open(true);
  stage.settle();
  EXPECT(left_in_line, bob.asked() == 1);
  bob.open(true);
  stage.settle();
  EXPECT(left_in_line, eve.asked() == 0);
  EXPECT(left_in_line, joe.asked() == 1);
  joe.open(true);
  stage.settle();
  EXPECT(left_in_line, fourth.returned());
}

TEST_CASE("whenever one in the line is cancelled, the lock is not lost",
          "[step3]") {
  for (int turns = 0; turns < 40; ++turns) {
    Stage stage;
    const auto mutex = std::make_shared<exo33::Mutex>(stage.executor());
    Gate ada(stage, "Ada's work");
    Gate bob(stage, "Bob's work");
    Gate eve(stage, "Eve's work");
    auto first = stage.run("Ada", alone(mutex, work_at(ada)));
    auto second = stage.run("Bob", alone(mutex, work_at(bob)));
    auto third = stage.run("Eve", alone(mutex, work_at(eve)));
    ada.open(true);
    stage.context.restart();
    for (int turn = 0; turn < turns; ++turn) stage.context.poll_one();
    second.cancel();
    stage.settle();
    EXPECT(turn_lost, eve.asked() == 1);
    EXPECT(left_in_line, second.threw());
    eve.open(true);
    stage.settle();
    EXPECT(turn_lost, third.returned());
  }
}

TEST_CASE("one at a time on four threads, too", "[step3]") {
  Story story;
  Sheet page(0);
  Clerks clerks(4);
  const auto mutex = std::make_shared<exo33::Mutex>(clerks.executor());
  std::latch together(4);
  const auto add_one = [&]() -> asio::awaitable<void> {
    const long number = page.read();
    co_await hop();
    page.write(number + 1);
  };
  const auto come_in = [&]() -> asio::awaitable<void> {
    together.arrive_and_wait();
    for (int i = 0; i < 100; ++i) co_await mutex->alone(add_one);
  };
  const Teaching if_it_never_returns(not_woken);
  std::vector<std::future<void>> all;
  for (int i = 0; i < 4; ++i) all.push_back(clerks.start(come_in()));
  for (auto& each : all) each.get();
  EXPECT(let_in_together, !page.smudged());
  EXPECT(let_in_together, page.number() == 400);
}

namespace {

using Money = std::vector<long>;
using Vaults = std::shared_ptr<std::vector<exo33::Vault>>;

// Vaults 0 to 3, one on each page.
Vaults open_vaults(asio::any_io_executor executor,
                   std::array<Sheet, 4>& pages) {
  auto vaults = std::make_shared<std::vector<exo33::Vault>>();
  for (int i = 0; i < 4; ++i)
    vaults->push_back({i, pages.at(i), exo33::Mutex(executor)});
  return vaults;
}

asio::awaitable<bool> transfer(Vaults vaults, int from, int to, long amount,
                               Work audit) {
  co_return co_await exo33::transfer(vaults->at(from), vaults->at(to), amount,
                                     std::move(audit));
}

asio::awaitable<void> hold(Vaults vaults, int vault, Work work) {
  co_await vaults->at(vault).mutex.alone(std::move(work));
}

// A room with four vaults of 100, and two people who move money.
struct Room {
  Room() {
    for (auto& page : pages) page.tells(stage.story);
  }

  Money money() const {
    Money money;
    for (const auto& page : pages) money.push_back(page.number());
    return money;
  }

  std::array<Sheet, 4> pages{Sheet(100, "vault 0"), Sheet(100, "vault 1"),
                             Sheet(100, "vault 2"), Sheet(100, "vault 3")};
  Stage stage;
  Vaults vaults = open_vaults(stage.executor(), pages);
  Gate ada{stage, "the audit of Ada's transfer"};
  Gate bob{stage, "the audit of Bob's transfer"};
};

}  // namespace

TEST_CASE("a transfer is audited, then the money moves", "[step3]") {
  Room room;
  auto ada = room.stage.run("Ada's 30 from 0 to 1",
                            transfer(room.vaults, 0, 1, 30, work_at(room.ada)));
  EXPECT(half_a_transfer, room.money() == Money{100, 100, 100, 100});
  EXPECT(half_a_transfer, room.ada.waiting() == 1);
  room.ada.open(true);
  room.stage.settle();
  EXPECT(half_a_transfer, room.money() == Money{70, 130, 100, 100});
  EXPECT(half_a_transfer, ada.value());
}

TEST_CASE("what is not there is not moved, and not audited", "[step3]") {
  Room room;
  room.ada.open(true);
  auto more =
      room.stage.run("Ada's 101 from 1 to 0",
                     transfer(room.vaults, 1, 0, 101, work_at(room.ada)));
  EXPECT(half_a_transfer, !more.value());
  EXPECT(half_a_transfer, room.ada.asked() == 0);
  auto all =
      room.stage.run("Ada's 100 from 1 to 0",
                     transfer(room.vaults, 1, 0, 100, work_at(room.ada)));
  EXPECT(half_a_transfer, all.value());
  EXPECT(half_a_transfer, room.money() == Money{200, 0, 100, 100});
}

TEST_CASE("the same money is not moved twice", "[step3]") {
  Room room;
  auto ada = room.stage.run("Ada's 80 from 0 to 1",
                            transfer(room.vaults, 0, 1, 80, work_at(room.ada)));
  auto bob = room.stage.run("Bob's 80 from 0 to 2",
                            transfer(room.vaults, 0, 2, 80, work_at(room.bob)));
  EXPECT(checked_outside, room.bob.asked() == 0);
  room.ada.open(true);
  room.bob.open(true);
  room.stage.settle();
  EXPECT(checked_outside, room.money() == Money{20, 180, 100, 100});
  EXPECT(checked_outside, ada.value());
  EXPECT(checked_outside, !bob.value());
}

TEST_CASE("what comes in during an audit is not lost", "[step3]") {
  Room room;
  auto ada = room.stage.run("Ada's 30 from 0 to 1",
                            transfer(room.vaults, 0, 1, 30, work_at(room.ada)));
  auto bob = room.stage.run("Bob's 50 from 2 to 1",
                            transfer(room.vaults, 2, 1, 50, work_at(room.bob)));
  room.bob.open(true);
  room.stage.settle();
  room.ada.open(true);
  room.stage.settle();
  EXPECT(checked_outside, room.money() == Money{70, 180, 50, 100});
  EXPECT(checked_outside, ada.value());
  EXPECT(checked_outside, bob.value());
}

TEST_CASE("two transfers in opposite directions both end", "[step3]") {
  Room room;
  Gate zero(room.stage, "the inventory of vault 0");
  Gate one(room.stage, "the inventory of vault 1");
  room.stage.run("The count of 0", hold(room.vaults, 0, work_at(zero)));
  room.stage.run("The count of 1", hold(room.vaults, 1, work_at(one)));
  auto ada = room.stage.run("Ada's 30 from 0 to 1",
                            transfer(room.vaults, 0, 1, 30, work_at(room.ada)));
  auto bob = room.stage.run("Bob's 50 from 1 to 0",
                            transfer(room.vaults, 1, 0, 50, work_at(room.bob)));
  room.ada.open(true);
  room.bob.open(true);
  zero.open(true);
  one.open(true);
  room.stage.settle();
  EXPECT(opposite_orders, !ada.waits());
  EXPECT(opposite_orders, !bob.waits());
  EXPECT(checked_outside, room.money() == Money{120, 80, 100, 100});
}

TEST_CASE("a transfer between two other vaults does not wait", "[step3]") {
  Room room;
  auto ada = room.stage.run("Ada's 30 from 0 to 1",
                            transfer(room.vaults, 0, 1, 30, work_at(room.ada)));
  auto bob = room.stage.run("Bob's 50 from 2 to 3",
                            transfer(room.vaults, 2, 3, 50, work_at(room.bob)));
  EXPECT(one_lock_for_all, room.bob.asked() == 1);
  room.bob.open(true);
  room.stage.settle();
  EXPECT(one_lock_for_all, bob.returned());
  room.ada.open(true);
  room.stage.settle();
  EXPECT(one_lock_for_all, ada.returned());
  EXPECT(checked_outside, room.money() == Money{70, 130, 50, 150});
}

TEST_CASE("an audit that fails or is cancelled changes nothing", "[step3]") {
  for (const bool cancelled : {false, true}) {
    Room room;
    auto ada =
        room.stage.run("Ada's 30 from 0 to 1",
                       transfer(room.vaults, 0, 1, 30, work_at(room.ada)));
    auto bob =
        room.stage.run("Bob's 50 from 1 to 0",
                       transfer(room.vaults, 1, 0, 50, work_at(room.bob)));
    if (cancelled)
      ada.cancel();
    else
      room.ada.fail(std::runtime_error("a coin is false"));
    room.stage.settle();
    EXPECT(half_a_transfer, room.money() == Money{100, 100, 100, 100});
    EXPECT(half_a_transfer, ada.threw());
    EXPECT(lock_kept, room.bob.asked() == 1);
    room.bob.open(true);
    room.stage.settle();
    EXPECT(lock_kept, bob.returned());
    EXPECT(checked_outside, room.money() == Money{150, 50, 100, 100});
  }
}

TEST_CASE("no money is lost on four threads, and each transfer ends",
          "[step3]") {
  Story story;
  std::array<Sheet, 4> pages{Sheet(100), Sheet(100), Sheet(100), Sheet(100)};
  Clerks clerks(4);
  const auto vaults = open_vaults(clerks.executor(), pages);
  std::latch together(4);
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

namespace {

using Served = std::vector<std::string>;

// A hall with three desks, and clients who each stay until told.
struct Hall {
  // A client comes in, and does all that can be done at once.
  void come(const std::string& name) {
    names.push_back(name);
    errands.push_back(std::make_unique<Gate>(stage, name + "'s errand"));
    clients.push_back(stage.run(name, serve(desks, work_at(*errands.back()))));
  }

  // Who is at a desk now, in the order of their coming.
  Served served() const {
    Served served;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (errands[i]->waiting() == 1) served.push_back(names[i]);
    return served;
  }

  void close() {
    for (auto& errand : errands) errand->open(true);
    stage.settle();
  }

  Stage stage;
  std::shared_ptr<exo33::Desks> desks =
      std::make_shared<exo33::Desks>(stage.executor(), 3);
  std::vector<std::string> names;
  std::vector<std::unique_ptr<Gate>> errands;
  std::vector<workbook::Outcome<void>> clients;
};

}  // namespace

TEST_CASE("as many clients as desks are served, and no more", "[step4]") {
  Hall hall;
  const Teaching if_it_never_returns(blocks_a_thread);
  for (auto name : {"Ada", "Bob", "Eve", "Joe", "Zoe"}) {
    hall.come(name);
    EXPECT(limit_passed, hall.served().size() <= 3);
  }
  EXPECT(limit_not_reached, hall.served() == Served{"Ada", "Bob", "Eve"});
  hall.close();
  for (const auto& client : hall.clients)
    EXPECT(limit_not_reached, client.returned());
}

TEST_CASE("whoever waits is served as soon as one desk is free", "[step4]") {
  Hall hall;
  for (auto name : {"Ada", "Bob", "Eve", "Joe", "Zoe"}) hall.come(name);
  hall.errands[1]->open(true);
  hall.stage.settle();
  EXPECT(limit_passed, hall.served().size() <= 3);
  EXPECT(limit_not_reached, hall.served().size() == 3);
  EXPECT(not_in_order, hall.served() == Served{"Ada", "Eve", "Joe"});
  hall.errands[0]->open(true);
  hall.errands[2]->open(true);
  hall.stage.settle();
  EXPECT(limit_not_reached, hall.served() == Served{"Joe", "Zoe"});
  hall.come("Max");
  EXPECT(limit_not_reached, hall.served() == Served{"Joe", "Zoe", "Max"});
  hall.close();
}

TEST_CASE("clients who all come at once find the limit, too", "[step4]") {
  Hall hall;
  Gate errand(hall.stage, "an errand");
  for (int i = 0; i < 8; ++i)
    hall.stage.start("a client", serve(hall.desks, work_at(errand)));
  hall.stage.settle();
  EXPECT(limit_passed, errand.waiting() <= 3);
  EXPECT(limit_not_reached, errand.waiting() == 3);
  errand.open(true);
  hall.stage.settle();
  EXPECT(limit_not_reached, errand.asked() == 8);
}

TEST_CASE("a desk is free again, however its work ends", "[step4]") {
  Hall hall;
  for (auto name : {"Ada", "Bob", "Eve", "Joe", "Zoe"}) hall.come(name);
  hall.errands[0]->fail(std::runtime_error("the form is wrong"));
  hall.clients[1].cancel();
  hall.stage.settle();
  EXPECT(desk_lost, hall.served() == Served{"Eve", "Joe", "Zoe"});
  EXPECT(desk_lost, hall.clients[0].error() == "the form is wrong");
  EXPECT(desk_lost, hall.clients[1].threw());
  hall.come("Max");
  EXPECT(limit_passed, hall.served() == Served{"Eve", "Joe", "Zoe"});
  hall.close();
}

TEST_CASE("who is cancelled in the line has no desk to give back", "[step4]") {
  Hall hall;
  for (auto name : {"Ada", "Bob", "Eve", "Joe", "Zoe"}) hall.come(name);
  hall.clients[4].cancel();
  hall.stage.settle();
  EXPECT(limit_passed, hall.served() == Served{"Ada", "Bob", "Eve"});
  EXPECT(left_in_line, hall.clients[4].threw());
  hall.come("Max");
  EXPECT(limit_passed, hall.served() == Served{"Ada", "Bob", "Eve"});
  hall.errands[0]->open(true);
  hall.errands[1]->open(true);
  hall.stage.settle();
  EXPECT(left_in_line, hall.served() == Served{"Eve", "Joe", "Max"});
  hall.close();
}

TEST_CASE("whenever one in the line is cancelled, no desk is lost", "[step4]") {
  for (int turns = 0; turns < 40; ++turns) {
    Hall hall;
    for (auto name : {"Ada", "Bob", "Eve", "Joe", "Zoe"}) hall.come(name);
    hall.errands[0]->open(true);
    hall.stage.context.restart();
    for (int turn = 0; turn < turns; ++turn) hall.stage.context.poll_one();
    hall.clients[3].cancel();
    hall.stage.settle();
    EXPECT(limit_passed, hall.served().size() <= 3);
    EXPECT(turn_lost, hall.served() == Served{"Bob", "Eve", "Zoe"});
    hall.come("Max");
    EXPECT(limit_passed, hall.served() == Served{"Bob", "Eve", "Zoe"});
    hall.close();
  }
}

// The first, third, fifth... client stays until the next one is at a desk, too.
TEST_CASE("with two desks and four threads, two are served at a time",
          "[step4]") {
  Story story;
  Clerks clerks(4);
  const auto desks = std::make_shared<exo33::Desks>(clerks.executor(), 2);
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
  for (int i = 0; i < 100; ++i)
    all.push_back(clerks.start(serve(desks, errand)));
  for (auto& each : all) each.get();
  EXPECT(limit_passed, !three);
}
