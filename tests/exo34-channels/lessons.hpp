// The lessons of exo34: what a test expected, and the misunderstanding behind a
// failure.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson sends_too_late{
    "sends-too-late",
    {"an order lies on the pass before the next one is asked for",
     "une commande est au passe avant qu'on ne demande la suivante"},
    {"The orders are collected first, to be sent all together. Meanwhile the "
     "cook has nothing to do, and your list may grow without bound. Send each "
     "order as soon as you have it.",
     "Les commandes sont d'abord rassemblées, pour être envoyées toutes "
     "ensemble. Pendant ce temps le cuisinier n'a rien à faire, et votre liste "
     "peut grandir sans limite. Envoyez chaque commande dès que vous l'avez."}};

constexpr Lesson one_pass_for_all{
    "one-pass-for-all",
    {"each service has a pass of its own", "chaque service a son propre passe"},
    {"Two services went on at the same time, and the orders of one did not "
     "come to its own cook. A static or global variable belongs to all "
     "services. Make the pass in serve: it lives as long as the service.",
     "Deux services avaient lieu en même temps, et les commandes de l'un ne "
     "sont pas allées à son propre cuisinier. Une variable statique ou globale "
     "est commune à tous les services. Créez le passe dans serve : il vit "
     "aussi longtemps que le service."}};

constexpr Lesson orders_lost{
    "orders-lost",
    {"every order crosses the pass once, in the order it was taken",
     "chaque commande passe une fois, dans l'ordre où elle a été prise"},
    {"Orders are missing, or out of order. try_send does not wait for a place: "
     "when the pass is full it returns false, and the order is lost if nobody "
     "looks. Let one send end before the next begins: co_await async_send.",
     "Des commandes manquent, ou arrivent dans le désordre. try_send n'attend "
     "pas qu'une place se libère : si le passe est plein, il rend false, et la "
     "commande est perdue si personne ne regarde. Laissez un envoi finir avant "
     "le suivant : co_await async_send."}};

constexpr Lesson no_end{
    "no-end",
    {"behind the last order comes asio::error::eof, and then all are done",
     "après la dernière commande vient asio::error::eof, et tous ont fini"},
    {"The orders came, the end did not. To stop sending tells the other side "
     "nothing: a channel that is silent and one that is finished look the "
     "same. Send the end as a last message, an error code instead of an order, "
     "and await that send too: try_send drops it when the pass is full.",
     "Les commandes sont arrivées, la fin non. Cesser d'envoyer n'apprend rien "
     "à l'autre : un canal silencieux et un canal terminé se ressemblent. "
     "Envoyez la fin comme dernier message, un code d'erreur à la place d'une "
     "commande, et attendez aussi cet envoi : try_send la laisse tomber quand "
     "le passe est plein."}};

constexpr Lesson close_is_not_the_end{
    "close-is-not-the-end",
    {"the end of the service is a message, and the pass stays open",
     "la fin du service est un message, et le passe reste ouvert"},
    {"The pass was closed, or cancelled, and it belongs to others, too. "
     "close() does not queue up behind the orders: with some versions of Asio, "
     "those that still lie on the pass are lost, and whoever else uses it is "
     "turned away. A message does queue up: send asio::error::eof as the error "
     "code, and leave the pass as it is.",
     "Le passe a été fermé, ou annulé, alors que d'autres s'en servent. "
     "close() ne fait pas la queue derrière les commandes : avec certaines "
     "versions d'Asio, celles qui sont encore au passe sont perdues, et tous "
     "les autres sont refusés. Un message, lui, attend son tour : envoyez "
     "asio::error::eof comme code d'erreur, et laissez le passe comme il "
     "est."}};

constexpr Lesson magic_order{
    "magic-order",
    {"every order is cooked, and only orders are",
     "toute commande est cuisinée, et rien d'autre ne l'est"},
    {"One particular order was used to mean the end. Sooner or later a guest "
     "orders just that. The error code travels beside the order: it can say "
     "the end without taking any order away.",
     "Une commande particulière a servi à dire la fin. Tôt ou tard, un client "
     "commandera précisément celle-là. Le code d'erreur voyage à côté de la "
     "commande : il peut dire la fin sans en confisquer aucune."}};

constexpr Lesson end_was_cooked{
    "end-was-cooked",
    {"what comes along with asio::error::eof is not an order",
     "ce qui accompagne asio::error::eof n'est pas une commande"},
    {"The end of the service was cooked like an order. A message is a code and "
     "an order, and the order means something only if the code is zero. Read "
     "the code first.",
     "La fin du service a été cuisinée comme une commande. Un message est un "
     "code et une commande, et la commande n'a de sens que si le code est nul. "
     "Lisez d'abord le code."}};

constexpr Lesson end_is_no_failure{
    "end-is-no-failure",
    {"at asio::error::eof, who receives returns",
     "sur asio::error::eof, celui qui reçoit rend la main"},
    {"The end of the service left as an exception. use_awaitable throws every "
     "error code that arrives; this one is good news. Look at the code first: "
     "as_tuple, or redirect_error, hands it to you.",
     "La fin du service est sortie en exception. use_awaitable lève une "
     "exception pour tout code d'erreur ; celui-ci est une bonne nouvelle. "
     "Regardez d'abord le code : as_tuple ou redirect_error vous le donne."}};

constexpr Lesson every_error_is_the_end{
    "every-error-is-the-end",
    {"any other error leaves cook_orders",
     "toute autre erreur sort de cook_orders"},
    {"A failure was taken for the end of the service, and nobody will know. "
     "Only asio::error::eof is the end: compare the code with it, and throw "
     "the others. A catch around the loop hides the cook's failures too.",
     "Un échec a été pris pour la fin du service, et personne ne le saura. "
     "Seul asio::error::eof est la fin : comparez-lui le code, et levez les "
     "autres. Un catch autour de la boucle cache aussi les échecs du "
     "cuisinier."}};

constexpr Lesson cook_and_forget{
    "cook-and-forget",
    {"one dish at a time, and the cook stays until the last is ready",
     "un plat à la fois, et le cuisinier reste jusqu'au dernier"},
    {"The next order was taken while a dish was still on the fire. Dishes that "
     "nobody awaits pile up without bound, and nobody hears of those that "
     "fail. co_await the dish, then take the next order.",
     "La commande suivante a été prise alors qu'un plat était encore sur le "
     "feu. Des plats que personne n'attend s'accumulent sans limite, et ceux "
     "qui échouent le font en silence. Faites co_await sur le plat, puis "
     "prenez la commande suivante."}};

constexpr Lesson failure_lost{
    "failure-lost",
    {"what fails leaves as an exception", "ce qui échoue sort en exception"},
    {"Something failed and nobody heard of it: a catch that ends the matter, "
     "or a task that was detached. Do what must be done first, then let the "
     "exception go on.",
     "Quelque chose a échoué et personne ne l'a su : un catch qui clôt "
     "l'affaire, ou une tâche détachée. Faites d'abord ce qui doit l'être, "
     "puis laissez l'exception continuer."}};

constexpr Lesson not_at_once{
    "not-at-once",
    {"the cook begins while the waiter still takes orders",
     "le cuisinier commence pendant que le serveur prend des commandes"},
    {"One of the two waits for the other to finish. Awaited one after the "
     "other, a waiter in front of a full pass and a cook who has not begun "
     "wait for ever. Await both together, with &&.",
     "L'un des deux attend que l'autre ait fini. Attendus l'un après l'autre, "
     "un serveur devant un passe plein et un cuisinier qui n'a pas commencé "
     "patientent pour toujours. Attendez les deux ensemble, avec &&."}};

constexpr Lesson no_back_pressure{
    "no-back-pressure",
    {"with a slow cook, one order is on the fire, `capacity` are on the pass, "
     "and at most one is in the waiter's hand",
     "si le cuisinier est lent, une commande est sur le feu, `capacity` sont "
     "au passe, et une au plus est dans la main du serveur"},
    {"The waiter took more orders than there is room for. An enormous pass, or "
     "sends that nobody awaits, only move the heap to where nobody sees it. "
     "Give the channel its capacity, and co_await each send: that is what "
     "slows the waiter down.",
     "Le serveur a pris plus de commandes qu'il n'y a de place. Un passe "
     "énorme, ou des envois que personne n'attend, ne font que déplacer le tas "
     "hors de vue. Donnez au canal sa capacité, et faites co_await sur chaque "
     "envoi : c'est ce qui ralentit le serveur."}};

constexpr Lesson pass_without_room{
    "pass-without-room",
    {"while the cook is busy, `capacity` orders find room on the pass",
     "pendant que le cuisinier travaille, `capacity` commandes tiennent au "
     "passe"},
    {"The waiter stood still although there should be room. A channel made "
     "without a capacity has none: each send waits for the hand that takes it. "
     "Give the capacity to the constructor, after the executor.",
     "Le serveur s'est arrêté alors qu'il devrait rester de la place. Un canal "
     "créé sans capacité n'en a aucune : chaque envoi attend la main qui le "
     "prend. Donnez la capacité au constructeur, après l'exécuteur."}};

constexpr Lesson left_running{
    "left-running",
    {"when one fails, or all is told to stop, serve stops both, and then ends",
     "si l'un échoue, ou si l'on arrête tout, serve arrête les deux, puis "
     "finit"},
    {"Somebody is still at work, or still waits, for a service that is over. "
     "Whoever starts two tasks has to end two: && cancels the second when the "
     "first fails, and waits for both. A detached task is told nothing, and "
     "goes on using a pass that is gone.",
     "Quelqu'un travaille ou attend encore, pour un service terminé. Qui lance "
     "deux tâches doit en finir deux : && annule la seconde quand la première "
     "échoue, et attend les deux. Une tâche détachée n'apprend rien, et "
     "continue à se servir d'un passe qui n'existe plus."}};

constexpr Lesson ends_too_early{
    "ends-too-early",
    {"serve ends when the last order is cooked, not before",
     "serve finit quand la dernière commande est cuisinée, pas avant"},
    {"serve was over when the waiter was, with orders still on the pass. || "
     "ends with the first of two and cancels the other; a detached cook works "
     "on for a service that is over. Wait for both: &&.",
     "serve a fini en même temps que le serveur, avec des commandes encore au "
     "passe. || finit avec le premier des deux et annule l'autre ; un "
     "cuisinier détaché travaille pour un service déjà terminé. Attendez les "
     "deux : &&."}};

constexpr Lesson first_one_ends_it{
    "first-one-ends-it",
    {"one end of the service, behind the last order of the last waiter",
     "une seule fin de service, après la dernière commande du dernier serveur"},
    {"A waiter ended the service while another was still at work. The channel "
     "does not know how many send into it: somebody has to count. The one who "
     "brings the count to zero brings the end.",
     "Un serveur a terminé le service alors qu'un autre travaillait encore. Le "
     "canal ne sait pas combien y envoient : il faut compter. Celui qui amène "
     "le compte à zéro apporte la fin."}};

constexpr Lesson no_end_after_failure{
    "no-end-after-failure",
    {"a waiter who fails has finished too: the last one brings the end",
     "un serveur qui échoue a fini, lui aussi : le dernier apporte la fin"},
    {"A waiter failed, and the cook waits for ever. An exception jumps over "
     "what stands after the loop. Catch it, keep it, count yourself out and "
     "bring the end if you are the last; then rethrow it. (A catch block "
     "cannot co_await: leave it first.)",
     "Un serveur a échoué, et le cuisinier attend pour toujours. Une exception "
     "saute par-dessus ce qui suit la boucle. Interceptez-la, gardez-la, "
     "décomptez-vous et apportez la fin si vous êtes le dernier ; puis "
     "relancez-la. (Un bloc catch ne peut pas faire co_await : sortez-en "
     "d'abord.)"}};

constexpr Lesson send_failed_unnoticed{
    "send-failed-unnoticed",
    {"when the kitchen has closed, a waiter takes no more orders, and ends",
     "quand la cuisine a fermé, un serveur ne prend plus de commande, et "
     "finit"},
    {"The send failed, and the waiter did not look, or tried again. With "
     "as_tuple nothing is thrown: the error code is all that you get. An order "
     "that was refused is an order that nobody will cook.",
     "L'envoi a échoué, et le serveur n'a pas regardé, ou a recommencé. Avec "
     "as_tuple, rien n'est levé : le code d'erreur est tout ce que vous "
     "recevez. Une commande refusée est une commande que personne ne "
     "cuisinera."}};

constexpr Lesson one_order_too_many{
    "one-order-too-many",
    {"cook_portions ends with the last portion, and takes no order after it",
     "cook_portions finit avec la dernière portion, et ne prend plus de "
     "commande"},
    {"The portions were used up, and the cook took another order, or waits for "
     "one. Count before you receive: what you have received, nobody else will "
     "cook.",
     "Les portions étaient épuisées, et le cuisinier a pris une commande de "
     "plus, ou en attend une. Comptez avant de recevoir : ce que vous avez "
     "reçu, personne d'autre ne le cuisinera."}};

constexpr Lesson close_wakes_nobody{
    "close-wakes-nobody",
    {"however cook_portions ends, waiters blocked at the pass are sent away",
     "quelle que soit la fin de cook_portions, les serveurs bloqués au passe "
     "sont renvoyés"},
    {"The kitchen has closed, and a waiter still stands at the pass. close() "
     "refuses what comes later; it wakes no send that already waits. cancel() "
     "does. And both must happen on every way out, also when a dish fails: a "
     "destructor is always on the way.",
     "La cuisine a fermé, et un serveur attend encore au passe. close() refuse "
     "ce qui viendra ; il ne réveille aucun envoi déjà en attente. cancel() le "
     "fait. Et les deux doivent avoir lieu sur tous les chemins, même quand un "
     "plat échoue : un destructeur s'y trouve toujours."}};

constexpr Lesson cancel_forgets{
    "cancel-forgets",
    {"whoever comes to the pass later is refused at once",
     "quiconque vient au passe plus tard est aussitôt refusé"},
    {"A waiter came after the kitchen had stopped, and his order was accepted, "
     "or he waits for ever. cancel() wakes those who wait now, and is "
     "forgotten; close() is for those who come later. It takes both, cancel() "
     "first.",
     "Un serveur est venu après l'arrêt de la cuisine, et sa commande a été "
     "acceptée, ou bien il attend pour toujours. cancel() réveille ceux qui "
     "attendent à cet instant, puis s'oublie ; close() vaut pour ceux qui "
     "viendront. Il faut les deux, cancel() d'abord."}};

constexpr Lesson nobody_cooks_it{
    "nobody-cooks-it",
    {"an order that waits when the kitchen closes is refused",
     "une commande qui attend quand la cuisine ferme est refusée"},
    {"A waiter was told that his order had been accepted, and nobody cooks it. "
     "Two mistakes do that: to take the orders from the pass and throw them "
     "away, and to close() before cancel(), because a closed channel no longer "
     "knows that those who wait are senders. cancel() first: it says \"nobody "
     "will take this\". Then close().",
     "Un serveur a cru sa commande acceptée, et personne ne la cuisine. Deux "
     "erreurs mènent là : prendre les commandes au passe pour les jeter, et "
     "appeler close() avant cancel(), car un canal fermé ne sait plus que ceux "
     "qui attendent sont des émetteurs. D'abord cancel(), qui dit « personne "
     "ne la prendra ». Ensuite close()."}};

constexpr Lesson no_room_for_the_answer{
    "no-room-for-the-answer",
    {"the answer finds room, even if nobody waits for it yet",
     "la réponse trouve sa place, même si personne ne l'attend encore"},
    {"The one who answers was quicker than the one who asked, and the answer "
     "had nowhere to lie. And once the one who asks has given up, an answer "
     "without room would wait for ever. Make the reply channel with room for "
     "one.",
     "Celui qui répond a été plus rapide que celui qui demande, et la réponse "
     "n'avait nulle part où se poser. Et quand celui qui demande a renoncé, "
     "une réponse sans place attendrait pour toujours. Créez le canal de "
     "réponse avec une place."}};

constexpr Lesson someone_elses_answer{
    "someone-elses-answer",
    {"each question has its own reply channel",
     "chaque question a son propre canal de réponse"},
    {"Somebody received the answer to another question, or none. On a shared "
     "channel an answer goes to whoever waits first. Make a new channel for "
     "each question, and send it along.",
     "Quelqu'un a reçu la réponse à une autre question, ou aucune. Sur un "
     "canal partagé, une réponse va au premier qui attend. Créez un canal pour "
     "chaque question, et joignez-le à la question."}};

constexpr Lesson wrong_answer{
    "wrong-answer",
    {"questions are answered one by one, each with what the chef said",
     "les questions reçoivent une à une la réponse du chef"},
    {"The question must reach the chef as it was asked, and nothing besides; "
     "what the chef says must go into the reply of that question, and come out "
     "of ask. The next question waits for its turn in the channel.",
     "La question doit parvenir au chef telle quelle, et rien d'autre ; ce que "
     "dit le chef doit aller dans la réponse de cette question, puis sortir de "
     "ask. La question suivante attend son tour dans le canal."}};

constexpr Lesson no_answer_on_error{
    "no-answer-on-error",
    {"what the chef throws goes to the one who asked, and the next question is "
     "answered",
     "ce que lève le chef va à celui qui a demandé, et la question suivante a "
     "sa réponse"},
    {"One question had no answer. It must have an end all the same: the one "
     "who asked waits for it, and so do those behind. Catch the exception, and "
     "send it where the answer would have gone: a Reply carries an "
     "exception_ptr. Then go on.",
     "Une question n'avait pas de réponse. Il lui faut quand même une fin : "
     "celui qui a demandé l'attend, et ceux qui suivent aussi. Interceptez "
     "l'exception et envoyez-la là où serait allée la réponse : un Reply "
     "transporte un exception_ptr. Puis continuez."}};

constexpr Lesson left_without_answer{
    "left-without-answer",
    {"when the chef stops, nobody is left to wait: every question fails that "
     "has no answer yet, and every later one",
     "quand le chef s'arrête, personne ne reste à attendre : toute question "
     "encore sans réponse échoue, et toute suivante aussi"},
    {"Somebody waits for an answer that will never come. They are of five "
     "kinds: the one being answered, the one whose question was just taken, "
     "those whose question lies in the channel, those who wait to send theirs, "
     "and those who come later. Each needs an end. cancel(), then empty with "
     "try_receive, then close(), which hides what lies there. And once "
     "cancelled, each co_await throws before it calls anything: what you hold "
     "by then must be settled all the same.",
     "Quelqu'un attend une réponse qui ne viendra jamais. Ils sont de cinq "
     "sortes : celui à qui l'on répondait, celui dont la question vient d'être "
     "prise, ceux dont la question est dans le canal, ceux qui attendent de "
     "l'envoyer, et ceux qui viendront. Il faut une fin à chacun. cancel(), "
     "puis vider avec try_receive, puis close(), qui cache ce qui s'y trouve. "
     "Et après une annulation, chaque co_await lève une exception avant "
     "d'appeler quoi que ce soit : il faut régler quand même ce que l'on "
     "tient."}};

constexpr Lesson end_has_no_reply{
    "end-has-no-reply",
    {"the last message means nothing but the end, and may have no reply",
     "le dernier message ne dit que la fin, et peut ne pas avoir de réponse"},
    {"asio::error::eof was treated like a question. What comes along with it "
     "is not for the chef, and its `reply` may be a null pointer: to use that "
     "ends the program. Read the code first, also when you empty the channel.",
     "asio::error::eof a été traité comme une question. Ce qui l'accompagne "
     "n'est pas pour le chef, et son `reply` peut être un pointeur nul : s'en "
     "servir arrête le programme. Lisez d'abord le code, même quand vous videz "
     "le canal."}};

constexpr Lesson empty_counts_too{
    "empty-counts-too",
    {"what is handed on arrives as it is, even if it is empty",
     "ce qui est transmis arrive tel quel, même vide"},
    {"A text was left out, changed, or taken for \"nothing\". An empty text is "
     "a value like any other, and so is one that was there before, or a very "
     "long one. That there is nothing is said elsewhere: by an error code, an "
     "exception, an empty optional.",
     "Un texte a été omis, changé, ou pris pour « rien ». Un texte vide est "
     "une valeur comme une autre, tout comme un texte déjà vu, ou très long. "
     "Qu'il n'y a rien se dit autrement : par un code d'erreur, une exception, "
     "un optional vide."}};

constexpr Lesson asked_again{
    "asked-again",
    {"each is asked once: no second try after a failure, nor after the end",
     "on demande une seule fois : ni après un échec, ni après la fin"},
    {"Something was asked again that had already given its last word. What "
     "fails may not be safe to repeat, and whether it is worth another try is "
     "for the caller to say. Let the failure leave.",
     "On a redemandé ce qui avait déjà dit son dernier mot. Ce qui échoue ne "
     "se répète pas toujours sans danger, et c'est à l'appelant de dire si un "
     "nouvel essai vaut la peine. Laissez sortir l'échec."}};

constexpr Lesson end_not_awaited{
    "end-not-awaited",
    {"who brings the end returns when it lies on the pass, not before",
     "qui apporte la fin rend la main quand elle est au passe, pas avant"},
    {"The end of the service was sent, but nobody waited for it to find a "
     "place. The caller believes that all is done, and may take the pass away. "
     "co_await this send like the others.",
     "La fin du service a été envoyée, mais personne n'a attendu qu'elle "
     "trouve une place. L'appelant croit que tout est fait, et retire "
     "peut-être le passe. Faites co_await sur cet envoi comme sur les "
     "autres."}};

constexpr Lesson behind_the_end{
    "behind-the-end",
    {"what lies on the pass behind the end stays there",
     "ce qui suit la fin au passe y reste"},
    {"Messages were taken from the pass behind the end of the service. They "
     "are for whoever comes next. Return as soon as you see the end, and "
     "receive nothing more.",
     "Des messages ont été pris au passe après la fin du service. Ils sont "
     "pour le suivant. Rendez la main dès que vous voyez la fin, et ne recevez "
     "plus rien."}};

constexpr Lesson another_exception{
    "another-exception",
    {"what failed leaves as the very exception, or with the very error code",
     "ce qui a échoué sort tel quel : la même exception, le même code"},
    {"Another exception came than the one that was thrown, or none. Not all "
     "that can be thrown is a std::exception: catch (...) takes it, and "
     "std::current_exception() keeps it as it is. And what fails later, on the "
     "way out, must not take its place.",
     "Une autre exception est venue que celle qui avait été levée, ou aucune. "
     "Tout ce qui se lève n'est pas une std::exception : catch (...) "
     "l'intercepte, et std::current_exception() la garde telle quelle. Et ce "
     "qui échoue ensuite, en sortant, ne doit pas prendre sa place."}};

constexpr Lesson deaf_to_stop{
    "deaf-to-stop",
    {"whoever is told to stop begins nothing more, and says by an exception "
     "that it did not finish",
     "qui reçoit l'ordre d'arrêter ne commence plus rien, et dit par une "
     "exception qu'il n'a pas fini"},
    {"Told to stop, your code went on, still waits, or returned as if all had "
     "been done. The code operation_aborted is not the end of the service, and "
     "not a failure to get over. What you await ends with an exception then: "
     "let it leave, or throw it on when you have tidied up.",
     "Après l'ordre d'arrêter, votre code a continué, attend encore, ou a "
     "rendu la main comme si tout était fait. Le code operation_aborted n'est "
     "pas la fin du service, ni un échec à surmonter. Ce que vous attendez "
     "finit alors par une exception : laissez-la sortir, ou relancez-la après "
     "avoir rangé."}};

constexpr Lesson victim_for_culprit{
    "victim-for-culprit",
    {"serve throws what failed first, or asio::multiple_exceptions",
     "serve lève ce qui a échoué d'abord, ou asio::multiple_exceptions"},
    {"Two exceptions came: that of the one who failed, and that of the one who "
     "was therefore told to stop. The second says only \"Operation aborted\", "
     "and it was this one that left. Keep the one that came first. "
     "(first_exception() of asio::multiple_exceptions is the one that stands "
     "first in your line, not the one that came first.)",
     "Deux exceptions sont venues : celle de qui a échoué, et celle de qui a "
     "donc reçu l'ordre d'arrêter. La seconde dit seulement « Operation "
     "aborted », et c'est elle qui est sortie. Gardez celle qui est venue la "
     "première. (first_exception() d'asio::multiple_exceptions est la première "
     "dans votre ligne, non la première venue.)"}};

}  // namespace
