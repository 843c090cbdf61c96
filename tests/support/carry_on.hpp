// A caller who carries on after some work, and is told to stop only then.
//
// It hears the order at the next wait; the last wait does not begin. Work that
// has left its shield up, or throw_if_cancelled(false), leaves a deaf caller.
#pragma once

#include <asio/awaitable.hpp>
#include <support/gate.hpp>
#include <support/stage.hpp>
#include <support/text.hpp>
#include <system_error>
#include <utility>

namespace workbook {

class CallerWhoCarriesOn {
 public:
  template <class T>
  CallerWhoCarriesOn(Stage& stage, asio::awaitable<T> work)
      : stage_(stage),
        next_(stage, Text{"the next wait", "l'attente suivante"}),
        last_(stage, Text{"the last wait", "la dernière attente"}),
        outcome_(stage.run(Text{"the caller", "l'appelant"},
                           carry_on_after(std::move(work)))) {}

  void cancel() {
    outcome_.cancel();
    stage_.settle();
  }
  bool has_carried_on() const { return next_.asked() == 1; }
  bool has_stopped() const {
    return next_.cancelled() == 1 && last_.asked() == 0 && outcome_.threw();
  }
  // The same, whether or not the next wait has begun.
  bool has_ended() const { return last_.asked() == 0 && outcome_.threw(); }

 private:
  template <class T>
  asio::awaitable<void> carry_on_after(asio::awaitable<T> work) {
    try {
      co_await std::move(work);
    } catch (...) {
    }
    try {
      co_await next_.wait();
    } catch (const std::system_error&) {
    }
    co_await last_.wait();
  }

  Stage& stage_;
  Gate<Done> next_;
  Gate<Done> last_;
  Outcome<void> outcome_;
};

}  // namespace workbook
