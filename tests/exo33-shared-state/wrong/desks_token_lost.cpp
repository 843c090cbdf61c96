// A channel full of tokens, put back with try_send: Asio 1.22 refuses one when
// the only receiver was cancelled.
// breaks: "At whatever moment a client is cancelled, no desk is lost"
// step: 5
// lesson: turn-lost
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/token_lost.cpp>
