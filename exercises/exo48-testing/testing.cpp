// exo48: testing. Yours to edit. Then: ctest --preset learn -R exo48
// À vous de modifier ce fichier, puis de lancer cette commande.

#include "testing.hpp"

#include <asio/error.hpp>
#include <chrono>
#include <workbook/todo.hpp>

namespace exo48 {

namespace {

using namespace std::chrono_literals;

// TODO(step 1): tasks and workers. Write as many TEST_CASEs for "[step1]" as
// you need. What can one see with two tasks, or with two workers, that one
// cannot see with one? And if the workers are there before the tasks?
//
// À FAIRE (étape 1) : tâches et ouvriers. Écrivez autant de TEST_CASE pour
// "[step1]" qu'il en faut. Que voit-on avec deux tâches, ou avec deux ouvriers,
// qu'on ne voit pas avec un seul ? Et si les ouvriers viennent avant les
// tâches ?
TEST_CASE("a task goes to one worker", "[step1]") {
  World world;
  Broker broker(world);
  todo("exo48 step 1: test [step1]", broker);
}

// TODO(step 2): time and tokens. When exactly does a lease end? What may a
// worker still do who comes back when his lease is over?
//
// À FAIRE (étape 2) : le temps et les jetons. Quand exactement un bail
// finit-il ? Que peut encore un ouvrier qui revient quand son bail est fini ?
TEST_CASE("a lease ends", "[step2]") { todo("exo48 step 2: test [step2]"); }

// TODO(step 3): cancellation and closing time. Who is there, and doing what,
// when it happens? What does each of them get?
//
// À FAIRE (étape 3) : l'annulation et la fermeture. Qui est là, et que fait-il,
// quand cela arrive ? Qu'obtient chacun ?
TEST_CASE("a worker goes away", "[step3]") {
  todo("exo48 step 3: test [step3]");
}

// TODO(step 4): again. What works once may fail the second time, or when two
// things happen at the same moment. Which of your steps could be repeated?
//
// À FAIRE (étape 4) : encore. Ce qui marche une fois peut échouer la seconde,
// ou quand deux choses arrivent au même moment. Que pourriez-vous répéter ?
TEST_CASE("a lease ends, and ends again", "[step4]") {
  todo("exo48 step 4: test [step4]");
}

}  // namespace

}  // namespace exo48
