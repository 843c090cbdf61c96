// For wrong answers: Desks whose places are those of the answer.
//
// The functions of Desks are defined here, and not inline: a program has one of
// these answers, and the linker takes them before those of the reference.
#pragma once
#define EXO33_PLAIN_DESKS  // the places are for desks, not for a Mutex

#include <exo33-shared-state/plain_places.hpp>
#include <memory>
#include <utility>

#include "shared_state.hpp"

namespace exo33 {

struct Desks::State {
  const std::shared_ptr<plain::Places> places;
};

Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{plain::make_places(executor, limit)}) {}

asio::awaitable<void> Desks::serve(Work work) {
  return state_->places->in_turn(std::move(work));
}

}  // namespace exo33
