// For wrong answers: a Mutex whose places are those of the answer.
//
// The functions of Mutex are defined here, and not inline: a program has one of
// these answers, and the linker takes them before those of the reference. An
// answer that does to Desks what another one does to a Mutex includes that one
// after plain_desks.hpp: then this header is empty, and the Mutex is right.
#pragma once
#ifndef EXO33_PLAIN_DESKS

#include <exo33-shared-state/plain_places.hpp>
#include <memory>
#include <utility>

#include "shared_state.hpp"

namespace exo33 {

struct Mutex::State {
  const std::shared_ptr<plain::Places> places;
};

Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{plain::make_places(executor, 1)}) {}

asio::awaitable<void> Mutex::alone(Work work) {
  return state_->places->in_turn(std::move(work));
}

}  // namespace exo33

#endif
