// The lessons of exo36: what each failure teaches. LESSONS.md and
// LESSONS.fr.md, beside the exercise, explain them further.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson error_swallowed{
    "error-swallowed",
    {"a failure leaves as a failure", "un échec sort comme un échec"},
    {"The depot failed, and the caller was given a parcel all the same. A "
     "catch block that ends without a throw says: all is well again. Here "
     "nothing is: throw on.",
     "Le dépôt a échoué, et l'appelant a quand même reçu un colis. Un bloc "
     "catch qui finit sans throw dit : tout est rentré dans l'ordre. Ici, rien "
     "ne l'est : levez une exception à votre tour."}};

constexpr Lesson no_context{
    "no-context",
    {"what leaves is an OrderError, with the number of the order",
     "ce qui sort est une OrderError, avec le numéro de la commande"},
    {"\"No route to host\", and nobody knows for which order. The depot knows "
     "the cause, the caller knows the customer; only you know what was being "
     "done. Say it: wrap the cause in an OrderError.",
     "« No route to host », et personne ne sait pour quelle commande. Le dépôt "
     "connaît la cause, l'appelant connaît le client ; vous seul savez ce "
     "qu'on était en train de faire. Dites-le : enveloppez la cause dans une "
     "OrderError."}};

constexpr Lesson cause_lost{
    "cause-lost",
    {"the depot's exception is nested in the OrderError",
     "l'exception du dépôt est imbriquée dans l'OrderError"},
    {"The order is named, but why it failed is gone: a plain throw starts a "
     "new exception and drops the one in hand. std::throw_with_nested throws "
     "the new one and keeps the old one inside.",
     "La commande est nommée, mais la raison de l'échec a disparu : un simple "
     "throw lève une nouvelle exception et abandonne celle qu'on tenait. "
     "std::throw_with_nested lève la nouvelle et garde l'ancienne dedans."}};

constexpr Lesson nothing_to_nest{
    "nothing-to-nest",
    {"the nested exception is there", "l'exception imbriquée est bien là"},
    {"throw_with_nested nested nothing. It takes the exception that is being "
     "handled, and after the catch block none is. Keep the exception_ptr; "
     "later, rethrow it inside a try, and nest in that catch.",
     "throw_with_nested n'a rien imbriqué. Elle prend l'exception en cours de "
     "traitement ; après le bloc catch, il n'y en a plus. Gardez "
     "l'exception_ptr ; plus tard, levez-la de nouveau dans un try, et "
     "imbriquez dans ce catch-là."}};

constexpr Lesson caught_by_value{
    "caught-by-value",
    {"the cause is what the depot threw, whole",
     "la cause est ce que le dépôt a levé, en entier"},
    {"The cause is not what was thrown. `catch (std::exception e)` copies the "
     "base and cuts off the rest, message and code included. Catch by "
     "reference, and keep std::current_exception(), which copies no type.",
     "La cause n'est pas ce qui a été levé. `catch (std::exception e)` copie "
     "la base et coupe le reste, message et code compris. Interceptez par "
     "référence, et gardez std::current_exception(), qui conserve le type."}};

constexpr Lesson one_type_only{
    "one-type-only",
    {"whatever the depot throws, the order is named",
     "quoi que lève le dépôt, la commande est nommée"},
    {"Some exceptions passed without their context: the catch names a type "
     "that they are not. A depot may throw anything, also what is no "
     "std::exception. catch (...) takes all of it.",
     "Certaines exceptions sont passées sans contexte : le catch nomme un type "
     "qui n'est pas le leur. Un dépôt peut lever n'importe quoi, même ce qui "
     "n'est pas une std::exception. catch (...) prend tout."}};

constexpr Lesson apology_not_awaited{
    "apology-not-awaited",
    {"the customer is told of a failure, and then the failure leaves",
     "le client apprend l'échec, et ensuite l'échec sort"},
    {"The failure left before the customer had been told, or nobody was told "
     "at all. A catch block cannot co_await, and starting the apology on the "
     "side lets it outlive you. Keep the exception, leave the catch block, "
     "co_await there, then throw.",
     "L'échec est sorti avant que le client soit prévenu, ou personne ne l'a "
     "été. Un bloc catch ne peut pas faire co_await, et démarrer les excuses à "
     "côté les laisse vivre sans vous. Gardez l'exception, sortez du catch, "
     "faites là votre co_await, puis levez l'exception."}};

constexpr Lesson cancellation_wrapped{
    "cancellation-wrapped",
    {"cancelled, collect ends with operation_aborted and does not apologize",
     "annulée, collect finit par operation_aborted et ne s'excuse pas"},
    {"To be told to stop is not to fail. No customer needs an apology for it, "
     "and whoever cancelled looks for operation_aborted itself, not for an "
     "error around it. Let it leave as it came.",
     "Recevoir l'ordre d'arrêter, ce n'est pas échouer. Aucun client n'attend "
     "d'excuses, et celui qui annule cherche operation_aborted, non une erreur "
     "qui l'enveloppe. Laissez-la sortir telle quelle."}};

constexpr Lesson parcel_thrown_away{
    "parcel-thrown-away",
    {"a parcel that comes is handed over, cancelled or not",
     "un colis qui arrive est remis, avec ou sans annulation"},
    {"collect was told to stop, the depot delivered all the same, and the "
     "parcel is gone: the depot no longer has it, and the caller never will. A "
     "cancellation is a request, which may come too late. Ask the "
     "cancellation_state after a failure, not after a success.",
     "collect a reçu l'ordre d'arrêter, le dépôt a livré quand même, et le "
     "colis est perdu : le dépôt ne l'a plus, l'appelant ne l'aura jamais. Une "
     "annulation est une demande, qui peut venir trop tard. Interrogez le "
     "cancellation_state après un échec, non après une réussite."}};

constexpr Lesson asked_twice{
    "asked-twice",
    {"the depot is asked once, the customer is told once, a task is run once",
     "le dépôt est sollicité une fois, le client prévenu une fois, une tâche "
     "exécutée une fois"},
    {"Something was done twice. A depot that is asked again may send two "
     "parcels, and a customer who gets two apologies wonders about a second "
     "order. To try again is the business of retry, of nobody else.",
     "Quelque chose a été fait deux fois. Un dépôt sollicité de nouveau "
     "enverra peut-être deux colis, et un client qui reçoit deux fois des "
     "excuses se demande quelle est la seconde commande. Réessayer est "
     "l'affaire de retry, et de personne d'autre."}};

constexpr Lesson empty_is_an_answer{
    "empty-is-an-answer",
    {"an answer is handed on as it is, also an empty one",
     "une réponse est transmise telle quelle, même vide"},
    {"The answer was empty, and was taken for a failure, or was changed on its "
     "way. Only an exception or an error code says that something failed: a "
     "value says that it did not, whatever it is.",
     "La réponse était vide, et elle a été prise pour un échec, ou changée en "
     "route. Seul un code d'erreur ou une exception annonce un échec : une "
     "valeur annonce un succès, quelle qu'elle soit."}};

constexpr Lesson gave_up_by_itself{
    "gave-up-by-itself",
    {"a depot that gives up by itself has failed like another",
     "un dépôt qui renonce de lui-même a échoué comme un autre"},
    {"The depot ended with operation_aborted, and nobody had cancelled "
     "collect: it closed a socket of its own, perhaps. To the customer this is "
     "a failure. The code does not tell who was told to stop; co_await "
     "asio::this_coro::cancellation_state does.",
     "Le dépôt a fini par operation_aborted alors que personne n'avait annulé "
     "collect : il a fermé une socket à lui, peut-être. Pour le client, c'est "
     "un échec. Le code ne dit pas qui devait s'arrêter ; co_await "
     "asio::this_coro::cancellation_state le dit."}};

constexpr Lesson functions_gone{
    "functions-gone",
    {"the functions live until the work is over",
     "les fonctions vivent jusqu'à la fin du travail"},
    {"A function that you were given is destroyed, and your coroutine, or the "
     "one that it made, still needs it. A coroutine copies what it takes by "
     "value, and lives later "
     "than the call that made it; a reference or a [&] in a function that is "
     "no coroutine itself points to what is gone by then.",
     "Une fonction qu'on vous a donnée est détruite alors que votre coroutine, "
     "ou celle qu'elle a créée, en a encore besoin. Une coroutine copie ce "
     "qu'elle prend par valeur, et "
     "vit plus longtemps que l'appel qui l'a créée ; une référence, ou un [&] "
     "dans une fonction qui n'est pas elle-même une coroutine, désigne alors "
     "ce qui n'est plus."}};

constexpr Lesson thrown_not_returned{
    "thrown-not-returned",
    {"an error code is returned as a value, not thrown",
     "un code d'erreur est rendu comme une valeur, il n'est pas levé"},
    {"use_awaitable alone turns an error code into an exception. as_tuple or "
     "redirect_error, around use_awaitable, hands you the code.",
     "use_awaitable tout seul change un code d'erreur en exception. as_tuple "
     "ou redirect_error, autour de use_awaitable, vous donne le code."}};

constexpr Lesson code_ignored{
    "code-ignored",
    {"a result is the answer, or the error that came instead",
     "un résultat est la réponse, ou l'erreur venue à sa place"},
    {"What came out does not agree with what was heard. With as_tuple or "
     "redirect_error nothing is thrown, so nothing stops you from using an "
     "answer that never came. Look at the code first; it is false when all "
     "went well.",
     "Ce qui sort ne correspond pas à ce qui a été entendu. Avec as_tuple ou "
     "redirect_error rien n'est levé, donc rien ne vous empêche d'utiliser une "
     "réponse jamais venue. Regardez d'abord le code : il est faux quand tout "
     "va bien."}};

constexpr Lesson error_replaced{
    "error-replaced",
    {"the error is passed on as it came",
     "l'erreur est transmise telle qu'elle est venue"},
    {"There is an error, but another one. Whoever reads it decides by it "
     "whether to try again: pass on the very code that you were given.",
     "Il y a une erreur, mais c'en est une autre. Celui qui la lit décide "
     "d'après elle s'il faut réessayer : transmettez le code reçu, et pas un "
     "autre."}};

constexpr Lesson read_without_looking{
    "read-without-looking",
    {"a result that is an error is not read",
     "on ne lit pas un résultat qui est une erreur"},
    {"value() was called on an error: it is Rust's unwrap(). Ask the result "
     "first whether it has a value; if not, pass its error on.",
     "value() a été appelée sur une erreur : c'est le unwrap() de Rust. "
     "Demandez d'abord au résultat s'il a une valeur ; sinon, transmettez son "
     "erreur."}};

constexpr Lesson asks_on{
    "asks-on",
    {"a line is asked only once the one before has answered, and well",
     "on n'interroge une ligne que si la précédente a bien répondu"},
    {"A line was asked although there was no use for its answer. A value does "
     "not stop you as an exception does: test after each call, not once at the "
     "end.",
     "Une ligne a été interrogée alors que sa réponse ne servait à rien. Une "
     "valeur ne vous arrête pas comme le fait une exception : testez après "
     "chaque appel, et non une fois à la fin."}};

constexpr Lesson hears_too_much{
    "hears-too-much",
    {"one thing is taken from a line; the next stays there",
     "on prend une seule chose d'une ligne ; la suivante y reste"},
    {"More was taken from the line than one answer or one error. Whoever "
     "listens next waits for what you have thrown away.",
     "On a pris de la ligne plus d'une réponse ou d'une erreur. Celui qui "
     "écoutera ensuite attendra ce que vous avez jeté."}};

constexpr Lesson pause_not_awaited{
    "pause-not-awaited",
    {"the next attempt waits until the pause is over",
     "l'essai suivant attend la fin de la pause"},
    {"The depot was tried again at once. pause(delay) only describes a pause; "
     "nothing waits until you co_await it, and the compiler warned you. And "
     "co_await does not compile inside the catch block: leave it first.",
     "Le dépôt a été sollicité de nouveau tout de suite. pause(delay) ne fait "
     "que décrire une pause ; rien n'attend sans co_await, et le compilateur "
     "vous a prévenu. Or co_await ne compile pas dans un bloc catch : "
     "sortez-en d'abord."}};

constexpr Lesson wrong_back_off{
    "wrong-back-off",
    {"between two attempts there is a pause: 100 ms, then twice as long each "
     "time",
     "entre deux essais il y a une pause : 100 ms, puis le double à chaque "
     "fois"},
    {"A service in trouble needs more and more rest: 100, 200, 400, 800. The "
     "same pause each time, or one that grows by the same step, keeps pushing "
     "it. And wait with the pause you are given, not with a clock of your own.",
     "Un service en difficulté a besoin d'un répit de plus en plus long : 100, "
     "200, 400, 800. Une pause toujours égale, ou qui grandit toujours "
     "d'autant, continue de l'accabler. Et attendez avec la pause que l'on "
     "vous donne, pas avec votre propre minuterie."}};

constexpr Lesson waits_for_nothing{
    "waits-for-nothing",
    {"after the last attempt there is no pause",
     "après le dernier essai, il n'y a pas de pause"},
    {"The last attempt has failed, and you paused once more before saying so. "
     "The longest pause of all, and nothing comes after it. Look whether "
     "another attempt is left before you pause.",
     "Le dernier essai a échoué, et vous avez encore fait une pause avant de "
     "le dire. C'est la plus longue, et rien ne la suit. Regardez s'il reste "
     "un essai avant de faire une pause."}};

constexpr Lesson attempts_miscounted{
    "attempts-miscounted",
    {"as many attempts as asked for, and no more once one succeeds",
     "autant d'essais que demandé, et plus aucun après un succès"},
    {"`attempts` counts every try, the first one too: 3 attempts are 2 "
     "retries. And the first success is the end.",
     "`attempts` compte tous les essais, le premier aussi : 3 essais, c'est 2 "
     "nouvelles tentatives. Et le premier succès met fin à tout."}};

constexpr Lesson old_error_reported{
    "old-error-reported",
    {"when every attempt fails, the last error is reported",
     "quand tous les essais échouent, la dernière erreur est signalée"},
    {"An older error came out, or a new one of your own. The last one says how "
     "things stand now; keep the newest exception, not the first.",
     "C'est une erreur plus ancienne qui est sortie, ou une de votre cru. La "
     "dernière dit où l'on en est maintenant ; gardez l'exception la plus "
     "récente, pas la première."}};

constexpr Lesson retries_permanent{
    "retries-permanent",
    {"a failure that will not pass is not tried again",
     "un échec qui ne passera pas n'est pas réessayé"},
    {"An order that does not exist will not exist in 100 ms either. Trying "
     "again what cannot succeed delays the answer and loads the depot. Ask "
     "temporary(code_of(error)).",
     "Une commande qui n'existe pas n'existera pas davantage dans 100 ms. "
     "Réessayer ce qui ne peut pas réussir retarde la réponse et charge le "
     "dépôt. Demandez à temporary(code_of(error))."}};

constexpr Lesson retries_cancellation{
    "retries-cancellation",
    {"a cancellation ends the retry with operation_aborted, at once",
     "une annulation met fin à tout, tout de suite, par operation_aborted"},
    {"Somebody said stop, and the answer was another attempt, or some other "
     "error. operation_aborted is no trouble of the depot: it is never tried "
     "again and never hidden, neither in an attempt nor in a pause.",
     "Quelqu'un a dit stop, et la réponse fut un nouvel essai, ou une autre "
     "erreur. operation_aborted n'est pas un ennui du dépôt : on ne la "
     "réessaie jamais et on ne la cache jamais, ni pendant un essai ni pendant "
     "une pause."}};

constexpr Lesson cause_not_seen{
    "cause-not-seen",
    {"a temporary failure is tried again, also with context around it",
     "un échec passager est réessayé, même enveloppé dans un contexte"},
    {"The code was inside: an OrderError around a time-out is still a "
     "time-out, and a context need not be a std::exception. A catch that names "
     "a type sees only the outside; catch (...) takes everything, and "
     "code_of(error) looks through what is nested.",
     "Le code était à l'intérieur : une OrderError autour d'un délai dépassé "
     "reste un délai dépassé, et un contexte n'est pas forcément une "
     "std::exception. Un catch qui nomme un type ne voit que l'extérieur ; "
     "catch (...) prend tout, et code_of(error) regarde à travers ce qui est "
     "imbriqué."}};

constexpr Lesson remembers{
    "remembers",
    {"each call counts for itself: a retry begins with 100 ms, an order has "
     "its "
     "own cause",
     "chaque appel compte pour lui-même : un retry commence par 100 ms, une "
     "commande a sa propre cause"},
    {"What one call has counted or kept is still there when the next one "
     "begins, or when another is under way. A static variable is one for all "
     "calls: use a local variable of the coroutine.",
     "Ce qu'un appel a compté ou gardé est encore là quand le suivant "
     "commence, ou pendant qu'un autre est en cours. Une variable static est "
     "commune à tous les appels : prenez une variable locale de la "
     "coroutine."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all tasks are at work at the same time",
     "toutes les tâches travaillent en même temps"},
    {"A task began only when another had ended. A co_await in a loop waits at "
     "each turn. Start them all, with && or co_spawn, then wait.",
     "Une tâche n'a commencé qu'une fois une autre finie. Un co_await dans une "
     "boucle attend à chaque tour. Démarrez-les toutes, avec && ou co_spawn, "
     "puis attendez."}};

constexpr Lesson returns_too_early{
    "returns-too-early",
    {"supervise returns when the last task has ended",
     "supervise rend la main quand la dernière tâche a fini"},
    {"supervise returned and left a task at work. What it throws later has "
     "nobody to go to, and what it refers to may be gone. Wait for every task, "
     "also for those that have been told to stop.",
     "supervise a rendu la main en laissant une tâche au travail. Ce qu'elle "
     "lèvera plus tard n'aura pas de destinataire, et ce qu'elle désigne aura "
     "peut-être disparu. Attendez chaque tâche, même celles à qui on a dit "
     "d'arrêter."}};

constexpr Lesson error_vanishes{
    "error-vanishes",
    {"each task that failed is in the report",
     "chaque tâche qui a échoué est dans le rapport"},
    {"A task failed and the report does not know. asio::detached drops the "
     "exception of a coroutine, an empty catch does too, and keeping only the "
     "first loses all the others. Write down each failure where it happens.",
     "Une tâche a échoué et le rapport n'en sait rien. asio::detached laisse "
     "tomber l'exception d'une coroutine, un catch vide aussi, et ne garder "
     "que la première perd toutes les autres. Notez chaque échec là où il se "
     "produit."}};

constexpr Lesson ends_the_program{
    "ends-the-program",
    {"what a task throws comes back in the report, and nowhere else",
     "ce que lève une tâche revient dans le rapport, et nulle part ailleurs"},
    {"The exception of a task left through run() or through supervise itself. "
     "A completion handler that rethrows ends the event loop, and with it the "
     "work of everybody. Keep the exception_ptr instead.",
     "L'exception d'une tâche est sortie par run() ou par supervise elle-même. "
     "Une fonction de fin qui la lève de nouveau arrête la boucle "
     "d'événements, et avec elle le travail de tous. Gardez plutôt "
     "l'exception_ptr."}};

constexpr Lesson which_and_what{
    "which-and-what",
    {"the report says which task failed, with what, in order",
     "le rapport dit quelle tâche a échoué, avec quoi, dans l'ordre"},
    {"The report does not say what happened. && throws multiple_exceptions "
     "when several fail, and it does not tell who threw what. Catch inside "
     "each task, where name and exception are both at hand.",
     "Le rapport ne dit pas ce qui s'est passé. && lève multiple_exceptions "
     "quand plusieurs échouent, sans dire qui a levé quoi. Interceptez à "
     "l'intérieur de chaque tâche, là où le nom et l'exception sont à portée "
     "de main."}};

constexpr Lesson takes_others_down{
    "takes-others-down",
    {"with let_others_finish, a failure stops nobody else",
     "avec let_others_finish, un échec n'arrête personne d'autre"},
    {"One task failed and the others were told to stop. && cancels one side "
     "when the other throws: what must not stop the others must not leave its "
     "task as an exception.",
     "Une tâche a échoué et les autres ont reçu l'ordre d'arrêter. && annule "
     "un côté quand l'autre lève une exception : ce qui ne doit pas arrêter "
     "les autres ne doit pas sortir de sa tâche comme une exception."}};

constexpr Lesson others_not_stopped{
    "others-not-stopped",
    {"with cancel_others, a failure tells the others to stop",
     "avec cancel_others, un échec dit aux autres d'arrêter"},
    {"One task failed, and the others work on for nothing. Either let the "
     "exception leave the task, so that && cancels the other side, or give "
     "each task a cancellation_signal and emit it.",
     "Une tâche a échoué, et les autres travaillent pour rien. Laissez "
     "l'exception sortir de la tâche, pour que && annule l'autre côté, ou "
     "donnez à chaque tâche un cancellation_signal et émettez-le."}};

constexpr Lesson victims_reported{
    "victims-reported",
    {"a task that stopped because it was told to is not a failure",
     "une tâche arrêtée parce qu'on le lui a dit n'est pas un échec"},
    {"The report lists operation_aborted. That task did what it was asked; in "
     "a list of failures it hides the one that matters.",
     "Le rapport contient operation_aborted. Cette tâche a fait ce qu'on lui "
     "demandait ; dans une liste d'échecs, elle cache celui qui compte."}};

constexpr Lesson orphans{
    "orphans",
    {"cancelled, supervise stops its tasks, waits, and still reports",
     "annulée, supervise arrête ses tâches, attend, et rend son rapport"},
    {"supervise was told to stop, and left its tasks at work or lost the "
     "report. A task started with co_spawn does not hear of it by itself: pass "
     "the order on, wait until all have ended, then return what is known.",
     "supervise a reçu l'ordre d'arrêter, et a laissé ses tâches au travail ou "
     "perdu le rapport. Une tâche démarrée par co_spawn n'en sait rien toute "
     "seule : transmettez l'ordre, attendez que toutes aient fini, puis rendez "
     "ce que l'on sait."}};

constexpr Lesson nobody_to_wait_for{
    "nobody-to-wait-for",
    {"with no task, supervise returns at once",
     "sans aucune tâche, supervise rend la main tout de suite"},
    {"Nobody is at work, and supervise waits for somebody to end. Look whether "
     "there is anything left to wait for before you wait.",
     "Personne ne travaille, et supervise attend que quelqu'un finisse. "
     "Regardez s'il reste quelque chose à attendre avant d'attendre."}};

constexpr Lesson stops_for_nothing{
    "stops-for-nothing",
    {"only a failure tells the others to stop",
     "seul un échec dit aux autres d'arrêter"},
    {"A task ended well, or was itself told to stop, and the others were told "
     "to stop with it. || does that, or a handler that does not look whether "
     "there is an exception, and which.",
     "Une tâche a bien fini, ou devait elle-même s'arrêter, et les autres ont "
     "reçu l'ordre d'arrêter avec elle. C'est ce que fait ||, ou une fonction "
     "de fin qui ne regarde pas s'il y a une exception, et laquelle."}};

constexpr Lesson word_lost{
    "word-lost",
    {"cancelled in the moment when a task ends, supervise still returns",
     "annulée au moment où une tâche finit, supervise rend quand même la main"},
    {"A task ended in the moment when supervise was told to stop, and "
     "supervise did not hear of the end: it waits for ever. In Asio before "
     "1.27, a channel whose only receiver was cancelled refuses try_send until "
     "somebody receives again. Send with async_send, or count the ends "
     "yourself and ring a bell.",
     "Une tâche a fini au moment où supervise recevait l'ordre d'arrêter, et "
     "supervise n'a pas appris cette fin : elle attend pour toujours. Avant "
     "Asio 1.27, un canal dont l'unique destinataire a été annulé refuse "
     "try_send jusqu'à ce que quelqu'un reçoive de nouveau. Envoyez par "
     "async_send, ou comptez les fins vous-même et actionnez une sonnette."}};

constexpr Lesson another_thread{
    "another-thread",
    {"all tasks run on the caller's executor",
     "toutes les tâches s'exécutent sur l'exécuteur de l'appelant"},
    {"A task ran on another executor than the caller. Tasks that "
     "share something would need a lock there. Start each with the executor of "
     "your coroutine: co_await asio::this_coro::executor.",
     "Une tâche s'est exécutée sur un autre exécuteur que celui de l'appelant. "
     "Des tâches qui partagent quelque chose auraient alors besoin d'un "
     "verrou. Démarrez chacune sur l'exécuteur de votre coroutine : co_await "
     "asio::this_coro::executor."}};

}  // namespace
