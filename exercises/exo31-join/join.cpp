// exo31: join. Yours to edit. Then: ctest --preset learn -R exo31
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <workbook/todo.hpp>

namespace exo31 {

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  // TODO(step 1): ask for both, then wait for both. When is a question put:
  // when you call it, or when you await what the call gave you?
  //
  // À FAIRE (étape 1) : poser les deux questions, puis attendre les deux
  // réponses. Quand une question est-elle posée : quand on l'appelle, ou quand
  // on attend ce que l'appel a rendu ?
  todo("exo31 step 1: ask_both", price, day);
  co_return Offer();
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  // TODO(step 2): the same for any number of shops. You can join two. What is
  // a list, if not one half and the other half?
  //
  // À FAIRE (étape 2) : de même pour autant de magasins qu'on veut. Vous savez
  // en réunir deux. Qu'est-ce qu'une liste, sinon une moitié et l'autre ?
  todo("exo31 step 2: ask_all", shops);
  co_return std::vector<int>();
}

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  // TODO(step 3): the caller must get the exception of the shop that failed
  // first. Who can tell which one that was, and at what moment?
  //
  // À FAIRE (étape 3) : l'appelant doit recevoir l'exception du magasin qui a
  // échoué le premier. Qui sait lequel c'était, et à quel moment ?
  todo("exo31 step 3: ask_all_or_none", shops);
  co_return std::vector<int>();
}

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  // TODO(step 4): hand on each answer as soon as it arrives. Which coroutine
  // is awake at that moment?
  //
  // À FAIRE (étape 4) : transmettre chaque réponse dès qu'elle arrive. Quelle
  // coroutine est éveillée à ce moment-là ?
  todo("exo31 step 4: ask_each", shops, report);
  co_return;
}

}  // namespace exo31
