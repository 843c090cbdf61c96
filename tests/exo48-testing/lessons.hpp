// The lessons of exo48: what its tests expect, and why people get it wrong.
#pragma once

#include <support/lesson.hpp>

inline namespace lessons {

using workbook::Lesson;

// What a test must be.

constexpr Lesson wrong_expectation{
    "wrong-expectation",
    {"each of your tests passes with a broker that is right",
     "chacun de vos tests passe avec un courtier juste"},
    {"Your test fails, and the broker is right. The assertion is below. Does "
     "testing.hpp promise what it asserts? Has settle() run since the last "
     "call? A coroutine that was only started has done nothing yet.",
     "Votre test échoue, et le courtier est juste. L'assertion est citée plus "
     "bas. testing.hpp promet-il ce qu'elle affirme ? settle() a-t-il tourné "
     "depuis le dernier appel ? Une coroutine qu'on vient de lancer n'a encore "
     "rien fait."}};

constexpr Lesson tests_the_implementation{
    "tests-the-implementation",
    {"each of your tests passes with every broker that is right",
     "chacun de vos tests passe avec tout courtier juste"},
    {"This broker keeps every promise, and is built in another way than the "
     "first one, which passes. So your test asserts what is not promised: the "
     "number of a token, the place of a task that has come back, the words of "
     "an exception, that a thing happens before settle(). Such a test fails "
     "whenever somebody improves the code.",
     "Ce courtier tient chaque promesse ; il est seulement construit autrement "
     "que le premier, qui passe. Votre test affirme donc ce qui n'est pas "
     "promis : la valeur d'un jeton, la place d'une tâche qui revient, le "
     "texte d'une exception, ou qu'une chose arrive avant settle(). Un tel "
     "test échoue chaque fois que quelqu'un améliore le code."}};

constexpr Lesson shared_state{
    "shared-state-between-tests",
    {"each test gives the same verdict alone, in any order, and again",
     "chaque test rend le même verdict seul, dans n'importe quel ordre, et une "
     "seconde fois"},
    {"Your test passes at one time and fails at another, with the same right "
     "broker. Something outlives a test: a global or static variable, a broker "
     "that another test has made. Let each test make all that it uses.",
     "Votre test passe une fois et échoue une autre, avec le même courtier "
     "juste. Quelque chose survit à un test : une variable globale ou static, "
     "un courtier créé par un autre test. Que chaque test crée tout ce dont il "
     "se sert."}};

constexpr Lesson asserts_nothing{
    "asserts-nothing",
    {"each test has a step, and asserts something when it runs",
     "chaque test a une étape, et affirme quelque chose quand il tourne"},
    {"A test ran to its end and asserted nothing; or there is none for this "
     "step (the tag says which: [step1] to [step4]). Code that is only called "
     "proves that it does not crash. Look at what it returned, and say with "
     "REQUIRE what it must be. Does the REQUIRE stand in a branch, a loop or a "
     "coroutine that was never reached?",
     "Un test est allé à sa fin sans rien affirmer ; ou il n'y en a pas pour "
     "cette étape (l'étiquette dit laquelle : [step1] à [step4]). Un code "
     "seulement appelé prouve qu'il ne plante pas. Regardez ce qu'il a rendu, "
     "et dites avec REQUIRE ce que ce doit être. Le REQUIRE est-il dans une "
     "branche, une boucle ou une coroutine jamais atteinte ?"}};

constexpr Lesson sleeps{
    "sleeps",
    {"time passes in advance(), and nowhere else",
     "le temps passe dans advance(), et nulle part ailleurs"},
    {"Your test sleeps, or watches a clock. A sleep is a guess: too short on a "
     "busy machine, too long everywhere else. After settle() all that can "
     "happen has happened, and advance() goes to the very millisecond: there "
     "is nothing to wait for.",
     "Votre test dort, ou regarde une horloge. Une pause est un pari : trop "
     "courte sur une machine chargée, trop longue partout ailleurs. Après "
     "settle(), tout ce qui peut arriver est arrivé, et advance() va à la "
     "milliseconde près : il n'y a rien à attendre."}};

constexpr Lesson no_verdict{
    "no-verdict",
    {"each test comes to an end, with a broken broker, too",
     "chaque test arrive à sa fin, avec un courtier en panne aussi"},
    {"Your test does not end, or it crashes, and so it says nothing. A loop "
     "that runs until something happens runs for ever when it does not happen. "
     "After settle() nothing more can happen: \"it still waits\" is a verdict, "
     "so assert it. And ask returned() before value().",
     "Votre test ne finit pas, ou il plante : il ne dit donc rien. Une boucle "
     "qui tourne jusqu'à ce qu'une chose arrive tourne sans fin quand elle "
     "n'arrive pas. Après settle(), plus rien ne peut arriver : « il attend "
     "encore » est un verdict, affirmez-le. Et demandez returned() avant "
     "value()."}};

// What a broken broker got away with.

constexpr Lesson only_the_happy_path{
    "only-the-happy-path",
    {"a test fails: one task and one worker are not enough to see it",
     "un test échoue : une tâche et un ouvrier ne suffisent pas à le voir"},
    {"All your tests pass, and the broker is broken. With one task and one "
     "worker almost anything works. Take two tasks: which comes first? Take "
     "two workers: who gets the one task, and what does the other one do?",
     "Tous vos tests passent, et le courtier est en panne. Avec une tâche et "
     "un ouvrier, presque tout marche. Prenez deux tâches : laquelle vient la "
     "première ? Prenez deux ouvriers : qui a l'unique tâche, et que fait "
     "l'autre ?"}};

constexpr Lesson answers_ignored{
    "answers-ignored",
    {"a test fails: it looks at what the call answers",
     "un test échoue : il regarde ce que répond l'appel"},
    {"All your tests pass, and a call that has done its work answers false. A "
     "worker who believes it gives up a task that is his, or does it again. "
     "put(), done() and extend() answer: that is a promise like any other, and "
     "REQUIRE takes a call as well as a variable.",
     "Tous vos tests passent, et un appel qui a fait son travail répond false. "
     "L'ouvrier qui le croit abandonne une tâche qui est à lui, ou la refait. "
     "put(), done() et extend() répondent : c'est une promesse comme une "
     "autre, et REQUIRE accepte un appel aussi bien qu'une variable."}};

constexpr Lesson nobody_waits{
    "nobody-waits",
    {"a test fails: in it, workers wait before there is a task",
     "un test échoue : des ouvriers y attendent avant qu'il y ait une tâche"},
    {"All your tests pass, and the broker is broken for those who wait. In "
     "your tests the tasks are there before the workers. Turn it round: start "
     "take(), settle(), see that it waits; then put(). And with two who wait?",
     "Tous vos tests passent, et le courtier est en panne pour qui attend. "
     "Dans vos tests, les tâches sont là avant les ouvriers. Faites l'inverse "
     ": lancez take(), settle(), voyez qu'il attend ; puis put(). Et s'ils "
     "sont deux à attendre ?"}};

constexpr Lesson time_stands_still{
    "time-stands-still",
    {"a test fails: in it, more time passes than a lease lasts",
     "un test échoue : il y passe plus de temps que ne dure un bail"},
    {"All your tests pass, and the broker does the wrong thing when a lease "
     "should end. In your tests no time passes, or too little. advance() costs "
     "nothing: what does a second worker get after `visibility`? And what does "
     "he get when the task was done?",
     "Tous vos tests passent, et le courtier se trompe quand un bail devrait "
     "finir. Dans vos tests le temps ne passe pas, ou trop peu. advance() ne "
     "coûte rien : qu'obtient un second ouvrier après `visibility` ? Et si la "
     "tâche était finie ?"}};

constexpr Lesson not_on_the_edge{
    "not-on-the-edge",
    {"a test fails: it looks a millisecond before, and at the moment itself",
     "un test échoue : il regarde une milliseconde avant, et au moment même"},
    {"All your tests pass, and a lease ends at the wrong moment. Who waits a "
     "whole hour sees that it ends, and not when. Assert twice: one "
     "millisecond before, it lasts; at the moment, it is over. And from when "
     "does it count, if something happened before?",
     "Tous vos tests passent, et un bail finit au mauvais moment. Qui attend "
     "une heure entière voit qu'il finit, pas quand. Affirmez deux fois : une "
     "milliseconde avant, il dure ; au moment même, il est fini. Et à partir "
     "de quand compte-t-il, si quelque chose a précédé ?"}};

constexpr Lesson nobody_is_late{
    "nobody-is-late",
    {"a test fails: in it, a worker comes back when his lease is over, and "
     "tokens are compared",
     "un test échoue : un ouvrier y revient quand son bail est fini, et les "
     "jetons y sont comparés"},
    {"All your tests pass, and the broker listens to a worker who is too late, "
     "or could not tell him by his token. Tokens are there for him alone: he "
     "was slow, not dead, and another one has his task. Let him call done() "
     "and extend() then. Who has the task afterwards? Which token is the "
     "larger?",
     "Tous vos tests passent, et le courtier écoute un ouvrier qui vient trop "
     "tard, ou ne saurait le reconnaître à son jeton. Les jetons n'existent "
     "que pour lui : il était lent, pas mort, et un autre a sa tâche. "
     "Faites-lui appeler done() et extend(). Qui a la tâche ensuite ? Quel "
     "jeton est le plus grand ?"}};

constexpr Lesson no_cancellation{
    "no-cancellation",
    {"a test fails: it cancels a take() and looks what becomes of the next "
     "task",
     "un test échoue : il annule un take() et regarde ce que devient la tâche "
     "suivante"},
    {"All your tests pass, and the broker cannot cope with a worker who goes "
     "away. cancel() the outcome of a take() that waits, settle(): what did it "
     "throw? Then put a task: does somebody who comes now get it?",
     "Tous vos tests passent, et le courtier ne sait que faire d'un ouvrier "
     "qui s'en va. Appelez cancel() sur le résultat d'un take() qui attend, "
     "puis settle() : qu'a-t-il levé ? Mettez alors une tâche : qui vient "
     "maintenant l'obtient-il ?"}};

constexpr Lesson nobody_closes{
    "nobody-closes",
    {"a test fails: it closes with workers who wait, who come, and who work",
     "un test échoue : il ferme avec des ouvriers qui attendent, qui viennent "
     "et qui travaillent"},
    {"All your tests pass, and close() does the wrong thing. It meets four "
     "kinds of people: several who wait, one who comes later, even if a task "
     "is left, one who has a lease, and one who puts a task. Each is promised "
     "something else.",
     "Tous vos tests passent, et close() se trompe. Il rencontre quatre sortes "
     "de gens : plusieurs qui attendent, un qui vient plus tard, même s'il "
     "reste une tâche, un qui a un bail, et un qui met une tâche. À chacun on "
     "promet autre chose."}};

constexpr Lesson no_second_use{
    "no-second-use",
    {"a test fails: it does the same thing a second time",
     "un test échoue : il fait la même chose une seconde fois"},
    {"All your tests pass, and the broker works only once. Do things again, "
     "with the same broker: a lease that ends a second time, a second call of "
     "extend() or done(), two leases side by side, two things at the same "
     "moment.",
     "Tous vos tests passent, et le courtier ne marche qu'une fois. "
     "Recommencez, avec le même courtier : un bail qui finit une seconde fois, "
     "un second extend() ou done(), deux baux côte à côte, deux choses au même "
     "moment."}};

}  // namespace lessons
