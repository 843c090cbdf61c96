#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error_code.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/world/chaos.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "lessons.hpp"
#include "notify.hpp"
#include "screens.hpp"

using exo46::event_of;
using exo46::heartbeat;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::in_french;
using workbook::limits;
using workbook::Teaching;
using workbook::Text;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr Text not_the_first_one{"not the first one",
                                 "ce n'est pas le premier"};

// Names for the story.
constexpr Text a_reader{"reader ", "le lecteur "};
constexpr Text the_newcomer{"the newcomer", "le nouveau"};
constexpr Text the_busy_one{"the busy one", "l'affairé"};
constexpr Text the_deaf_one{"the deaf one", "le sourd"};
constexpr Text the_dead_one{"the dead one", "le mort"};
constexpr Text next_of_ada{"next() of Ada", "next() d'Ada"};
constexpr Text next_of_bob{"next() of Bob", "next() de Bob"};
constexpr Text next_of_the_deaf{"next() of the deaf one", "next() du sourd"};
constexpr Text next_or_timer{"next() || timer", "next() || minuterie"};
constexpr Text the_timer{"the timer", "la minuterie"};

asio::awaitable<std::string> race(Subscription& subscription,
                                  asio::steady_timer& timer) {
  using namespace asio::experimental::awaitable_operators;
  const auto first =
      co_await (subscription.next() ||
                timer.async_wait(asio::as_tuple(asio::use_awaitable)));
  co_return first.index() == 0 ? "next()" : the_timer.spoken();
}

}  // namespace

// Step 1

TEST_CASE("each notice is given as soon as it is there", "[step1]") {
  in_french("chaque notification est donnée dès qu'elle est là");
  World world;
  Hub hub(world.executor(), 10);
  EXPECT(never_woken, publish(world, hub, "too early") == "1");
  auto subscription = hub.subscribe();
  EXPECT(never_woken, publish(world, hub, "the lorry is late") == "2");
  auto news = world.run("next", subscription.next());
  EXPECT(gap_unsaid, missed(news) == 0);
  EXPECT(never_woken, given(news) == "2");
  EXPECT(never_woken, news.value().notice->text == "the lorry is late");
  for (Id id = 3; id <= 5; ++id) {
    news = world.run("next", subscription.next());
    EXPECT(never_woken, news.waits());
    publish(world, hub, "");
    world.settle();
    EXPECT(never_woken, given(news) == std::to_string(id));
    EXPECT(never_woken, news.value().notice->text.empty());
  }
  publish_until(world, hub, 6, 8);
  for (Id id = 6; id <= 8; ++id)
    EXPECT(never_woken,
           given(world.run("next", subscription.next())) == std::to_string(id));
}

TEST_CASE("every subscriber is given every notice, once", "[step1]") {
  in_french("chaque abonné reçoit chaque notification, une fois");
  World world;
  Hub hub(world.executor(), 10);
  std::vector<Reader> readers;
  for (const char* name : {"Ada", "Bob", "Cleo"})
    readers.emplace_back(world, name, hub.subscribe());
  publish_until(world, hub, 1, 1);
  world.settle();
  for (const auto& reader : readers) EXPECT(never_woken, reader.heard() == "1");
  publish_until(world, hub, 2, 7);
  world.settle();
  publish_until(world, hub, 8, 9);
  world.settle();
  for (const auto& reader : readers)
    EXPECT(never_woken, reader.heard() == from_to(1, 9));
}

TEST_CASE("one does not read, and the others hear everything", "[step1]") {
  in_french("l'un ne lit pas, et les autres entendent tout");
  for (const std::size_t place : {0u, 1u, 2u}) {
    World world;
    Hub hub(world.executor(), 2);
    std::vector<Reader> readers;
    std::optional<Subscription> deaf;
    for (std::size_t i = 0; i < 3; ++i) {
      if (i == place) deaf = hub.subscribe();
      readers.emplace_back(world, a_reader.spoken() + std::to_string(i),
                           hub.subscribe());
    }
    world.settle();
    for (Id id = 1; id <= 20; ++id) {
      publish_until(world, hub, id, id);
      world.settle();
      for (const auto& reader : readers)
        EXPECT(slowest_stops_all, reader.heard() == from_to(1, id));
    }
  }
}

TEST_CASE("what is older than the limit is kept by nobody", "[step1]") {
  in_french("ce qui dépasse la limite n'est gardé par personne");
  for (const int limit : limits) {
    const auto capacity = static_cast<std::size_t>(limit);
    World world;
    Hub hub(world.executor(), capacity);
    auto deaf = hub.subscribe();
    auto subscription = hub.subscribe();
    std::vector<std::weak_ptr<const Notice>> notices;
    for (std::size_t i = 0; i < capacity + 20; ++i) {
      publish(world, hub, "x");
      notices.push_back(
          world.run(next_of_ada, subscription.next()).value().notice);
      const Id last = i + 1;
      Id oldest = 1;
      while (oldest < last && notices[oldest - 1].expired()) ++oldest;
      INFO("capacity = " << capacity << ", last = " << last);
      if (oldest + capacity <= last)
        world.network().tell("",
                             {"(notice {} is still in memory)",
                              "(la notification {} est encore en mémoire)"},
                             oldest);
      EXPECT(kept_for_the_slowest, oldest + capacity > last);
    }
    // Of what is kept, everything is given.
    const auto news = world.run(next_of_the_deaf, deaf.next());
    EXPECT(gap_unsaid, given(news) == shown(21, 20));
  }
}

TEST_CASE("who has missed something is told how much", "[step1]") {
  in_french("qui a manqué quelque chose apprend combien");
  for (const int limit : limits)
    for (const Id lost : {0, 1, 2, 1'000}) {
      const auto capacity = static_cast<Id>(limit);
      INFO("capacity = " << limit << ", missed = " << lost);
      World world;
      Hub hub(world.executor(), capacity);
      publish(world, hub, "before");
      auto subscription = hub.subscribe();
      for (Id id = 2; id <= 1 + capacity + lost; ++id) publish(world, hub, "x");
      const Teaching teaching(gap_unsaid);
      for (Id id = 2 + lost; id <= 1 + lost + capacity; ++id) {
        const bool first = id == 2 + lost;
        const auto news = world.run(next_of_ada, subscription.next()).value();
        EXPECT(gap_unsaid, news.notice->id == id);
        EXPECT(gap_unsaid, news.missed == (first ? lost : 0));
      }
      // Said once. And the next gap is counted from here.
      auto news = world.run(next_of_ada, subscription.next());
      EXPECT(never_woken, news.waits());
      for (Id i = 1; i <= 1 + capacity; ++i) publish(world, hub, "y");
      world.settle();
      EXPECT(gap_unsaid, news.value().missed == 1);
    }
}

TEST_CASE("a cancelled next() loses nothing, at whatever moment", "[step1]") {
  in_french("un next() annulé ne perd rien, à quelque moment que ce soit");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Hub hub(world.executor(), 10);
    auto subscription = hub.subscribe();
    auto first = world.run("next", subscription.next());
    publish_until(world, hub, 1, 2);
    const Teaching teaching(cancelled_takes_along);
    more = static_cast<workbook::Stage&>(world).turn(turns) == turns;
    first.cancel();
    world.settle();
    EXPECT(cancelled_takes_along, !first.waits());
    if (!first.returned())
      EXPECT(cancelled_takes_along, is_aborted(first.exception()));
    Id id = first.returned() ? 2 : 1;
    EXPECT(cancelled_takes_along,
           given(world.run("next", subscription.next())) == std::to_string(id));
  }
}

TEST_CASE("what comes right behind a cancellation is not lost", "[step1]") {
  in_french("ce qui suit de près une annulation n'est pas perdu");
  // Whoever waits again after a cancellation may never come back.
  const Teaching teaching(cancelled_takes_along);
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Hub hub(world.executor(), 10);
    auto subscription = hub.subscribe();
    auto first = world.run("next", subscription.next());
    first.cancel();
    more = static_cast<workbook::Stage&>(world).turn(turns) == turns;
    publish(world, hub, "x");
    world.settle();
    EXPECT(cancelled_takes_along, is_aborted(first.exception()));
    EXPECT(cancelled_takes_along,
           given(world.run("next", subscription.next())) == "1");
  }
  // A race in which the timer is first.
  World world;
  Hub hub(world.executor(), 10);
  auto subscription = hub.subscribe();
  asio::steady_timer timer(world.context, 1h);
  auto winner = world.run(next_or_timer, race(subscription, timer));
  timer.cancel();
  publish(world, hub, "x");
  world.settle();
  EXPECT(cancelled_takes_along, winner.value() == the_timer.spoken());
  EXPECT(cancelled_takes_along,
         given(world.run("next", subscription.next())) == "1");
}

TEST_CASE("a cancelled next() stops; the next one waits again", "[step1]") {
  in_french("un next() annulé s'arrête ; le suivant attend de nouveau");
  const Teaching teaching(cancelled_takes_along);
  World world;
  auto hub = std::make_unique<Hub>(world.executor(), 10);
  auto subscription = hub->subscribe();
  for (Id id = 1; id <= 3; ++id) {
    for (int i = 0; i < 3; ++i) {
      auto news = world.run("next", subscription.next());
      news.cancel();
      world.settle();
      EXPECT(cancelled_takes_along, is_aborted(news.exception()));
    }
    auto news = world.run("next", subscription.next());
    EXPECT(cancelled_takes_along, news.waits());
    publish(world, *hub, "x");
    world.settle();
    EXPECT(cancelled_takes_along, given(news) == std::to_string(id));
  }
  auto news = world.run("next", subscription.next());
  hub.reset();
  world.settle();
  EXPECT(never_woken, news.waits());
  news.cancel();
  world.settle();
  EXPECT(cancelled_takes_along, is_aborted(news.exception()));
}

TEST_CASE("who outlives the hub is given what was kept", "[step1]") {
  in_french("qui survit au hub reçoit ce qui était gardé");
  World world;
  auto hub = std::make_unique<Hub>(world.executor(), 2);
  auto first = hub->subscribe(), second = hub->subscribe();
  publish_until(world, *hub, 1, 3);
  EXPECT(gap_unsaid,
         given(world.run(next_of_bob, second.next())) == shown(2, 1));
  world.network().tell("", {"(the hub dies)", "(le hub meurt)"});
  hub.reset();
  EXPECT(gone_with_the_hub,
         given(world.run(next_of_ada, first.next())) == shown(2, 1));
  EXPECT(gone_with_the_hub,
         given(world.run(next_of_bob, second.next())) == "3");
  EXPECT(gone_with_the_hub, given(world.run(next_of_ada, first.next())) == "3");
  for (auto* subscription : {&first, &second}) {
    auto news = world.run("next", subscription->next());
    EXPECT(gone_with_the_hub, news.waits());
    news.cancel();
    world.settle();
    EXPECT(cancelled_takes_along, is_aborted(news.exception()));
  }
}

TEST_CASE("all are given the same copy, and the text was moved", "[step1]") {
  in_french("tous reçoivent le même exemplaire, et le texte a été déplacé");
  World world;
  Hub hub(world.executor(), 3);
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < 3; ++i) subscriptions.push_back(hub.subscribe());
  for (int i = 0; i < 3; ++i) {
    std::string text(1'000, 'x');
    // An address: as characters, it would be read when they are gone.
    const void* const bytes = text.data();
    hub.publish(std::move(text));
    std::vector<News> all;
    for (auto& subscription : subscriptions)
      all.push_back(world.run("next", subscription.next()).value());
    for (const auto& news : all) {
      EXPECT(copy_per_subscriber, news.notice == all[0].notice);
      EXPECT(copy_per_subscriber, news.notice->text.data() == bytes);
    }
  }
}

TEST_CASE("ten thousand subscribers, and one of them is deaf", "[step1]") {
  in_french("dix mille abonnés, et l'un d'eux est sourd");
  World world;
  constexpr std::size_t capacity = 2, size = 100'000, readers = 10'000;
  Hub hub(world.executor(), capacity);
  std::vector<Subscription> subscriptions;
  for (std::size_t i = 0; i < readers; ++i)
    subscriptions.push_back(hub.subscribe());
  auto deaf = hub.subscribe();
  std::vector<Id> heard(readers);
  const auto read = [](Subscription& subscription,
                       Id& last) -> asio::awaitable<void> {
    for (;;) {
      const auto news = co_await subscription.next();
      // Else it stays behind, and the count below says so.
      if (news.missed == 0 && news.notice->id == last + 1) ++last;
    }
  };
  for (std::size_t i = 0; i < readers; ++i)
    asio::co_spawn(world.context, read(subscriptions[i], heard[i]),
                   asio::detached);
  const auto run = [&] {
    world.context.restart();
    world.context.poll();
  };
  run();
  const auto before = bytes_on_heap();
  for (Id id = 1; id <= 2 * capacity; ++id) {
    hub.publish(std::string(size, 'x'));
    run();
    const auto current =
        static_cast<std::size_t>(std::count(heard.begin(), heard.end(), id));
    EXPECT(slowest_stops_all, current == readers);
    // One copy of each notice; for each subscriber far less than that, even
    // where an std::deque takes a whole page for its first element.
    EXPECT(copy_per_subscriber,
           bytes_on_heap() <= before + (capacity + 1) * size + 5'000 * readers);
  }
  EXPECT(gap_unsaid,
         given(world.run(next_of_the_deaf, deaf.next())) == shown(3, 2));
}

TEST_CASE("in the middle of it, some come, leave and publish", "[step1]") {
  in_french("au milieu, les uns arrivent, s'en vont, ou publient");
  for (const std::size_t at : {0u, 1u, 2u, 3u, 4u}) {
    World world;
    const Teaching teaching(unsubscribe_while_publishing);
    Hub hub(world.executor(), 10);
    // Those in the row who do not read, and are dropped by the busy one.
    std::vector<Reader> readers;
    std::vector<std::optional<Subscription>> silent;
    std::optional<Reader> newcomer;
    std::optional<Subscription> busy;
    auto work = [&]() -> asio::awaitable<void> {
      const auto news = co_await busy->next();
      if (news.notice->id != 1) throw std::runtime_error(not_the_first_one);
      for (auto& each : silent) each.reset();
      newcomer.emplace(world, the_newcomer, hub.subscribe());
      hub.publish("2");
      busy.reset();
    };
    for (std::size_t i = 0; i < 5; ++i) {
      silent.emplace_back(hub.subscribe());
      if (i == at) busy = hub.subscribe();
      readers.emplace_back(world, a_reader.spoken() + std::to_string(i),
                           hub.subscribe());
      silent.emplace_back(hub.subscribe());
    }
    auto works = world.run(the_busy_one, work());
    publish(world, hub, "1");
    // Gone before anybody else was given it; and one who had waited.
    silent.front().reset();
    readers.back().stop();
    world.settle();
    EXPECT(unsubscribe_while_publishing, works.returned());
    publish(world, hub, "3");
    world.settle();
    readers.pop_back();
    for (const auto& reader : readers)
      EXPECT(unsubscribe_while_publishing, reader.heard() == "1, 2, 3");
    EXPECT(unsubscribe_while_publishing, newcomer->heard() == "2, 3");
  }
}

TEST_CASE("of those who have left, nothing is kept", "[step1]") {
  in_french("de ceux qui sont partis, il ne reste rien");
  World world;
  Hub hub(world.executor(), 10);
  const auto come_and_go = [&](bool publishes) {
    std::vector<Subscription> all;
    for (int i = 0; i < 500; ++i) all.push_back(hub.subscribe());
    for (int i = 0; i < 20 && publishes; ++i) hub.publish("x");
    // One that waits leaves, too.
    auto waiting = hub.subscribe();
    auto news = world.run("next", waiting.next());
    news.cancel();
    world.settle();
  };
  for (const bool publishes : {true, false}) {
    come_and_go(publishes);
    const auto before = bytes_on_heap();
    for (int i = 0; i < 20; ++i) come_and_go(publishes);
    // 10 bytes for each that was there; the story of it grows, too.
    EXPECT(subscriber_leaks, bytes_on_heap() <= before + 100'000);
  }
}

TEST_CASE("at any pace, each hears all, or how much it missed", "[step1]") {
  in_french("à toute vitesse, chacun entend tout, ou combien il a manqué");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const auto capacity = 1 + chaos.below(8);
    Hub hub(world.executor(), capacity);
    struct One {
      std::string name;
      Subscription subscription;
      Id seen;
      std::optional<Outcome<News>> next;
    };
    std::deque<One> all;  // they stay where they are
    Id last = 0;
    for (int i = 0; i < 30; ++i) {
      const auto what = chaos.below(8);
      if (all.empty() || what == 0) {
        all.push_back({a_reader.spoken() + std::to_string(all.size() + 1),
                       hub.subscribe(),
                       last,
                       {}});
      } else if (what <= 3) {
        publish(world, hub, std::to_string(++last));
      } else {
        auto& one = all[chaos.below(all.size())];
        if (!one.next)
          one.next = world.start(one.name, one.subscription.next());
        else if (one.next->waits() && chaos.one_in(3))
          one.next->cancel();
      }
      if (chaos.one_in(2)) world.settle();
      for (auto& one : all) {
        if (!one.next || one.next->waits()) continue;
        if (one.next->returned()) {
          const auto& news = one.next->value();
          const auto id = news.notice->id;
          EXPECT(gap_unsaid, id == one.seen + 1 + news.missed);
          if (id > last) EXPECT(slowest_stops_all, news.missed == 0);
          one.seen = id;
        } else {
          EXPECT(cancelled_takes_along, is_aborted(one.next->exception()));
        }
        one.next.reset();
      }
    }
    world.settle();
    for (auto& one : all) {
      if (one.next && one.next->waits()) one.next->cancel();
      world.settle();
      if (one.next && one.next->returned())
        one.seen = one.next->value().notice->id;
      const auto kept = last < capacity ? 1 : last - capacity + 1;
      for (Id id = std::max(one.seen + 1, kept); id <= last; ++id)
        EXPECT(slowest_stops_all,
               world.run("next", one.subscription.next()).value().notice->id ==
                   id);
    }
  });
}

// Step 2

TEST_CASE("who comes back is given what it has not seen", "[step2]") {
  in_french("qui revient reçoit ce qu'il n'a pas vu");
  for (Id after = 0; after <= 6; ++after) {
    INFO("after = " << after);
    World world;
    Hub hub(world.executor(), 10);
    auto from_the_beginning = hub.subscribe(0);
    publish_until(world, hub, 1, 6);
    EXPECT(replay_races_live,
           given(world.run("next", from_the_beginning.next())) == "1");
    auto subscription = hub.subscribe(after);
    for (Id id = after + 1; id <= 6; ++id)
      EXPECT(replay_races_live, given(world.run("next", subscription.next())) ==
                                    std::to_string(id));
    auto news = world.run("next", subscription.next());
    EXPECT(replay_races_live, news.waits());
    publish_until(world, hub, 7, 8);
    world.settle();
    EXPECT(replay_races_live, given(news) == "7");
    EXPECT(replay_races_live,
           given(world.run("next", subscription.next())) == "8");
  }
}

TEST_CASE("while it is given the old ones, new ones come", "[step2]") {
  in_french("pendant qu'il reçoit les anciennes, de nouvelles viennent");
  // New ones before the first next(), in the middle, and while it waits.
  for (Id moment = 0; moment <= 4; ++moment) {
    World world;
    Hub hub(world.executor(), 10);
    publish_until(world, hub, 1, 6);
    auto subscription = hub.subscribe(2);
    std::vector<std::string> all;
    for (Id i = 0; i < 6; ++i) {
      if (i == moment && i < 4) publish_until(world, hub, 7, 8);
      auto news = world.run("next", subscription.next());
      if (news.waits()) publish_until(world, hub, 7, 8);
      world.settle();
      EXPECT(replay_races_live, given(news) == std::to_string(3 + i));
    }
    EXPECT(replay_races_live, world.run("next", subscription.next()).waits());
  }
}

TEST_CASE("what is no longer kept is missed, and said", "[step2]") {
  in_french("ce qui n'est plus gardé est manqué, et c'est dit");
  for (const Id after : {0, 3, 14, 15, 16}) {
    INFO("after = " << after);
    World world;
    Hub hub(world.executor(), 10);
    publish_until(world, hub, 1, 25);
    auto subscription = hub.subscribe(after);
    const auto missed = after < 15 ? 15 - after : 0;
    auto news = world.run("next", subscription.next()).value();
    EXPECT(gap_unsaid, news.notice->id == after + 1 + missed);
    EXPECT(gap_unsaid, news.missed == missed);
    // Now it is itself too slow.
    publish_until(world, hub, 26, 40);
    news = world.run("next", subscription.next()).value();
    EXPECT(gap_unsaid, news.notice->id == 31);
    EXPECT(gap_unsaid, news.missed == 31 - (after + 1 + missed) - 1);
  }
  World world;
  Hub hub(world.executor(), 10);
  publish_until(world, hub, 1, 25);
  auto subscription = hub.subscribe(20);
  publish_until(world, hub, 26, 32);
  EXPECT(gap_unsaid,
         given(world.run("next", subscription.next())) == shown(23, 2));
}

TEST_CASE("an id of an earlier life of the hub counts as 0", "[step2]") {
  in_french("un numéro d'une vie antérieure du hub compte pour 0");
  for (const Id after :
       {Id{1}, Id{4}, Id{500}, Id{1} << 32, std::numeric_limits<Id>::max()})
    for (const Id last : {0, 3, 13}) {
      if (after <= last) continue;
      INFO("after = " << after);
      World world;
      Hub hub(world.executor(), 10);
      publish_until(world, hub, 1, last);
      auto subscription = hub.subscribe(after);
      publish(world, hub, "one more");
      const auto first = last < 10 ? shown(1, 0) : shown(5, 4);
      EXPECT(earlier_life,
             given(world.run("next", subscription.next())) == first);
    }
}

TEST_CASE("again and again away, and nothing is lost or twice", "[step2]") {
  in_french("absent encore et encore, et rien ne manque ni ne vient deux fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const auto capacity = 1 + chaos.below(10);
    Hub hub(world.executor(), capacity);
    Id last = 0, seen = 0;
    for (int visit = 0; visit < 6; ++visit) {
      for (auto i = chaos.below(5); i > 0; --i) hub.publish("x"), ++last;
      auto subscription = hub.subscribe(seen);
      for (auto reads = chaos.below(8); reads > 0; --reads) {
        for (auto i = chaos.below(3); i > 0; --i) hub.publish("x"), ++last;
        auto news = world.start("next", subscription.next());
        if (chaos.one_in(2)) world.settle();
        if (chaos.one_in(2)) hub.publish("x"), ++last;
        world.settle();
        if (news.waits()) {
          hub.publish("x"), ++last;
          world.settle();
        }
        EXPECT(replay_races_live, news.returned());
        const auto id = news.value().notice->id;
        EXPECT(replay_races_live, id == seen + 1 + news.value().missed);
        if (news.value().missed > 0)
          EXPECT(kept_for_the_slowest, last - id < capacity + 2);
        seen = id;
      }
    }
  });
}

// Step 3

TEST_CASE("whatever the text is, it is one event", "[step3]") {
  in_french("quel que soit le texte, c'est un seul événement");
  struct Sample {
    std::string text, read;
  };
  const Sample samples[] = {
      {"the lorry is late", "the lorry is late"},
      {"", ""},
      {" ", " "},
      {"  indented", "  indented"},
      {": no comment", ": no comment"},
      {"data: x", "data: x"},
      {"one\ntwo", "one\ntwo"},
      {"one\r\ntwo\rthree\n\nfive", "one\ntwo\nthree\n\nfive"},
      {"one\n", "one\n"},
      {"\n\n", "\n\n"},
      {"\r", "\n"},
      {"\r\n", "\n"},
      {"\n\r", "\n\n"},
      {"x\r\r\ny", "x\n\ny"},
      {"Eve\rid: 99\r\revent: alarm", "Eve\nid: 99\n\nevent: alarm"},
      {"Eve\n\nid: 99\ndata: x", "Eve\n\nid: 99\ndata: x"},
      {"déjà vu \xF0\x9F\x93\xA6", "déjà vu \xF0\x9F\x93\xA6"},
      {"nul\0byte"s, "nul\0byte"s},
      {std::string(10'000, 'x'), std::string(10'000, 'x')},
  };
  Id id = 1;
  for (const auto& [text, read] : samples) {
    INFO("text = " << Catch::Detail::stringify(text.substr(0, 40)));
    Browser browser;
    browser.feed(event_of({id, text}));
    const std::vector<Event> expected{{std::to_string(id), "", read}};
    EXPECT(made_up_event, browser.events == expected);
    // And the one behind it is whole.
    browser.feed(event_of({id + 1, "next"}));
    EXPECT(made_up_event, browser.events.size() == 2);
    id *= 10;
  }
}

TEST_CASE("a screen is sent what is published, at once", "[step3]") {
  in_french("un écran reçoit aussitôt ce qui est publié");
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.write_at_most = at_once;
    Office it(world);
    publish(world, it.hub, "too early");
    auto ada = it.come("Ada");
    const auto old = ada->read();
    EXPECT(opening_late, !ada->begun.empty());
    EXPECT(last_id_ignored, old.empty());
    EXPECT(event_lost, ada->opened());
    auto bob = it.come("Bob");
    publish(world, it.hub, "one\ntwo");
    const std::vector<Event> first{{"2", "", "one\ntwo"}};
    EXPECT(event_lost, ada->read() == first);
    for (Id id = 3; id < 30; id += 3) {
      publish_until(world, it.hub, id, id + 2);
      EXPECT(event_lost, ada->read() == events(id, id + 2));
    }
    const auto all = bob->read();
    EXPECT(event_lost, all.size() == 28);
    EXPECT(event_lost, all[0] == first[0]);
    EXPECT(event_lost, all[27] == event(29));
    EXPECT(gone_unnoticed, !ada->gone());
  }
}

TEST_CASE("who comes back says what it has seen last", "[step3]") {
  in_french("qui revient dit ce qu'il a vu en dernier");
  World world;
  Office it(world, 10);
  publish_until(world, it.hub, 1, 6);
  struct Sample {
    std::string last_event_id;
    Id first;
  };
  const Sample samples[] = {
      {"0", 1},   {"4", 5},          {"6", 7},
      {"9", 1},   {"4294967300", 1}, {"9999999999999999999", 1},
      {"", 7},    {"abc", 7},        {"-1", 7},
      {"3 4", 7}, {"3x", 7},         {"+3", 7},
      {"0x2", 7}, {"2, 3", 7},       {"99999999999999999999999", 7}};
  std::vector<std::unique_ptr<Screen>> screens;
  for (const auto& sample : samples)
    screens.push_back(it.come("Ada", sample.last_event_id));
  publish_until(world, it.hub, 7, 7);
  for (std::size_t i = 0; i < screens.size(); ++i) {
    INFO("Last-Event-ID: " << samples[i].last_event_id);
    const auto all = screens[i]->read();
    EXPECT(last_id_ignored, all == events(samples[i].first, 7));
    EXPECT(last_id_ignored, !screens[i]->gone());
  }
  publish_until(world, it.hub, 8, 20);
  auto ada = it.come("Ada", "4");
  const auto all = ada->read();
  const Event missed{"", "missed", "6"};
  EXPECT(gap_unsaid, all.size() == 11);
  EXPECT(gap_unsaid, all[0] == missed);
  EXPECT(gap_unsaid, all[1] == event(11));
}

TEST_CASE("a slow screen is told what it has missed", "[step3]") {
  in_french("un écran lent apprend ce qu'il a manqué");
  World world;
  world.faults.room = exo46::opening.size() + 10;
  Office it(world, 5);
  auto slow = it.come("Ada");
  publish_until(world, it.hub, 1, 1);
  world.settle();
  publish_until(world, it.hub, 2, 20);
  world.settle();
  // Without a pulse it may be as slow as it likes.
  world.advance(24h);
  EXPECT(gone_unnoticed, !slow->gone());
  // The first one was begun; of the others, five are kept.
  std::vector<Event> expected{event(1), {"1", "missed", "14"}};
  for (const auto& each : events(16, 20)) expected.push_back(each);
  EXPECT(gap_unsaid, slow->read() == expected);
  publish_until(world, it.hub, 21, 21);
  EXPECT(gap_unsaid, slow->read() == events(21, 21));
  // In the event of a gap, nothing is said about what was seen last.
  EXPECT(gap_unsaid, slow->browser.last_id == "21");
}

TEST_CASE("from now on is from the call on", "[step3]") {
  in_french("désormais, c'est depuis l'appel");
  World world;
  world.faults.room = 30;  // the opening is not out yet
  Office it(world);
  auto ada = it.come("Ada");
  publish_until(world, it.hub, 1, 2);
  world.settle();
  publish_until(world, it.hub, 3, 3);
  EXPECT(event_lost, ada->read() == events(1, 3));
}

TEST_CASE("for those who do not read, one notice each is held", "[step3]") {
  in_french("pour qui ne lit pas, on tient une notification chacun");
  constexpr std::size_t size = 5'000, capacity = 4, deaf = 10;
  World world;
  Office it(world, capacity);
  auto ada = it.come("Ada");
  world.faults.room = 300;
  std::vector<std::unique_ptr<Screen>> all;
  for (std::size_t i = 0; i < deaf; ++i) all.push_back(it.come(the_deaf_one));
  ada->read();
  const auto before = bytes_on_heap();
  for (Id id = 1; id <= 30; ++id) {
    it.hub.publish(std::string(size, 'x'));
    EXPECT(slowest_stops_all, ada->read().size() == 1);
    // A string may take twice its size, and be made of another one. Beside
    // that: what the hub keeps, what is on the way to Ada, and the story.
    EXPECT(second_queue,
           bytes_on_heap() <= before + (capacity + 6 + 4 * deaf) * size);
  }
  for (auto& screen : all) {
    const auto heard = screen->read();
    EXPECT(second_queue, heard.size() == capacity + 2);
    EXPECT(second_queue, heard[1].data == "25");
  }
}

TEST_CASE("of a hundred that wait for a deaf one, one is held", "[step3]") {
  in_french("de cent qui attendent un sourd, on n'en tient qu'une");
  constexpr std::size_t size = 50'000, capacity = 100;
  World world;
  Office it(world, capacity);
  for (Id id = 1; id <= capacity; ++id) it.hub.publish(std::string(size, 'x'));
  world.faults.room = 5'000;
  const auto before = bytes_on_heap();
  auto deaf = it.come(the_deaf_one, "0");
  // As above: a string, and what it was made of.
  EXPECT(second_queue, bytes_on_heap() <= before + 6 * size);
  EXPECT(event_lost, deaf->read().size() == capacity);
}

TEST_CASE("what a client says is dropped, and kept nowhere", "[step3]") {
  in_french("ce que dit un client est abandonné, et gardé nulle part");
  World world;
  Office it(world);
  auto ada = it.come("Ada");
  ada->read();
  const std::string line(5'000, 'x');
  const auto before = bytes_on_heap();
  for (int i = 0; i < 400; ++i) {
    ada->client.send(line);
    world.settle();
  }
  EXPECT(gone_unnoticed, ada->client.read_by_program() == 400 * line.size());
  // The story of it grows, too.
  EXPECT(input_piles_up, bytes_on_heap() <= before + 1'000'000);
  EXPECT(gone_unnoticed, !ada->gone());
}

TEST_CASE("when its client has gone, a stream returns at once", "[step3]") {
  in_french("quand son client est parti, un flux rend la main aussitôt");
  using End = void (Client::*)();
  for (const End end :
       {End(&Client::hang_up), End(&Client::reset), End(&Client::half_close)})
    for (const bool full : {true, false})
      for (const bool talks : {true, false}) {
        World world;
        Office it(world);
        auto bob = it.come("Bob");
        if (full) world.faults.room = 20;
        auto ada = it.come("Ada");
        if (!full) ada->read();
        if (full) publish_until(world, it.hub, 1, 3);
        // What it says is dropped, however much it is.
        for (int i = 0; talks && i < 100; ++i) {
          ada->client.send(std::string(1'000, 'x') + "\r\n");
          world.settle();
        }
        EXPECT(gone_unnoticed, !ada->gone());
        (ada->client.*end)();
        world.settle();
        EXPECT(gone_unnoticed, ada->gone());
        EXPECT(broken_line_thrown, ada->stream->returned());
        EXPECT(gone_unnoticed, world.open_sockets() == 2);
        publish(world, it.hub, "x");
        EXPECT(event_lost, bob->read().size() == (full ? 4 : 1));
      }
}

void gone_before_it_begins(std::optional<Pulse> pulse) {
  using End = void (Client::*)();
  for (const End end :
       {End(&Client::hang_up), End(&Client::reset), End(&Client::half_close)}) {
    World world;
    Office it(world);
    auto ada = it.come("Ada", {}, pulse, end);
    EXPECT(broken_line_thrown, !ada->stream->threw());
    EXPECT(gone_unnoticed, ada->stream->returned());
    EXPECT(gone_unnoticed, ada->gone());
  }
}

TEST_CASE("a client may have gone before its stream begins", "[step3]") {
  in_french("un client peut être parti avant le début de son flux");
  gone_before_it_begins({});
}

TEST_CASE("screens come and go, and nothing of them is kept", "[step3]") {
  in_french("des écrans viennent et s'en vont, et il n'en reste rien");
  const auto kept_after = [](int screens) {
    World world;
    Office it(world, 1);
    std::weak_ptr<const Notice> kept;
    auto subscription = it.hub.subscribe();
    for (int i = 0; i < screens; ++i) {
      auto screen = it.come("Ada");
      it.hub.publish(std::string(100'000, 'x'));
      kept = world.run("next", subscription.next()).value().notice;
      screen->client.reset();
      world.settle();
      EXPECT(gone_unnoticed, screen->gone());
    }
    it.hub.publish("x");
    return !kept.expired();
  };
  EXPECT(subscriber_leaks, !kept_after(3));
}

namespace {

// Somebody who comes back each time that the connection has ended, and has seen
// each notice once, or was told of the gap.
struct Visitor {
  void come(Office& it, std::optional<Pulse> pulse = {}) {
    if (screen && !screen->gone()) return;
    screen = it.come("Ada", std::to_string(seen), pulse);
    missed = 0;
  }
  void read() { take(screen->read()); }
  void read(std::size_t at_most) {
    screen->take(screen->client.receive(at_most));
    take(std::exchange(screen->browser.events, {}));
  }
  void take(const std::vector<Event>& all) {
    for (const auto& each : all) {
      if (each.type == "missed") {
        EXPECT(gap_unsaid, missed == 0);
        missed = std::stoull(each.data);
        continue;
      }
      EXPECT(event_lost, each.id == std::to_string(seen + 1 + missed));
      EXPECT(event_lost, each.data == each.id);
      seen += 1 + std::exchange(missed, 0);
    }
  }

  std::unique_ptr<Screen> screen;
  Id seen = 0;
  Id missed = 0;
};

}  // namespace

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    world.faults.room = 150;
    Office it(world, 3);
    Visitor ada;
    ada.come(it);
    for (Id id = 1; id <= 12; ++id) {
      publish_until(world, it.hub, id, id);
      if (id % 4 == 0) ada.read();
    }
    if (ada.screen->gone()) {
      EXPECT(broken_line_thrown, ada.screen->stream->returned());
      world.faults.failing_call = 0;
      ada.come(it);
      ada.read();
    }
    EXPECT(event_lost, ada.seen == 12);
    ada.screen->client.hang_up();
    world.settle();
    EXPECT(broken_line_thrown, ada.screen->stream->returned());
    EXPECT(gone_unnoticed, world.open_sockets() == 1);
  });
}

namespace {

// Screens that read as they please, break off and come back, while notices are
// published. In the end each has seen all, or was told how much it has missed.
void a_bad_day(World& world, Chaos& chaos, std::optional<Pulse> pulse) {
  world.faults.room = 50 + chaos.below(400);
  Office it(world, 1 + chaos.below(8));
  std::vector<Visitor> all(2);
  Id last = 0;
  for (int i = 0; i < 5; ++i) {
    auto& one = all[chaos.below(all.size())];
    one.come(it, pulse);
    for (auto n = chaos.below(5); n > 0; --n, ++last)
      publish_until(world, it.hub, last + 1, last + 1);
    if (chaos.one_in(2)) world.advance(std::chrono::seconds(chaos.below(6)));
    one.read(chaos.below(300));
    if (chaos.one_in(10)) one.screen->client.reset();
    if (chaos.one_in(10)) one.screen->client.half_close();
    world.settle();
    EXPECT(broken_line_thrown, !one.screen->stream->threw());
  }
  for (auto& one : all) {
    // It may find that it was let go, and come back.
    for (int i = 0; i < 2; ++i) {
      one.come(it, pulse);
      one.read();
    }
    EXPECT(event_lost, one.seen == last);
    one.screen->client.hang_up();
  }
  world.settle();
  EXPECT(gone_unnoticed, world.open_sockets() == 1);
}

}  // namespace

TEST_CASE("a bad day, a hundred times", "[step3]") {
  in_french("une mauvaise journée, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    a_bad_day(world, chaos, std::nullopt);
  });
}

// Step 4

TEST_CASE("in a silence, a heartbeat comes, and no sooner", "[step4]") {
  in_french("dans un silence vient un battement, et pas plus tôt");
  for (const auto beat : {15'000ms, 1ms}) {
    World world;
    Office it(world);
    auto ada = it.come("Ada", {}, Pulse{beat, 10s});
    EXPECT(off_beat, ada->read().empty());
    EXPECT(opening_late, ada->opened());
    const auto silence = [&] {
      world.advance(beat - 1ns);
      EXPECT(off_beat, ada->client.arrived() == "");
      world.advance(1ns);
      EXPECT(off_beat, ada->client.receive() == heartbeat);
    };
    for (int i = 0; i < 3; ++i) silence();
    Id id = 1;
    using std::chrono::nanoseconds;
    for (const auto moment : {nanoseconds(beat - 1ns), nanoseconds(beat / 2),
                              nanoseconds(1), nanoseconds(0)}) {
      world.advance(moment);
      EXPECT(off_beat, ada->client.arrived() == "");
      publish_until(world, it.hub, id, id);
      EXPECT(event_lost, ada->read() == events(id, id));
      ++id;
    }
    // The time begins anew with each thing that is sent.
    silence();
    silence();
  }
}

TEST_CASE("a notice in the moment of a heartbeat is not lost", "[step4]") {
  in_french("une notification à l'instant d'un battement n'est pas perdue");
  World world;
  Office it(world);
  auto ada = it.come("Ada", {}, Pulse{5s, 10s});
  ada->read();
  Id last = 0;
  const auto publish_next = [&] {
    ++last;
    publish_until(world, it.hub, last, last);
  };
  for (int i = 0; i < 3; ++i) {
    // In the same turn as the end of the silence.
    asio::steady_timer timer(world.context, 5s);
    timer.async_wait([&](asio::error_code) { publish_next(); });
    world.advance(5s);
    EXPECT(event_lost, ada->read() == events(last, last));
    // And right before it.
    world.later(5s, publish_next);
    world.advance(5s);
    EXPECT(event_lost, ada->read() == events(last, last));
  }
}

TEST_CASE("who was dead is found at the next heartbeat", "[step4]") {
  in_french("qui était mort est trouvé au battement suivant");
  World world;
  Office it(world);
  auto ada = it.come("Ada", {}, Pulse{5s, 10s});
  auto bob = it.come("Bob", {}, Pulse{5s, 10s});
  ada->read();
  // Its machine was restarted, and says so when something comes.
  world.advance(5s);
  EXPECT(dead_found_late, ada->client.receive() == heartbeat);
  ada->client.reset();
  world.settle();
  EXPECT(dead_found_late, ada->stream->returned());
  EXPECT(dead_found_late, !bob->gone());
}

TEST_CASE("with a pulse too, it may have gone before", "[step4]") {
  in_french("avec un pouls aussi, il peut être parti avant");
  gone_before_it_begins(Pulse());
}

TEST_CASE("who does not take a write in time is let go", "[step4]") {
  in_french("qui ne prend pas une écriture à temps est abandonné");
  // The opening, a heartbeat, an event: whichever does not get away.
  for (const std::string what : {"opening", "heartbeat", "event"})
    for (const bool drips : {false, true}) {
      World world;
      world.faults.room =
          what == "opening" ? 20 : exo46::opening.size() + heartbeat.size() - 1;
      Office it(world);
      auto ada = it.come("Ada", {}, Pulse{5s, 7s});
      if (what == "heartbeat") world.advance(5s);
      if (what == "event") publish(world, it.hub, std::string(1'000, 'x'));
      world.settle();
      EXPECT(dead_found_late, !ada->gone());
      for (int i = 0; i < 6; ++i) {
        world.advance(1s);
        // To take a little gives no more time.
        if (drips && what != "heartbeat") ada->client.receive(2);
        world.settle();
      }
      world.advance(1s - 1ns);
      EXPECT(dead_found_late, !ada->gone());
      world.advance(1ns);
      EXPECT(dead_found_late, ada->stream->returned());
      EXPECT(dead_found_late, world.open_sockets() == 1);
      EXPECT(dead_found_late, ada->client.cut());
    }
}

TEST_CASE("a pipe that is full gets no heartbeats", "[step4]") {
  in_french("un tuyau plein ne reçoit pas de battements");
  World world;
  world.faults.room = exo46::opening.size() + 10;
  Office it(world, 10);
  auto ada = it.come("Ada", {}, Pulse{1s, 1h});
  publish_until(world, it.hub, 1, 2);
  const auto before = bytes_on_heap();
  for (int i = 0; i < 1'000; ++i) world.advance(1s);
  EXPECT(heartbeat_into_full_pipe, bytes_on_heap() <= before + 400'000);
  EXPECT(heartbeat_into_full_pipe, !world.writes_overlapped());
  EXPECT(heartbeat_into_full_pipe, ada->read() == events(1, 2));
  publish_until(world, it.hub, 3, 3);
  EXPECT(heartbeat_into_full_pipe, ada->read() == events(3, 3));
  for (const int comments : ada->browser.comments_before)
    EXPECT(heartbeat_into_full_pipe, comments <= 1);
  // It is awake again, and so are the heartbeats.
  world.advance(1s);
  EXPECT(off_beat, ada->client.receive() == heartbeat);
  EXPECT(heartbeat_into_full_pipe, !ada->gone());
}

TEST_CASE("a silence begins when the last write is done", "[step4]") {
  in_french("un silence commence quand le dernier envoi est fini");
  World world;
  world.faults.room = exo46::opening.size();
  Office it(world);
  auto ada = it.come("Ada", {}, Pulse{1s, 1h});
  ada->read();
  publish(world, it.hub, std::string(1'000, 'x'));
  world.advance(10s);
  EXPECT(event_lost, ada->read().size() == 1);
  EXPECT(off_beat, ada->browser.comments == 0);
  world.advance(1s - 1ms);
  EXPECT(off_beat, ada->client.receive().empty());
  world.advance(1ms);
  EXPECT(off_beat, ada->client.receive() == heartbeat);
}

TEST_CASE("a sleeper of whom nobody speaks gets one heartbeat", "[step4]") {
  in_french("un dormeur dont personne ne parle reçoit un battement");
  World world;
  world.faults.room = exo46::opening.size();
  Office it(world);
  auto ada = it.come("Ada", {}, Pulse{1s, 1h});
  world.advance(600s);
  publish_until(world, it.hub, 1, 1);
  EXPECT(heartbeat_into_full_pipe, ada->read() == events(1, 1));
  EXPECT(heartbeat_into_full_pipe, ada->browser.comments_before[0] == 1);
}

TEST_CASE("a hundred screens, ten of them dead", "[step4]") {
  in_french("cent écrans, dont dix sont morts");
  World world;
  Office it(world);
  const Pulse pulse{3s, 2s};
  std::vector<std::unique_ptr<Screen>> alive, dead;
  for (int i = 0; i < 90; ++i) alive.push_back(it.come("Ada", {}, pulse));
  for (auto& screen : alive) screen->read();
  world.faults.room = exo46::opening.size() + 3;
  for (int i = 0; i < 10; ++i) dead.push_back(it.come(the_dead_one, {}, pulse));
  publish_until(world, it.hub, 1, 1);
  for (auto& screen : alive)
    EXPECT(slowest_stops_all, screen->read() == events(1, 1));
  world.advance(2s);
  for (auto& screen : dead) EXPECT(dead_found_late, screen->stream->returned());
  publish_until(world, it.hub, 2, 2);
  for (auto& screen : alive)
    EXPECT(slowest_stops_all, screen->read() == events(2, 2));
  EXPECT(dead_found_late, world.open_sockets() == 91);
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    Office it(world);
    auto ada = it.come("Ada", "0", Pulse{1s, 1s});
    ada->read();
    world.advance(1s);
    publish_until(world, it.hub, 1, 1);
    ada->read();
    world.advance(2s);
    ada->client.hang_up();
    world.advance(2s);
    EXPECT(broken_line_thrown, ada->stream->returned());
    EXPECT(gone_unnoticed, world.open_sockets() == 1);
  });
}

TEST_CASE("a bad day with heartbeats, a hundred times", "[step4]") {
  in_french("une mauvaise journée avec des battements, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    a_bad_day(world, chaos,
              Pulse{2s, std::chrono::seconds(1 + chaos.below(5))});
  });
}
