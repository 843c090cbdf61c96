// A process inside the World: a program with an event loop of its own, which
// the test can kill as SIGKILL does. Its sockets are then closed, as the system
// would, and nobody says goodbye. It must die before its World.
#pragma once

#include <asio/io_context.hpp>
#include <optional>
#include <string>
#include <support/world/world.hpp>
#include <utility>

namespace workbook {

class Process {
 public:
  Process(World& world, std::string name);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Its event loop. Do not use it once the process is dead.
  asio::io_context& context() { return *context_; }

  // Starts its work: it runs with the World's settle() and advance().
  void start(asio::awaitable<void> work);

  // Kills it now, or just before its I/O call of that number, from 1 on. What
  // it would have sent in that call is not sent.
  void kill();
  void die_before(long call) { life_.dies_before = call; }

  bool dead() const { return life_.dead; }
  // I/O calls that it has made.
  long io_calls() const { return life_.calls; }

 private:
  friend class World;
  bool turn();
  void bury();

  World& world_;
  const std::string name_;
  Network::Life life_;
  std::optional<asio::io_context> context_;
  Loop loop_;
};

}  // namespace workbook
