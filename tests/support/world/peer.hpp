// Clients and servers in the test's hand: they do what the test tells them,
// never block, and are judged by nobody. Each must die before its World.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <support/world/world.hpp>

namespace workbook {

// One end of a connection with the program under test. It reads only when the
// test says so: one that is never told to receive is deaf, one that receives a
// little at a time is slow.
class Peer {
 public:
  // Hangs up.
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Sends what there is room for on the way, and returns how many bytes.
  std::size_t send(std::string_view bytes);

  // Takes what has arrived, up to so many bytes.
  std::string receive(std::size_t at_most = std::string::npos);

  // It will send no more, and goes on receiving.
  void half_close();
  // It closes its end. If it has not read all that arrived, this is a reset.
  void hang_up();
  // It breaks the connection.
  void reset();

  // Bytes that have arrived and were not received yet.
  const std::string& arrived() const;
  // The program has said that it sends no more, and all of it was received.
  bool ended() const;
  // The program, or a fault, broke the connection.
  bool cut() const;
  // Bytes that it has sent, and how many of them the program has read.
  std::size_t sent() const;
  std::size_t read_by_program() const;

 protected:
  friend class Server;
  Peer(World& world, std::shared_ptr<Connection> connection, bool client);

  Network& network_;
  std::shared_ptr<Connection> connection_;  // nullptr: it was refused
  End* end_ = nullptr;
};

// Connects to a port of the program.
class Client : public Peer {
 public:
  Client(World& world, const std::string& name, Port port);

  // Nobody listens at that port.
  bool refused() const { return !connection_; }
};

// Sends all of it, a part at a time if there is little room on the way, as long
// as the program reads. Returns how many bytes were sent.
std::size_t send_all(World& world, Peer& peer, std::string_view bytes);

// Receives until nothing comes any more, at most so many bytes at a time. From
// a program that never ends it takes ten million.
std::string receive_all(World& world, Peer& peer, std::size_t at_once = 10'000);

// Listens at a port, for a program that is a client.
class Server {
 public:
  Server(World& world, std::string name, Port port = 0);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  Port port() const { return listener_->port; }

  // The treatment of clients that connect from now on. Those that hang are
  // answered when it changes.
  void accept() { behave(Listener::Manners::accepts); }
  void refuse() { behave(Listener::Manners::refuses); }
  void hang() { behave(Listener::Manners::hangs); }

  // The next client that has connected, or nullptr.
  std::unique_ptr<Peer> next();

 private:
  void behave(Listener::Manners manners);

  World& world_;
  std::shared_ptr<Listener> listener_;
};

}  // namespace workbook
