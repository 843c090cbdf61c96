// What exo30 teaches when a test fails. LESSONS.md says more about each.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson read_too_early{
    "read-too-early",
    {"it ends once it has the answer, not before",
     "elle finit quand elle a la réponse, pas avant"},
    {"A result was handed out before the answer was there: a variable that "
     "somebody will fill in later was read at once. co_await does both things "
     "that you need: it waits, and it gives you the value.",
     "Un résultat a été rendu avant que la réponse soit là : une variable que "
     "quelqu'un remplira plus tard a été lue tout de suite. co_await fait les "
     "deux choses qu'il vous faut : attendre, et donner la valeur."}};

constexpr Lesson falls_off_the_end{
    "falls-off-the-end",
    {"the value comes from the answer", "la valeur vient de la réponse"},
    {"This number was not computed from the answer. Does every path through "
     "your coroutine end with co_return and a value? To fall off the end is "
     "undefined behaviour: any number may come of it, and g++ does not warn.",
     "Ce nombre n'est pas calculé à partir de la réponse. Tous les chemins de "
     "votre coroutine finissent-ils par co_return et une valeur ? Arriver à "
     "l'accolade finale est un comportement indéfini : il peut en sortir "
     "n'importe quel nombre, et g++ ne dit rien."}};

constexpr Lesson wrong_sum{
    "wrong-sum",
    {"the tag is the supplier's price and a quarter of it, rounded down; the "
     "bank gives dollars for the tag",
     "l'étiquette est le prix du fournisseur plus son quart, arrondie vers le "
     "bas ; la banque donne des dollars pour l'étiquette"},
    {"The answers came; the sum is wrong. For 99 the stall asks 99 + 24, which "
     "is 123, and the bank is asked about 123.",
     "Les réponses sont venues ; le calcul est faux. Pour 99 le stand demande "
     "99 + 24, soit 123, et c'est sur 123 qu'on interroge la banque."}};

constexpr Lesson asks_again{
    "asks-again",
    {"each question is asked once, as it is",
     "chaque question est posée une fois, telle quelle"},
    {"A question was put more often than it had to be, or not at all, or about "
     "something else. An awaitable is work, not a value: each call that you "
     "co_await does the work again. Await it once, and keep the value in a "
     "variable.",
     "Une question a été posée une fois de trop, ou pas du tout, ou à propos "
     "d'autre chose. Un awaitable est un travail, pas une valeur : chaque "
     "appel attendu par co_await refait le travail. Attendez-le une fois, et "
     "gardez la valeur dans une variable."}};

constexpr Lesson awaited_twice{
    "awaited-twice",
    {"an awaitable is awaited once", "un awaitable s'attend une seule fois"},
    {"An awaitable is used up when it has been awaited: std::move hands its "
     "work over, and what stays in your variable is empty. Await it once, and "
     "keep its value in a variable. That one you may read as often as you "
     "like.",
     "Un awaitable s'épuise quand on l'attend : std::move cède son travail, et "
     "ce qui reste dans votre variable est vide. Attendez-le une fois, et "
     "gardez sa valeur dans une variable : celle-là se relit à volonté."}};

constexpr Lesson waits_for_itself{
    "waits-for-itself",
    {"whoever waits on the event loop leaves it free to go on",
     "qui attend sur la boucle d'événements la laisse avancer"},
    {"The thread was blocked by someone who waits for a value that only this "
     "very thread can bring: it waits for itself. std::future::get() and "
     "wait(), a timer's wait(), a run() or block_on in a coroutine, a loop "
     "that looks at a variable all keep the thread; they are for ordinary "
     "code, off the event loop. Inside a coroutine, co_await what brings the "
     "value: it waits without keeping the thread.",
     "Le fil d'exécution a été bloqué en attendant une valeur que lui seul "
     "peut apporter : il s'attend lui-même. Un std::future::get() ou wait(), "
     "le wait() d'une minuterie, un run() ou block_on dans une coroutine, une "
     "boucle qui regarde une variable gardent le fil ; ils sont pour le code "
     "ordinaire, hors de la boucle d'événements. Dans une coroutine, co_await "
     "sur ce qui apporte la valeur : il attend sans garder le fil."}};

constexpr Lesson exception_lost{
    "exception-lost",
    {"an exception reaches the one who asked for the value, as it was thrown",
     "une exception parvient à qui demande la valeur, telle qu'elle a été "
     "levée"},
    {"Work ends with a value or with an exception, and the exception went "
     "astray, or is not the same any more. An empty catch, a made-up value, a "
     "second try, a handler that ignores its std::exception_ptr lose it; a "
     "catch of std::exception misses the rest; a handler that throws sends it "
     "out of run(), to someone else. Keep it as it is, and rethrow it to the "
     "one who asks.",
     "Un travail finit par une valeur ou par une exception, et l'exception "
     "s'est égarée, ou n'est plus la même. Un catch vide, une valeur inventée, "
     "un second essai, une fonction de fin qui ignore son std::exception_ptr "
     "la perdent ; intercepter std::exception laisse passer le reste ; une "
     "fonction de fin qui la lève l'envoie hors de run(), à un autre. "
     "Gardez-la telle quelle, et levez-la de nouveau devant qui demande la "
     "valeur."}};

constexpr Lesson get_before_run{
    "get-before-run",
    {"block_on comes back with the value", "block_on revient avec la valeur"},
    {"The thread waits for a value that nobody is working on. A future only "
     "waits; what makes the work go on is run(), from the beginning to the "
     "end, on a context that has not been stopped. First run(), then get().",
     "Le fil attend une valeur à laquelle personne ne travaille. Le "
     "std::future ne fait qu'attendre ; ce qui fait avancer le travail, c'est "
     "run(), du début à la fin, sur un contexte qui n'est pas arrêté. D'abord "
     "run(), puis get()."}};

constexpr Lesson shared_by_calls{
    "shared-by-calls",
    {"each call of block_on gives the value of its own work",
     "chaque appel de block_on donne la valeur de son propre travail"},
    {"One call went well; the next one, or one within another, did not. "
     "Something is shared by all of them: a static, global or thread_local "
     "variable. A context that has run to its end is stopped, and the next "
     "run() returns at once; two calls may go on at the same time, and must "
     "not wait for each other. Make in each call what it needs.",
     "Un appel a réussi ; le suivant, ou celui qui vient pendant un autre, "
     "non. Quelque chose leur est commun : une variable statique, globale ou "
     "thread_local. Un contexte arrivé à son terme est arrêté, et le run() "
     "suivant rend la main aussitôt ; deux appels peuvent avoir lieu en même "
     "temps, et ne doivent pas s'attendre l'un l'autre. Créez à chaque appel "
     "ce qu'il lui faut."}};

constexpr Lesson another_value{
    "another-value",
    {"what the work gives comes out of block_on itself, not another one like "
     "it",
     "ce que donne le travail sort de block_on lui-même, et non un semblable"},
    {"The work gave a piece that exists once, or none, and block_on did not "
     "return that. A value is handed on unseen: do not look into it, do not "
     "make it again. What cannot be copied can be moved, and `return "
     "value.get();` moves.",
     "Le travail a donné une pièce unique, ou aucune, et block_on a rendu "
     "autre chose. Une valeur se transmet sans être regardée : ne l'examinez "
     "pas, ne la refaites pas. Ce qui ne se copie pas se déplace, et `return "
     "value.get();` déplace."}};

constexpr Lesson watches_the_future{
    "watches-the-future",
    {"while the work waits, the thread rests",
     "pendant que le travail attend, le fil se repose"},
    {"The thread did not rest: a loop asked again and again whether the value "
     "was there, perhaps with a short sleep in between. wait_for and poll() "
     "know nothing of the moment when there is something to do; run() does, "
     "and sleeps until then.",
     "Le fil ne s'est pas reposé : une boucle demandait sans cesse si la "
     "valeur était là, peut-être en dormant un peu entre deux. wait_for et "
     "poll() ne savent rien du moment où il y aura quelque chose à faire ; "
     "run(), si, et il dort jusque-là."}};

constexpr Lesson another_thread{
    "another-thread",
    {"the work runs on the thread that called block_on",
     "le travail s'exécute sur le fil qui a appelé block_on"},
    {"Another thread did the work, while this one waited, or was there to "
     "help. What the work touches is then touched by two threads. The caller "
     "is there anyway: let it run the loop, alone.",
     "Un autre fil a fait le travail, tandis que celui-ci attendait, ou était "
     "là pour aider. Ce que touche le travail est alors touché par deux fils. "
     "L'appelant est là de toute façon : qu'il fasse tourner la boucle, "
     "seul."}};

constexpr Lesson starts_late{
    "starts-late",
    {"the work begins at once and goes on by itself, handle or no handle",
     "le travail commence tout de suite et se poursuit seul, poignée ou pas"},
    {"The work did not begin, or did not go on, although start was called. An "
     "awaitable is lazy: it begins when somebody awaits it. To have work done "
     "in the background, hand it to the event loop: that is co_spawn.",
     "Le travail n'a pas commencé, ou s'est arrêté, alors que start a été "
     "appelée. Un awaitable est paresseux : il commence quand quelqu'un "
     "l'attend. Pour un travail en arrière-plan, confiez-le à la boucle "
     "d'événements : c'est co_spawn."}};

constexpr Lesson never_wakes{
    "never-wakes",
    {"whoever wants the result has it as soon as it is there",
     "qui veut le résultat l'a dès qu'il est là"},
    {"The result is there, and the one who wants it still sleeps: nothing is "
     "left that could wake it. Whoever brings the result must ring, for an "
     "exception, too, and after it has been noted down; and the bell wakes "
     "only those who wait already, so whoever comes later has to look before "
     "waiting.",
     "Le résultat est là, et celui qui le veut dort encore : il ne reste rien "
     "qui puisse le réveiller. Qui apporte le résultat doit sonner, pour une "
     "exception aussi, et après l'avoir noté ; et la sonnette ne réveille que "
     "ceux qui attendent déjà : qui vient plus tard doit regarder avant "
     "d'attendre."}};

constexpr Lesson bell_throws{
    "bell-throws",
    {"the bell wakes without an error", "la sonnette réveille sans erreur"},
    {"The bell rang, and the one who slept was thrown out. A bell is a timer "
     "that is cancelled, and a cancelled wait throws operation_aborted. Here "
     "that is no error: asio::redirect_error puts it in a variable instead.",
     "On a sonné, et celui qui dormait a été éjecté. La sonnette est une "
     "minuterie qu'on annule, et une attente annulée lève operation_aborted. "
     "Ici ce n'est pas une erreur : asio::redirect_error la range dans une "
     "variable."}};

constexpr Lesson rings_for_nothing{
    "rings-for-nothing",
    {"whoever wakes looks again, and waits on if there is no result",
     "qui se réveille regarde encore, et attend s'il n'y a pas de résultat"},
    {"The bell rang, there was no result, and a value was handed out all the "
     "same. The bell says: look again. What is there to be had, the tray says. "
     "Look in a loop: while, not if.",
     "On a sonné, il n'y avait pas de résultat, et une valeur a quand même été "
     "rendue. La sonnette dit : regardez encore. C'est le plateau qui dit ce "
     "qu'il y a. Regardez en boucle : while, et non if."}};

constexpr Lesson taken_away{
    "taken-away",
    {"the result stays on the tray, for all who want it",
     "le résultat reste sur le plateau, pour tous ceux qui le veulent"},
    {"One had the result, another one did not. Several may wait at one tray, "
     "and more may come later. cancel() wakes all who wait, cancel_one() only "
     "one; and whoever reads the result must leave it there, as it is.",
     "L'un a eu le résultat, un autre non. Plusieurs peuvent attendre au même "
     "plateau, et d'autres venir plus tard. cancel() réveille tous ceux qui "
     "attendent, cancel_one() un seul ; et qui lit le résultat doit le laisser "
     "en place, tel quel."}};

constexpr Lesson captured_locals{
    "captured-locals",
    {"the result arrives, though start has returned long before",
     "le résultat arrive, bien que start soit finie depuis longtemps"},
    {"The work has ended, and its result went nowhere. The handler runs when "
     "start has returned, and its local variables are gone: [&] captures what "
     "is not there any more. Make the tray with std::make_shared, and have "
     "handler and handle capture it by value, [tray].",
     "Le travail est fini, et son résultat s'est perdu. La fonction de fin "
     "s'exécute quand start a rendu la main, et ses variables locales ont "
     "disparu : [&] capture ce qui n'existe plus. Créez le plateau avec "
     "std::make_shared ; que la fonction de fin et la poignée le capturent par "
     "valeur, [tray]."}};

constexpr Lesson wrong_executor{
    "wrong-executor",
    {"questions are put on the caller's executor, and work runs on the one "
     "that start was given",
     "une question se pose sur l'exécuteur de l'appelant, et un travail "
     "s'exécute sur celui qu'on a donné à start"},
    {"That happened somewhere else. Another executor may mean another thread, "
     "and then two threads touch the same things. co_await alone stays where "
     "the caller is; give co_spawn the executor that you were given.",
     "Cela s'est passé ailleurs. Un autre exécuteur, c'est peut-être un autre "
     "fil, et deux fils touchent alors aux mêmes choses. co_await seul reste "
     "là où est l'appelant ; donnez à co_spawn l'exécuteur que vous avez "
     "reçu."}};

constexpr Lesson one_work_only{
    "one-work-only",
    {"each work has a result of its own, whatever goes on beside it",
     "chaque travail a son résultat, quoi qu'il se passe à côté"},
    {"Several works went on side by side, and one waited for another, or gave "
     "what was another's. Something is shared by all: a static or global "
     "variable. What belongs to a call is a local variable of it; what handler "
     "and handle share is made anew in each call of start.",
     "Plusieurs travaux avançaient côte à côte, et l'un en a attendu un autre, "
     "ou a rendu ce qui était à un autre. Quelque chose est commun à tous : "
     "une variable statique ou globale. Ce qui appartient à un appel est une "
     "variable locale de celui-ci ; ce que partagent la fonction de fin et la "
     "poignée se crée à chaque appel de start."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"both dice roll before either has stopped",
     "les deux dés roulent avant que l'un des deux s'arrête"},
    {"The second die was thrown only when the first lay still. Calling red() "
     "and green() throws nothing: an awaitable begins when it is awaited, and "
     "co_await waits for its end. start both, keep both handles, then await.",
     "Le second dé n'a été jeté qu'une fois le premier arrêté. Appeler red() "
     "et green() ne jette rien : un awaitable commence quand on l'attend, et "
     "co_await attend sa fin. Lancez les deux avec start, gardez les deux "
     "poignées, puis attendez."}};

}  // namespace
