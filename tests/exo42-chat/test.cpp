#include "chat.hpp"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/error_code.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/expect.hpp>
#include <support/heap.hpp>
#include <support/world/chaos.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>

#include "depots.hpp"
#include "lessons.hpp"

using exo42::accept_pause;
using exo42::ask_again;
using exo42::ask_name;
using exo42::farewell;
using exo42::history_length;
using exo42::left;
using exo42::said;
using workbook::bytes_on_heap;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::in_french;
using workbook::Teaching;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

// Names for the story.
constexpr Text the_deaf_one{"the deaf one", "le sourd"};
constexpr Text the_slow_one{"the slow one", "le lent"};
constexpr Text the_unlucky_one{"the unlucky one", "le malchanceux"};
constexpr Text the_stranger{"the stranger", "l'inconnu"};
constexpr Text the_hasty_one{"the hasty one", "le pressé"};
constexpr Text the_next_ada{"the next Ada", "l'Ada suivante"};
constexpr Text a_guest{"a guest", "un visiteur"};
constexpr Text deaf_number{"deaf ", "sourd "};

}  // namespace

// Step 1

TEST_CASE("a line is sent when it is put in", "[step1]") {
  in_french("une ligne est envoyée dès qu'elle est déposée");
  World world;
  Door door(world);
  Line ada(world, door, "Ada");
  EXPECT(never_woken, ada.put("one\n"));
  auto sending = world.run("send", ada.outbox.send());
  EXPECT(never_woken, ada.client.receive() == "one\n");
  EXPECT(parted_too_early, sending.waits());
  for (const std::string line : {"two\n", "three\n"}) {
    EXPECT(never_woken, ada.put(line));
    world.settle();
    EXPECT(never_woken, ada.client.receive() == line);
  }
  EXPECT(never_woken, ada.put("four\n"));
  EXPECT(never_woken, ada.put("five\n"));
  world.settle();
  EXPECT(never_woken, ada.client.receive() == "four\nfive\n");
  // What holds for the first lines holds for the others, the shortest, too.
  for (int i = 0; i < 1'100; ++i) {
    ada.outbox.put("\n");
    world.settle();
    EXPECT(never_woken, ada.client.receive() == "\n");
  }
  EXPECT(parted_too_early, sending.waits());
}

TEST_CASE("a line arrives whole, in many parts", "[step1]") {
  in_french("une ligne arrive entière, en plusieurs morceaux");
  World world;
  world.faults.room = 100;
  world.faults.write_at_most = 30;
  Door door(world);
  Line ada(world, door, "Ada");
  auto sending = world.run("send", ada.outbox.send());
  const auto line = line_of('a', 5'000);
  ada.put(line);
  EXPECT(line_cut_short, receive_all(world, ada.client) == line);
}

TEST_CASE("what comes during a write is sent after it", "[step1]") {
  in_french("ce qui vient pendant une écriture est envoyé après elle");
  World world;
  world.faults.room = 10;
  Door door(world);
  Line ada(world, door, "Ada");
  auto sending = world.run("send", ada.outbox.send());
  std::string expected, received;
  // At the first byte that is wrong, the story ends.
  const auto receive = [&] {
    const auto part = ada.client.receive();
    received += part;
    const auto& lesson =
        world.writes_overlapped() ? two_writes_at_once : line_cut_short;
    EXPECT(lesson, expected.starts_with(received));
    return !part.empty();
  };
  for (const char letter : {'a', 'b', 'c'}) {
    expected += line_of(letter, 500);
    ada.put(line_of(letter, 500));
    world.settle();
  }
  receive();
  for (const char letter : {'d', 'e'}) {
    expected += line_of(letter, 3'000);
    ada.put(line_of(letter, 3'000));
    world.settle();
    receive();
  }
  do {
    world.settle();
  } while (receive());
  EXPECT(line_cut_short, received == expected);
}

TEST_CASE("as much waits as is allowed, and no more", "[step1]") {
  in_french("il attend autant que permis, et pas plus");
  for (const bool begun : {true, false})
    for (const std::size_t size : {2u, 1'000u, 32'768u, 65'536u}) {
      World world;
      world.faults.room = 0;
      Door door(world);
      Line deaf(world, door, the_deaf_one);
      std::optional<Outcome<void>> sending;
      if (begun) sending = world.run("send", deaf.outbox.send());
      for (std::size_t waiting = 0; waiting < most_waiting;) {
        const auto line = line_of('x', std::min(size, most_waiting - waiting));
        if (waiting + line.size() == most_waiting)
          world.network().tell(
              "",
              {"{}: with the next line, {} bytes wait, as many as may",
               "{} : avec la ligne suivante, {} octets attendent, autant que "
               "permis"},
              deaf.name, most_waiting);
        EXPECT(slow_is_not_deaf, deaf.put(line));
        if (waiting % 16'000 == 0) world.settle();
        waiting += line.size();
      }
      const Teaching teaching(heap_for_the_deaf);
      const auto waiting = most_waiting + (deaf.put("\n") ? 1 : 0);
      EXPECT(heap_for_the_deaf, waiting <= most_waiting);
      EXPECT(deaf_client_stays, !deaf.socket.is_open());
      EXPECT(talks_to_the_gone, !deaf.put("x\n"));
      world.settle();
      if (!begun) continue;
      EXPECT(close_wakes_nobody, !sending->waits());
      EXPECT(broken_line_thrown, sending->returned());
    }
}

TEST_CASE("a line that is longer than the limit is too much", "[step1]") {
  in_french("une ligne plus longue que la limite est de trop");
  World world;
  Door door(world);
  Line ada(world, door, "Ada");
  auto sending = world.run("send", ada.outbox.send());
  EXPECT(heap_for_the_deaf, !ada.put(line_of('x', most_waiting + 1)));
  EXPECT(deaf_client_stays, !ada.socket.is_open());
  world.settle();
  EXPECT(close_wakes_nobody, sending.returned());
}

TEST_CASE("who reads may be sent any amount in time", "[step1]") {
  in_french("qui lit peut recevoir autant qu'on veut, avec le temps");
  World world;
  world.faults.room = 30'000;
  Door door(world);
  Line ada(world, door, "Ada");
  auto sending = world.run("send", ada.outbox.send());
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    std::string expected;
    while (expected.size() < most_waiting) {
      const auto line = line_of(letter, most_waiting / 64);
      EXPECT(slow_is_not_deaf, ada.put(line));
      expected += line;
    }
    EXPECT(slow_is_not_deaf, receive_all(world, ada.client) == expected);
  }
  EXPECT(parted_too_early, sending.waits());
}

TEST_CASE("for the deaf, no more bytes are kept than the limit", "[step1]") {
  in_french("pour les sourds, on ne garde pas plus que la limite");
  World world;
  world.faults.room = 10'000;
  Door door(world);
  Line deaf(world, door, the_deaf_one);
  auto sending = world.run("send", deaf.outbox.send());
  const auto line = line_of('x', 1'000);
  const auto before = bytes_on_heap();
  std::size_t taken = 0;
  for (int i = 0; i < 2'000 && deaf.put(line); ++i) {
    taken += line.size();
    world.settle();
    EXPECT(heap_for_the_deaf,
           taken - deaf.client.arrived().size() <= most_waiting);
  }
  // Strings may have twice the room that they use, and the story grows.
  EXPECT(heap_for_the_deaf, bytes_on_heap() <= before + 4 * most_waiting);
  EXPECT(heap_for_the_deaf, !deaf.socket.is_open());
}

TEST_CASE("after close(), what waits is sent, and nothing else", "[step1]") {
  in_french("après close(), ce qui attend est envoyé, et rien d'autre");
  for (const bool begun : {true, false})
    for (const std::size_t size : {std::size_t{0}, most_waiting / 64}) {
      World world;
      world.faults.room = 100;
      Door door(world);
      Line ada(world, door, "Ada");
      std::optional<Outcome<void>> sending;
      if (begun) sending = world.run("send", ada.outbox.send());
      std::string expected;
      // Almost as much as may wait.
      for (int i = 0; size > 0 && i < 63; ++i) {
        const auto line = line_of(static_cast<char>('a' + i % 26), size);
        ada.put(line);
        expected += line;
        if (begun && i == 0) world.settle();
      }
      ada.close();
      EXPECT(talks_to_the_gone, !ada.put("too late\n"));
      ada.close();
      if (!begun) sending = world.run("send", ada.outbox.send());
      world.settle();
      if (size > 0) EXPECT(last_words_lost, sending->waits());
      EXPECT(last_words_lost, receive_all(world, ada.client) == expected);
      EXPECT(close_wakes_nobody, sending->returned());
      EXPECT(talks_to_the_gone, !ada.put("too late\n"));
      // The caller goes on with its socket.
      EXPECT(last_words_lost, ada.socket.is_open());
      EXPECT(last_words_lost, !ada.client.ended());
      asio::error_code failed;
      ada.client.send("?");
      std::string question(1, ' ');
      ada.socket.read_some(asio::buffer(question), failed);
      EXPECT(last_words_lost, question == "?");
      ada.socket.write_some(asio::buffer("bye\n", 4), failed);
      EXPECT(last_words_lost, receive_all(world, ada.client) == "bye\n");
    }
}

TEST_CASE("when a write fails, send() returns", "[step1]") {
  in_french("quand une écriture échoue, send() rend la main");
  for (const std::string size : {"short", "long"}) {
    World world;
    Door door(world);
    Line ada(world, door, "Ada");
    auto sending = world.run("send", ada.outbox.send());
    const Teaching teaching(broken_line_thrown);
    const auto line = line_of('x', size == "short" ? 10 : most_waiting);
    if (size == "long") {
      ada.put(line);
      world.settle();
    }
    ada.put(line_of('y', 1'000));
    ada.client.reset();
    world.settle();
    ada.put(line_of('y', 1'000));
    world.settle();
    EXPECT(broken_line_thrown, sending.returned());
    EXPECT(talks_to_the_gone, !ada.put(line));
  }
}

TEST_CASE("a write that is cut off has failed", "[step1]") {
  in_french("une écriture qu'on interrompt a échoué");
  for (const bool closed : {true, false}) {
    World world;
    world.faults.room = 100;
    Door door(world);
    Line ada(world, door, "Ada");
    auto sending = world.run("send", ada.outbox.send());
    ada.put(line_of('x', 1'000));
    world.settle();
    ada.put(line_of('y', 1'000));
    world.network().tell("", {"the owner of the socket ends the write",
                              "le propriétaire de la socket met fin à "
                              "l'écriture"});
    asio::error_code ignored;
    if (closed)
      ada.socket.close(ignored);
    else
      ada.socket.cancel(ignored);
    world.settle();
    EXPECT(broken_line_thrown, sending.returned());
    EXPECT(talks_to_the_gone, !ada.put("x\n"));
  }
}

TEST_CASE("each of its I/O calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  for_each_failing_call([](World& world) {
    world.faults.room = 100;
    Door door(world);
    Line ada(world, door, "Ada");
    auto sending = world.run("send", ada.outbox.send());
    const auto expected = line_of('a', 150) + line_of('b', 150);
    ada.put(line_of('a', 150));
    world.settle();
    ada.put(line_of('b', 150));
    const auto received = receive_all(world, ada.client);
    ada.close();
    world.settle();
    EXPECT(line_cut_short, expected.starts_with(received));
    if (!ada.client.cut() && world.faults.failing_call != 1)
      EXPECT(line_cut_short, received == expected);
    EXPECT(broken_line_thrown, sending.returned());
  });
}

// Step 2

TEST_CASE("who comes in is announced to everybody", "[step2]") {
  in_french("qui entre est annoncé à tous");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  EXPECT(not_everybody, it.heard_by(ada) == came("Ada"));
  auto& bob = it.join("Bob");
  EXPECT(not_everybody, it.heard_by(ada) == came("Bob"));
  const auto heard = it.heard_by(bob);
  EXPECT(not_everybody, heard.ends_with(came("Bob")));
  EXPECT(history_out_of_step, heard == came("Bob"));
}

TEST_CASE("what a member says is given to everybody, once", "[step2]") {
  in_french("ce que dit un membre est donné à tous, une fois");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  auto& bob = it.join("Bob");
  auto& cleo = it.join("Cleo");
  for (Line* line : {&ada, &bob, &cleo}) it.heard_by(*line);
  it.room.say(ada.outbox, "the lorry is late");
  it.room.say(cleo.outbox, "");
  it.room.say(ada.outbox, "Bob: no: it is: there");
  const auto expected = said("Ada", "the lorry is late") + said("Cleo", "") +
                        said("Ada", "Bob: no: it is: there");
  for (Line* line : {&bob, &cleo, &ada})
    EXPECT(not_everybody, it.heard_by(*line) == expected);
}

TEST_CASE("who is not in the room neither speaks nor hears", "[step2]") {
  in_french("qui n'est pas dans le salon ne parle pas, et n'entend rien");
  World world;
  Depots it(world);
  auto& stranger = it.come(the_stranger);
  const Teaching teaching(stranger_heard);
  it.room.say(stranger.outbox, "hello?");
  it.room.leave(stranger.outbox);
  auto& ada = it.join("Ada");
  EXPECT(stranger_heard, it.heard_by(ada) == came("Ada"));
  EXPECT(name_twice, !it.room.join("Ada", stranger.outbox));
  it.room.say(stranger.outbox, "hello?");
  it.room.leave(stranger.outbox);
  it.room.say(ada.outbox, "nobody here");
  EXPECT(stranger_heard, it.heard_by(ada) == said("Ada", "nobody here"));
  EXPECT(stranger_heard, it.heard_by(stranger).empty());
}

TEST_CASE("a name belongs to one member at a time", "[step2]") {
  in_french("un nom appartient à un seul membre à la fois");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  auto& bob = it.come("Bob");
  it.room.say(ada.outbox, "is anybody there?");
  it.heard_by(ada);
  EXPECT(name_twice, !it.room.join("Ada", bob.outbox));
  EXPECT(name_twice, it.heard_by(ada).empty());
  EXPECT(name_twice, it.heard_by(bob).empty());
  // Another name, though like it.
  EXPECT(name_twice, it.room.join("ada", bob.outbox));
  it.room.say(ada.outbox, "hello");
  const auto heard = it.heard_by(bob);
  const auto arrival = said("Ada", "is anybody there?") + came("ada");
  EXPECT(history_out_of_step, heard.substr(0, arrival.size()) == arrival);
  EXPECT(name_twice, heard.ends_with(came("ada") + said("Ada", "hello")));
  it.room.leave(ada.outbox);
  auto& cleo = it.come("Cleo");
  EXPECT(name_twice, it.room.join("Ada", cleo.outbox));
}

TEST_CASE("names that are like each other are different names", "[step2]") {
  in_french("des noms qui se ressemblent sont des noms différents");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  std::string expected = came("Ada");
  for (const std::string name :
       {"ADA", "Ad", "Ada1", "1Ada", "daA", "ANameOfTwentyLetters",
        "ANameOfTwentyLetterz", "aNameOfTwentyLetters", "ANameOfTwentyLetter",
        "NameOfTwentyLetters"}) {
    it.join(name);
    expected += came(name);
  }
  EXPECT(name_twice, it.heard_by(ada) == expected);
}

TEST_CASE("a room has no limit to its members", "[step2]") {
  in_french("un salon n'a pas de limite au nombre de ses membres");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  // Nobody sends what they are told: it may wait.
  std::vector<std::unique_ptr<Line>> members;
  std::string expected = came("Ada");
  for (int i = 0; i < 300; ++i) {
    const auto name = std::to_string(i);
    members.push_back(std::make_unique<Line>(world, it.door, name));
    EXPECT(not_everybody, it.room.join(name, members.back()->outbox));
    expected += came(name);
  }
  it.room.say(members.back()->outbox, "the last one");
  expected += said("299", "the last one");
  for (std::size_t i = 0; i < members.size(); ++i) {
    it.room.leave(members[i]->outbox);
    expected += left(std::to_string(i));
  }
  EXPECT(not_everybody, it.heard_by(ada) == expected);
}

TEST_CASE("who leaves is gone at once, and the others know it", "[step2]") {
  in_french("qui sort n'est plus là, et les autres le savent");
  for (const std::size_t leaver : {0u, 1u, 2u}) {
    World world;
    Depots it(world);
    for (auto name : {"Ada", "Bob", "Cleo"}) it.join(name);
    const std::vector<std::string> names{"Ada", "Bob", "Cleo"};
    for (auto& line : it.lines) it.heard_by(*line);
    auto& gone = *it.lines[leaver];
    auto& speaker = *it.lines[(leaver + 1) % 3];
    it.room.leave(gone.outbox);
    it.room.leave(gone.outbox);
    it.room.say(gone.outbox, "am I still here?");
    it.room.say(speaker.outbox, "gone");
    const auto expected =
        left(names[leaver]) + said(names[(leaver + 1) % 3], "gone");
    for (auto& line : it.lines)
      EXPECT(ghost_in_the_room,
             it.heard_by(*line) == (line.get() == &gone ? "" : expected));
    EXPECT(ghost_in_the_room, it.room.join(names[leaver], gone.outbox));
  }
}

TEST_CASE("a newcomer is given the last lines that were said", "[step2]") {
  in_french("un nouveau venu reçoit les dernières lignes dites");
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, history_length, history_length + 1,
        3 * history_length}) {
    World world;
    Depots it(world);
    auto& ada = it.join("Ada");
    auto& bob = it.join("Bob");
    std::string expected;
    for (std::size_t i = 1; i <= count; ++i) {
      // Some are said twice in a row, and some are empty.
      const bool by_ada = i / 2 % 2 == 0;
      const auto text = i % 7 == 0 ? "" : "line " + std::to_string(i / 4);
      it.room.say((by_ada ? ada : bob).outbox, text);
      if (i + history_length > count)
        expected += said(by_ada ? "Ada" : "Bob", text);
    }
    it.room.leave(ada.outbox);
    it.heard_by(bob);
    auto& cleo = it.join("Cleo");
    EXPECT(history_out_of_step, it.heard_by(cleo) == expected + came("Cleo"));
    EXPECT(history_out_of_step, it.heard_by(bob) == came("Cleo"));
    it.heard_by(ada);
    EXPECT(history_out_of_step, it.room.join("Ada", ada.outbox));
    EXPECT(history_out_of_step, it.heard_by(ada) == expected + came("Ada"));
    // Nobody is there for a while: what was said was said.
    for (auto& line : it.lines) it.room.leave(line->outbox);
    auto& dan = it.join("Dan");
    EXPECT(history_out_of_step, it.heard_by(dan) == expected + came("Dan"));
  }
}

TEST_CASE("what drives its own speaker out was said all the same", "[step2]") {
  in_french("ce qui met dehors celui qui parle a quand même été dit");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  auto& deaf = it.join_deaf("Bob", 50);
  it.heard_by(ada);
  const auto line = said("Bob", std::string(60, 'x'));
  it.room.say(deaf.outbox, std::string(60, 'x'));
  EXPECT(ghost_in_the_room, it.heard_by(ada) == line + left("Bob"));
  auto& cleo = it.join("Cleo");
  EXPECT(history_out_of_step, it.heard_by(cleo) == line + came("Cleo"));
}

TEST_CASE("a member whose outbox takes no more has left", "[step2]") {
  in_french("un membre dont la boîte ne prend plus rien est sorti");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  auto& deaf = it.join_deaf("Bob", 50);
  it.heard_by(ada);
  it.room.say(ada.outbox, std::string(60, 'x'));
  EXPECT(ghost_in_the_room,
         it.heard_by(ada) == said("Ada", std::string(60, 'x')) + left("Bob"));
  auto& bob = it.come("Bob");
  EXPECT(ghost_in_the_room, it.room.join("Bob", bob.outbox));
  // The session of the first Bob ends only now.
  it.room.say(deaf.outbox, "am I still here?");
  it.room.leave(deaf.outbox);
  it.heard_by(bob);
  EXPECT(ghost_in_the_room, it.heard_by(ada) == came("Bob"));
  it.room.say(bob.outbox, "back");
  EXPECT(ghost_in_the_room, it.heard_by(bob) == said("Bob", "back"));
  it.room.say(ada.outbox, "fine");
  EXPECT(ghost_in_the_room,
         it.heard_by(ada) == said("Bob", "back") + said("Ada", "fine"));
}

TEST_CASE("an arrival or a departure may be too much, too", "[step2]") {
  in_french("une arrivée ou un départ peut être de trop, aussi");
  for (const bool arrival : {true, false}) {
    World world;
    Depots it(world);
    auto& ada = it.join("Ada");
    auto& cleo = it.join("Cleo");
    it.join_deaf("Bob", 5);
    it.heard_by(ada);
    Line* dan = nullptr;
    if (arrival)
      dan = &it.join("Dan");
    else
      it.room.leave(cleo.outbox);
    EXPECT(ghost_in_the_room,
           it.heard_by(ada) ==
               (arrival ? came("Dan") : left("Cleo")) + left("Bob"));
    if (dan) {
      const auto heard = it.heard_by(*dan), all = came("Dan") + left("Bob");
      EXPECT(leaves_while_iterating, heard.size() == all.size());
      EXPECT(two_orders, heard == all);
    }
    // Somebody whose outbox is closed before it comes in.
    auto& late = it.come("Eve");
    late.outbox.close();
    const bool joined = it.room.join("Eve", late.outbox);
    EXPECT(ghost_in_the_room, it.heard_by(ada) == came("Eve") + left("Eve"));
    EXPECT(ghost_in_the_room, joined);
  }
}

TEST_CASE("whoever is driven out, the others miss nothing", "[step2]") {
  in_french("qui que ce soit qu'on mette dehors, les autres ne manquent rien");
  const std::vector<std::string> names{"Ada", "Bob", "Cleo", "Dan"};
  for (unsigned deaf = 1; deaf < 16; ++deaf) {
    World world;
    Depots it(world);
    const auto is_deaf = [&](std::size_t i) { return (deaf >> i & 1) != 0; };
    std::size_t speaker = 0;
    // So much is left that all can still come in.
    for (std::size_t i = 0; i < names.size(); ++i)
      if (is_deaf(i)) {
        it.join_deaf(names[i], 100);
      } else {
        it.join(names[i]);
        speaker = i;
      }
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!is_deaf(i)) it.heard_by(*it.lines[i]);
    const Teaching teaching(leaves_while_iterating);
    const std::string text(200, 'x');
    it.room.say(it.lines[speaker]->outbox, text);
    auto size = said(names[speaker], text).size();
    for (std::size_t i = 0; i < names.size(); ++i)
      if (is_deaf(i)) size += left(names[i]).size();
    std::optional<std::string> first;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (is_deaf(i)) continue;
      const auto heard = it.heard_by(*it.lines[i]);
      if (!first) first = heard;
      EXPECT(leaves_while_iterating, heard.size() == size);
      EXPECT(two_orders, heard == *first);
      EXPECT(two_orders, heard.starts_with(said(names[speaker], text)));
    }
    it.room.say(it.lines[speaker]->outbox, "and on");
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!is_deaf(i))
        EXPECT(leaves_while_iterating,
               it.heard_by(*it.lines[i]) == said(names[speaker], "and on"));
    for (std::size_t i = 0; i < names.size(); ++i)
      if (is_deaf(i))
        EXPECT(ghost_in_the_room,
               it.room.join(names[i], it.come(names[i]).outbox));
  }
}

TEST_CASE("one drives out another: all hear it in one order", "[step2]") {
  in_french("l'un met l'autre dehors : tous l'apprennent dans le même ordre");
  const std::string text(60, 'x');
  // The line is too much for Bob, and the news of that too much for Cleo.
  for (std::size_t bob_at = 0; bob_at < 5; ++bob_at)
    for (std::size_t cleo_at = 0; cleo_at < 5; ++cleo_at) {
      if (bob_at == cleo_at) continue;
      World world;
      Depots it(world);
      // Those who come behind them are announced to them, too.
      const auto behind = [](std::size_t at) {
        std::size_t bytes = 0;
        for (auto i = at + 1; i < 5; ++i) bytes += came("n").size();
        return bytes;
      };
      const std::vector<std::string> names{"a", "b", "c", "d", "e"};
      std::vector<Line*> readers;
      std::string speaker;
      for (std::size_t i = 0; i < 5; ++i) {
        if (i == bob_at) {
          it.join_deaf(names[i], behind(i) + 30);
        } else if (i == cleo_at) {
          it.join_deaf(names[i], behind(i) + said("n", text).size() + 5);
        } else {
          readers.push_back(&it.join(names[i]));
          speaker = names[i];
        }
      }
      for (auto* reader : readers) it.heard_by(*reader);
      const Teaching teaching(two_orders);
      it.room.say(readers.back()->outbox, text);
      for (auto* reader : readers)
        EXPECT(two_orders, it.heard_by(*reader) == said(speaker, text) +
                                                       left(names[bob_at]) +
                                                       left(names[cleo_at]));
    }
}

TEST_CASE("one drives out another, and so on to the last", "[step2]") {
  in_french("l'un met l'autre dehors, et ainsi de suite jusqu'au dernier");
  const std::string text(60, 'x');
  const auto line = said("r", text).size(), news = left("n").size();
  for (const bool first_to_last : {true, false}) {
    World world;
    Depots it(world);
    auto& reader = it.join("r");
    const std::vector<std::string> names{"a", "b", "c", "d", "e"};
    // Each has too little room for the news of the one before.
    for (std::size_t seat = 0; seat < 5; ++seat) {
      const auto turn = first_to_last ? seat : 4 - seat;
      it.join_deaf(names[turn],
                   (4 - seat) * came("n").size() + line + turn * news - 5);
    }
    it.heard_by(reader);
    it.room.say(reader.outbox, text);
    auto expected = said("r", text);
    for (const auto& name : names) expected += left(name);
    EXPECT(ghost_in_the_room, it.heard_by(reader) == expected);
  }
}

TEST_CASE("what was said may be too much for a newcomer", "[step2]") {
  in_french("ce qui a été dit peut être de trop pour un nouveau venu");
  // What is missing in its outbox: almost everything, some lines, one byte for
  // its own arrival, nothing.
  for (const std::size_t missing : {20'000u, 5'000u, 1u, 0u}) {
    World world;
    Depots it(world);
    auto& ada = it.join("Ada");
    std::string history;
    for (std::size_t i = 0; i < history_length; ++i) {
      const std::string text(i % 2 ? longest_line : 990, 'x');
      it.room.say(ada.outbox, text);
      history += said("Ada", text);
    }
    it.heard_by(ada);
    const auto room_before = std::exchange(world.faults.room, 0);
    auto& bob = it.come("Bob");
    world.faults.room = room_before;
    bob.put(line_of(
        '#', most_waiting + missing - history.size() - came("Bob").size()));
    world.settle();
    const bool joined = it.room.join("Bob", bob.outbox);
    const std::string expected = came("Bob") + (missing > 0 ? left("Bob") : "");
    EXPECT(ghost_in_the_room, it.heard_by(ada) == expected);
    EXPECT(ghost_in_the_room, joined);
    EXPECT(deaf_client_stays, bob.socket.is_open() == (missing == 0));
    it.room.say(bob.outbox, "");
    it.room.leave(bob.outbox);
    EXPECT(
        ghost_in_the_room,
        it.heard_by(ada) == (missing > 0 ? "" : said("Bob", "") + left("Bob")));
    if (missing == 0) continue;
    auto& again = it.come("Bob");
    EXPECT(ghost_in_the_room, it.room.join("Bob", again.outbox));
    EXPECT(history_out_of_step, it.heard_by(again) == history + came("Bob"));
  }
}

TEST_CASE("a room does not grow with what is said", "[step2]") {
  in_french("un salon ne grossit pas avec ce qui s'y dit");
  World world;
  Depots it(world);
  auto& ada = it.join("Ada");
  const std::string text(900, 'x');
  const auto say_many = [&] {
    for (int i = 0; i < 60; ++i) it.room.say(ada.outbox, text);
    it.heard_by(ada);
  };
  say_many();
  const auto before = bytes_on_heap();
  for (int i = 0; i < 40; ++i) say_many();
  EXPECT(history_without_end, bytes_on_heap() <= before + 8 * most_waiting);
}

TEST_CASE("each of its I/O calls may fail: step 2", "[step2]") {
  in_french("chacun de ses appels peut échouer : étape 2");
  for_each_failing_call([](World& world) {
    Depots it(world);
    for (auto name : {"Ada", "Bob", "Cleo"}) it.join(name);
    std::string heard;
    for (int i = 0; i < 3; ++i) {
      it.room.say(it.lines[0]->outbox, std::to_string(i));
      for (auto& line : it.lines) {
        const auto part = it.heard_by(*line);
        if (line == it.lines[2]) heard += part;
      }
    }
    for (auto& line : it.lines) it.room.leave(line->outbox);
    world.settle();
    // Whoever is told anything is told all that came before it.
    std::string expected = came("Cleo");
    for (int i = 0; i < 3; ++i) expected += said("Ada", std::to_string(i));
    const auto failing = world.faults.failing_call;
    if (failing == 0) EXPECT(not_everybody, heard == expected);
    EXPECT(ghost_in_the_room, it.room.join("Ada", it.lines[0]->outbox));
  });
}

// Step 3

TEST_CASE("a client gives a name, and is in the room", "[step3]") {
  in_french("un client donne un nom, et il est dans le salon");
  World world;
  Office it(world);
  Client ada(world, "Ada", it.door.port);
  EXPECT(name_asked_once, it.heard_by(ada) == ask_name);
  EXPECT(name_asked_once, it.ask(ada, "Ada\n") == came("Ada"));
  EXPECT(one_read_one_line, it.ask(ada, "hello\n") == said("Ada", "hello"));
  EXPECT(one_read_one_line, it.ask(ada, "\n") == said("Ada", ""));
  EXPECT(parted_too_early, it.watch->sessions == 1);
}

TEST_CASE("who gives no name, or another's, is asked again", "[step3]") {
  in_french("à qui ne donne pas de nom, ou celui d'un autre, on redemande");
  World world;
  Office it(world);
  auto ada = it.come_in("Ada");
  Client bob(world, "Bob", it.door.port);
  EXPECT(name_asked_once, it.heard_by(bob) == ask_name);
  for (const std::string name :
       {"", " ", "Bob the second", "B\xc3\xa9r\xc3\xa9nice", "*",
        "Ada:", "AnameOfTwentyOneChars", "Ada", "Ada\r", " Bob", "Bob "})
    EXPECT(name_asked_once, it.ask(bob, name + "\n") == ask_again);
  EXPECT(name_twice, it.heard_by(*ada).empty());
  it.ask(*ada, "is anybody there?\n");
  EXPECT(stranger_heard, it.heard_by(bob).empty());
  EXPECT(name_asked_once,
         it.ask(bob, "ANameOfTwentyLetters\n") ==
             said("Ada", "is anybody there?") + came("ANameOfTwentyLetters"));
  EXPECT(name_asked_once, it.heard_by(*ada) == came("ANameOfTwentyLetters"));
  // The name that was taken is free once its owner has left.
  ada->hang_up();
  EXPECT(ghost_in_the_room, it.heard_by(bob) == left("Ada"));
  Client next(world, the_next_ada, it.door.port);
  const auto heard = it.ask(next, "Ada\n");
  EXPECT(name_twice, heard.ends_with(came("Ada")));
}

TEST_CASE("a line is said at its last byte", "[step3]") {
  in_french("une ligne est dite à son dernier octet");
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.read_at_most = at_once;
    Office it(world);
    auto ada = it.come_in("Ada");
    auto bob = it.come_in("Bob");
    it.heard_by(*ada);
    for (const char byte : std::string_view("hello")) {
      EXPECT(one_read_one_line, it.ask(*bob, {&byte, 1}).empty());
      EXPECT(one_read_one_line, it.heard_by(*ada).empty());
    }
    EXPECT(one_read_one_line, it.ask(*bob, "\r").empty());
    EXPECT(one_read_one_line, it.ask(*bob, "\n") == said("Bob", "hello"));
    EXPECT(one_read_one_line, it.heard_by(*ada) == said("Bob", "hello"));
    it.ask(*bob, "one\ntwo\r\nthree\nfo");
    EXPECT(one_read_one_line,
           it.heard_by(*ada) ==
               said("Bob", "one") + said("Bob", "two") + said("Bob", "three"));
    it.ask(*bob, "ur\n");
    EXPECT(one_read_one_line, it.heard_by(*ada) == said("Bob", "four"));
    // The name and the first lines may come together.
    Client cleo(world, "Cleo", it.door.port);
    it.ask(cleo, "Ada\nCleo\r\nhello\nme again\n");
    EXPECT(one_read_one_line,
           it.heard_by(*ada) ==
               came("Cleo") + said("Cleo", "hello") + said("Cleo", "me again"));
  }
}

TEST_CASE("whatever a line has in it is said", "[step3]") {
  in_french("tout ce qu'une ligne contient est dit");
  World world;
  Office it(world);
  auto ada = it.come_in("Ada");
  for (const auto& text :
       {"a\rb"s, "\ra"s, "a\r"s, "a\0b"s, "\0"s, " a "s, "\x1b[2J"s,
        "\xff\xfe"s, ""s, "/quit"s, "* Ada has left"s, "Ada: me"s})
    EXPECT(one_read_one_line, it.ask(*ada, text + "\r\n") == said("Ada", text));
}

TEST_CASE("what has no end is not said", "[step3]") {
  in_french("ce qui n'a pas de fin n'est pas dit");
  using End = void (Client::*)();
  for (const End end :
       {End(&Client::hang_up), End(&Client::reset), End(&Client::half_close)})
    for (const std::string unfinished :
         {"do not", "load\ndo not", "do not\r"}) {
      World world;
      Office it(world);
      auto ada = it.come_in("Ada");
      auto bob = it.come_in("Bob");
      it.heard_by(*ada);
      it.ask(*bob, unfinished);
      auto heard = it.heard_by(*ada);
      ((*bob).*end)();
      heard += it.heard_by(*ada);
      EXPECT(ghost_in_the_room, heard.ends_with(left("Bob")));
      EXPECT(
          half_a_line_said,
          heard == (unfinished.starts_with("load") ? said("Bob", "load") : "") +
                       left("Bob"));
      // Half a name is no name.
      Client cleo(world, "Cleo", it.door.port);
      cleo.send("Cle");
      world.settle();
      (cleo.*end)();
      EXPECT(half_a_line_said, it.heard_by(*ada).empty());
    }
}

TEST_CASE("a line that does not end ends the talk", "[step3]") {
  in_french("une ligne qui n'en finit pas met fin à la conversation");
  for (const std::size_t size : {longest_line + 1, longest_line + 2,
                                 longest_line + 3, std::size_t{1'000'000}})
    for (const bool named : {true, false}) {
      World world;
      Office it(world);
      auto ada = it.come_in("Ada");
      Client bob(world, "Bob", it.door.port);
      it.ask(bob, named ? "Bob\n" : "?\n");
      it.heard_by(*ada);
      const Teaching teaching(line_without_limit);
      send_all(world, bob, std::string(size, 'x') + "\nmore\n");
      EXPECT(line_without_limit, bob.read_by_program() <= 10'000);
      EXPECT(line_without_limit,
             it.heard_by(*ada) == (named ? left("Bob") : ""));
      EXPECT(line_without_limit, receive_all(world, bob).empty());
      EXPECT(writer_stays, it.watch->sessions == 1);
      EXPECT(writer_stays, world.open_sockets() == 2);
    }
}

TEST_CASE("a line of the greatest length is said", "[step3]") {
  in_french("une ligne de la plus grande longueur est dite");
  World world;
  Office it(world);
  auto ada = it.come_in("Ada");
  const std::string text(longest_line, 'x');
  for (const std::string end : {"\n", "\r\n"})
    EXPECT(line_without_limit, it.ask(*ada, text + end) == said("Ada", text));
  std::string many, expected;
  for (int i = 0; i < 50; ++i) {
    many += text + "\r\n";
    expected += said("Ada", text);
  }
  EXPECT(line_without_limit, it.ask(*ada, many) == expected);
}

TEST_CASE("who does not read holds up nobody, and is let go", "[step3]") {
  in_french("qui ne lit pas ne retient personne, et on se sépare de lui");
  World world;
  Office it(world);
  auto ada = it.come_in("Ada");
  world.faults.room = 5;
  auto deaf = it.come("Deaf");
  it.heard_by(*ada);
  const std::string text(500, 'x');
  // It says what it likes, though, and is heard.
  EXPECT(deaf_client_stops_all, it.ask(*deaf, "").size() > 0);
  std::size_t told = 0;
  for (int i = 0; told <= most_waiting; ++i) {
    EXPECT(deaf_client_stops_all,
           it.ask(*ada, text + "\n").starts_with(said("Ada", text)));
    told += said("Ada", text).size();
    if (i == 20 || i == 30) {
      send_all(world, *deaf, "can you hear me?\n");
      EXPECT(deaf_client_stops_all,
             it.heard_by(*ada) == said("Deaf", "can you hear me?"));
    }
    if (told < most_waiting) EXPECT(slow_is_not_deaf, it.watch->sessions == 2);
  }
  it.ask(*ada, text + "\n");
  EXPECT(heap_for_the_deaf, it.watch->sessions == 1);
  EXPECT(heap_for_the_deaf, world.open_sockets() == 2);
  auto next = it.come("Deaf");
  EXPECT(ghost_in_the_room, it.heard_by(*ada) == came("Deaf"));
}

TEST_CASE("who sends no more gets what waits, then the end", "[step3]") {
  in_french("qui n'envoie plus rien reçoit ce qui attend, puis la fin");
  World world;
  world.faults.room = 50;
  Office it(world);
  auto ada = it.come_in("Ada");
  auto bob = it.come("Bob");
  // It has been there for longer than a farewell takes.
  world.advance(2 * farewell);
  bob->send("hello\nlast words\n");
  bob->half_close();
  world.settle();
  const std::string expected = std::string(ask_name) + came("Bob") +
                               said("Bob", "hello") + said("Bob", "last words");
  EXPECT(ghost_in_the_room, it.heard_by(*ada).ends_with(left("Bob")));
  it.ask(*ada, "not for Bob\n");
  for (const auto time : {0ms, farewell - 1ms}) {
    world.advance(time);
    EXPECT(writer_stays, world.open_sockets() == 1u + it.watch->sessions);
    EXPECT(last_words_lost, it.watch->sessions == 2);
  }
  EXPECT(last_words_lost, it.heard_by(*bob) == expected);
  EXPECT(last_words_lost, bob->ended());
  EXPECT(last_words_lost, !bob->cut());
  EXPECT(writer_stays, it.watch->sessions == 1);
}

TEST_CASE("who sends no more and does not read has `farewell`", "[step3]") {
  in_french("qui n'envoie plus et ne lit pas a « farewell »");
  // What is no name is answered too, before anybody is in the room.
  for (const auto& lines :
       {"Bob\nhello\n"s, "?\n?\n?\n"s, "Bob\n" + std::string(2'000, 'x')}) {
    World world;
    world.faults.room = 20;
    Office it(world);
    Client bob(world, "Bob", it.door.port);
    send_all(world, bob, lines);
    if (lines.ends_with('\n')) bob.half_close();
    world.settle();
    world.advance(farewell - 1ms);
    EXPECT(parted_too_early, it.watch->sessions == 1);
    world.advance(1ms);
    EXPECT(writer_stays, it.watch->sessions == 0);
    EXPECT(writer_stays, world.open_sockets() == 1);
    EXPECT(broken_line_thrown, !it.watch->thrown);
    // Nothing is left that the loop would wait for, once the door is closed.
    it.door.acceptor.close();
    world.settle();
    world.context.restart();
    world.context.poll();
    EXPECT(writer_stays, world.context.stopped());
  }
}

TEST_CASE("however a connection ends, its client has left at once", "[step3]") {
  in_french("quelle que soit la fin d'une connexion, son client est sorti");
  using End = void (Client::*)();
  for (const End end :
       {End(&Client::hang_up), End(&Client::reset), End(&Client::half_close)})
    for (const bool reads : {true, false})
      for (const bool named : {true, false}) {
        World world;
        Office it(world);
        auto ada = it.come_in("Ada");
        world.faults.room = 40;
        Client bob(world, "Bob", it.door.port);
        if (named) bob.send("Bob\n");
        world.settle();
        if (named) it.ask(*ada, std::string(900, 'x') + "\n");
        if (reads) receive_all(world, bob);
        it.heard_by(*ada);
        (bob.*end)();
        world.settle();
        EXPECT(ghost_in_the_room,
               it.heard_by(*ada) == (named ? left("Bob") : ""));
        EXPECT(ghost_in_the_room,
               it.ask(*ada, "and on\n") == said("Ada", "and on"));
        if (end != End(&Client::half_close))
          EXPECT(writer_stays, it.watch->sessions == 1);
        receive_all(world, bob);
        EXPECT(writer_stays, it.watch->sessions == 1);
        EXPECT(writer_stays, world.open_sockets() == 2);
        EXPECT(broken_line_thrown, !it.watch->thrown);
        auto again = it.come_in("Bob");
        EXPECT(ghost_in_the_room, it.heard_by(*ada) == came("Bob"));
        // Gone before anybody looked.
        Client hasty(world, the_hasty_one, it.door.port);
        hasty.send("Hasty");
        (hasty.*end)();
        receive_all(world, hasty);
        EXPECT(broken_line_thrown, !it.watch->thrown);
        EXPECT(writer_stays, it.watch->sessions == 2);
      }
}

TEST_CASE("who talks and does not read is let go", "[step3]") {
  in_french("qui parle et ne lit pas, on se sépare de lui");
  // Before it has a name, too.
  for (const std::string name : {"Ada\n", ""}) {
    World world;
    world.faults.room = 2'000;
    Office it(world);
    Client ada(world, "Ada", it.door.port);
    ada.send(name);
    world.settle();
    std::string flood;
    for (int i = 0; i < 50; ++i) flood += "? is no name\n";
    for (int i = 0; i < 500 && it.watch->sessions > 0; ++i) {
      ada.send(flood);
      world.settle();
    }
    EXPECT(heap_for_the_deaf, it.watch->sessions == 0);
    EXPECT(heap_for_the_deaf, world.open_sockets() == 1);
    EXPECT(broken_line_thrown, !it.watch->thrown);
  }
}

TEST_CASE("a hundred clients, and all that can happen to them", "[step3]") {
  in_french("cent clients, et tout ce qui peut leur arriver");
  World world;
  Office it(world);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 95; ++i)
    clients.push_back(it.come("n" + std::to_string(i)));
  world.faults.room = 1'000;
  std::vector<std::unique_ptr<Client>> deaf;
  for (int i = 0; i < 3; ++i)
    deaf.push_back(it.come("deaf" + std::to_string(i)));
  auto drop = it.come("drop");
  world.faults.room = 64 * 1024;
  auto leaver = it.come("leaver");
  std::vector<std::string> heard;
  for (auto& client : clients) heard.push_back(it.heard_by(*client));
  for (auto& each : heard) each.clear();
  leaver->send("I was about to");
  world.settle();
  const Teaching teaching(deaf_client_stops_all);
  const std::string text(970, 'x'), slow = "byte by byte\n";
  std::string expected;
  for (std::size_t i = 0; i < 72; ++i) {
    auto& speaker = *clients[i % clients.size()];
    speaker.send(std::to_string(i) + text + "\n");
    expected += said("n" + std::to_string(i % clients.size()),
                     std::to_string(i) + text);
    world.settle();
    if (i < slow.size()) {
      drop->send(slow.substr(i, 1));
      world.settle();
      if (i + 1 == slow.size()) expected += said("drop", "byte by byte");
    }
    if (i == 30) {
      leaver->reset();
      world.settle();
      expected += left("leaver");
    }
    drop->receive();
    if (i % 16 == 15)
      for (std::size_t c = 0; c < clients.size(); ++c)
        heard[c] += it.heard_by(*clients[c]);
  }
  for (std::size_t c = 0; c < clients.size(); ++c)
    heard[c] += it.heard_by(*clients[c]);
  // Where those who are let go stand in the order is not known beforehand; but
  // it is the same for all, and without them it is what was said.
  for (const auto& each : heard) EXPECT(two_orders, each == heard[0]);
  auto rest = heard[0];
  for (int i = 0; i < 3; ++i) {
    const auto news = left("deaf" + std::to_string(i));
    EXPECT(ghost_in_the_room, rest.find(news) != rest.npos);
    rest.erase(rest.find(news), news.size());
  }
  EXPECT(deaf_client_stops_all, rest == expected);
  EXPECT(heap_for_the_deaf, it.watch->sessions == 96);
  EXPECT(heap_for_the_deaf, world.open_sockets() == 97);
}

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    Office it(world);
    auto ada = it.come_in("Ada");
    auto bob = it.come_in("Bob");
    it.ask(*ada, "one\n");
    it.ask(*bob, "two\n");
    ada->half_close();
    world.settle();
    it.heard_by(*ada);
    bob->hang_up();
    world.advance(farewell);
    EXPECT(broken_line_thrown, !it.watch->thrown);
    EXPECT(writer_stays, it.watch->sessions == 0);
    EXPECT(writer_stays, world.open_sockets() == 1);
    world.faults.failing_call = 0;
    auto next = it.come("Ada");
    const auto heard = it.heard_by(*next);
    EXPECT(ghost_in_the_room, heard.ends_with(came("Ada")));
  });
}

TEST_CASE("an evening of talk, a hundred times", "[step3]") {
  in_french("une soirée de conversation, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    Office it(world);
    Evening evening(world, chaos,
                    [&](const std::string& name) { return it.come(name); });
    for (std::size_t i = 1; i < evening.guests.size(); ++i) {
      const auto& heard = evening.guests[i].heard;
      const auto since = heard.find(came("n" + std::to_string(i)));
      if (since != heard.npos)
        EXPECT(two_orders, evening.guests[0].heard.find(heard.substr(since)) !=
                               std::string::npos);
    }
    for (auto& guest : evening.guests) guest.client->reset();
    world.advance(farewell);
    EXPECT(broken_line_thrown, !it.watch->thrown);
    EXPECT(writer_stays, it.watch->sessions == 0);
    EXPECT(writer_stays, world.open_sockets() == 1);
  });
}

// Step 4

TEST_CASE("the board gives each line to all", "[step4]") {
  in_french("le tableau donne chaque ligne à tous");
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.read_at_most = world.faults.write_at_most = at_once;
    Board it(world);
    auto ada = it.come("Ada");
    auto bob = it.come("Bob");
    ada->send("one\ntwo\r\nthr");
    world.settle();
    bob->send("four\nfi");
    world.settle();
    ada->send("ee\n");
    world.settle();
    const std::string expected = "one\ntwo\r\nfour\nthree\n";
    // What it has not read is no reason to break the connection.
    EXPECT(half_a_line_said, it.heard_by(*bob) == expected);
    bob->hang_up();
    EXPECT(half_a_line_said, it.heard_by(*ada) == expected);
    auto cleo = it.come("Cleo");
    for (const auto& line : {"six\n"s, "\n"s, "a\0b\n"s, " \r\n"s}) {
      cleo->send(line);
      EXPECT(not_everybody, it.heard_by(*ada) == line);
      EXPECT(not_everybody, it.heard_by(*cleo) == line);
    }
    EXPECT(accepts_for_ever, it.outcome.waits());
  }
}

TEST_CASE("after an error of accept, the board goes on", "[step4]") {
  in_french("après une erreur d'accept, le tableau continue");
  for (const int error : {EMFILE, ENFILE, ENOBUFS, ECONNABORTED, EPROTO}) {
    World world;
    Board it(world);
    auto ada = it.come("Ada");
    world.faults.room = 10;
    auto slow = it.come(the_slow_one);
    world.faults.room = 64 * 1024;
    ada->send("what is on its way arrives\n");
    world.settle();
    world.faults.accept_errors = {error};
    auto unlucky = it.come(the_unlucky_one);
    EXPECT(accept_error_ends_all, it.outcome.waits());
    world.advance(1s);
    EXPECT(accept_error_ends_all,
           it.heard_by(*slow) == "what is on its way arrives\n");
    it.heard_by(*ada);
    auto bob = it.come("Bob");
    bob->send("hello\n");
    EXPECT(accept_error_ends_all, it.heard_by(*ada) == "hello\n");
    EXPECT(accept_error_ends_all, it.outcome.waits());
  }
}

TEST_CASE("after an error of accept, the board waits a little", "[step4]") {
  in_french("après une erreur d'accept, le tableau attend un peu");
  World world;
  Board it(world);
  world.faults.accept_errors.assign(400, EMFILE);
  auto ada = it.come("Ada");
  const auto failed = [&] { return 400 - world.faults.accept_errors.size(); };
  for (std::size_t times = 1; times <= 3; ++times) {
    EXPECT(accept_error_spins, failed() == times);
    world.advance(accept_pause - 1ms);
    EXPECT(accept_error_spins, failed() == times);
    world.advance(1ms);
  }
  // However often it fails.
  world.advance(300 * accept_pause);
  EXPECT(accept_error_ends_all, it.outcome.waits());
  EXPECT(accept_error_spins, failed() == 304);
  world.faults.accept_errors.clear();
  world.advance(accept_pause);
  ada->send("hello\n");
  EXPECT(accept_error_ends_all, it.heard_by(*ada) == "hello\n");
}

TEST_CASE("when the acceptor is closed, the board returns", "[step4]") {
  in_french("quand l'acceptor est fermé, le tableau rend la main");
  for (const bool pausing : {false, true}) {
    World world;
    Board it(world);
    auto ada = it.come("Ada");
    auto bob = it.come("Bob");
    if (pausing) world.faults.accept_errors = {EMFILE};
    auto cleo = it.come("Cleo");
    it.door.acceptor.close();
    world.advance(accept_pause);
    EXPECT(accepts_for_ever, it.outcome.returned());
    ada->send("still here\n");
    EXPECT(accepts_for_ever, it.heard_by(*bob) == "still here\n");
  }
}

TEST_CASE("a deaf client costs the board a number of bytes", "[step4]") {
  in_french("un client sourd coûte au tableau un nombre d'octets");
  // The most that is on the heap while a lot is said.
  const auto most_on_heap = [](int deaf) {
    World world;
    Board it(world);
    auto ada = it.come("Ada");
    world.faults.room = 10;
    std::vector<std::unique_ptr<Client>> all;
    for (int i = 0; i < deaf; ++i)
      all.push_back(it.come(deaf_number.spoken() + std::to_string(i)));
    const auto before = bytes_on_heap();
    auto most = before;
    for (int i = 0; i < 250; ++i) {
      ada->send(line_of('x', 1'000));
      it.heard_by(*ada);
      most = std::max(most, bytes_on_heap());
    }
    return most - before;
  };
  const auto told = most_on_heap(0);  // the story of it takes some, too
  EXPECT(heap_for_the_deaf, most_on_heap(3) <= told + 3 * 2 * most_waiting);
}

TEST_CASE("for the deaf, the board keeps no more than the limit", "[step4]") {
  in_french("pour les sourds, le tableau ne garde pas plus que la limite");
  // One deaf client, in each place among the others; or all but one.
  for (const unsigned deaf : {1u, 2u, 4u, 8u, 6u, 7u, 14u}) {
    World world;
    Board it(world);
    std::vector<std::unique_ptr<Client>> all;
    std::size_t open = 1;
    for (unsigned i = 0; i < 4; ++i) {
      world.faults.room = deaf >> i & 1 ? 10 : 64 * 1024;
      if (!(deaf >> i & 1)) ++open;
      all.push_back(it.come("client " + std::to_string(i + 1)));
    }
    auto& speaker = *all[deaf & 1 ? 3 : 0];
    const auto line = line_of('x', most_waiting / 70);
    for (int i = 1; i <= 80; ++i) {
      // Somebody comes and goes in the meantime.
      if (i == 40) it.come(a_guest);
      speaker.send(line);
      world.settle();
      EXPECT(slow_is_not_deaf, world.open_sockets() >= (i < 70 ? 5 : open));
      for (unsigned c = 0; c < 4; ++c) {
        if (deaf >> c & 1) continue;
        const auto heard = it.heard_by(*all[c]);
        if (i < 70)
          EXPECT(deaf_client_stops_all, heard == line);
        else
          EXPECT(leaves_while_iterating, heard == line);
      }
      if (i < 70) EXPECT(slow_is_not_deaf, world.open_sockets() == 5);
      if (i > 72) EXPECT(deaf_client_stays, world.open_sockets() == open);
    }
    EXPECT(deaf_client_stops_all, it.outcome.waits());
  }
}

TEST_CASE("the board counts what is being written, too", "[step4]") {
  in_french("le tableau compte aussi ce qui est en cours d'écriture");
  // What the network has taken of a line may count, or not.
  for (const std::size_t on_the_way : {10u, 0u}) {
    World world;
    Board it(world);
    world.faults.room = on_the_way;
    const auto deaf = it.come("deaf");
    world.faults.room = 64 * 1024;
    const auto ada = it.come("Ada");
    for (std::size_t said = 0; said < most_waiting;) {
      const auto line =
          line_of('x', std::min<std::size_t>(1'000, most_waiting - said));
      ada->send(line);
      EXPECT(deaf_client_stops_all, it.heard_by(*ada) == line);
      said += line.size();
    }
    EXPECT(slow_is_not_deaf, world.open_sockets() == 3);
    ada->send(line_of('x', on_the_way + 1));
    world.settle();
    EXPECT(heap_for_the_deaf, world.open_sockets() == 2);
  }
}

TEST_CASE("who reads a little still has no more than the limit", "[step4]") {
  in_french("qui lit un peu n'a pas droit à plus que la limite");
  World world;
  Board it(world);
  world.faults.room = 10;
  const auto slow = it.come(the_slow_one);
  world.faults.room = 64 * 1024;
  const auto ada = it.come("Ada");
  for (int i = 0; i < 80; ++i) {
    if (i == 60) {
      EXPECT(slow_is_not_deaf, world.open_sockets() == 3);
      for (int parts = 0; parts < 1'000; ++parts) {
        slow->receive(10);
        world.settle();
      }
    }
    const auto line = line_of('x', 1'000);
    ada->send(line);
    EXPECT(deaf_client_stops_all, it.heard_by(*ada) == line);
  }
  EXPECT(heap_for_the_deaf, world.open_sockets() == 2);
}

TEST_CASE("the limit is for bytes, not for lines or clients", "[step4]") {
  in_french(
      "la limite vaut pour les octets, non pour les lignes ou les "
      "clients");
  World world;
  Board it(world);
  const auto ada = it.come("Ada");
  world.faults.room = 10;
  const auto slow = it.come(the_slow_one);
  const std::string lines(2'000, '\n');
  ada->send(lines);
  EXPECT(not_everybody, it.heard_by(*ada) == lines);
  EXPECT(slow_is_not_deaf, world.open_sockets() == 3);
  EXPECT(slow_is_not_deaf, it.heard_by(*slow) == lines);
  std::vector<std::unique_ptr<Client>> many;
  for (int i = 0; i < 300; ++i) many.push_back(it.come(a_guest));
  many.back()->send("hello\n");
  EXPECT(not_everybody, it.heard_by(*ada) == "hello\n");
  EXPECT(not_everybody, it.heard_by(*many.front()) == "hello\n");
  EXPECT(not_everybody, it.heard_by(*many.back()) == "hello\n");
}

TEST_CASE("who reads gets any amount from the board", "[step4]") {
  in_french("qui lit reçoit du tableau autant qu'on veut");
  World world;
  world.faults.room = 3'000;
  Board it(world);
  auto ada = it.come("Ada");
  auto bob = it.come("Bob");
  for (int i = 0; i < 4 * 64; ++i) {
    const auto line = line_of(static_cast<char>('a' + i % 26), 1'000);
    bob->send(line);
    EXPECT(slow_is_not_deaf, it.heard_by(*ada) == line);
    EXPECT(slow_is_not_deaf, it.heard_by(*bob) == line);
  }
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    Board it(world);
    auto ada = it.come("Ada");
    auto bob = it.come("Bob");
    world.advance(1s);
    ada->send("one\ntwo\n");
    world.settle();
    bob->send("three\n");
    world.settle();
    it.heard_by(*ada);
    it.heard_by(*bob);
    ada->hang_up();
    bob->reset();
    world.advance(1s);
    EXPECT(ghost_in_the_room, world.open_sockets() == 1);
    world.faults.failing_call = 0;
    auto cleo = it.come("Cleo");
    cleo->send("four\n");
    EXPECT(accept_error_ends_all, it.heard_by(*cleo) == "four\n");
    EXPECT(accept_error_ends_all, it.outcome.waits());
  });
}

TEST_CASE("an evening at the board, a hundred times", "[step4]") {
  in_french("une soirée au tableau, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    Board it(world);
    Evening evening(world, chaos,
                    [&](const std::string& name) { return it.come(name); });
    for (const auto& guest : evening.guests)
      EXPECT(two_orders,
             evening.guests[0].heard.find(guest.heard) != std::string::npos);
    for (auto& guest : evening.guests) guest.client->reset();
    world.settle();
    EXPECT(ghost_in_the_room, world.open_sockets() == 1);
    EXPECT(accept_error_ends_all, it.outcome.waits());
  });
}
