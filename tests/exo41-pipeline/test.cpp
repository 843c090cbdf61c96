#include "pipeline.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/attendance.hpp>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/heap.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "lessons.hpp"

using asio::ip::tcp;
using exo41::Flow;
using exo41::longest_line;
using exo41::most_kept;
using exo41::Queue;
using workbook::awkward_exceptions;
using workbook::bytes_on_heap;
using workbook::Chaos;
using workbook::Client;
using workbook::code_of;
using workbook::Done;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::is_a;
using workbook::is_aborted;
using workbook::limits;
using workbook::Mishap;
using workbook::Outage;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;
using namespace std::string_literals;

// In stories: what a pull gives.
template <>
struct Catch::StringMaker<std::optional<std::string>> {
  static std::string convert(const std::optional<std::string>& line) {
    return line ? Detail::stringify(*line) : Text{"the end", "la fin"}.spoken();
  }
};

namespace {

// What those say who fail.
constexpr Text the_ink_is_dry{"the ink is dry", "l'encre est sèche"};
constexpr Text the_lamp_fell{"the lamp fell", "la lampe est tombée"};
constexpr Text the_first_failure{"the first failure", "le premier échec"};
constexpr Text another_failure{"another one", "un autre échec"};

// What an exception says as an error code, or no error.
template <class T>
bool aborted(const Outcome<T>& outcome) {
  return is_aborted(outcome.exception());
}

// Two connections: Lyon sends on one, Oslo receives on the other. The code
// under test has the other ends.
struct Wires {
  explicit Wires(World& world)
      : acceptor(world.context, {asio::ip::address_v4::loopback(), 0}),
        lyon(world, "Lyon", acceptor.local_endpoint().port()),
        oslo(world, "Oslo", acceptor.local_endpoint().port()),
        from(world.context),
        to(world.context) {
    // What fails is a call of the code under test, not one of these.
    const long failing = std::exchange(world.faults.failing_call, 0);
    acceptor.accept(from);
    acceptor.accept(to);
    acceptor.close();
    if (failing > 0) world.faults.failing_call = failing + world.io_calls();
  }

  bool both_open() const { return !lyon.cut() && !oslo.cut(); }
  bool both_broken() const { return lyon.cut() && oslo.cut(); }

  tcp::acceptor acceptor;
  Client lyon, oslo;
  tcp::socket from, to;
};

std::string bytes_of_all_kinds(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i)
    bytes += static_cast<char>(i * 31 + i / 256);
  return bytes;
}

void add_one(std::span<char> bytes) {
  for (auto& byte : bytes) ++byte;
}

std::string plus_one(std::string bytes) {
  add_one(bytes);
  return bytes;
}

void leave_as_is(std::span<char>) {}

// Changes each byte by another number: a cipher whose key moves on.
class Cipher {
 public:
  void operator()(std::span<char> bytes) {
    for (auto& byte : bytes) byte = static_cast<char>(byte + ++key_ % 97);
  }

 private:
  std::size_t key_ = 0;
};

}  // namespace

// Step 1

TEST_CASE("a byte that is there does not wait", "[step1]") {
  in_french("un octet qui est là n'attend pas");
  World world;
  Wires it(world);
  world.run("pump", exo41::pump(it.from, it.to, add_one));
  for (const std::string part : {"a", "b", "cde"}) {
    it.lyon.send(part);
    world.settle();
    EXPECT(waits_for_more, it.oslo.receive() == plus_one(part));
  }
}

TEST_CASE("all bytes arrive, in order, each changed once", "[step1]") {
  in_french("tous les octets arrivent, dans l'ordre, chacun changé une fois");
  const auto bytes = bytes_of_all_kinds(100'000);
  for (const std::size_t at_most : {100'000u, 7'000u, 300u}) {
    World world;
    world.faults.read_at_most = at_most;
    world.faults.write_at_most = at_most / 2;
    world.faults.room = 9'000;
    Wires it(world);
    auto outcome = world.run("pump", exo41::pump(it.from, it.to, Cipher()));
    std::string received;
    for (std::size_t sent = 0; sent < bytes.size();) {
      sent += send_all(world, it.lyon, std::string_view(bytes).substr(sent));
      received += it.oslo.receive(5'000);
    }
    received += receive_all(world, it.oslo);
    EXPECT(bytes_lost, received.size() == bytes.size());
    // Those, and no others: it has a key that moves on.
    auto expected = bytes;
    Cipher()(expected);
    EXPECT(bytes_lost, received == expected);
    EXPECT(bytes_lost, outcome.waits());
  }
}

TEST_CASE("a slow sink stops the sender, within most_kept", "[step1]") {
  in_french("un destinataire lent arrête l'expéditeur, à most_kept près");
  const Teaching teaching(slow_sink_ignored);
  const auto bytes = bytes_of_all_kinds(2'000'000);
  for (const std::size_t room : {10'000u, 300'000u}) {
    World world;
    world.faults.room = room;
    Wires it(world);
    world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
    std::string received;
    // Deaf at first, then slow: at each moment, little is kept.
    std::size_t sent = 0;
    for (const std::size_t taken : {0u, 1u, 5'000u, 100u, 50'000u}) {
      received += it.oslo.receive(taken);
      sent += send_all(world, it.lyon, std::string_view(bytes).substr(sent));
      EXPECT(slow_sink_ignored,
             it.lyon.read_by_program() <=
                 received.size() + it.oslo.arrived().size() + most_kept);
      EXPECT(slow_sink_ignored,
             sent <= received.size() + room + most_kept + room);
    }
    received += receive_all(world, it.oslo);
    EXPECT(bytes_lost, received == bytes.substr(0, sent));
  }
}

TEST_CASE("the end is passed on, and the way back stays open", "[step1]") {
  in_french("la fin est transmise, et le chemin du retour reste ouvert");
  for (const std::string bytes : {"", "a", "the last words"}) {
    World world;
    world.faults.write_at_most = 5;
    Wires it(world);
    auto there = world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
    it.lyon.send(bytes);
    it.lyon.half_close();
    world.settle();
    EXPECT(half_close_lost, there.returned());
    EXPECT(bytes_lost, it.oslo.receive() == bytes);
    EXPECT(half_close_lost, it.oslo.ended());
    EXPECT(half_close_lost, it.both_open());
    auto back = world.run(Text{"the way back", "le retour"},
                          exo41::pump(it.to, it.from, leave_as_is));
    it.oslo.send("thank you");
    it.oslo.half_close();
    world.settle();
    EXPECT(half_close_lost, it.lyon.receive() == "thank you");
    EXPECT(half_close_lost, it.lyon.ended());
    EXPECT(half_close_lost, it.both_open());
    EXPECT(half_close_lost, back.returned());
  }
}

TEST_CASE("a sink that has no more to say still gets all", "[step1]") {
  in_french("un destinataire qui n'a plus rien à dire reçoit encore tout");
  World world;
  Wires it(world);
  it.oslo.half_close();
  auto outcome = world.run("pump", exo41::pump(it.from, it.to, add_one));
  it.lyon.send("abc");
  world.settle();
  EXPECT(half_close_lost, it.oslo.receive() == "bcd");
  EXPECT(half_close_lost, outcome.waits());
}

TEST_CASE("a sender that breaks off has not ended", "[step1]") {
  in_french("un expéditeur dont la connexion est rompue n'a pas terminé");
  for (auto bytes : {"", "half of the par"}) {
    World world;
    Wires it(world);
    auto outcome = world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
    it.lyon.send(bytes);
    world.settle();
    it.lyon.reset();
    world.settle();
    EXPECT(error_becomes_end, outcome.threw());
    EXPECT(reason_lost,
           code_of(outcome.exception()) == asio::error::connection_reset);
    EXPECT(error_becomes_end, it.oslo.cut());
    EXPECT(upstream_left_running, world.open_sockets() == 0);
  }
}

TEST_CASE("a sink that breaks off stops the sender", "[step1]") {
  in_french("un destinataire dont la connexion est rompue arrête l'expéditeur");
  for (const std::size_t unsent : {10u, 200'000u}) {
    World world;
    Wires it(world);
    auto outcome = world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
    send_all(world, it.lyon, std::string(unsent, 'x'));
    it.oslo.reset();
    it.lyon.send("more");
    world.settle();
    EXPECT(upstream_left_running, outcome.threw());
    EXPECT(reason_lost,
           code_of(outcome.exception()) == asio::error::connection_reset);
    EXPECT(upstream_left_running, it.lyon.cut());
    EXPECT(upstream_left_running, world.open_sockets() == 0);
  }
}

TEST_CASE("a broken sink is no good end, with nothing on its way", "[step1]") {
  in_french("un destinataire rompu n'est pas une bonne fin, même sans rien");
  World world;
  Wires it(world);
  auto outcome = world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
  it.oslo.reset();
  it.lyon.half_close();
  world.settle();
  EXPECT(error_becomes_end, outcome.threw());
  EXPECT(error_becomes_end, it.both_broken());
}

TEST_CASE("whatever transform throws is thrown", "[step1]") {
  in_french("tout ce que lève transform est levé");
  for (const auto& thrown : awkward_exceptions(the_ink_is_dry)) {
    World world;
    Wires it(world);
    auto outcome = world.run(
        "pump", exo41::pump(it.from, it.to, [&](std::span<char> bytes) {
          if (bytes[0] == '!') std::rethrow_exception(thrown);
        }));
    it.lyon.send("well");
    world.settle();
    it.lyon.send("!");
    world.settle();
    EXPECT(reason_lost, same_exception(outcome.exception(), thrown));
    EXPECT(error_becomes_end, it.oslo.cut());
    EXPECT(upstream_left_running, it.lyon.cut());
  }
}

TEST_CASE("cancelled, pump ends and breaks both connections", "[step1]") {
  in_french("annulée, pump se termine et rompt les deux connexions");
  // While it waits for bytes, and for room.
  for (const std::size_t unsent : {0u, 1u, 200'000u}) {
    World world;
    Wires it(world);
    auto outcome = world.run("pump", exo41::pump(it.from, it.to, leave_as_is));
    send_all(world, it.lyon, std::string(unsent, 'x'));
    outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(outcome));
    EXPECT(error_becomes_end, it.oslo.cut());
    EXPECT(upstream_left_running, it.lyon.cut());
  }
}

TEST_CASE("at whatever moment pump is cancelled", "[step1]") {
  in_french("à quelque moment que pump soit annulée");
  bool more = true;
  for (int turns = 1; more; ++turns) {
    World world;
    Wires it(world);
    it.lyon.send("abc");
    it.lyon.half_close();
    auto outcome = world.start("pump", exo41::pump(it.from, it.to, add_one));
    more = world.Stage::turn(turns) == turns;
    outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, (outcome.returned() || aborted(outcome)));
    if (outcome.returned()) {
      EXPECT(bytes_lost, it.oslo.receive() == "bcd");
      EXPECT(half_close_lost, (it.oslo.ended() && it.both_open()));
    } else {
      EXPECT(error_becomes_end, it.oslo.cut());
      EXPECT(upstream_left_running, it.lyon.cut());
    }
  }
}

TEST_CASE("each of its I/O calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  for_each_failing_call([](World& world) {
    world.faults.room = 6;
    Wires it(world);
    auto outcome = world.run("pump", exo41::pump(it.from, it.to, add_one));
    std::string received;
    for (auto part : {"parcels", " for", " Oslo"}) {
      it.lyon.send(part);
      received += receive_all(world, it.oslo);
    }
    it.lyon.half_close();
    received += receive_all(world, it.oslo);
    EXPECT(error_becomes_end, !outcome.waits());
    if (outcome.returned()) {
      EXPECT(bytes_lost, received == plus_one("parcel for Oslo"));
      EXPECT(half_close_lost, it.oslo.ended());
      EXPECT(half_close_lost, it.both_open());
    } else {
      EXPECT(error_becomes_end,
             plus_one("parcel for Oslo").starts_with(received));
      EXPECT(error_becomes_end, it.both_broken());
    }
  });
}

// Step 2

namespace {

// Pushes each line, one after another.
asio::awaitable<void> push_each(Queue& queue, std::vector<std::string> lines) {
  for (auto& line : lines) co_await queue.push(std::move(line));
}

// Pulls until the end, and joins what came.
asio::awaitable<std::string> pull_each(Queue& queue) {
  std::string all;
  while (auto line = co_await queue.pull()) all += *line + "|";
  co_return all;
}

asio::awaitable<void> nothing() { co_return; }

// A pull by somebody who goes on. Who was told to stop gets no further, and a
// line that reaches it all the same is lost.
asio::awaitable<std::optional<std::string>> pull_and_go_on(Queue& queue) {
  auto line = co_await queue.pull();
  co_await nothing();
  co_return line;
}

// What a pull gives that gives no line.
std::string the_end() { return Text{"(end)", "(fin)"}.spoken(); }
std::string waiting() { return Text{"(waits)", "(attend)"}.spoken(); }

// What a pull gives: the line, or one of these. A pull that waits is cancelled.
std::string pulled(World& world, Queue& queue) {
  auto outcome = world.run("pull", queue.pull());
  if (outcome.waits()) {
    outcome.cancel();
    world.settle();
    return waiting();
  }
  return outcome.value().value_or(the_end());
}

}  // namespace

TEST_CASE("lines come out as they went in, each once", "[step2]") {
  in_french("les lignes sortent comme elles sont entrées, chacune une fois");
  World world;
  Queue queue(world.executor(), 1'000);
  auto outcome =
      world.run("push", push_each(queue, {"one", "two", "three", "three"}));
  EXPECT(push_waits_too_long, outcome.returned());
  EXPECT(order_lost, pulled(world, queue) == "one");
  EXPECT(order_lost, pulled(world, queue) == "two");
  world.run("push", push_each(queue, {"four"}));
  for (auto line : {"three", "three", "four"})
    EXPECT(order_lost, pulled(world, queue) == line);
  EXPECT(order_lost, pulled(world, queue) == waiting());
}

TEST_CASE("a queue holds so many bytes, and no more", "[step2]") {
  in_french("une file contient tant d'octets, et pas plus");
  World world;
  Queue queue(world.executor(), 10);
  auto first = world.run("push", push_each(queue, {"1234", "567", "890"}));
  // Exactly full, and nobody has pulled.
  EXPECT(push_waits_too_long, first.returned());
  EXPECT(held_is_wrong, queue.held() == 10);
  auto second = world.run("push", push_each(queue, {"ab", "cd"}));
  EXPECT(unbounded_queue, second.waits());
  EXPECT(unbounded_queue, queue.held() == 10);
  EXPECT(order_lost, pulled(world, queue) == "1234");
  EXPECT(push_waits_too_long, second.returned());
  EXPECT(held_is_wrong, queue.held() == 10);
  auto third = world.run("push", push_each(queue, {"wxyz"}));
  EXPECT(order_lost, pulled(world, queue) == "567");
  EXPECT(unbounded_queue, third.waits());
  EXPECT(held_is_wrong, queue.held() == 7);
  EXPECT(order_lost, pulled(world, queue) == "890");
  EXPECT(push_waits_too_long, third.returned());
  EXPECT(held_is_wrong, queue.held() == 8);
  for (auto line : {"ab", "cd", "wxyz"})
    EXPECT(order_lost, pulled(world, queue) == line);
  EXPECT(held_is_wrong, queue.held() == 0);
}

TEST_CASE("a line longer than the limit goes in alone", "[step2]") {
  in_french("une ligne plus longue que la limite entre seule");
  for (const std::size_t limit : {1u, 5u}) {
    World world;
    Queue queue(world.executor(), limit);
    auto first = world.run("push", push_each(queue, {"a", "longer", "b"}));
    EXPECT(unbounded_queue, first.waits());
    EXPECT(unbounded_queue, queue.held() == 1);
    EXPECT(order_lost, pulled(world, queue) == "a");
    EXPECT(long_line_stuck, queue.held() == 6);
    EXPECT(unbounded_queue, first.waits());
    EXPECT(long_line_stuck, pulled(world, queue) == "longer");
    EXPECT(push_waits_too_long, first.returned());
    EXPECT(order_lost, pulled(world, queue) == "b");
    EXPECT(push_waits_too_long,
           world.run("push", queue.push("longer")).returned());
  }
}

TEST_CASE("an empty line is a line, and counts as one byte", "[step2]") {
  in_french("une ligne vide est une ligne, et compte pour un octet");
  World world;
  Queue queue(world.executor(), 3);
  auto outcome = world.run("push", push_each(queue, {"", "", "", "", "x"}));
  EXPECT(unbounded_queue, outcome.waits());
  EXPECT(unbounded_queue, queue.held() <= 3);
  EXPECT(held_is_wrong, queue.held() == 3);
  for (int i = 0; i < 4; ++i)
    EXPECT(empty_is_no_end, pulled(world, queue).empty());
  EXPECT(empty_is_no_end, pulled(world, queue) == "x");
  EXPECT(held_is_wrong, queue.held() == 0);
}

TEST_CASE("who pulls waits for a line, and no longer", "[step2]") {
  in_french("qui retire attend une ligne, et pas davantage");
  for (const int pullers : {1, 2, 17}) {
    World world;
    Queue queue(world.executor(), 100);
    std::vector<Outcome<std::optional<std::string>>> outcomes;
    for (int i = 0; i < pullers; ++i)
      outcomes.push_back(world.run("pull", queue.pull()));
    const auto waiting = [&] {
      return std::count_if(outcomes.begin(), outcomes.end(),
                           [](const auto& outcome) { return outcome.waits(); });
    };
    for (int lines = 0; lines <= pullers; ++lines) {
      EXPECT(pull_waits_too_long, waiting() == pullers - lines);
      EXPECT(held_is_wrong, queue.held() == 0);
      if (lines < pullers) world.run("push", push_each(queue, {"line"}));
    }
    for (const auto& outcome : outcomes)
      EXPECT(order_lost, outcome.value() == "line");
  }
}

TEST_CASE("after the last line, everybody hears the end", "[step2]") {
  in_french("après la dernière ligne, tout le monde apprend la fin");
  World world;
  Queue queue(world.executor(), 100);
  world.run("push", push_each(queue, {"one", "two"}));
  queue.finish();
  EXPECT(end_not_heard, pulled(world, queue) == "one");
  EXPECT(end_not_heard, pulled(world, queue) == "two");
  EXPECT(end_not_heard, pulled(world, queue) == the_end());
  EXPECT(end_not_heard, pulled(world, queue) == the_end());
  for (const auto& lines :
       std::vector<std::vector<std::string>>{{}, {"last"}}) {
    Queue other(world.executor(), 100);
    auto ada = world.run("Ada", pull_each(other));
    auto bob = world.run("Bob", pull_each(other));
    auto cleo = world.run("Cleo", pull_each(other));
    world.run("push", push_each(other, lines));
    other.finish();
    world.settle();
    for (auto* outcome : {&ada, &bob, &cleo})
      EXPECT(end_not_heard, outcome->returned());
    EXPECT(order_lost, ada.value() + bob.value() + cleo.value() ==
                           (lines.empty() ? "" : "last|"));
  }
}

TEST_CASE("a line and the end in one moment: the line comes first", "[step2]") {
  in_french("une ligne et la fin au même moment : la ligne d'abord");
  World world;
  Queue queue(world.executor(), 100);
  auto outcome = world.run("pull", pull_each(queue));
  world.start("push", push_each(queue, {"one", "two"}));
  world.Stage::turn(2);
  queue.finish();
  world.settle();
  EXPECT(end_not_heard, outcome.returned());
  EXPECT(end_not_heard, outcome.value() == "one|two|");
}

TEST_CASE("cancelled, a push leaves nothing behind", "[step2]") {
  in_french("annulé, un push ne laisse rien derrière lui");
  {
    World world;
    Queue queue(world.executor(), 4);
    world.run("push", push_each(queue, {"full"}));
    auto outcome = world.run("push", queue.push("late"));
    outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(outcome));
    EXPECT(held_is_wrong, queue.held() == 4);
    EXPECT(order_lost, pulled(world, queue) == "full");
    EXPECT(lost_on_cancel, pulled(world, queue) == waiting());
  }
  // Room comes, and the cancellation at some moment: the line is in, or not.
  for (int turns = 0; turns < 8; ++turns) {
    World world;
    Queue queue(world.executor(), 4);
    world.run("push", push_each(queue, {"full"}));
    auto outcome = world.run("push", queue.push("late"));
    world.start("pull", queue.pull());
    world.Stage::turn(turns);
    outcome.cancel();
    world.settle();
    if (!outcome.returned()) EXPECT(deaf_to_cancellation, aborted(outcome));
    EXPECT(lost_on_cancel, queue.held() == (outcome.returned() ? 4u : 0u));
    EXPECT(lost_on_cancel,
           pulled(world, queue) == (outcome.returned() ? "late" : waiting()));
    world.run("push", push_each(queue, {"next"}));
    EXPECT(lost_on_cancel, pulled(world, queue) == "next");
  }
}

TEST_CASE("cancelled, a pull takes nothing", "[step2]") {
  in_french("annulé, un pull ne prend rien");
  {
    // Nothing comes: it ends all the same.
    World world;
    Queue queue(world.executor(), 100);
    auto outcome = world.run("pull", queue.pull());
    outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(outcome));
    world.run("push", push_each(queue, {"line"}));
    EXPECT(lost_on_cancel, pulled(world, queue) == "line");
  }
  for (const bool another : {false, true})
    for (int turns = 0; turns < 8; ++turns) {
      World world;
      Queue queue(world.executor(), 100);
      auto outcome = world.run("pull 1", pull_and_go_on(queue));
      std::optional<Outcome<std::optional<std::string>>> second;
      if (another) second = world.run("pull 2", queue.pull());
      world.start("push", push_each(queue, {"line"}));
      world.Stage::turn(turns);
      outcome.cancel();
      world.settle();
      EXPECT(deaf_to_cancellation, !outcome.waits());
      const bool got_it = outcome.returned();
      if (!got_it) EXPECT(deaf_to_cancellation, aborted(outcome));
      if (got_it) {
        EXPECT(lost_on_cancel, outcome.value() == "line");
      } else if (another) {
        EXPECT(lost_on_cancel, second->returned());
        EXPECT(lost_on_cancel, second->value() == "line");
      } else {
        EXPECT(lost_on_cancel, pulled(world, queue) == "line");
      }
      EXPECT(held_is_wrong, queue.held() == 0);
      // Nobody waits at a queue that is no more.
      queue.finish();
      world.settle();
    }
}

// Step 3

namespace {

// The bench of the workers. A line that begins with "slow" waits for its gate,
// one that begins with "lose" throws, and one that begins with "drop" throws
// before it is awaited; what comes of a line is the same in capital letters.
class Bench {
 public:
  explicit Bench(World& world) : world_(world) {}

  exo41::Work work() {
    return [this](std::string line) {
      if (line.starts_with("drop")) std::rethrow_exception(thrown);
      return answer(std::move(line));
    };
  }

  Gate<Done>& gate(const std::string& line) {
    auto& gate = gates_[line];
    if (!gate) gate = std::make_unique<Gate<Done>>(world_, line);
    return *gate;
  }
  void open(const std::string& line) {
    gate(line).open(Done());
    world_.settle();
  }

  std::vector<std::string> begun;
  workbook::Attendance under_way;
  std::exception_ptr thrown;  // by a line that begins with "lose" or "drop"

 private:
  asio::awaitable<std::string> answer(std::string line) {
    const auto presence = under_way.enter();
    begun.push_back(line);
    if (line.starts_with("slow")) co_await gate(line).wait();
    if (line.starts_with("lose")) std::rethrow_exception(thrown);
    for (auto& byte : line) byte = static_cast<char>(std::toupper(byte));
    co_return line;
  }

  World& world_;
  std::map<std::string, std::unique_ptr<Gate<Done>>> gates_;
};

std::vector<std::string> numbered(std::string_view word, int count) {
  std::vector<std::string> lines;
  for (int i = 1; i <= count; ++i)
    lines.push_back(std::string(word) + " " + std::to_string(i));
  return lines;
}

// The stage in the middle, with much room on both sides unless told otherwise.
// Stops what a test has left at work, before what it works with is gone.
struct Ending {
  World& world;
  Outcome<void>& outcome;
  ~Ending() noexcept(false) {
    if (std::uncaught_exceptions() > 0) return;
    outcome.cancel();
    world.settle();
  }
};

struct Middle {
  Middle(World& world, std::size_t workers, std::size_t room = 100'000)
      : bench(world),
        in(world.executor(), 100'000),
        out(world.executor(), room),
        outcome(
            world.run("work_in_order",
                      exo41::work_in_order(in, out, bench.work(), workers))),
        ending{world, outcome} {}
  Bench bench;
  Queue in, out;
  Outcome<void> outcome;
  Ending ending;
};

}  // namespace

TEST_CASE("so many lines are worked on at once, and no more", "[step3]") {
  in_french("tant de lignes sont traitées à la fois, et pas plus");
  for (const int workers : limits) {
    World world;
    Middle it(world, workers);
    const auto lines = numbered("slow", workers + 5);
    world.run("push", push_each(it.in, lines));
    EXPECT(one_at_a_time, it.bench.under_way.now() == std::size_t(workers));
    for (const auto& line : lines) it.bench.open(line);
    EXPECT(eager_stage, it.bench.under_way.most() == std::size_t(workers));
    EXPECT(order_lost, it.bench.begun == lines);
  }
}

TEST_CASE("an answer waits only for those before it", "[step3]") {
  in_french("une réponse n'attend que les précédentes");
  World world;
  Middle it(world, 3);
  world.run("push", push_each(it.in, {"quick 1"}));
  EXPECT(answers_held_back, pulled(world, it.out) == "QUICK 1");
  world.run("push", push_each(it.in, {"slow 2", "slow 3", "slow 4"}));
  it.bench.open("slow 3");
  EXPECT(order_lost, pulled(world, it.out) == waiting());
  it.bench.open("slow 2");
  EXPECT(answers_held_back, pulled(world, it.out) == "SLOW 2");
  EXPECT(answers_held_back, pulled(world, it.out) == "SLOW 3");
  EXPECT(order_lost, pulled(world, it.out) == waiting());
  EXPECT(answers_held_back, it.bench.under_way.now() == 1);
  world.run("push", push_each(it.in, {"slow 5", "slow 6"}));
  EXPECT(one_at_a_time, it.bench.under_way.now() == 3);
}

TEST_CASE("what comes of the lines goes out in their order", "[step3]") {
  in_french("ce que donnent les lignes sort dans leur ordre");
  for (const int workers : {1, 2, 3, 17}) {
    World world;
    Middle it(world, workers);
    auto lines = numbered("slow", workers);
    for (const auto& line : numbered("quick", 2 * workers))
      lines.push_back(line);
    world.run("push", push_each(it.in, lines));
    it.in.finish();
    // The last one is ready first.
    for (int i = workers; i > 1; --i) {
      it.bench.open("slow " + std::to_string(i));
      EXPECT(order_lost, it.out.held() == 0);
    }
    it.bench.open("slow 1");
    std::string expected;
    for (auto line : lines) {
      for (auto& byte : line) byte = static_cast<char>(std::toupper(byte));
      expected += line + "|";
    }
    auto all = world.run("pull", pull_each(it.out));
    EXPECT(never_ends, all.returned());
    EXPECT(order_lost, all.value() == expected);
    EXPECT(never_ends, it.outcome.returned());
  }
}

TEST_CASE("a short answer does not overtake one without room", "[step3]") {
  in_french("une réponse courte n'en double pas une sans place");
  World world;
  Middle it(world, 3, 8);
  world.run("push", push_each(it.in, {"parcel", "letter", "a"}));
  EXPECT(order_lost, it.out.held() == 6);
  for (auto answer : {"PARCEL", "LETTER", "A"})
    EXPECT(order_lost, pulled(world, it.out) == answer);
}

TEST_CASE("while the first line takes long, few are taken", "[step3]") {
  in_french("tant que la première ligne traîne, on en prend peu");
  for (const int workers : {1, 2, 17}) {
    World world;
    Middle it(world, workers);
    auto lines = numbered("quick", 100);
    lines[0] = "slow 0";
    world.run("push", push_each(it.in, lines));
    EXPECT(one_at_a_time, it.bench.begun.size() >= std::size_t(workers));
    EXPECT(eager_stage, it.bench.begun.size() <= std::size_t(workers));
    it.bench.open("slow 0");
    EXPECT(answers_held_back, it.bench.begun.size() == 100);
    EXPECT(answers_held_back, it.in.held() == 0);
  }
}

TEST_CASE("while nobody wants the answers, few lines are taken", "[step3]") {
  in_french("tant que personne ne veut des réponses, on prend peu de lignes");
  for (const int workers : {1, 2, 17}) {
    World world;
    Middle it(world, workers, 5);
    const std::size_t count = 60;
    world.run("push",
              push_each(it.in, std::vector<std::string>(count, "line")));
    it.in.finish();
    // One answer is out, and each worker may hold one more line.
    for (std::size_t out = 1; out <= count; ++out) {
      const auto left = it.in.held() / 4;
      EXPECT(unbounded_queue, it.out.held() == 4);
      EXPECT(eager_stage, count - left <= out + workers);
      EXPECT(order_lost, pulled(world, it.out) == "LINE");
    }
    EXPECT(never_ends, pulled(world, it.out) == the_end());
    EXPECT(never_ends, it.outcome.returned());
  }
}

TEST_CASE("when all is out, out is finished", "[step3]") {
  in_french("quand tout est sorti, out est terminée");
  for (const int workers : {1, 2, 17})
    for (const auto& lines : std::vector<std::vector<std::string>>{
             {}, {"slow 1"}, {"slow 1", "quick", ""}}) {
      World world;
      Middle it(world, workers);
      world.run("push", push_each(it.in, lines));
      EXPECT(never_ends, it.outcome.waits());
      it.in.finish();
      world.settle();
      EXPECT(never_ends, it.outcome.waits() == !lines.empty());
      auto all = world.run("pull", pull_each(it.out));
      EXPECT(never_ends, all.waits() == !lines.empty());
      it.bench.open("slow 1");
      EXPECT(never_ends, it.outcome.returned());
      EXPECT(never_ends, all.returned());
      EXPECT(empty_is_no_end,
             std::count(all.value().begin(), all.value().end(), '|') ==
                 static_cast<long>(lines.size()));
    }
}

TEST_CASE("whatever work throws ends the stage", "[step3]") {
  in_french("tout ce que lève le travail met fin à l'étage");
  for (const auto& thrown : awkward_exceptions(the_lamp_fell))
    for (const std::string bad : {"lose 3", "drop 3"}) {
      World world;
      Middle it(world, 4);
      it.bench.thrown = thrown;
      // One works, one has its answer too early, one fails, one waits for a
      // line.
      world.run("push", push_each(it.in, {"quick 0", "slow 1", "quick 2"}));
      world.run("push", push_each(it.in, {bad}));
      EXPECT(left_running, !it.outcome.waits());
      EXPECT(reason_lost, same_exception(it.outcome.exception(), thrown));
      EXPECT(left_running, it.bench.gate("slow 1").cancelled() == 1);
      EXPECT(left_running, it.bench.under_way.now() == 0);
      EXPECT(error_becomes_end, pulled(world, it.out) == "QUICK 0");
      EXPECT(error_becomes_end, pulled(world, it.out) == waiting());
      // Nobody is left who would take a line.
      world.run("push", push_each(it.in, {"late"}));
      EXPECT(left_running, it.in.held() == 4);
    }
}

TEST_CASE("work may say operation_aborted of its own accord", "[step3]") {
  in_french("le travail peut dire operation_aborted de lui-même");
  // It is a failure like any other, also when the others fail because of it.
  World world;
  Middle it(world, 3);
  it.bench.thrown = std::make_exception_ptr(Outage(the_lamp_fell));
  world.run("push", push_each(it.in, {"slow 1", "lose 2", "quick 3"}));
  EXPECT(reason_lost, !it.outcome.waits());
  EXPECT(reason_lost, is_a<Outage>(it.outcome.exception()));
  EXPECT(left_running, it.bench.under_way.now() == 0);
  it.in.finish();
  EXPECT(error_becomes_end, pulled(world, it.out) == waiting());
}

TEST_CASE("a failure ends those, too, who wait for room", "[step3]") {
  in_french("un échec arrête aussi ceux qui attendent de la place");
  World world;
  Middle it(world, 3, 5);
  it.bench.thrown = std::make_exception_ptr(Mishap(the_lamp_fell));
  world.run("push", push_each(it.in, {"full", "quick", "slow", "slow 2"}));
  it.bench.gate("slow").fail(it.bench.thrown);
  world.settle();
  EXPECT(left_running, !it.outcome.waits());
  EXPECT(reason_lost, same_exception(it.outcome.exception(), it.bench.thrown));
  EXPECT(error_becomes_end, pulled(world, it.out) == "FULL");
  EXPECT(error_becomes_end, pulled(world, it.out) == waiting());
  EXPECT(left_running, it.bench.under_way.now() == 0);
}

TEST_CASE("who is told to stop may take its time, and may fail", "[step3]") {
  in_french("qui reçoit l'ordre de s'arrêter peut traîner, et échouer");
  for (const int lingers : {1, 3}) {
    World world;
    Middle it(world, 4);
    world.run("push", push_each(it.in, numbered("slow", 4)));
    const auto reason = std::make_exception_ptr(Mishap(the_first_failure));
    auto& slow = it.bench.gate("slow " + std::to_string(lingers));
    slow.linger();
    it.bench.gate("slow 2").fail(reason);
    world.settle();
    EXPECT(left_running, it.outcome.waits());
    for (auto line : {"slow 1", "slow 3", "slow 4"})
      EXPECT(left_running, it.bench.gate(line).cancelled() == 1);
    slow.let_go();
    world.settle();
    EXPECT(left_running, !it.outcome.waits());
    EXPECT(reason_lost, same_exception(it.outcome.exception(), reason));
  }
  // Two fail in one moment: the first one is the reason.
  for (const int first : {1, 2}) {
    World world;
    Middle it(world, 2);
    world.run("push", push_each(it.in, numbered("slow", 2)));
    const auto reason = std::make_exception_ptr(Mishap(the_first_failure));
    const auto other = std::make_exception_ptr(Mishap(another_failure));
    it.bench.gate("slow " + std::to_string(first)).fail(reason);
    it.bench.gate("slow " + std::to_string(3 - first)).fail(other);
    world.settle();
    EXPECT(reason_lost, same_exception(it.outcome.exception(), reason));
  }
}

TEST_CASE("cancelled, the stage ends all work", "[step3]") {
  in_french("annulé, l'étage met fin à tout travail");
  for (const auto& lines : std::vector<std::vector<std::string>>{
           {"slow 1"}, {"slow 1", "quick"}, {}}) {
    World world;
    Middle it(world, 3);
    world.run("push", push_each(it.in, lines));
    it.bench.gate("slow 1").linger();
    it.outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation,
           it.bench.gate("slow 1").cancelled() == (lines.empty() ? 0 : 1));
    EXPECT(left_running, it.outcome.waits() == !lines.empty());
    it.bench.gate("slow 1").let_go();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(it.outcome));
    EXPECT(error_becomes_end, pulled(world, it.out) == waiting());
    world.run("push", push_each(it.in, {"late"}));
    EXPECT(left_running, it.in.held() == 4);
  }
  // At each moment of the way of a line.
  bool more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Middle it(world, 2);
    world.start("push", push_each(it.in, {"quick", "slow 1", "quick"}));
    more = world.Stage::turn(turns) == turns;
    it.outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(it.outcome));
    EXPECT(left_running, it.bench.under_way.now() == 0);
  }
}

TEST_CASE("told twice to stop, the stage waits all the same", "[step3]") {
  in_french("averti deux fois, l'étage attend quand même");
  for (const bool fails : {false, true}) {
    World world;
    Middle it(world, 2);
    world.run("push", push_each(it.in, numbered("slow", 2)));
    it.bench.gate("slow 1").linger();
    if (fails)
      it.bench.gate("slow 2").fail(Mishap(the_first_failure));
    else
      it.outcome.cancel();
    world.settle();
    it.outcome.cancel();
    world.settle();
    EXPECT(left_running, it.outcome.waits());
    it.bench.gate("slow 1").let_go();
    world.settle();
    EXPECT(left_running, it.outcome.threw());
    EXPECT(left_running, it.bench.under_way.now() == 0);
  }
}

// Step 4

namespace {

struct Plant {
  Plant(World& world, std::size_t workers)
      : wires(world),
        lyon(wires.lyon),
        oslo(wires.oslo),
        bench(world),
        outcome(world.run("pipeline",
                          exo41::pipeline(wires.from, wires.to, bench.work(),
                                          workers, flow))),
        ending{world, outcome} {}
  Wires wires;
  Client &lyon, &oslo;
  Bench bench;
  Flow flow;
  Outcome<void> outcome;
  Ending ending;
};

std::string capitals(std::string text) {
  for (auto& byte : text) byte = static_cast<char>(std::toupper(byte));
  return text;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

}  // namespace

TEST_CASE("each line is worked on whole, however it comes", "[step4]") {
  in_french(
      "chaque ligne est traitée entière, de quelque façon qu'elle vienne");
  for (const std::size_t at_most : {100'000u, 3u, 1u})
    for (auto last : {"", "without an end"}) {
      World world;
      world.faults.read_at_most = at_most;
      world.faults.write_at_most = at_most;
      Plant it(world, 3);
      // A "\r" and a zero are bytes like others.
      for (const auto& part :
           {"o"s, "ne\r\ntwo\n\nth"s, "ree"s, "\n\na\0b\n"s}) {
        it.lyon.send(part);
        world.settle();
      }
      it.lyon.send(last);
      world.settle();
      std::string received = receive_all(world, it.oslo);
      EXPECT(never_ends, it.outcome.waits());
      it.lyon.half_close();
      received += receive_all(world, it.oslo);
      EXPECT(line_cut,
             received == "ONE\r\nTWO\n\nTHREE\n\nA\0B\n"s + capitals(last));
      std::vector<std::string> lines{"one\r\n", "two\n", "\n",
                                     "three\n", "\n",    "a\0b\n"s};
      if (*last) lines.push_back(last);
      EXPECT(line_cut, it.bench.begun == lines);
      EXPECT(never_ends, it.outcome.returned());
      EXPECT(half_close_lost, it.oslo.ended());
      EXPECT(half_close_lost, it.wires.both_open());
    }
}

TEST_CASE("the order of the lines is kept, with several workers", "[step4]") {
  in_french("l'ordre des lignes est gardé, avec plusieurs ouvriers");
  World world;
  Plant it(world, 3);
  it.lyon.send("slow 1\nquick 2\nslow 3\nquick 4\n");
  world.settle();
  EXPECT(one_at_a_time, it.bench.begun.size() == 3);
  it.bench.open("slow 3\n");
  EXPECT(order_lost, it.oslo.arrived().empty());
  it.bench.open("slow 1\n");
  EXPECT(answers_held_back,
         receive_all(world, it.oslo) == "SLOW 1\nQUICK 2\nSLOW 3\nQUICK 4\n");
  it.lyon.send("quick 5\nslow 6\n");
  EXPECT(answers_held_back, receive_all(world, it.oslo) == "QUICK 5\n");
}

TEST_CASE("an answer may be empty, or longer than its line", "[step4]") {
  in_french("une réponse peut être vide, ou plus longue que sa ligne");
  World world;
  Wires it(world);
  Flow flow;
  const auto work = [](std::string line) -> asio::awaitable<std::string> {
    if (line[0] == '#') co_return "";
    co_return std::string(30'000, line[0]);
  };
  auto outcome =
      world.run("pipeline", exo41::pipeline(it.from, it.to, work, 2, flow));
  it.lyon.send("#\na\n#\n#\nb\n#\n");
  it.lyon.half_close();
  EXPECT(empty_is_no_end,
         receive_all(world, it.oslo) ==
             std::string(30'000, 'a') + std::string(30'000, 'b'));
  EXPECT(never_ends, outcome.returned());
  EXPECT(flow_is_wrong, flow.written == 60'000);
}

TEST_CASE("a slow sink stops the sender of a pipeline", "[step4]") {
  in_french("un destinataire lent arrête l'expéditeur d'un pipeline");
  const Teaching teaching(slow_sink_ignored);
  for (const int workers : {1, 4})
    for (const std::size_t length : {200u, 4'000u}) {
      World world;
      // Much is there to be read, or little.
      const std::size_t room = length == 200 ? 100'000 : 20'000;
      world.faults.room = room;
      Plant it(world, workers);
      const auto bytes = joined(std::vector<std::string>(
          1'000'000 / length, std::string(length - 1, 'x')));
      const auto kept = most_kept + workers * longest_line;
      std::size_t sent = 0, received = 0;
      for (const std::size_t taken : {0u, 1u, 5'000u, 19'000u}) {
        received += it.oslo.receive(taken).size();
        sent += send_all(world, it.lyon, std::string_view(bytes).substr(sent));
        EXPECT(slow_sink_ignored,
               it.lyon.read_by_program() <=
                   received + it.oslo.arrived().size() + kept);
        EXPECT(slow_sink_ignored, sent <= received + room + kept + room);
        EXPECT(flow_is_wrong, it.flow.read == it.lyon.read_by_program());
      }
      received += receive_all(world, it.oslo).size();
      EXPECT(bytes_lost, received == sent / length * length);
    }
}

TEST_CASE("while the first line takes long, the sender waits", "[step4]") {
  in_french("tant que la première ligne traîne, l'expéditeur attend");
  World world;
  Plant it(world, 4);
  it.lyon.send("slow 1\n");
  send_all(world, it.lyon,
           joined(std::vector<std::string>(4'000, std::string(99, 'x'))));
  EXPECT(eager_stage,
         it.lyon.read_by_program() <= most_kept + 4 * longest_line);
  EXPECT(order_lost, it.oslo.arrived().empty());
}

TEST_CASE("flow is right at each moment", "[step4]") {
  in_french("flow est juste à chaque instant");
  World world;
  world.faults.room = 10;
  Plant it(world, 2);
  it.lyon.send("12345\n");
  world.settle();
  EXPECT(flow_is_wrong, it.flow.read == 6);
  EXPECT(flow_is_wrong, it.flow.written == 6);
  it.lyon.send("123456789\n");
  world.settle();
  EXPECT(flow_is_wrong, it.flow.read == 16);
  EXPECT(flow_is_wrong, it.flow.written == 6);
  it.oslo.receive(5);
  world.settle();
  EXPECT(flow_is_wrong, it.flow.written == 6);
  it.oslo.receive(1);
  world.settle();
  EXPECT(flow_is_wrong, it.flow.written == 16);
  it.lyon.send("half");
  world.settle();
  EXPECT(flow_is_wrong, it.flow.read == 20);
  EXPECT(flow_is_wrong, it.flow.written == 16);
}

TEST_CASE("memory does not grow with what comes through", "[step4]") {
  in_french("la mémoire ne croît pas avec ce qui passe");
  World world;
  Plant it(world, 3);
  // Only the code under test may take memory from here on.
  it.bench.begun.reserve(100);
  world.network().told_in = nullptr;
  const auto bytes =
      joined(std::vector<std::string>(250, std::string(62, 'x')));
  std::vector<std::size_t> sizes;
  for (int i = 0; i < 17; ++i) {
    it.lyon.send(bytes);
    EXPECT(bytes_lost, receive_all(world, it.oslo).size() == bytes.size());
    it.bench.begun.clear();
    sizes.push_back(bytes_on_heap());
  }
  // Of 2,000 lines, less than one pointer each may be left behind.
  EXPECT(memory_grows, sizes[16] <= sizes[8] + 2'000 * sizeof(void*));
}

TEST_CASE("after the end, the way back is open", "[step4]") {
  in_french("après la fin, le chemin du retour est ouvert");
  World world;
  Plant it(world, 2);
  it.lyon.send("one\nslow 2\n");
  it.lyon.half_close();
  world.settle();
  EXPECT(never_ends, it.outcome.waits());
  EXPECT(half_close_lost, it.oslo.receive() == "ONE\n");
  EXPECT(half_close_lost, !it.oslo.ended());
  it.bench.open("slow 2\n");
  EXPECT(half_close_lost, it.oslo.receive() == "SLOW 2\n");
  EXPECT(half_close_lost, it.oslo.ended());
  EXPECT(never_ends, it.outcome.returned());
  EXPECT(half_close_lost, it.wires.both_open());
  EXPECT(half_close_lost, world.open_sockets() == 2);
  it.oslo.send("thank you");
  world.run(Text{"the way back", "le retour"},
            exo41::pump(it.wires.to, it.wires.from, leave_as_is));
  EXPECT(half_close_lost, it.lyon.receive() == "thank you");
}

TEST_CASE("the first failure of any stage ends all", "[step4]") {
  in_french("le premier échec d'un étage met fin à tous");
  const auto reset_code =
      asio::error::make_error_code(asio::error::connection_reset);
  const std::vector<std::string> many(4'000, std::string(99, 'x'));
  // While little is on its way, while a work takes long, and while all is full.
  for (const auto& before :
       {std::string("one\n"), std::string("slow 1\nquick\n"), joined(many)}) {
    for (auto stage : {"read", "work", "write"}) {
      World world;
      Plant it(world, 3);
      it.bench.thrown = std::make_exception_ptr(Mishap(the_lamp_fell));
      const auto sent = send_all(world, it.lyon, before);
      auto& slow = it.bench.gate("slow 1\n");
      slow.linger();
      if (stage == std::string_view("read")) {
        if (sent < before.size()) continue;  // it is not reading
        it.lyon.reset();
      } else if (stage == std::string_view("work")) {
        if (sent < before.size()) continue;  // nothing new is worked on
        it.lyon.send("lose\n");
      } else {
        it.oslo.reset();
        it.bench.open("slow 1\n");
        it.lyon.send("quick\n");
      }
      world.settle();
      if (slow.cancelled() > 0) {
        EXPECT(left_running, it.outcome.waits());
        slow.let_go();
        world.settle();
      }
      EXPECT(left_running, !it.outcome.waits());
      EXPECT(error_becomes_end, it.outcome.threw());
      if (stage == std::string_view("work"))
        EXPECT(reason_lost,
               same_exception(it.outcome.exception(), it.bench.thrown));
      else
        EXPECT(reason_lost, code_of(it.outcome.exception()) == reset_code);
      EXPECT(error_becomes_end, it.oslo.cut());
      EXPECT(upstream_left_running, it.lyon.cut());
      EXPECT(left_running, it.bench.under_way.now() == 0);
      EXPECT(upstream_left_running, world.open_sockets() == 0);
    }
  }
}

TEST_CASE("whatever work throws comes out of the pipeline", "[step4]") {
  in_french("tout ce que lève le travail sort du pipeline");
  for (const auto& thrown : awkward_exceptions(the_lamp_fell)) {
    World world;
    Plant it(world, 2);
    it.bench.thrown = thrown;
    it.lyon.send("one\nlose\n");
    it.lyon.half_close();
    world.settle();
    EXPECT(left_running, !it.outcome.waits());
    EXPECT(reason_lost, same_exception(it.outcome.exception(), thrown));
    EXPECT(error_becomes_end, it.wires.both_broken());
  }
}

TEST_CASE("cancelled, the pipeline ends all stages", "[step4]") {
  in_french("annulé, le pipeline met fin à tous les étages");
  const std::vector<std::string> many(4'000, std::string(99, 'x'));
  for (const auto& before :
       {std::string(), std::string("slow 1\nquick\n"), joined(many)}) {
    World world;
    Plant it(world, 3);
    send_all(world, it.lyon, before);
    it.outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(it.outcome));
    EXPECT(left_running, it.bench.under_way.now() == 0);
    EXPECT(error_becomes_end, it.wires.both_broken());
  }
  // At each moment of the way of a line.
  bool more = true;
  for (int turns = 0; more; ++turns) {
    World world;
    Plant it(world, 2);
    it.lyon.send("one\nslow 1\ntwo\n");
    more = world.Stage::turn(turns) == turns;
    it.outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(it.outcome));
    EXPECT(left_running, it.bench.under_way.now() == 0);
    EXPECT(error_becomes_end, it.wires.both_broken());
  }
  // And of its own beginning.
  more = true;
  for (int turns = 1; more; ++turns) {
    World world;
    Wires it(world);
    Bench bench(world);
    Flow flow;
    it.lyon.send("one\nslow 1\ntwo\n");
    auto outcome = world.start(
        "pipeline", exo41::pipeline(it.from, it.to, bench.work(), 2, flow));
    more = world.Stage::turn(turns) == turns;
    outcome.cancel();
    world.settle();
    EXPECT(deaf_to_cancellation, aborted(outcome));
    EXPECT(left_running, bench.under_way.now() == 0);
    EXPECT(error_becomes_end, it.both_broken());
  }
}

TEST_CASE("told twice to stop, the pipeline waits all the same", "[step4]") {
  in_french("averti deux fois, le pipeline attend quand même");
  World world;
  Plant it(world, 2);
  auto& slow = it.bench.gate("slow 1\n");
  slow.linger();
  it.lyon.send("slow 1\n");
  world.settle();
  for (int i = 0; i < 2; ++i) {
    it.outcome.cancel();
    world.settle();
    EXPECT(left_running, it.outcome.waits());
  }
  slow.let_go();
  world.settle();
  EXPECT(deaf_to_cancellation, aborted(it.outcome));
  EXPECT(left_running, it.bench.under_way.now() == 0);
  EXPECT(error_becomes_end, it.wires.both_broken());
}

TEST_CASE("operation_aborted of the work comes out of the pipeline",
          "[step4]") {
  in_french("l'operation_aborted du travail sort du pipeline");
  // Nobody was told to stop.
  World world;
  Plant it(world, 2);
  it.bench.thrown = std::make_exception_ptr(Outage(the_lamp_fell));
  it.lyon.send("one\nlose\n");
  it.lyon.half_close();
  world.settle();
  EXPECT(reason_lost, !it.outcome.waits());
  EXPECT(reason_lost, is_a<Outage>(it.outcome.exception()));
  EXPECT(error_becomes_end, it.wires.both_broken());
}

TEST_CASE("a sink that has no more to say gets all of a pipeline", "[step4]") {
  in_french("un destinataire qui n'a plus rien à dire reçoit tout du pipeline");
  World world;
  Plant it(world, 2);
  it.oslo.send("thank you");
  it.oslo.half_close();
  it.lyon.send("one\n");
  EXPECT(half_close_lost, receive_all(world, it.oslo) == "ONE\n");
  EXPECT(half_close_lost, it.outcome.waits());
  it.lyon.half_close();
  world.settle();
  EXPECT(never_ends, it.outcome.returned());
  world.run(Text{"the way back", "le retour"}.spoken(),
            exo41::pump(it.wires.to, it.wires.from, leave_as_is));
  EXPECT(half_close_lost, it.lyon.receive() == "thank you");
}

TEST_CASE("nor is a broken sink a good end of a pipeline", "[step4]") {
  in_french("un destinataire rompu n'est pas non plus la fin d'un pipeline");
  World world;
  Plant it(world, 2);
  it.oslo.reset();
  it.lyon.half_close();
  world.settle();
  EXPECT(error_becomes_end, it.outcome.threw());
  EXPECT(error_becomes_end, it.wires.both_broken());
}

TEST_CASE("a line that is too long is a failure", "[step4]") {
  in_french("une ligne trop longue est un échec");
  const std::string longest = std::string(longest_line - 1, 'x');
  for (const auto& good : {longest + "\n", longest + "x"}) {
    World world;
    Plant it(world, 1);
    it.lyon.send("first\n" + good);
    it.lyon.half_close();
    EXPECT(line_without_limit,
           receive_all(world, it.oslo) == capitals("first\n" + good));
    EXPECT(line_without_limit, it.outcome.returned());
  }
  for (const auto& bad :
       {longest + "x\n", longest + "xx", std::string(1'000'000, 'x')}) {
    World world;
    Plant it(world, 2);
    send_all(world, it.lyon, "first\n" + bad);
    EXPECT(line_without_limit, it.outcome.threw());
    EXPECT(reason_lost,
           code_of(it.outcome.exception()) == asio::error::message_size);
    EXPECT(line_without_limit, it.lyon.read_by_program() <= most_kept);
    EXPECT(error_becomes_end, it.wires.both_broken());
    EXPECT(line_without_limit, it.bench.begun.size() <= 1);
  }
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    world.faults.room = 40;
    Plant it(world, 2);
    const std::string all = "ONE\nSLOW 2\nTHREE\nAND THE LAST";
    std::string received;
    it.lyon.send("one\nslow 2\n");
    received += receive_all(world, it.oslo);
    it.lyon.send("three\nand the last");
    it.lyon.half_close();
    world.settle();
    it.bench.open("slow 2\n");
    received += receive_all(world, it.oslo);
    EXPECT(left_running, !it.outcome.waits());
    if (it.outcome.returned()) {
      EXPECT(error_becomes_end, received == all);
      EXPECT(half_close_lost, it.oslo.ended());
      EXPECT(half_close_lost, it.wires.both_open());
    } else {
      EXPECT(error_becomes_end, all.starts_with(received));
      EXPECT(error_becomes_end, it.wires.both_broken());
      EXPECT(left_running, world.open_sockets() == 0);
    }
  });
}

namespace {

// A work that takes some time, and may fail.
asio::awaitable<std::string> toil(Chaos& chaos, bool& failing,
                                  std::string line) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::milliseconds(chaos.below(50)));
  co_await timer.async_wait(asio::use_awaitable);
  if (failing && chaos.one_in(10)) throw Mishap(the_lamp_fell);
  co_return capitals(std::move(line));
}

}  // namespace

TEST_CASE("a long day, two hundred times", "[step4]") {
  in_french("une longue journée, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    const auto workers = 1 + chaos.below(4);
    if (chaos.one_in(2)) world.faults.room = 1 + chaos.below(200);
    Wires it(world);
    Flow flow;
    bool failing = false;
    auto outcome = world.run("pipeline", exo41::pipeline(
                                             it.from, it.to,
                                             [&](std::string line) {
                                               return toil(chaos, failing,
                                                           std::move(line));
                                             },
                                             workers, flow));
    std::string sent, received;
    for (int event = 0; event < 25; ++event) {
      switch (chaos.below(8)) {
        case 0:
        case 1:
          received += it.oslo.receive(1 + chaos.below(100));
          break;
        case 2:
          world.advance(std::chrono::milliseconds(chaos.below(100)));
          break;
        case 3:
          if (!chaos.one_in(20)) break;
          failing = true;
          break;
        case 4:
          if (!chaos.one_in(20)) break;
          (chaos.one_in(2) ? it.lyon : it.oslo).reset();
          break;
        default: {
          auto line = "line " + std::to_string(event) + " ";
          line += std::string(chaos.below(60), 'x');
          if (!chaos.one_in(8)) line += "\n";
          sent += line.substr(0, it.lyon.send(line));
        }
      }
      if (chaos.one_in(2)) world.settle();
      EXPECT(slow_sink_ignored,
             flow.read - flow.written <= most_kept + workers * longest_line);
    }
    it.lyon.half_close();
    for (int i = 0; i < 100 && outcome.waits(); ++i) {
      world.advance(1s);
      received += receive_all(world, it.oslo);
      // A sink that has gone is noticed by whoever writes to it.
    }
    received += receive_all(world, it.oslo);
    EXPECT(order_lost, capitals(sent).starts_with(received));
    EXPECT(never_ends, !outcome.waits());
    if (outcome.returned()) {
      if (!it.oslo.cut()) EXPECT(error_becomes_end, received == capitals(sent));
      EXPECT(flow_is_wrong, flow.written == flow.read);
    } else {
      EXPECT(error_becomes_end, it.both_broken());
      EXPECT(left_running, world.open_sockets() == 0);
    }
  });
}
