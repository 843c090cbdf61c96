#include "server.hpp"

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
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
using exo38::accept_pause;
using exo38::longest_request;
using exo38::most_kept;
using exo38::Request;
using workbook::awkward_exceptions;
using workbook::both_orders;
using workbook::Chaos;
using workbook::Client;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::limits;
using workbook::Outcome;
using workbook::Port;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;

namespace {

// Names and words of a test, for the story.
constexpr Text the_archive{"the archive", "l'archiviste"};
constexpr Text the_silent_one{"the silent one", "le muet"};
constexpr Text the_slow_one{"the slow one", "le lent"};
constexpr Text the_deaf_one{"the deaf one", "le sourd"};
constexpr Text the_unlucky_one{"the unlucky one", "le malchanceux"};
constexpr Text the_served_one{"the served one", "le client servi"};
constexpr Text half_a_request{"half a request", "une demi-requête"};
constexpr Text the_parcel_is_lost{"the parcel is lost", "le colis est perdu"};

// Relay: what the clients of a test ask for.
//
//   WHERE 4711     answers "+WHERE 4711"
//   SEARCH 4711    the same, once the archive opens
//   BIG 1000       1,000 bytes
//   LOSE           throws
//   SAY            answers what the test has put into said
//   STOP           does what the test has put into on_stop
class Relay {
 public:
  explicit Relay(World& world)
      : archive(world, the_archive),
        acceptor(world.context, {asio::ip::address_v4::loopback(), 0}),
        port(acceptor.local_endpoint().port()) {}

  exo38::Handler handler() {
    auto alive = std::make_shared<int>();
    handler_alive = alive;
    return
        [this, alive](Request request) { return answer(std::move(request)); };
  }

  Gate<int> archive;
  tcp::acceptor acceptor;
  const Port port;
  std::weak_ptr<int> handler_alive;  // a copy of the handler is
  std::exception_ptr thrown;         // by LOSE
  std::string said;
  Request request;  // the last one that it was given
  std::function<void()> on_stop;
  int handled = 0;
  std::size_t bytes_answered = 0;

 private:
  asio::awaitable<std::string> answer(Request request) {
    ++handled;
    this->request = request;
    std::string answer = "+";
    for (const auto& word : request)
      answer += (answer.size() > 1 ? " " : "") + word;
    if (request[0] == "SEARCH") co_await archive.wait();
    if (request[0] == "BIG") answer = std::string(std::stoul(request[1]), 'z');
    if (request[0] == "LOSE") std::rethrow_exception(thrown);
    if (request[0] == "STOP") on_stop();
    if (request[0] == "SAY") co_return said;
    answer += "\r\n";
    bytes_answered += answer.size();
    co_return answer;
  }
};

// Accepts one client and converses with it.
asio::awaitable<void> meet(Relay& relay) {
  auto [error, socket] =
      co_await relay.acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
  if (!error) co_await exo38::converse(std::move(socket), relay.handler());
}

// One client, with whom the code under test converses.
struct Meeting {
  explicit Meeting(World& world)
      : relay(world), ada(world, "Ada", relay.port), outcome(begin(world)) {}

  Outcome<void> begin(World& world) {
    world.test_accepts_at(relay.port);
    return world.run("converse", meet(relay));
  }

  Relay relay;
  Client ada;
  Outcome<void> outcome;
};

// Asks, and receives what is there then.
std::string ask(World& world, Client& client, std::string_view request) {
  send_all(world, client, request);
  return receive_all(world, client);
}

bool is_refusal(std::string_view answer) {
  return answer.starts_with("-ERR") && answer.ends_with("\r\n");
}

std::vector<std::unique_ptr<Client>> clients(World& world, Port port,
                                             int count) {
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 1; i <= count; ++i)
    all.push_back(
        std::make_unique<Client>(world, "client " + std::to_string(i), port));
  return all;
}

// The first client is answered, and so is the second.
void expect_answers_for_all(World& world, Port port) {
  for (auto name : {"Ada", "Bob"}) {
    Client client(world, name, port);
    const auto answer = ask(world, client, "WHERE 1\r\n");
    EXPECT(handler_given_away, answer.substr(0, 4) != "-ERR");
    EXPECT(one_at_a_time, answer == "+WHERE 1\r\n");
    client.hang_up();
    world.settle();
  }
}

// Two clients for whom there is little room on the way get each its own.
void expect_apart(World& world, Client& ada, Client& bob) {
  // Requests are read in parts, too: so the two take turns.
  world.faults.read_at_most = 3;
  const Teaching teaching(shared_by_all);
  const std::string request = "WHERE " + std::string(150, '7');
  ada.send(request.substr(0, 80));
  bob.send("BIG 1");
  world.settle();
  ada.send(request.substr(80) + "\r\n");
  bob.send("99\r\n");
  world.settle();
  EXPECT(shared_by_all, receive_all(world, ada) == "+" + request + "\r\n");
  EXPECT(shared_by_all,
         receive_all(world, bob) == std::string(199, 'z') + "\r\n");
  world.faults.read_at_most = world.faults.unlimited;
}

// What converse promises, in short, wherever the conversation was begun.
void expect_talks(World& world, Relay& relay, Port port) {
  {
    Client ada(world, "Ada", port);
    const auto answers = ask(world, ada, "WHERE 1\r\nWHERE 2\nWH");
    EXPECT(waits_for_more, !answers.empty());
    EXPECT(rest_thrown_away, answers == "+WHERE 1\r\n+WHERE 2\r\n");
    world.advance(24h);
    EXPECT(out_of_patience, !ada.ended());
    EXPECT(rest_thrown_away, ask(world, ada, "ERE 3\r\n") == "+WHERE 3\r\n");
    EXPECT(changed_on_the_way,
           ask(world, ada, "SAY\r\nWHERE 4\r\n") == "+WHERE 4\r\n");
    for (const auto& thrown : awkward_exceptions(the_parcel_is_lost)) {
      relay.thrown = thrown;
      EXPECT(failure_not_answered, is_refusal(ask(world, ada, "LOSE\r\n")));
      EXPECT(failure_not_answered,
             ask(world, ada, "WHERE 5\r\n") == "+WHERE 5\r\n");
    }
    std::string many;
    for (int i = 0; i < 200; ++i) many += "WHERE 6\r\n";
    EXPECT(rest_thrown_away, ask(world, ada, many).size() == 200 * 10);
    const auto before = relay.handled;
    const auto refusal = ask(world, ada, "*x\r\nWHERE 7\r\n");
    EXPECT(nonsense_not_refused, is_refusal(refusal));
    EXPECT(nonsense_not_refused, ada.ended());
    EXPECT(nonsense_not_refused, relay.handled == before);
  }
  {
    Client ada(world, "Ada", port);
    const auto before = relay.handled;
    const auto first = ask(world, ada, "WHERE 1\r\nSEARCH 2\r\nWHERE 3\r\nWHE");
    EXPECT(answers_held_back, !first.empty());
    EXPECT(answers_out_of_order, first == "+WHERE 1\r\n");
    ada.half_close();
    world.settle();
    relay.archive.open(1);
    const auto answers = receive_all(world, ada);
    EXPECT(one_read_one_message, relay.handled <= before + 3);
    EXPECT(half_close_is_not_goodbye, answers == "+SEARCH 2\r\n+WHERE 3\r\n");
    EXPECT(half_close_is_not_goodbye, ada.ended());
  }
  {
    world.faults.room = 100;
    Client ada(world, "Ada", port), bob(world, "Bob", port);
    EXPECT(write_some_is_not_all, ask(world, ada, "BIG 199\r\n").size() == 201);
    expect_apart(world, ada, bob);
  }
  world.faults.room = 1'000'000;
  for (const auto size : {longest_request, 10 * most_kept}) {
    Client ada(world, "Ada", port);
    const auto before = relay.handled;
    send_all(world, ada, std::string(size, 'x') + "\n");
    EXPECT(line_without_limit, ada.read_by_program() <= most_kept);
    EXPECT(whole_but_too_long, is_refusal(receive_all(world, ada)));
    EXPECT(whole_but_too_long, ada.ended());
    EXPECT(whole_but_too_long, relay.handled == before);
  }
  world.faults.room = 10'000;
  Client ada(world, "Ada", port);
  const std::string request = "BIG 5000\r\n";
  std::string flood;
  for (int i = 0; i < 20'000; ++i) flood += request;
  const auto handled = relay.handled;
  const auto answered = relay.bytes_answered;
  send_all(world, ada, flood);
  EXPECT(heap_for_the_deaf,
         relay.bytes_answered - answered - ada.arrived().size() <=
             most_kept + 5'002);
  EXPECT(heap_for_the_deaf,
         ada.read_by_program() - (relay.handled - handled) * request.size() <=
             most_kept);
}

// However the conversations end, their places are free for the next ones.
void expect_places_back(World& world, Relay& relay, Port port, int most) {
  using End = void (Client::*)();
  for (const End end :
       {End(&Client::hang_up), End(&Client::reset), End(&Client::half_close)})
    for (auto request : {"", "WHE", "WHERE 1\r\n", "BIG 100000\r\n", "*x\r\n",
                         "SEARCH 1\r\n"}) {
      // Opens at once, but only after the request was taken up.
      auto all = clients(world, port, most);
      for (auto& client : all) client->send(request);
      world.settle();
      for (auto& client : all) ((*client).*end)();
      world.settle();
      relay.archive.open(1);
      for (auto& client : all) receive_all(world, *client);
      world.settle();
      EXPECT(place_lost, world.open_sockets() == 1);
      auto next = clients(world, port, most);
      for (auto& client : next)
        EXPECT(place_lost,
               ask(world, *client, "WHERE 2\r\n") == "+WHERE 2\r\n");
      next.clear();
      world.settle();
    }
}

// accept fails, again and again: it is tried after each pause, and not before.
void expect_pauses(World& world, Port port, int error, int errors = 20) {
  // Neither the hour that nobody came in nor who leaves makes a pause shorter.
  Client bob(world, "Bob", port);
  world.advance(1h);
  auto& left = world.faults.accept_errors;
  left.assign(errors, error);
  Client ada(world, "Ada", port);
  ada.send("WHERE 1\r\n");
  world.settle();
  EXPECT(accept_error_spins, left.size() >= errors - 1u);
  bob.hang_up();
  while (!left.empty()) {
    const auto before = left.size();
    world.advance(accept_pause - 1ns);
    EXPECT(accept_error_spins, left.size() == before);
    world.advance(1ns);
    EXPECT(accept_error_spins, left.size() >= before - 1);
    EXPECT(accept_error_ends_all, left.size() == before - 1);
  }
  world.advance(accept_pause);
  EXPECT(accept_error_ends_all, ada.receive() == "+WHERE 1\r\n");
}

// The owner of the acceptor cancels an accept: that is one that has failed.
void expect_pause_after_cancel(World& world, Relay& relay) {
  relay.acceptor.cancel();
  world.settle();
  Client ada(world, "Ada", relay.port);
  ada.send("WHERE 1\r\n");
  world.advance(accept_pause - 1ns);
  EXPECT(accept_error_spins, ada.arrived().empty());
  world.advance(1ns);
  EXPECT(accept_error_ends_all, ada.receive() == "+WHERE 1\r\n");
}

}  // namespace

// Step 1

TEST_CASE("a request is handled at its last byte", "[step1]") {
  in_french("une requête est traitée à son dernier octet");
  World world;
  Meeting it(world);
  EXPECT(waits_for_more,
         ask(world, it.ada, "WHERE 4711\r\n") == "+WHERE 4711\r\n");
  EXPECT(one_read_one_message, ask(world, it.ada, "WHERE 4711\r").empty());
  const auto answer = ask(world, it.ada, "\n");
  const auto next = ask(world, it.ada, "WHERE 5\n");
  // An answer that comes with the next one was only late.
  EXPECT(waits_for_more, next.find("4711") == next.npos);
  EXPECT(one_read_one_message, answer == "+WHERE 4711\r\n");
  EXPECT(waits_for_more, next == "+WHERE 5\r\n");
}

TEST_CASE("a request may come in pieces, several may come in one", "[step1]") {
  in_french("une requête peut venir en morceaux, plusieurs en un seul");
  for (const std::size_t at_once : {100'000u, 3u, 1u}) {
    World world;
    world.faults.read_at_most = at_once;
    Meeting it(world);
    for (auto piece : {"W", "HERE 1\r", "\n"}) {
      it.ada.send(piece);
      world.settle();
    }
    EXPECT(one_read_one_message, it.ada.receive() == "+WHERE 1\r\n");
    for (auto piece : {"*2\r\n$5\r\nWH", "ERE\r\n$1\r\n2", "\r\n"}) {
      it.ada.send(piece);
      world.settle();
    }
    EXPECT(one_read_one_message, it.ada.receive() == "+WHERE 2\r\n");
    const auto answers =
        ask(world, it.ada, "WHERE 3\r\nWHERE 4\nWHERE 5\r\nWHE");
    EXPECT(waits_for_more, answers.substr(0, 10) == "+WHERE 3\r\n");
    EXPECT(rest_thrown_away, answers == "+WHERE 3\r\n+WHERE 4\r\n+WHERE 5\r\n");
    EXPECT(rest_thrown_away, ask(world, it.ada, "RE 6\r\n") == "+WHERE 6\r\n");
  }
}

TEST_CASE("the handler gets a request as it was sent", "[step1]") {
  in_french("le traitement reçoit une requête telle qu'elle est partie");
  World world;
  Meeting it(world);
  const std::vector<std::pair<std::string, Request>> requests{
      {"where 1 2 3 4 5 6\r\n", {"where", "1", "2", "3", "4", "5", "6"}},
      {"\r\n\n  PING\r\n", {"PING"}},
      {"*3\r\n$4\r\nQUIT\r\n$0\r\n\r\n$8\r\na\r\n b\n c\r\n",
       {"QUIT", "", "a\r\n b\n c"}},
      {std::string("Zero\0\xff\n", 7), {std::string("Zero\0\xff", 6)}}};
  for (const auto& [bytes, request] : requests) {
    EXPECT(changed_on_the_way, !ask(world, it.ada, bytes).empty());
    EXPECT(changed_on_the_way, it.relay.request == request);
  }
  EXPECT(changed_on_the_way, it.relay.handled == 4);
}

TEST_CASE("an answer is sent as the handler gives it", "[step1]") {
  in_french("une réponse part telle que le traitement la rend");
  World world;
  Meeting it(world);
  for (const auto& said : {std::string(), std::string("no end"),
                           std::string("a\0b", 3), std::string("\r\n")}) {
    it.relay.said = said;
    EXPECT(changed_on_the_way,
           ask(world, it.ada, "SAY\r\nWHERE 1\r\n") == said + "+WHERE 1\r\n");
  }
}

TEST_CASE("answers come in the order of the requests", "[step1]") {
  in_french("les réponses viennent dans l'ordre des requêtes");
  World world;
  Meeting it(world);
  EXPECT(answers_out_of_order,
         ask(world, it.ada, "SEARCH 1\r\nWHERE 2\r\n").empty());
  it.relay.archive.open(1);
  EXPECT(answers_out_of_order,
         receive_all(world, it.ada) == "+SEARCH 1\r\n+WHERE 2\r\n");
}

TEST_CASE("an answer does not wait for the next request", "[step1]") {
  in_french("une réponse n'attend pas la requête suivante");
  World world;
  Meeting it(world);
  EXPECT(answers_held_back,
         ask(world, it.ada, "WHERE 1\r\nSEARCH 2\r\n") == "+WHERE 1\r\n");
}

TEST_CASE("an answer arrives whole, in many parts", "[step1]") {
  in_french("une réponse arrive entière, en plusieurs morceaux");
  World world;
  world.faults.room = 1'000;
  world.faults.write_at_most = 400;
  Meeting it(world);
  const Teaching teaching(write_some_is_not_all);
  EXPECT(write_some_is_not_all,
         ask(world, it.ada, "BIG 20000\r\nWHERE 1\r\n") ==
             std::string(20'000, 'z') + "\r\n+WHERE 1\r\n");
  World another;
  Meeting with_more(another);
  const auto answer = ask(another, with_more.ada, "BIG 2000000\r\n");
  EXPECT(write_some_is_not_all, answer.size() == 2'000'002);
}

TEST_CASE("a conversation knows nothing of another one", "[step1]") {
  in_french("une conversation ne sait rien d'une autre");
  World world;
  world.faults.room = 100;
  Meeting it(world);
  Client bob(world, "Bob", it.relay.port);
  const auto another = world.run("converse with Bob", meet(it.relay));
  expect_apart(world, it.ada, bob);
}

TEST_CASE("a client may take a day for anything", "[step1]") {
  in_french("un client peut mettre un jour à tout faire");
  World world;
  Meeting it(world);
  for (auto piece : {"WHE", "RE 1\r\nSEARCH 2\r\nBIG 200000\r\n"}) {
    it.ada.send(piece);
    world.advance(24h);
  }
  it.relay.archive.open(1);
  world.advance(24h);
  const Teaching teaching(out_of_patience);
  EXPECT(out_of_patience, it.ada.receive(21) == "+WHERE 1\r\n+SEARCH 2\r\n");
  EXPECT(out_of_patience, receive_all(world, it.ada).size() == 200'002);
  EXPECT(out_of_patience, it.outcome.waits());
}

TEST_CASE("who sends no more gets every answer, then the end", "[step1]") {
  in_french("qui n'envoie plus rien reçoit tout, puis la fin");
  World world;
  Meeting it(world);
  // The last one is cut off, and gets no answer.
  it.ada.send("WHERE 1\r\nSEARCH 2\r\nWHERE 3\r\nWHE");
  it.ada.half_close();
  world.settle();
  EXPECT(half_close_is_not_goodbye, it.outcome.waits());
  it.relay.archive.open(1);
  const auto answers = receive_all(world, it.ada);
  EXPECT(one_read_one_message, it.relay.handled <= 3);
  EXPECT(half_close_is_not_goodbye,
         answers == "+WHERE 1\r\n+SEARCH 2\r\n+WHERE 3\r\n");
  EXPECT(half_close_is_not_goodbye, it.ada.ended());
  EXPECT(half_close_is_not_goodbye, !it.ada.cut());
  EXPECT(half_close_is_not_goodbye, it.outcome.returned());
}

TEST_CASE("what is no request is refused, after the answers before it",
          "[step1]") {
  in_french("ce qui n'est pas une requête est refusé, à son tour");
  for (auto nonsense :
       {"*x\r\n", "*1\r\n+4\r\n", "*0\r\n", "*1\r\n\n", "*1\r\n$1\r\nabc"}) {
    World world;
    Meeting it(world);
    const auto answers =
        ask(world, it.ada, std::string("WHERE 1\r\n") + nonsense);
    EXPECT(nonsense_not_refused, answers.substr(0, 10) == "+WHERE 1\r\n");
    EXPECT(nonsense_not_refused, is_refusal(answers.substr(10)));
    EXPECT(nonsense_not_refused, it.ada.ended());
    EXPECT(nonsense_not_refused, it.outcome.returned());
  }
}

TEST_CASE("a request that does not end is refused", "[step1]") {
  in_french("une requête qui n'en finit pas est refusée");
  const std::string long_already(16'000, 'x');
  for (const auto& beginning : {std::string("WHERE "), long_already,
                                std::string("*1\r\n$999999999\r\n")}) {
    World world;
    world.faults.room = 1'000'000;
    Meeting it(world);
    const Teaching teaching(line_without_limit);
    it.ada.send(beginning);
    world.settle();
    send_all(world, it.ada, std::string(1'000'000, 'x'));
    EXPECT(line_without_limit, it.ada.read_by_program() <= most_kept);
    EXPECT(line_without_limit, is_refusal(it.ada.receive()));
    EXPECT(line_without_limit, it.outcome.returned());
  }
  World world;
  Meeting it(world);
  EXPECT(line_without_limit,
         is_refusal(ask(world, it.ada, std::string(longest_request + 1, 'x'))));
}

TEST_CASE("a whole request that is too long is refused", "[step1]") {
  in_french("une requête entière, mais trop longue, est refusée");
  // Its end is counted, and makes it one byte too long.
  static_assert(longest_request == 16'384, "as the lesson says");
  for (const std::string end : {"\n", "\r\n"})
    for (const std::size_t first : {0, 100, 9'000}) {
      World world;
      Meeting it(world);
      const std::string line(longest_request + 1 - end.size(), 'x');
      // However much of it is there when the end comes.
      ask(world, it.ada, line.substr(0, first));
      const auto answer = ask(world, it.ada, line.substr(first) + end);
      EXPECT(whole_but_too_long, answer.substr(0, 4) == "-ERR");
      EXPECT(whole_but_too_long, is_refusal(answer));
      EXPECT(whole_but_too_long, it.relay.handled == 0);
      EXPECT(whole_but_too_long, it.ada.ended());
    }
}

TEST_CASE("what keeps the limit is answered", "[step1]") {
  in_french("ce qui respecte la limite a sa réponse");
  World world;
  world.faults.read_at_most = 1'000;
  Meeting it(world);
  const std::string longest(longest_request - 2, 'x');
  EXPECT(limit_for_the_honest,
         ask(world, it.ada, longest + "\r\n") == "+" + longest + "\r\n");
  // Whatever is read with its end.
  EXPECT(limit_for_the_honest,
         ask(world, it.ada, longest + "\r\nWHERE 1\r\n") ==
             "+" + longest + "\r\n+WHERE 1\r\n");
  const std::string request = "WHERE " + std::string(30, '7');
  std::string many, answers;
  while (many.size() < 3 * longest_request) {
    many += request + "\r\n";
    answers += "+" + request + "\r\n";
  }
  EXPECT(limit_for_the_honest, ask(world, it.ada, many) == answers);
}

TEST_CASE("for a client that does not read, little is kept", "[step1]") {
  in_french("pour un client qui ne lit pas, on garde peu de choses");
  World world;
  Meeting it(world);
  const std::string request = "BIG 5000\r\n";
  std::string flood;
  for (int i = 0; i < 10'000; ++i) flood += request;
  const Teaching teaching(heap_for_the_deaf);
  send_all(world, it.ada, flood);
  const auto unread = it.ada.arrived().size();
  EXPECT(heap_for_the_deaf, unread > 0);
  EXPECT(heap_for_the_deaf,
         it.relay.bytes_answered - unread <= most_kept + 5'002);
  EXPECT(heap_for_the_deaf,
         it.ada.read_by_program() - it.relay.handled * request.size() <=
             most_kept);
}

TEST_CASE("while the handler is at work, little is read", "[step1]") {
  in_french("pendant que le traitement travaille, on lit peu de choses");
  World world;
  Meeting it(world);
  std::string flood = "SEARCH 1\r\n";
  for (int i = 0; i < 100'000; ++i) flood += "WHERE 2\r\n";
  send_all(world, it.ada, flood);
  EXPECT(heap_for_the_deaf, it.relay.handled == 1);
  EXPECT(heap_for_the_deaf, it.ada.read_by_program() <= most_kept + 10);
}

TEST_CASE("whatever the handler throws is answered", "[step1]") {
  in_french("tout ce que lève le traitement a une réponse");
  World world;
  Meeting it(world);
  const Teaching teaching(failure_not_answered);
  auto all = awkward_exceptions(the_parcel_is_lost);
  for (auto words : {"lost\r\n+found", ""})
    all.push_back(std::make_exception_ptr(std::runtime_error(words)));
  // What a handler that asks somebody else may have met.
  for (const asio::error_code error :
       {asio::error_code(asio::error::eof),
        asio::error_code(asio::error::operation_aborted)})
    all.push_back(std::make_exception_ptr(asio::system_error(error)));
  for (const auto& thrown : all) {
    it.relay.thrown = thrown;
    const auto handled = it.relay.handled;
    const auto answer = ask(world, it.ada, "LOSE\r\n");
    EXPECT(failure_not_answered, is_refusal(answer));
    EXPECT(failure_not_answered, answer.find('\n') == answer.size() - 1);
    EXPECT(failure_not_answered, it.relay.handled == handled + 1);
    EXPECT(failure_not_answered,
           ask(world, it.ada, "WHERE 1\r\n") == "+WHERE 1\r\n");
  }
}

TEST_CASE("when the connection breaks, it returns", "[step1]") {
  in_french("quand la connexion est rompue, elle rend la main");
  // While it waits for a request, handles one, and sends an answer.
  for (auto request : {"WHE", "SEARCH 1\r\n", "BIG 100000\r\n"}) {
    World world;
    Meeting it(world);
    it.ada.send(request);
    world.settle();
    it.ada.reset();
    it.relay.archive.open(1);
    world.settle();
    EXPECT(broken_line_thrown, it.outcome.returned());
    EXPECT(broken_line_thrown, world.open_sockets() == 1);
  }
  // And before it begins.
  World world;
  Relay relay(world);
  Client ada(world, "Ada", relay.port);
  ada.reset();
  world.test_accepts_at(relay.port);
  const auto outcome = world.run("converse", meet(relay));
  world.settle();
  EXPECT(broken_line_thrown, outcome.returned());
}

TEST_CASE("each of its I/O calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  for_each_failing_call([](World& world) {
    Meeting it(world);
    const std::string answers = "+WHERE 1\r\n+WHERE 2\r\n+WHERE 3\r\n";
    it.ada.send("WHERE 1\r\nWHERE 2\r\nWHERE 3\r\n");
    it.ada.half_close();
    const auto received = receive_all(world, it.ada);
    EXPECT(broken_line_thrown, it.outcome.returned());
    EXPECT(broken_line_thrown, answers.starts_with(received));
    EXPECT(broken_line_thrown, world.open_sockets() == 1);
  });
}

// Step 2

TEST_CASE("the handler answers each client", "[step2]") {
  in_french("le traitement répond à chaque client");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  expect_answers_for_all(world, relay.port);
}

TEST_CASE("one that is silent, slow or deaf holds up nobody", "[step2]") {
  in_french("un client muet, lent ou sourd ne retient personne");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  Client silent(world, the_silent_one, relay.port);
  Client half(world, half_a_request, relay.port);
  half.send("WHE");
  Client slow(world, the_slow_one, relay.port);
  slow.send("SEARCH 1\r\n");
  Client deaf(world, the_deaf_one, relay.port);
  deaf.send("BIG 1000000\r\n");
  world.settle();
  Client ada(world, "Ada", relay.port);
  EXPECT(one_at_a_time, ask(world, ada, "WHERE 1\r\n") == "+WHERE 1\r\n");
  relay.archive.open(1);
  EXPECT(one_at_a_time, receive_all(world, slow) == "+SEARCH 1\r\n");
  EXPECT(one_at_a_time, ask(world, half, "RE 2\r\n") == "+WHERE 2\r\n");
  EXPECT(one_at_a_time, ask(world, silent, "WHERE 3\r\n") == "+WHERE 3\r\n");
  EXPECT(one_at_a_time, outcome.waits());
}

// Each has a descriptor of the machine, of which a grader gives 512.
TEST_CASE("hundreds of clients are served at once", "[step2]") {
  in_french("des centaines de clients sont servis à la fois");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  const auto all = clients(world, relay.port, 400);
  for (auto& client : all) client->send("SEARCH 1\r\n");
  world.settle();
  EXPECT(one_at_a_time, relay.handled == 400);
}

TEST_CASE("it converses with each of them as converse does", "[step2]") {
  in_french("elle parle à chacun comme le fait converse");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  expect_talks(world, relay, relay.port);
}

TEST_CASE("a connection that breaks ends no other", "[step2]") {
  in_french("une connexion rompue n'en termine aucune autre");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  Client ada(world, "Ada", relay.port);
  ada.send("SEARCH 1\r\n");
  world.settle();
  const Teaching teaching(bad_client_ends_all);
  {
    Client bob(world, "Bob", relay.port);
    bob.reset();
    world.settle();
  }
  for (auto request :
       {"", "WHE", "SEARCH 2\r\n", "BIG 1000000\r\n", "*x\r\n"}) {
    Client bob(world, "Bob", relay.port);
    bob.send(request);
    world.settle();
    bob.reset();
    world.settle();
  }
  EXPECT(bad_client_ends_all, outcome.waits());
  relay.archive.open(1);
  EXPECT(bad_client_ends_all, receive_all(world, ada) == "+SEARCH 1\r\n");
  EXPECT(bad_client_ends_all, world.open_sockets() == 2);
}

TEST_CASE("after an error of accept, it goes on", "[step2]") {
  in_french("après une erreur d'accept, elle continue");
  for (const int error :
       {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM, ECONNABORTED, EPROTO}) {
    World world;
    Relay relay(world);
    auto outcome =
        world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
    world.faults.accept_errors = {error};
    Client unlucky(world, the_unlucky_one, relay.port);
    world.advance(1s);
    Client ada(world, "Ada", relay.port);
    ada.send("WHERE 1\r\n");
    world.advance(1s);
    EXPECT(accept_error_ends_all, ada.receive() == "+WHERE 1\r\n");
    EXPECT(accept_error_ends_all, outcome.waits());
  }
}

TEST_CASE("after an error of accept, it waits before it tries again",
          "[step2]") {
  in_french("après une erreur d'accept, elle attend avant de réessayer");
  for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM}) {
    World world;
    Relay relay(world);
    auto outcome =
        world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
    expect_pauses(world, relay.port, error, error == EMFILE ? 101 : 20);
  }
}

TEST_CASE("an accept that is cancelled is one that has failed", "[step2]") {
  in_french("un accept annulé est un accept qui a échoué");
  World world;
  Relay relay(world);
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  world.settle();
  expect_pause_after_cancel(world, relay);
  EXPECT(accept_error_ends_all, outcome.waits());
}

TEST_CASE("when the acceptor is closed, it returns", "[step2]") {
  in_french("quand l'acceptor est fermé, elle rend la main");
  for (const bool pausing : {false, true}) {
    World world;
    Relay relay(world);
    auto outcome =
        world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
    Client ada(world, "Ada", relay.port);
    ada.send("SEARCH 1\r\n");
    world.settle();
    if (pausing) world.faults.accept_errors = {EMFILE};
    Client bob(world, "Bob", relay.port);
    world.settle();
    const Teaching teaching(accepts_for_ever);
    relay.acceptor.close();
    world.advance(accept_pause);
    EXPECT(accepts_for_ever, !outcome.threw());
    EXPECT(takes_its_guests_along, !ada.ended());
    // She may ask again: so her conversation needs a handler that lives.
    EXPECT(takes_its_guests_along, !relay.handler_alive.expired());
    relay.archive.open(1);
    world.settle();
    EXPECT(takes_its_guests_along, ada.receive() == "+SEARCH 1\r\n");
    EXPECT(takes_its_guests_along,
           ask(world, ada, "WHERE 2\r\n") == "+WHERE 2\r\n");
    const bool in_time = outcome.returned();
    ada.hang_up();
    bob.hang_up();
    world.settle();
    EXPECT(accepts_for_ever, outcome.returned());
    EXPECT(takes_its_guests_along, in_time);
  }
}

TEST_CASE("an acceptor that is closed already is one that is closed",
          "[step2]") {
  in_french("un acceptor déjà fermé est un acceptor fermé");
  World world;
  Relay relay(world);
  relay.acceptor.close();
  auto outcome =
      world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
  world.advance(accept_pause);
  EXPECT(accepts_for_ever, outcome.returned());
}

TEST_CASE("each of its I/O calls may fail: step 2", "[step2]") {
  in_french("chacun de ses appels peut échouer : étape 2");
  for_each_failing_call([](World& world) {
    Relay relay(world);
    auto outcome =
        world.run("serve", exo38::serve(relay.acceptor, relay.handler()));
    {
      Client ada(world, "Ada", relay.port);
      Client bob(world, "Bob", relay.port);
      ada.send("WHERE 1\r\nWHERE 2\r\n");
      bob.send("WHERE 3\r\n");
      world.advance(1s);
    }
    world.settle();
    EXPECT(bad_client_ends_all, world.open_sockets() == 1);
    world.faults.failing_call = 0;
    Client cleo(world, "Cleo", relay.port);
    EXPECT(accept_error_ends_all,
           ask(world, cleo, "WHERE 4\r\n") == "+WHERE 4\r\n");
    EXPECT(accept_error_ends_all, outcome.waits());
  });
}

// Step 3

TEST_CASE("with places, too, the handler answers each client", "[step3]") {
  in_french("avec des places aussi, le traitement répond à chaque client");
  World world;
  Relay relay(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  expect_answers_for_all(world, relay.port);
}

TEST_CASE("as many as there are places are served at once, and no more",
          "[step3]") {
  in_french("autant de clients que de places sont servis, et pas plus");
  for (const int most : limits) {
    World world;
    Relay relay(world);
    world.start("serve",
                exo38::serve_at_most(relay.acceptor, relay.handler(), most));
    auto all = clients(world, relay.port, most + 3);
    for (auto& client : all) client->send("SEARCH 1\r\n");
    world.settle();
    EXPECT(over_the_limit,
           world.open_sockets() <= static_cast<std::size_t>(1 + most));
    EXPECT(over_the_limit, relay.handled <= most);
    EXPECT(places_unused, relay.handled == most);
    relay.archive.open(1);
    world.settle();
    EXPECT(over_the_limit, relay.handled == most);
    for (int i = 0; i < most; ++i)
      EXPECT(places_unused, all[i]->receive() == "+SEARCH 1\r\n");
  }
}

TEST_CASE("however a conversation ends, its place is free", "[step3]") {
  in_french("quelle que soit la fin d'une conversation, sa place est libre");
  for (const int most : {1, 2}) {
    World world;
    Relay relay(world);
    auto outcome = world.run(
        "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), most));
    expect_places_back(world, relay, relay.port, most);
    EXPECT(place_lost, outcome.waits());
  }
}

TEST_CASE("its conversations are those of converse", "[step3]") {
  in_french("ses conversations sont celles de converse");
  World world;
  Relay relay(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 10));
  expect_talks(world, relay, relay.port);
}

TEST_CASE("there may be more places than clients", "[step3]") {
  in_french("il peut y avoir plus de places que de clients");
  World world;
  Relay relay(world);
  constexpr std::size_t most = 1 << 16;
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), most));
  const auto all = clients(world, relay.port, 3);
  for (auto& client : all) client->send("SEARCH 1\r\n");
  world.settle();
  EXPECT(places_unused, relay.handled == 3);
}

TEST_CASE("a place is taken until the last byte is out", "[step3]") {
  in_french("une place est prise jusqu'au dernier octet");
  for (auto request : {"WHERE 1\r\n", "*x\r\n"}) {
    World world;
    Relay relay(world);
    world.faults.room = 4;
    auto outcome = world.run(
        "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 1));
    Client ada(world, "Ada", relay.port);
    send_all(world, ada, request);
    ada.half_close();
    world.settle();
    world.faults.room = 1'000;
    Client bob(world, "Bob", relay.port);
    bob.send("WHERE 2\r\n");
    world.settle();
    EXPECT(over_the_limit, world.open_sockets() == 2);
    EXPECT(over_the_limit, bob.arrived().empty());
    receive_all(world, ada);
    EXPECT(place_lost, bob.receive() == "+WHERE 2\r\n");
  }
}

TEST_CASE("who waits gets the first place that is free", "[step3]") {
  in_french("qui attend prend la première place libre");
  World world;
  Relay relay(world);
  world.start("serve",
              exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  Client ada(world, "Ada", relay.port), bob(world, "Bob", relay.port);
  Client cleo(world, "Cleo", relay.port), dan(world, "Dan", relay.port);
  cleo.send("WHERE 3\r\n");
  dan.send("WHERE 4\r\n");
  world.settle();
  EXPECT(over_the_limit, cleo.arrived().empty());
  bob.hang_up();
  world.settle();
  EXPECT(place_lost, cleo.receive() == "+WHERE 3\r\n");
  EXPECT(over_the_limit, dan.arrived().empty());
  ada.reset();
  world.settle();
  EXPECT(place_lost, dan.receive() == "+WHERE 4\r\n");
}

TEST_CASE("an error of accept costs no place", "[step3]") {
  in_french("une erreur d'accept ne coûte aucune place");
  World world;
  Relay relay(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  world.faults.accept_errors = {EMFILE, ECONNABORTED, ENFILE, EMFILE};
  Client unlucky(world, the_unlucky_one, relay.port);
  Client ada(world, "Ada", relay.port), bob(world, "Bob", relay.port);
  ada.send("SEARCH 1\r\n");
  bob.send("SEARCH 2\r\n");
  world.advance(1s);
  EXPECT(accept_error_ends_all, outcome.waits());
  EXPECT(place_paid_for_nothing, relay.handled == 2);
}

TEST_CASE("with places, too, it waits before it tries again", "[step3]") {
  in_french("avec des places aussi, elle attend avant de réessayer");
  World world;
  Relay relay(world);
  world.start("serve",
              exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  expect_pauses(world, relay.port, EMFILE);
}

TEST_CASE("an accept that is cancelled costs no place", "[step3]") {
  in_french("un accept annulé ne coûte aucune place");
  World world;
  Relay relay(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  for (int times = 0; times < 3; ++times) {
    world.settle();
    expect_pause_after_cancel(world, relay);
  }
  const auto all = clients(world, relay.port, 2);
  for (auto& client : all) client->send("SEARCH 1\r\n");
  relay.handled = 0;
  world.settle();
  EXPECT(place_paid_for_nothing, relay.handled == 2);
  EXPECT(accept_error_ends_all, outcome.waits());
}

TEST_CASE("closed while all places are taken, it returns", "[step3]") {
  in_french("fermée quand toutes les places sont prises, elle rend la main");
  World world;
  Relay relay(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  auto all = clients(world, relay.port, 3);
  world.settle();
  relay.acceptor.close();
  world.advance(accept_pause);
  EXPECT(takes_its_guests_along,
         ask(world, *all[0], "WHERE 1\r\n") == "+WHERE 1\r\n");
  all[1]->hang_up();
  world.advance(accept_pause);
  const bool in_time = outcome.returned();
  EXPECT(takes_its_guests_along,
         ask(world, *all[0], "WHERE 2\r\n") == "+WHERE 2\r\n");
  all[0]->hang_up();
  world.settle();
  EXPECT(accepts_for_ever, outcome.returned());
  EXPECT(takes_its_guests_along, in_time);
}

TEST_CASE("closed, it returns, and its guests stay", "[step3]") {
  in_french("fermée, elle rend la main, et ses invités restent");
  World world;
  Relay relay(world), another(world);
  auto outcome = world.run(
      "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
  Client ada(world, "Ada", relay.port);
  ada.send("SEARCH 1\r\n");
  world.settle();
  relay.acceptor.close();
  world.advance(accept_pause);
  const bool in_time = outcome.returned();
  EXPECT(takes_its_guests_along, !ada.ended());
  // A server that begins now may have its places where the first one had them.
  world.start("serve",
              exo38::serve_at_most(another.acceptor, another.handler(), 1));
  auto all = clients(world, another.port, 2);
  for (auto& client : all) client->send("SEARCH 2\r\n");
  world.settle();
  const Teaching teaching(takes_its_guests_along);
  EXPECT(over_the_limit, another.handled == 1);
  relay.archive.open(1);
  EXPECT(takes_its_guests_along, receive_all(world, ada) == "+SEARCH 1\r\n");
  ada.hang_up();
  world.settle();
  EXPECT(takes_its_guests_along, another.handled == 1);
  EXPECT(accepts_for_ever, outcome.returned());
  EXPECT(takes_its_guests_along, in_time);
}

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    Relay relay(world);
    auto outcome = world.run(
        "serve", exo38::serve_at_most(relay.acceptor, relay.handler(), 2));
    auto all = clients(world, relay.port, 3);
    for (auto& client : all) client->send("WHERE 1\r\n");
    world.advance(1s);
    all.clear();
    world.advance(1s);
    EXPECT(place_lost, world.open_sockets() == 1);
    world.faults.failing_call = 0;
    relay.handled = 0;
    auto next = clients(world, relay.port, 2);
    for (auto& client : next) client->send("SEARCH 2\r\n");
    world.settle();
    EXPECT(place_lost, relay.handled == 2);
    EXPECT(accept_error_ends_all, outcome.waits());
  });
}

// Step 4

namespace {

// A server under way.
struct Office {
  explicit Office(World& world, std::size_t most = 10)
      : relay(world),
        port(relay.port),
        server(std::move(relay.acceptor), relay.handler(), most),
        outcome(world.run("run", server.run())) {}
  Relay relay;
  Port port;
  exo38::Server server;
  Outcome<void> outcome;
};

}  // namespace

TEST_CASE("the handler of a server answers each client", "[step4]") {
  in_french("le traitement d'un serveur répond à chaque client");
  World world;
  Office it(world);
  expect_answers_for_all(world, it.port);
}

TEST_CASE("until stop(), it serves", "[step4]") {
  in_french("jusqu'à stop(), il sert");
  World world;
  Office it(world, 2);
  auto all = clients(world, it.port, 3);
  for (auto& client : all) client->send("SEARCH 1\r\n");
  world.settle();
  EXPECT(over_the_limit, world.open_sockets() <= 3);
  EXPECT(over_the_limit, it.relay.handled <= 2);
  EXPECT(places_unused, it.relay.handled == 2);
  all[0]->reset();
  world.settle();
  it.relay.archive.open(1);
  world.settle();
  EXPECT(place_lost, all[2]->receive() == "+SEARCH 1\r\n");
  world.faults.accept_errors = {EMFILE, ENFILE};
  all.clear();
  Client ada(world, "Ada", it.port);
  ada.send("WHERE 2\r\n");
  world.advance(1s);
  EXPECT(accept_error_ends_all, ada.receive() == "+WHERE 2\r\n");
  ada.hang_up();
  expect_pauses(world, it.port, EMFILE);
  EXPECT(accept_error_ends_all, it.outcome.waits());
}

TEST_CASE("a server converses as converse does", "[step4]") {
  in_french("un serveur parle comme converse");
  World world;
  Office it(world);
  expect_talks(world, it.relay, it.port);
}

TEST_CASE("until stop(), every place is given back", "[step4]") {
  in_french("jusqu'à stop(), chaque place est rendue");
  World world;
  Office it(world, 2);
  expect_places_back(world, it.relay, it.port, 2);
  EXPECT(place_lost, it.outcome.waits());
}

TEST_CASE("from stop() on, nobody gets in", "[step4]") {
  in_french("dès stop(), personne n'entre");
  World world;
  Office it(world, 1);
  Client ada(world, "Ada", it.port);
  ada.send("SEARCH 1\r\n");
  world.settle();
  Client bob(world, "Bob", it.port);
  bob.send("WHERE 2\r\n");
  world.settle();
  it.server.stop();
  Client cleo(world, "Cleo", it.port);
  EXPECT(accepts_while_stopping, cleo.refused());
  it.relay.archive.open(1);
  world.settle();
  EXPECT(accepts_while_stopping, it.relay.handled == 1);
  EXPECT(accepts_while_stopping, bob.arrived().empty());
  EXPECT(accepts_while_stopping, (bob.cut() || bob.ended()));
  EXPECT(stop_cuts_answers, receive_all(world, ada) == "+SEARCH 1\r\n");
  EXPECT(waits_for_the_silent, ada.ended());
  EXPECT(never_ends, it.outcome.returned());
}

TEST_CASE("an answer under way arrives whole", "[step4]") {
  in_french("une réponse en cours arrive entière");
  World world;
  Office it(world);
  Client ada(world, "Ada", it.port);
  ada.send("SEARCH 1\r\n");
  Client bob(world, "Bob", it.port);
  bob.send("BIG 200000\r\n");
  world.settle();
  // The impatient stop twice.
  for (int times = 0; times < 2; ++times) {
    it.server.stop();
    world.settle();
  }
  // An answer may take its time.
  world.advance(24h);
  EXPECT(ends_too_early, it.outcome.waits());
  EXPECT(stop_cuts_answers,
         receive_all(world, bob) == std::string(200'000, 'z') + "\r\n");
  EXPECT(stop_cuts_answers, bob.ended());
  EXPECT(stop_cuts_answers, !bob.cut());
  EXPECT(stop_cuts_answers, !ada.ended());
  EXPECT(ends_too_early, it.outcome.waits());
  it.relay.archive.open(1);
  EXPECT(stop_cuts_answers, receive_all(world, ada) == "+SEARCH 1\r\n");
  EXPECT(stop_cuts_answers, ada.ended());
  EXPECT(stop_cuts_answers, !ada.cut());
  EXPECT(never_ends, it.outcome.returned());
  EXPECT(never_ends, world.open_sockets() == 0);
}

TEST_CASE("a failure under way is an answer, too", "[step4]") {
  in_french("un échec en cours est aussi une réponse");
  World world;
  Office it(world);
  Client ada(world, "Ada", it.port);
  ada.send("SEARCH 1\r\nWHERE 2\r\n");
  world.settle();
  it.server.stop();
  world.settle();
  it.relay.archive.fail(std::runtime_error("lost"));
  EXPECT(stop_cuts_answers, is_refusal(receive_all(world, ada)));
  EXPECT(one_more_request, it.relay.handled == 1);
  EXPECT(stop_cuts_answers, ada.ended());
  EXPECT(never_ends, it.outcome.returned());
}

TEST_CASE("who asks for nothing is let go at once", "[step4]") {
  in_french("qui ne demande rien est libéré aussitôt");
  World world;
  Office it(world);
  Client silent(world, the_silent_one, it.port);
  Client half(world, half_a_request, it.port);
  half.send("WHE");
  Client served(world, the_served_one, it.port);
  EXPECT(one_at_a_time, ask(world, served, "WHERE 1\r\n") == "+WHERE 1\r\n");
  it.server.stop();
  world.settle();
  for (Client* client : {&silent, &half, &served})
    EXPECT(waits_for_the_silent, client->ended());
  EXPECT(never_ends, it.outcome.returned());
}

TEST_CASE("after stop(), no further request is handled", "[step4]") {
  in_french("après stop(), plus aucune requête n'est traitée");
  World world;
  Office it(world);
  Client ada(world, "Ada", it.port);
  ada.send("SEARCH 1\r\nWHERE 2\r\n");
  Client bob(world, "Bob", it.port);
  bob.send("BIG 200000\r\n");
  world.settle();
  it.server.stop();
  ada.send("WHERE 3\r\n");
  bob.send("WHERE 4\r\n");
  it.relay.archive.open(1);
  EXPECT(one_more_request, receive_all(world, ada) == "+SEARCH 1\r\n");
  receive_all(world, bob);
  EXPECT(one_more_request, it.relay.handled == 2);
  EXPECT(waits_for_the_silent, ada.ended());
  EXPECT(waits_for_the_silent, bob.ended());
  EXPECT(never_ends, it.outcome.returned());
}

TEST_CASE("what comes in the same moment as stop() is too late", "[step4]") {
  in_french("ce qui arrive au moment même de stop() arrive trop tard");
  World world;
  Office it(world);
  Client ada(world, "Ada", it.port);
  world.settle();
  Client bob(world, "Bob", it.port);
  ada.send("WHERE 1\r\n");
  bob.send("WHERE 2\r\n");
  it.server.stop();
  world.settle();
  EXPECT(one_more_request, it.relay.handled == 0);
  EXPECT(accepts_while_stopping, bob.arrived().empty());
  EXPECT(never_ends, it.outcome.returned());
  EXPECT(never_ends, world.open_sockets() == 0);
}

TEST_CASE("what was read in the same moment as stop() is too late", "[step4]") {
  in_french("ce qui a été lu au moment même de stop() arrive trop tard");
  for (const auto in_order : both_orders) {
    World world;
    // STOP is read whole, the other request in two parts. The second one is
    // there when its read begins: the read is over, and then comes stop().
    world.faults.read_at_most = 6;
    Office it(world);
    int handled = 0;
    it.relay.on_stop = [&] {
      handled = it.relay.handled;
      it.server.stop();
    };
    std::unique_ptr<Client> ada, bob;
    in_order([&] { ada = std::make_unique<Client>(world, "Ada", it.port); },
             [&] { bob = std::make_unique<Client>(world, "Bob", it.port); });
    world.settle();
    ada->send("STOP\r\n");
    bob->send("WHERE 1\r\n");
    world.settle();
    EXPECT(stop_cuts_answers, ada->receive() == "+STOP\r\n");
    EXPECT(one_more_request, it.relay.handled == handled);
    EXPECT(waits_for_the_silent, bob->ended());
    EXPECT(never_ends, it.outcome.returned());
  }
}

TEST_CASE("a request may ask for the stop", "[step4]") {
  in_french("une requête peut demander l'arrêt");
  World world;
  Office it(world);
  it.relay.on_stop = [&] { it.server.stop(); };
  Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
  ada.send("STOP\r\nWHERE 1\r\n");
  EXPECT(stop_cuts_answers, receive_all(world, ada) == "+STOP\r\n");
  EXPECT(stop_cuts_answers, ada.ended());
  EXPECT(waits_for_the_silent, bob.ended());
  EXPECT(never_ends, it.outcome.returned());
}

TEST_CASE("a stop comes between an arrival and its conversation", "[step4]") {
  in_french("un arrêt vient entre une arrivée et sa conversation");
  for (const auto in_order : both_orders) {
    World world;
    Office it(world);
    int handled = 0;
    it.relay.on_stop = [&] {
      handled = it.relay.handled;
      it.server.stop();
    };
    Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
    world.settle();
    // All of it is ready in the same turn of the loop.
    std::unique_ptr<Client> cleo;
    in_order([&] { ada.send("STOP\r\n"); },
             [&] {
               bob.send("WHERE 1\r\n");
               cleo = std::make_unique<Client>(world, "Cleo", it.port);
             });
    world.settle();
    EXPECT(stop_cuts_answers, ada.receive() == "+STOP\r\n");
    EXPECT(one_more_request, it.relay.handled == handled);
    EXPECT(waits_for_the_silent, (cleo->ended() || cleo->cut()));
    EXPECT(never_ends, it.outcome.returned());
  }
}

TEST_CASE("stop() may come at any time, and more than once", "[step4]") {
  in_french("stop() peut venir à tout moment, et plus d'une fois");
  {
    World world;
    Relay relay(world);
    const auto port = relay.port;
    exo38::Server server(std::move(relay.acceptor), relay.handler(), 1);
    server.stop();
    Client ada(world, "Ada", port);
    EXPECT(accepts_while_stopping, ada.refused());
    auto outcome = world.run("run", server.run());
    EXPECT(never_ends, outcome.returned());
  }
  {
    // While it pauses after an error, and while it waits for a place.
    for (const bool pausing : {true, false}) {
      World world;
      Office it(world, 1);
      if (pausing) world.faults.accept_errors = {EMFILE};
      Client ada(world, "Ada", it.port);
      world.settle();
      it.server.stop();
      it.server.stop();
      world.settle();
      it.server.stop();
      EXPECT(never_ends, it.outcome.returned());
    }
  }
}

TEST_CASE("one server knows nothing of another one", "[step4]") {
  in_french("un serveur ne sait rien d'un autre");
  World world;
  Office it(world), another(world);
  it.server.stop();
  world.settle();
  EXPECT(never_ends, it.outcome.returned());
  const Teaching teaching(shared_by_all);
  EXPECT(shared_by_all, another.outcome.waits());
  Client ada(world, "Ada", another.port);
  EXPECT(shared_by_all, ask(world, ada, "WHERE 1\r\n") == "+WHERE 1\r\n");
  EXPECT(shared_by_all, another.relay.handled == 1);
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    Office it(world, 2);
    Client ada(world, "Ada", it.port), bob(world, "Bob", it.port);
    ada.send("WHERE 1\r\n");
    bob.send("SEARCH 2\r\n");
    world.advance(1s);
    it.server.stop();
    world.settle();
    it.relay.archive.open(1);
    world.advance(1s);
    EXPECT(never_ends, it.outcome.returned());
    EXPECT(never_ends, world.open_sockets() == 0);
  });
}

TEST_CASE("a long day, two hundred times", "[step4]") {
  in_french("une longue journée, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    const auto most = 1 + chaos.below(4);
    if (chaos.one_in(2)) world.faults.room = 1 + chaos.below(200);
    Office it(world, most);
    struct Talk {
      std::unique_ptr<Client> client;
      std::string expected;
      std::string received;
    };
    std::vector<Talk> talks;
    for (int event = 0; event < 40; ++event) {
      const auto any = chaos.below(talks.size() + 1);
      if (any == talks.size() || chaos.one_in(8)) {
        talks.push_back(
            {std::make_unique<Client>(
                 world, "client " + std::to_string(talks.size()), it.port),
             "", ""});
        continue;
      }
      auto& [client, expected, received] = talks[any];
      switch (chaos.below(8)) {
        case 0:
          if (chaos.one_in(2))
            client->reset();
          else
            client->half_close();
          break;
        case 1:
          world.faults.accept_errors.push_back(chaos.one_in(2) ? EMFILE
                                                               : ECONNABORTED);
          break;
        case 2:
          world.advance(std::chrono::milliseconds(chaos.below(250)));
          break;
        case 3:
        case 4:
          received += client->receive(1 + chaos.below(50));
          break;
        default: {
          const auto number = std::to_string(event);
          const auto request = "WHERE " + number + "\r\n";
          // What does not go through whole is followed by nothing.
          if (client->send(request) == request.size())
            expected += "+WHERE " + number + "\r\n";
          else
            client->half_close();
        }
      }
      if (chaos.one_in(2)) world.settle();
      EXPECT(over_the_limit, world.open_sockets() <= 1 + most);
    }
    it.server.stop();
    for (auto& [client, expected, received] : talks) {
      received += receive_all(world, *client);
      EXPECT(answers_out_of_order, expected.starts_with(received));
      EXPECT(write_some_is_not_all,
             (received.empty() || client->cut() || received.ends_with("\r\n")));
    }
    world.advance(1s);
    EXPECT(never_ends, it.outcome.returned());
    EXPECT(never_ends, world.open_sockets() == 0);
  });
}
