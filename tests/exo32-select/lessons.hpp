// What the tests of exo32 teach.
#pragma once

#include <support/lesson.hpp>

inline namespace lessons {

using workbook::Lesson;

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"every company is rung before any of them has answered",
     "on appelle toutes les compagnies avant qu'une seule ait répondu"},
    {"A call was not begun, because another one had not ended yet. An "
     "awaitable does nothing until it is awaited, and co_await on one of them "
     "waits for that one alone: that is a queue, not a race. Hand them "
     "together to something that awaits them together.",
     "Un appel n'a pas commencé, parce qu'un autre n'était pas fini. Un "
     "awaitable ne fait rien tant qu'on ne l'attend pas, et co_await sur l'un "
     "d'eux n'attend que celui-là : c'est une file, pas une course. "
     "Confiez-les ensemble à ce qui sait les attendre ensemble."}};

constexpr Lesson always_rung{
    "always-rung",
    {"every company is rung, however short the time is, and however soon "
     "another one answers",
     "on appelle chaque compagnie, si court que soit le délai, et si vite "
     "qu'une autre réponde"},
    {"A company was not rung at all. Whoever hands you a call counts on its "
     "being made, even if another one has answered on the spot. And whether "
     "the time is up is for the timer to say, in the race: a call that answers "
     "on the spot may be in time, even with a patience of zero.",
     "Une compagnie n'a pas été appelée. Qui vous confie un appel compte sur "
     "vous pour le passer, même si une autre a répondu sur-le-champ. Et savoir "
     "si le délai est écoulé est l'affaire de la minuterie, dans la course : "
     "un appel qui répond sur-le-champ peut arriver à temps, même avec un "
     "délai nul."}};

constexpr Lesson waits_for_all{
    "waits-for-all",
    {"the first answer ends the race",
     "la première réponse met fin à la course"},
    {"One answer is there, and your code still waits for the others, or for "
     "the timer. && waits until all have ended; a race is decided by the "
     "first. Nor does a look at a flag from time to time end it: be woken. And "
     "a loser stops only if it is told to, by an order that a coroutine "
     "listens to: cancellation_type::terminal.",
     "Une réponse est là, et votre code attend encore les autres, ou la "
     "minuterie. && attend que tous aient fini ; une course se décide à la "
     "première arrivée. Regarder un drapeau de temps en temps ne suffit pas "
     "non plus : faites-vous réveiller. Et un perdant ne s'arrête que s'il en "
     "reçoit l'ordre, sous une forme qu'une coroutine écoute : "
     "cancellation_type::terminal."}};

constexpr Lesson wrong_winner{
    "wrong-winner",
    {"the plate is that of the company that answered first; if all refuse, "
     "there is no plate",
     "la plaque est celle de la compagnie qui a répondu la première ; si "
     "toutes refusent, il n'y a pas de plaque"},
    {"Your code read the result of a call that did not win. Who won is part of "
     "the result: the index of the variant, or the order of the group. "
     "std::get of the other alternative throws; and the value of a call that "
     "failed is only an empty place.",
     "Votre code a lu le résultat d'un appel qui n'a pas gagné. Savoir qui a "
     "gagné fait partie du résultat : l'indice du variant, ou l'ordre du "
     "groupe. std::get de l'autre alternative lève une exception ; et la "
     "valeur d'un appel qui a échoué n'est qu'une place vide."}};

constexpr Lesson plate_judged{
    "plate-judged",
    {"any plate is an answer, and is returned as it was given",
     "toute plaque est une réponse, rendue telle qu'elle a été donnée"},
    {"The answer was judged by its looks, or changed on its way. An empty text "
     "is a value like any other: whether a call has answered is told by how it "
     "ended, with a value or with an exception, and not by the value.",
     "La réponse a été jugée sur son apparence, ou changée en route. Un texte "
     "vide est une valeur comme une autre : c'est la façon dont un appel "
     "finit, par une valeur ou par une exception, qui dit s'il a répondu, et "
     "non la valeur."}};

constexpr Lesson remembers{
    "remembers",
    {"each call of the function stands for itself",
     "chaque appel de la fonction est indépendant"},
    {"What one call had met turned up in another call. A static or global "
     "variable is there once for all of them. What belongs to one race belongs "
     "in the frame of its coroutine: a local variable.",
     "Ce qu'un appel a rencontré réapparaît dans un autre. Une variable "
     "statique ou globale n'existe qu'une fois pour tous. Ce qui appartient à "
     "une course a sa place dans le cadre de sa coroutine : une variable "
     "locale."}};

constexpr Lesson loser_goes_on{
    "loser-goes-on",
    {"when the race is decided, the calls that lost are told to stop",
     "dès que la course est décidée, les appels perdants reçoivent l'ordre "
     "d'arrêter"},
    {"The race is over, and a loser still rings: it holds its line, its "
     "memory, and what it refers to. Work that was spawned goes on until "
     "somebody cancels it; || and a parallel group do that for their losers.",
     "La course est finie, et un perdant sonne encore : il garde sa ligne, sa "
     "mémoire et ce à quoi il fait référence. Un travail lancé continue tant "
     "que personne ne l'annule ; || et un groupe parallèle annulent leurs "
     "perdants."}};

constexpr Lesson left_too_early{
    "left-too-early",
    {"the function ends after the calls that it has told to stop",
     "la fonction finit après les appels à qui elle a dit d'arrêter"},
    {"A call was told to stop, and your function ended before it had stopped. "
     "Cancelling is asking: the one who is asked still has to wake up, tidy up "
     "and end, and may use your local variables until then. Wait for it.",
     "Un appel a reçu l'ordre d'arrêter, et votre fonction a fini avant lui. "
     "Annuler, c'est demander : celui à qui on le demande doit encore se "
     "réveiller, ranger et finir, et peut se servir jusque-là de vos variables "
     "locales. Attendez-le."}};

constexpr Lesson failure_decides{
    "failure-decides",
    {"while another company may still answer, a refusal decides nothing",
     "tant qu'une autre compagnie peut répondre, un refus ne décide de rien"},
    {"A company refused, and the race was over, although another one was still "
     "ringing. The first to end is not the first to succeed: wait_for_one() "
     "waits for the first end, || for the first success.",
     "Une compagnie a refusé, et la course s'est arrêtée alors qu'une autre "
     "sonnait encore. Le premier à finir n'est pas le premier à réussir : "
     "wait_for_one() attend la première fin, || la première réussite."}};

constexpr Lesson deaf_to_cancellation{
    "deaf-to-cancellation",
    {"cancelled, the function cancels its calls and then throws",
     "annulée, la fonction annule ses appels puis lève une exception"},
    {"The order to stop was not passed on. It travels from a coroutine to what "
     "that coroutine awaits. Work that was spawned apart, with a handler or a "
     "cancellation slot of its own, does not hear of it: you have to tell it.",
     "L'ordre d'arrêter n'a pas été transmis. Il va d'une coroutine à ce "
     "qu'elle attend. Un travail lancé à part, avec sa propre fonction de fin "
     "ou son propre emplacement d'annulation, ne l'entend pas : à vous de le "
     "lui dire."}};

constexpr Lesson caller_left_deaf{
    "caller-left-deaf",
    {"when the function has ended, its caller can be told to stop as before",
     "quand la fonction a fini, on peut arrêter son appelant comme avant"},
    {"Your function has ended, and its caller does not hear the order to stop "
     "any more, or does not mind it. The cancellation state is not yours "
     "alone: a coroutine shares it with all those that await it. What you "
     "disable for a while you enable again before you go.",
     "Votre fonction a fini, et son appelant n'entend plus l'ordre d'arrêter, "
     "ou n'en tient plus compte. L'état d'annulation n'est pas à vous seul : "
     "une coroutine le partage avec toutes celles qui l'attendent. Ce que vous "
     "désactivez un moment, réactivez-le avant de partir."}};

constexpr Lesson lost_in_the_turn{
    "lost-in-the-turn",
    {"an answer and an order to stop may come in the same turn of the loop",
     "une réponse et un ordre d'arrêter peuvent venir dans le même tour de "
     "boucle"},
    {"You were told to stop while an answer was on its way, and now you wait "
     "for ever. Between the order and the moment when you wake up, calls still "
     "end: none of these ends may get lost. (A channel of Asio before 1.27 "
     "refuses try_send when its only receiver has just been cancelled: look at "
     "what try_send returns.)",
     "On vous a dit d'arrêter alors qu'une réponse était en route, et vous "
     "attendez maintenant pour toujours. Entre l'ordre et le moment où vous "
     "vous réveillez, des appels finissent encore : aucune de ces fins ne doit "
     "se perdre. (Avant Asio 1.27, un canal refuse try_send quand son seul "
     "récepteur vient d'être annulé : regardez ce que rend try_send.)"}};

constexpr Lesson late_and_still_waiting{
    "late-and-still-waiting",
    {"once the time is up, with_timeout stops waiting for an answer",
     "une fois le délai écoulé, with_timeout n'attend plus de réponse"},
    {"The time was up, and your code went on waiting for the call: it looked "
     "at the clock only afterwards, or nobody told the call to stop. The timer "
     "must be in the race itself.",
     "Le délai était écoulé, et votre code a continué d'attendre l'appel : il "
     "n'a regardé l'heure qu'ensuite, ou personne n'a dit à l'appel d'arrêter. "
     "La minuterie doit participer à la course."}};

constexpr Lesson late_is_late{
    "late-is-late",
    {"what a late call still says is not heard",
     "ce que dit encore un appel en retard n'est pas entendu"},
    {"The time was up, the call was told to stop, and what it said then was "
     "taken for its answer. The timer had won: what the loser gives or throws "
     "afterwards changes nothing. Ask first who ended first.",
     "Le délai était écoulé, l'appel a reçu l'ordre d'arrêter, et ce qu'il a "
     "dit ensuite a été pris pour sa réponse. La minuterie avait gagné : ce "
     "que le perdant rend ou lève après coup n'y change rien. Demandez d'abord "
     "qui a fini le premier."}};

constexpr Lesson zero_for_ever{
    "zero-for-ever",
    {"a patience of zero, or less, is over at once",
     "un délai nul, ou négatif, est écoulé tout de suite"},
    {"Zero was taken for \"no limit\", as in some old interfaces. A deadline "
     "that has passed is still a deadline: a caller who has used up all the "
     "time he had hands on zero, or less. For a timer that is no special case.",
     "Zéro a été pris pour « sans limite », comme dans certaines vieilles "
     "interfaces. Une échéance passée reste une échéance : un appelant qui a "
     "épuisé tout son temps transmet zéro, ou moins. Pour une minuterie, ce "
     "n'est pas un cas à part."}};

constexpr Lesson gives_up_at_once{
    "gives-up-at-once",
    {"the call has its whole time: with_timeout gives up after it, not before",
     "l'appel a tout son temps : with_timeout renonce après, pas avant"},
    {"Your code gave up before the time was up. A steady_timer that was given "
     "no time has already expired; one that was cancelled or destroyed ends "
     "its wait at once, with an error code.",
     "Votre code a renoncé avant la fin du délai. Une steady_timer à qui on "
     "n'a donné aucune durée a déjà expiré ; une minuterie annulée ou détruite "
     "met aussitôt fin à l'attente, avec un code d'erreur."}};

constexpr Lesson timer_left_armed{
    "timer-left-armed",
    {"when the call has answered, no timer is left waiting",
     "quand l'appel a répondu, aucune minuterie n'attend plus"},
    {"The answer is there, and something of yours still waits in the event "
     "loop: run() would not return before its time is up, though the program "
     "has nothing left to do. Cancel the timer, and await its end.",
     "La réponse est là, et quelque chose de vous attend encore dans la boucle "
     "d'événements : run() ne reviendrait qu'à la fin du délai, alors que le "
     "programme n'a plus rien à faire. Annulez la minuterie et attendez sa "
     "fin."}};

constexpr Lesson error_hidden{
    "error-hidden",
    {"a call that fails in time is heard of at once, in its own words",
     "un appel qui échoue à temps est connu aussitôt, dans ses propres termes"},
    {"The call failed, and the caller does not know it, or hears something "
     "else. || waits for the first success: while the timer may still succeed, "
     "it keeps the failure to itself, and in the end drops it. The failure has "
     "to be able to decide the race, and to reach the caller as it was thrown.",
     "L'appel a échoué, et l'appelant n'en sait rien, ou entend autre chose. "
     "|| attend la première réussite : tant que la minuterie peut réussir, il "
     "garde l'échec pour lui, puis l'oublie. L'échec doit pouvoir décider de "
     "la course, et parvenir à l'appelant tel qu'il a été levé."}};

constexpr Lesson taken_for_late{
    "taken-for-late",
    {"nothing is returned when the time is up, and only then",
     "on rend « rien » quand le délai est écoulé, et seulement alors"},
    {"Something else was taken for a time-out: a failure of the call, or an "
     "order to stop that came from outside. operation_aborted does not say who "
     "aborted, and catching everything says even less. What makes it late is "
     "that the timer ended first, by itself.",
     "Autre chose a été pris pour un délai dépassé : un échec de l'appel, ou "
     "un ordre d'arrêter venu de dehors. operation_aborted ne dit pas qui a "
     "interrompu, et tout intercepter en dit encore moins. Il est trop tard "
     "quand la minuterie a fini la première, d'elle-même."}};

constexpr Lesson reasons_lost{
    "reasons-lost",
    {"if nobody comes, NoCab says why, for each company in the order of the "
     "calls",
     "si personne ne vient, NoCab dit pourquoi, compagnie par compagnie, dans "
     "l'ordre des appels"},
    {"The caller cannot tell why each company refused. multiple_exceptions "
     "carries one exception and not the rest, and a list in the order of "
     "arrival does not say whose reason is whose. Let every call leave its "
     "reason in a place of its own, and look at them once all have failed.",
     "L'appelant ne sait pas pourquoi chaque compagnie a refusé. "
     "multiple_exceptions porte une exception et non les autres, et une liste "
     "dans l'ordre des arrivées ne dit pas quelle raison est à qui. Que chaque "
     "appel laisse sa raison à une place qui est la sienne, et lisez-les quand "
     "tous ont échoué."}};

constexpr Lesson nobody_to_ring{
    "nobody-to-ring",
    {"with no company to ring, first_success throws NoCab, without a reason",
     "sans compagnie à appeler, first_success lève NoCab, sans aucune raison"},
    {"An empty list came in, and your code was not ready for it. A first "
     "element, or two halves that get smaller, exist only if there is at least "
     "one call. Nobody to ring is the simplest case of \"nobody comes\": look "
     "for it first.",
     "Une liste vide est arrivée, et votre code ne s'y attendait pas. Un "
     "premier élément, ou deux moitiés de plus en plus petites, n'existent que "
     "s'il y a au moins un appel. Personne à appeler est le cas le plus simple "
     "de « personne ne vient » : commencez par lui."}};

constexpr Lesson refused_by_itself{
    "refused-by-itself",
    {"a call that fails by itself has refused, whatever it throws",
     "un appel qui échoue de lui-même a refusé, quoi qu'il lève"},
    {"Every call failed, nobody had told you to stop, and the caller did not "
     "get NoCab. operation_aborted from a call says that its line went dead, "
     "and not that you were cancelled. Only your own state tells: co_await "
     "asio::this_coro::cancellation_state.",
     "Tous les appels ont échoué, personne ne vous avait dit d'arrêter, et "
     "l'appelant n'a pas reçu NoCab. L'erreur operation_aborted d'un appel dit "
     "que sa ligne a été coupée, et non qu'on vous a annulé. Seul votre propre "
     "état le dit : co_await asio::this_coro::cancellation_state."}};

constexpr Lesson cancelled_is_no_refusal{
    "cancelled-is-no-refusal",
    {"told to stop, first_success throws something else than NoCab",
     "à l'ordre d'arrêter, first_success lève autre chose que NoCab"},
    {"You were told to stop, and you reported that every company had refused. "
     "Nobody refused: the calls failed because you cancelled them. A caller "
     "that tries again after NoCab would now begin all over. Ask whether you "
     "have been cancelled: co_await asio::this_coro::cancellation_state.",
     "On vous a dit d'arrêter, et vous annoncez que toutes les compagnies ont "
     "refusé. Personne n'a refusé : les appels ont échoué parce que vous les "
     "avez annulés. Un appelant qui réessaie après NoCab recommencerait tout. "
     "Demandez si l'on vous a annulé : co_await "
     "asio::this_coro::cancellation_state."}};

constexpr Lesson stops_too_soon{
    "stops-too-soon",
    {"one ride follows another until the driver is told to stop",
     "un trajet suit l'autre jusqu'à ce qu'on dise au chauffeur d'arrêter"},
    {"The shift was still on, and the driver did not take the next ride. A "
     "worker that serves until it is told to stop is a loop without a "
     "condition: cancellation is what ends it.",
     "Le service n'était pas fini, et le chauffeur n'a pas pris d'autre "
     "client. Un travail qui dure jusqu'à l'ordre d'arrêter est une boucle "
     "sans condition : c'est l'annulation qui la termine."}};

constexpr Lesson rides_overlap{
    "rides-overlap",
    {"a ride begins when the one before is over",
     "un trajet commence quand le précédent est fini"},
    {"There is one cab, and it was on two rides at once. One after another is "
     "what a loop with a single co_await does, when you wait for the end of "
     "what you have begun.",
     "Il n'y a qu'un taxi, et il faisait deux trajets à la fois. L'un après "
     "l'autre, c'est ce que fait une boucle avec un seul co_await, quand on "
     "attend la fin de ce qu'on a commencé."}};

constexpr Lesson carries_on{
    "carries-on",
    {"told to stop, the driver takes no further ride",
     "à l'ordre d'arrêter, le chauffeur ne prend plus de client"},
    {"The order to stop was heard and ignored. A catch inside the loop turns "
     "the order into one more lap; throw_if_cancelled(false) and "
     "disable_cancellation make it easy to miss. Let what ends a ride end the "
     "loop.",
     "L'ordre d'arrêter a été entendu et ignoré. Un catch dans la boucle en "
     "fait un tour de plus ; avec throw_if_cancelled(false) ou "
     "disable_cancellation, on le manque facilement. Que ce qui met fin à un "
     "trajet mette fin à la boucle."}};

constexpr Lesson parks_too_soon{
    "parks-too-soon",
    {"the cab is parked when the ride under way has ended",
     "le taxi est garé quand le trajet en cours a fini"},
    {"The cab was parked with the passenger still in it. A ride that is told "
     "to stop has not stopped yet: it ends when its co_await does. What comes "
     "after it has to stand after that co_await.",
     "Le taxi a été garé avec le passager encore dedans. Un trajet à qui l'on "
     "dit d'arrêter n'est pas encore fini : il finit quand son co_await finit. "
     "Ce qui vient après doit se trouver après ce co_await."}};

constexpr Lesson clean_up_skipped{
    "clean-up-skipped",
    {"however the rides ended, the cab is parked, once",
     "de quelque façon que finissent les trajets, le taxi est garé, une fois"},
    {"The rides ended with an exception, which jumped over the parking. A "
     "cancellation is an exception like the others: what stands after the loop "
     "is reached only if that exception is caught, whatever its type.",
     "Les trajets ont fini par une exception, qui a sauté par-dessus la suite. "
     "Une annulation est une exception comme les autres : on n'atteint ce qui "
     "suit la boucle que si on intercepte cette exception, quel que soit son "
     "type."}};

constexpr Lesson clean_up_interrupted{
    "clean-up-interrupted",
    {"the cab is parked to the end, although the driver was told to stop",
     "le taxi est garé jusqu'au bout, malgré l'ordre d'arrêter"},
    {"park() was cut short, or never began. A coroutine that has been "
     "cancelled stays cancelled: every further co_await throws "
     "operation_aborted before it begins. Once you know that you are stopping, "
     "reset the state: this_coro::reset_cancellation_state(). (And without "
     "co_await, park() runs nothing at all.)",
     "park() a été coupée, ou n'a jamais commencé. Une coroutine annulée le "
     "reste : chaque co_await suivant lève operation_aborted avant même de "
     "commencer. Une fois que vous savez que vous devez vous arrêter, remettez "
     "l'état à neuf : this_coro::reset_cancellation_state(). (Et sans "
     "co_await, park() n'exécute rien du tout.)"}};

constexpr Lesson clean_up_left_behind{
    "clean-up-left-behind",
    {"the shift ends when the cab is parked, not before",
     "le service finit quand le taxi est garé, pas avant"},
    {"The driver went home while the cab was still under way. Clean-up that is "
     "only started (co_spawn with detached, a call without co_await) is "
     "nobody's any more: the program may end in the middle of it, and its "
     "errors are lost. Await it.",
     "Le chauffeur est rentré alors que le taxi roulait encore. Un rangement "
     "qu'on se contente de lancer (co_spawn avec detached, un appel sans "
     "co_await) n'est plus à personne : le programme peut finir au milieu, et "
     "ses erreurs sont perdues. Attendez-le."}};

constexpr Lesson end_swallowed{
    "end-swallowed",
    {"after the parking, the caller learns what ended the rides",
     "une fois le taxi garé, l'appelant apprend ce qui a mis fin aux trajets"},
    {"Something ended the rides, and the caller is told that all went well. "
     "The exception that you caught in order to tidy up is not yours to keep: "
     "rethrow it afterwards. That goes for the cancellation too.",
     "Quelque chose a mis fin aux trajets, et l'appelant croit que tout s'est "
     "bien passé. L'exception interceptée pour pouvoir ranger n'est pas à vous "
     ": relancez-la ensuite. Cela vaut aussi pour l'annulation."}};

constexpr Lesson parks_again{
    "parks-again",
    {"the cab is parked once, even if that fails",
     "le taxi est garé une seule fois, même si cela échoue"},
    {"park was called a second time. It may have done half of its work before "
     "it failed, and nobody has said that it can be done twice. Call it once; "
     "what it throws is not yours to repair.",
     "park a été appelée une deuxième fois. Elle a peut-être fait la moitié de "
     "son travail avant d'échouer, et personne n'a dit qu'on pouvait la "
     "refaire. Appelez-la une fois ; ce qu'elle lève n'est pas à vous de le "
     "réparer."}};

constexpr Lesson end_replaced{
    "end-replaced",
    {"after the parking, what is thrown is the very thing that ended the rides",
     "une fois le taxi garé, ce qui est levé est cela même qui a mis fin aux "
     "trajets"},
    {"The caller got another exception than the one that ended the rides: its "
     "type, or what it held, is gone. Keep a std::exception_ptr, from "
     "std::current_exception() in catch (...), and rethrow that: it copies "
     "nothing and loses nothing.",
     "L'appelant reçoit une autre exception que celle qui a mis fin aux "
     "trajets : son type, ou ce qu'elle contenait, a disparu. Gardez un "
     "std::exception_ptr, obtenu par std::current_exception() dans un catch "
     "(...), et relancez-le : il ne copie rien et ne perd rien."}};

}  // namespace lessons
