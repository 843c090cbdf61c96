// For wrong answers: what a VisitCounter has: its page, and a mutex. Each
// answer has a visit() of its own.
//
// The constructor is defined here, and not inline: a program has one of these
// answers, and the linker takes it before that of the reference.
#pragma once

#include <mutex>

#include "shared_state.hpp"

namespace exo33 {

struct VisitCounter::State {
  Page& page;
  std::mutex mutex{};

  long count() {
    const std::scoped_lock lock(mutex);
    const long number = page.read() + 1;
    page.write(number);
    return number;
  }
};

VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

}  // namespace exo33
