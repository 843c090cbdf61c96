#include "client.hpp"

#include <algorithm>
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/attendance.hpp>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "lessons.hpp"

using asio::ip::tcp;
using exo40::Breaker;
using exo40::Carrier;
using exo40::Circuit;
using exo40::Duration;
using exo40::Limiter;
using exo40::longest_reply;
using exo40::Patience;
using exo40::Reply;
using exo40::TokenBucket;
using workbook::awkward_exceptions;
using workbook::both_orders;
using workbook::Chaos;
using workbook::code_of;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::is_aborted;
using workbook::Moment;
using workbook::Outcome;
using workbook::Peer;
using workbook::receive_all;
using workbook::same_exception;
using workbook::Server;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;

template <>
struct Catch::StringMaker<Reply> {
  static std::string convert(const Reply& reply) {
    return std::to_string(reply.status) + (reply.text.empty() ? "" : " ") +
           reply.text;
  }
};

template <>
struct Catch::StringMaker<Circuit> {
  static std::string convert(Circuit circuit) {
    constexpr std::array names{"closed", "open", "half_open"};
    return names.at(static_cast<std::size_t>(circuit));
  }
};

namespace {

// What those say who fail.
constexpr Text the_line_is_dead{"the line is dead", "la ligne est coupée"};
constexpr Text they_hung_up{"hung up", "on a raccroché"};
constexpr Text no_line_to_that_town{"no line to that town",
                                    "aucune ligne vers cette ville"};

// The same law in other words, to judge by: a bucket as a count.
class Model {
 public:
  Model(std::size_t burst, Duration every)
      : burst_(burst), every_(every), tokens_(burst) {}

  std::size_t tokens(Moment now) {
    while (tokens_ < burst_ && since_ + every_ <= now) {
      since_ += every_;
      ++tokens_;
    }
    return tokens_;
  }

  // false: there is none.
  bool take(Moment now) {
    if (tokens(now) == 0) return false;
    if (tokens_ == burst_) since_ = now;
    --tokens_;
    return true;
  }

 private:
  const std::size_t burst_;
  const Duration every_;
  std::size_t tokens_;
  Moment since_{0};  // the last token came, or the bucket was full
};

std::string the_carrier() {
  return Text{"the carrier", "le transporteur"}.spoken();
}

// A carrier in the test's hand. It notes who asked, and when.
class Desk {
 public:
  explicit Desk(World& world) : world_(world) {}

  // It is asked when it is called: who calls early has asked early.
  const Carrier carrier = [this](std::string query) {
    world_.story.tell(the_carrier(), {"is asked", "reçoit la question"}, query);
    asked.push_back(query);
    moments.push_back(world_.now());
    return answer(std::move(query));
  };

  // From now on: what it says, which may throw, and how long that takes.
  std::function<Reply(const std::string& query)> says = [](const std::string&) {
    return Reply{200, "Lyon", {}};
  };
  std::function<Duration()> takes = [] { return 0s; };
  // Or who answers instead.
  Carrier passes_on;

  std::vector<std::string> asked;
  std::vector<Moment> moments;
  workbook::Attendance in_flight;

  // A bucket of that kind would have allowed it all.
  bool kept_rate(std::size_t burst, Duration every) const {
    Model model(burst, every);
    for (const auto moment : moments)
      if (!model.take(moment)) return false;
    return true;
  }

  // What would be left in it.
  std::size_t tokens_left(std::size_t burst, Duration every) const {
    Model model(burst, every);
    for (const auto moment : moments) model.take(moment);
    return model.tokens(world_.now());
  }

 private:
  asio::awaitable<Reply> answer(std::string query) {
    const auto visit = in_flight.enter();
    try {
      auto reply = co_await think(std::move(query));
      world_.story.tell(
          the_carrier(), workbook::happens::answers,
          std::to_string(reply.status) + ' ' + reply.text.substr(0, 30));
      co_return reply;
    } catch (...) {
      world_.story.tell(the_carrier(), workbook::happens::fails,
                        workbook::told_message_of(std::current_exception()));
      throw;
    }
  }

  asio::awaitable<Reply> think(std::string query) {
    if (passes_on) co_return co_await passes_on(std::move(query));
    const auto duration = takes();
    if (duration > 0s) {
      asio::steady_timer timer(co_await asio::this_coro::executor, duration);
      co_await timer.async_wait(asio::use_awaitable);
    }
    co_return says(query);
  }

  World& world_;
};

bool timed_out(const Outcome<Reply>& outcome) {
  return code_of(outcome.exception()) == asio::error::timed_out;
}

template <class T>
std::size_t returned(const std::vector<Outcome<T>>& outcomes) {
  std::size_t count = 0;
  for (const auto& outcome : outcomes) count += outcome.returned();
  return count;
}

// Tells those to stop who still wait at the end of a test. They own the bucket,
// which may own whoever waits for it: neither would ever be destroyed.
template <class T>
void stop_all(World& world, std::vector<Outcome<T>>& all) {
  for (auto& one : all)
    if (one.waits()) one.cancel();
  try {
    world.settle();
  } catch (...) {
    // A destructor throws nothing, and the verdict has been given.
  }
}

asio::awaitable<void> nothing() { co_return; }

// Those who take tokens of one bucket, in the order in which they came.
struct Takes {
  Takes(World& world, std::size_t burst, Duration every, std::size_t count)
      : world(world), owned(std::make_shared<TokenBucket>(burst, every)) {
    for (std::size_t i = 1; i <= count; ++i) more();
    world.settle();
  }
  ~Takes() { stop_all(world, all); }

  void more() {
    const auto name = "take " + std::to_string(all.size() + 1);
    all.push_back(world.start(name, noted(all.size())));
  }

  asio::awaitable<void> noted(std::size_t who) {
    const auto outlives_this = owned;
    co_await owned->take();
    // Who takes a token asks, and who was told to stop asks nothing: a token
    // that reaches it all the same is lost.
    co_await nothing();
    served.emplace_back(who, world.now());
  }

  World& world;
  // Who waits at the end of a test is destroyed with the world, and needs it.
  const std::shared_ptr<TokenBucket> owned;
  TokenBucket& bucket = *owned;
  std::vector<Outcome<void>> all;
  std::vector<std::pair<std::size_t, Moment>> served;
};

}  // namespace

// Step 1

TEST_CASE("twice the burst does not fit around the edge of a second",
          "[step1]") {
  in_french("deux réserves ne tiennent pas autour d'un changement de seconde");
  INFO("burst 2, every 500 ms");
  World world;
  Takes it(world, 2, 500ms, 0);
  world.advance(900ms);
  for (int i = 0; i < 4; ++i) it.more();
  world.settle();
  EXPECT(bucket_overfills, returned(it.all) <= 2);
  EXPECT(serial_sleeps, returned(it.all) == 2);
  world.advance(100ms);
  EXPECT(burst_at_the_edge, returned(it.all) == 2);
  world.advance(400ms);
  EXPECT(burst_at_the_edge, returned(it.all) <= 3);
  EXPECT(serial_sleeps, returned(it.all) == 3);
}

TEST_CASE("a full bucket gives its burst, then a token each time", "[step1]") {
  in_french("un seau plein donne sa réserve, puis un jeton à la fois");
  for (const Duration every : {Duration(100ms), Duration(333'333us)})
    for (const std::size_t burst : {1, 2, 17}) {
      INFO("burst " << burst << ", every " << every / 1us << " µs");
      World world;
      Takes it(world, burst, every, burst + 3);
      EXPECT(serial_sleeps, returned(it.all) >= burst);
      for (std::size_t more = 0; more < 3; ++more) {
        EXPECT(burst_at_the_edge, returned(it.all) == burst + more);
        world.advance(every - 1ns);
        EXPECT(burst_at_the_edge, returned(it.all) == burst + more);
        world.advance(1ns);
        EXPECT(serial_sleeps, returned(it.all) > burst + more);
      }
      EXPECT(burst_at_the_edge, returned(it.all) == burst + 3);
    }
}

TEST_CASE("tokens are counted from the moment when it was full", "[step1]") {
  in_french("les jetons se comptent depuis le moment où il était plein");
  World world;
  Takes it(world, 2, 1s, 0);
  world.advance(300ms);
  it.more();
  world.advance(500ms);
  for (int i = 0; i < 3; ++i) it.more();
  world.settle();
  EXPECT(serial_sleeps, returned(it.all) == 2);
  world.advance(500ms - 1ns);
  EXPECT(burst_at_the_edge, returned(it.all) == 2);
  world.advance(1ns);  // 1.3 s
  EXPECT(fraction_lost, returned(it.all) == 3);
  world.advance(1s - 1ns);
  EXPECT(burst_at_the_edge, returned(it.all) == 3);
  world.advance(1ns);
  EXPECT(fraction_lost, returned(it.all) == 4);
}

TEST_CASE("looking at a bucket does not cost a part of a token", "[step1]") {
  in_french("regarder un seau ne coûte aucune part de jeton");
  World world;
  Takes it(world, 3, 1s, 3);
  for (int i = 0; i < 4; ++i) {
    world.advance(700ms);
    it.more();
    world.settle();
    EXPECT(fraction_lost, it.bucket.tokens() == 0);
  }
  // 2.8 s: tokens came after 1 s and 2 s, and the next one comes after 3 s.
  EXPECT(fraction_lost, returned(it.all) == 5);
  world.advance(200ms);
  EXPECT(fraction_lost, returned(it.all) == 6);
  EXPECT(burst_at_the_edge, it.all.back().waits());
}

TEST_CASE("what comes while it is full is lost", "[step1]") {
  in_french("ce qui vient quand il est plein est perdu");
  for (const std::size_t burst : {1, 2, 17}) {
    World world;
    Takes it(world, burst, 100ms, 1);
    for (const auto quiet : {1h, 24h}) {
      world.advance(quiet);
      EXPECT(bucket_overfills, it.bucket.tokens() == burst);
      const auto before = returned(it.all);
      for (std::size_t i = 0; i < burst + 2; ++i) it.more();
      world.settle();
      EXPECT(bucket_overfills, returned(it.all) == before + burst);
      world.advance(100ms - 1ns);
      EXPECT(bucket_overfills, returned(it.all) == before + burst);
      world.advance(1ns);
      EXPECT(serial_sleeps, returned(it.all) == before + burst + 1);
    }
  }
}

TEST_CASE("tokens are given in the order of coming", "[step1]") {
  in_french("les jetons sont donnés dans l'ordre des arrivées");
  World world;
  Takes it(world, 1, 100ms, 6);
  for (std::size_t i = 1; i < it.all.size(); ++i) {
    INFO("take " << i);
    EXPECT(overtaking, it.all[i - 1].returned());
    EXPECT(overtaking, it.all[i].waits());
    world.advance(100ms);
  }
}

TEST_CASE("who comes at the moment of a token overtakes nobody", "[step1]") {
  in_french("qui arrive au moment d'un jeton ne double personne");
  World world;
  Takes it(world, 1, 100ms, 3);
  for (int i = 1; i <= 3; ++i) world.later(i * 100ms, [&] { it.more(); });
  for (std::size_t i = 1; i < 6; ++i) {
    world.advance(100ms);
    EXPECT(overtaking, it.all[i].returned());
    EXPECT(burst_at_the_edge, returned(it.all) == i + 1);
  }
}

TEST_CASE("nor does who comes when somebody is just being woken", "[step1]") {
  in_french("ni qui arrive quand quelqu'un est en train d'être réveillé");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Takes it(world, 1, 100ms, 2);
    world.later(100ms, [&] {
      more = static_cast<Stage&>(world).turn(turns) == turns;
      it.more();
    });
    world.advance(100ms);
    EXPECT(overtaking, it.all[1].returned());
    EXPECT(burst_at_the_edge, it.all[2].waits());
    world.advance(100ms);
    EXPECT(serial_sleeps, it.all[2].returned());
  }
}

TEST_CASE("who is cancelled takes no token", "[step1]") {
  in_french("qui est annulé ne prend aucun jeton");
  for (const std::size_t leaves : {1u, 2u, 4u}) {
    World world;
    Takes it(world, 1, 100ms, 5);
    world.advance(50ms);
    it.all[leaves].cancel();
    world.settle();
    EXPECT(token_lost_on_cancel, is_aborted(it.all[leaves].exception()));
    EXPECT(burst_at_the_edge, returned(it.all) == 1);
    world.advance(50ms);
    for (std::size_t i = 1; i < 5; ++i) {
      if (i == leaves) continue;
      INFO("take " << i + 1);
      EXPECT(token_lost_on_cancel, it.all[i].returned());
      if (i + 1 < 5 && i + 1 != leaves)
        EXPECT(overtaking, it.all[i + 1].waits());
      world.advance(100ms);
    }
  }
}

TEST_CASE("when all are cancelled, the tokens stay", "[step1]") {
  in_french("quand tous sont annulés, les jetons restent");
  World world;
  Takes it(world, 2, 100ms, 5);
  for (auto i : {3, 2, 4}) it.all[i].cancel();
  world.settle();
  EXPECT(token_lost_on_cancel, it.bucket.tokens() == 0);
  world.advance(100ms);
  EXPECT(token_lost_on_cancel, it.bucket.tokens() == 1);
  world.advance(100ms);
  auto late = world.start_cancelled(
      Text{"told to stop before", "qui est annulé avant"}.spoken(),
      it.bucket.take());
  world.settle();
  EXPECT(token_lost_on_cancel, is_aborted(late.exception()));
  EXPECT(token_lost_on_cancel, it.bucket.tokens() == 2);
}

TEST_CASE("a token and the order to stop may come in one moment", "[step1]") {
  in_french("un jeton et l'ordre d'arrêter peuvent venir au même moment");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Takes it(world, 1, 100ms, 3);
    auto stopping = [&] {
      more = static_cast<Stage&>(world).turn(turns) == turns;
      it.all[1].cancel();
    };
    world.later(100ms, stopping);
    world.advance(100ms);
    // Whoever of the two has it: it was given once.
    const Teaching teaching(token_lost_on_cancel);
    EXPECT(token_lost_on_cancel, returned(it.all) == 2);
    EXPECT(token_lost_on_cancel, !it.all[1].waits());
    world.advance(100ms);
    EXPECT(token_lost_on_cancel, !it.all[2].waits());
  }
}

TEST_CASE("tokens() says how many there are", "[step1]") {
  in_french("tokens() dit combien il y en a");
  World world;
  Takes it(world, 3, 100ms, 0);
  EXPECT(miscounted, it.bucket.tokens() == 3);
  it.more();
  it.more();
  world.settle();
  EXPECT(miscounted, it.bucket.tokens() == 1);
  world.advance(100ms - 1ns);
  EXPECT(miscounted, it.bucket.tokens() == 1);
  world.advance(1ns);
  EXPECT(miscounted, it.bucket.tokens() == 2);
  for (int i = 0; i < 4; ++i) it.more();
  world.settle();
  EXPECT(miscounted, it.bucket.tokens() == 0);
  // Two wait at first, and then one.
  for (int i = 0; i < 2; ++i) {
    std::size_t seen = 1;
    world.later(100ms, [&] { seen = it.bucket.tokens(); });
    world.advance(100ms);
    EXPECT(miscounted, seen == 0);
  }
}

TEST_CASE("who comes just before a token waits for it", "[step1]") {
  in_french("qui arrive juste avant un jeton l'attend");
  for (const std::size_t burst : {1, 3})
    for (const auto early : {Duration(1ns), Duration(500us)}) {
      World world;
      Takes it(world, burst, 100ms, burst);
      world.advance(100ms - early);
      it.more();
      world.settle();
      EXPECT(burst_at_the_edge, returned(it.all) == burst);
      // Timers reckon in microseconds.
      world.advance(early + 1us);
      EXPECT(serial_sleeps, returned(it.all) == burst + 1);
    }
}

TEST_CASE("a bucket may be huge, or slow, or fast", "[step1]") {
  in_french("un seau peut être immense, ou lent, ou rapide");
  struct Kind {
    std::size_t burst;
    Duration every;
  };
  for (const auto [burst, every] :
       {Kind{9'000'000'000, 333'333'333ns},
        Kind{3'000'000'000'000'000'000, 1ns}, Kind{2, 24h * 365 * 49},
        Kind{3, 1ns}, Kind{3, 1001ns}}) {
    INFO("burst " << burst << ", every " << every.count() << " ns");
    World world;
    Takes it(world, burst, every, 1);
    EXPECT(miscounted, it.bucket.tokens() == burst - 1);
    world.advance(every - 1ns);
    EXPECT(miscounted, it.bucket.tokens() == burst - 1);
    world.advance(1ns);
    EXPECT(miscounted, it.bucket.tokens() == burst);
  }
}

TEST_CASE("a bucket, a hundred times", "[step1]") {
  in_french("un seau, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const auto burst = 1 + chaos.below(4);
    Takes it(world, burst, 100ms, 0);
    Model model(burst, 100ms);
    std::size_t seen = 0;
    for (int event = 0; event < 60; ++event) {
      if (chaos.one_in(2))
        it.more();
      else if (chaos.one_in(3) && !it.all.empty())
        it.all[chaos.below(it.all.size())].cancel();
      else
        world.advance(50ms * chaos.below(4) + 1ns * chaos.below(2));
      world.settle();
      for (; seen < it.served.size(); ++seen) {
        const auto [who, when] = it.served[seen];
        if (seen > 0) EXPECT(overtaking, it.served[seen - 1].first < who);
        EXPECT(burst_at_the_edge, model.take(when));
      }
      const auto waits = [](const auto& take) { return take.waits(); };
      if (std::any_of(it.all.begin(), it.all.end(), waits))
        EXPECT(token_lost_on_cancel, model.tokens(world.now()) == 0);
    }
    // Nobody was forgotten.
    world.advance(1h);
    for (const auto& take : it.all) EXPECT(token_lost_on_cancel, !take.waits());
  });
}

// Step 2

namespace {

// Questions through one limiter.
struct Questions {
  Questions(World& world, std::size_t burst, Duration every, std::size_t most)
      : world(world),
        desk(world),
        office(std::make_shared<Office>(burst, every, most)) {}
  ~Questions() { stop_all(world, all); }

  void ask(Carrier carrier) {
    const auto query = "WHERE " + std::to_string(all.size() + 1);
    asked.push_back(std::move(carrier));
    all.push_back(world.start(query, ask_at(office, asked.back(), query)));
  }
  void ask(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) ask(desk.carrier);
    world.settle();
  }

  // Who asks at the end of a test is destroyed with the world, and needs it.
  struct Office {
    Office(std::size_t burst, Duration every, std::size_t most)
        : bucket(burst, every), limiter(bucket, most) {}
    TokenBucket bucket;
    Limiter limiter;
  };
  static asio::awaitable<Reply> ask_at(std::shared_ptr<Office> office,
                                       const Carrier& carrier,
                                       std::string query) {
    co_return co_await office->limiter.ask(carrier, std::move(query));
  }

  World& world;
  Desk desk;
  const std::shared_ptr<Office> office;
  TokenBucket& bucket = office->bucket;
  std::list<Carrier> asked;  // each outlives the call
  std::vector<Outcome<Reply>> all;
};

// A carrier behind a gate. It lives in a coroutine of its own, so that one that
// lingers does so with a cancellation state of its own.
asio::awaitable<Reply> pass(Gate<Reply>& gate) {
  const auto executor = co_await asio::this_coro::executor;
  co_return co_await asio::co_spawn(executor, gate.wait(), asio::use_awaitable);
}

Carrier behind(Gate<Reply>& gate) {
  return [&gate](std::string) { return pass(gate); };
}

// A carrier whom nobody stops: told to, it comes to its end early.
asio::awaitable<Reply> stubborn(World& world, std::function<Reply()> end) {
  asio::steady_timer timer(world.executor(), 1h);
  asio::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return end();
}

const Reply lyon{200, "Lyon", {}};
const Reply too_many{429, "", {}};
const Reply not_now{503, "", {}};

}  // namespace

TEST_CASE("never too many are in flight, and not too few", "[step2]") {
  in_french("jamais trop de questions en cours, ni trop peu");
  for (const std::size_t most : {1, 2, 17}) {
    INFO("most " << most);
    World world;
    Questions it(world, 300, 1ms, most);
    it.desk.takes = [] { return 10s; };
    it.ask(3 * most);
    for (std::size_t wave = 1; wave <= 3; ++wave) {
      EXPECT(starts_not_in_flight, it.desk.in_flight.now() <= most);
      EXPECT(places_unused, it.desk.asked.size() == wave * most);
      world.advance(10s);
      EXPECT(starts_not_in_flight, it.desk.in_flight.most() <= most);
    }
    EXPECT(place_lost, returned(it.all) == 3 * most);
  }
}

TEST_CASE("the number in flight may be as large as a number can be",
          "[step2]") {
  in_french("le nombre en cours peut être aussi grand qu'un nombre");
  constexpr std::size_t one = 1;
  for (const auto most : {one << 16, one << 32, ~(one - 1)}) {
    World world;
    Questions it(world, 300, 1ms, most);
    it.desk.takes = [] { return 10s; };
    it.ask(3);
    EXPECT(places_unused, it.desk.asked.size() == 3);
  }
}

TEST_CASE("the first place that is free is taken", "[step2]") {
  in_french("la première place libre est prise");
  World world;
  Questions it(world, 300, 1ms, 2);
  int before = 0;
  it.desk.takes = [&] { return before++ == 0 ? 1min : 1s; };
  it.ask(6);
  for (std::size_t asked = 2; asked <= 6; ++asked) {
    EXPECT(places_unused, it.desk.asked.size() == asked);
    EXPECT(starts_not_in_flight, it.desk.in_flight.most() == 2);
    world.advance(1s);
  }
}

TEST_CASE("a token is spent when it is taken", "[step2]") {
  in_french("un jeton est dépensé quand il est pris");
  World world;
  Questions it(world, 3, 1s, 1);
  int before = 0;
  // The first one keeps the only place for ten seconds.
  it.desk.takes = [&] { return before++ == 0 ? 10s : 0s; };
  it.ask(8);
  world.advance(10s);
  EXPECT(tokens_hoarded, it.desk.kept_rate(3, 1s));
  EXPECT(places_unused, it.desk.asked.size() == 4);
  world.advance(4s);
  EXPECT(tokens_hoarded, it.desk.kept_rate(3, 1s));
  EXPECT(places_unused, it.desk.asked.size() == 8);
}

TEST_CASE("the rate holds when there is room in flight", "[step2]") {
  in_french("le débit tient aussi quand il y a de la place");
  World world;
  Questions it(world, 2, 100ms, 50);
  it.desk.takes = [] { return 250ms; };
  it.ask(20);
  for (std::size_t asked = 2; asked <= 20; ++asked) {
    EXPECT(burst_at_the_edge, it.desk.asked.size() == asked);
    world.advance(100ms);
  }
  EXPECT(burst_at_the_edge, it.desk.kept_rate(2, 100ms));
}

TEST_CASE("the carrier is asked in the order of coming", "[step2]") {
  in_french("le transporteur est interrogé dans l'ordre des arrivées");
  World world;
  Questions it(world, 2, 300ms, 2);
  it.desk.takes = [] { return 500ms; };
  it.ask(4);
  // At the moments when tokens come and places are given back.
  for (int i = 1; i <= 10; ++i)
    world.later(i * 100ms, [&] { it.ask(it.desk.carrier); });
  world.advance(1min);
  std::vector<std::string> in_order;
  for (std::size_t i = 1; i <= it.all.size(); ++i)
    in_order.push_back("WHERE " + std::to_string(i));
  EXPECT(overtaking, it.desk.asked == in_order);
}

TEST_CASE("who comes when a place is given back overtakes nobody", "[step2]") {
  in_french("qui arrive quand une place se libère ne double personne");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Questions it(world, 300, 1ms, 1);
    Gate<Reply> gate(world, the_carrier());
    it.desk.takes = [] { return 1s; };
    it.ask(behind(gate));
    it.ask(1);
    gate.open(lyon);
    more = static_cast<Stage&>(world).turn(turns) == turns;
    it.ask(1);
    EXPECT(overtaking, it.desk.asked.at(0) == "WHERE 2");
    EXPECT(starts_not_in_flight, it.desk.in_flight.now() == 1);
  }
}

TEST_CASE("what the carrier gives or throws comes out", "[step2]") {
  in_french("ce que le transporteur rend ou lève ressort tel quel");
  for (const std::size_t most : {1, 2}) {
    World world;
    Questions it(world, 300, 1ms, most);
    for (const auto& reply : {lyon, Reply{404, "no such parcel", {}}, too_many,
                              not_now, Reply{429, "slowly", 7s}}) {
      it.desk.says = [&](const std::string&) { return reply; };
      it.ask(1);
      EXPECT(place_lost, !it.all.back().waits());
      EXPECT(reply_changed, it.all.back().value() == reply);
    }
    // Who asks again is somebody else.
    EXPECT(reply_changed, it.desk.asked.size() == it.all.size());
    for (const auto& thrown : awkward_exceptions(the_line_is_dead)) {
      it.desk.says = [&](const std::string&) -> Reply {
        std::rethrow_exception(thrown);
      };
      for (std::size_t i = 0; i <= most; ++i) {
        it.ask(1);
        EXPECT(place_lost, !it.all.back().waits());
        EXPECT(reply_changed,
               same_exception(it.all.back().exception(), thrown));
      }
    }
  }
}

TEST_CASE("a carrier may throw before it is awaited: ask", "[step2]") {
  in_french("un transporteur peut lever avant d'être attendu : ask");
  World world;
  Questions it(world, 300, 1ms, 1);
  for (int i = 0; i < 2; ++i) {
    it.ask([](std::string) -> asio::awaitable<Reply> {
      throw std::invalid_argument("no line to that town");
    });
    world.settle();
    EXPECT(place_lost, !it.all.back().waits());
    EXPECT(reply_changed, it.all.back().error() == "no line to that town");
  }
  it.ask(1);
  EXPECT(place_lost, it.desk.asked.size() == 1);
}

TEST_CASE("who answers all the same is heard: ask", "[step2]") {
  in_french("qui répond quand même est entendu : ask");
  World world;
  Questions it(world, 300, 1ms, 1);
  it.ask([&](std::string) { return stubborn(world, [] { return lyon; }); });
  world.settle();
  it.all.back().cancel();
  world.settle();
  EXPECT(reply_changed, it.all.back().returned());
  EXPECT(reply_changed, it.all.back().value() == lyon);
}

TEST_CASE("a place is free when its question has ended", "[step2]") {
  in_french("une place est libre quand sa question est finie");
  World world;
  Questions it(world, 300, 1ms, 1);
  Gate<Reply> gate(world, the_carrier());
  it.ask(behind(gate));
  it.ask(1);
  gate.linger();
  it.all[0].cancel();
  world.settle();
  EXPECT(starts_not_in_flight, it.desk.asked.empty());
  gate.let_go();
  world.settle();
  EXPECT(place_lost, is_aborted(it.all[0].exception()));
  EXPECT(place_lost, it.desk.asked.size() == 1);
}

TEST_CASE("who is cancelled in the queue takes no place, no token", "[step2]") {
  in_french("qui est annulé dans la file ne prend ni place ni jeton");
  {
    // It waits for a place.
    World world;
    Questions it(world, 3, 1h, 1);
    Gate<Reply> gate(world, the_carrier());
    it.ask(behind(gate));
    it.ask(3);
    it.all[1].cancel();
    it.all[2].cancel();
    world.settle();
    EXPECT(place_lost, is_aborted(it.all[1].exception()));
    gate.open(lyon);
    world.settle();
    EXPECT(place_lost, it.all[3].returned());
    EXPECT(token_lost_on_cancel, it.bucket.tokens() == 1);
    EXPECT(token_lost_on_cancel, it.desk.asked.size() == 1);
  }
  {
    // It waits for a token.
    World world;
    Questions it(world, 1, 1s, 2);
    it.ask(4);
    for (auto i : {1, 2}) it.all[i].cancel();
    world.settle();
    EXPECT(token_lost_on_cancel, is_aborted(it.all[1].exception()));
    EXPECT(token_lost_on_cancel, is_aborted(it.all[2].exception()));
    world.advance(1s);
    EXPECT(token_lost_on_cancel, it.all[3].returned());
    world.advance(1s);
    EXPECT(token_lost_on_cancel, it.bucket.tokens() == 1);
  }
}

TEST_CASE("a place and the order to stop may come in one moment", "[step2]") {
  in_french("une place et l'ordre d'arrêter peuvent venir au même moment");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Questions it(world, 300, 1ms, 1);
    Gate<Reply> gate(world, the_carrier());
    it.ask(behind(gate));
    it.ask(2);
    gate.open(lyon);
    more = static_cast<Stage&>(world).turn(turns) == turns;
    it.all[1].cancel();
    world.settle();
    EXPECT(place_lost, !it.all[1].waits());
    EXPECT(place_lost, it.all[2].returned());
    EXPECT(token_lost_on_cancel,
           it.bucket.tokens() == 300 - 1 - it.desk.asked.size());
  }
}

TEST_CASE("a token and the order to stop may come in one moment: ask",
          "[step2]") {
  in_french("un jeton et l'ordre d'arrêter peuvent venir au même moment : ask");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Questions it(world, 1, 100ms, 5);
    it.ask(3);
    world.later(100ms, [&] {
      more = static_cast<Stage&>(world).turn(turns) == turns;
      it.all[1].cancel();
    });
    world.advance(100ms);
    EXPECT(token_lost_on_cancel, it.desk.asked.size() == 2);
    world.advance(100ms);
    EXPECT(token_lost_on_cancel, it.all[2].returned());
  }
}

TEST_CASE("two limiters may share a bucket", "[step2]") {
  in_french("deux limiteurs peuvent partager un seau");
  World world;
  Questions it(world, 2, 100ms, 1);
  Limiter other(it.bucket, 5);
  std::vector<Outcome<Reply>> theirs;
  for (int i = 0; i < 5; ++i)
    theirs.push_back(world.start(Text{"other", "l'autre"},
                                 other.ask(it.desk.carrier, "WHERE")));
  it.ask(5);
  world.advance(800ms);
  EXPECT(burst_at_the_edge, it.desk.kept_rate(2, 100ms));
  EXPECT(places_unused, returned(theirs) + returned(it.all) == 10);
}

TEST_CASE("a limiter, a hundred times", "[step2]") {
  in_french("un limiteur, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const auto burst = 1 + chaos.below(3), most = 1 + chaos.below(3);
    Questions it(world, burst, 100ms, most);
    it.desk.takes = [&] { return 40ms * chaos.below(12); };
    it.desk.says = [&](const std::string&) -> Reply {
      if (chaos.one_in(5)) throw std::runtime_error(the_line_is_dead);
      return lyon;
    };
    for (int event = 0; event < 40; ++event) {
      if (chaos.one_in(2))
        it.ask(1);
      else if (chaos.one_in(3) && !it.all.empty())
        it.all[chaos.below(it.all.size())].cancel();
      else
        world.advance(50ms * chaos.below(4));
      world.settle();
      EXPECT(starts_not_in_flight, it.desk.in_flight.most() <= most);
      EXPECT(tokens_hoarded, it.desk.kept_rate(burst, 100ms));
      std::size_t open = 0;
      for (const auto& question : it.all) open += question.waits();
      // Whoever waits, waits for something.
      if (open > it.desk.in_flight.now() && it.desk.in_flight.now() < most)
        EXPECT(place_lost, it.desk.tokens_left(burst, 100ms) == 0);
    }
    world.advance(1h);
    for (const auto& question : it.all) EXPECT(place_lost, !question.waits());
    const auto number = [](const std::string& query) {
      return std::stoi(query.substr(6));
    };
    for (std::size_t i = 1; i < it.desk.asked.size(); ++i)
      EXPECT(overtaking,
             number(it.desk.asked[i - 1]) < number(it.desk.asked[i]));
  });
}

// Step 3

namespace {

// Numbers that are known: given in turn, again and again.
struct Dice {
  explicit Dice(std::vector<double> sides) : sides(std::move(sides)) {}
  double operator()() { return sides[drawn++ % sides.size()]; }
  std::vector<double> sides;
  std::size_t drawn = 0;
};

// Somebody who asks, patiently.
struct Patient {
  Patient(World& world, Patience patience, std::vector<double> dice)
      : world(world),
        desk(world),
        patience(patience),
        random(Dice(std::move(dice))) {}
  void ask() {
    outcome.emplace(world.run(
        "ask", exo40::ask_patiently(desk.carrier, query, patience, random)));
  }
  std::size_t drawn() const { return random.target<Dice>()->drawn; }

  World& world;
  Desk desk;
  Patience patience;
  exo40::Random random;
  // Too long to be copied by accident when it is moved.
  const std::string query = "WHERE " + std::string(40, '7');
  std::optional<Outcome<Reply>> outcome;
};

}  // namespace

TEST_CASE("an answer is an answer", "[step3]") {
  in_french("une réponse est une réponse");
  for (const auto& reply :
       {lyon, Reply{404, "no such parcel", {}}, Reply{500, "", {}},
        Reply{200, "Oslo", 5s}, Reply{400, "", {}}, Reply{408, "", {}},
        Reply{502, "", {}}, Reply{504, "", {}}, Reply{100, "", {}},
        Reply{301, "", {}}, Reply{600, "", {}}, Reply{999, "", {}}}) {
    World world;
    Patient it(world, {}, {0.5});
    it.desk.says = [&](const std::string&) { return reply; };
    it.ask();
    EXPECT(answer_asked_again, it.outcome->value() == reply);
    world.advance(1h);
    EXPECT(answer_asked_again, it.desk.asked.size() == 1);
  }
}

TEST_CASE("what is refused or fails is asked again", "[step3]") {
  in_french("ce qui est refusé ou échoue est demandé à nouveau");
  auto failures = awkward_exceptions(the_line_is_dead);
  failures.push_back(nullptr);
  for (const auto& thrown : failures)
    for (const int tries : {1, 2, 17}) {
      World world;
      Patient it(world, {tries, 100ms, 1s}, {0.5});
      it.desk.says = [&](const std::string&) -> Reply {
        if (thrown) std::rethrow_exception(thrown);
        return it.desk.asked.size() % 2 ? too_many : not_now;
      };
      it.ask();
      EXPECT(tries_miscounted, it.outcome->waits() == (tries > 1));
      // Also enough for pauses that double without end: that is another lesson.
      world.advance(3h);
      EXPECT(tries_miscounted, !it.outcome->waits());
      EXPECT(tries_miscounted,
             it.desk.asked.size() == static_cast<std::size_t>(tries));
      for (const auto& query : it.desk.asked)
        EXPECT(query_moved_away, query == it.query);
      if (thrown)
        EXPECT(reply_changed, same_exception(it.outcome->exception(), thrown));
      else
        EXPECT(reply_changed,
               it.outcome->value() == (tries % 2 ? too_many : not_now));
    }
}

TEST_CASE("the pauses double, up to the longest, times a number", "[step3]") {
  in_french("les pauses doublent, jusqu'à la plus longue, fois un nombre");
  INFO("tries 9, first 100 ms, longest 1 s");
  World world;
  Patient it(world, {9, 100ms, 1s}, {0.5, 0.25, 0, 0.75});
  it.desk.says = [&](const std::string&) -> Reply {
    if (it.desk.asked.size() % 2) throw std::runtime_error(the_line_is_dead);
    return too_many;
  };
  it.ask();
  world.advance(1h);
  std::vector<Moment> expected{0s};
  for (const auto pause :
       {50, 50, 0, 600, 500, 250, 0, 750})  // of 100 200 400 800 1000 ...
    expected.push_back(expected.back() + 1ms * pause);
  EXPECT(all_retry_together, it.drawn() > 0);
  EXPECT(wrong_pauses, it.desk.moments == expected);
}

TEST_CASE("a pause begins when the try has ended", "[step3]") {
  in_french("une pause commence quand l'essai est fini");
  World world;
  Patient it(world, {3, 100us, 1s}, {0.5});
  it.desk.takes = [] { return 10s; };
  it.desk.says = [](const std::string&) { return not_now; };
  it.ask();
  world.advance(1h);
  const std::vector<Moment> expected{0s, 10s + 50us, 20s + 150us};
  EXPECT(wrong_pauses, it.desk.moments == expected);
}

TEST_CASE("the last try decides, and no earlier one", "[step3]") {
  in_french("c'est le dernier essai qui décide, et aucun autre");
  const auto failures = awkward_exceptions(the_line_is_dead);
  using End = std::function<Reply()>;
  std::vector<End> ends{[] { return too_many; }, [] { return not_now; }};
  for (const auto& thrown : failures)
    ends.push_back([&]() -> Reply { std::rethrow_exception(thrown); });
  for (std::size_t first = 0; first < ends.size(); ++first)
    for (std::size_t last = 0; last < ends.size(); ++last) {
      World world;
      Patient it(world, {2, 100ms, 1s}, {0.5});
      it.desk.says = [&](const std::string&) {
        return ends[it.desk.asked.size() == 1 ? first : last]();
      };
      it.ask();
      world.advance(1h);
      if (last < 2) EXPECT(reply_changed, it.outcome->returned());
      if (last < 2)
        EXPECT(reply_changed,
               it.outcome->value() == (last == 0 ? too_many : not_now));
      else
        EXPECT(reply_changed,
               same_exception(it.outcome->exception(), failures[last - 2]));
    }
}

TEST_CASE("no pause after the last try", "[step3]") {
  in_french("pas de pause après le dernier essai");
  World world;
  Patient it(world, {2, 100ms, 1s}, {0.5});
  it.desk.says = [](const std::string&) { return Reply{503, "", 10s}; };
  it.ask();
  world.advance(10s + 50ms);
  EXPECT(tries_miscounted, it.outcome->returned());
}

TEST_CASE("a pause may last no time", "[step3]") {
  in_french("une pause peut ne rien durer");
  for (const auto& patience : {Patience{3, 0s, 1s}, Patience{3, 1s, 0s}}) {
    World world;
    Patient it(world, patience, {0.5});
    it.desk.says = [](const std::string&) { return not_now; };
    it.ask();
    world.settle();
    EXPECT(wrong_pauses, it.desk.asked.size() == 3);
    EXPECT(tries_miscounted, it.outcome->value() == not_now);
  }
}

TEST_CASE("a carrier may throw before it is awaited", "[step3]") {
  in_french("un transporteur peut lever avant d'être attendu");
  World world;
  Patient it(world, {3, 100ms, 1s}, {0.5});
  int calls = 0;
  const Carrier hasty = [&](std::string query) {
    if (++calls < 3) throw std::invalid_argument(no_line_to_that_town);
    return it.desk.carrier(std::move(query));
  };
  auto outcome = world.run(
      "ask", exo40::ask_patiently(hasty, it.query, it.patience, it.random));
  world.advance(1s);
  EXPECT(tries_miscounted, calls == 3);
  EXPECT(tries_miscounted, outcome.returned());
}

TEST_CASE("a carrier may say operation_aborted of its own accord", "[step3]") {
  in_french("un transporteur peut dire operation_aborted de lui-même");
  World world;
  Patient it(world, {3, 100ms, 1s}, {0.5});
  it.desk.says = [&](const std::string&) -> Reply {
    throw std::system_error(asio::error::operation_aborted);
  };
  it.ask();
  world.advance(1h);
  EXPECT(cancel_is_no_failure, it.desk.asked.size() == 3);
  EXPECT(reply_changed, is_aborted(it.outcome->exception()));
}

TEST_CASE("a carrier that another one spares is asked again", "[step3]") {
  in_french("un transporteur qu'un autre ménage est redemandé");
  World world;
  Patient it(world, {3, 100ms, 1s}, {0.5});
  it.desk.says = [&](const std::string&) -> Reply {
    if (it.desk.asked.size() < 3) throw exo40::Unavailable();
    return lyon;
  };
  it.ask();
  world.advance(1h);
  EXPECT(tries_miscounted, it.desk.asked.size() == 3);
  EXPECT(reply_changed, it.outcome->value() == lyon);
}

TEST_CASE("an answer in the end is what comes out", "[step3]") {
  in_french("une réponse à la fin est ce qui ressort");
  World world;
  Patient it(world, {}, {0.5});
  it.desk.says = [&](const std::string&) -> Reply {
    if (it.desk.asked.size() == 1) return too_many;
    if (it.desk.asked.size() == 2) throw std::runtime_error(the_line_is_dead);
    return lyon;
  };
  it.ask();
  world.advance(1s);
  EXPECT(reply_changed, it.outcome->value() == lyon);
  EXPECT(answer_asked_again, it.desk.asked.size() == 3);
}

TEST_CASE("pauses have an end, however often they double", "[step3]") {
  in_french("les pauses sont bornées, si souvent qu'elles doublent");
  for (const auto longest : {Duration(1s), Duration(2h), Duration(1ms)}) {
    World world;
    Patient it(world, {200, 100ms, longest}, {0.5});
    it.desk.says = [](const std::string&) { return not_now; };
    it.ask();
    world.advance(200 * longest);
    EXPECT(wrong_pauses, it.desk.moments.size() == 200);
    auto bound = std::min(Duration(100ms), longest);
    for (std::size_t i = 1; i < 200; ++i) {
      EXPECT(wrong_pauses,
             it.desk.moments[i] - it.desk.moments[i - 1] == bound / 2);
      bound = std::min(2 * bound, longest);
    }
  }
  // No limit at all: what is doubled has one, the greatest number.
  World world;
  Patient it(world, {200, 100ms, Duration::max()}, {1e-9});
  it.desk.says = [](const std::string&) { return not_now; };
  it.ask();
  world.advance(1h);
  EXPECT(wrong_pauses, it.desk.moments.size() == 200);
  const auto last = it.desk.moments[199] - it.desk.moments[198];
  EXPECT(wrong_pauses, last > 9s);
  EXPECT(wrong_pauses, last < 10s);
}

TEST_CASE("Retry-After comes on top, and is no less than it says", "[step3]") {
  in_french("Retry-After s'ajoute, et vaut ce qu'il dit");
  for (const int status : {429, 503}) {
    World world;
    Patient it(world, {5, 100ms, 1s}, {0.5, 0});
    const std::array<std::optional<std::chrono::seconds>, 4> later{
        7s, 100s, 0s, std::nullopt};
    it.desk.says = [&](const std::string&) {
      return Reply{status, "", later[(it.desk.asked.size() - 1) % 4]};
    };
    it.ask();
    world.advance(1h);
    const std::vector<Moment> expected{0s, 7s + 50ms, 107s + 50ms, 107s + 250ms,
                                       107s + 250ms};
    for (std::size_t i = 0; i < 2; ++i)
      EXPECT(retry_after_ignored, it.desk.moments.at(i + 1) >=
                                      it.desk.moments.at(i) + later[i].value());
    EXPECT(all_retry_together, it.desk.moments == expected);
  }
}

TEST_CASE("Retry-After may be two months", "[step3]") {
  in_french("Retry-After peut durer deux mois");
  World world;
  Patient it(world, {2, 100ms, 1s}, {0.5});
  constexpr auto later = 5'000'000s;
  it.desk.says = [&](const std::string&) { return Reply{429, "", later}; };
  it.ask();
  world.advance(later + 50ms - 1ns);
  EXPECT(retry_after_ignored, it.desk.asked.size() == 1);
  world.advance(1ns);
  EXPECT(retry_after_ignored, it.desk.asked.size() == 2);
}

TEST_CASE("Retry-After is a word about one reply", "[step3]") {
  in_french("Retry-After ne vaut que pour une réponse");
  World world;
  Patient it(world, {3, 100ms, 1s}, {0.5});
  it.desk.says = [&](const std::string&) -> Reply {
    if (it.desk.asked.size() == 1) return {429, "", 7s};
    throw std::runtime_error(the_line_is_dead);
  };
  it.ask();
  world.advance(1h);
  const std::vector<Moment> expected{0s, 7s + 50ms, 7s + 150ms};
  EXPECT(retry_after_ignored, it.desk.moments == expected);
}

TEST_CASE("a thousand clients do not come back in one moment", "[step3]") {
  in_french("mille clients ne reviennent pas au même moment");
  for (const bool told : {false, true}) {
    World world;
    Desk desk(world);
    desk.says = [&](const std::string&) {
      if (desk.asked.size() > 1'000) return lyon;
      return told ? Reply{429, "", 2s} : not_now;
    };
    // One generator for all, with a memory of its own: fractions that fill the
    // interval evenly.
    double fraction = 0;
    exo40::Random random = [fraction]() mutable {
      fraction += 0.6180339887;
      return fraction -= std::floor(fraction);
    };
    std::vector<Outcome<Reply>> all;
    for (int i = 0; i < 1'000; ++i)
      all.push_back(
          world.start("client", exo40::ask_patiently(desk.carrier, "WHERE 4711",
                                                     {2, 1s, 30s}, random)));
    world.settle();
    EXPECT(tries_miscounted, desk.asked.size() == 1'000);
    const auto from = told ? Moment(2s) : Moment(0s);
    world.advance(from + 1s);
    EXPECT(all_retry_together, returned(all) == 1'000);
    // In no hundredth of a second more than a few.
    std::array<int, 100> came{};
    for (std::size_t i = 1'000; i < desk.moments.size(); ++i) {
      EXPECT(retry_after_ignored, desk.moments[i] >= from);
      ++came.at((desk.moments[i] - from) / 10ms);
    }
    for (const auto count : came) EXPECT(all_retry_together, count <= 15);
  }
}

TEST_CASE("who is cancelled asks no more", "[step3]") {
  in_french("qui est annulé ne demande plus rien");
  {
    // In the pause.
    World world;
    Patient it(world, {}, {0.5});
    it.desk.says = [](const std::string&) { return Reply{429, "", 9s}; };
    int calls = 0;
    const Carrier counted = [&](std::string query) {
      ++calls;
      return it.desk.carrier(std::move(query));
    };
    auto outcome = world.run(
        "ask", exo40::ask_patiently(counted, it.query, {}, it.random));
    world.advance(1s);
    outcome.cancel();
    world.settle();
    EXPECT(cancel_is_no_failure, is_aborted(outcome.exception()));
    world.advance(1h);
    EXPECT(cancel_is_no_failure, calls == 1);
  }
  using End = std::function<Reply()>;
  for (const auto& end : std::vector<End>{
           [] { return not_now; },
           []() -> Reply { throw std::runtime_error(they_hung_up); },
           []() -> Reply {
             throw std::system_error(asio::error::operation_aborted);
           }}) {
    // While it asks; the carrier may refuse, or fail, in that moment.
    World world;
    Patient it(world, {}, {0});
    const Carrier whom = [&](std::string query) {
      it.desk.asked.push_back(std::move(query));
      return stubborn(world, end);
    };
    auto outcome =
        world.run("ask", exo40::ask_patiently(whom, "WHERE", {}, it.random));
    world.advance(1s);
    outcome.cancel();
    world.settle();
    EXPECT(cancel_is_no_failure, is_aborted(outcome.exception()));
    world.advance(1h);
    EXPECT(cancel_is_no_failure, it.desk.asked.size() == 1);
  }
}

TEST_CASE("the end of a pause and the order to stop: one moment", "[step3]") {
  in_french("la fin d'une pause et l'ordre d'arrêter : un même moment");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Patient it(world, {}, {0.5});
    it.desk.takes = [] { return 10s; };
    it.desk.says = [](const std::string&) { return not_now; };
    it.ask();
    std::size_t before = 0;
    world.later(10s + 50ms, [&] {
      more = static_cast<Stage&>(world).turn(turns) == turns;
      before = it.desk.asked.size();
      it.outcome->cancel();
    });
    world.advance(10s + 50ms);
    EXPECT(cancel_is_no_failure, is_aborted(it.outcome->exception()));
    EXPECT(cancel_is_no_failure, it.desk.asked.size() == before);
  }
}

// Step 4

namespace {

// Questions through a breaker.
struct Guarded {
  Guarded(World& world, int failures, Duration rest)
      : world(world),
        desk(world),
        owned(std::make_shared<Breaker>(failures, rest)) {}

  Outcome<Reply> ask(Carrier carrier) {
    asked.push_back(std::move(carrier));
    return world.run("ask", ask_with(owned, asked.back()));
  }
  Outcome<Reply> ask() { return ask(desk.carrier); }
  void fail(int times) {
    desk.says = [](const std::string&) { return not_now; };
    for (int i = 0; i < times; ++i) ask();
    desk.says = [](const std::string&) { return lyon; };
  }
  // It was refused, and the carrier was not asked.
  bool unavailable_unasked() {
    const auto before = desk.asked.size();
    const auto outcome = ask();
    return unavailable(outcome) && desk.asked.size() == before;
  }
  static bool unavailable(const Outcome<Reply>& outcome) {
    try {
      outcome.value();
    } catch (const exo40::Unavailable&) {
      return true;
    } catch (...) {
    }
    return false;
  }

  // Who asks at the end of a test is destroyed with the world, and needs it.
  static asio::awaitable<Reply> ask_with(std::shared_ptr<Breaker> breaker,
                                         const Carrier& carrier) {
    co_return co_await breaker->ask(carrier, "WHERE 4711");
  }

  World& world;
  Desk desk;
  const std::shared_ptr<Breaker> owned;
  Breaker& breaker = *owned;
  std::list<Carrier> asked;  // each outlives the call
};

}  // namespace

TEST_CASE("closed, it is not noticed", "[step4]") {
  in_french("fermé, il ne se remarque pas");
  World world;
  Guarded it(world, 300, 10s);
  for (const auto& reply : {lyon, Reply{404, "no such parcel", {}}, too_many,
                            not_now, Reply{429, "slowly", 7s}}) {
    it.desk.says = [&](const std::string&) { return reply; };
    EXPECT(reply_changed, it.ask().value() == reply);
    EXPECT(query_moved_away, it.desk.asked.back() == "WHERE 4711");
  }
  for (const auto& thrown : awkward_exceptions(the_line_is_dead)) {
    it.desk.says = [&](const std::string&) -> Reply {
      std::rethrow_exception(thrown);
    };
    EXPECT(reply_changed, same_exception(it.ask().exception(), thrown));
  }
  Gate<Reply> gate(world, the_carrier());
  auto first = it.ask(behind(gate)), second = it.ask(behind(gate));
  EXPECT(half_open_floods, gate.waiting() == 2);
}

TEST_CASE("so many failures in a row open it", "[step4]") {
  in_french("tant d'échecs à la suite l'ouvrent");
  auto failures = awkward_exceptions(the_line_is_dead);
  failures.push_back(nullptr);
  for (const auto& thrown : failures)
    for (const int in_a_row : {1, 2, 17}) {
      World world;
      Guarded it(world, in_a_row, 10s);
      it.desk.says = [&](const std::string&) -> Reply {
        if (thrown) std::rethrow_exception(thrown);
        return not_now;
      };
      for (int i = 0; i < in_a_row; ++i) {
        EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::closed);
        const auto outcome = it.ask();
        if (thrown)
          EXPECT(reply_changed, same_exception(outcome.exception(), thrown));
        else
          EXPECT(reply_changed, outcome.value() == not_now);
      }
      EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
      EXPECT(open_still_asks, it.unavailable_unasked());
    }
}

TEST_CASE("what is thrown before it is awaited is a failure, too", "[step4]") {
  in_french("ce qui est levé avant d'être attendu est aussi un échec");
  World world;
  Guarded it(world, 1, 10s);
  const Carrier hasty = [](std::string) -> asio::awaitable<Reply> {
    throw std::invalid_argument(no_line_to_that_town);
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT(reply_changed,
           it.ask(hasty).error() == no_line_to_that_town.spoken());
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
    world.advance(10s);
    EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
  }
  EXPECT(never_closes, it.ask().returned());
}

TEST_CASE("that a carrier spares another one is a failure, too", "[step4]") {
  in_french("qu'un transporteur en ménage un autre est aussi un échec");
  World world;
  Guarded it(world, 2, 10s);
  it.desk.says = [](const std::string&) -> Reply {
    throw exo40::Unavailable();
  };
  for (int i = 0; i < 2; ++i) it.ask();
  EXPECT(failures_miscounted, it.desk.asked.size() == 2);
  EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
  world.advance(10s);
  it.ask();
  EXPECT(open_still_asks, it.breaker.circuit() == Circuit::open);
}

TEST_CASE("a failure is a failure, whatever it says", "[step4]") {
  in_french("un échec est un échec, quoi qu'il dise");
  for (const int in_a_row : {1, 300}) {
    World world;
    Guarded it(world, in_a_row, 10s);
    it.desk.says = [](const std::string&) { return Reply{503, "busy", 7s}; };
    for (int i = 0; i < in_a_row; ++i) {
      EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::closed);
      it.ask();
    }
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
  }
}

TEST_CASE("an answer in between starts the count anew", "[step4]") {
  in_french("une réponse entre deux remet le compte à zéro");
  for (const auto& answer :
       {lyon, Reply{404, "", {}}, Reply{500, "", {}}, too_many,
        Reply{502, "", {}}, Reply{504, "", {}}, Reply{999, "", {}}}) {
    World world;
    Guarded it(world, 3, 10s);
    for (int i = 0; i < 3; ++i) {
      it.fail(2);
      it.desk.says = [&](const std::string&) { return answer; };
      it.ask();
      EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::closed);
    }
    // Too many questions are no sign of illness.
    for (int i = 0; i < 3; ++i) it.ask();
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::closed);
    it.fail(3);
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
  }
}

TEST_CASE("open, it asks nothing for a while", "[step4]") {
  in_french("ouvert, il ne demande rien pendant un temps");
  World world;
  Guarded it(world, 2, 10s);
  it.desk.says = [](const std::string&) { return not_now; };
  it.desk.takes = [] { return 3s; };
  it.ask();
  world.advance(3s);
  it.ask();
  world.advance(3s);
  for (const auto later : {Duration(0s), Duration(5s), Duration(5s - 1ns)}) {
    world.advance(later);
    EXPECT(open_still_asks, it.breaker.circuit() == Circuit::open);
    EXPECT(open_still_asks, it.unavailable_unasked());
  }
  world.advance(1ns);
  EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
}

TEST_CASE("a rest of no time is over at once", "[step4]") {
  in_french("un repos qui ne dure rien est aussitôt fini");
  World world;
  Guarded it(world, 1, 0s);
  for (int i = 0; i < 2; ++i) {
    it.fail(1);
    EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
  }
  EXPECT(never_closes, it.ask().returned());
  EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
}

TEST_CASE("a rest may be a nanosecond, or half a life", "[step4]") {
  in_french("un repos peut durer une nanoseconde, ou une demi-vie");
  for (const auto rest :
       {Duration(1ns), Duration(1'000'001ns), Duration(24h * 365 * 50)}) {
    INFO("rest " << rest.count() << " ns");
    World world;
    Guarded it(world, 1, rest);
    world.advance(1s);
    it.fail(1);
    EXPECT(open_still_asks, it.breaker.circuit() == Circuit::open);
    world.advance(rest - 1ns);
    EXPECT(open_still_asks, it.unavailable_unasked());
    world.advance(1ns);
    EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
  }
}

TEST_CASE("half-open, it asks one question, and no other", "[step4]") {
  in_french("entrouvert, il pose une question, et aucune autre");
  for (const auto& answer : {lyon, too_many, Reply{500, "", {}}}) {
    World world;
    Guarded it(world, 1, 10s);
    it.fail(1);
    world.advance(10s);
    Gate<Reply> gate(world, the_carrier());
    auto probe = it.ask(behind(gate));
    EXPECT(never_closes, gate.asked() == 1);
    for (int i = 0; i < 3; ++i) {
      EXPECT(half_open_floods, it.breaker.circuit() == Circuit::half_open);
      EXPECT(half_open_floods, it.unavailable_unasked());
      world.advance(1h);
    }
    gate.open(answer);
    world.settle();
    EXPECT(reply_changed, probe.value() == answer);
    EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
    Gate<Reply> next(world, the_carrier());
    auto first = it.ask(behind(next)), second = it.ask(behind(next));
    EXPECT(never_closes, next.waiting() == 2);
  }
}

TEST_CASE("once closed again, the count begins anew", "[step4]") {
  in_french("refermé, le compte reprend à zéro");
  World world;
  Guarded it(world, 2, 10s);
  for (int i = 0; i < 2; ++i) {
    it.fail(2);
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
    world.advance(10s);
    it.ask();
    it.fail(1);
    EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::closed);
    if (i == 0) it.ask();
  }
  // No answer has come since the probe's.
  it.fail(1);
  EXPECT(failures_miscounted, it.breaker.circuit() == Circuit::open);
}

TEST_CASE("a probe that fails opens it for as long again", "[step4]") {
  in_french("une sonde qui échoue l'ouvre pour aussi longtemps");
  for (const bool throws : {false, true}) {
    World world;
    Guarded it(world, 3, 10s);
    it.fail(3);
    world.advance(10s);
    for (int i = 0; i < 2; ++i) {
      Gate<Reply> gate(world, the_carrier());
      auto probe = it.ask(behind(gate));
      world.advance(3s);
      if (throws)
        gate.fail(std::runtime_error(the_line_is_dead));
      else
        gate.open(not_now);
      world.settle();
      EXPECT(open_still_asks, it.breaker.circuit() == Circuit::open);
      world.advance(10s - 1ns);
      EXPECT(open_still_asks, it.unavailable_unasked());
      world.advance(1ns);
      EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
    }
    EXPECT(never_closes, it.ask().returned());
    EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
  }
}

TEST_CASE("who is cancelled decides nothing", "[step4]") {
  in_french("qui est annulé ne décide de rien");
  {
    // Closed: neither a failure nor an answer.
    World world;
    Guarded it(world, 3, 10s);
    Gate<Reply> gate(world, the_carrier());
    for (int i = 0; i < 5; ++i) {
      auto question = it.ask(behind(gate));
      question.cancel();
      world.settle();
      EXPECT(cancel_is_no_failure, is_aborted(question.exception()));
    }
    EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::closed);
    it.fail(2);
    auto question = it.ask(behind(gate));
    question.cancel();
    world.settle();
    it.fail(1);
    EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::open);
  }
  {
    World world;
    Guarded it(world, 1, 10s);
    it.fail(1);
    world.advance(10s);
    for (int i = 0; i < 2; ++i) {
      Gate<Reply> gate(world, the_carrier());
      gate.linger();
      auto probe = it.ask(behind(gate));
      probe.cancel();
      world.settle();
      // It is still with the carrier.
      EXPECT(half_open_floods, it.unavailable_unasked());
      gate.let_go();
      world.settle();
      EXPECT(never_closes, is_aborted(probe.exception()));
      EXPECT(never_closes, it.breaker.circuit() == Circuit::half_open);
    }
    EXPECT(never_closes, it.ask().returned());
    EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
  }
}

TEST_CASE("nor when the carrier answers, or fails, all the same", "[step4]") {
  in_french("ni quand le transporteur répond, ou échoue, quand même");
  using End = std::function<Reply()>;
  for (const auto& end : std::vector<End>{
           [] { return lyon; }, [] { return not_now; },
           []() -> Reply { throw std::runtime_error(they_hung_up); }}) {
    World world;
    Guarded it(world, 2, 10s);
    const Carrier whom = [&](std::string) { return stubborn(world, end); };
    it.fail(1);
    auto question = it.ask(whom);
    question.cancel();
    world.settle();
    EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::closed);
    it.fail(1);
    EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::open);
    world.advance(10s);
    auto probe = it.ask(whom);
    probe.cancel();
    world.settle();
    EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::half_open);
    EXPECT(never_closes, it.ask().returned());
  }
}

TEST_CASE("who answers all the same is heard", "[step4]") {
  in_french("qui répond quand même est entendu");
  World world;
  Guarded it(world, 1, 10s);
  auto question =
      it.ask([&](std::string) { return stubborn(world, [] { return lyon; }); });
  question.cancel();
  world.settle();
  EXPECT(reply_changed, question.returned());
  EXPECT(reply_changed, question.value() == lyon);
}

TEST_CASE("who is cancelled takes no other's voice", "[step4]") {
  in_french("qui est annulé ne prend la parole à personne");
  World world;
  Guarded it(world, 1, 10s);
  Gate<Reply> gate(world, the_carrier()), other(world, the_carrier());
  auto question = it.ask(behind(gate)), fails = it.ask(behind(other));
  question.cancel();
  world.settle();
  other.open(not_now);
  world.settle();
  EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::open);
}

TEST_CASE("operation_aborted is a failure when nobody was cancelled",
          "[step4]") {
  in_french("operation_aborted est un échec quand personne n'est annulé");
  World world;
  Guarded it(world, 2, 10s);
  it.desk.says = [](const std::string&) -> Reply {
    throw std::system_error(asio::error::operation_aborted);
  };
  for (int i = 0; i < 2; ++i) it.ask();
  EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::open);
  world.advance(10s);
  it.ask();
  EXPECT(cancel_is_no_failure, it.breaker.circuit() == Circuit::open);
}

TEST_CASE("old news decides nothing", "[step4]") {
  in_french("une vieille nouvelle ne décide de rien");
  World world;
  Guarded it(world, 2, 10s);
  Gate<Reply> good(world, Text{"a slow answer", "une réponse lente"}),
      bad(world, Text{"a slow failure", "un échec lent"}),
      better(world, Text{"a very slow answer", "une réponse très lente"}),
      worse(world, Text{"a very slow failure", "un échec très lent"});
  auto first = it.ask(behind(good)), second = it.ask(behind(bad)),
       third = it.ask(behind(worse)), fourth = it.ask(behind(better));
  it.fail(2);
  world.advance(5s);
  good.open(lyon);
  world.settle();
  EXPECT(old_news, first.value() == lyon);
  EXPECT(old_news, it.breaker.circuit() == Circuit::open);
  bad.open(not_now);
  world.advance(5s);
  EXPECT(old_news, it.breaker.circuit() == Circuit::half_open);
  // While the probe is under way, and after it.
  Gate<Reply> gate(world, Text{"the probe", "la sonde"});
  auto probe = it.ask(behind(gate));
  worse.open(not_now);
  world.settle();
  EXPECT(old_news, third.value() == not_now);
  EXPECT(old_news, it.unavailable_unasked());
  better.open(lyon);
  world.settle();
  EXPECT(old_news, fourth.value() == lyon);
  EXPECT(old_news, it.breaker.circuit() == Circuit::half_open);
  EXPECT(old_news, it.unavailable_unasked());
  gate.open(lyon);
  world.settle();
  EXPECT(old_news, it.breaker.circuit() == Circuit::closed);
}

TEST_CASE("old failures do not open it again", "[step4]") {
  in_french("de vieux échecs ne le rouvrent pas");
  for (const int openings : {1, 2, 4}) {
    World world;
    Guarded it(world, 2, 10s);
    Gate<Reply> old(world, Text{"a slow failure", "un échec lent"});
    auto first = it.ask(behind(old)), second = it.ask(behind(old));
    for (int i = 0; i < openings; ++i) {
      it.fail(2);
      world.advance(10s);
      it.ask();
      EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
    }
    old.open(not_now);
    world.settle();
    EXPECT(old_news, it.breaker.circuit() == Circuit::closed);
  }
}

TEST_CASE("nor do old answers close it, or count", "[step4]") {
  in_french("ni de vieilles réponses le refermer, ou compter");
  World world;
  Guarded it(world, 2, 10s);
  Gate<Reply> old(world, Text{"a slow answer", "une réponse lente"}),
      older(world, Text{"a very slow answer", "une réponse très lente"});
  auto first = it.ask(behind(old)), second = it.ask(behind(older));
  it.fail(2);
  world.advance(10s);
  // It is half-open, and nobody probes.
  old.open(lyon);
  world.settle();
  EXPECT(old_news, it.breaker.circuit() == Circuit::half_open);
  it.ask();
  EXPECT(never_closes, it.breaker.circuit() == Circuit::closed);
  it.fail(1);
  older.open(lyon);
  world.settle();
  it.fail(1);
  EXPECT(old_news, it.breaker.circuit() == Circuit::open);
}

// Step 5

namespace {

tcp::endpoint at(const Server& server) {
  return {asio::ip::address_v4::loopback(), server.port()};
}

// A question on its way to a carrier in the test's hand.
struct Line {
  explicit Line(World& world, Duration within = 10s,
                const std::string& query = "WHERE 4711")
      : world(world),
        server(world, the_carrier()),
        outcome(world.run("fetch", exo40::fetch(at(server), query, within))),
        peer(server.next()) {}
  void say(std::string_view bytes) {
    peer->send(bytes);
    world.settle();
  }

  World& world;
  Server server;
  Outcome<Reply> outcome;
  std::unique_ptr<Peer> peer;
};

}  // namespace

TEST_CASE("a question is a line, and the reply is one", "[step5]") {
  in_french("une question est une ligne, la réponse en est une");
  for (const std::string query : {"WHERE 4711", ""}) {
    World world;
    Line it(world, 10s, query);
    EXPECT(write_some_is_not_all, it.peer->receive() == query + '\n');
    EXPECT(half_an_answer, it.outcome.waits());
    it.say("200 Lyon\n");
    EXPECT(reply_is_a_line, it.outcome.returned());
    EXPECT(half_an_answer, it.outcome.value() == lyon);
    EXPECT(connection_left, it.peer->ended());
    EXPECT(connection_left, world.open_sockets() == 0);
  }
}

TEST_CASE("a reply may come in pieces", "[step5]") {
  in_french("une réponse peut venir en morceaux");
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.read_at_most = at_once;
    Line it(world);
    for (auto piece : {"4", "29 Retry-", "After: 12\r"}) {
      it.say(piece);
      EXPECT(half_an_answer, it.outcome.waits());
    }
    it.say("\n");
    EXPECT(reply_is_a_line, it.outcome.value().status == 429);
    EXPECT(half_an_answer, it.outcome.value().retry_after == 12s);
  }
}

TEST_CASE("what comes behind the line is not the reply", "[step5]") {
  in_french("ce qui vient après la ligne n'est pas la réponse");
  for (const auto& behind :
       {std::string("200 Oslo\r\n"), std::string(2 * longest_reply, 'x')}) {
    World world;
    Line it(world);
    it.say("200 Lyon\r\n" + behind);
    EXPECT(reply_is_a_line, it.outcome.returned());
    EXPECT(half_an_answer, it.outcome.value() == lyon);
  }
}

TEST_CASE("all of the line but its end is the reply", "[step5]") {
  in_french("toute la ligne, sauf sa fin, est la réponse");
  using namespace std::string_literals;
  for (const std::string& text :
       {"Lyon "s, "Lyon\r"s, "Ly\ron"s, " Lyon"s, "Ly\0on"s, ""s})
    for (auto end : {"\n", "\r\n"}) {
      if (text.ends_with('\r') && end == std::string_view("\n")) continue;
      World world;
      Line it(world);
      it.say("200 " + text + end);
      EXPECT(reply_is_a_line, it.outcome.returned());
      EXPECT(reply_is_a_line, it.outcome.value() == Reply{200, text, {}});
    }
}

TEST_CASE("the query arrives whole", "[step5]") {
  in_french("la question arrive entière");
  World world;
  world.faults.room = 10;
  world.faults.write_at_most = 7;
  const std::string query = "WHERE " + std::string(100, '7');
  Line it(world, 10s, query);
  std::string received;
  for (int i = 0; i < 100; ++i) {
    received += it.peer->receive(3);
    world.settle();
  }
  EXPECT(write_some_is_not_all, received == query + '\n');
  it.say("200 Lyon\n");
  EXPECT(write_some_is_not_all, it.outcome.value() == lyon);
}

TEST_CASE("a query may be long, and have a zero in it", "[step5]") {
  in_french("une question peut être longue, et contenir un zéro");
  World world;
  const std::string query =
      "WHERE " + std::string(100'000, '7') + '\0' + std::string(" 4711 ");
  Line it(world, 10s, query);
  EXPECT(write_some_is_not_all, receive_all(world, *it.peer) == query + '\n');
  it.say("200 Lyon\n");
  EXPECT(write_some_is_not_all, it.outcome.value() == lyon);
}

TEST_CASE("half an answer is none", "[step5]") {
  in_french("une moitié de réponse n'en est pas une");
  using End = void (Peer::*)();
  for (auto said : {"", "2", "200 Ly", "200 Lyon", "200 Lyon\r", "503"})
    for (const End end : {&Peer::half_close, &Peer::hang_up, &Peer::reset}) {
      World world;
      Line it(world);
      it.peer->receive();
      it.say(said);
      EXPECT(half_an_answer, it.outcome.waits());
      ((*it.peer).*end)();
      world.settle();
      EXPECT(failure_comes_late, !it.outcome.waits());
      EXPECT(half_an_answer, it.outcome.threw());
      EXPECT(connection_left, world.open_sockets() == 0);
    }
}

TEST_CASE("what is no reply is thrown", "[step5]") {
  in_french("ce qui n'est pas une réponse est levé");
  for (auto nonsense :
       {"\n", " 200 Lyon\n", "Lyon\n", "20\n", "200Lyon\n", "-200 Lyon\n",
        "429 Retry-After: soon\n", "429 Retry-After: 99999999999999999999\n"}) {
    World world;
    Line it(world);
    it.say(nonsense);
    EXPECT(reply_is_a_line, it.outcome.threw());
  }
}

TEST_CASE("a reply has a limit, and the limit is allowed", "[step5]") {
  in_french("une réponse a une limite, et la limite est permise");
  for (const std::string end : {"\n", "\r\n"})
    for (const std::size_t more : {0u, 1u, 1'000'000u}) {
      World world;
      Line it(world);
      const auto longest_text = longest_reply - 4 - end.size();
      const auto line = "200 " + std::string(longest_text + more, 'x') + end;
      for (std::string_view rest = line; !rest.empty();) {
        const auto sent = it.peer->send(rest);
        if (sent == 0) break;
        rest.remove_prefix(sent);
        world.settle();
      }
      if (more == 0) {
        EXPECT(reply_without_limit, it.outcome.returned());
        EXPECT(reply_without_limit,
               it.outcome.value().text.size() == longest_text);
      } else {
        EXPECT(reply_without_limit, it.outcome.threw());
        EXPECT(reply_without_limit, !timed_out(it.outcome));
        EXPECT(reply_without_limit,
               it.peer->read_by_program() <= 2 * longest_reply);
      }
    }
}

TEST_CASE("what is too late has failed", "[step5]") {
  in_french("ce qui vient trop tard a échoué");
  for (const bool drips : {false, true}) {
    World world;
    Line it(world, 2s);
    for (int i = 0; i < 19; ++i) {
      if (drips) it.say("2");
      world.advance(100ms);
    }
    world.advance(100ms - 1ns);
    EXPECT(waits_for_ever, it.outcome.waits());
    world.advance(1ns);
    EXPECT(waits_for_ever, timed_out(it.outcome));
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  // Nobody takes the call; nobody reads the question.
  for (const bool hangs : {false, true}) {
    World world;
    world.faults.room = 5;
    Server server(world, the_carrier());
    if (hangs) server.hang();
    auto outcome =
        world.run("fetch", exo40::fetch(at(server), "WHERE 4711", 2s));
    world.advance(2s - 1ns);
    EXPECT(waits_for_ever, outcome.waits());
    world.advance(1ns);
    EXPECT(waits_for_ever, timed_out(outcome));
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  {
    // The limit is for all of it, and not for each of its parts.
    World world;
    world.faults.room = 5;
    Server server(world, the_carrier());
    server.hang();
    auto outcome =
        world.run("fetch", exo40::fetch(at(server), "WHERE 4711", 2s));
    world.advance(900ms);
    server.accept();
    world.advance(900ms);
    auto peer = server.next();
    receive_all(world, *peer);
    world.advance(200ms - 1ns);
    EXPECT(waits_for_ever, outcome.waits());
    world.advance(1ns);
    EXPECT(waits_for_ever, timed_out(outcome));
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  // No time at all.
  World world;
  Line it(world, 0s);
  EXPECT(waits_for_ever, timed_out(it.outcome));
  EXPECT(connection_left, world.open_sockets() == 0);
}

TEST_CASE("a limit may be short, or have no end", "[step5]") {
  in_french("une limite peut être courte, ou ne pas finir");
  for (const auto within : {Duration(1500us), Duration(24h * 30)}) {
    World world;
    Line it(world, within);
    world.advance(within - 1ns);
    EXPECT(waits_for_ever, it.outcome.waits());
    world.advance(1ns);
    EXPECT(waits_for_ever, timed_out(it.outcome));
  }
  World world;
  world.advance(1s);
  Line it(world, Duration::max());
  world.advance(24h * 60);
  EXPECT(waits_for_ever, it.outcome.waits());
  it.say("200 Lyon\n");
  EXPECT(waits_for_ever, it.outcome.value() == lyon);
}

TEST_CASE("the last moment is not too late", "[step5]") {
  in_french("le dernier moment n'est pas trop tard");
  World world;
  Line it(world, 2s);
  world.advance(2s - 1ns);
  it.say("200 Lyon\n");
  EXPECT(waits_for_ever, it.outcome.value() == lyon);
  world.advance(1h);
}

TEST_CASE("a reply and the limit may come in one moment", "[step5]") {
  in_french("une réponse et la limite peuvent venir au même moment");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Line it(world, 2s);
    world.later(2s, [&] {
      more = static_cast<Stage&>(world).turn(turns) == turns;
      it.peer->send("200 Lyon\n");
    });
    world.advance(2s);
    EXPECT(waits_for_ever, !it.outcome.waits());
    if (!it.outcome.returned()) EXPECT(waits_for_ever, timed_out(it.outcome));
    EXPECT(connection_left, world.open_sockets() == 0);
  }
}

TEST_CASE("a failure is known at once", "[step5]") {
  in_french("un échec est connu aussitôt");
  World world;
  Server server(world, the_carrier());
  server.refuse();
  auto outcome =
      world.run("fetch", exo40::fetch(at(server), "WHERE 4711", 10s));
  EXPECT(failure_comes_late, outcome.threw());
  EXPECT(connection_left, world.open_sockets() == 0);
}

TEST_CASE("who is cancelled hangs up at once", "[step5]") {
  in_french("qui est annulé raccroche aussitôt");
  for (const int when : {0, 1, 2, 3}) {
    World world;
    Server server(world, the_carrier());
    if (when == 0) server.hang();
    if (when == 1) world.faults.room = 5;
    auto outcome =
        world.run("fetch", exo40::fetch(at(server), "WHERE 4711", 10s));
    auto peer = server.next();
    if (when == 3) {
      peer->send("200 Ly");
      world.settle();
    }
    outcome.cancel();
    world.settle();
    EXPECT(connection_left, world.open_sockets() == 0);
    EXPECT(cancel_is_no_failure, is_aborted(outcome.exception()));
  }
}

TEST_CASE("a reply and the order to stop may come in one moment", "[step5]") {
  in_french("une réponse et l'ordre d'arrêter peuvent venir au même moment");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Line it(world);
    it.peer->send("200 Lyon\n");
    more = static_cast<Stage&>(world).turn(turns) == turns;
    it.outcome.cancel();
    world.settle();
    EXPECT(connection_left, world.open_sockets() == 0);
    if (!it.outcome.returned())
      EXPECT(cancel_is_no_failure, is_aborted(it.outcome.exception()));
  }
}

TEST_CASE("each of its I/O calls may fail: step 5", "[step5]") {
  in_french("chacun de ses appels peut échouer : étape 5");
  for_each_failing_call([](World& world) {
    world.faults.read_at_most = 4;
    Line it(world);
    if (it.peer) it.say("200 Lyon\n");
    const bool undisturbed = world.faults.failing_call == 0 ||
                             world.io_calls() < world.faults.failing_call;
    // What came before the connection broke may be all.
    if (undisturbed || !it.outcome.threw())
      EXPECT(half_an_answer, it.outcome.value() == lyon);
    EXPECT(connection_left, world.open_sockets() == 0);
  });
}

namespace {

// A carrier that has good and bad minutes, on the network.
class Moody {
 public:
  Moody(World& world, Chaos& chaos)
      : server(world, the_carrier()), chaos_(chaos) {}

  // It takes up new questions, and goes on with those that it has.
  void look(bool well) {
    while (auto peer = server.next())
      visits_.push_back({std::move(peer), well && !chaos_.one_in(10)
                                              ? Mood::answers
                                              : Mood(chaos_.below(7))});
    visits_.remove_if([this](Visit& visit) { return done(visit); });
  }

  Server server;

 private:
  enum class Mood { answers, too_many, not_now, nothing, late, half, drips };
  struct Visit {
    std::unique_ptr<Peer> peer;
    Mood mood;
    std::string query = {};
    int looks = 0;
  };

  bool done(Visit& visit) {
    auto& peer = *visit.peer;
    visit.query += peer.receive();
    if (peer.ended() || peer.cut()) return true;
    if (!visit.query.ends_with('\n')) return false;
    // To "WHERE 4711" it answers "200 4711".
    const auto answer = "200 " + visit.query.substr(6);
    ++visit.looks;
    switch (visit.mood) {
      case Mood::answers:
        peer.send(answer);
        return true;
      case Mood::too_many:
        peer.send("429 Retry-After: 3\n");
        return true;
      case Mood::not_now:
        peer.send(chaos_.one_in(2) ? "503\n" : "503 Retry-After: 1\n");
        return true;
      case Mood::nothing:
        return false;
      case Mood::late:
        if (visit.looks < 4) return false;
        peer.send(answer);
        return true;
      case Mood::half:
        peer.send(answer.substr(0, chaos_.below(answer.size())));
        return true;
      case Mood::drips:
        peer.send(answer.substr((visit.looks - 1) % answer.size(), 1));
        return false;
    }
    return true;
  }

  Chaos& chaos_;
  std::list<Visit> visits_;
};

// So long a time with a moody carrier, and a client that keeps to its terms.
void live_through(World& world, Chaos& chaos, std::chrono::seconds time) {
  Moody moody(world, chaos);
  exo40::Terms terms;
  terms.burst = 1 + chaos.below(5);
  terms.every = 100ms * (1 + chaos.below(5));
  terms.most = 1 + chaos.below(5);
  terms.rest = 5s;
  Desk desk(world);
  exo40::Client client(desk.carrier, terms,
                       [&] { return 0.001 * chaos.below(1'000); });
  int while_open = 0;
  desk.passes_on = [&](std::string query) {
    while_open += client.circuit() == Circuit::open;
    return exo40::fetch(at(moody.server), std::move(query), 2s);
  };
  std::vector<Outcome<Reply>> all;
  int opened = 0;
  for (int second = 0; second < time.count(); ++second) {
    const bool well = second / 60 % 3 != 1;
    if (chaos.one_in(6)) {
      const auto parcel = std::to_string(all.size());
      all.push_back(world.start(parcel, client.ask("WHERE " + parcel)));
    }
    world.settle();
    if (chaos.one_in(50) && !all.empty()) all[chaos.below(all.size())].cancel();
    world.advance(1s);
    moody.look(well);
    EXPECT(starts_not_in_flight, world.open_sockets() <= terms.most);
    opened += client.circuit() == Circuit::open;
  }
  const auto waits = [](const auto& question) { return question.waits(); };
  for (int i = 0; i < 3'600 && std::any_of(all.begin(), all.end(), waits);
       ++i) {
    world.advance(1s);
    moody.look(true);
  }
  EXPECT(starts_not_in_flight, desk.in_flight.most() <= terms.most);
  EXPECT(burst_at_the_edge, desk.kept_rate(terms.burst, terms.every));
  EXPECT(open_still_asks, while_open == 0);
  if (time >= 1h) EXPECT(failures_miscounted, opened > 0);
  std::size_t answered = 0;
  for (std::size_t parcel = 0; parcel < all.size(); ++parcel) {
    EXPECT(waits_for_ever, !all[parcel].waits());
    if (!all[parcel].returned() || all[parcel].value().refused()) continue;
    EXPECT(half_an_answer,
           all[parcel].value() == Reply{200, std::to_string(parcel), {}});
    ++answered;
  }
  if (time >= 1h) EXPECT(tries_miscounted, 2 * answered > all.size());
  EXPECT(connection_left, world.open_sockets() == 0);
}

}  // namespace

TEST_CASE("an hour of bad days", "[step5]") {
  in_french("une heure de mauvais jours");
  World world;
  Chaos chaos(world, 4711);
  live_through(world, chaos, 1h);
}

TEST_CASE("half a bad minute, a hundred times", "[step5]") {
  in_french("une mauvaise demi-minute, cent fois");
  for_each_seed(
      100, [](World& world, Chaos& chaos) { live_through(world, chaos, 30s); });
}
