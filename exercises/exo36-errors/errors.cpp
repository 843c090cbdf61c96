// exo36: when it goes wrong. Yours to edit. Then: ctest --preset learn -R exo36
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo36 {

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  // TODO(step 1): the depot's parcel; if it fails, apologize, then throw an
  // OrderError around the cause. A catch block cannot co_await: what can it do?
  //
  // À FAIRE (étape 1) : le colis du dépôt ; s'il échoue, s'excuser, puis lever
  // une OrderError autour de la cause. Un bloc catch ne peut pas faire
  // co_await : que peut-il faire ?
  todo("exo36 step 1: collect", order, depot, apologize);
  co_return std::string();
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  // TODO(step 2): an answer or an error code, and never an exception. Which
  // token hands you the code instead of throwing it?
  //
  // À FAIRE (étape 2) : une réponse ou un code d'erreur, jamais d'exception.
  // Quel jeton vous donne le code au lieu de le lever ?
  todo("exo36 step 2: hear", line);
  co_return std::string();
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  // TODO(step 2): three calls in a row; the first error is the result. How do
  // you pass it on in one line?
  //
  // À FAIRE (étape 2) : trois appels de suite ; la première erreur est le
  // résultat. Comment la transmettre en une ligne ?
  todo("exo36 step 2: plan", registry, depot, roads);
  co_return std::string();
}

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  // TODO(step 3): try again what may succeed, a little later each time. What
  // must not be tried again? After which failure is there nothing to wait for?
  //
  // À FAIRE (étape 3) : réessayer ce qui peut réussir, toujours un peu plus
  // tard. Que ne faut-il pas réessayer ? Après quel échec n'attend-on plus ?
  todo("exo36 step 3: retry", work, attempts, pause);
  co_return std::string();
}

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  // TODO(step 4): all tasks at the same time, and a report of who failed with
  // what. Who must hear of a failure, and who must not?
  //
  // À FAIRE (étape 4) : toutes les tâches en même temps, et un rapport : qui a
  // échoué, et pourquoi. Qui doit apprendre un échec, et qui ne le doit pas ?
  todo("exo36 step 4: supervise", tasks, on_failure);
  co_return std::vector<Failure>();
}

}  // namespace exo36
