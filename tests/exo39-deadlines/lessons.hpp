// The lessons of exo39: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson one_protocol_only{
    "one-protocol-only",
    {"the endpoint may be one of IPv4 or of IPv6",
     "le point de terminaison peut être IPv4 ou IPv6"},
    {"The endpoint is one of IPv6, and the socket was opened for IPv4: the "
     "system does not connect one with the other. Only the endpoint knows its "
     "protocol; async_connect asks it, if the socket is still closed.",
     "Le point de terminaison est IPv6, et la socket a été ouverte pour IPv4 : "
     "le système ne connecte pas l'une à l'autre. Seul le point de terminaison "
     "connaît son protocole ; async_connect le lui demande, si la socket est "
     "encore fermée."}};

constexpr Lesson no_end_to_connect{
    "no-end-to-connect",
    {"the connection is given up at its deadline",
     "la connexion est abandonnée à son échéance"},
    {"Nobody answers, and connect goes on hoping: the system's own limit is "
     "about two minutes. Let the connection race against a timer, and cancel "
     "what loses.",
     "Personne ne répond, et connect espère encore : la limite du système est "
     "d'environ deux minutes. Faites courir la connexion contre une minuterie, "
     "et annulez qui perd."}};

constexpr Lesson given_up_too_soon{
    "given-up-too-soon",
    {"there is time until the deadline", "il y a du temps jusqu'à l'échéance"},
    {"It was given up although its time was not over yet, or before it could "
     "begin. Look at the moment in the story, and at what you gave the timer.",
     "L'opération a été abandonnée alors que son temps n'était pas écoulé, ou "
     "avant même de commencer. Regardez l'instant dans l'histoire, et ce que "
     "vous avez donné à la "
     "minuterie."}};

constexpr Lesson waits_out_its_time{
    "waits-out-its-time",
    {"a connection is returned as soon as it is made",
     "une connexion est rendue dès qu'elle est établie"},
    {"It is connected, and the one who waits for it is not told. A deadline is "
     "the latest moment, not the moment. What wins the race ends it.",
     "La connexion est établie, et celui qui l'attend n'en sait rien. Une "
     "échéance est le dernier moment, et non le moment. Qui gagne la course y "
     "met fin."}};

constexpr Lesson refusal_comes_late{
    "refusal-comes-late",
    {"what fails is told at once", "ce qui échoue est dit aussitôt"},
    {"It has failed, and nobody is told until the timer rings. || waits for "
     "the first operand that succeeds, and a timer always does, in the end. "
     "Let your operand return its error (as_tuple, redirect_error) instead of "
     "throwing it. And throw that error yourself: a second attempt, or another "
     "error, hides it from the one who decides.",
     "L'échec est là, et personne ne l'apprend avant que la minuterie sonne. "
     "|| attend le premier opérande qui réussit, et une minuterie finit "
     "toujours par réussir. Faites rendre l'erreur à votre opérande (as_tuple, "
     "redirect_error) au lieu de la lever. Puis levez cette erreur-là : un "
     "nouvel essai, ou une autre erreur, la cacherait à celui qui décide."}};

constexpr Lesson socket_left_open{
    "socket-left-open",
    {"when it throws, its socket is closed",
     "quand elle lève une exception, sa socket est fermée"},
    {"The call is over, and its socket still lives. Each attempt costs a "
     "descriptor, until accept and connect fail for all. What owns the socket "
     "must end with the call.",
     "L'appel est fini, et sa socket vit encore. Chaque essai coûte un "
     "descripteur, jusqu'à ce qu'accept et connect échouent pour tous. Ce qui "
     "possède la socket doit finir avec l'appel."}};

constexpr Lesson cancelled_is_not_late{
    "cancelled-is-not-late",
    {"who is cancelled throws operation_aborted, at once",
     "qui est annulé lève operation_aborted, aussitôt"},
    {"The caller has given up, and hears of a deadline, or of nothing. A "
     "cancelled timer ends, too, and its error says why. Only a wait without "
     "an error is a deadline.",
     "L'appelant a renoncé, et on lui parle d'une échéance, ou de rien. Une "
     "minuterie annulée finit aussi, et son erreur dit pourquoi. Seule une "
     "attente finie sans erreur est une échéance."}};

constexpr Lesson timer_left_running{
    "timer-left-running",
    {"what has ended leaves no timer behind",
     "ce qui est fini ne laisse aucune minuterie derrière lui"},
    {"An earlier call left something behind, most likely its timer, and that "
     "has cancelled what was not its own. A callback that is queued already "
     "runs even if its timer is cancelled. "
     "Await the end of both, the operation and its timer, before you return.",
     "Un appel précédent a laissé quelque chose derrière lui, sans doute sa "
     "minuterie, qui a annulé ce qui n'était pas à lui. Une fonction de fin "
     "déjà en file s'exécute même si "
     "l'on annule sa minuterie. Attendez la fin des deux, l'opération et sa "
     "minuterie, avant de rendre la main."}};

constexpr Lesson waits_for_more{
    "waits-for-more",
    {"a line is returned at its last byte",
     "une ligne est rendue à son dernier octet"},
    {"The line is whole, in `received` or on the socket, and the call does not "
     "return it. Look at what is there before each read, also before the "
     "first one.",
     "La ligne est entière, dans `received` ou sur la socket, et l'appel "
     "ne la rend pas. Regardez ce qui est là avant chaque lecture, "
     "la première comprise."}};

constexpr Lesson line_as_it_came{
    "line-as-it-came",
    {"a line is returned as it came, without its '\\n'",
     "une ligne est rendue telle qu'elle est venue, sans son '\\n'"},
    {"Bytes of the line are missing, or the whole line is. An empty line is a "
     "line, a space or a '\\r' at its end belongs to it, and a zero byte ends "
     "nothing: only '\\n' does.",
     "Il manque des octets de la ligne, ou la ligne entière. Une ligne vide "
     "est une ligne, un espace ou un '\\r' à sa fin en fait partie, et un "
     "octet nul ne termine rien : seul '\\n' le fait."}};

constexpr Lesson rest_thrown_away{
    "rest-thrown-away",
    {"what stands behind the line stays in `received`",
     "ce qui suit la ligne reste dans `received`"},
    {"One read brought more than one line, and the rest is gone. Take off the "
     "front of `received` what you return, its end included, and nothing else.",
     "Une lecture a apporté plus d'une ligne, et le reste a disparu. Retirez "
     "du début de `received` ce que vous rendez, fin de ligne comprise, et "
     "rien d'autre."}};

constexpr Lesson silence_without_end{
    "silence-without-end",
    {"after `idle` without a byte, it throws timed_out",
     "après `idle` sans un octet, elle lève timed_out"},
    {"The client says nothing, perhaps its machine has lost its power: TCP "
     "does not tell. Whoever waits for the next byte must know until when.",
     "Le client ne dit rien, sa machine n'a peut-être plus de courant : TCP "
     "n'en dit rien. Qui attend l'octet suivant doit savoir jusqu'à quand."}};

constexpr Lesson honest_cut_off{
    "honest-cut-off",
    {"each byte begins `idle` anew", "chaque octet fait repartir `idle`"},
    {"A slow client that keeps sending was cut off. `idle` counts from the "
     "last byte that came, and not from the call. Only `total` is fixed.",
     "Un client lent mais qui envoie encore a été coupé. `idle` se compte "
     "depuis le dernier octet venu, et non depuis l'appel. Seul `total` est "
     "fixe."}};

constexpr Lesson slowloris{
    "slowloris",
    {"the line must be whole after `total`, however the bytes come",
     "la ligne doit être entière après `total`, quelle que soit l'allure des "
     "octets"},
    {"A byte a second is never silent, and never done: a thousand such clients "
     "cost their sender nothing and take all your places. Compute the last "
     "moment once, before the loop; in it, wait for the earlier of two "
     "moments.",
     "Un octet par seconde, ce n'est jamais le silence et jamais la fin : "
     "mille clients de cette sorte ne coûtent rien à qui les envoie, et "
     "prennent toutes vos places. Calculez le dernier instant une fois, avant "
     "la boucle ; dans la boucle, attendez jusqu'au plus proche de deux "
     "instants."}};

constexpr Lesson no_limit_in_the_past{
    "no-limit-in-the-past",
    {"Clock::duration::max() is no limit",
     "Clock::duration::max(), c'est sans limite"},
    {"now + duration::max() overflows, and the deadline lies centuries in the "
     "past. Additions of times must saturate: use `after`, which is given, and "
     "std::min for points in time.",
     "now + duration::max() déborde, et l'échéance tombe des siècles dans le "
     "passé. Une addition de temps doit saturer : prenez `after`, qui est "
     "donnée, et std::min entre des points dans le temps."}};

constexpr Lesson bytes_lost_on_timeout{
    "bytes-lost-on-timeout",
    {"what was read is in `received`, however the call ends",
     "ce qui a été lu est dans `received`, quelle que soit la fin de l'appel"},
    {"Bytes were read, and then the call threw. The network will not send them "
     "again: the next call finds the middle of a line. Append to `received` "
     "where the read ends, also in the moment when the timer wins the race.",
     "Des octets ont été lus, puis l'appel a levé une exception. Le réseau ne "
     "les renverra pas : l'appel suivant trouve le milieu d'une ligne. Ajoutez "
     "à `received` à l'endroit où finit la lecture, même à l'instant où la "
     "minuterie gagne la course."}};

constexpr Lesson read_still_running{
    "read-still-running",
    {"when the call has ended, the socket is its caller's again",
     "quand l'appel est fini, la socket revient à l'appelant"},
    {"The call has ended, and a read of it is still pending: it will take the "
     "bytes that belong to the next one. To stop waiting is not to stop "
     "reading. Cancel the read, and await its end. Or the call has closed what "
     "it was only lent: the caller may still have something to say.",
     "L'appel est fini, et une de ses lectures est encore en attente : elle "
     "prendra les octets qui reviennent au suivant. Cesser d'attendre n'est "
     "pas cesser de lire. Annulez la lecture, et attendez sa fin. Ou bien "
     "l'appel a fermé ce qu'on lui avait seulement prêté : l'appelant a "
     "peut-être encore quelque chose à dire."}};

constexpr Lesson timer_per_byte{
    "timer-per-byte",
    {"what has arrived together is read together",
     "ce qui est arrivé ensemble est lu ensemble"},
    {"A read for each byte is a system call and a timer for each byte: a line "
     "of a thousand costs a thousand. Read some, keep what you do not need yet "
     "in `received`.",
     "Une lecture par octet, c'est un appel système et une minuterie par octet "
     ": une ligne de mille octets en coûte mille. Lisez ce qui vient "
     "(read_some), et gardez dans `received` ce qui ne sert pas encore."}};

constexpr Lesson line_without_limit{
    "line-without-limit",
    {"a line has at most `longest_line` bytes, and may have as many",
     "une ligne a au plus `longest_line` octets, et peut en avoir autant"},
    {"Time alone bounds nothing: in 30 seconds a quick client sends gigabytes. "
     "Look at how much is there before you read on; and count as the contract "
     "does, the end of the line included.",
     "Le temps seul ne borne rien : en 30 secondes, un client rapide envoie "
     "des gigaoctets. Regardez combien il y a avant de lire encore ; et "
     "comptez comme le contrat, fin de ligne comprise."}};

constexpr Lesson end_not_told{
    "end-not-told",
    {"when no more bytes come, it throws eof at once",
     "quand plus aucun octet ne viendra, elle lève eof aussitôt"},
    {"The client has said that it sends no more. Half a line stays half a "
     "line, and waiting does not help. An error of the read ends the call, and "
     "is what it throws.",
     "Le client a dit qu'il n'enverrait plus rien. Une demi-ligne reste une "
     "demi-ligne, et attendre n'y change rien. Une erreur de lecture met fin à "
     "l'appel, et c'est elle qu'il lève."}};

constexpr Lesson deadline_anew_each_hop{
    "deadline-anew-each-hop",
    {"one deadline for the whole way",
     "une seule échéance pour tout le chemin"},
    {"A part of the way got the whole time again, or more than is left: three "
     "times five seconds are fifteen, and the one who asked has left after "
     "five. A deadline is a point in time. Compute it once, pass it on, and "
     "send what is left of it, rounded down.",
     "Une étape du chemin a reçu à nouveau tout le temps, ou plus qu'il n'en "
     "reste : trois fois cinq secondes en font quinze, et celui qui demandait "
     "est parti au bout de cinq. Une échéance est un point dans le temps. "
     "Calculez-la une fois, transmettez-la, et envoyez ce qu'il en reste, "
     "arrondi vers le bas."}};

constexpr Lesson late_reply_for_the_next{
    "late-reply-for-the-next",
    {"each call gets the answer to its own request",
     "chaque appel reçoit la réponse à sa propre requête"},
    {"The answer that nobody waited for any more came, and the next call took "
     "it for its own. From then on every answer is wrong. A connection on "
     "which an answer is still owed is of no use: close it, with all that was "
     "read from it.",
     "La réponse que plus personne n'attendait est arrivée, et l'appel suivant "
     "l'a prise pour la sienne. Désormais, toutes les réponses sont fausses. "
     "Une connexion où une réponse est encore due ne sert plus : fermez-la, "
     "avec tout ce qu'on y a lu."}};

constexpr Lesson asks_though_too_late{
    "asks-though-too-late",
    {"after the deadline, nothing is sent",
     "après l'échéance, rien n'est envoyé"},
    {"There is no time left, and the office is asked all the same: work for "
     "nobody, just when there is too much of it. Look at the deadline first, "
     "and leave a good connection as it is.",
     "Il ne reste plus de temps, et l'on demande quand même : du travail pour "
     "personne, juste quand il y en a trop. Regardez d'abord l'échéance, et "
     "laissez une bonne connexion comme elle est."}};

constexpr Lesson connects_each_time{
    "connects-each-time",
    {"after an answer, the connection is used again",
     "après une réponse, la connexion sert encore"},
    {"The connection was in order, and another one was made. Each one costs a "
     "round trip and a descriptor. Give it back to the link when the answer is "
     "there.",
     "La connexion était en ordre, et l'on en a fait une autre. Chacune coûte "
     "un aller-retour et un descripteur. Rendez-la au lien quand la réponse "
     "est là."}};

constexpr Lesson asked_twice{
    "asked-twice",
    {"a request is sent at most once",
     "une requête est envoyée au plus une fois"},
    {"The connection broke, and the request was sent again over another one. "
     "Nobody knows what the office has done with the first: perhaps a second "
     "parcel leaves now. Throw, and leave it to the caller, who knows what may "
     "be asked twice.",
     "La connexion s'est rompue, et la requête est repartie par une autre. "
     "Personne ne sait ce que le bureau a fait de la première : peut-être "
     "expédie-t-on un second colis. Levez l'exception, et laissez décider "
     "l'appelant, qui sait ce qui peut se demander deux fois."}};

constexpr Lesson judges_the_answer{
    "judges-the-answer",
    {"an answer is a line, whatever it says",
     "une réponse est une ligne, quoi qu'elle dise"},
    {"The office has answered, and the caller was given something else. An "
     "empty line is an answer, and so is \"-ERR\": the connection is in order, "
     "and what the line means is for the caller to judge.",
     "Le bureau a répondu, et l'appelant a reçu autre chose. Une ligne vide "
     "est une réponse, « -ERR » aussi : la connexion est en ordre, et c'est à "
     "l'appelant de juger ce que la ligne veut dire."}};

constexpr Lesson broken_link_kept{
    "broken-link-kept",
    {"a call that throws leaves no connection behind",
     "un appel qui lève une exception ne laisse aucune connexion"},
    {"The connection is broken or half used, and the link still holds it: the "
     "next call fails on it, too. Take it out of the link when the call "
     "begins, and put it back when all went well.",
     "La connexion est rompue, ou à moitié utilisée, et le lien la garde : "
     "l'appel suivant échouera aussi. Sortez-la du lien au début de l'appel, "
     "et remettez-la quand tout s'est bien passé."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"all clients are served at the same time",
     "tous les clients sont servis à la fois"},
    {"A client waits: one before it is slow, or nobody is served at all. Each "
     "client needs a coroutine of its own.",
     "Un client attend : un autre, avant lui, est lent, ou personne n'est "
     "servi. Il faut à chaque client sa propre coroutine."}};

constexpr Lesson deaf_client_kept{
    "deaf-client-kept",
    {"who does not take its answer is let go",
     "qui ne prend pas sa réponse est renvoyé"},
    {"A write waits for the other side, too. A client that never reads keeps a "
     "socket, an answer and a coroutine for ever. A deadline for reads alone "
     "is half a deadline.",
     "Une écriture aussi attend l'autre côté. Un client qui ne lit jamais "
     "garde pour toujours une socket, une réponse et une coroutine. Une "
     "échéance pour les seules lectures n'est qu'une moitié d'échéance."}};

constexpr Lesson works_for_nobody{
    "works-for-nobody",
    {"at its deadline, the handler is cancelled and the client is answered",
     "à l'échéance, le traitement est annulé et le client a sa réponse"},
    {"The one who asked has stopped waiting, and the handler works on. Let it "
     "race against a timer; the one who loses is cancelled.",
     "Celui qui demandait n'attend plus, et le traitement continue. Faites-le "
     "courir contre une minuterie ; celui qui perd est annulé."}};

constexpr Lesson begins_too_late{
    "begins-too-late",
    {"a letter that leaves no time is not worked on",
     "une lettre qui ne laisse plus de temps n'est pas traitée"},
    {"The letter says that there is no time left, and the work was begun. A "
     "timer that has expired needs a turn of the loop to say so; the clock "
     "says it at once.",
     "La lettre dit qu'il ne reste plus de temps, et le travail a été "
     "commencé. Une minuterie expirée a besoin d'un tour de boucle pour le "
     "dire ; l'horloge le dit aussitôt."}};

constexpr Lesson failure_not_answered{
    "failure-not-answered",
    {"every line has an answer, and the talk goes on",
     "chaque ligne a une réponse, et la conversation continue"},
    {"A line that failed got no answer, or the last one. Who has sent it "
     "waits, or takes the next answer for this one. Anything may be thrown.",
     "Une ligne qui a échoué n'a pas eu de réponse, ou a mis fin à la "
     "conversation. Qui l'a envoyée attend, ou prend la réponse suivante pour "
     "celle-ci. Tout peut être levé."}};

constexpr Lesson bad_client_ends_all{
    "bad-client-ends-all",
    {"an error ends nothing but what it is about",
     "une erreur ne met fin qu'à ce qu'elle concerne"},
    {"An accept that fails and a connection that breaks are ordinary. They "
     "must not reach the others, nor the loop that accepts.",
     "Un accept qui échoue et une connexion rompue sont l'ordinaire. Ils ne "
     "doivent atteindre ni les autres, ni la boucle qui accepte."}};

constexpr Lesson accepts_while_draining{
    "accepts-while-draining",
    {"from drain() on, nobody gets in", "dès drain(), personne n'entre"},
    {"The office is closing, and somebody new got in, or may queue at its "
     "port. A drain that lets people in has no end. Close the acceptor first.",
     "Le bureau ferme, et quelqu'un est entré, ou peut faire la queue à son "
     "port. Un arrêt qui laisse entrer ne finit pas. Fermez d'abord "
     "l'acceptor."}};

constexpr Lesson waits_for_the_silent{
    "waits-for-the-silent",
    {"who has no letter under way is let go at once",
     "qui n'a pas de lettre en cours est libéré aussitôt"},
    {"A client that asks for nothing is waited for, or served once more. A "
     "flag is not seen by a coroutine that waits in a read: close its socket. "
     "To cancel the read is not enough: half a letter may have come in that "
     "moment, and then the next read waits.",
     "On attend un client qui ne demande rien, ou on le sert encore. Une "
     "coroutine qui attend dans une lecture ne voit pas un indicateur : "
     "fermez sa socket. Annuler la lecture ne suffit pas : une moitié de "
     "lettre vient peut-être d'arriver, et c'est alors la lecture suivante qui "
     "attend."}};

constexpr Lesson drain_cuts_answers{
    "drain-cuts-answers",
    {"what is under way has `grace` to be answered",
     "ce qui est en cours a `grace` pour avoir sa réponse"},
    {"An answer was under way, and there was still time for it. Cancel reads "
     "only, as long as the grace lasts. And close what is served, do not reset "
     "it: a reset overtakes the answer that is still on its way.",
     "Une réponse était en cours, et elle avait encore le temps. Tant que dure "
     "le délai de grâce, n'annulez que des lectures. Et fermez la connexion de "
     "qui est servi, ne la coupez pas net (reset) : la coupure dépasse la "
     "réponse encore en route."}};

constexpr Lesson drain_never_ends{
    "drain-never-ends",
    {"when the grace is over, run() returns",
     "quand le délai de grâce est passé, run() rend la main"},
    {"One client who does not read, or one handler that waits, and the program "
     "never stops: whoever runs it will kill it, with all it still had to do. "
     "When the grace is over, cancel what is left; and do not wait when "
     "nothing is left.",
     "Un client qui ne lit pas, ou un traitement qui attend, et le programme "
     "ne s'arrête jamais : on le tuera, avec tout ce qu'il avait encore à "
     "faire. Quand le délai de grâce est passé, annulez ce qui reste ; et "
     "n'attendez pas quand il ne reste rien."}};

constexpr Lesson grace_begins_anew{
    "grace-begins-anew",
    {"called again, drain() can only bring the end nearer",
     "rappelée, drain() ne peut que rapprocher la fin"},
    {"A second call put the end off, or was ignored. The end is a point in "
     "time: keep the earliest one.",
     "Un second appel a repoussé la fin, ou a été ignoré. La fin est un point "
     "dans le temps : gardez le plus proche."}};

constexpr Lesson ends_too_early{
    "ends-too-early",
    {"run() returns when the last client is gone",
     "run() rend la main quand le dernier client est parti"},
    {"run() has returned while a client was still being served. Then main "
     "returns, and the answer is cut after all.",
     "run() a rendu la main alors qu'un client était encore servi. Alors main "
     "finit, et la réponse est coupée malgré tout."}};

}  // namespace
