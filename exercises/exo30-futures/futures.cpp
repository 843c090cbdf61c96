// exo30: futures. Yours to edit. Then: ctest --preset learn -R exo30
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <workbook/todo.hpp>

namespace exo30 {

asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier) {
  // TODO(step 1): what the supplier asks, and a quarter on top. How often is
  // the supplier asked if the price stands twice in your sum?
  //
  // À FAIRE (étape 1) : ce que demande le fournisseur, plus un quart. Combien
  // de fois lui demande-t-on si son prix apparaît deux fois dans le calcul ?
  todo("exo30 step 1: price_tag", item, ask_supplier);
  co_return 0;
}

asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank) {
  // TODO(step 2): the price tag, then what the bank gives for it. Where does an
  // exception go that you do not catch?
  //
  // À FAIRE (étape 2) : l'étiquette, puis ce qu'en donne la banque. Où va une
  // exception que vous n'interceptez pas ?
  todo("exo30 step 2: quote", item, ask_supplier, ask_bank);
  co_return Quote();
}

template <class T>
T block_on(asio::awaitable<T> work) {
  // TODO(step 3): run `work` to its end, and hand out its value or exception.
  // Who makes the work go on while this thread waits for its value?
  //
  // À FAIRE (étape 3) : mener `work` à son terme, et rendre sa valeur ou son
  // exception. Qui fait avancer le travail pendant que ce fil attend ?
  todo("exo30 step 3: block_on", work);
}

// Given. A template is compiled where its body is, so here: once for each type.
// Donné. Un modèle se compile là où est son corps, une fois pour chaque type.
template int block_on(asio::awaitable<int> work);
template Piece block_on(asio::awaitable<Piece> work);

void lay(Tray& tray, std::exception_ptr error, int value) {
  // TODO(step 4): note down the result, then wake those who wait for it. Who
  // wakes if the bell rings before the result is there?
  //
  // À FAIRE (étape 4) : noter le résultat, puis réveiller ceux qui l'attendent.
  // Qui se réveille si l'on sonne avant que le résultat soit là ?
  todo("exo30 step 4: lay", tray, error, value);
}

asio::awaitable<int> result_of(Tray& tray) {
  // TODO(step 4): sleep until a result lies there, then hand it out. Whom does
  // the bell wake, and who comes too late to hear it?
  //
  // À FAIRE (étape 4) : dormir jusqu'à ce qu'il y ait un résultat, puis le
  // rendre. Qui la sonnette réveille-t-elle, et qui arrive trop tard ?
  todo("exo30 step 4: result_of", tray);
  co_return 0;
}

Handle start(asio::any_io_executor executor, asio::awaitable<int> work) {
  // TODO(step 5): start now, give the value later. Who still needs the tray
  // when this function has returned?
  //
  // À FAIRE (étape 5) : lancer maintenant, rendre la valeur plus tard. Qui a
  // encore besoin du plateau une fois cette fonction terminée ?
  todo("exo30 step 5: start", executor, work);
}

asio::awaitable<int> throw_dice(Die red, Die green) {
  // TODO(step 5): both dice roll at the same time. When does each one start?
  //
  // À FAIRE (étape 5) : les deux dés roulent ensemble. Quand part chacun ?
  todo("exo30 step 5: throw_dice", red, green);
  co_return 0;
}

}  // namespace exo30
