// exo32: select, the race. Yours to edit. Then: ctest --preset learn -R exo32
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo32 {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<Plate> first_answer(Call first, Call second) {
  // TODO(step 1): give back the answer that comes first. Which operator waits
  // for one of two, and how do you know which one answered?
  //
  // À FAIRE (étape 1) : rendre la réponse qui arrive la première. Quel
  // opérateur attend l'un des deux, et comment savoir lequel a répondu ?
  todo("exo32 step 1: first_answer", first, second);
  co_return Plate{};
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  // TODO(step 2): wait for the call, but no longer than `patience`. What does
  // your race do when the call fails long before the time is up?
  //
  // À FAIRE (étape 2) : attendre l'appel, mais pas plus que `patience`. Que
  // fait votre course si l'appel échoue bien avant la fin du délai ?
  todo("exo32 step 2: with_timeout", call, patience);
  co_return std::nullopt;
}

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  // TODO(step 3): race any number of calls. Where do you keep why each of them
  // failed, until you know that nobody comes?
  //
  // À FAIRE (étape 3) : une course entre autant d'appels qu'on veut. Où garder
  // la raison de chaque échec, tant qu'on ignore si quelqu'un viendra ?
  todo("exo32 step 3: first_success", calls);
  co_return Plate{};
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  // TODO(step 4): ride until told to stop, then park. What does co_await do in
  // a coroutine that has been cancelled?
  //
  // À FAIRE (étape 4) : rouler jusqu'à l'ordre d'arrêter, puis garer le taxi.
  // Que fait co_await dans une coroutine qu'on a annulée ?
  todo("exo32 step 4: night_shift", ride, park);
  co_return;
}

}  // namespace exo32
