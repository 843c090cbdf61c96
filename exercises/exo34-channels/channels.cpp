// exo34: channels. Yours to edit. Then: ctest --preset learn -R exo34
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo34 {

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  // TODO(step 1): bring every order to the pass, then the end of the service.
  // And in cook_orders, take them from it. How does the cook learn the end?
  //
  // À FAIRE (étape 1) : porter chaque commande au passe, puis la fin du
  // service. Dans cook_orders, les y prendre. Comment le cuisinier apprend-il
  // que c'est fini ?
  todo("exo34 step 1: take_orders", room, pass);
  co_return;
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  todo("exo34 step 1: cook_orders", pass, cook);
  co_return;
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  // TODO(step 2): one waiter and one cook, at the same time, and a pass between
  // them. Who makes the waiter slow down when the cook is slow?
  //
  // À FAIRE (étape 2) : un serveur et un cuisinier, en même temps, et un passe
  // entre eux. Qui fait ralentir le serveur quand le cuisinier est lent ?
  todo("exo34 step 2: serve", room, cook, capacity);
  co_return;
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  // TODO(step 3): one waiter of several. Who brings the end, if one falls ill?
  // And in cook_portions, close the kitchen. Who still waits at the pass?
  //
  // À FAIRE (étape 3) : un serveur parmi d'autres. Qui apporte la fin si l'un
  // d'eux tombe malade ? Dans cook_portions, fermer la cuisine. Qui attend
  // encore au passe ?
  todo("exo34 step 3: wait_tables", room, shift);
  co_return;
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  todo("exo34 step 3: cook_portions", pass, cook, portions);
  co_return 0;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  // TODO(step 4): ask, and wait for your own answer. Where will it arrive?
  // And in answer_questions, answer. What if the chef goes home?
  //
  // À FAIRE (étape 4) : demander, et attendre sa propre réponse. Par où
  // arrivera-t-elle ? Dans answer_questions, répondre. Et si le chef s'en va ?
  todo("exo34 step 4: ask", questions, text);
  co_return "";
}

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  todo("exo34 step 4: answer_questions", questions, chef);
  co_return;
}

}  // namespace exo34
