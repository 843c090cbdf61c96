// What the tests of exo42 have at hand: clients, and what the program has for
// them.
#pragma once

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <support/expect.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "chat.hpp"
#include "lessons.hpp"

namespace {

using asio::ip::tcp;
using exo42::came;
using exo42::longest_line;
using exo42::most_waiting;
using exo42::Outbox;
using exo42::Room;
using workbook::Chaos;
using workbook::Client;
using workbook::Outcome;
using workbook::Port;
using workbook::Text;
using workbook::World;

// Step 1

// A port where clients come, and the sockets that the program has for them.
struct Door {
  explicit Door(World& world)
      : acceptor(world.context, {asio::ip::address_v4::loopback(), 0}),
        port(acceptor.local_endpoint().port()) {}

  // The socket of the client that has just come.
  tcp::socket let_in(World& world) {
    world.test_accepts_at(port);
    tcp::socket socket(acceptor.get_executor());
    asio::error_code ignored;
    acceptor.accept(socket, ignored);
    return socket;
  }

  tcp::acceptor acceptor;
  const Port port;
};

// A client, and the outbox that the program has for it.
struct Line {
  Line(World& world, Door& door, const std::string& name)
      : client(world, name, door.port),
        socket(door.let_in(world)),
        outbox(socket),
        world(world),
        name(name) {}

  // The same as of the outbox, and the story tells it.
  bool put(std::string_view line) {
    world.network().tell(
        "", {"{}: put() is given {} bytes", "{} : put() reçoit {} octets"},
        name, line.size());
    return outbox.put(line);
  }
  void close() {
    world.network().tell(
        "", {"{}: close() is called", "{} : close() est appelée"}, name);
    outbox.close();
  }

  Client client;
  tcp::socket socket;
  Outbox outbox;
  World& world;
  const std::string name;
};

std::string line_of(char letter, std::size_t size) {
  return std::string(size - 1, letter) + "\n";
}

// Step 2

constexpr Text send_to{"send to ", "send vers "};

// A room, with somebody's outboxes at hand.
struct Depots {
  explicit Depots(World& world) : world(world), door(world) {}

  Line& come(const std::string& name) {
    auto& line = lines.emplace_back(std::make_unique<Line>(world, door, name));
    world.start(send_to.spoken() + name, line->outbox.send());
    return *line;
  }

  // Comes, and joins under that name.
  Line& join(const std::string& name) {
    auto& line = come(name);
    EXPECT(name_twice, room.join(name, line.outbox));
    return line;
  }

  // Joins, and has stopped reading: no more than so many bytes can still be put
  // into its outbox.
  Line& join_deaf(const std::string& name, std::size_t left_over) {
    const auto room_before = std::exchange(world.faults.room, 1);
    auto& line = join(name);
    world.faults.room = room_before;
    receive_all(world, line.client);
    line.put(line_of('#', most_waiting - left_over));
    world.settle();
    return line;
  }

  // What each of those who read has received by now.
  std::string heard_by(Line& line) { return receive_all(world, line.client); }

  World& world;
  Door door;
  Room room;
  std::vector<std::unique_ptr<Line>> lines;
};

// Step 3

// A room with an open door: each client that comes gets a session.
struct Office {
  explicit Office(World& world)
      : world(world), door(world), watch(std::make_shared<Watch>()) {
    world.test_accepts_at(door.port);
    asio::co_spawn(world.context, receive(door.acceptor, watch),
                   [](const std::exception_ptr&) {});
    world.settle();
  }

  struct Watch {
    Room room;
    int sessions = 0;  // under way
    std::exception_ptr thrown;
  };

  // The frame of a session goes before the room does.
  static asio::awaitable<void> watched(tcp::socket socket,
                                       std::shared_ptr<Watch> watch) {
    ++watch->sessions;
    try {
      co_await exo42::session(std::move(socket), watch->room);
    } catch (...) {
      watch->thrown = std::current_exception();
    }
    --watch->sessions;
  }

  static asio::awaitable<void> receive(tcp::acceptor& acceptor,
                                       std::shared_ptr<Watch> watch) {
    for (;;) {
      auto [error, socket] =
          co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
      if (!acceptor.is_open()) co_return;
      if (error) continue;
      asio::co_spawn(acceptor.get_executor(), watched(std::move(socket), watch),
                     [](const std::exception_ptr&) {});
    }
  }

  // Connects, and says who it is; it receives nothing yet.
  std::unique_ptr<Client> come(const std::string& name) {
    auto client = std::make_unique<Client>(world, name, door.port);
    client->send(name + "\n");
    world.settle();
    return client;
  }

  // The same, and has received all up to its own arrival.
  std::unique_ptr<Client> come_in(const std::string& name) {
    auto client = come(name);
    receive_all(world, *client);
    return client;
  }

  std::string heard_by(Client& client) { return receive_all(world, client); }

  std::string ask(Client& client, std::string_view bytes) {
    client.send(bytes);
    return heard_by(client);
  }

  World& world;
  Door door;
  std::shared_ptr<Watch> watch;
};

// What befalls a handful of clients. Ada is there from the beginning, reads,
// and stays: what the others have heard is a piece of what she has heard.
struct Evening {
  struct Guest {
    std::unique_ptr<Client> client;
    bool deaf;
    std::string heard;
  };

  // `come` makes a client of a name, which has come in.
  Evening(World& world, Chaos& chaos,
          std::function<std::unique_ptr<Client>(const std::string&)> come)
      : world(world), chaos(chaos), come(std::move(come)) {
    guests.push_back({this->come("Ada"), false, ""});
    for (event = 0; event < 25; ++event) {
      happen();
      if (chaos.one_in(2)) world.settle();
    }
    for (auto& guest : guests)
      guest.heard += guest.deaf ? guest.client->receive()
                                : receive_all(world, *guest.client);
  }

  void happen() {
    const auto any = chaos.below(guests.size());
    if (guests.size() < 6 && chaos.one_in(6)) {
      const bool deaf = chaos.one_in(3);
      world.faults.room = deaf ? 1 + chaos.below(3'000) : 64 * 1024;
      guests.push_back({come("n" + std::to_string(guests.size())), deaf, ""});
      return;
    }
    auto& [client, deaf, heard] = guests[any];
    switch (chaos.below(12)) {
      case 0:
        if (any) client->reset();
        break;
      case 1:
        if (any) client->half_close();
        break;
      case 2:
        world.advance(std::chrono::milliseconds(chaos.below(3'000)));
        break;
      case 3:
        if (any) client->send("half a line");
        break;
      case 4:
        // As much as nobody can keep who does not read meanwhile.
        if (!chaos.one_in(8)) break;
        for (int i = 0; i < 3; ++i) {
          for (int j = 0; j < 25; ++j) client->send(line_of('y', 999));
          guests[0].heard += receive_all(world, *guests[0].client);
        }
        break;
      case 5:
      case 6:
        if (!deaf) heard += client->receive(1 + chaos.below(100));
        break;
      default:
        client->send(std::string(chaos.below(100), 'x') +
                     std::to_string(event) + "\n");
    }
  }

  World& world;
  Chaos& chaos;
  std::function<std::unique_ptr<Client>(const std::string&)> come;
  std::vector<Guest> guests;
  int event = 0;
};

// Step 4

// The old server at work.
struct Board {
  explicit Board(World& world)
      : world(world),
        door(world),
        outcome(world.run("notice_board", exo42::notice_board(door.acceptor))) {
  }

  std::unique_ptr<Client> come(const std::string& name) {
    auto client = std::make_unique<Client>(world, name, door.port);
    world.settle();
    return client;
  }

  std::string heard_by(Client& client) { return receive_all(world, client); }

  World& world;
  Door door;
  Outcome<void> outcome;
};

}  // namespace
