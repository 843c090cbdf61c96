// exo45: streams. Yours to edit. Then: ctest --preset learn -R exo45
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "streams.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>
#include <workbook/todo.hpp>

namespace exo45 {

// TODO(step 1): a stream is made of a class with a next(), as in the README.
// Who asks whom, and when? What does next() do with what is not wanted?
//
// À FAIRE (étape 1) : un flux est fait d'une classe qui a un next(), comme
// dans le README. Qui demande à qui, et quand ? Que fait next() de ce qui n'est
// pas voulu ?
Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  todo("exo45 step 1: map", source, change);
  return source;
}

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  todo("exo45 step 1: filter", source, wanted);
  return source;
}

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  todo("exo45 step 1: take", source, count);
  return source;
}

// TODO(step 2): time. From when does a pause count, from when a window? And
// when a window closes: what becomes of the read that is on its way?
//
// À FAIRE (étape 2) : le temps. À partir de quand compte une pause, et une
// fenêtre ? Et quand une fenêtre se ferme, que devient la lecture en cours ?
Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  todo("exo45 step 2: throttle", source, pause);
  return source;
}

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  todo("exo45 step 2: batch", source, count, max_wait);
  return Stream<Batch>(nullptr);
}

// TODO(step 3): who waits for each belt? Which of them has the next scan?
//
// À FAIRE (étape 3) : qui attend chaque tapis ? Lequel a le scan suivant ?
Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  todo("exo45 step 3: merge", sources);
  return Stream<Scan>(nullptr);
}

// TODO(step 4): where is a scan that came too early? What does next() wait for?
//
// À FAIRE (étape 4) : où est un scan venu trop tôt ? Qu'attend next() ?
Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  todo("exo45 step 4: buffered", calls, limit);
  return Stream<Scan>(nullptr);
}

}  // namespace exo45
