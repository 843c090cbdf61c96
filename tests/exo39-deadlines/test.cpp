#include "deadlines.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/attendance.hpp>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "lessons.hpp"

using asio::ip::tcp;
using exo39::Clock;
using exo39::Deadline;
using exo39::longest_line;
using workbook::awkward_exceptions;
using workbook::both_orders;
using workbook::Chaos;
using workbook::Client;
using workbook::code_of;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::Moment;
using workbook::Outcome;
using workbook::Peer;
using workbook::Port;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;
using namespace std::string_literals;

// In stories: what connect_within gives.
template <>
struct Catch::StringMaker<tcp::socket> {
  static std::string convert(const tcp::socket& socket) {
    const Text open{"a connection", "une connexion"};
    const Text closed{"a closed socket", "une socket fermée"};
    return (socket.is_open() ? open : closed).spoken();
  }
};

namespace {

// Names and words of a test, for the story.
constexpr Text the_archive{"the archive", "l'archiviste"};
constexpr Text the_silent_one{"the silent one", "le muet"};
constexpr Text the_slow_one{"the slow one", "le lent"};
constexpr Text the_deaf_one{"the deaf one", "le sourd"};
constexpr Text the_unlucky_one{"the unlucky one", "le malchanceux"};
constexpr Text the_silly_one{"the silly one", "l'étourdi"};
constexpr Text the_patient_one{"the patient one", "le patient"};
constexpr Text the_served_one{"the served one", "le client servi"};
constexpr Text half_a_letter{"half a letter", "une demi-lettre"};
constexpr Text a_byte_a_second{"a byte a second", "un octet par seconde"};
constexpr Text the_parcel_is_lost{"the parcel is lost", "le colis est perdu"};
constexpr Text both_lines{"two lines", "deux lignes"};
constexpr Text the_tests_read{"the test's own read", "la lecture du test"};

constexpr auto no_limit = Clock::duration::max();

// A part of each is lost in milliseconds, and of one in microseconds.
constexpr std::array<Clock::duration, 3> awkward_times{1'900'700ns, 5s + 300us,
                                                       26h};
constexpr std::array<Clock::duration, 2> no_time{0s, -1s};

// Asio asks the system for whole microseconds.
constexpr auto a_tick = 2us;

tcp::endpoint at(Port port) { return {asio::ip::address_v4::loopback(), port}; }

// Runs so many handlers, and no more: see Stage::turn().
workbook::Stage& stage(World& world) { return world; }

template <class T>
bool threw(const Outcome<T>& outcome, asio::error_code expected) {
  return outcome.threw() && code_of(outcome.exception()) == expected;
}

template <class T>
bool timed_out(const Outcome<T>& outcome) {
  return threw(outcome, asio::error::timed_out);
}

}  // namespace

// Step 1

TEST_CASE("a connection is given as soon as it is made", "[step1]") {
  in_french("une connexion est rendue dès qu'elle est établie");
  World world;
  workbook::Server lyon(world, "Lyon");
  auto outcome =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  EXPECT(waits_out_its_time, outcome.returned());
  EXPECT(given_up_too_soon, lyon.next() != nullptr);
  lyon.hang();
  auto slow =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  world.advance(30s - 1ms);
  EXPECT(given_up_too_soon, slow.waits());
  lyon.accept();
  world.settle();
  EXPECT(waits_out_its_time, slow.returned());
  // It stays connected.
  auto socket = slow.take();
  const auto peer = lyon.next();
  EXPECT(given_up_too_soon, peer != nullptr);
  std::array<char, 10> piece;
  auto reading = world.run(
      the_tests_read,
      socket.async_read_some(asio::buffer(piece), asio::use_awaitable));
  world.advance(1h);
  EXPECT(timer_left_running, reading.waits());
  peer->send("Lyon");
  world.settle();
  EXPECT(timer_left_running, reading.value() == 4);
}

TEST_CASE("an endpoint may be one of IPv6", "[step1]") {
  in_french("un point de terminaison peut être IPv6");
  World world;
  workbook::Server lyon(world, "Lyon");
  const tcp::endpoint endpoint(asio::ip::address_v6::loopback(), lyon.port());
  auto outcome =
      world.run("connect_within", exo39::connect_within(endpoint, 30s));
  const Teaching teaching(one_protocol_only);
  EXPECT(one_protocol_only, outcome.returned());
  EXPECT(one_protocol_only, outcome.value().remote_endpoint() == endpoint);
}

TEST_CASE("a connection may be waited for without a limit", "[step1]") {
  in_french("une connexion peut s'attendre sans limite");
  World world;
  workbook::Server lyon(world, "Lyon");
  for (const auto within : {no_limit, no_limit - 1ns}) {
    lyon.hang();
    auto outcome = world.run("connect_within",
                             exo39::connect_within(at(lyon.port()), within));
    EXPECT(no_limit_in_the_past, outcome.waits());
    world.advance(100h);
    EXPECT(no_limit_in_the_past, outcome.waits());
    lyon.accept();
    world.settle();
    EXPECT(waits_out_its_time, outcome.returned());
  }
}

TEST_CASE("a connection is given up at its deadline, exactly", "[step1]") {
  in_french("une connexion est abandonnée à son échéance, exactement");
  for (const auto within : awkward_times) {
    World world;
    workbook::Server lyon(world, "Lyon");
    lyon.hang();
    auto outcome = world.run("connect_within",
                             exo39::connect_within(at(lyon.port()), within));
    world.advance(within - 1ns);
    EXPECT(given_up_too_soon, outcome.waits());
    world.advance(a_tick);
    EXPECT(no_end_to_connect, timed_out(outcome));
    EXPECT(socket_left_open, world.open_sockets() == 0);
  }
  for (const auto within : no_time) {
    World world;
    workbook::Server lyon(world, "Lyon");
    lyon.hang();
    const auto outcome = world.run(
        "connect_within", exo39::connect_within(at(lyon.port()), within));
    EXPECT(no_end_to_connect, timed_out(outcome));
    EXPECT(socket_left_open, world.open_sockets() == 0);
  }
}

TEST_CASE("what refuses the connection is thrown at once", "[step1]") {
  in_french("ce qui refuse la connexion est levé aussitôt");
  World world;
  workbook::Server lyon(world, "Lyon");
  lyon.refuse();
  auto outcome =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  EXPECT(refusal_comes_late, threw(outcome, asio::error::connection_refused));
  EXPECT(socket_left_open, world.open_sockets() == 0);
  lyon.hang();
  auto later =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  world.advance(7s);
  lyon.refuse();
  // Whoever tries again waits again.
  lyon.hang();
  world.settle();
  EXPECT(refusal_comes_late, threw(later, asio::error::connection_refused));
  EXPECT(socket_left_open, world.open_sockets() == 0);
  // The reason is told, whatever it is.
  world.faults.descriptors = 0;
  auto full =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  EXPECT(refusal_comes_late, threw(full, asio::error::no_descriptors));
}

TEST_CASE("a connect whose caller is cancelled is not late", "[step1]") {
  in_french("un connect dont l'appelant est annulé n'est pas en retard");
  World world;
  workbook::Server lyon(world, "Lyon");
  lyon.hang();
  auto outcome =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 30s));
  world.advance(7s);
  outcome.cancel();
  world.settle();
  EXPECT(cancelled_is_not_late, threw(outcome, asio::error::operation_aborted));
  EXPECT(socket_left_open, world.open_sockets() == 0);
}

TEST_CASE("the connection is made in the very moment of the deadline",
          "[step1]") {
  in_french("la connexion s'établit à l'instant même de l'échéance");
  World world;
  workbook::Server lyon(world, "Lyon");
  lyon.hang();
  world.later(5s, [&] { lyon.accept(); });
  auto outcome =
      world.run("connect_within", exo39::connect_within(at(lyon.port()), 5s));
  world.advance(5s);
  if (!outcome.returned()) EXPECT(no_end_to_connect, timed_out(outcome));
  EXPECT(socket_left_open,
         world.open_sockets() == std::size_t(outcome.returned() ? 1 : 0));
}

TEST_CASE("each of its I/O calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  for_each_failing_call([](World& world) {
    workbook::Server lyon(world, "Lyon");
    auto outcome = world.run("connect_within",
                             exo39::connect_within(at(lyon.port()), 30s));
    EXPECT(refusal_comes_late, !outcome.waits());
    EXPECT(socket_left_open,
           world.open_sockets() == std::size_t(outcome.returned() ? 1 : 0));
  });
}

// Step 2

namespace {

// One client, whose lines the code under test reads.
struct Counter {
  explicit Counter(World& world)
      : world(world),
        acceptor(world.context, at(0)),
        ada(world, "Ada", acceptor.local_endpoint().port()),
        socket(world.context) {
    world.test_accepts_at(acceptor.local_endpoint().port());
    acceptor.async_accept(socket, [](asio::error_code) {});
    world.settle();
  }

  Outcome<std::string> read(Clock::duration idle = 10s,
                            Clock::duration total = 30s) {
    return world.run("read_line",
                     exo39::read_line(socket, received, idle, total));
  }

  World& world;
  tcp::acceptor acceptor;
  Client ada;
  tcp::socket socket;
  std::string received;
};

}  // namespace

TEST_CASE("a line that was read before is returned, the rest stays",
          "[step2]") {
  in_french("une ligne déjà lue est rendue, le reste est gardé");
  World world;
  Counter it(world);
  it.received = "one\ntwo\nthr";
  EXPECT(waits_for_more, it.read().value() == "one");
  EXPECT(rest_thrown_away, it.received == "two\nthr");
  // It takes no time, so it needs none.
  EXPECT(given_up_too_soon, it.read(0s, 0s).value() == "two");
  EXPECT(rest_thrown_away, it.received == "thr");
}

TEST_CASE("a line is returned at its last byte", "[step2]") {
  in_french("une ligne est rendue à son dernier octet");
  const std::string no_text("a\0b\xff", 4);
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.read_at_most = at_once;
    Counter it(world);
    auto line = it.read();
    for (auto piece : {"WHE", "RE ", "4711"}) {
      it.ada.send(piece);
      world.settle();
      EXPECT(waits_for_more, line.waits());
    }
    it.ada.send("\n");
    world.settle();
    EXPECT(waits_for_more, line.value() == "WHERE 4711");
    it.ada.send("one\ntwo\n");
    EXPECT(rest_thrown_away, it.read().value() == "one");
    EXPECT(rest_thrown_away, it.read().value() == "two");
    it.ada.send("\n\nthree\r\n" + no_text + "\nfo");
    for (const auto& expected : {""s, ""s, "three\r"s, no_text}) {
      const auto next = it.read();
      EXPECT(line_as_it_came, next.returned());
      EXPECT(line_as_it_came, next.value() == expected);
    }
    auto last = it.read();
    it.ada.send("ur\n");
    world.settle();
    EXPECT(rest_thrown_away, last.value() == "four");
  }
}

TEST_CASE("silence has an end, and each byte begins it anew", "[step2]") {
  in_french("le silence a une fin, et chaque octet le fait repartir");
  for (const auto idle : awkward_times) {
    World world;
    Counter it(world);
    auto line = it.read(idle, 100 * idle);
    world.advance(idle - 1ns);
    EXPECT(given_up_too_soon, line.waits());
    for (auto piece : {"W", "HE", "RE"}) {
      it.ada.send(piece);
      world.settle();
      world.advance(idle - 1ns);
      EXPECT(honest_cut_off, line.waits());
    }
    world.advance(a_tick);
    EXPECT(silence_without_end, timed_out(line));
    EXPECT(bytes_lost_on_timeout, it.received == "WHERE");
  }
  for (const auto none : no_time) {
    World world;
    Counter it(world);
    EXPECT(silence_without_end, timed_out(it.read(none, 30s)));
  }
}

TEST_CASE("a line may be whole in the last moment", "[step2]") {
  in_french("une ligne peut être entière au dernier moment");
  struct {
    Clock::duration idle, total;
  } const limits[] = {{5s, 30s}, {30s, 5s}};
  for (const auto& [idle, total] : limits) {
    World world;
    Counter it(world);
    auto line = it.read(idle, total);
    world.advance(5s - 1ns);
    it.ada.send("WHERE 4711\n");
    world.settle();
    EXPECT(given_up_too_soon, line.value() == "WHERE 4711");
  }
}

TEST_CASE("when it has ended, nothing reads and nothing rings", "[step2]") {
  in_french("quand elle est finie, rien ne lit et rien ne sonne");
  {
    World world;
    Counter it(world);
    auto line = it.read();
    world.advance(10s);
    EXPECT(silence_without_end, timed_out(line));
    it.ada.send("late\n");
    world.settle();
    EXPECT(read_still_running, it.ada.read_by_program() == 0);
    EXPECT(read_still_running, it.read().value() == "late");
  }
  World world;
  Counter it(world);
  auto line = it.read();
  world.advance(2s);
  it.ada.send("one\n");
  world.settle();
  auto next = it.read(100h, 100h);
  std::array<char, 10> piece;
  world.advance(1h);
  EXPECT(timer_left_running, next.waits());
  it.ada.send("two\n");
  world.settle();
  auto reading = world.run(
      the_tests_read,
      it.socket.async_read_some(asio::buffer(piece), asio::use_awaitable));
  world.advance(1h);
  EXPECT(timer_left_running, reading.waits());
}

TEST_CASE("a byte a second holds nobody for ever", "[step2]") {
  in_french("un octet par seconde ne retient personne sans fin");
  for (const Clock::duration total :
       {Clock::duration(30s), Clock::duration(100s), 7s + 700us + 1ns}) {
    World world;
    Counter it(world);
    auto line = it.read(10s, total);
    const Teaching teaching(slowloris);
    std::string sent;
    while (world.now() + 1s < total) {
      world.advance(1s);
      EXPECT(given_up_too_soon, line.waits());
      it.ada.send("x");
      sent += 'x';
      world.settle();
    }
    world.advance(total - 1ns - world.now());
    EXPECT(given_up_too_soon, line.waits());
    world.advance(a_tick);
    EXPECT(slowloris, timed_out(line));
    // The next call has time of its own.
    auto next = it.read(10s, total);
    it.ada.send("\n");
    world.settle();
    EXPECT(bytes_lost_on_timeout, next.value() == sent);
  }
  for (const auto none : no_time) {
    World world;
    Counter it(world);
    EXPECT(slowloris, timed_out(it.read(10s, none)));
  }
}

TEST_CASE("no limit is no limit", "[step2]") {
  in_french("sans limite veut dire sans limite");
  struct {
    Clock::duration idle, total;
  } const limits[] = {{no_limit, 5s},
                      {5s, no_limit},
                      {no_limit, no_limit},
                      {no_limit - 1ns, no_limit - 1ns}};
  for (const auto& [idle, total] : limits) {
    World world;
    Counter it(world);
    const Teaching teaching(no_limit_in_the_past);
    auto line = it.read(idle, total);
    EXPECT(no_limit_in_the_past, line.waits());
    world.advance(5s - 1ms);
    EXPECT(no_limit_in_the_past, line.waits());
    world.advance(1ms);
    EXPECT(no_limit_in_the_past, timed_out(line) != (idle == total));
    if (idle != total) continue;
    world.advance(100h);
    EXPECT(no_limit_in_the_past, line.waits());
    it.ada.send("late\n");
    world.settle();
    EXPECT(no_limit_in_the_past, line.value() == "late");
  }
}

TEST_CASE("what was read is kept, however the call ends", "[step2]") {
  in_french("ce qui a été lu est gardé, quelle que soit la fin de l'appel");
  for (const bool cancelled : {false, true}) {
    World world;
    Counter it(world);
    it.received = "WH";
    auto line = it.read();
    it.ada.send("ERE");
    world.settle();
    if (cancelled)
      line.cancel();
    else
      world.advance(10s);
    world.settle();
    if (cancelled)
      EXPECT(cancelled_is_not_late,
             threw(line, asio::error::operation_aborted));
    EXPECT(bytes_lost_on_timeout, it.received == "WHERE");
    EXPECT(read_still_running, it.socket.is_open());
    auto next = it.read();
    it.ada.send(" 4711\n");
    world.settle();
    EXPECT(bytes_lost_on_timeout, next.value() == "WHERE 4711");
  }
}

TEST_CASE("bytes that come in the moment of the end are kept", "[step2]") {
  in_french("les octets venus à l'instant de la fin sont gardés");
  const auto expect_line = [](World& world, Counter& it,
                              const Outcome<std::string>& line) {
    world.settle();
    EXPECT(read_still_running, !line.waits());
    EXPECT(bytes_lost_on_timeout,
           (line.returned() ? line : it.read()).value() == "WHERE 4711");
  };
  for (const auto in_order : both_orders) {
    World world;
    Counter it(world);
    auto line = it.read();
    in_order([&] { it.ada.send("WHERE 4711\n"); }, [&] { line.cancel(); });
    expect_line(world, it, line);
  }
  // They are there, and the call has begun a few turns of the loop ago.
  bool more = true;
  for (int turns = 1; more; ++turns) {
    World world;
    Counter it(world);
    it.ada.send("WHERE 4711\n");
    auto line = world.start("read_line",
                            exo39::read_line(it.socket, it.received, 1s, 1s));
    more = stage(world).turn(turns) == turns;
    line.cancel();
    expect_line(world, it, line);
  }
  // When the timer rings, and in a few turns of the loop around it.
  more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Counter it(world);
    auto line = it.read();
    world.later(10s, [&] {
      more = stage(world).turn(turns) == turns;
      it.ada.send("WHERE 4711\n");
    });
    world.advance(10s);
    expect_line(world, it, line);
  }
}

TEST_CASE("a line in the moment of the deadline does not harm the next one",
          "[step2]") {
  in_french("une ligne à l'instant de l'échéance ne nuit pas à la suivante");
  const auto two_lines = [](Counter& it) -> asio::awaitable<std::string> {
    try {
      co_await exo39::read_line(it.socket, it.received, 10s, 30s);
    } catch (const asio::system_error&) {
    }
    co_return co_await exo39::read_line(it.socket, it.received, 20s, 20s);
  };
  for (auto sent : {"one\ntw", ""}) {
    World world;
    Counter it(world);
    world.later(10s, [&] { it.ada.send(sent); });
    auto both = world.run(both_lines, two_lines(it));
    world.advance(10s);
    world.advance(20s - 1ms);
    EXPECT(timer_left_running, !both.threw());
  }
}

TEST_CASE("what has arrived together is read together", "[step2]") {
  in_french("ce qui est arrivé ensemble est lu ensemble");
  World world;
  Counter it(world);
  for (const std::size_t size : {900, int(longest_line) - 1}) {
    const std::string long_line(size, 'x');
    it.ada.send(long_line + "\n");
    const auto before = world.io_calls();
    EXPECT(waits_for_more, it.read().value() == long_line);
    EXPECT(timer_per_byte, world.io_calls() - before <= 3);
  }
}

TEST_CASE("a line has a longest length", "[step2]") {
  in_french("une ligne a une longueur maximale");
  for (const std::size_t at_once : {100'000u, 100u}) {
    World world;
    world.faults.read_at_most = at_once;
    Counter it(world);
    const std::string longest(longest_line - 1, 'x');
    it.ada.send(longest + "\n" + longest + "\n");
    EXPECT(line_without_limit, it.read().value() == longest);
    EXPECT(line_without_limit, it.read().value() == longest);
    for (auto rest : {"x", "x\n"}) {
      World world;
      world.faults.read_at_most = at_once;
      Counter it(world);
      it.ada.send(longest + rest);
      EXPECT(line_without_limit, threw(it.read(), asio::error::message_size));
      EXPECT(bytes_lost_on_timeout,
             it.received.size() == it.ada.read_by_program());
      // Its caller may still have something to say.
      EXPECT(read_still_running, !it.ada.cut());
      EXPECT(read_still_running, !it.ada.ended());
      it.received.clear();
      it.ada.send("y\n");
      EXPECT(read_still_running, it.read().returned());
    }
  }
  World world;
  Counter it(world);
  auto line = it.read();
  for (int i = 0; i < 100; ++i) {
    it.ada.send(std::string(1'000, 'x'));
    world.settle();
  }
  EXPECT(line_without_limit, threw(line, asio::error::message_size));
  EXPECT(line_without_limit, it.ada.read_by_program() <= 64 * 1024);
}

TEST_CASE("the end of the bytes is told at once", "[step2]") {
  in_french("la fin des octets est dite aussitôt");
  for (auto sent : {"", "WHERE"}) {
    World world;
    Counter it(world);
    auto line = it.read();
    it.ada.send(sent);
    it.ada.half_close();
    world.settle();
    EXPECT(end_not_told, threw(line, asio::error::eof));
    EXPECT(bytes_lost_on_timeout, it.received == sent);
    // She still reads.
    EXPECT(read_still_running, !it.ada.cut());
    EXPECT(read_still_running, !it.ada.ended());
  }
  World world;
  Counter it(world);
  auto line = it.read();
  it.ada.send("WHERE");
  world.settle();
  it.ada.reset();
  world.settle();
  EXPECT(end_not_told, line.threw());
  EXPECT(bytes_lost_on_timeout, it.received == "WHERE");
}

TEST_CASE("each of its I/O calls may fail: step 2", "[step2]") {
  in_french("chacun de ses appels peut échouer : étape 2");
  for_each_failing_call([](World& world) {
    Counter it(world);
    auto line = it.read();
    for (auto piece : {"WHE", "RE\nWH", "ERE\n"}) {
      it.ada.send(piece);
      world.settle();
    }
    EXPECT(end_not_told, !line.waits());
    if (!line.returned())
      EXPECT(bytes_lost_on_timeout, !it.received.ends_with("\n"));
  });
}

TEST_CASE("impatient reading loses nothing, a hundred times", "[step2]") {
  in_french("lire avec impatience ne perd rien, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    Counter it(world);
    std::string sent, read;
    for (int event = 0; event < 10; ++event) {
      auto line = it.read(1s + std::chrono::seconds(chaos.below(3)),
                          1s + std::chrono::seconds(chaos.below(5)));
      while (line.waits()) {
        std::string piece(chaos.below(4), static_cast<char>('a' + event % 26));
        if (chaos.one_in(3)) piece += '\n';
        world.later(std::chrono::milliseconds(500 * chaos.below(4)), [&] {
          it.ada.send(piece);
          sent += piece;
        });
        if (chaos.one_in(10)) line.cancel();
        world.advance(2s);
      }
      if (line.returned()) read += line.value() + '\n';
      EXPECT(bytes_lost_on_timeout, sent.starts_with(read + it.received));
    }
    it.ada.half_close();
    for (;;) {
      auto line = it.read();
      EXPECT(end_not_told, !line.waits());
      if (line.threw()) break;
      read += line.value() + '\n';
    }
    EXPECT(bytes_lost_on_timeout, read + it.received == sent);
  });
}

// Step 3

namespace {

// An office in the test's hand, and a link to it.
struct Wire {
  explicit Wire(World& world)
      : world(world),
        lyon(world, "Lyon"),
        link{at(lyon.port()), std::nullopt, ""} {}

  Outcome<std::string> call(std::string request, Clock::duration wait) {
    return world.run(
        "call", exo39::call(link, std::move(request), Clock::now() + wait));
  }

  // The connection of a call that has begun.
  std::unique_ptr<Peer> accepted() {
    auto peer = lyon.next();
    EXPECT(given_up_too_soon, peer != nullptr);
    return peer;
  }

  World& world;
  workbook::Server lyon;
  exo39::Link link;
};

}  // namespace

TEST_CASE("a call returns its answer, the next one uses the connection",
          "[step3]") {
  in_french("un appel rend sa réponse, le suivant garde la connexion");
  World world;
  Wire it(world);
  auto first = it.call("WHERE 1", 30s);
  const auto peer = it.accepted();
  EXPECT(deadline_anew_each_hop, peer->receive() == "30000 WHERE 1\n");
  EXPECT(waits_for_more, first.waits());
  peer->send("+Ly");
  world.advance(20s);
  EXPECT(given_up_too_soon, first.waits());
  peer->send("on\n");
  world.settle();
  EXPECT(waits_for_more, first.value() == "+Lyon");
  world.advance(1h);
  for (const Clock::duration wait :
       {Clock::duration(900us), Clock::duration(1ms), Clock::duration(3s),
        100 * 24h + 0ns}) {
    auto next = it.call("WHERE 2", wait);
    EXPECT(connects_each_time, it.lyon.next() == nullptr);
    EXPECT(given_up_too_soon, next.waits());
    EXPECT(deadline_anew_each_hop,
           peer->receive() == std::to_string(wait / 1ms) + " WHERE 2\n");
    // In the last moment.
    world.advance(wait - 1ns);
    EXPECT(given_up_too_soon, next.waits());
    peer->send("+Oslo\n");
    world.settle();
    EXPECT(given_up_too_soon, next.value() == "+Oslo");
  }
  EXPECT(connects_each_time, world.open_sockets() == 1);
}

TEST_CASE("an answer is any line", "[step3]") {
  in_french("une réponse est une ligne quelconque");
  World world;
  Wire it(world);
  std::unique_ptr<Peer> peer;
  const std::string longest(longest_line - 1, 'x');
  const std::string request(longest_line - 10, 'y');
  for (const auto& text :
       {"+Lyon"s, ""s, " "s, "-ERR timed out"s, "+a  b \r"s, longest}) {
    auto answer = it.call(request, 5s);
    if (!peer) peer = it.accepted();
    EXPECT(connects_each_time, peer->receive() == "5000 " + request + "\n");
    peer->send(text + "\n");
    world.settle();
    EXPECT(judges_the_answer, answer.returned());
    EXPECT(judges_the_answer, answer.value() == text);
  }
  EXPECT(connects_each_time, it.lyon.next() == nullptr);
}

TEST_CASE("a call may take days", "[step3]") {
  in_french("un appel peut prendre des jours");
  World world;
  world.faults.room = 8;
  Wire it(world);
  const Teaching teaching(given_up_too_soon);
  it.lyon.hang();
  auto answer =
      world.run("call", exo39::call(it.link, "WHERE 1", Deadline::max()));
  world.advance(100h);
  EXPECT(given_up_too_soon, answer.waits());
  it.lyon.accept();
  world.settle();
  const auto peer = it.accepted();
  // There is no room for the whole letter.
  world.advance(100h);
  EXPECT(given_up_too_soon, answer.waits());
  const auto letter = receive_all(world, *peer);
  EXPECT(no_limit_in_the_past, letter.find(" WHERE 1\n") > 12);
  EXPECT(no_limit_in_the_past, letter.ends_with(" WHERE 1\n"));
  world.advance(100h);
  EXPECT(given_up_too_soon, answer.waits());
  peer->send("+Lyon\n");
  world.settle();
  EXPECT(given_up_too_soon, answer.value() == "+Lyon");
}

TEST_CASE("the other office may be one of IPv6", "[step3]") {
  in_french("l'autre bureau peut être en IPv6");
  World world;
  Wire it(world);
  it.link.office = {asio::ip::address_v6::loopback(), it.lyon.port()};
  const auto answer = it.call("WHERE 1", 5s);
  EXPECT(one_protocol_only, it.lyon.next() != nullptr);
  EXPECT(given_up_too_soon, answer.waits());
}

TEST_CASE("one deadline for connecting, sending and waiting", "[step3]") {
  in_french("une seule échéance pour se connecter, envoyer et attendre");
  enum { connects, sends, waits, receives };
  for (const bool cancelled : {false, true})
    for (const auto stage : {connects, sends, waits, receives}) {
      World world;
      world.faults.room = 8;
      Wire it(world);
      it.lyon.hang();
      // A part is lost in milliseconds, and when what is left is rounded.
      const auto deadline = 5s + 150us + 700ns;
      auto answer = it.call("WHERE 4711", deadline);
      std::unique_ptr<Peer> peer;
      const Teaching teaching(deadline_anew_each_hop);
      if (stage >= sends) {
        world.advance(2s + 400us);
        it.lyon.accept();
        world.settle();
        peer = it.accepted();
      }
      if (stage >= waits) {
        world.advance(2s);
        // Rounded down: 2,999.75 ms were left when it was sent.
        std::string letter;
        while (!peer->arrived().empty()) {
          letter += peer->receive();
          world.settle();
        }
        EXPECT(deadline_anew_each_hop, letter == "2999 WHERE 4711\n");
      }
      while (stage == receives && world.now() < 4'900ms) {
        world.advance(50ms);
        peer->send("x");
        world.settle();
      }
      world.advance(deadline - 1ns - world.now());
      EXPECT(given_up_too_soon, answer.waits());
      if (cancelled) {
        answer.cancel();
        world.settle();
        EXPECT(cancelled_is_not_late,
               threw(answer, asio::error::operation_aborted));
      } else {
        world.advance(a_tick);
        EXPECT(deadline_anew_each_hop, timed_out(answer));
      }
      EXPECT(late_reply_for_the_next, world.open_sockets() == 0);
      // What it has sent is nobody's beginning.
      it.lyon.accept();
      auto next = it.call("A", 5s);
      const auto anew = it.lyon.next();
      EXPECT(late_reply_for_the_next, anew != nullptr);
      EXPECT(late_reply_for_the_next, anew->receive() == "5000 A\n");
      anew->send("+Oslo\n");
      world.settle();
      EXPECT(late_reply_for_the_next, next.value() == "+Oslo");
    }
}

TEST_CASE("after its deadline, a call asks for nothing", "[step3]") {
  in_french("après son échéance, un appel ne demande rien");
  World world;
  Wire it(world);
  world.advance(1h);
  const auto expect_nothing_asked = [&] {
    for (const auto wait : {0s, -1s, -3'000s}) {
      const auto before = world.io_calls();
      EXPECT(asks_though_too_late, timed_out(it.call("WHERE 1", wait)));
      EXPECT(asks_though_too_late, world.io_calls() == before);
    }
    it.link.received = "+Ro";
    EXPECT(asks_though_too_late,
           timed_out(world.run(
               "call", exo39::call(it.link, "WHERE 1", Deadline::min()))));
    EXPECT(asks_though_too_late, it.link.received == "+Ro");
    it.link.received.clear();
  };
  expect_nothing_asked();
  EXPECT(asks_though_too_late, it.lyon.next() == nullptr);
  auto answer = it.call("WHERE 2", 5s);
  const auto peer = it.accepted();
  peer->send("+Lyon\n");
  world.settle();
  peer->receive();
  expect_nothing_asked();
  auto next = it.call("WHERE 3", 5s);
  EXPECT(asks_though_too_late, peer->receive() == "5000 WHERE 3\n");
  peer->send("+Oslo\n");
  world.settle();
  EXPECT(asks_though_too_late, next.value() == "+Oslo");
}

TEST_CASE("a late answer is nobody's", "[step3]") {
  in_french("une réponse en retard n'est à personne");
  for (auto beginning : {"", "+Ly"})
    for (const bool cancelled : {false, true})
      for (const bool used_before : {false, true}) {
        World world;
        Wire it(world);
        std::unique_ptr<Peer> old;
        if (used_before) {
          it.call("WHERE 0", 5s);
          old = it.accepted();
          old->send("+Rome\n");
          world.settle();
        }
        auto late = it.call("WHERE 1", 5s);
        if (!used_before) old = it.accepted();
        old->receive();
        old->send(beginning);
        world.settle();
        if (cancelled)
          late.cancel();
        else
          world.advance(5s);
        world.settle();
        if (cancelled)
          EXPECT(cancelled_is_not_late,
                 threw(late, asio::error::operation_aborted));
        EXPECT(late_reply_for_the_next, (old->ended() || old->cut()));
        auto next = it.call("WHERE 2", 5s);
        old->send("on\n");
        world.settle();
        EXPECT(late_reply_for_the_next, next.waits());
        const auto peer = it.lyon.next();
        EXPECT(late_reply_for_the_next, peer != nullptr);
        EXPECT(late_reply_for_the_next, peer->receive() == "5000 WHERE 2\n");
        peer->send("+Oslo\n");
        world.settle();
        EXPECT(late_reply_for_the_next, next.value() == "+Oslo");
      }
}

TEST_CASE("an answer in the moment of the deadline is for its own call",
          "[step3]") {
  in_french("une réponse à l'instant de l'échéance est pour son appel");
  bool more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Wire it(world);
    auto first = it.call("WHERE 1", 5s);
    auto peer = it.accepted();
    world.later(5s, [&] {
      more = stage(world).turn(turns) == turns;
      peer->send("+Lyon\n");
    });
    world.advance(5s);
    if (!timed_out(first))
      EXPECT(deadline_anew_each_hop, first.value() == "+Lyon");
    auto next = it.call("WHERE 2", 5s);
    if (auto anew = it.lyon.next()) peer = std::move(anew);
    peer->send("+Oslo\n");
    world.settle();
    EXPECT(late_reply_for_the_next, next.value() == "+Oslo");
  }
  // The same for the connection.
  more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Wire it(world);
    it.lyon.hang();
    auto call = it.call("WHERE 1", 5s);
    world.later(5s, [&] {
      more = stage(world).turn(turns) == turns;
      it.lyon.accept();
    });
    world.advance(5s + a_tick);
    EXPECT(deadline_anew_each_hop, timed_out(call));
    EXPECT(broken_link_kept, world.open_sockets() == 0);
  }
}

TEST_CASE("a broken connection is told at once, and not used again",
          "[step3]") {
  in_french("une connexion rompue est dite aussitôt, et ne sert plus");
  using End = void (Peer::*)();
  for (const End end : {End(&Peer::reset), End(&Peer::hang_up)})
    for (const bool while_it_waits : {true, false}) {
      World world;
      Wire it(world);
      auto first = it.call("WHERE 1", 5s);
      const auto old = it.accepted();
      old->receive();
      if (!while_it_waits) {
        old->send("+Rome\n");
        world.settle();
        ((*old).*end)();
        first = it.call("WHERE 1", 5s);
      } else {
        old->send("+Ly");
        ((*old).*end)();
        world.settle();
      }
      EXPECT(asked_twice, it.lyon.next() == nullptr);
      EXPECT(refusal_comes_late, !first.waits());
      EXPECT(end_not_told, first.threw());
      EXPECT(end_not_told, !timed_out(first));
      EXPECT(broken_link_kept, world.open_sockets() == 0);
      auto next = it.call("WHERE 2", 5s);
      const auto peer = it.lyon.next();
      EXPECT(broken_link_kept, peer != nullptr);
      peer->send("+Oslo\n");
      world.settle();
      EXPECT(broken_link_kept, next.value() == "+Oslo");
    }
  {
    // An answer without an end, and what comes behind it.
    World world;
    Wire it(world);
    auto endless = it.call("WHERE 1", 5s);
    const auto old = it.accepted();
    old->send(std::string(2 * longest_line, 'x'));
    world.settle();
    EXPECT(line_without_limit, threw(endless, asio::error::message_size));
    EXPECT(broken_link_kept, world.open_sockets() == 0);
  }
  World world;
  Wire it(world);
  it.lyon.refuse();
  auto refused = it.call("WHERE 1", 5s);
  EXPECT(refusal_comes_late, threw(refused, asio::error::connection_refused));
  it.lyon.accept();
  auto next = it.call("WHERE 2", 5s);
  EXPECT(broken_link_kept, next.waits());
  const auto peer = it.lyon.next();
  EXPECT(broken_link_kept, peer != nullptr);
  peer->send("+Oslo\n");
  world.settle();
  EXPECT(broken_link_kept, next.value() == "+Oslo");
}

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    Wire it(world);
    std::unique_ptr<Peer> peer;
    for (auto town : {"+Lyon", "+Oslo", "+Rome"}) {
      auto answer = it.call("WHERE 1", 5s);
      if (auto anew = it.lyon.next()) peer = std::move(anew);
      if (peer) peer->send(town + std::string("\n"));
      world.settle();
      EXPECT(asked_twice, it.lyon.next() == nullptr);
      EXPECT(refusal_comes_late, !answer.waits());
      if (!answer.threw())
        EXPECT(late_reply_for_the_next, answer.value() == town);
      EXPECT(broken_link_kept,
             world.open_sockets() == std::size_t(answer.threw() ? 0 : 1));
    }
  });
}

TEST_CASE("each call gets its own answer or none, a hundred times", "[step3]") {
  in_french("chaque appel reçoit sa réponse ou aucune, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    Wire it(world);
    std::vector<std::unique_ptr<Peer>> peers;
    for (int number = 0; number < 10; ++number) {
      const auto begin = world.now();
      const auto wait = std::chrono::seconds(1 + chaos.below(4));
      if (chaos.one_in(5)) it.lyon.hang();
      auto answer = it.call(std::to_string(number), wait);
      while (answer.waits()) {
        if (chaos.one_in(4)) it.lyon.accept();
        if (chaos.one_in(30)) answer.cancel();
        while (auto peer = it.lyon.next()) peers.push_back(std::move(peer));
        // An answer to what was asked on this connection, perhaps long ago.
        for (auto& peer : peers) {
          if (chaos.one_in(20)) peer->reset();
          if (!chaos.one_in(3) || !peer->arrived().ends_with('\n')) continue;
          auto letter = peer->receive();
          letter.pop_back();
          peer->send("+" + letter.substr(letter.find(' ') + 1) + "\n");
        }
        world.advance(std::chrono::milliseconds(250 * chaos.below(5)));
      }
      it.lyon.accept();
      EXPECT(deadline_anew_each_hop, world.now() - begin <= wait + 1s);
      if (!answer.threw())
        EXPECT(late_reply_for_the_next,
               answer.value() == "+" + std::to_string(number));
      EXPECT(broken_link_kept,
             world.open_sockets() == std::size_t(answer.threw() ? 0 : 1));
    }
  });
}

// Step 4

namespace {

// What the clients of a test ask an office for.
//
//   WHERE 4711     answers "+WHERE 4711"
//   SEARCH 4711    the same, once the archive opens
//   BIG 1000       1,000 bytes
//   PERHAPS 4711   the same, and has an answer when it is cancelled, too
//   NOTHING        answers an empty line
//   LOSE           throws
//   DRAIN          does what the test has put into on_drain
//   ASK            asks the next office, with what is left of its time
struct Post {
  explicit Post(World& world, exo39::Patience patience = {10s, 30s})
      : world(world),
        archive(world, the_archive),
        acceptor(world.context, at(0)),
        port(acceptor.local_endpoint().port()),
        office(
            std::move(acceptor),
            [this](std::string request, Deadline deadline) {
              return answer(std::move(request), deadline);
            },
            patience) {}

  void open() { outcome.emplace(world.run("run", run())); }

  asio::awaitable<void> run() {
    co_await office.run();
    at_work_at_end = at_work.now();
    open_at_end = world.open_sockets();
  }

  bool ended() const { return outcome->returned(); }
  bool works() const { return outcome->waits(); }

  asio::awaitable<std::string> answer(std::string request, Deadline until) {
    const auto note = at_work.enter();
    ++handled;
    deadline = until;
    if (request.starts_with("SEARCH")) co_await archive.wait();
    if (request == "NOTHING") co_return "";
    if (request.starts_with("PERHAPS")) try {
        co_await archive.wait();
      } catch (const std::system_error&) {
        co_return "+PERHAPS";
      }
    if (request.starts_with("BIG"))
      co_return std::string(std::stoul(request.substr(4)), 'z');
    if (request == "LOSE") std::rethrow_exception(thrown);
    if (request == "DRAIN") on_drain();
    if (request == "ASK") co_return co_await exo39::call(*next, "FAR", until);
    co_return "+" + request;
  }

  World& world;
  Gate<int> archive;
  tcp::acceptor acceptor;
  const Port port;
  std::exception_ptr thrown;  // by LOSE
  std::function<void()> on_drain;
  exo39::Link* next = nullptr;
  int handled = 0;
  workbook::Attendance at_work;    // of calls of the handler
  std::size_t at_work_at_end = 0;  // when run() returned
  std::size_t open_at_end = 0;
  Deadline deadline;
  exo39::Office office;
  std::optional<Outcome<void>> outcome;
};

// Asks, and receives what is there then.
std::string ask(World& world, Client& client, std::string_view letters) {
  client.send(letters);
  world.settle();
  return client.receive();
}

bool is_refusal(std::string_view answer) {
  return answer.starts_with("-ERR") && answer.find('\n') == answer.size() - 1;
}

bool let_go(const Client& client) { return client.cut() || client.ended(); }

}  // namespace

TEST_CASE("all clients are served at the same time", "[step4]") {
  in_french("tous les clients sont servis à la fois");
  World world;
  Post it(world);
  it.open();
  Client silent(world, the_silent_one, it.port);
  Client half(world, half_a_letter, it.port);
  half.send("3000 WHE");
  Client slow(world, the_slow_one, it.port);
  slow.send("3000 SEARCH 1\n");
  Client deaf(world, the_deaf_one, it.port);
  deaf.send("3000 BIG 1000000\n");
  world.settle();
  Client ada(world, "Ada", it.port);
  EXPECT(one_at_a_time, ask(world, ada, "3000 WHERE 1\n") == "+WHERE 1\n");
  it.archive.open(1);
  world.settle();
  EXPECT(one_at_a_time, slow.receive() == "+SEARCH 1\n");
  EXPECT(one_at_a_time, ask(world, half, "RE 3\n") == "+WHERE 3\n");
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 300; ++i)
    crowd.push_back(std::make_unique<Client>(world, "one of many", it.port));
  EXPECT(one_at_a_time,
         ask(world, *crowd.back(), "3000 WHERE 4\n") == "+WHERE 4\n");
  EXPECT(one_at_a_time,
         ask(world, *crowd.front(), "3000 WHERE 5\n") == "+WHERE 5\n");
  EXPECT(ends_too_early, it.works());
}

TEST_CASE("each letter is answered, in their order", "[step4]") {
  in_french("chaque lettre a sa réponse, dans leur ordre");
  World world;
  Post it(world);
  it.open();
  const Teaching teaching(failure_not_answered);
  Client ada(world, "Ada", it.port);
  EXPECT(rest_thrown_away,
         ask(world, ada, "3000 WHERE 1\n3000 WHERE 2\n3000 WHERE 3\n") ==
             "+WHERE 1\n+WHERE 2\n+WHERE 3\n");
  std::string letters, answers;
  for (int i = 0; i < 300; ++i) {
    letters += "3000 WHERE " + std::to_string(i) + "\n";
    answers += "+WHERE " + std::to_string(i) + "\n";
  }
  EXPECT(failure_not_answered, ask(world, ada, letters) == answers);
  const std::string longest(longest_line - 6, 'x');
  EXPECT(failure_not_answered,
         ask(world, ada, "3000 " + longest + "\n") == "+" + longest + "\n");
  EXPECT(failure_not_answered, ask(world, ada, "3000 \n") == "+\n");
  EXPECT(failure_not_answered, ask(world, ada, "3000 NOTHING\n") == "\n");
  for (auto end : {" ", "\r"})
    EXPECT(line_as_it_came, ask(world, ada, "3000  a  b"s + end + "\n") ==
                                "+ a  b"s + end + "\n");
  // She sends no more, and still reads.
  ada.send("3000 SEARCH 1\n3000 WHERE 2\n");
  ada.half_close();
  world.settle();
  EXPECT(failure_not_answered, !let_go(ada));
  it.archive.open(1);
  world.settle();
  EXPECT(failure_not_answered, ada.receive() == "+SEARCH 1\n+WHERE 2\n");
  EXPECT(failure_not_answered, ada.ended());
  // What has no end is no letter.
  const auto before = it.handled;
  Client half(world, half_a_letter, it.port);
  half.send("3000 WHERE 12");
  half.half_close();
  world.settle();
  EXPECT(end_not_told, it.handled == before);
  half.receive();
  EXPECT(end_not_told, let_go(half));
}

TEST_CASE("who is slow with a line is let go", "[step4]") {
  in_french("qui est lent à envoyer une ligne est renvoyé");
  for (const bool served_before : {false, true}) {
    World world;
    Post it(world);
    it.open();
    Client silent(world, the_silent_one, it.port);
    Client drip(world, a_byte_a_second, it.port);
    Client ada(world, "Ada", it.port);
    world.settle();
    const Teaching teaching(slowloris);
    if (served_before)
      for (Client* client : {&silent, &drip})
        EXPECT(honest_cut_off,
               ask(world, *client, "90000 WHERE 1\n") == "+WHERE 1\n");
    for (int second = 1; second < 30; ++second) {
      world.advance(1s - 1ms);
      EXPECT(honest_cut_off, (let_go(silent) == (second > 10)));
      world.advance(1ms);
      EXPECT(silence_without_end, (let_go(silent) == (second >= 10)));
      drip.send("3");
      if (second % 9 == 0)
        EXPECT(honest_cut_off,
               ask(world, ada, "90000 WHERE 1\n") == "+WHERE 1\n");
      world.settle();
    }
    world.advance(1s - 1ms);
    EXPECT(given_up_too_soon, !let_go(drip));
    world.advance(1ms);
    EXPECT(slowloris, let_go(drip));
    EXPECT(honest_cut_off, ask(world, ada, "90000 WHERE 1\n") == "+WHERE 1\n");
  }
}

TEST_CASE("the patience of an office is exact", "[step4]") {
  in_french("la patience d'un bureau est exacte");
  const auto idle = 5s + 1'900'700ns, total = 7s + 1'900'700ns;
  World world;
  Post it(world, {idle, total});
  it.open();
  Client silent(world, the_silent_one, it.port);
  Client half(world, half_a_letter, it.port);
  Client deaf(world, the_deaf_one, it.port);
  deaf.send("90000 BIG 200000\n");
  world.advance(4s);
  half.send("90000 WHE");
  world.advance(idle - 4s - 1ns);
  EXPECT(given_up_too_soon, !let_go(silent));
  world.advance(a_tick);
  EXPECT(silence_without_end, let_go(silent));
  world.advance(total - 1ns - world.now());
  EXPECT(given_up_too_soon, !let_go(half));
  EXPECT(given_up_too_soon, world.open_sockets() == 3);
  world.advance(a_tick);
  EXPECT(slowloris, let_go(half));
  EXPECT(deaf_client_kept, world.open_sockets() == 1);
}

TEST_CASE("an office may be patient without a limit", "[step4]") {
  in_french("un bureau peut être patient sans limite");
  const exo39::Patience patiences[] = {
      {no_limit, no_limit}, {no_limit, 5s}, {5s, no_limit}};
  for (const auto& patience : patiences) {
    World world;
    Post it(world, patience);
    it.open();
    const Teaching teaching(no_limit_in_the_past);
    Client silent(world, the_silent_one, it.port);
    Client deaf(world, the_deaf_one, it.port);
    deaf.send("90000 BIG 200000\n");
    world.advance(5s - 1ms);
    EXPECT(no_limit_in_the_past, !let_go(silent));
    EXPECT(no_limit_in_the_past, world.open_sockets() == 3);
    world.advance(100h);
    const bool idles = patience.idle == patience.total;
    EXPECT(silence_without_end, let_go(silent) == !idles);
    const bool waits = patience.total == no_limit;
    EXPECT(deaf_client_kept,
           world.open_sockets() == std::size_t(1 + idles + waits));
    if (!idles) continue;
    for (auto number : {"1", "2"})
      EXPECT(honest_cut_off,
             ask(world, silent, "3000 WHERE "s + number + "\n") ==
                 "+WHERE "s + number + "\n");
    EXPECT(no_limit_in_the_past,
           receive_all(world, deaf) == std::string(200'000, 'z') + "\n");
  }
}

TEST_CASE("the time of a line begins when the answer before it is sent",
          "[step4]") {
  in_french("le temps d'une ligne part de l'envoi de la réponse précédente");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  ada.send("90000 SEARCH 1\n");
  world.advance(29s);
  it.archive.open(1);
  world.settle();
  EXPECT(honest_cut_off, ada.receive() == "+SEARCH 1\n");
  for (auto piece : {"90000 ", "WHERE ", "2"}) {
    world.advance(9s);
    ada.send(piece);
  }
  EXPECT(honest_cut_off, ask(world, ada, "\n") == "+WHERE 2\n");
}

TEST_CASE("who does not take its answer is let go", "[step4]") {
  in_french("qui ne prend pas sa réponse est renvoyé");
  World world;
  Post it(world);
  it.open();
  Client deaf(world, the_deaf_one, it.port);
  // The first answer was taken.
  EXPECT(honest_cut_off, ask(world, deaf, "3000 WHERE 1\n") == "+WHERE 1\n");
  deaf.send("3000 BIG 200000\n");
  Client slow(world, the_slow_one, it.port);
  slow.send("3000 BIG 200000\n");
  Client drip(world, a_byte_a_second, it.port);
  drip.send("3000 BIG 200000\n");
  world.settle();
  std::string received;
  while (world.now() < 29s) {
    world.advance(1s);
    received += slow.receive(10'000);
    drip.receive(1'000);
    world.settle();
  }
  EXPECT(given_up_too_soon, received == std::string(200'000, 'z') + "\n");
  world.advance(1s - 1ms);
  EXPECT(given_up_too_soon, world.open_sockets() > 1);
  // The slow one was let go, too, unless it asks.
  slow.hang_up();
  world.advance(1ms);
  EXPECT(deaf_client_kept, world.open_sockets() == 1);
}

TEST_CASE("each answer has time of its own, to its last byte", "[step4]") {
  in_french("chaque réponse a son propre temps, jusqu'au dernier octet");
  World world;
  world.faults.room = 1;
  Post it(world);
  it.open();
  Client deaf(world, the_deaf_one, it.port);
  Client silly(world, the_silly_one, it.port);
  const std::string letter = "90000 WHERE 1\n", answer = "+WHERE 1\n";
  EXPECT(given_up_too_soon, send_all(world, deaf, letter) == letter.size());
  EXPECT(given_up_too_soon, send_all(world, silly, "?\n") == 2);
  EXPECT(failure_not_answered, silly.arrived() == "-");
  world.advance(15s);
  Client slow(world, the_slow_one, it.port);
  EXPECT(given_up_too_soon, send_all(world, slow, letter) == letter.size());
  world.advance(14s);
  // All but the end of the line.
  for (std::size_t i = 0; i + 2 < answer.size(); ++i) {
    deaf.receive();
    world.settle();
  }
  world.advance(1s - 1ms);
  EXPECT(given_up_too_soon, world.open_sockets() == 4);
  world.advance(1ms);
  EXPECT(deaf_client_kept, world.open_sockets() == 2);
  EXPECT(given_up_too_soon, receive_all(world, slow, 1) == answer);
}

TEST_CASE("the handler is given the moment until when there is time",
          "[step4]") {
  in_french("le traitement reçoit l'instant jusqu'auquel il a du temps");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  ada.send("30");
  world.advance(2s);
  ask(world, ada, "00 WHERE 1\n");
  EXPECT(given_up_too_soon, it.deadline - Clock::now() >= 3s);
  EXPECT(deadline_anew_each_hop, it.deadline - Clock::now() <= 3s);
  world.advance(1s + 300'700ns);
  ask(world, ada, "90000 WHERE 1\n");
  EXPECT(given_up_too_soon, it.deadline - Clock::now() == 90s);
  // A hundred days.
  ask(world, ada, "8640000000 WHERE 1\n");
  EXPECT(given_up_too_soon, it.deadline - Clock::now() == 100 * 24h);
  ask(world, ada, "9999999999999 WHERE 1\n");
  EXPECT(no_limit_in_the_past, it.deadline > Clock::now() + 24h);
}

TEST_CASE("over two offices, time passes once", "[step4]") {
  in_french("à travers deux bureaux, le temps ne passe qu'une fois");
  World world;
  Post it(world);
  Wire far(world);
  it.next = &far.link;
  it.open();
  Client ada(world, "Ada", it.port);
  far.lyon.hang();
  ask(world, ada, "3000 ASK\n");
  world.advance(1'500ms);
  far.lyon.accept();
  world.settle();
  const auto peer = far.accepted();
  EXPECT(deadline_anew_each_hop, peer->receive() == "1500 FAR\n");
  world.advance(1'500ms - 1ms);
  EXPECT(deadline_anew_each_hop, ada.arrived().empty());
  world.advance(1ms);
  EXPECT(failure_not_answered, !let_go(ada));
  EXPECT(works_for_nobody, is_refusal(ada.receive()));
  EXPECT(works_for_nobody, (peer->ended() || peer->cut()));
}

TEST_CASE("at its deadline, a handler is cancelled", "[step4]") {
  in_french("à son échéance, un traitement est annulé");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  EXPECT(given_up_too_soon, ask(world, ada, "3000 SEARCH 1\n").empty());
  world.advance(3s - 1ms);
  EXPECT(given_up_too_soon, it.archive.cancelled() == 0);
  EXPECT(given_up_too_soon, ada.arrived().empty());
  world.advance(1ms);
  EXPECT(works_for_nobody, it.archive.cancelled() == 1);
  EXPECT(works_for_nobody, is_refusal(ada.receive()));
  EXPECT(failure_not_answered, !let_go(ada));
  // What it says afterwards comes too late.
  ask(world, ada, "3000 PERHAPS 1\n");
  world.advance(3s);
  EXPECT(works_for_nobody, is_refusal(ada.receive()));
  EXPECT(failure_not_answered,
         ask(world, ada, "3000 WHERE 2\n") == "+WHERE 2\n");
  // The letters behind it are answered, too.
  ask(world, ada, "3000 SEARCH 1\n3000 WHERE 2\n");
  world.advance(3s);
  EXPECT(works_for_nobody, ada.arrived().starts_with("-ERR"));
  EXPECT(rest_thrown_away, ada.receive().ends_with("\n+WHERE 2\n"));
}

TEST_CASE("a letter that leaves no time is not handled", "[step4]") {
  in_french("une lettre qui ne laisse pas de temps n'est pas traitée");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  EXPECT(begins_too_late, is_refusal(ask(world, ada, "0 WHERE 1\n")));
  EXPECT(begins_too_late, it.handled == 0);
  EXPECT(
      rest_thrown_away,
      ask(world, ada, "0 WHERE 1\n3000 WHERE 2\n").ends_with("\n+WHERE 2\n"));
  EXPECT(failure_not_answered,
         ask(world, ada, "3000 WHERE 2\n") == "+WHERE 2\n");
}

TEST_CASE("whatever fails has an answer", "[step4]") {
  in_french("tout échec a une réponse");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  const Teaching teaching(failure_not_answered);
  for (auto nonsense : {"", "WHERE", "WHERE 1", "-5 WHERE", " 5 WHERE", "5"}) {
    EXPECT(failure_not_answered,
           is_refusal(ask(world, ada, nonsense + std::string("\n"))));
    EXPECT(failure_not_answered, it.handled == 0);
  }
  auto all = awkward_exceptions(the_parcel_is_lost);
  // What a handler that asks another office may have met.
  for (const asio::error_code error :
       {asio::error_code(asio::error::eof),
        asio::error_code(asio::error::timed_out),
        asio::error_code(asio::error::operation_aborted),
        asio::error_code(asio::error::connection_refused),
        asio::error_code(asio::error::connection_reset),
        asio::error_code(asio::error::broken_pipe)})
    all.push_back(std::make_exception_ptr(asio::system_error(error)));
  all.push_back(std::make_exception_ptr(std::runtime_error("")));
  all.push_back(std::make_exception_ptr(std::bad_alloc()));
  for (const auto& thrown : all) {
    it.thrown = thrown;
    EXPECT(failure_not_answered, is_refusal(ask(world, ada, "3000 LOSE\n")));
  }
  for (auto failing : {"3000 LOSE\n", "WHERE 1\n"})
    EXPECT(
        rest_thrown_away,
        ask(world, ada, failing + "3000 WHERE 2\n"s).ends_with("\n+WHERE 2\n"));
  EXPECT(failure_not_answered,
         ask(world, ada, "3000 WHERE 2\n") == "+WHERE 2\n");
}

TEST_CASE("an error ends nothing but what it is about", "[step4]") {
  in_french("une erreur ne met fin qu'à ce qu'elle concerne");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  EXPECT(one_at_a_time, ask(world, ada, "3000 WHERE 1\n") == "+WHERE 1\n");
  const Teaching teaching(bad_client_ends_all);
  for (auto letters : {"", "3000 WHE", "3000 SEARCH 1\n", "9 BIG 100000\n"}) {
    Client bob(world, "Bob", it.port);
    bob.send(letters);
    world.settle();
    bob.reset();
    world.settle();
  }
  world.faults.accept_errors = {EMFILE, ECONNABORTED, ENFILE};
  Client unlucky(world, the_unlucky_one, it.port);
  world.advance(5s);
  Client cleo(world, "Cleo", it.port);
  cleo.send("3000 WHERE 2\n");
  world.advance(1s);
  EXPECT(bad_client_ends_all, cleo.receive() == "+WHERE 2\n");
  EXPECT(bad_client_ends_all,
         ask(world, ada, "3000 WHERE 3\n") == "+WHERE 3\n");
  // A bad hour.
  world.faults.accept_errors.assign(100, EMFILE);
  Client patient(world, the_patient_one, it.port);
  world.advance(24h);
  Client eve(world, "Eve", it.port);
  EXPECT(bad_client_ends_all,
         ask(world, eve, "3000 WHERE 4\n") == "+WHERE 4\n");
  EXPECT(bad_client_ends_all, it.works());
}

TEST_CASE("from drain() on, nobody gets in and nobody idle stays", "[step4]") {
  in_french("dès drain(), personne n'entre, aucun inactif ne reste");
  World world;
  Post it(world);
  it.open();
  Client silent(world, the_silent_one, it.port);
  Client half(world, half_a_letter, it.port);
  half.send("3000 WHE");
  Client served(world, the_served_one, it.port);
  ask(world, served, "3000 WHERE 1\n");
  Client slow(world, the_slow_one, it.port);
  slow.send("3000 WHERE 1\n");
  Client ada(world, "Ada", it.port);
  ask(world, ada, "9000 SEARCH 1\n9000 WHERE 2\n");
  Client bob(world, "Bob", it.port);
  it.office.drain(5s);
  Client cleo(world, "Cleo", it.port);
  EXPECT(accepts_while_draining, cleo.refused());
  served.send("3000 WHERE 3\n");
  world.settle();
  EXPECT(accepts_while_draining, let_go(bob));
  // Its answer is sent, and still on its way.
  EXPECT(drain_cuts_answers, !slow.cut());
  EXPECT(drain_cuts_answers, slow.receive() == "+WHERE 1\n");
  for (const Client* client : {&silent, &half, &served, &slow})
    EXPECT(waits_for_the_silent, let_go(*client));
  EXPECT(drain_cuts_answers, !let_go(ada));
  EXPECT(ends_too_early, it.works());
  world.advance(4s);
  EXPECT(ends_too_early, it.works());
  it.archive.open(1);
  world.settle();
  EXPECT(waits_for_the_silent, it.handled == 3);
  EXPECT(drain_cuts_answers, ada.receive() == "+SEARCH 1\n");
  EXPECT(drain_cuts_answers, ada.ended());
  EXPECT(drain_cuts_answers, !ada.cut());
  EXPECT(drain_never_ends, it.ended());
  EXPECT(drain_never_ends, world.open_sockets() == 0);
}

TEST_CASE("when the grace is over, what is left is cut off", "[step4]") {
  in_french("quand le délai de grâce est passé, ce qui reste est coupé");
  for (const Clock::duration grace :
       {Clock::duration(1'900'700ns), Clock::duration(5s + 300us),
        Clock::duration(25s)}) {
    World world;
    Post it(world);
    it.open();
    Client ada(world, "Ada", it.port);
    ask(world, ada, "90000 SEARCH 1\n");
    Client deaf(world, the_deaf_one, it.port);
    ask(world, deaf, "90000 BIG 200000\n");
    deaf.send("90000 WHERE 2\n");
    it.office.drain(grace);
    world.advance(grace - 1ns);
    EXPECT(drain_cuts_answers, it.archive.cancelled() == 0);
    EXPECT(drain_cuts_answers, world.open_sockets() == 2);
    EXPECT(ends_too_early, it.works());
    world.advance(a_tick);
    EXPECT(drain_never_ends, it.archive.cancelled() == 1);
    EXPECT(drain_never_ends, let_go(ada));
    EXPECT(drain_never_ends, it.ended());
    EXPECT(ends_too_early, it.at_work_at_end == 0);
    EXPECT(ends_too_early, it.open_at_end == 0);
    EXPECT(drain_never_ends, world.open_sockets() == 0);
  }
}

TEST_CASE("a letter's own deadline counts during the grace, too", "[step4]") {
  in_french("l'échéance d'une lettre compte aussi pendant le délai de grâce");
  World world;
  Post it(world);
  it.open();
  Client ada(world, "Ada", it.port);
  ask(world, ada, "3000 SEARCH 1\n");
  it.office.drain(1h);
  world.advance(3s);
  EXPECT(works_for_nobody, is_refusal(ada.receive()));
  EXPECT(drain_never_ends, it.ended());
}

TEST_CASE("half a letter may come in the moment of drain()", "[step4]") {
  in_french("une moitié de lettre peut arriver à l'instant de drain()");
  // The read has it, and perhaps no read is pending.
  bool more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Post it(world);
    it.open();
    Client half(world, half_a_letter, it.port);
    world.settle();
    half.send("3000 WHE");
    more = stage(world).turn(turns) == turns;
    it.office.drain(5s);
    world.settle();
    EXPECT(waits_for_the_silent, let_go(half));
    EXPECT(drain_never_ends, it.ended());
  }
}

TEST_CASE("of several drains, the earliest end counts", "[step4]") {
  in_french("de plusieurs drain(), la fin la plus proche compte");
  struct {
    Clock::duration first, second, end;
  } const drains[] = {
      {30s, 1s, 6s},      {10s, 1h, 10s},           {30s, 0s, 5s},
      {no_limit, 2s, 7s}, {no_limit - 1ns, 2s, 7s}, {30s, -1s, 5s}};
  for (const auto& [first, second, end] : drains) {
    World world;
    Post it(world);
    it.open();
    Client ada(world, "Ada", it.port);
    ask(world, ada, "90000 SEARCH 1\n");
    it.office.drain(first);
    world.advance(5s - 1ms);
    EXPECT(grace_begins_anew, it.works());
    world.advance(1ms);
    it.office.drain(second);
    if (end > 5s) {
      world.advance(end - 5s - 1ms);
      EXPECT(grace_begins_anew, it.works());
      world.advance(1ms);
    }
    world.settle();
    EXPECT(grace_begins_anew, it.ended());
  }
}

TEST_CASE("drain() may come at any time", "[step4]") {
  in_french("drain() peut venir à tout moment");
  {
    World world;
    Post it(world);
    it.office.drain(5s);
    Client ada(world, "Ada", it.port);
    EXPECT(accepts_while_draining, ada.refused());
    it.open();
    EXPECT(drain_never_ends, it.ended());
  }
  {
    // In the pause after an error of accept.
    World world;
    Post it(world);
    it.open();
    world.faults.accept_errors = {EMFILE};
    Client ada(world, "Ada", it.port);
    world.settle();
    it.office.drain(no_limit);
    world.settle();
    EXPECT(drain_never_ends, it.ended());
  }
  for (auto refused : {"?\n", "0 WHERE 1\n", "3000 LOSE\n"}) {
    // While a refusal is on its way.
    World world;
    world.faults.room = 4;
    Post it(world);
    it.thrown = std::make_exception_ptr(std::runtime_error("lost"));
    it.open();
    Client silly(world, the_silly_one, it.port);
    send_all(world, silly, refused);
    world.settle();
    it.office.drain(5s);
    world.settle();
    EXPECT(drain_cuts_answers, is_refusal(receive_all(world, silly, 1)));
    EXPECT(drain_never_ends, it.ended());
  }
  {
    // In the moment when somebody comes, and when a letter comes.
    World world;
    Post it(world);
    it.open();
    Client ada(world, "Ada", it.port);
    world.settle();
    Client bob(world, "Bob", it.port);
    bob.send("3000 WHERE 1\n");
    ada.send("3000 WHERE 2\n");
    it.office.drain(5s);
    world.settle();
    EXPECT(accepts_while_draining, bob.arrived().empty());
    EXPECT(waits_for_the_silent, it.handled == 0);
    EXPECT(drain_never_ends, it.ended());
  }
  for (const auto in_order : both_orders) {
    // From a letter, when another one and another client are there as well.
    World world;
    Post it(world);
    int handled = 0;
    it.on_drain = [&] {
      handled = it.handled;
      it.office.drain(5s);
    };
    it.open();
    Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
    world.settle();
    std::unique_ptr<Client> cleo;
    in_order([&] { ada.send("3000 DRAIN\n"); },
             [&] {
               bob.send("3000 WHERE 1\n");
               cleo = std::make_unique<Client>(world, "Cleo", it.port);
             });
    world.settle();
    EXPECT(waits_for_the_silent, it.handled == handled);
    EXPECT(waits_for_the_silent, let_go(bob));
    EXPECT(accepts_while_draining, let_go(*cleo));
    EXPECT(drain_never_ends, it.ended());
  }
  for (const Clock::duration grace :
       {Clock::duration(5s), Clock::duration(0s)}) {
    // From a letter; its own answer is under way.
    World world;
    Post it(world);
    it.on_drain = [&] { it.office.drain(grace); };
    it.open();
    Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
    const auto answer = ask(world, ada, "3000 DRAIN\n3000 WHERE 1\n");
    if (grace > 0s) EXPECT(drain_cuts_answers, answer == "+DRAIN\n");
    EXPECT(waits_for_the_silent, let_go(bob));
    EXPECT(drain_never_ends, it.ended());
  }
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    Post it(world);
    it.open();
    Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
    ada.send("3000 WHERE 1\n");
    bob.send("90000 SEARCH 2\n");
    world.advance(1s);
    Client cleo(world, "Cleo", it.port);
    cleo.send("3000 WHERE 3\n");
    world.advance(1s);
    EXPECT(bad_client_ends_all, it.works());
    it.office.drain(5s);
    world.advance(5s);
    EXPECT(drain_never_ends, it.ended());
    EXPECT(drain_never_ends, world.open_sockets() == 0);
  });
}

TEST_CASE("a day with every kind of client, a hundred times", "[step4]") {
  in_french("une journée avec toutes sortes de clients, cent fois");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    Post it(world, {2s, 6s});
    it.open();
    struct Guest {
      std::unique_ptr<Client> client;
      std::string expected, received;
    };
    std::vector<Guest> guests;
    for (int event = 0; event < 40; ++event) {
      const auto any = chaos.below(guests.size() + 1);
      if (any == guests.size()) {
        guests.push_back(
            {std::make_unique<Client>(
                 world, "client " + std::to_string(guests.size()), it.port),
             "", ""});
        continue;
      }
      auto& [client, expected, received] = guests[any];
      const auto number = std::to_string(event);
      switch (chaos.below(6)) {
        case 0:
          if (chaos.one_in(2))
            client->reset();
          else
            client->half_close();
          break;
        case 1:
          world.faults.accept_errors.push_back(ECONNABORTED);
          break;
        case 2:
          world.advance(std::chrono::milliseconds(100 * chaos.below(20)));
          break;
        case 3:
          received += client->receive(1 + chaos.below(50));
          break;
        default:
          client->send("900 WHERE " + number + "\n");
          expected += "+WHERE " + number + "\n";
      }
      if (chaos.one_in(2)) world.settle();
    }
    it.office.drain(1s);
    world.advance(1s);
    EXPECT(drain_never_ends, it.ended());
    EXPECT(drain_never_ends, world.open_sockets() == 0);
    for (auto& [client, expected, received] : guests) {
      received += client->receive();
      EXPECT(failure_not_answered, expected.starts_with(received));
    }
  });
}
