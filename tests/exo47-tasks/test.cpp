#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/watchdog.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>

#include "lessons.hpp"
#include "relay.hpp"
#include "tasks.hpp"

using exo47::Broker;
using exo47::Entry;
using exo47::Lease;
using exo47::retry_pause;
using exo47::Terms;
using workbook::awkward_exceptions;
using workbook::Chaos;
using workbook::Client;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::in_french;
using workbook::Outcome;
using workbook::Peer;
using workbook::Port;
using workbook::Server;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;

namespace {

constexpr Text no_paper_left{"no paper left", "plus de papier"};

constexpr Terms terms{30s, 3};

// A broker in the test's hand.
struct Office {
  explicit Office(Terms terms = ::terms)
      : broker(world.story, open_broker(world.context, terms)) {}

  Outcome<Lease> take(const std::string& who = "anna") {
    return world.run("take", broker.take(who));
  }

  World world;
  Told broker;
};

template <class Asked>
std::optional<Entry> entry(Asked& broker, const std::string& id) {
  for (auto& each : broker.list())
    if (each.id == id) return each;
  return std::nullopt;
}

template <class Asked>
bool is(Asked& broker, const std::string& id, Entry::State state) {
  const auto found = entry(broker, id);
  return found && found->state == state;
}

}  // namespace

// Step 1

TEST_CASE("what is put is lent, done, and over", "[step1]") {
  in_french("ce qui est déposé est prêté, fait, et fini");
  Office it;
  it.broker.put("4711", "Ada, Lyon");
  it.broker.put("12", "");
  EXPECT(waits_in_vain, it.broker.list().size() == 2);
  EXPECT(waits_in_vain, is(it.broker, "12", Entry::waiting));
  std::set<std::string> seen;
  for (const std::string who : {"anna", "bert"}) {
    auto taken = it.take(who);
    EXPECT(waits_in_vain, taken.returned());
    const auto lease = taken.value();
    EXPECT(waits_in_vain, lease.text == (lease.id == "12" ? "" : "Ada, Lyon"));
    EXPECT(waits_in_vain, lease.visibility == 30s);
    seen.insert(lease.id);
    const auto held = entry(it.broker, lease.id);
    EXPECT(waits_in_vain, held->state == Entry::leased);
    EXPECT(waits_in_vain, held->who == who);
    EXPECT(waits_in_vain, held->token == lease.token);
    EXPECT(waits_in_vain, held->left == 30s);
    EXPECT(stale_worker_finishes, it.broker.done(lease.id, lease.token));
    EXPECT(stale_worker_finishes, is(it.broker, lease.id, Entry::done));
  }
  EXPECT(lent_twice, seen == std::set<std::string>{"12", "4711"});
  auto third = it.take();
  it.world.advance(24h);
  EXPECT(acknowledged_when_taken, third.waits());
}

TEST_CASE("an id that is known changes nothing", "[step1]") {
  in_french("un id connu ne change rien");
  Office it;
  it.broker.put("1", "first");
  it.broker.put("1", "second");
  auto taken = it.take();
  EXPECT(put_twice, taken.value().text == "first");
  it.broker.put("1", "third");
  auto other = it.take();
  EXPECT(put_twice, other.waits());
  EXPECT(stale_worker_finishes, it.broker.done("1", taken.value().token));
  it.broker.put("1", "fourth");
  it.world.settle();
  EXPECT(put_twice, other.waits());
  EXPECT(put_twice, is(it.broker, "1", Entry::done));
  EXPECT(put_twice, it.broker.list().size() == 1);
}

TEST_CASE("who waits gets a task in the moment when it is put", "[step1]") {
  in_french("qui attend reçoit une tâche au moment où on la dépose");
  for (const int waiting : {1, 2, 17}) {
    Office it;
    std::vector<Outcome<Lease>> all;
    for (int i = 0; i < waiting; ++i) all.push_back(it.take());
    it.world.advance(1h);
    for (int put = 1; put <= waiting; ++put) {
      it.broker.put(std::to_string(put), "label");
      it.world.settle();
      EXPECT(waits_in_vain,
             std::count_if(all.begin(), all.end(),
                           [](auto& one) { return one.returned(); }) == put);
    }
    std::set<std::string> ids;
    for (auto& each : all) ids.insert(each.value().id);
    EXPECT(lent_twice, ids.size() == all.size());
  }
}

TEST_CASE("a lease ends, and the next one gets the task", "[step1]") {
  in_french("un bail prend fin, et le suivant reçoit la tâche");
  Office it;
  it.broker.put("1", "label");
  auto first = it.take("anna");
  auto second = it.take("bert");
  it.world.advance(30s - 1ms);
  EXPECT(lent_twice, second.waits());
  it.world.advance(1ms);
  // Has it not ended, or has only nobody noticed?
  const bool noticed = second.returned();
  EXPECT(acknowledged_when_taken, !is(it.broker, "1", Entry::done));
  it.world.settle();
  if (!second.returned()) EXPECT(lease_never_ends, it.take("cleo").returned());
  EXPECT(waits_in_vain, noticed);
  EXPECT(token_again, second.value().token > first.value().token);
  // Nobody waits: the next one comes later.
  it.world.advance(1h);
  auto third = it.take("cleo");
  EXPECT(lease_never_ends, third.returned());
  EXPECT(token_again, third.value().token > second.value().token);
}

TEST_CASE("a lease that is kept goes on from then", "[step1]") {
  in_french("un bail prolongé court à partir de ce moment");
  Office it;
  it.broker.put("1", "label");
  const auto mine = it.take("anna").take();
  auto next = it.take("bert");
  for (const auto pause : {29s, 1s, 29s, 29s}) {
    it.world.advance(pause);
    EXPECT(lent_twice, next.waits());
    EXPECT(lent_twice, entry(it.broker, "1")->left == 30s - pause);
    EXPECT(lent_twice, it.broker.keep(mine.id, mine.token));
    EXPECT(lent_twice, entry(it.broker, "1")->left == 30s);
  }
  // However often.
  for (int i = 0; i < 300; ++i) {
    it.world.advance(20s);
    EXPECT(lent_twice, it.broker.keep(mine.id, mine.token));
  }
  it.world.advance(30s - 1ms);
  EXPECT(lent_twice, next.waits());
  it.world.advance(1ms);
  EXPECT(lease_never_ends, next.returned());
}

TEST_CASE("several leases end, each in its own moment", "[step1]") {
  in_french("plusieurs baux prennent fin, chacun à son moment");
  Office it(Terms{7s, 3});
  for (const std::string id : {"1", "2", "3", "4"}) it.broker.put(id, "label");
  auto first = it.take();
  it.world.advance(2s);
  auto kept = it.take();
  it.world.advance(2s);
  // These two end in the same moment.
  auto third = it.take(), fourth = it.take();
  EXPECT(waits_in_vain, first.value().visibility == 7s);
  std::vector<Outcome<Lease>> all;
  for (int i = 0; i < 4; ++i) all.push_back(it.take("bert"));
  const auto served = [&] {
    return std::count_if(all.begin(), all.end(),
                         [](auto& one) { return one.returned(); });
  };
  it.world.advance(2s);
  EXPECT(lent_twice, it.broker.keep(kept.value().id, kept.value().token));
  EXPECT(lent_twice, served() == 0);
  it.world.advance(1s);
  EXPECT(waits_in_vain, served() == 1);
  it.world.advance(4s - 1ms);
  EXPECT(lent_twice, served() == 1);
  it.world.advance(1ms);
  EXPECT(waits_in_vain, served() == 3);
  it.world.advance(2s);
  EXPECT(waits_in_vain, served() == 4);
}

TEST_CASE("a lease does not end with a whole millisecond", "[step1]") {
  in_french("un bail ne prend pas fin à une milliseconde ronde");
  for (const auto begin : {300us, 700us}) {
    Office it;
    it.world.advance(begin);
    it.broker.put("1", "label");
    const auto mine = it.take("anna").take();
    auto next = it.take("bert");
    it.world.advance(30s - 1us);
    EXPECT(lent_twice, next.waits());
    EXPECT(lent_twice, it.broker.keep(mine.id, mine.token));
    it.world.advance(30s - 1us);
    EXPECT(lent_twice, next.waits());
    it.world.advance(1us);
    EXPECT(waits_in_vain, next.returned());
  }
}

TEST_CASE("an id that is known changes nothing of a lease", "[step1]") {
  in_french("un id connu ne change rien à un bail");
  Office it;
  it.broker.put("1", "first");
  it.take("anna");
  auto next = it.take("bert");
  it.world.advance(10s);
  const auto before = workbook::line_of(it.broker.list());
  it.broker.put("1", "second");
  EXPECT(put_twice, workbook::line_of(it.broker.list()) == before);
  it.world.advance(20s);
  EXPECT(put_twice, next.returned());
  EXPECT(put_twice, next.value().text == "first");
}

TEST_CASE("tokens only grow, whatever is lent", "[step1]") {
  in_french("les jetons ne font que croître, quoi qu'on prête");
  Office it;
  std::uint64_t last = 0;
  for (int round = 0; round < 3; ++round) {
    for (const std::string id : {"a", "b", "c"})
      it.broker.put(id + std::to_string(round), "label");
    for (int i = 0; i < 3; ++i) {
      auto taken = it.take().take();
      EXPECT(token_again, taken.token > last);
      last = taken.token;
      if (i != 1) it.broker.done(taken.id, taken.token);
    }
    it.world.advance(1min);
    auto again = it.take().take();
    EXPECT(token_again, again.token > last);
    last = again.token;
    it.broker.done(again.id, again.token);
  }
  for (const int many : workbook::limits)
    for (int i = 0; i < many; ++i) {
      it.broker.put(std::to_string(many) + '-' + std::to_string(i), "label");
      const auto token = it.take().take().token;
      EXPECT(token_again, token > last);
      last = token;
    }
}

TEST_CASE("who is late is refused, and changes nothing", "[step1]") {
  in_french("le retardataire est refusé, et ne change rien");
  // Either of the two may be the first to look at the clock.
  for (const bool keep_first : {false, true}) {
    Office it;
    it.broker.put("1", "label");
    it.broker.put("2", "label");
    const auto refused = [&](const std::string& id, std::uint64_t token) {
      it.world.story.tell(
          "", {"(too late, or never lent:", "(trop tard, ou jamais prêté :"},
          "\"" + id + "\", " + std::to_string(token) + ")");
      if (keep_first) EXPECT(stale_worker_finishes, !it.broker.keep(id, token));
      EXPECT(stale_worker_finishes, !it.broker.done(id, token));
      EXPECT(stale_worker_finishes, !it.broker.keep(id, token));
    };
    refused("1", 0);
    const auto late = it.take("anna").take();
    const auto good = it.take("bert").take();
    // The token of another, one that was never given, a task that is unknown.
    refused(late.id, good.token);
    refused(late.id, good.token + 1);
    refused("3", late.token);
    refused("", 0);
    EXPECT(stale_worker_finishes, it.broker.list().size() == 2);
    it.world.advance(30s);
    // It has ended, and nobody has it yet.
    refused(late.id, late.token);
    // One of the two: it does not matter which.
    const auto next = it.take("cleo").take();
    refused(next.id, next.id == late.id ? late.token : good.token);
    it.world.advance(29s);
    EXPECT(stale_worker_finishes, is(it.broker, next.id, Entry::leased));
    EXPECT(stale_worker_finishes, it.broker.done(next.id, next.token));
    // It is done: twice is once too often.
    refused(next.id, next.token);
    refused(late.id, late.token);
    refused(good.id, good.token);
    EXPECT(stale_worker_finishes, is(it.broker, next.id, Entry::done));
  }
}

TEST_CASE("who is refused changes nothing of the lease that lasts", "[step1]") {
  in_french("qui est refusé ne change rien au bail en cours");
  Office it;
  it.broker.put("1", "label");
  const auto mine = it.take("anna").take();
  auto next = it.take("bert");
  it.world.advance(10s);
  const auto before = workbook::line_of(it.broker.list());
  // Another token, which the last four bytes alone do not tell from this one.
  const auto far = mine.token + (std::uint64_t(1) << 32);
  for (const auto token : {std::uint64_t(0), mine.token + 1, far}) {
    EXPECT(stale_worker_finishes, !it.broker.keep("1", token));
    EXPECT(stale_worker_finishes, !it.broker.done("1", token));
    EXPECT(stale_worker_finishes,
           workbook::line_of(it.broker.list()) == before);
  }
  it.world.advance(20s - 1ms);
  EXPECT(lent_twice, next.waits());
  it.world.advance(1ms);
  EXPECT(stale_worker_finishes, next.returned());
}

TEST_CASE("leases that end together have all ended", "[step1]") {
  in_french("des baux qui prennent fin ensemble ont tous pris fin");
  for (const std::size_t asked : {0, 8, 16})
    for (const bool keep : {false, true}) {
      Office it;
      std::vector<Lease> leases;
      for (int i = 0; i < 17; ++i) {
        it.broker.put(std::to_string(i), "label");
        leases.push_back(it.take().take());
      }
      it.world.advance(30s);
      const auto& late = leases[asked];
      if (keep)
        EXPECT(stale_worker_finishes, !it.broker.keep(late.id, late.token));
      else
        EXPECT(stale_worker_finishes, !it.broker.done(late.id, late.token));
      for (const auto& each : it.broker.list())
        EXPECT(lease_never_ends, each.state == Entry::waiting);
    }
}

TEST_CASE("a poisonous task is set aside", "[step1]") {
  in_french("une tâche empoisonnée est mise de côté");
  for (const int most : {1, 2, 17}) {
    Office it(Terms{30s, most});
    it.broker.put("poison", "label");
    std::uint64_t last = 0;
    for (int i = 1; i <= most; ++i) {
      EXPECT(poison_for_ever, !is(it.broker, "poison", Entry::aside));
      auto taken = it.take();
      EXPECT(lease_never_ends, taken.returned());
      // Its worker was at it for a while: that does not make it better.
      it.world.advance(20s);
      last = taken.value().token;
      EXPECT(lent_twice, it.broker.keep("poison", last));
      EXPECT(poison_for_ever, entry(it.broker, "poison")->takings == i);
      it.world.advance(30s);
    }
    auto next = it.take();
    EXPECT(poison_for_ever, next.waits());
    EXPECT(poison_for_ever, is(it.broker, "poison", Entry::aside));
    // Whoever looks at it wants to know who had it.
    EXPECT(poison_for_ever, entry(it.broker, "poison")->who == "anna");
    EXPECT(poison_for_ever, entry(it.broker, "poison")->token == last);
    EXPECT(stale_worker_finishes, !it.broker.keep("poison", last));
    EXPECT(stale_worker_finishes, !it.broker.done("poison", last));
    EXPECT(stale_worker_finishes, is(it.broker, "poison", Entry::aside));
    it.broker.put("good", "label");
    it.world.settle();
    EXPECT(poison_for_ever, next.value().id == "good");
    it.broker.put("poison", "label");
    EXPECT(put_twice, is(it.broker, "poison", Entry::aside));
  }
}

TEST_CASE("the last lease may end well", "[step1]") {
  in_french("le dernier bail peut bien finir");
  Office it;
  it.broker.put("1", "label");
  for (int i = 1; i < terms.most_takings; ++i) {
    it.take();
    it.world.advance(30s);
  }
  const auto last = it.take().take();
  it.world.advance(29s);
  EXPECT(lent_twice, it.broker.keep("1", last.token));
  it.world.advance(29s);
  EXPECT(poison_for_ever, it.broker.done("1", last.token));
  EXPECT(poison_for_ever, is(it.broker, "1", Entry::done));
}

TEST_CASE("a take() that is cancelled takes nothing", "[step1]") {
  in_french("un take() annulé ne prend rien");
  // The next one comes then, or waits behind.
  for (const bool waits_behind : {false, true})
    for (const auto in_order : workbook::both_orders) {
      Office it;
      auto gone = it.take("gone");
      std::optional<Outcome<Lease>> next;
      if (waits_behind) next = it.take("anna");
      in_order([&] { gone.cancel(); }, [&] { it.broker.put("1", "label"); });
      it.world.settle();
      EXPECT(waits_in_vain, !gone.waits());
      if (!next) next = it.take("anna");
      EXPECT(waits_in_vain, !is(it.broker, "1", Entry::waiting));
      // In the same moment it may have had the task before it was told to stop.
      EXPECT(lent_to_the_gone, next->returned() != gone.returned());
    }
}

// Step 2

namespace {

// A broker with a paper, which dies with the block that it is in.
struct Journal {
  Journal(World& world, Sheet& sheet, Terms terms = ::terms)
      : world(world), broker(world.story, opened(sheet, terms)) {}

  Lease take(const std::string& who = "anna") { return begin_take(who).take(); }

  Outcome<Lease> begin_take(const std::string& who) {
    auto taken =
        world.start_on(context.get_executor(), "take", broker.take(who));
    settle();
    return taken;
  }
  // Those who wait have what they can have now.
  void settle() {
    context.restart();
    context.poll();
  }

  World& world;
  asio::io_context context;
  Told broker;

 private:
  Broker& opened(Sheet& sheet, Terms terms) {
    world.story.tell("",
                     {"(a new broker begins; bytes on its paper:",
                      "(un nouveau courtier commence ; octets sur son "
                      "papier :"},
                     std::to_string(sheet.bytes.size()) + ")");
    return open_broker(context, terms, &sheet);
  }
};

// What a broker has answered, and must not forget.
struct Answered {
  std::set<std::string> put, done;
  std::map<std::string, std::uint64_t> leased;
  std::uint64_t last_token = 0;
};

// A morning of a broker, up to the call that fails, if one does.
Answered morning(Journal& it) {
  Answered answered;
  const auto put = [&](const std::string& id) {
    it.broker.put(id, "label " + id);
    answered.put.insert(id);
  };
  const auto take = [&] {
    const auto lease = it.take("anna");
    answered.leased[lease.id] = answered.last_token = lease.token;
    return lease;
  };
  try {
    put("1");
    const auto one = take();
    put("2");
    if (it.broker.done(one.id, one.token)) {
      answered.leased.erase(one.id);
      answered.done.insert(one.id);
    }
    put("3");
    const auto other = take();
    it.broker.keep(other.id, other.token);
    take();
    put("4");
  } catch (const workbook::PaperFailure&) {
  }
  return answered;
}

// All that was answered is there, with this lesson if it is not.
void expect_remembered(Journal& it, const Answered& answered) {
  for (const auto& id : answered.put) {
    const auto found = entry(it.broker, id);
    EXPECT(answer_before_journal, found.has_value());
  }
  for (const auto& id : answered.done)
    EXPECT(answer_before_journal, is(it.broker, id, Entry::done));
  for (const auto& [id, token] : answered.leased) {
    // That it was done may have been written, and not answered.
    const auto found = *entry(it.broker, id);
    if (found.state == Entry::done) continue;
    EXPECT(lease_forgotten, found.state == Entry::leased);
    EXPECT(token_again, found.token == token);
    EXPECT(lease_forgotten, found.who == "anna");
    EXPECT(lease_forgotten, found.left == 30s);
    EXPECT(lease_forgotten, it.broker.keep(id, token));
  }
}

}  // namespace

TEST_CASE("a new broker goes on where the last one was", "[step2]") {
  in_french("un nouveau courtier reprend là où était le précédent");
  World world;
  Sheet sheet(world);
  Answered answered;
  {
    Journal it(world, sheet);
    EXPECT(waits_in_vain, it.broker.list().empty());
    answered = morning(it);
    EXPECT(waits_in_vain, answered.put.size() == 4);
  }
  sheet.power_cut(0);
  for (std::size_t restart = 0; restart < 3; ++restart) {
    Journal it(world, sheet);
    expect_remembered(it, answered);
    EXPECT(put_twice, it.broker.list().size() == 4 + restart);
    it.broker.put("1", "another label");
    EXPECT(put_twice, is(it.broker, "1", Entry::done));
    const auto next = it.take("bert");
    EXPECT(token_again, next.token > answered.last_token);
    EXPECT(answer_before_journal, next.text.starts_with("label "));
    answered.last_token = next.token;
    EXPECT(stale_worker_finishes, it.broker.done(next.id, next.token));
    answered.done.insert(next.id);
    it.broker.put("more" + std::to_string(restart), "label more");
    sheet.power_cut(0);
  }
}

TEST_CASE("texts and names come back as they were", "[step2]") {
  in_french("les textes et les noms reviennent tels quels");
  World world;
  Sheet sheet(world);
  const std::vector<std::string> texts{"",
                                       " ",
                                       "  two spaces first",
                                       "last ",
                                       "done 1",
                                       "\t \\n \"",
                                       "\xC3\xA9",
                                       std::string(3'000, 'x'),
                                       std::string("\0 zero", 6)};
  {
    Journal it(world, sheet);
    for (std::size_t i = 0; i < texts.size(); ++i)
      it.broker.put(std::to_string(i), texts[i]);
  }
  Journal it(world, sheet);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto lease = it.take();
    EXPECT(answer_before_journal, lease.text == texts[std::stoul(lease.id)]);
  }
}

TEST_CASE("who held a task holds it for a whole visibility", "[step2]") {
  in_french("qui détenait une tâche la détient pour toute la durée d'un bail");
  World world;
  Sheet sheet(world);
  {
    Journal it(world, sheet);
    it.broker.put("1", "label");
    it.take();
    world.advance(29s);
  }
  Journal it(world, sheet);
  const auto held = entry(it.broker, "1");
  EXPECT(lease_forgotten, held->state == Entry::leased);
  EXPECT(poison_for_ever, held->takings == 1);
  world.advance(30s - 1ms);
  EXPECT(lease_forgotten, it.broker.keep("1", held->token));
  world.advance(30s);
  EXPECT(lease_never_ends, is(it.broker, "1", Entry::waiting));
  EXPECT(stale_worker_finishes, !it.broker.done("1", held->token));
  EXPECT(token_again, it.take().token > held->token);
  // Who waits since the restart notices the end of a lease from before.
  Journal other(world, sheet);
  auto next = other.begin_take("bert");
  const auto waits = [&] {
    other.settle();
    return next.waits();
  };
  world.advance(30s - 1ms);
  EXPECT(lease_forgotten, waits());
  world.advance(1ms);
  EXPECT(waits_in_vain, !waits());
}

TEST_CASE("a restart does not cure a poisonous task", "[step2]") {
  in_french("un redémarrage ne guérit pas une tâche empoisonnée");
  World world;
  Sheet sheet(world);
  Journal(world, sheet).broker.put("1", "label");
  for (int i = 1; i <= terms.most_takings; ++i) {
    Journal it(world, sheet);
    world.advance(30s);
    EXPECT(poison_for_ever, is(it.broker, "1", Entry::waiting));
    it.take();
    EXPECT(poison_for_ever, entry(it.broker, "1")->takings == i);
  }
  for (int restart = 0; restart < 2; ++restart) {
    Journal it(world, sheet);
    world.advance(30s);
    EXPECT(poison_for_ever, is(it.broker, "1", Entry::aside));
  }
}

TEST_CASE("a restart takes no last lease away", "[step2]") {
  in_french("un redémarrage ne retire à personne le dernier bail");
  World world;
  Sheet sheet(world);
  std::uint64_t last = 0;
  {
    Journal it(world, sheet, Terms{30s, 2});
    it.broker.put("1", "label");
    it.take();
    world.advance(30s);
    last = it.take().token;
  }
  // Perhaps one with stricter terms.
  for (const int most : {2, 1}) {
    Journal it(world, sheet, Terms{30s, most});
    world.advance(30s - 1ms);
    EXPECT(lease_forgotten, is(it.broker, "1", Entry::leased));
    EXPECT(lease_forgotten, it.broker.keep("1", last));
    world.advance(30s);
    EXPECT(poison_for_ever, is(it.broker, "1", Entry::aside));
  }
}

TEST_CASE("half a record at the end harms nothing", "[step2]") {
  in_french("une moitié d'enregistrement à la fin ne nuit à rien");
  World world;
  Sheet whole(world);
  {
    Journal it(world, whole);
    morning(it);
  }
  for (std::size_t size = 0; size < whole.bytes.size(); ++size) {
    Sheet sheet(world);
    sheet.bytes = whole.bytes.substr(0, size);
    const Teaching teaching(half_a_record);
    std::size_t found = 0;
    {
      Journal it(world, sheet);
      found = it.broker.list().size();
      it.broker.put("later", "label");
      EXPECT(half_a_record, it.broker.list().size() == found + 1);
    }
    sheet.power_cut(0);
    Journal it(world, sheet);
    EXPECT(half_a_record, it.broker.list().size() == found + 1);
    EXPECT(half_a_record, is(it.broker, "later", Entry::waiting));
  }
}

TEST_CASE("any other damage is refused", "[step2]") {
  in_french("tout autre dommage est refusé");
  World world;
  const auto expect_refused = [&](const std::string& damaged, std::size_t at) {
    Sheet sheet(world);
    sheet.bytes = damaged;
    world.story.tell(
        "",
        {"(the paper is damaged, at byte", "(le papier est abîmé, à l'octet"},
        std::to_string(at) + ")");
    const bool refused =
        workbook::thrown_by([&] { Journal it(world, sheet); }) != nullptr;
    EXPECT(damage_ignored, refused);
    EXPECT(damage_ignored, sheet.bytes.size() == damaged.size());
  };
  // On the second one, each record makes sense without the others.
  for (const bool busy : {true, false}) {
    Sheet whole(world);
    std::size_t last = 0;
    {
      Journal it(world, whole);
      if (busy)
        morning(it);
      else
        for (const std::string id : {"1", "2"}) it.broker.put(id, "label");
      last = whole.bytes.size();
      it.broker.put("last", "label");
    }
    // The very last byte is an end: without it, the record is a half.
    for (std::size_t at = 0; at + 1 < whole.bytes.size(); ++at) {
      auto damaged = whole.bytes;
      damaged[at] ^= 1;
      expect_refused(damaged, at);
    }
    // A last record with a byte less, or one behind it, may look like a half.
    for (std::size_t at = 0; at < last; ++at) {
      auto damaged = whole.bytes;
      expect_refused(damaged.erase(at, 1), at);
      damaged = whole.bytes;
      expect_refused(damaged.insert(at, 1, '\n'), at);
    }
  }
}

TEST_CASE("however much was answered, it is safe", "[step2]") {
  in_french("quel que soit le nombre de réponses, tout est en sûreté");
  for (const int many : workbook::limits) {
    World world;
    Sheet sheet(world);
    {
      Journal it(world, sheet);
      for (int i = 0; i < many; ++i) it.broker.put(std::to_string(i), "label");
    }
    sheet.power_cut(0);
    Journal it(world, sheet);
    EXPECT(answer_before_journal,
           it.broker.list().size() == static_cast<std::size_t>(many));
  }
}

TEST_CASE("what was answered outlives any crash", "[step2]") {
  in_french("ce qui a reçu une réponse survit à tout arrêt brutal");
  for (const std::size_t halves : {0, 1, 2}) {
    bool died = true;
    for (long call = 1; died; ++call) {
      World world;
      Sheet sheet(world);
      Answered answered;
      {
        sheet.dies_before = call;
        const auto thrown = workbook::thrown_by([&] {
          Journal it(world, sheet);
          answered = morning(it);
        });
        died = sheet.calls >= call;
        EXPECT(answer_before_journal, (died || !thrown));
      }
      sheet.dies_before = 0;
      sheet.power_cut(halves);
      const Teaching teaching(half_a_record);
      Journal it(world, sheet);
      expect_remembered(it, answered);
      it.broker.put("later", "label");
    }
  }
}

TEST_CASE("an answer may rely on what the last broker wrote", "[step2]") {
  in_french("une réponse peut s'appuyer sur ce qu'a écrit le précédent");
  // The program is killed, and the machine goes on: the system still has what
  // was written, and has not yet brought all of it to the disk.
  for (long call = 1;; ++call) {
    World world;
    Sheet sheet(world);
    sheet.dies_before = call;
    workbook::thrown_by([&] {
      Journal it(world, sheet);
      morning(it);
    });
    if (sheet.calls < call) break;
    sheet.dies_before = 0;
    std::vector<Entry> known;
    {
      Journal it(world, sheet);
      for (const std::string id : {"1", "2", "3"})
        it.broker.put(id, "label " + id);
      known = it.broker.list();
    }
    sheet.power_cut(0);
    Journal it(world, sheet);
    for (const auto& before : known) {
      const auto after = entry(it.broker, before.id);
      EXPECT(answer_before_journal, after.has_value());
      EXPECT(answer_before_journal, after->state == before.state);
      EXPECT(answer_before_journal, after->token == before.token);
    }
  }
}

TEST_CASE("each answer, alone, makes safe what it relies on", "[step2]") {
  in_french("chaque réponse, à elle seule, met en sûreté ce qui la fonde");
  enum { put, list, keep, done };
  for (const auto what : {put, list, keep, done})
    for (long call = 1;; ++call) {
      World world;
      Sheet sheet(world);
      sheet.dies_before = call;
      Answered answered;
      workbook::thrown_by([&] {
        Journal it(world, sheet);
        answered = morning(it);
      });
      if (sheet.calls < call) break;
      sheet.dies_before = 0;
      std::set<std::string> known, over;
      {
        Journal it(world, sheet);
        if (what == put)
          for (const std::string id : {"1", "2", "3", "4"}) {
            it.broker.put(id, "label " + id);
            known.insert(id);
          }
        if (what == list)
          for (const auto& each : it.broker.list()) known.insert(each.id);
        // Whose DONE had no answer asks again, and hears that it is over.
        for (const auto& [id, token] : answered.leased) {
          if (what == keep && !it.broker.keep(id, token)) over.insert(id);
          if (what == done && !it.broker.done(id, token)) over.insert(id);
        }
      }
      sheet.power_cut(0);
      Journal it(world, sheet);
      for (const auto& id : known) {
        const auto found = entry(it.broker, id);
        EXPECT(answer_before_journal, found.has_value());
      }
      for (const auto& id : over)
        EXPECT(answer_before_journal, is(it.broker, id, Entry::done));
    }
}

TEST_CASE("when the paper has failed, every call throws", "[step2]") {
  in_french("quand le papier a échoué, tout appel lève une exception");
  std::string half;
  {
    World world;
    Sheet sheet(world);
    Journal(world, sheet).broker.put("0", "label");
    half = sheet.bytes.substr(0, sheet.bytes.size() / 2);
  }
  enum { at_a_call, disk_full, behind_a_half };
  for (const auto how : {at_a_call, disk_full, behind_a_half})
    for (long call = 1;; ++call) {
      World world;
      Sheet sheet(world);
      if (how == behind_a_half) sheet.bytes = half;
      std::optional<Journal> it;
      if (how == disk_full)
        world.faults.disk_room = static_cast<std::size_t>(call) * 5;
      else
        sheet.failing_call = call;
      const auto thrown =
          workbook::thrown_by([&] { it.emplace(world, sheet); });
      EXPECT(goes_on_after_failure, (thrown || !sheet.failed));
      if (thrown) continue;  // there is no broker
      const auto answered = morning(*it);
      if (!sheet.failed) break;
      // The call that has met it throws, and does not try again.
      EXPECT(goes_on_after_failure, !answered.put.contains("4"));
      world.faults.disk_room = workbook::Faults::unlimited;
      const auto refuses = [&](const char* call, auto use) {
        world.story.tell("", {"(the next call:", "(l'appel suivant :"},
                         std::string(call) + ")");
        const bool throws = workbook::thrown_by(use) != nullptr;
        EXPECT(goes_on_after_failure, throws);
      };
      refuses("put()", [&] { it->broker.put("5", "label"); });
      refuses("put()", [&] { it->broker.put("1", "label"); });
      EXPECT(goes_on_after_failure, it->begin_take("bert").threw());
      refuses("list()", [&] { it->broker.list(); });
      refuses("keep()", [&] { it->broker.keep("2", answered.last_token); });
      refuses("done()", [&] { it->broker.done("2", answered.last_token); });
      sheet.failing_call = 0;
      it.reset();
      Journal next(world, sheet);
      expect_remembered(next, answered);
      EXPECT(goes_on_after_failure, !entry(next.broker, "5"));
    }
}

TEST_CASE("when the paper fails, who waits is lent nothing more", "[step2]") {
  in_french("quand le papier échoue, qui attend ne reçoit plus rien");
  // That of the new task, or that of its lease: append, or sync.
  for (long call = 1; call <= 4; ++call) {
    World world;
    Sheet sheet(world);
    std::optional<Journal> it;
    it.emplace(world, sheet);
    std::vector<Outcome<Lease>> all;
    for (const std::string who : {"anna", "bert", "cleo"})
      all.push_back(it->begin_take(who));
    sheet.failing_call = sheet.calls + call;
    workbook::thrown_by([&] { it->broker.put("1", "label"); });
    it->settle();
    EXPECT(goes_on_after_failure, sheet.failed);
    for (auto& each : all) EXPECT(goes_on_after_failure, !each.returned());
  }
}

// Step 3

namespace {

// A broker with a door.
struct Door {
  explicit Door(World& world, Sheet* sheet = nullptr)
      : world(world),
        acceptor(world.context, at(0)),
        port(acceptor.local_endpoint().port()),
        broker(open_broker(world.context, terms, sheet)),
        outcome(open()) {}

  Outcome<void> open() {
    world.test_accepts_at(port);
    return world.run("serve_lines",
                     workbook::serve_lines(acceptor, [this](Wire wire) {
                       return exo47::converse(std::move(wire), broker);
                     }));
  }

  std::string ask(Client& client, const std::string& question) {
    client.send(question + "\n");
    world.settle();
    return client.receive();
  }

  using Wire = workbook::Wire;
  World& world;
  asio::ip::tcp::acceptor acceptor;
  const Port port;
  Broker& broker;
  Outcome<void> outcome;
};

}  // namespace

TEST_CASE("each question has its answer", "[step3]") {
  in_french("chaque question a sa réponse");
  World world;
  Door it(world);
  Client ada(world, "Ada", it.port);
  EXPECT(questions_answered, it.ask(ada, "LIST") == "LIST \n");
  EXPECT(questions_answered, it.ask(ada, "PUT 1 label for Ada") == "OK\n");
  EXPECT(questions_answered, it.ask(ada, "PUT 1 again") == "OK\n");
  EXPECT(questions_answered, it.ask(ada, "LIST") == "LIST 1 waiting 0 0 0 \n");
  const auto answer = it.ask(ada, "TAKE anna");
  const auto lease = workbook::lease_of(
      answer.substr(0, std::min(answer.find('\n'), answer.size())));
  EXPECT(questions_answered, lease.has_value());
  EXPECT(questions_answered, lease->text == "label for Ada");
  EXPECT(questions_answered, lease->visibility == 30s);
  const auto mine = "1 " + std::to_string(lease->token);
  const auto other = "1 " + std::to_string(lease->token + 1);
  const auto far =
      "1 " + std::to_string(lease->token + (std::uint64_t(1) << 32));
  EXPECT(questions_answered, it.ask(ada, "KEEP " + mine) == "OK\n");
  EXPECT(stale_worker_finishes, it.ask(ada, "KEEP " + other) == "LATE\n");
  EXPECT(stale_worker_finishes, it.ask(ada, "DONE " + other) == "LATE\n");
  EXPECT(stale_worker_finishes, it.ask(ada, "KEEP " + far) == "LATE\n");
  EXPECT(questions_answered, it.ask(ada, "DONE " + mine) == "OK\n");
  EXPECT(stale_worker_finishes, it.ask(ada, "DONE " + mine) == "LATE\n");
  for (auto nonsense : {"", "TAKE", "PUT", "DONE 1", "DONE 1 x", "take anna",
                        "list", "KEEP 1 -1", "GET / HTTP/1.1", "TAKE anna bert",
                        "PUT 1\t2 a", "PUT 1; a", "TAKE an\tna"}) {
    const auto refusal = it.ask(ada, nonsense);
    EXPECT(questions_answered, refusal.starts_with("ERR"));
    EXPECT(questions_answered,
           std::count(refusal.begin(), refusal.end(), '\n') == 1);
  }
  // In the order of their ids, and not in that of their questions.
  EXPECT(questions_answered,
         it.ask(ada, "PUT 2 b\nPUT 10 a\nLIST") ==
             "OK\nOK\nLIST 1 done 1 " + std::to_string(lease->token) +
                 " 0 anna; 10 waiting 0 0 0 ; 2 waiting 0 0 0 \n");
  for (int i = 0; i < 300; ++i)
    EXPECT(questions_answered, it.ask(ada, "PUT 2 again") == "OK\n");
  EXPECT(questions_answered, it.outcome.waits());
}

TEST_CASE("TAKE waits for a task, and nobody waits for TAKE", "[step3]") {
  in_french("TAKE attend une tâche, et personne n'attend TAKE");
  World world;
  Door it(world);
  Client anna(world, "Anna", it.port), bert(world, "Bert", it.port);
  EXPECT(questions_answered, it.ask(anna, "TAKE anna").empty());
  EXPECT(questions_answered, it.ask(bert, "TAKE bert").empty());
  world.advance(1h);
  Client ada(world, "Ada", it.port);
  EXPECT(questions_answered, it.ask(ada, "PUT 1 label") == "OK\n");
  const auto both = anna.receive() + bert.receive();
  EXPECT(questions_answered, both.starts_with("TASK 1 "));
  EXPECT(lent_twice, std::count(both.begin(), both.end(), '\n') == 1);
  world.advance(30s);
  EXPECT(waits_in_vain,
         (anna.receive() + bert.receive()).starts_with("TASK 1 "));
}

TEST_CASE("what is asked behind a TAKE has its answer behind it", "[step3]") {
  in_french(
      "ce qu'on demande derrière un TAKE a sa réponse derrière la sienne");
  World world;
  Door it(world);
  Client anna(world, "Anna", it.port);
  EXPECT(questions_answered,
         it.ask(anna, "TAKE anna\nTAKE anna\nLIST").empty());
  it.broker.put("1", "label");
  world.settle();
  const auto first = anna.receive();
  EXPECT(questions_answered, first.starts_with("TASK 1 "));
  EXPECT(questions_answered, std::count(first.begin(), first.end(), '\n') == 1);
  it.broker.put("2", "label");
  world.settle();
  const auto others = anna.receive();
  EXPECT(questions_answered, others.starts_with("TASK 2 "));
  const bool list_is_answered = others.find("\nLIST 1 ") != std::string::npos;
  EXPECT(questions_answered, list_is_answered);
}

TEST_CASE("who goes while TAKE waits is lent nothing", "[step3]") {
  in_french("qui part pendant que TAKE attend ne reçoit rien");
  using End = void (Client::*)();
  // Nobody has a task, or somebody has one.
  for (const bool busy : {false, true})
    for (const End end : {End(&Client::hang_up), End(&Client::reset),
                          End(&Client::half_close)}) {
      World world;
      Door it(world);
      Client anna(world, "Anna", it.port), ada(world, "Ada", it.port);
      if (busy) {
        it.ask(ada, "PUT 0 label");
        EXPECT(questions_answered, it.ask(ada, "TAKE ada").starts_with("TASK"));
      }
      it.ask(anna, "TAKE anna");
      (anna.*end)();
      world.settle();
      EXPECT(questions_answered, it.ask(ada, "PUT 1 label") == "OK\n");
      Client bert(world, "Bert", it.port);
      EXPECT(lent_to_the_gone,
             it.ask(bert, "TAKE bert").starts_with("TASK 1 "));
      EXPECT(lent_to_the_gone, entry(it.broker, "1")->takings == 1);
    }
}

TEST_CASE("what the broker throws comes out", "[step3]") {
  in_french("ce que lève le courtier ressort");
  for (long call = 1;; ++call) {
    World world;
    Sheet sheet(world);
    std::set<std::string> known;
    std::string taken;
    {
      Door it(world, &sheet);
      Client anna(world, "Anna", it.port), ada(world, "Ada", it.port);
      it.ask(anna, "TAKE anna");
      sheet.failing_call = sheet.calls + call;
      for (const std::string id : {"1", "2", "3"})
        if (it.ask(ada, "PUT " + id + " label") == "OK\n") known.insert(id);
      taken = anna.receive();
      if (sheet.calls < sheet.failing_call) {
        EXPECT(questions_answered, known.size() == 3);
        break;
      }
      EXPECT(failure_hidden, it.outcome.threw());
      const bool is_the_first_failure =
          it.outcome.error().find(of_the_journal.spoken()) != std::string::npos;
      EXPECT(failure_hidden, is_the_first_failure);
    }
    sheet.failing_call = 0;
    sheet.power_cut(0);
    auto& next = open_broker(world.context, terms, &sheet);
    for (const auto& id : known)
      EXPECT(answer_before_journal, entry(next, id).has_value());
    if (!taken.empty())
      EXPECT(answer_before_journal, is(next, "1", Entry::leased));
  }
}

TEST_CASE("what the broker throws comes out, whatever was asked", "[step3]") {
  in_french("ce que lève le courtier ressort, quelle que soit la question");
  for (auto question :
       {"PUT 2 label", "TAKE anna", "KEEP 1 1", "DONE 1 1", "LIST"}) {
    World world;
    Sheet sheet(world);
    Door it(world, &sheet);
    sheet.failing_call = sheet.calls + 1;
    workbook::thrown_by([&] { it.broker.put("1", "label"); });
    Client ada(world, "Ada", it.port);
    it.ask(ada, question);
    EXPECT(failure_hidden, it.outcome.threw());
  }
}

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    Door it(world);
    {
      Client anna(world, "Anna", it.port), ada(world, "Ada", it.port);
      it.ask(anna, "TAKE anna");
      it.ask(ada, "PUT 1 label\nLIST");
      world.advance(1s);
    }
    world.faults.failing_call = 0;
    Client bert(world, "Bert", it.port);
    world.advance(1s);
    EXPECT(questions_answered, it.ask(bert, "PUT 2 label") == "OK\n");
    EXPECT(questions_answered, it.outcome.waits());
  });
}

// Step 4

namespace {

// The first DONE in what a worker has said, or nothing.
std::string done_in(const std::string& said) {
  const auto begin = std::min(said.find("DONE"), said.size());
  return said.substr(begin, said.find('\n', begin) - begin);
}

// A worker, and a test that is its broker.
struct Bench {
  explicit Bench(const exo47::Effect& effect)
      : server(world, Text{"the broker", "le courtier"}),
        outcome(
            world.run("work", exo47::work(at(server.port()), "anna", effect))),
        broker(server.next()) {}
  Bench() : Bench(nullptr, 0) {}

  // What the worker has said since the last time.
  std::string said() {
    world.settle();
    return broker ? broker->receive() : "";
  }
  // Says something to the worker, and gives what it says then.
  std::string say(const std::string& line) {
    if (broker) broker->send(line + "\n");
    return said();
  }

  // The effects that still run end with the world, and the printer counts them.
  Printer printer{world};
  World world;
  Server server;
  Outcome<void> outcome;
  std::unique_ptr<Peer> broker;

 private:
  Bench(std::nullptr_t, int)
      : server(world, Text{"the broker", "le courtier"}),
        outcome(world.run(
            "work", exo47::work(at(server.port()), "anna", printer.effect()))),
        broker(server.next()) {}
};

}  // namespace

TEST_CASE("a worker takes, prints, says DONE, and takes the next", "[step4]") {
  in_french("un ouvrier prend, imprime, dit DONE, et prend la suivante");
  Bench it;
  EXPECT(questions_answered, it.said() == "TAKE anna\n");
  for (const std::string verdict : {"OK", "LATE", "OK"}) {
    it.world.advance(1h);
    auto said = it.say("TASK 7 3 30000 Ada, Lyon");
    it.world.advance(999ms);
    said += it.said();
    EXPECT(acknowledged_when_taken, done_in(said) == "");
    EXPECT(no_heartbeat, said.empty());
    it.world.advance(1ms);
    EXPECT(task_lost, it.printer.finished > 0);
    said = it.said();
    EXPECT(acknowledged_when_taken, said.starts_with("DONE 7 3\n"));
    // The next question comes when this one has its answer.
    EXPECT(questions_answered, said == "DONE 7 3\n");
    EXPECT(questions_answered, it.say(verdict) == "TAKE anna\n");
  }
  EXPECT(task_lost, it.outcome.waits());
}

TEST_CASE("the key of an effect is the id of its task", "[step4]") {
  in_french("la clé d'un effet est l'id de sa tâche");
  Bench it;
  for (auto task : {"TASK 7 3 30000 Ada", "TASK 8 4 30000 Bob",
                    "TASK 7 5 30000 Ada", "TASK 9 6 30000 Ada",
                    "TASK 10 7 30000   two spaces, and one at the end "}) {
    it.said();
    it.say(task);
    it.world.advance(1s);
    it.say("OK");
  }
  using Labels = std::map<std::string, std::string>;
  EXPECT(effect_not_idempotent, it.printer.labels.size() == 4);
  EXPECT(
      effect_not_idempotent,
      it.printer.labels == Labels{{"7", "Ada"},
                                  {"8", "Bob"},
                                  {"9", "Ada"},
                                  {"10", "  two spaces, and one at the end "}});
}

TEST_CASE("while the effect runs, the worker says KEEP", "[step4]") {
  in_french("pendant que l'effet dure, l'ouvrier dit KEEP");
  for (const std::chrono::milliseconds third : {1'000ms, 100ms, 40'000ms}) {
    Bench it;
    constexpr int times = 40;
    it.printer.takes = times * 3 * third / 2 + third;
    it.said();
    const auto visibility = std::to_string((3 * third).count());
    EXPECT(no_heartbeat, it.say("TASK 7 3 " + visibility + " Ada").empty());
    for (int i = 0; i < times; ++i) {
      it.world.advance(third - 1ms);
      EXPECT(no_heartbeat, it.said().empty());
      it.world.advance(1ms);
      EXPECT(no_heartbeat, it.said() == "KEEP 7 3\n");
      // The answer takes its time, and is in time.
      it.world.advance(third / 2);
      EXPECT(no_heartbeat, it.say("OK").empty());
    }
    EXPECT(workers_clock_trusted, it.printer.stopped == 0);
    it.world.advance(third - 1ms);
    // The effect ends while the answer to a KEEP is on its way.
    it.printer.takes = third / 10;
    EXPECT(no_heartbeat, it.printer.finished == 0);
    it.world.advance(1ms);
    const auto said = it.said() + it.say("OK");
    EXPECT(acknowledged_when_taken, it.printer.finished == 1);
    EXPECT(questions_answered, done_in(said) == "DONE 7 3");
  }
}

TEST_CASE("an answer that comes late is nobody else's", "[step4]") {
  in_french("une réponse tardive n'est celle de personne d'autre");
  Bench it;
  it.printer.takes = 1'500ms;
  it.said();
  it.say("TASK 7 3 3000 Ada");
  it.world.advance(1'500ms);
  auto said = it.said();
  EXPECT(no_heartbeat, said.starts_with("KEEP 7 3\n"));
  said += it.say("OK");
  EXPECT(acknowledged_when_taken, said == "KEEP 7 3\nDONE 7 3\n");
  EXPECT(questions_answered, it.say("OK") == "TAKE anna\n");
  it.say("TASK 8 4 3000 Bob");
  it.world.advance(2s);
  EXPECT(questions_answered, it.printer.labels.contains("8"));
}

TEST_CASE("an answer to KEEP that is not OK ends the effect", "[step4]") {
  in_french("une réponse à KEEP qui n'est pas OK met fin à l'effet");
  for (auto answer :
       {"LATE", "ERR this is no question", "", "OK, but late", "ok"}) {
    Bench it;
    it.printer.takes = 10s;
    it.said();
    it.say("TASK 7 3 3000 Ada");
    it.world.advance(1s);
    EXPECT(no_heartbeat, it.said() == "KEEP 7 3\n");
    const auto said = it.say(answer);
    EXPECT(workers_clock_trusted, it.printer.stopped == 1);
    EXPECT(acknowledged_when_taken, done_in(said) == "");
    // The connection is as good as before.
    EXPECT(questions_answered, said == "TAKE anna\n");
    it.world.advance(1min);
    EXPECT(workers_clock_trusted, it.printer.labels.empty());
    EXPECT(task_lost, it.outcome.waits());
  }
}

TEST_CASE("without an answer in time, the effect is cancelled", "[step4]") {
  in_french("sans réponse à temps, l'effet est annulé");
  for (const int answered : {0, 1, 17}) {
    Bench it;
    it.printer.takes = 1min;
    it.said();
    it.say("TASK 7 3 3000 Ada");
    for (int i = 0; i < answered; ++i) {
      it.world.advance(1s);
      EXPECT(no_heartbeat, it.said() == "KEEP 7 3\n");
      it.say("OK");
    }
    it.world.advance(1s);
    EXPECT(no_heartbeat, it.said() == "KEEP 7 3\n");
    it.world.advance(999ms);
    EXPECT(workers_clock_trusted, it.printer.stopped == 0);
    it.world.advance(1ms);
    EXPECT(workers_clock_trusted, it.printer.stopped == 1);
    EXPECT(acknowledged_when_taken, done_in(it.said()) == "");
  }
}

TEST_CASE("an effect that throws is not done, nor kept", "[step4]") {
  in_french("un effet qui lève une exception n'est ni fait, ni prolongé");
  auto all = awkward_exceptions(no_paper_left);
  // It may talk with somebody, too, or have a timer that somebody cancels.
  all.push_back(std::make_exception_ptr(asio::system_error(asio::error::eof)));
  all.push_back(std::make_exception_ptr(workbook::Outage(no_paper_left)));
  for (const auto& thrown : all) {
    bool first = true;
    Bench it([&](std::string, std::string) -> asio::awaitable<void> {
      asio::steady_timer timer(co_await asio::this_coro::executor, 500ms);
      co_await timer.async_wait(asio::use_awaitable);
      if (!std::exchange(first, false)) co_return;
      it.world.story.tell(
          "", {"(the effect throws)", "(l'effet lève une exception)"});
      std::rethrow_exception(thrown);
    });
    it.said();
    it.say("TASK 7 3 3000 Ada");
    it.world.advance(500ms);
    const auto said = it.said();
    EXPECT(acknowledged_when_taken, done_in(said) == "");
    const bool left = it.broker->ended() || it.broker->cut();
    EXPECT(whose_failure, !left);
    EXPECT(failure_hidden, said == "TAKE anna\n");
    it.world.advance(1h);
    EXPECT(failure_hidden, it.said().empty());
    it.say("TASK 8 4 3000 Bob");
    it.world.advance(500ms);
    EXPECT(failure_hidden, it.said() == "DONE 8 4\n");
  }
}

TEST_CASE("an effect may end at once, well or not", "[step4]") {
  in_french("un effet peut finir aussitôt, bien ou mal");
  for (const bool well : {true, false}) {
    Bench it([&](std::string, std::string) -> asio::awaitable<void> {
      if (well) co_return;
      it.world.story.tell(
          "", {"(the effect throws)", "(l'effet lève une exception)"});
      throw std::runtime_error(no_paper_left);
    });
    EXPECT(questions_answered, it.said() == "TAKE anna\n");
    for (int round = 0; round < 300; ++round) {
      const auto said = it.say("TASK 7 3 3000 Ada");
      if (well) {
        EXPECT(task_lost, said == "DONE 7 3\n");
        EXPECT(questions_answered, it.say("OK") == "TAKE anna\n");
      } else {
        EXPECT(failure_hidden, said == "TAKE anna\n");
      }
    }
  }
}

TEST_CASE("a worker comes back to its broker", "[step4]") {
  in_french("un ouvrier revient vers son courtier");
  Bench it;
  it.printer.takes = 10s;
  const auto again = [&] {
    it.world.advance(retry_pause - 1ms);
    EXPECT(gives_up, it.server.next() == nullptr);
    it.world.advance(1ms);
    it.broker = it.server.next();
    EXPECT(gives_up, it.broker != nullptr);
    EXPECT(gives_up, it.said() == "TAKE anna\n");
  };
  EXPECT(gives_up, it.said() == "TAKE anna\n");
  // The pause begins at the end of the connection, however old that was.
  it.world.advance(1h);
  it.broker->hang_up();
  it.world.settle();
  again();
  it.world.advance(50ms);
  it.broker->reset();
  it.world.settle();
  again();
  // Nobody is there for a while.
  it.server.refuse();
  it.broker->hang_up();
  it.world.settle();
  const auto calls = it.world.io_calls();
  it.world.advance(1min - 1ms);
  EXPECT(gives_up, it.world.io_calls() - calls <= 1'200);
  it.server.accept();
  it.world.advance(retry_pause);
  it.broker = it.server.next();
  EXPECT(gives_up, it.broker != nullptr);
  EXPECT(gives_up, it.said() == "TAKE anna\n");
  // In the middle of an effect: it hears nothing any more.
  it.say("TASK 7 3 3000 Ada");
  it.world.advance(500ms);
  it.broker->reset();
  it.world.advance(1'500ms);
  EXPECT(workers_clock_trusted, it.printer.stopped == 1);
  it.world.advance(retry_pause);
  it.broker = it.server.next();
  EXPECT(gives_up, it.broker != nullptr);
  EXPECT(gives_up, it.said() == "TAKE anna\n");
  EXPECT(gives_up, it.outcome.waits());
}

TEST_CASE("told to stop, a worker stops, and its effect", "[step4]") {
  in_french("si on lui dit d'arrêter, un ouvrier s'arrête, et son effet");
  for (const int when : {0, 1, 2, 3}) {
    Bench it;
    it.printer.takes = 10s;
    if (when == 1) it.broker->hang_up();
    it.said();
    if (when > 1) it.say("TASK 7 3 3000 Ada");
    if (when > 2) it.world.advance(1s);
    it.said();
    it.outcome.cancel();
    it.world.settle();
    EXPECT(deaf_to_cancellation, it.outcome.threw());
    EXPECT(deaf_to_cancellation, it.printer.stopped == (when > 1 ? 1 : 0));
    EXPECT(deaf_to_cancellation, it.said().empty());
    EXPECT(deaf_to_cancellation, it.world.open_sockets() == 0);
  }
}

// The whole

namespace {

// Programs, and somebody who puts tasks and starts again whoever has died.
class Morning {
 public:
  Morning(World& world, int tasks, std::size_t workers)
      : world_(world), sheet(world), printer(world) {
    // Hundreds of these in one test take their time on a busy machine, and that
    // is no sign that anybody waits in vain.
    workbook::Watchdog::pat();
    for (int i = 0; i < tasks; ++i) to_put_.push_back(std::to_string(i));
    start_broker();
    for (std::size_t i = 0; i < workers; ++i) {
      crew.emplace_back();
      start_worker(i);
    }
  }

  // Some time passes; who has died is started again.
  void pass(std::chrono::milliseconds time) {
    world_.advance(time);
    put();
    if (broker->failed) broker->process.kill();
    if (broker->process.dead()) {
      ++broker_deaths;
      lost_something |= power_cut && !sheet.all_safe();
      if (power_cut) sheet.power_cut(*power_cut);
      client_.reset();
      start_broker();
    }
    for (std::size_t i = 0; i < crew.size(); ++i) {
      if (!crew[i]->process.dead()) continue;
      ++worker_deaths;
      start_worker(i);
    }
  }

  // As far as the one who puts tasks knows.
  bool all_done() const {
    return to_put_.empty() && entries_.size() >= tasks_ &&
           std::all_of(entries_.begin(), entries_.end(), [](const auto& each) {
             return each.state == Entry::done;
           });
  }

  // Until all is done; and then each label is there, and once.
  void finish() {
    int turns = 0;
    while (!all_done()) {
      const bool takes_for_ever = ++turns == 100;
      EXPECT(task_lost, !takes_for_ever);
      pass(1s);
    }
    for (const auto& [id, text] : printer.labels)
      EXPECT(effect_not_idempotent, text == "label " + id);
    EXPECT(effect_not_idempotent, printer.labels.size() <= tasks_);
    EXPECT(acknowledged_when_taken, printer.labels.size() == tasks_);
  }

 private:
  static constexpr Port port = 7'000;
  World& world_;

 public:
  Sheet sheet;
  Printer printer;
  std::optional<std::size_t> power_cut = 0;  // so many halves are left
  int broker_deaths = 0;
  int worker_deaths = 0;
  bool lost_something = false;  // a power cut met what was not synced
  std::unique_ptr<BrokerProgram> broker;
  std::vector<std::unique_ptr<WorkerProgram>> crew;

 private:
  void start_broker() {
    broker = nullptr;
    broker =
        std::make_unique<BrokerProgram>(world_, port, Terms{3s, 1'000}, &sheet);
  }
  void start_worker(std::size_t i) {
    crew[i] = nullptr;
    crew[i] = std::make_unique<WorkerProgram>(
        world_, "worker" + std::to_string(i), port, printer.effect());
  }

  // Asks the broker for one thing at a time: puts what has no answer yet, and
  // then looks.
  void put() {
    if (client_ && (client_->refused() || client_->ended() || client_->cut()))
      client_.reset();
    if (client_) {
      heard_ += client_->receive();
      const auto end = heard_.find('\n');
      if (end == heard_.npos) return;
      const auto answer = heard_.substr(0, end);
      heard_.erase(0, end + 1);
      if (answer == "OK" && !to_put_.empty()) {
        to_put_.pop_back();
        ++tasks_;
      } else {
        entries_ = workbook::entries_of(answer);
      }
    } else {
      heard_.clear();
      client_ = std::make_unique<Client>(world_, "Ada", port);
      if (client_->refused()) return;
    }
    client_->send(to_put_.empty() ? "LIST\n"
                                  : "PUT " + to_put_.back() + " label " +
                                        to_put_.back() + "\n");
  }

  std::vector<std::string> to_put_;
  std::size_t tasks_ = 0;
  std::unique_ptr<Client> client_;
  std::string heard_;
  std::vector<Entry> entries_;
};

}  // namespace

TEST_CASE("a worker may die before any of its calls", "[step4]") {
  in_french("un ouvrier peut mourir avant n'importe lequel de ses appels");
  bool died = true;
  for (long call = 1; died; ++call) {
    World world;
    Morning it(world, 2, 2);
    // Long enough to be kept.
    it.printer.takes = 1'500ms;
    it.crew[0]->process.die_before(call);
    for (int i = 0; i < 16; ++i) it.pass(250ms);
    died = it.worker_deaths > 0;
    it.finish();
  }
}

TEST_CASE("the broker may die before any of its calls", "[step4]") {
  in_french("le courtier peut mourir avant n'importe lequel de ses appels");
  bool died = true;
  for (long call = 1; died; ++call)
    for (const std::size_t halves : {0, 1, 2}) {
      World world;
      Morning it(world, 2, 1);
      it.printer.takes = 100ms;
      it.power_cut = halves;
      it.broker->process.die_before(call);
      for (int i = 0; i < 8; ++i) it.pass(100ms);
      died = it.broker_deaths > 0;
      it.finish();
      // Where all was synced, it is the same, however much is left of the rest.
      if (!it.lost_something) break;
    }
}

TEST_CASE("each I/O call of anybody may fail", "[step4]") {
  in_french("chaque appel de n'importe qui peut échouer");
  for_each_failing_call([](World& world) {
    Morning it(world, 1, 1);
    it.printer.takes = 1'500ms;
    it.finish();
  });
}

TEST_CASE("a bad morning, two hundred times", "[step4]") {
  in_french("une mauvaise matinée, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    Morning it(world, 1 + static_cast<int>(chaos.below(5)), 1 + chaos.below(3));
    for (std::size_t mishaps = chaos.below(10); mishaps > 0; --mishaps) {
      it.printer.takes = std::chrono::milliseconds(chaos.below(4'000));
      it.power_cut = chaos.below(3);
      if (chaos.one_in(3)) it.power_cut = std::nullopt;
      auto& victim = chaos.one_in(2)
                         ? it.broker->process
                         : it.crew[chaos.below(it.crew.size())]->process;
      switch (chaos.below(4)) {
        case 0:
          if (!victim.dead()) victim.kill();
          break;
        case 1:
          world.faults.failing_call =
              world.io_calls() + 1 + static_cast<long>(chaos.below(10));
          break;
        case 2:
          world.faults.disk_room = chaos.below(200);
          break;
        default:
          victim.die_before(victim.io_calls() + 1 +
                            static_cast<long>(chaos.below(10)));
      }
      for (auto turns = chaos.below(3); turns > 0; --turns)
        it.pass(std::chrono::milliseconds(chaos.below(500)));
      world.faults.disk_room = workbook::Faults::unlimited;
      if (it.all_done()) break;
    }
    it.printer.takes = 100ms;
    it.finish();
  });
}
