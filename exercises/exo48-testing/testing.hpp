// exo48: testing. Given; there is nothing to edit here.
//
// The workers of Relay print labels. Who of them does what is decided by a
// broker: a worker takes a task, and has it on lease. A worker that dies says
// nothing, so a lease ends by itself, and another worker takes the task.
//
// The broker is written, by several people and in several ways: some are right,
// and some are broken. Which of them are? Your tests say so.
//
// All runs on one thread, that of the test.
#pragma once

#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <workbook/test.hpp>

namespace exo48 {

// Where a test lives: <workbook/test.hpp> has it, and TEST_CASE and REQUIRE.
// These promises are yours: your tests make them.
// - Every right broker passes every test, however it is built.
// - Each test asserts something each time it runs.
// - A test depends on no other test: it passes in any order, and again.
// - Time passes in advance(), and nowhere else: no test sleeps.
// - Each test comes to an end, with a broken broker, too.
using workbook::test::World;

using workbook::test::Outcome;

using Milliseconds = std::chrono::milliseconds;

// A lease is known by its token, whatever the task.
using Token = std::uint64_t;

struct Lease {
  std::string task;
  Token token = 0;
};

inline std::string shown(const Lease& lease) {
  return fmt::format("\"{}\", token {}", lease.task, lease.token);
}

// What stands behind a broker: not for you.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual bool put(std::string task) = 0;
  virtual asio::awaitable<Lease> take(Milliseconds visibility) = 0;
  virtual bool done(Token token) = 0;
  virtual bool extend(Token token, Milliseconds visibility) = 0;
  virtual void close() = 0;
};
using Maker = std::shared_ptr<Engine> (*)();
inline Maker& maker() {
  static Maker maker = nullptr;
  return maker;
}

// What a broker throws whose test is over.
struct Outlived : std::logic_error {
  Outlived() : logic_error("this broker belongs to a test that is over") {}
};

// A broker, new and empty, in the world of the test. It is of no use when that
// test is over.
class Broker {
 public:
  explicit Broker(World&) : engine_(new_engine()) {}

  // Adds a task.
  // - It returns true, and the task is there to be taken.
  // - Tasks are taken in the order in which they were put. Where a task stands
  //   that comes back is not promised.
  bool put(std::string task) { return its().put(std::move(task)); }

  // A task, on lease. `visibility` is positive.
  // - If there is none, it waits until there is one.
  // - Whoever has waited longest gets the next task.
  // - A task is given to one worker at a time.
  // - The lease ends when `visibility` has passed since the task was given, not
  //   before: then the task is there to be taken again.
  // - The token is larger than 0, and than those of all leases before it.
  // - Cancelled while it waits, it throws `asio::error::operation_aborted` and
  //   takes nothing along.
  // - Given a task and cancelled at the same moment, it returns the lease, or
  //   it throws and the task is there to be taken.
  asio::awaitable<Lease> take(Milliseconds visibility) {
    return its().take(visibility);
  }

  // The task of this lease is done.
  // - While the lease lasts, it returns true, and the task is never given
  //   again.
  // - When the lease is over, it returns false and changes nothing.
  bool done(Token token) { return its().done(token); }

  // The worker needs more time.
  // - While the lease lasts, it returns true; the lease then ends when
  //   `visibility` has passed since this call.
  // - When the lease is over, it returns false and changes nothing.
  bool extend(Token token, Milliseconds visibility) {
    return its().extend(token, visibility);
  }

  // Closing time: no task is given any more, and none is added.
  // - Each take() that waits, and each that comes later, throws
  //   `asio::error::eof`.
  // - put() returns false.
  // - Leases go on: done() and extend() work as before.
  void close() { its().close(); }

 private:
  static std::shared_ptr<Engine> new_engine() {
    if (!maker()) throw std::logic_error("no test is running");
    return maker()();
  }

  Engine& its() {
    const auto engine = engine_.lock();
    if (!engine) throw Outlived();
    return *engine;
  }

  // The test that is running owns it.
  std::weak_ptr<Engine> engine_;
};

}  // namespace exo48
