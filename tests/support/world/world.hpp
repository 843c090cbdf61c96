// The World: a stage whose network and clock belong to the test.
//
//     World world;
//     tcp::acceptor acceptor(world.context, {address_v4::loopback(), 0});
//     auto serving = world.run("serve", serve(acceptor));
//     Client ada(world, "Ada", acceptor.local_endpoint().port());
//     ada.send("hello\n");
//     world.settle();                  // runs all that is ready: exact
//     world.advance(30s);              // every timer rings at its own moment
//
// The program under test is plain Asio, on the thread of the test. It must be
// linked as README.md says: workbook_world() in CMake.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <support/stage.hpp>
#include <support/world/network.hpp>
#include <vector>

namespace workbook {

class Process;

// An event loop in the World, of a process or of the test itself.
struct Loop {
  int epoll = -1;       // the one that it asks for events
  bool rested = false;  // when it was last polled, nothing was ready
};

class World : private Network, public Stage {
 public:
  World();
  ~World() override;

  // settle(), inherited, runs all that is ready. It fails the test if the
  // program has blocked the thread.

  // Time passes. Whatever waits for a moment on the way gets it, in order.
  void advance(Moment by);
  Moment now() const { return clock.now(); }

  // Does something in the test's name when that much time has passed.
  void later(Moment after, std::function<void()> what);

  // The test, not the program, accepts the clients of this port: the story
  // says so.
  using Network::test_accepts_at;

  // The faults that happen from now on.
  using Network::faults;

  // Observations of the program so far.
  long io_calls() const {
    return Network::io_calls;
  }  // accepts, connects,
     // reads, writes
  long accept_calls() const { return Network::accept_calls; }
  long blocking_calls() const { return Network::blocking_calls; }
  // Sleeps of threads that are in no World, since the program began.
  static long sleeps_elsewhere();
  // On some socket, a write began before the end of another one.
  bool writes_overlapped() const { return Network::writes_overlapped; }
  std::size_t open_sockets() const { return sockets.size(); }

  // For the other files of this folder.
  Network& network() { return *this; }

 private:
  friend class Process;
  bool turn() override;
  void rested() override;
  std::size_t taken_in() const override { return taken_from_test; }
  // Whether a loop needs no poll: it rested, and no event has come in since.
  bool rests(const Loop& loop);
  void polled(Loop& loop, bool moved);

  Loop own_loop_;
  bool passed_over_ = false;  // a loop that rests was not polled
  std::multimap<Moment, std::function<void()>> appointments_;
  std::vector<Process*> processes_;
};

}  // namespace workbook
