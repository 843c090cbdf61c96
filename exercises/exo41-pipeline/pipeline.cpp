// exo41: a pipeline. Yours to edit. Then: ctest --preset learn -R exo41
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "pipeline.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo41 {

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  // TODO(step 1): read, change, write. Which errors are the end, and which are
  // not? Who hears of either?
  //
  // À FAIRE (étape 1) : lire, changer, écrire. Quelles erreurs sont la fin, et
  // lesquelles n'en sont pas ? Qui apprend l'une et les autres ?
  todo("exo41 step 1: pump", from, to, transform);
  co_return;
}

// TODO(step 2): a queue with a limit. Who waits when it is full, who when it is
// empty, and what wakes them?
//
// À FAIRE (étape 2) : une file bornée. Qui attend quand elle est pleine, qui
// quand elle est vide, et qu'est-ce qui les réveille ?
struct Queue::State {};

Queue::Queue(asio::any_io_executor, std::size_t)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> Queue::push(std::string line) {
  todo("exo41 step 2: push", state_, line);
  co_return;
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  todo("exo41 step 2: pull");
  co_return std::nullopt;
}

void Queue::finish() {}

std::size_t Queue::held() const { return 0; }

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  // TODO(step 3): several at work, one order. Where is an answer that came too
  // early, and what does its worker do meanwhile?
  //
  // À FAIRE (étape 3) : plusieurs au travail, un seul ordre. Où se trouve une
  // réponse arrivée trop tôt, et que fait son ouvrier entre-temps ?
  todo("exo41 step 3: work_in_order", in, out, work, workers);
  co_return;
}

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  // TODO(step 4): three stages, two queues. If one stage fails, where does each
  // of the others wait, and who tells them?
  //
  // À FAIRE (étape 4) : trois étages, deux files. Si un étage échoue, où attend
  // chacun des autres, et qui les prévient ?
  todo("exo41 step 4: pipeline", from, to, work, workers, flow);
  co_return;
}

}  // namespace exo41
