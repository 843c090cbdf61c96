// What the learner's tests must do, as a list of laws. They live in
// testing.cpp, and are run by the judge, with brokers: judge.hpp, brokers.hpp.
#include <support/expect.hpp>

#include "brokers.hpp"
#include "judge.hpp"
#include "lessons.hpp"

using exo48::expect_to_catch;
using exo48::expect_to_pass;
using exo48::Flaw;
using workbook::in_french;

TEST_CASE("step 1: your tests pass with right brokers", "[step1]") {
  in_french("étape 1 : vos tests passent avec des courtiers justes");
  expect_to_pass(1);
}

TEST_CASE("your tests catch a put() that adds the task and says no",
          "[step1]") {
  in_french("vos tests voient un put() qui ajoute la tâche et dit non");
  expect_to_catch(1, Flaw::puts_and_says_no, answers_ignored);
}

TEST_CASE("your tests catch a task that two workers get", "[step1]") {
  in_french("vos tests voient une tâche que reçoivent deux ouvriers");
  expect_to_catch(1, Flaw::given_to_two, only_the_happy_path);
}

TEST_CASE("your tests catch tasks in the wrong order", "[step1]") {
  in_french("vos tests voient des tâches dans le mauvais ordre");
  expect_to_catch(1, Flaw::last_put_first, only_the_happy_path);
}

TEST_CASE("your tests catch a take() that does not wait for a task",
          "[step1]") {
  in_french("vos tests voient un take() qui n'attend pas de tâche");
  expect_to_catch(1, Flaw::answers_with_nothing, nobody_waits);
}

TEST_CASE("your tests catch a worker who waits and is forgotten", "[step1]") {
  in_french("vos tests voient un ouvrier qui attend et qu'on oublie");
  expect_to_catch(1, Flaw::waiter_forgotten, nobody_waits);
}

TEST_CASE("your tests catch workers served in the wrong order", "[step1]") {
  in_french("vos tests voient des ouvriers servis dans le mauvais ordre");
  expect_to_catch(1, Flaw::last_waiter_first, nobody_waits);
}

TEST_CASE("step 2: your tests pass with right brokers", "[step2]") {
  in_french("étape 2 : vos tests passent avec des courtiers justes");
  expect_to_pass(2);
}

TEST_CASE("your tests catch a lease that never ends", "[step2]") {
  in_french("vos tests voient un bail qui ne finit jamais");
  expect_to_catch(2, Flaw::lease_never_ends, time_stands_still);
}

TEST_CASE("your tests catch a task that was done and comes back", "[step2]") {
  in_french("vos tests voient une tâche finie qui revient");
  expect_to_catch(2, Flaw::comes_back_when_done, time_stands_still);
}

TEST_CASE("your tests catch a done() that counts and says no", "[step2]") {
  in_french("vos tests voient un done() qui compte et dit non");
  expect_to_catch(2, Flaw::done_and_says_no, answers_ignored);
}

TEST_CASE("your tests catch a lease that ends too early", "[step2]") {
  in_french("vos tests voient un bail qui finit trop tôt");
  expect_to_catch(2, Flaw::ends_too_early, not_on_the_edge);
}

TEST_CASE("your tests catch a lease that ends too late", "[step2]") {
  in_french("vos tests voient un bail qui finit trop tard");
  expect_to_catch(2, Flaw::ends_too_late, not_on_the_edge);
}

TEST_CASE("your tests catch a lease that counts from the call of take()",
          "[step2]") {
  in_french("vos tests voient un bail compté depuis l'appel de take()");
  expect_to_catch(2, Flaw::counted_from_the_call, not_on_the_edge);
}

TEST_CASE("your tests catch an extend() that does nothing", "[step2]") {
  in_french("vos tests voient un extend() qui ne fait rien");
  expect_to_catch(2, Flaw::extends_nothing, not_on_the_edge);
}

TEST_CASE("your tests catch an extend() that counts from the old end",
          "[step2]") {
  in_french("vos tests voient un extend() compté depuis l'ancienne fin");
  expect_to_catch(2, Flaw::extended_from_the_end, not_on_the_edge);
}

TEST_CASE("your tests catch an extend() that extends and says no", "[step2]") {
  in_french("vos tests voient un extend() qui prolonge et dit non");
  expect_to_catch(2, Flaw::extends_and_says_no, answers_ignored);
}

TEST_CASE("your tests catch an extend() that never shortens a lease",
          "[step2]") {
  in_french("vos tests voient un extend() qui n'abrège jamais un bail");
  expect_to_catch(2, Flaw::never_shortens, not_on_the_edge);
}

TEST_CASE("your tests catch a done() that comes too late and counts",
          "[step2]") {
  in_french("vos tests voient un done() qui vient trop tard et compte");
  expect_to_catch(2, Flaw::late_done_counts, nobody_is_late);
}

TEST_CASE("your tests catch a done() that is refused and disturbs", "[step2]") {
  in_french("vos tests voient un done() refusé, et qui dérange");
  expect_to_catch(2, Flaw::late_done_disturbs, nobody_is_late);
}

TEST_CASE("your tests catch an extend() that comes too late and counts",
          "[step2]") {
  in_french("vos tests voient un extend() qui vient trop tard et compte");
  expect_to_catch(2, Flaw::extends_what_is_over, nobody_is_late);
}

TEST_CASE("your tests catch a token that is smaller than one before",
          "[step2]") {
  in_french("vos tests voient un jeton plus petit qu'un autre avant lui");
  expect_to_catch(2, Flaw::tokens_go_down, nobody_is_late);
}

TEST_CASE("step 3: your tests pass with right brokers", "[step3]") {
  in_french("étape 3 : vos tests passent avec des courtiers justes");
  expect_to_pass(3);
}

TEST_CASE("your tests catch a worker who was cancelled and waits on",
          "[step3]") {
  in_french("vos tests voient un ouvrier annulé qui attend toujours");
  expect_to_catch(3, Flaw::cancelled_waits_on, no_cancellation);
}

TEST_CASE("your tests catch a task for a worker who has gone", "[step3]") {
  in_french("vos tests voient une tâche pour un ouvrier qui est parti");
  expect_to_catch(3, Flaw::cancelled_stays_in_line, no_cancellation);
}

TEST_CASE("your tests catch a cancellation that looks like the end",
          "[step3]") {
  in_french("vos tests voient une annulation qui ressemble à la fin");
  expect_to_catch(3, Flaw::cancelled_by_another_name, no_cancellation);
}

TEST_CASE("your tests catch a close() that tells only one worker", "[step3]") {
  in_french("vos tests voient un close() qui ne prévient qu'un ouvrier");
  expect_to_catch(3, Flaw::close_wakes_one, nobody_closes);
}

TEST_CASE("your tests catch a take() that goes on after close()", "[step3]") {
  in_french("vos tests voient un take() qui continue après close()");
  expect_to_catch(3, Flaw::closed_for_the_waiting_only, nobody_closes);
}

TEST_CASE("your tests catch a close() after which the rest is given",
          "[step3]") {
  in_french("vos tests voient un close() après lequel on donne le reste");
  expect_to_catch(3, Flaw::gives_the_rest_when_closed, nobody_closes);
}

TEST_CASE("your tests catch a close() that looks like a cancellation",
          "[step3]") {
  in_french("vos tests voient un close() qui ressemble à une annulation");
  expect_to_catch(3, Flaw::closed_by_another_name, nobody_closes);
}

TEST_CASE("your tests catch a close() that takes the leases away", "[step3]") {
  in_french("vos tests voient un close() qui retire les baux");
  expect_to_catch(3, Flaw::close_ends_leases, nobody_closes);
}

TEST_CASE("your tests catch a done() that is refused after close()",
          "[step3]") {
  in_french("vos tests voient un done() refusé après close()");
  expect_to_catch(3, Flaw::no_done_when_closed, nobody_closes);
}

TEST_CASE("your tests catch an extend() that is refused after close()",
          "[step3]") {
  in_french("vos tests voient un extend() refusé après close()");
  expect_to_catch(3, Flaw::no_extension_when_closed, nobody_closes);
}

TEST_CASE("your tests catch a put() that succeeds after close()", "[step3]") {
  in_french("vos tests voient un put() qui réussit après close()");
  expect_to_catch(3, Flaw::puts_when_closed, nobody_closes);
}

TEST_CASE("step 4: your tests pass with right brokers", "[step4]") {
  in_french("étape 4 : vos tests passent avec des courtiers justes");
  expect_to_pass(4);
}

TEST_CASE("all your tests pass together, in any order", "[step4]") {
  in_french("tous vos tests passent ensemble, dans n'importe quel ordre");
  expect_to_pass(0);
}

TEST_CASE("your tests catch a lease that ends only once for each task",
          "[step4]") {
  in_french("vos tests voient un bail qui ne finit qu'une fois par tâche");
  expect_to_catch(4, Flaw::ends_once, no_second_use);
}

TEST_CASE("your tests catch a lease that can be extended only once",
          "[step4]") {
  in_french("vos tests voient un bail qu'on ne prolonge qu'une fois");
  expect_to_catch(4, Flaw::extends_once, no_second_use);
}

TEST_CASE("your tests catch a done() that succeeds twice", "[step4]") {
  in_french("vos tests voient un done() qui réussit deux fois");
  expect_to_catch(4, Flaw::done_twice, no_second_use);
}

TEST_CASE("your tests catch two leases that share one timer", "[step4]") {
  in_french("vos tests voient deux baux qui partagent une minuterie");
  expect_to_catch(4, Flaw::one_timer_for_all, no_second_use);
}

TEST_CASE("your tests catch a task lost between put() and cancellation",
          "[step4]") {
  in_french("vos tests voient une tâche perdue entre put() et annulation");
  expect_to_catch(4, Flaw::lost_on_the_way, no_second_use);
}

TEST_CASE("your tests catch a task that comes back and finds nobody",
          "[step4]") {
  in_french("vos tests voient une tâche qui revient et ne trouve personne");
  expect_to_catch(4, Flaw::given_back_in_silence, no_second_use);
}
