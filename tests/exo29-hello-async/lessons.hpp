// What exo29 teaches when a test fails. LESSONS.md says more about each.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson blocks_the_thread{
    "blocks-the-thread",
    {"while one task pauses, the others go on",
     "pendant qu'une tâche fait une pause, les autres avancent"},
    {"The whole thread waited, and everyone on it. sleep_for, timer.wait(), a "
     "run() inside a coroutine and a loop that watches the clock all keep the "
     "thread, be it for a millisecond. Give it back while you wait: co_await "
     "an asynchronous wait.",
     "Tout le fil d'exécution a attendu, et tout le monde avec lui. sleep_for, "
     "timer.wait(), un run() dans une coroutine et une boucle qui regarde "
     "l'heure gardent le fil, ne serait-ce qu'une milliseconde. Rendez-le "
     "pendant l'attente : co_await sur une attente asynchrone."}};

constexpr Lesson returns_at_once{
    "returns-at-once",
    {"pause ends when its time is over, not before",
     "pause finit quand son temps est écoulé, pas avant"},
    {"The wait was begun, or only described, and nobody waited for it. "
     "async_wait(use_awaitable) is a promise to wait: it does nothing, and "
     "delays nothing, until you co_await it.",
     "L'attente a été lancée, ou seulement décrite, et personne ne l'a "
     "attendue. async_wait(use_awaitable) n'est qu'une intention : rien ne "
     "commence et rien ne retarde tant qu'on ne fait pas co_await."}};

constexpr Lesson timer_not_set{
    "timer-not-set",
    {"pause ends when its time is over, not before",
     "pause finit quand son temps est écoulé, pas avant"},
    {"Something was awaited, and it was over at once. A timer that has not "
     "been told a time has already expired: give it the duration, as the "
     "second argument of its constructor or with expires_after, before you "
     "await it.",
     "Quelque chose a bien été attendu, et c'était fini aussitôt. Une "
     "minuterie qu'on n'a pas réglée a déjà expiré : donnez-lui la durée, en "
     "second argument du constructeur ou par expires_after, avant de "
     "l'attendre."}};

constexpr Lesson wrong_duration{
    "wrong-duration",
    {"a pause lasts exactly as long as it was asked to, from the moment when "
     "it is awaited",
     "une pause dure exactement le temps demandé, à partir du moment où on "
     "l'attend"},
    {"It lasted, but not as long as asked. Look for a second wait, a limit, "
     "another unit, something added; for a time that was counted from the "
     "call, when the coroutine had not begun; or for a clock that somebody may "
     "set, as system_timer has. Hand the duration to a steady_timer as it is, "
     "inside the coroutine.",
     "Elle a duré, mais pas le temps demandé. Cherchez une seconde attente, "
     "une limite, une autre unité, un ajout ; un temps compté depuis "
     "l'appel, quand la coroutine n'avait pas commencé ; ou une horloge que "
     "l'on peut régler, comme celle de system_timer. Donnez la durée telle "
     "quelle à une steady_timer, dans la coroutine."}};

constexpr Lesson nobody_runs_it{
    "nobody-runs-it",
    {"the pause ends in the event loop of the coroutine that awaits it",
     "la pause finit dans la boucle d'événements de la coroutine qui l'attend"},
    {"It knows another loop than the coroutine's, or only one kind of loop. A "
     "timer calls back through the io_context that it was made with. If that "
     "is one of your own, nobody runs it: its time is over since long, and it "
     "still waits. And an executor need not be that of an io_context: it may "
     "be a strand, or a thread pool. Make the timer with the one of the "
     "coroutine, as it is: co_await asio::this_coro::executor.",
     "Elle connaît une autre boucle que celle de la coroutine, ou une seule "
     "sorte de boucle. Une minuterie rappelle par l'io_context avec lequel on "
     "l'a créée. Si c'est un contexte à vous, personne ne le fait tourner : "
     "son temps est écoulé depuis longtemps et elle attend encore. Et un "
     "exécuteur n'est pas toujours celui d'un io_context : ce peut être un "
     "strand ou un pool de threads. Créez-la avec celui de la coroutine, tel "
     "quel : co_await asio::this_coro::executor."}};

constexpr Lesson shared_timer{
    "shared-timer",
    {"each pause has its own time, whoever else pauses",
     "chaque pause a sa durée, quelles que soient les autres"},
    {"The pauses share one timer, or one loop. Setting a timer again cancels "
     "the waits that it already had; and a static one outlives the loop that "
     "it was made for. A timer is cheap: let each pause own one, as a local "
     "variable of the coroutine.",
     "Les pauses se partagent une minuterie, ou une boucle. La régler de "
     "nouveau annule les attentes en cours ; et si elle est statique, elle "
     "survit à la boucle pour laquelle elle a été créée. Une minuterie ne "
     "coûte presque rien : que chaque pause ait la sienne, variable locale de "
     "la coroutine."}};

constexpr Lesson does_not_stop{
    "does-not-stop",
    {"cancelled, it ends at once with operation_aborted",
     "annulée, elle finit aussitôt par operation_aborted"},
    {"It was told to stop, and went on, or ended as if its time were over. A "
     "cancelled wait throws operation_aborted by itself: let it leave. "
     "redirect_error, an empty catch and a slot of your own hide it.",
     "On lui a dit d'arrêter, et elle a continué, ou fini comme si son temps "
     "était écoulé. Une attente annulée lève operation_aborted d'elle-même : "
     "laissez sortir l'exception. redirect_error, un catch vide ou un slot à "
     "vous la cachent."}};

constexpr Lesson forgot_co_await{
    "forgot-co-await",
    {"greet waits first: nothing is said yet, and it has not ended",
     "greet attend d'abord : rien n'est dit, et elle n'est pas finie"},
    {"pause(delay) without co_await builds the pause and throws it away. "
     "Calling a coroutine runs none of its body. (The compiler warned you: the "
     "result of pause is ignored.)",
     "pause(delay) sans co_await fabrique la pause puis la jette. Appeler une "
     "coroutine n'exécute rien de son corps. (Le compilateur vous a prévenu : "
     "le résultat de pause est ignoré.)"}};

constexpr Lesson greets_too_early{
    "greets-too-early",
    {"nothing is written before the delay is over",
     "rien n'est écrit avant la fin du délai"},
    {"The greeting was written first, and the wait came after. What stands "
     "after `co_await` happens after the wait; what stands before it happens "
     "at once.",
     "Le bonjour a été écrit d'abord, l'attente est venue après. Ce qui suit "
     "`co_await` arrive après l'attente ; ce qui le précède arrive tout de "
     "suite."}};

constexpr Lesson wrong_words{
    "wrong-words",
    {"one line for each guest: \"Good morning, NAME!\"",
     "une ligne par client : \"Good morning, NAME!\""},
    {"The journal must receive exactly one line for each guest, with that "
     "guest's name as it was given: an empty name is a name, and two guests "
     "may have the same one.",
     "Le journal doit recevoir exactement une ligne par client, avec son nom "
     "tel qu'il a été donné : un nom vide est un nom, et deux clients peuvent "
     "avoir le même."}};

constexpr Lesson journal_copied{
    "journal-copied",
    {"greet writes in the caller's journal, not in a copy",
     "greet écrit dans le journal de l'appelant, pas dans une copie"},
    {"A copy of the journal was written in. A std::function copies what it "
     "holds: what the caller's journal counts or remembers is then lost. The "
     "journal outlives the call; use the reference.",
     "C'est une copie du journal qui a été remplie. Une std::function copie ce "
     "qu'elle contient : ce que compte ou retient le journal de l'appelant est "
     "alors perdu. Le journal survit à l'appel : servez-vous de la "
     "référence."}};

constexpr Lesson exception_lost{
    "exception-lost",
    {"what the journal throws reaches the caller, as it was thrown",
     "ce que lève le journal parvient à l'appelant, tel quel"},
    {"An exception was thrown, and did not arrive, or not as it was. "
     "asio::detached forgets how a coroutine ended, and so does an empty "
     "catch; a catch of std::exception misses the rest; a new exception with "
     "the same words has lost its type. A completion handler receives a "
     "std::exception_ptr: keep it, and rethrow it.",
     "Une exception a été levée et n'est pas arrivée, ou plus la même. "
     "asio::detached oublie comment finit une coroutine, un catch vide aussi ; "
     "intercepter std::exception laisse passer le reste ; une nouvelle "
     "exception avec les mêmes mots a perdu son type. Une fonction de fin "
     "reçoit un std::exception_ptr : gardez-le, puis levez-le de nouveau avec "
     "std::rethrow_exception."}};

constexpr Lesson forgot_run{
    "forgot-run",
    {"when greet_everyone returns, everyone has been greeted",
     "au retour de greet_everyone, tout le monde a été salué"},
    {"Nobody was. co_spawn puts a coroutine in line; the one who makes it run "
     "is context.run(), and it returns when no work is left. Without it, or "
     "before it, nothing happens. Nor does co_spawn(..., use_awaitable), which "
     "an ordinary function cannot await: give it a completion handler.",
     "Personne ne l'a été. co_spawn met une coroutine dans la file ; c'est "
     "context.run() qui la fait avancer, et qui revient quand il n'y a plus de "
     "travail. Sans lui, ou avant lui, rien ne se passe. Rien non plus avec "
     "co_spawn(..., use_awaitable), qu'une fonction ordinaire ne peut pas "
     "attendre : donnez-lui une fonction de fin."}};

constexpr Lesson stopped_loop{
    "stopped-loop",
    {"when greet_everyone returns, everyone has been greeted",
     "au retour de greet_everyone, tout le monde a été salué"},
    {"The first greeting was spoken, the others were not. Once run() has "
     "returned, the context is stopped, and a second run() returns at once, "
     "unless restart() came before. stop() and run_for() end the loop although "
     "there is work left. Put all in line first, with one co_spawn each; then "
     "run() once.",
     "Le premier bonjour a été dit, les autres non. Une fois run() revenu, le "
     "contexte est arrêté, et un second run() revient aussitôt, à moins d'un "
     "restart() avant lui. stop() et run_for() mettent fin à la boucle alors "
     "qu'il reste du travail. Mettez d'abord tout dans la file, un co_spawn "
     "par client ; puis run(), une fois."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all guests wait during the same delay",
     "tous les clients attendent pendant le même délai"},
    {"A guest waited for others to be greeted: the last one was greeted after "
     "more than one delay. A co_await in a loop waits at each turn, and so "
     "does a run() in a loop. Start them all first, however many, with one "
     "co_spawn and the same delay each; then run.",
     "Un client a attendu que d'autres soient salués : le dernier l'a été "
     "après plus d'un délai. Un co_await dans une boucle attend à chaque tour, "
     "un run() aussi. Lancez-les d'abord tous, quel que soit leur nombre, un "
     "co_spawn et le même délai pour chacun ; puis run."}};

constexpr Lesson returns_too_late{
    "returns-too-late",
    {"greet_everyone returns as soon as all have been greeted",
     "greet_everyone revient dès que tout le monde a été salué"},
    {"All had been greeted, and it still waited. run() comes back when no work "
     "is left: no other wait is needed, and no timer may be left behind.",
     "Tout le monde était salué, et elle attendait encore. run() revient quand "
     "il n'y a plus de travail : il n'y a rien d'autre à attendre, et aucune "
     "minuterie ne doit rester derrière."}};

constexpr Lesson thread_per_guest{
    "thread-per-guest",
    {"every greeting is spoken on the thread that called greet_everyone",
     "chaque bonjour est dit sur le fil qui a appelé greet_everyone"},
    {"A greeting was spoken on another thread. One thread can wait for any "
     "number of things; one thread per wait is what coroutines spare you.",
     "Un bonjour a été dit sur un autre fil d'exécution. Un seul fil peut "
     "attendre autant de choses qu'on veut ; un fil par attente, c'est ce que "
     "les coroutines évitent."}};

constexpr Lesson captures_die{
    "captures-die",
    {"each guest is greeted once, by their own name",
     "chaque client est salué une fois, par son propre nom"},
    {"The names were garbage when they were read. A lambda coroutine does not "
     "keep its captures: they live in the lambda, which was gone before the "
     "wait was over. Parameters are copied into the coroutine: pass the name "
     "as one.",
     "Les noms étaient détruits quand on les a lus. Une coroutine lambda ne "
     "garde pas ses captures : elles vivent dans la lambda, disparue avant la "
     "fin de l'attente. Les paramètres, eux, sont copiés dans la coroutine : "
     "passez le nom en paramètre."}};

}  // namespace
