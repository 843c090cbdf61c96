// For wrong answers: a number of places and the line before them, in pieces
// that are right. Each answer does one of these pieces in its own way, and says
// which places are those of a Mutex (plain_mutex.hpp), or of Desks
// (plain_desks.hpp).
//
//   struct NobodyRings : plain::Places {
//     using Places::Places;
//     void leave() override { ++free; }
//   };
//
//   std::shared_ptr<plain::Places> plain::make_places(
//       asio::any_io_executor executor, int limit) {
//     return std::make_shared<NobodyRings>(executor, limit);
//   }
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <memory>
#include <system_error>
#include <utility>

#include "shared_state.hpp"

namespace exo33::plain {

struct Places : std::enable_shared_from_this<Places> {
  Places(asio::any_io_executor executor, int limit)
      : strand(asio::make_strand(executor)), free(limit) {}
  virtual ~Places() = default;

  // ---- Where the caller is

  virtual asio::awaitable<void> in_turn(Work work) {
    co_await come_in();
    const Place place(shared_from_this());
    co_await at_work(work);
  }
  virtual asio::awaitable<void> come_in() {
    co_await asio::co_spawn(strand, enter(), asio::use_awaitable);
  }
  virtual asio::awaitable<void> at_work(const Work& work) { return work(); }
  virtual void give_back() {
    asio::post(strand, [self = shared_from_this()] { self->leave(); });
  }
  // Gives its place back when it goes out of scope.
  struct Place {
    explicit Place(std::shared_ptr<Places> its) : places(std::move(its)) {}
    ~Place() { places->give_back(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    const std::shared_ptr<Places> places;
  };

  // ---- On the strand

  virtual asio::awaitable<void> enter() {
    if (free > 0)
      --free;
    else
      co_await wait();
  }
  // The place goes from hand to hand, to the first in the line.
  virtual void leave() {
    if (line.empty())
      ++free;
    else
      let_in_the_first();
  }

  struct Waiting {
    asio::steady_timer bell;  // only ever cancelled: to ring
    bool is_let_in = false;
  };
  // In the line, until let in.
  asio::awaitable<void> wait(bool in_front = false) {
    Waiting me{{strand, asio::steady_timer::time_point::max()}};
    line.insert(in_front ? line.begin() : line.end(), &me);
    asio::error_code rung;
    co_await me.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    if (me.is_let_in) co_return;
    std::erase(line, &me);
    throw std::system_error(asio::error::operation_aborted);
  }
  void let_in_the_first() {
    line.front()->is_let_in = true;
    line.front()->bell.cancel();
    line.pop_front();
  }

  const asio::strand<asio::any_io_executor> strand;
  int free;
  std::deque<Waiting*> line;
};

// Those of the answer.
std::shared_ptr<Places> make_places(asio::any_io_executor executor, int limit);

}  // namespace exo33::plain
