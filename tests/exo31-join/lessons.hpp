// What the tests of exo31 teach.
#pragma once

#include <support/lesson.hpp>

inline namespace lessons {

using workbook::Lesson;

constexpr Lesson several_threads{
    "several-threads",
    {"every shop is asked on the thread of the courier",
     "chaque magasin est interrogé sur le fil d'exécution du coursier"},
    {"A shop was asked on another thread. Waiting for two things at once needs "
     "no second thread: co_await (a && b) starts both on this one, and neither "
     "keeps it while it waits.",
     "Un magasin a été interrogé sur un autre fil d'exécution. Attendre deux "
     "choses à la fois ne demande pas de second fil : co_await (a && b) les "
     "lance toutes deux sur celui-ci, et aucune ne le garde pendant qu'elle "
     "attend."}};

constexpr Lesson another_executor{
    "another-executor",
    {"every shop is asked on the executor of the courier",
     "chaque magasin est interrogé sur l'exécuteur du coursier"},
    {"A shop was asked, or report was called, on another executor than the one "
     "of the coroutine that awaits you. Whoever put you on a strand relies on "
     "it: whatever you start "
     "elsewhere is not protected by it. Start everything on co_await "
     "asio::this_coro::executor, as && does.",
     "Un magasin a été interrogé, ou report appelé, sur un autre exécuteur que "
     "celui de la "
     "coroutine qui vous attend. Qui vous a placé sur un strand compte dessus "
     ": ce que vous lancez ailleurs n'est plus protégé. Lancez tout sur "
     "co_await asio::this_coro::executor, comme le fait &&."}};

constexpr Lesson calling_is_not_asking{
    "calling-is-not-asking",
    {"all are asked before the first one answers",
     "tous sont interrogés avant que le premier réponde"},
    {"Making all awaitables first does not start them. Calling a coroutine "
     "runs none of its body: it begins when it is awaited, so awaiting them "
     "one by one asks one by one. Something must start them together: && does.",
     "Fabriquer d'abord tous les awaitables ne les lance pas. Appeler une "
     "coroutine n'exécute rien de son corps : elle commence quand on l'attend, "
     "et les attendre un par un, c'est demander un par un. Il faut quelque "
     "chose qui les lance ensemble : && le fait."}};

constexpr Lesson one_after_another{
    "one-after-another",
    {"all are asked before the first one answers",
     "tous sont interrogés avant que le premier réponde"},
    {"The second was not asked while the first kept us waiting. co_await stops "
     "this coroutine until the answer is there, and so the next line too. Put "
     "one co_await in front of both, joined by &&.",
     "Le deuxième n'a pas été interrogé pendant que le premier nous faisait "
     "patienter. co_await arrête cette coroutine jusqu'à la réponse, donc la "
     "ligne suivante aussi. Mettez un seul co_await devant les deux, réunis "
     "par &&."}};

constexpr Lesson returns_early{
    "returns-early",
    {"it ends when the last answer is there, not before",
     "elle finit quand la dernière réponse est là, pas avant"},
    {"It ended while a shop was still thinking. co_spawn only starts work, and "
     "|| is happy with one answer. A join waits for all: what you start here "
     "must be over when you leave.",
     "Elle a fini alors qu'un magasin réfléchissait encore. co_spawn ne fait "
     "que lancer un travail, et || se contente d'une réponse. Une jonction "
     "attend tout le monde : ce que vous lancez ici doit être fini quand vous "
     "partez."}};

constexpr Lesson asked_twice{
    "asked-twice",
    {"each is asked once", "chacun est interrogé une seule fois"},
    {"A shop was asked again for what it had answered already. co_await (a && "
     "b) gives both answers, in the order of the operands: auto [x, y] = "
     "co_await (...) names them.",
     "Un magasin a dû répondre deux fois à la même question. co_await (a && b) "
     "donne les deux réponses, dans l'ordre des opérandes : auto [x, y] = "
     "co_await (...) leur donne un nom."}};

constexpr Lesson wrong_answer{
    "wrong-answer",
    {"the answers themselves, each in its place",
     "les réponses elles-mêmes, chacune à sa place"},
    {"All have answered, but what came back is not what they said. Follow one "
     "value from the shop to the result.",
     "Tous ont répondu, mais le résultat n'est pas ce qu'ils ont dit. Suivez "
     "une valeur, du magasin jusqu'au résultat."}};

constexpr Lesson captured_by_reference{
    "captured-by-reference",
    {"each shop of the list is asked, and not one for all",
     "chaque magasin de la liste est interrogé, et non un seul pour tous"},
    {"One shop was asked several times, and others never. A lambda that "
     "captures a variable of the loop by reference reads it when it is called: "
     "by then, the loop is over, and all of them see the same. Capture the "
     "number by value, or refer to the element of the list itself.",
     "Un magasin a été interrogé plusieurs fois, et d'autres jamais. Un lambda "
     "qui capture par référence une variable de la boucle la lit quand on "
     "l'appelle : la boucle est alors finie, et tous voient la même valeur. "
     "Capturez le numéro par valeur, ou désignez l'élément de la liste "
     "lui-même."}};

constexpr Lesson starts_late{
    "starts-late",
    {"all are asked before the first one answers, not only some",
     "tous sont interrogés avant que le premier réponde, pas seulement "
     "quelques-uns"},
    {"Some were asked together, the others only once these had answered. A "
     "co_await in a loop ends a round: whatever comes after it comes later. "
     "Join first, all of them, into one awaitable; then wait once.",
     "Quelques-uns ont été interrogés ensemble, les autres seulement après "
     "leurs réponses. Un co_await dans une boucle clôt un tour : tout ce qui "
     "vient après vient plus tard. Réunissez d'abord, tous, en un seul "
     "awaitable ; puis attendez une seule fois."}};

constexpr Lesson arrival_order{
    "arrival-order",
    {"the answers in the order of the shops, whichever arrived first",
     "les réponses dans l'ordre des magasins, quelle que soit la première "
     "arrivée"},
    {"The answers stand in the order in which they arrived. Nobody can tell "
     "any more which shop said what. Give each answer its own place before you "
     "ask.",
     "Les réponses sont rangées dans leur ordre d'arrivée. Plus personne ne "
     "sait qui a dit quoi. Donnez sa place à chaque réponse avant de poser la "
     "question."}};

constexpr Lesson nobody_wakes{
    "nobody-wakes",
    {"the last answer wakes the courier",
     "la dernière réponse réveille le coursier"},
    {"Every shop has answered, nothing is left to do, and the courier still "
     "waits. Counting the answers wakes nobody: whoever counts the last one "
     "must end the wait. && does both.",
     "Tous les magasins ont répondu, il n'y a plus rien à faire, et le "
     "coursier attend encore. Compter les réponses ne réveille personne : qui "
     "compte la dernière doit mettre fin à l'attente. && fait les deux."}};

constexpr Lesson empty_list{
    "empty-list",
    {"with no shop, it ends at once, without an answer",
     "sans magasin, elle finit tout de suite, sans réponse"},
    {"Nobody is asked, so nobody will ever answer: a wait for \"the last one\" "
     "has no end, and the first of none does not exist. Look at the empty list "
     "before anything else.",
     "Personne n'est interrogé, donc personne ne répondra : attendre « le "
     "dernier » n'a pas de fin, et le premier de zéro n'existe pas. Regardez "
     "d'abord si la liste est vide."}};

constexpr Lesson others_go_on{
    "others-go-on",
    {"the first failure tells the others to stop",
     "le premier échec fait arrêter les autres"},
    {"A shop has failed, the answer can only be this failure, and the others "
     "were left to work for nothing. An exception cancels the operands of && "
     "when it leaves one of them: do not stop it on its way.",
     "Un magasin a échoué, il n'y a plus que cet échec à rendre, et les autres "
     "travaillent pour rien. C'est en sortant d'un opérande de && qu'une "
     "exception annule les autres : ne l'arrêtez pas en chemin."}};

constexpr Lesson leaves_them_running{
    "leaves-them-running",
    {"it ends only when those told to stop have stopped",
     "elle ne finit que lorsque ceux qu'elle arrête sont à l'arrêt"},
    {"It ended while a shop was still stopping. To cancel is to ask, and the "
     "one asked may have things to put away, in memory that you are about to "
     "give back. Wait for it, also when its answer no longer matters.",
     "Elle a fini alors qu'un magasin était encore en train de s'arrêter. "
     "Annuler, c'est demander ; celui à qui l'on demande a peut-être des "
     "choses à ranger, dans une mémoire que vous allez rendre. Attendez-le, "
     "même si sa réponse ne compte plus."}};

constexpr Lesson failure_swallowed{
    "failure-swallowed",
    {"a failure reaches the caller", "un échec parvient à l'appelant"},
    {"A shop failed and the caller does not know. An empty catch, a handler "
     "that ignores its exception_ptr, a 0 in place of an answer: each turns a "
     "failure into a wrong price.",
     "Un magasin a échoué et l'appelant l'ignore. Un catch vide, une fonction "
     "de fin qui néglige son exception_ptr, un 0 à la place d'une réponse : "
     "chacun change un échec en faux prix."}};

constexpr Lesson many_exceptions{
    "many-exceptions",
    {"the exception of the shop that failed first",
     "l'exception du magasin qui a échoué le premier"},
    {"The caller got asio::multiple_exceptions. When one operand of && fails, "
     "the others are cancelled, and a cancelled one throws too: && has several "
     "exceptions in hand and does not say which was the cause. Note the first "
     "one where it happens, and rethrow that.",
     "L'appelant reçoit asio::multiple_exceptions. Quand un opérande de && "
     "échoue, les autres sont annulés, et un opérande annulé lève une "
     "exception lui aussi : && en a plusieurs en main et ne dit pas laquelle "
     "est la cause. Notez la première là où elle se produit, et relancez-la."}};

constexpr Lesson victim_blamed{
    "victim-blamed",
    {"the exception of the shop that failed first",
     "l'exception du magasin qui a échoué le premier"},
    {"The caller got the words of a shop that was only told to stop: the "
     "victim, not the cause. first_exception() is that of the left operand, "
     "not the first in time; and a victim may say anything. What tells them "
     "apart is the moment: note the first exception when it is thrown.",
     "L'appelant reçoit les mots d'un magasin à qui l'on a seulement dit "
     "d'arrêter : la victime, non la cause. first_exception() est celle de "
     "l'opérande de gauche, pas la première dans le temps ; et une victime "
     "peut dire n'importe quoi. Ce qui les distingue, c'est le moment : notez "
     "la première exception quand elle est levée."}};

constexpr Lesson cause_lost{
    "cause-lost",
    {"the very exception that the shop threw, type and message",
     "l'exception même que le magasin a levée, type et message"},
    {"The failure arrived, but as another exception: its type or its message "
     "is gone, and the caller cannot tell a closed shop from a lost "
     "connection. Keep a std::exception_ptr and rethrow it: it copies nothing "
     "and loses nothing.",
     "L'échec est arrivé, mais sous la forme d'une autre exception : son type "
     "ou son message a disparu, et l'appelant ne distingue plus un magasin "
     "fermé d'une connexion perdue. Gardez un std::exception_ptr et "
     "relancez-le : il ne copie rien et ne perd rien."}};

constexpr Lesson called_back{
    "called-back",
    {"a courier who is called back calls off the shops, and waits for them",
     "un coursier qu'on rappelle décommande les magasins, et les attend"},
    {"The courier was cancelled, and the shops did not hear of it, or were "
     "left behind. Work started with co_spawn is on its own: nobody cancels it "
     "with you. && passes the order on to its operands, and waits for them.",
     "Le coursier a été annulé, et les magasins ne l'ont pas su, ou ont été "
     "abandonnés. Un travail lancé par co_spawn est livré à lui-même : "
     "personne ne l'annule avec vous. && transmet l'ordre à ses opérandes, et "
     "les attend."}};

constexpr Lesson collects_first{
    "collects-first",
    {"each answer is handed on as soon as it arrives",
     "chaque réponse est transmise dès qu'elle arrive"},
    {"The answer was kept until all were there. What comes after a join "
     "happens after the last operand; what each child does after its own "
     "co_await happens when its own answer arrives.",
     "La réponse a été gardée jusqu'à ce que toutes soient là. Ce qui suit une "
     "jonction arrive après le dernier opérande ; ce que fait chaque enfant "
     "après son propre co_await arrive avec sa propre réponse."}};

constexpr Lesson asking_order{
    "asking-order",
    {"the answers in the order of arrival, whoever was asked first",
     "les réponses dans l'ordre d'arrivée, quel que soit le premier interrogé"},
    {"An answer that was there had to wait for a slower shop that stands "
     "before it in the list. Awaiting one handle after another keeps the order "
     "of the list. Let each child hand on its own answer.",
     "Une réponse déjà là a dû attendre un magasin plus lent, placé avant elle "
     "dans la liste. Attendre les poignées l'une après l'autre, c'est garder "
     "l'ordre de la liste. Que chaque enfant transmette sa propre réponse."}};

constexpr Lesson thrown_in_a_handler{
    "thrown-in-a-handler",
    {"what report throws reaches the caller",
     "ce que lève report parvient à l'appelant"},
    {"The exception left a completion handler of co_spawn. No coroutine stands "
     "around a handler: what it throws leaves run(), past everybody who waits. "
     "Call report inside the coroutine, after its co_await.",
     "L'exception est sortie d'une fonction de fin de co_spawn. Aucune "
     "coroutine n'entoure une telle fonction : ce qu'elle lève sort de run(), "
     "au nez de tous ceux qui attendent. Appelez report dans la coroutine, "
     "après son co_await."}};

constexpr Lesson remembers{
    "remembers",
    {"each errand stands for itself, be it the second one or one of two at the "
     "same time",
     "chaque tournée est indépendante, qu'elle soit la deuxième ou l'une de "
     "deux en même temps"},
    {"What one call had met turned up in another call, or is still there when "
     "its call is over. A static or global variable is there once for all of "
     "them, and stays. What belongs to one errand belongs in the frame of its "
     "coroutine: a local variable.",
     "Ce qu'un appel a rencontré réapparaît dans un autre, ou existe encore "
     "quand son appel est fini. Une variable statique ou globale n'existe "
     "qu'une fois pour tous, et elle reste. Ce qui appartient à une tournée a "
     "sa place dans le cadre de sa coroutine : une variable locale."}};

constexpr Lesson question_gone{
    "question-gone",
    {"a question lives until what it made has ended",
     "une question vit jusqu'à ce que ce qu'elle a fabriqué ait fini"},
    {"You called a copy of a question, and destroyed the copy while its "
     "awaitable was still at work. A lambda that is a coroutine keeps its "
     "captures in the lambda, and not in the frame: destroy the lambda, and "
     "the coroutine uses what is gone. In `for (auto shop : shops)` each copy "
     "dies at the end of its turn; `const auto&` makes none.",
     "Vous avez appelé la copie d'une question, et détruit cette copie alors "
     "que son awaitable travaillait encore. Une lambda qui est une coroutine "
     "garde ses captures dans la lambda, et non dans le cadre : détruisez la "
     "lambda, et la coroutine utilise ce qui n'est plus. Dans `for (auto shop "
     ": shops)`, chaque copie meurt à la fin de son tour ; `const auto&` n'en "
     "fait pas."}};

constexpr Lesson lost_in_the_turn{
    "lost-in-the-turn",
    {"an answer and an order to stop may come in the same turn of the loop",
     "une réponse et un ordre d'arrêter peuvent venir dans le même tour de "
     "boucle"},
    {"The courier was told to stop while an answer was on its way, and now "
     "waits for ever. Between the order and the moment when you wake up, the "
     "answers still come in: none may get lost. (A channel of Asio before 1.27 "
     "refuses try_send when its only receiver has just been cancelled: look at "
     "what try_send returns.)",
     "Le coursier a reçu l'ordre d'arrêter alors qu'une réponse était en "
     "route, et attend maintenant pour toujours. Entre l'ordre et le moment où "
     "vous vous réveillez, des réponses arrivent encore : aucune ne doit se "
     "perdre. (Avant Asio 1.27, un canal refuse try_send quand son seul "
     "récepteur vient d'être annulé : regardez ce que rend try_send.)"}};

constexpr Lesson every_type{
    "every-type",
    {"a failure of any type stops the others and reaches the caller",
     "un échec de n'importe quel type arrête les autres et parvient à "
     "l'appelant"},
    {"This failure is no std::exception, and it was treated otherwise. catch "
     "(const std::exception&) lets it by. catch (...) catches everything, and "
     "std::current_exception() keeps it whatever it is.",
     "Cet échec n'est pas une std::exception, et il a été traité autrement. "
     "catch (const std::exception&) le laisse passer. catch (...) intercepte "
     "tout, et std::current_exception() le garde, quel qu'il soit."}};

constexpr Lesson handed_on_once{
    "handed-on-once",
    {"each answer is handed on once", "chaque réponse est transmise une fois"},
    {"An answer was handed on again, or not at all. That report has thrown "
     "does not mean that it has not heard: a second try would count the price "
     "twice. Let the exception go on: it ends everything, as the failure of a "
     "shop does.",
     "Une réponse a été transmise de nouveau, ou pas du tout. Si report a levé "
     "une exception, cela ne veut pas dire qu'il n'a rien entendu : un "
     "deuxième essai compterait le prix deux fois. Laissez passer l'exception "
     ": elle met fin à tout, comme l'échec d'un magasin."}};

constexpr Lesson report_copied{
    "report-copied",
    {"the report that is called is the one of the caller, not a copy",
     "le report appelé est celui de l'appelant, non une copie"},
    {"A copy of report was called. What it counts or keeps then stays in the "
     "copy, and the caller never sees it. The caller awaits you, so his report "
     "outlives your coroutine: hand on a reference, by [&] or const Report&.",
     "C'est une copie de report qui a été appelée. Ce qu'elle compte ou garde "
     "reste alors dans la copie, et l'appelant n'en voit rien. L'appelant vous "
     "attend, donc son report survit à votre coroutine : passez une référence, "
     "par [&] ou const Report&."}};

}  // namespace lessons
