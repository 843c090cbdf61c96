// exo29: hello, async. Yours to edit. Then: ctest --preset learn -R exo29
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "hello_async.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/todo.hpp>

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  // TODO(step 1): wait for `duration`, and leave the thread to others
  // meanwhile. What can a timer do that std::this_thread::sleep_for cannot?
  //
  // À FAIRE (étape 1) : attendre `duration` en laissant le fil d'exécution aux
  // autres. Que sait faire une minuterie que sleep_for ne sait pas ?
  todo("exo29 step 1: pause", duration);
  // This makes the function a coroutine, even without a co_await.
  // C'est ce qui fait de la fonction une coroutine, même sans co_await.
  co_return;
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  // TODO(step 2): after `delay`, write "Good morning, NAME!" in the journal.
  // What does pause(delay) do if nobody awaits it?
  //
  // À FAIRE (étape 2) : après `delay`, écrire "Good morning, NAME!" dans le
  // journal. Que fait pause(delay) si personne ne l'attend ?
  todo("exo29 step 2: greet", name, delay, journal);
  co_return;
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  // TODO(step 3): greet everyone, all waits at the same time, on this thread,
  // and return when all is done. Who makes a coroutine run? Who hears of its
  // exceptions?
  //
  // À FAIRE (étape 3) : saluer tout le monde, toutes les attentes en même
  // temps, sur ce fil, et revenir quand tout est fini. Qui fait avancer une
  // coroutine ? Qui entend parler de ses exceptions ?
  todo("exo29 step 3: greet_everyone", names, delay, journal);
}

}  // namespace exo29
