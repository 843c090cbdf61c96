// What the tests of exo33 teach. LESSONS.md explains each lesson at its name.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson own_number{
    "own-number",
    {"each visitor is counted, then greeted, and gets their own number",
     "chaque visiteur est compté, puis salué, et reçoit son propre numéro"},
    {"While a visitor is greeted, others are counted, and the page goes on. "
     "What was read before a co_await is the past after it: keep the number in "
     "a local variable, and await the greeting.",
     "Pendant qu'on salue un visiteur, d'autres sont comptés, et la feuille "
     "avance. Après un co_await, elle ne dit plus ce qu'elle disait avant : "
     "gardez le numéro dans une variable locale, et attendez la fin du "
     "salut."}};

constexpr Lesson mutex_across_co_await{
    "mutex-across-co-await",
    {"while one visitor is greeted, the next one is counted",
     "pendant qu'on salue un visiteur, on compte le suivant"},
    {"The std::mutex was still held at the co_await. The coroutine waits, its "
     "thread goes on to the next visitor and stands still at lock(); later the "
     "coroutine may wake on another thread, which must not unlock it. Close "
     "the scope of the lock before the co_await.",
     "Le std::mutex était encore tenu au moment du co_await. La coroutine "
     "attend, son fil passe au visiteur suivant et se bloque sur lock() ; et "
     "elle se réveillera peut-être sur un autre fil, qui n'a pas le droit de "
     "le libérer. Fermez la portée du verrou avant le co_await."}};

constexpr Lesson mutex_not_released{
    "mutex-not-released",
    {"a pencil that breaks does not keep the next visitor out",
     "un crayon qui casse n'empêche pas de compter le visiteur suivant"},
    {"An exception left between lock() and unlock(), and the mutex stayed "
     "locked. Let an object hold it: std::scoped_lock unlocks in its "
     "destructor, whichever way the block is left.",
     "Une exception est sortie entre lock() et unlock(), et le mutex est resté "
     "verrouillé. Confiez-le à un objet : std::scoped_lock le libère dans son "
     "destructeur, quelle que soit la façon de quitter le bloc."}};

constexpr Lesson two_hands{
    "two-hands",
    {"one visitor at a time is counted, whatever the number of threads",
     "on compte un visiteur à la fois, quel que soit le nombre de fils"},
    {"Two threads were between the reading and the writing at the same time, "
     "and a visit can be lost there. An atomic protects one variable, not two "
     "steps; a mutex made anew in each call, or let go between the two steps, "
     "protects nothing. One mutex for the page, held over both steps.",
     "Deux fils étaient en même temps entre la lecture et l'écriture, et une "
     "visite peut s'y perdre. Un atomique protège une variable, pas deux "
     "gestes ; un mutex créé à chaque appel, ou lâché entre les deux gestes, "
     "ne protège rien. Un seul mutex pour la feuille, tenu pendant les deux "
     "gestes."}};

constexpr Lesson page_cached{
    "page-cached",
    {"a visit adds one to what the page says now",
     "une visite ajoute un à ce que la feuille dit maintenant"},
    {"The number was kept somewhere else, and the page has gone on without it: "
     "others write on it, too. Read the page each time, under the lock.",
     "Le nombre a été gardé ailleurs, et la feuille a continué sans lui : "
     "d'autres y écrivent aussi. Relisez la feuille à chaque fois, sous le "
     "verrou."}};

constexpr Lesson not_put_aside{
    "not-put-aside",
    {"the money that one customer is asked about is out of the others' reach",
     "l'argent qu'un client doit confirmer est hors de portée des autres"},
    {"The balance was checked before the question and used after it. While the "
     "customer thinks, others withdraw: the check is out of date. Check and "
     "take in one go, before the co_await; give back if it comes to nothing.",
     "Le solde a été vérifié avant la question et utilisé après. Pendant que "
     "le client réfléchit, d'autres retirent : la vérification est périmée. "
     "Vérifiez et prenez d'un seul geste, avant le co_await ; rendez si cela "
     "n'aboutit pas."}};

constexpr Lesson stale_balance{
    "stale-balance",
    {"giving back 30 adds 30 to what the page says now",
     "rendre 30, c'est ajouter 30 à ce que la feuille dit maintenant"},
    {"A balance read before the question was written after it, and wiped out "
     "what others did meanwhile. A strand runs one piece at a time, and a "
     "piece ends where a co_await has to wait: read again after it.",
     "Un solde lu avant la question a été écrit après, et a effacé ce que "
     "d'autres ont fait entre-temps. Un strand exécute un morceau à la fois, "
     "et un morceau s'arrête là où un co_await doit attendre : relisez "
     "après."}};

constexpr Lesson money_kept{
    "money-kept",
    {"unless the customer says yes, the money comes back to the page",
     "à moins d'un oui du client, l'argent revient sur la feuille"},
    {"The money was put aside and not given back. A question can end in three "
     "ways without a yes: a no, an exception, a cancellation (which is an "
     "exception too). Give back in all of them, and let the exception go on.",
     "L'argent mis de côté n'a pas été rendu. Une question peut finir de trois "
     "façons sans un oui : un non, une exception, une annulation (qui est "
     "aussi une exception). Rendez dans les trois cas, et laissez passer "
     "l'exception."}};

constexpr Lesson cancelled_await{
    "cancelled-await",
    {"a withdrawal that is cancelled gives the money back",
     "un retrait annulé rend l'argent"},
    {"The withdrawal was cancelled, and the money stayed away. In a coroutine "
     "that was cancelled, the next co_await throws at once, a hop to the "
     "strand, or home, like any other: what stands after it does not run. Work "
     "that was spawned on the strand is there already, and gives back without "
     "a co_await.",
     "Le retrait a été annulé, et l'argent n'est pas revenu. Dans une "
     "coroutine annulée, le co_await suivant lève aussitôt une exception, un "
     "saut vers le strand, ou le retour, comme les autres : ce qui vient après "
     "ne s'exécute pas. Un travail lancé sur le strand y est déjà, et rend "
     "l'argent sans co_await."}};

constexpr Lesson refund_too_late{
    "refund-too-late",
    {"when the caller goes on, the money is back",
     "quand l'appelant continue, l'argent est revenu"},
    {"The caller had the answer before the page had the money. asio::post "
     "leaves a message and goes on at once. Give back in the work on the "
     "strand, before its result or its exception leaves.",
     "L'appelant avait la réponse avant que la feuille ait l'argent. "
     "asio::post laisse un message et continue aussitôt. Rendez l'argent dans "
     "le travail sur le strand, avant que son résultat ou son exception n'en "
     "sorte."}};

constexpr Lesson refund_of_nothing{
    "refund-of-nothing",
    {"a pencil that breaks while money is put aside changes nothing",
     "un crayon qui casse pendant qu'on met l'argent de côté ne change rien"},
    {"What was never taken must not be given back, and nobody is asked about "
     "it. Only what comes after the writing belongs in the block that undoes "
     "it.",
     "Ce qui n'a jamais été pris ne se rend pas, et l'on ne demande rien à "
     "personne. Seul ce qui suit l'écriture a sa place dans le bloc qui la "
     "défait."}};

constexpr Lesson off_the_strand{
    "off-the-strand",
    {"one thread at a time is at work on the page",
     "un seul fil à la fois travaille sur la feuille"},
    {"Two threads were on the page together. A strand only orders what is "
     "given to it, and only if it is the same one: one for each account, made "
     "with it. A coroutine runs on the executor it was spawned on: spawn the "
     "work on the strand.",
     "Deux fils étaient ensemble sur la feuille. Un strand n'ordonne que ce "
     "qu'on lui confie, et à condition que ce soit le même : un par compte, "
     "créé avec lui. Une coroutine s'exécute là où on l'a lancée : lancez le "
     "travail sur le strand."}};

constexpr Lesson strand_left{
    "strand-left",
    {"after the question, too, one thread at a time is at work on the page",
     "après la question aussi, un seul fil à la fois travaille sur la feuille"},
    {"The work began on the strand, and came back from the co_await somewhere "
     "else. A hop with post or dispatch lasts until the next co_await; then "
     "the coroutine resumes on the executor it was spawned on. Spawn the whole "
     "work on the strand, or hop again.",
     "Le travail a commencé sur le strand, et il est revenu du co_await "
     "ailleurs. Un saut par post ou dispatch dure jusqu'au co_await suivant ; "
     "ensuite la coroutine reprend sur l'exécuteur où on l'a lancée. Lancez "
     "tout le travail sur le strand, ou refaites le saut."}};

constexpr Lesson not_moved{
    "not-moved",
    {"the page is touched on the account's executor",
     "la feuille est touchée sur l'exécuteur du compte"},
    {"The page was touched where the caller runs. A coroutine stays on the "
     "executor it was spawned on: co_await post(strand, use_awaitable) sends a "
     "message to the strand and resumes here. It only looks like a move when "
     "both share their threads. co_spawn the work on the strand and await it.",
     "La feuille a été touchée là où s'exécute l'appelant. Une coroutine reste "
     "sur l'exécuteur où on l'a lancée : co_await post(strand, use_awaitable) "
     "envoie un message au strand et reprend ici. Cela ne ressemble à un "
     "déplacement que si les deux partagent leurs fils. Lancez le travail sur "
     "le strand avec co_spawn, et attendez-le."}};

constexpr Lesson blocks_a_thread{
    "blocks-a-thread",
    {"whoever waits for a turn leaves the thread to others",
     "qui attend son tour laisse le fil d'exécution aux autres"},
    {"A thread stood still until somebody else was done. Do this on each "
     "thread, and no thread is left for the one who should be done. lock(), "
     "acquire() and get() block the thread; a coroutine waits with co_await, "
     "and work given to a busy strand waits in its queue.",
     "Un fil s'est immobilisé en attendant que quelqu'un d'autre ait fini. Si "
     "chaque fil en fait autant, il n'en reste plus pour celui qui devrait "
     "finir. lock(), acquire() et get() bloquent le fil ; une coroutine attend "
     "avec co_await, et le travail confié à un strand occupé attend dans sa "
     "file."}};

constexpr Lesson asks_again{
    "asks-again",
    {"whoever waits for a turn sleeps until it comes",
     "qui attend son tour dort jusqu'à ce qu'il vienne"},
    {"The code in the line asks again and again whether it may come in. It "
     "keeps a thread busy for nothing, with a timer between two questions as "
     "well, and whoever asks at the right moment comes in first. Await "
     "something that the one who leaves can ring.",
     "Le code qui attend demande sans cesse s'il peut entrer. Il occupe un fil "
     "pour rien, même avec une minuterie entre deux questions, et c'est celui "
     "qui demande au bon moment qui entre d'abord. Attendez quelque chose que "
     "celui qui sort puisse faire sonner."}};

constexpr Lesson let_in_together{
    "let-in-together",
    {"one work is inside; the others wait until it has ended",
     "un seul travail est à l'intérieur ; les autres attendent qu'il ait fini"},
    {"A second work began before the first had ended. A strand does not keep "
     "it out, because a strand is free while a co_await waits. Remember in the "
     "State that somebody is inside, from before the work begins until it has "
     "really ended.",
     "Un deuxième travail a commencé avant la fin du premier. Un strand ne "
     "l'en empêche pas, puisqu'il est libre pendant qu'un co_await attend. "
     "Notez dans le State que quelqu'un est à l'intérieur, depuis avant le "
     "début du travail jusqu'à sa vraie fin."}};

constexpr Lesson not_woken{
    "not-woken",
    {"when a work has ended, the next one in the line is let in",
     "quand un travail a fini, le suivant dans la file entre"},
    {"The lock is free, somebody waits, and nobody will ever wake them. Who "
     "leaves must call the next one; and a call that comes before the other "
     "listens is lost, so the line and the flag must change together.",
     "Le verrou est libre, quelqu'un attend, et personne ne le réveillera "
     "jamais. Celui qui sort doit appeler le suivant ; et un appel lancé avant "
     "que l'autre écoute est perdu : la file et l'indicateur doivent changer "
     "ensemble."}};

constexpr Lesson not_in_order{
    "not-in-order",
    {"those who wait are let in in the order in which they came",
     "ceux qui attendent entrent dans l'ordre de leur arrivée"},
    {"Somebody was let in before others who had come earlier. Without order, "
     "the unlucky can wait for ever. Take the next one from the front of the "
     "line, and add newcomers at its end.",
     "Quelqu'un est entré avant d'autres arrivés plus tôt. Sans ordre, les "
     "malchanceux peuvent attendre toujours. Prenez le suivant en tête de la "
     "file, et ajoutez les nouveaux à la fin."}};

constexpr Lesson overtaken{
    "overtaken",
    {"nobody overtakes those who wait, not even at the moment of the release",
     "personne ne double ceux qui attendent, pas même à l'instant de la "
     "libération"},
    {"The lock was put down and somebody was rung; before they woke, a "
     "newcomer took it. With newcomers enough, those who wait never come in. "
     "Do not put down what somebody waits for: hand it to the first in the "
     "line, who finds it theirs on waking.",
     "Le verrou a été posé, et quelqu'un appelé ; avant son réveil, un nouveau "
     "venu l'a pris. S'il en vient assez, ceux qui attendent n'entrent jamais. "
     "Ne posez pas ce que quelqu'un attend : donnez-le au premier de la file, "
     "qui le trouve à lui en se réveillant."}};

constexpr Lesson line_off_the_strand{
    "line-off-the-strand",
    {"whoever comes while the lock is released on another thread is let in",
     "qui arrive pendant qu'un autre fil libère le verrou finit par entrer"},
    {"Somebody was about to join the line; on another thread, the one inside "
     "looked at the line, found nobody, and left. Both touched the line at the "
     "same time. Entering and leaving take place on one strand, both of them: "
     "co_spawn the one, post the other.",
     "Quelqu'un allait se mettre dans la file ; sur un autre fil, celui qui "
     "sortait a regardé la file, n'a vu personne, et s'en est allé. Tous deux "
     "y ont touché en même temps. L'entrée et la sortie ont lieu sur un seul "
     "strand, l'une et l'autre : la première par co_spawn, la seconde par "
     "post."}};

constexpr Lesson lock_kept{
    "lock-kept",
    {"the lock is released, however the work ends",
     "le verrou est rendu, quelle que soit la fin du travail"},
    {"The work ended by an exception or a cancellation, and the lock was never "
     "given back. The line after `co_await work()` is reached only when all "
     "goes well. Release in a destructor, or catch, release, and throw again.",
     "Le travail a fini par une exception ou une annulation, et le verrou n'a "
     "jamais été rendu. La ligne qui suit `co_await work()` n'est atteinte que "
     "si tout va bien. Libérez dans un destructeur, ou interceptez, libérez et "
     "relancez."}};

constexpr Lesson left_in_line{
    "left-in-line",
    {"who is cancelled in the line leaves it at once, and does not work",
     "qui est annulé dans la file la quitte aussitôt, et ne travaille pas"},
    {"A waiter was told to stop, and was still taken for somebody who waits. "
     "The wait ends early on a cancellation: find out whether it is your turn "
     "or not; if not, take yourself off the line, and throw operation_aborted.",
     "Quelqu'un qui attendait a reçu l'ordre d'arrêter, et on l'a encore "
     "compté dans la file. L'attente finit plus tôt en cas d'annulation : "
     "regardez si c'est votre tour ; sinon, retirez-vous de la file et levez "
     "operation_aborted."}};

constexpr Lesson turn_lost{
    "turn-lost",
    {"whenever somebody in the line is cancelled, the next one gets the turn",
     "à quelque moment qu'on annule quelqu'un dans la file, le suivant a son "
     "tour"},
    {"Somebody was cancelled just when the turn was handed to them, and the "
     "turn went away with them. Cancelled or not, ask first whether it is your "
     "turn: who has it must use it, or pass it on.",
     "Quelqu'un a été annulé juste au moment où on lui donnait son tour, et le "
     "tour a disparu avec lui. Annulé ou non, regardez d'abord si c'est votre "
     "tour : qui l'a reçu doit s'en servir, ou le passer au suivant."}};

constexpr Lesson checked_outside{
    "checked-outside",
    {"nobody looks at the money of a vault while another transfer uses it",
     "personne ne regarde l'argent d'un coffre pendant qu'un autre virement "
     "s'en sert"},
    {"The decision rests on a number that was read without the lock, or under "
     "a lock that was let go in between. When the time comes to write, it is "
     "no longer true. Hold both vaults from the first look to the last "
     "writing, the audit included.",
     "La décision repose sur un nombre lu sans le verrou, ou sous un verrou "
     "lâché entre-temps. Au moment d'écrire, il n'est plus vrai. Tenez les "
     "deux coffres du premier regard à la dernière écriture, audit compris."}};

constexpr Lesson half_a_transfer{
    "half-a-transfer",
    {"the money moves after the audit, all of it or nothing",
     "l'argent bouge après l'audit, en entier ou pas du tout"},
    {"A page was changed before the audit had agreed. If the audit then fails, "
     "or is cancelled, the money is gone from one vault and in no other. Await "
     "everything that can fail first; then write.",
     "Une feuille a changé avant l'accord de l'audit. S'il échoue ensuite, ou "
     "s'il est annulé, l'argent a quitté un coffre sans entrer dans l'autre. "
     "Attendez d'abord tout ce qui peut échouer ; écrivez ensuite."}};

constexpr Lesson no_way_back{
    "no-way-back",
    {"when a pencil breaks, both vaults say what they said before",
     "quand un crayon casse, les deux coffres disent ce qu'ils disaient"},
    {"One page was changed, the other could not be, and money has come or "
     "gone. Read both pages first; if the second writing throws, put the first "
     "page back as it was, and throw again. Both vaults are still yours.",
     "Une feuille a changé, l'autre n'a pas pu l'être, et de l'argent est "
     "apparu ou a disparu. Lisez d'abord les deux feuilles ; si la seconde "
     "écriture lève une exception, remettez la première comme elle était, et "
     "relancez. Les deux coffres sont encore à vous."}};

constexpr Lesson opposite_orders{
    "opposite-orders",
    {"two transfers in opposite directions both end",
     "deux virements en sens contraires finissent tous les deux"},
    {"A deadlock: each transfer holds one vault and waits for the other's. "
     "Everybody must take the vaults in the same order, whatever the direction "
     "of the money: their numbers give one.",
     "Un interblocage : chaque virement tient un coffre et attend celui de "
     "l'autre. Tout le monde doit prendre les coffres dans le même ordre, quel "
     "que soit le sens de l'argent : leurs numéros en donnent un."}};

constexpr Lesson one_lock_for_all{
    "one-lock-for-all",
    {"a transfer between two other vaults does not wait",
     "un virement entre deux autres coffres n'attend pas"},
    {"All transfers pass through one lock, and a slow audit stops the whole "
     "branch. Each vault has its own mutex: take those two, and no other.",
     "Tous les virements passent par un seul verrou, et un audit lent arrête "
     "toute l'agence. Chaque coffre a son mutex : prenez ces deux-là, et aucun "
     "autre."}};

constexpr Lesson limit_passed{
    "limit-passed",
    {"there are never more works than desks",
     "il n'y a jamais plus de travaux que de guichets"},
    {"One client too many was let in. Compare and count in one go, on the same "
     "strand; a desk is given back by the one who had it, once. Who was "
     "cancelled in the line has no desk to give back.",
     "Un client de trop est entré. Comparez et comptez d'un seul geste, sur le "
     "même strand ; un guichet est rendu par celui qui l'avait, une seule "
     "fois. Qui est annulé dans la file n'a pas de guichet à rendre."}};

constexpr Lesson limit_not_reached{
    "limit-not-reached",
    {"no desk is idle while somebody waits",
     "aucun guichet n'est vide tant que quelqu'un attend"},
    {"A desk was free, a client waited, and was not let in. Do not serve in "
     "batches: as soon as one work has ended, the next one begins, whatever "
     "the others do.",
     "Un guichet était libre, un client attendait, et n'est pas entré. Ne "
     "servez pas par fournées : dès qu'un travail a fini, le suivant commence, "
     "quoi que fassent les autres."}};

constexpr Lesson desk_lost{
    "desk-lost",
    {"a desk is free again, however its work ends",
     "un guichet se libère, quelle que soit la fin du travail"},
    {"A work ended by an exception or a cancellation, and its desk was never "
     "free again. After a few of those, the branch stands still. Give the desk "
     "back in a destructor, or catch, give back, and throw again.",
     "Un travail a fini par une exception ou une annulation, et son guichet "
     "n'est jamais redevenu libre. Encore quelques-uns, et l'agence s'arrête. "
     "Rendez le guichet dans un destructeur, ou interceptez, rendez et "
     "relancez."}};

// Any step may teach these.

constexpr Lesson called_once{
    "called-once",
    {"what the caller hands in is called once, when it is due",
     "ce que l'appelant confie est appelé une fois, quand c'est le moment"},
    {"A greeting, a question, an audit or a work was called too early, twice, "
     "or although it should not have been. Call it where you await it, and "
     "await it to its end.",
     "Un salut, une question, un audit ou un travail a été appelé trop tôt, "
     "deux fois, ou alors qu'il n'aurait pas dû l'être. Appelez-le là où vous "
     "l'attendez, et attendez qu'il ait fini."}};

constexpr Lesson cancellation_kept_away{
    "cancellation-kept-away",
    {"a cancellation reaches what the caller has handed in",
     "une annulation parvient à ce que l'appelant a confié"},
    {"The caller was told to stop, and what it waits for was not: a greeting, "
     "a question, a work. A cancellation travels from a coroutine to what that "
     "coroutine awaits. It does not reach what was spawned apart, with a "
     "handler or a cancellation slot of its own, nor what is behind "
     "disable_cancellation(). Await the thing itself.",
     "L'appelant a reçu l'ordre d'arrêter, mais pas ce qu'il attend : un "
     "salut, une question, un travail. Une annulation va d'une coroutine à ce "
     "que celle-ci attend. Elle n'atteint ni ce qui a été lancé à part, avec "
     "sa propre fonction de fin ou son propre emplacement d'annulation, ni ce "
     "qui est derrière disable_cancellation(). Attendez la chose elle-même."}};

constexpr Lesson exception_lost{
    "exception-lost",
    {"what is thrown reaches the caller as it was thrown",
     "ce qui est levé arrive à l'appelant tel quel"},
    {"The exception was lost on its way, or another one took its place. It may "
     "be of any type, and need not be a std::exception: catch (...), do what "
     "must be done, and `throw;` hands on the very same one. So does a "
     "std::exception_ptr.",
     "L'exception s'est perdue en chemin, ou une autre a pris sa place. Elle "
     "peut être de n'importe quel type, et n'est pas forcément une "
     "std::exception : catch (...), faites ce qu'il faut, et `throw;` transmet "
     "celle-là même. Un std::exception_ptr aussi."}};

constexpr Lesson caller_moved{
    "caller-moved",
    {"the caller's code runs where the caller is, before and after",
     "le code de l'appelant s'exécute où est l'appelant, avant et après"},
    {"The caller came back on another executor, or its work was run there. To "
     "await a co_spawn brings the caller back by itself. A hop with "
     "bind_executor must be undone on every way out, and a work that is done "
     "under a lock is awaited in the caller's own coroutine.",
     "L'appelant est revenu sur un autre exécuteur, ou son travail y a été "
     "exécuté. Attendre un co_spawn ramène l'appelant sans plus. Un saut par "
     "bind_executor doit être défait sur chaque chemin de sortie, et un "
     "travail fait sous un verrou s'attend dans la coroutine de l'appelant."}};

constexpr Lesson caller_left_deaf{
    "caller-left-deaf",
    {"when the call has ended, its caller can be cancelled as before",
     "quand l'appel a fini, on peut annuler son appelant comme avant"},
    {"The call has ended, and its caller does not hear a cancellation any "
     "more, or does not mind it. The cancellation state is not yours alone: a "
     "coroutine shares it with all those that await it. What you disable for a "
     "while you enable again before you go. A clean-up that needs no co_await "
     "needs no shield.",
     "L'appel a fini, et son appelant n'entend plus l'annulation, ou n'en "
     "tient plus compte. L'état d'annulation n'est pas à vous seul : une "
     "coroutine le partage avec toutes celles qui l'attendent. Ce que vous "
     "désactivez un moment, réactivez-le avant de partir. Un rangement sans "
     "co_await n'a besoin d'aucune protection."}};

constexpr Lesson static_state{
    "static-state",
    {"two objects know nothing of each other",
     "deux objets ne savent rien l'un de l'autre"},
    {"One object waited, or changed, because of another one: they share a "
     "static or a global variable. What an object must remember belongs in its "
     "State.",
     "Un objet a attendu, ou changé, à cause d'un autre : ils partagent une "
     "variable statique ou globale. Ce qu'un objet doit retenir a sa place "
     "dans son State."}};

constexpr Lesson kept_for_all{
    "kept-for-all",
    {"each call has an answer and an amount of its own",
     "chaque appel a sa réponse et sa somme à lui"},
    {"What one call was told, or asked for, counted for another one. A "
     "variable of the State, or a static one, is there for all calls; a second "
     "call writes over it while the first one waits. What belongs to one call "
     "stays in its local variables, which live as long as it waits.",
     "Ce qu'un appel a appris, ou demandé, a compté pour un autre. Une "
     "variable du State, ou statique, est là pour tous les appels ; pendant "
     "que le premier attend, un second la récrit. Ce qui appartient à un seul "
     "appel reste dans ses variables locales, qui vivent tant qu'il attend."}};

constexpr Lesson last_coin{
    "last-coin",
    {"all that is there can be taken, and no more",
     "on peut prendre tout ce qu'il y a, et pas plus"},
    {"The comparison is off by one at its edge. With 100 on the page, 100 can "
     "be taken and 101 cannot: refuse if there is less than the amount.",
     "La comparaison se trompe d'un à sa limite. Avec 100 sur la feuille, on "
     "peut prendre 100, mais pas 101 : refusez s'il y a moins que la somme."}};

constexpr Lesson number_cut{
    "number-cut",
    {"numbers may be as large as a long",
     "les nombres vont aussi loin qu'un long"},
    {"A large number came out smaller or wrong. It went through a type that is "
     "too small for it, or a sum left the range of its type. Compare two "
     "numbers with `<`: their difference may be too large for their type.",
     "Un grand nombre est ressorti plus petit, ou faux. Il est passé par un "
     "type trop petit, ou une somme est sortie de son type. Comparez deux "
     "nombres avec `<` : leur différence peut dépasser leur type."}};

}  // namespace
