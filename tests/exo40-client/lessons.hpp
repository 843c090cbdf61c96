// The lessons of exo40: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson burst_at_the_edge{
    "burst-at-the-edge",
    {"never more than the burst, and one more for each `every` that passed",
     "jamais plus que la réserve, et un de plus par `every` écoulé"},
    {"More tokens were given than the rate allows. A count that starts anew "
     "every second lets twice as many through around its edge; tokens that "
     "drop at fixed moments come too soon after the first one. Count from the "
     "moment when the bucket was full last, and let each one who waits look "
     "again whether there is a token.",
     "Plus de jetons ont été donnés que le débit ne permet. Un compteur remis "
     "à zéro chaque seconde en laisse passer le double autour de la limite ; "
     "des jetons qui tombent à heures fixes viennent trop tôt après le "
     "premier. Comptez depuis le moment où le seau était plein, et que chacun "
     "de ceux qui attendent regarde à nouveau s'il y a un jeton."}};

constexpr Lesson serial_sleeps{
    "serial-sleeps",
    {"a token is given at the very moment when it comes",
     "un jeton est donné au moment même où il vient"},
    {"Somebody waited although there was a token, or longer than until the "
     "next one. Sleeping `every` before or after each take adds up: time that "
     "has passed already is not counted, and nobody saves tokens in a quiet "
     "hour. Ask when the next token is due, and wait until then and no longer.",
     "Quelqu'un a attendu alors qu'il y avait un jeton, ou plus longtemps que "
     "jusqu'au suivant. Dormir `every` avant ou après chaque prise "
     "s'additionne : le temps déjà passé n'est pas compté, et personne "
     "n'économise de jetons pendant une heure calme. Demandez quand vient le "
     "prochain jeton, et attendez jusque-là, pas plus."}};

constexpr Lesson fraction_lost{
    "fraction-lost",
    {"the time since the last token counts towards the next one",
     "le temps écoulé depuis le dernier jeton compte pour le suivant"},
    {"Seven tenths of a token were forgotten. If you turn elapsed time into "
     "whole tokens and then set the clock to now, each look at the bucket "
     "throws the rest away, and under load it never fills. Move the clock on "
     "by whole tokens only.",
     "Sept dixièmes de jeton ont été oubliés. Si l'on change le temps écoulé "
     "en jetons entiers et qu'on remet ensuite l'horloge à maintenant, chaque "
     "regard sur le seau jette le reste, et sous la charge il ne se remplit "
     "jamais. N'avancez l'horloge que de jetons entiers."}};

constexpr Lesson bucket_overfills{
    "bucket-overfills",
    {"it never holds more than `burst` tokens",
     "il ne contient jamais plus de `burst` jetons"},
    {"After a quiet hour, an hour of tokens was spent in one moment. The "
     "carrier allows a burst of so many, whatever came before. A bucket that "
     "is full loses what comes.",
     "Après une heure calme, une heure de jetons a été dépensée en un instant. "
     "Le transporteur permet une salve de tant de questions, quoi qu'il se "
     "soit passé avant. Un seau plein perd ce qui vient."}};

constexpr Lesson overtaking{
    "overtaking",
    {"who came first is served first",
     "le premier arrivé est le premier servi"},
    {"Somebody was served before one who had come earlier. Who comes and finds "
     "a token may only take it if nobody waits for it; and who is woken is not "
     "alone: between the bell and the coroutine's next line, others run. Keep "
     "a queue, and let only the first in it take.",
     "Quelqu'un a été servi avant un autre, arrivé plus tôt. Qui arrive et "
     "trouve un jeton ne peut le prendre que si personne ne l'attend ; et qui "
     "est réveillé n'est pas seul : entre la sonnette et la ligne suivante de "
     "la coroutine, d'autres s'exécutent. Tenez une file, et que seul le "
     "premier puisse prendre."}};

constexpr Lesson token_lost_on_cancel{
    "token-lost-on-cancel",
    {"who is cancelled takes no token along",
     "qui est annulé n'emporte aucun jeton"},
    {"A question was cancelled while it waited, and its token was gone, or "
     "went to the wrong one, or nobody rang for the next in the queue. A token "
     "that is reserved before its time must be given back; one that is taken "
     "at the last moment need not. Before you take, look whether you were told "
     "to stop: the next co_await of your caller would throw, and the token be "
     "lost. Whoever leaves the queue, for whatever reason, wakes the one who "
     "is first then.",
     "Une question a été annulée pendant qu'elle attendait, et son jeton a "
     "disparu, ou est allé à un autre, ou personne n'a sonné pour le suivant. "
     "Un jeton réservé d'avance doit être rendu ; un jeton pris au dernier "
     "moment, non. Avant de prendre, regardez si l'on vous a dit d'arrêter : "
     "le co_await suivant de l'appelant lèverait, et le jeton serait perdu. "
     "Qui quitte la file, pour quelque raison que ce soit, réveille celui qui "
     "est alors le premier."}};

constexpr Lesson miscounted{
    "miscounted",
    {"tokens() is how many can be taken now without waiting",
     "tokens() est le nombre de jetons qu'on peut prendre tout de suite"},
    {"tokens() is a question about this moment: what has come since somebody "
     "took the last one counts, up to the burst; what belongs to those who "
     "wait does not.",
     "tokens() est une question sur cet instant : ce qui est venu depuis la "
     "dernière prise compte, jusqu'à la réserve ; ce qui revient à ceux qui "
     "attendent ne compte pas."}};

constexpr Lesson starts_not_in_flight{
    "starts-not-in-flight",
    {"never more than `most` questions in flight",
     "jamais plus de `most` questions en cours"},
    {"Too many questions were with the carrier at one moment. A rate limits "
     "how often questions start; slow answers pile up all the same. A place is "
     "taken before the carrier is called, and given back when that call has "
     "ended, also if it was cancelled: a carrier that is told to stop may need "
     "a while.",
     "Trop de questions étaient chez le transporteur au même moment. Un débit "
     "limite la fréquence des départs ; des réponses lentes s'accumulent tout "
     "de même. Une place est prise avant d'appeler le transporteur, et rendue "
     "quand cet appel est fini, même s'il a été annulé : un transporteur à qui "
     "l'on dit d'arrêter peut prendre son temps."}};

constexpr Lesson places_unused{
    "places-unused",
    {"no place stays empty while a question could go",
     "aucune place ne reste vide quand une question pourrait partir"},
    {"There was a place and a token, and nobody went. A limit of two means two "
     "at a time, not one after the other, and not a new pair when both have "
     "ended. And whoever gives a place back wakes the one who is first in the "
     "queue.",
     "Il y avait une place et un jeton, et personne n'est parti. Une limite de "
     "deux veut dire deux à la fois, non pas l'une après l'autre, ni une "
     "nouvelle paire quand les deux ont fini. Et qui rend une place réveille "
     "le premier de la file."}};

constexpr Lesson place_lost{
    "place-lost",
    {"however a question ends, its place is free for the next",
     "quelle que soit la fin d'une question, sa place est libre"},
    {"Questions end in many ways: with a reply, with an exception, cancelled "
     "in the queue or with the carrier. One of them kept its place, or nobody "
     "was woken. What must happen on every way out belongs into a destructor.",
     "Les questions finissent de bien des façons : par une réponse, par une "
     "exception, annulées dans la file ou chez le transporteur. L'une d'elles "
     "a gardé sa place, ou personne n'a été réveillé. Ce qui doit se passer à "
     "chaque sortie a sa place dans un destructeur."}};

constexpr Lesson tokens_hoarded{
    "tokens-hoarded",
    {"the carrier is called at the moment when the token is taken",
     "le transporteur est appelé au moment où le jeton est pris"},
    {"Questions took tokens, and then waited for a place. When places became "
     "free, they all went at once, faster than the rate allows: a token is a "
     "right to ask now, and not some day. What can wait comes first, the token "
     "last.",
     "Des questions ont pris des jetons, puis attendu une place. Quand des "
     "places se sont libérées, elles sont toutes parties à la fois, plus vite "
     "que le débit ne permet : un jeton donne le droit de demander maintenant, "
     "et non un jour. Ce qui peut attendre vient d'abord, le jeton en "
     "dernier."}};

constexpr Lesson reply_changed{
    "reply-changed",
    {"what the carrier gives or throws is what comes out",
     "ce que le transporteur rend ou lève est ce qui ressort"},
    {"The caller got something else than the carrier gave: another reply, "
     "another exception, or none. Layers that pass a question on also pass on "
     "what becomes of it. std::current_exception() keeps an exception as it "
     "is, std::rethrow_exception() throws that very one.",
     "L'appelant a reçu autre chose que ce que le transporteur a donné : une "
     "autre réponse, une autre exception, ou aucune. Une couche qui transmet "
     "une question transmet aussi ce qu'elle devient. std::current_exception() "
     "garde une exception telle quelle, std::rethrow_exception() lève celle-là "
     "même."}};

constexpr Lesson answer_asked_again{
    "answer-asked-again",
    {"what is not refused is an answer, and is not asked again",
     "ce qui n'est pas refusé est une réponse, et n'est pas redemandé"},
    {"The carrier had answered, and was asked again. \"No such parcel\" is an "
     "answer, and so is \"your question makes no sense\": the same question "
     "gets the same reply for ever. Only \"not now\" and no reply at all are "
     "worth another try.",
     "Le transporteur avait répondu, et on lui a redemandé. « Aucun colis de "
     "ce numéro » est une réponse, et « votre question n'a pas de sens » aussi "
     ": la même question recevra toujours la même. Seuls « pas maintenant » et "
     "l'absence de réponse méritent un autre essai."}};

constexpr Lesson tries_miscounted{
    "tries-miscounted",
    {"it asks up to `tries` times in all, and ends with the last one",
     "elle demande au plus `tries` fois en tout, et finit avec la dernière"},
    {"It asked too often, not often enough, or went on pausing when there was "
     "nothing left to try. Whatever is thrown is a failure, also what is no "
     "std::exception, and after the last try its outcome comes out at once.",
     "Elle a demandé trop de fois, ou pas assez, ou a encore fait une pause "
     "quand il n'y avait plus rien à essayer. Tout ce qui est levé est un "
     "échec, même ce qui n'est pas une std::exception, et après le dernier "
     "essai, son résultat ressort aussitôt."}};

constexpr Lesson query_moved_away{
    "query-moved-away",
    {"each try asks the same question", "chaque essai pose la même question"},
    {"The second try asked an empty question. std::move in a loop gives the "
     "string away at the first turn. Give each try a copy.",
     "Le deuxième essai a posé une question vide. Un std::move dans une boucle "
     "donne la chaîne dès le premier tour. Donnez une copie à chaque essai."}};

constexpr Lesson wrong_pauses{
    "wrong-pauses",
    {"the pauses are random() times a bound that doubles up to `longest`",
     "les pauses valent random() fois une borne qui double jusqu'à `longest`"},
    {"The pauses are not those that were promised. The bound is `first` after "
     "the first try, doubles with each one after it, and is never more than "
     "`longest`, from the first pause on. A number that doubles two hundred "
     "times fits into no integer: compare before you double.",
     "Les pauses ne sont pas celles qui étaient promises. La borne vaut "
     "`first` après le premier essai, double à chacun des suivants, et ne "
     "dépasse jamais `longest`, dès la première pause. Un nombre qui double "
     "deux cents fois ne tient dans aucun entier : comparez avant de "
     "doubler."}};

constexpr Lesson all_retry_together{
    "all-retry-together",
    {"those who failed together do not come back together",
     "ceux qui ont échoué ensemble ne reviennent pas ensemble"},
    {"A thousand clients were refused in one moment, and came back in one "
     "moment. Without a random part, each wave is as high as the first one. "
     "Each pause needs a number of its own, from the generator itself: a copy "
     "of a generator gives the same numbers again. Retry-After is one moment "
     "for all, too.",
     "Mille clients ont été refusés au même moment, et sont revenus au même "
     "moment. Sans part de hasard, chaque vague est aussi haute que la "
     "première. Chaque pause a besoin de son propre nombre, tiré du générateur "
     "lui-même : la copie d'un générateur redonne les mêmes nombres. "
     "Retry-After aussi est un seul moment pour tous."}};

constexpr Lesson retry_after_ignored{
    "retry-after-ignored",
    {"nobody comes back sooner than Retry-After says",
     "personne ne revient plus tôt que Retry-After ne le dit"},
    {"The carrier said when to come back, and was asked at another time. It "
     "knows its own load better than your back-off does: what it says is added "
     "to the pause, with a 503 as with a 429, and no limit of yours shortens "
     "it.",
     "Le transporteur a dit quand revenir, et on lui a demandé à un autre "
     "moment. Il connaît sa charge mieux que votre attente croissante : ce "
     "qu'il dit s'ajoute à la pause, avec un 503 comme avec un 429, et aucune "
     "limite à vous ne le raccourcit."}};

constexpr Lesson cancel_is_no_failure{
    "cancel-is-no-failure",
    {"a cancellation is no failure of the carrier",
     "une annulation n'est pas un échec du transporteur"},
    {"The caller has told the question to stop. That says nothing about the "
     "carrier: it is no reason to ask it again, to count a failure, or to "
     "forget one. The exception alone does not tell whose wish it was: a "
     "carrier may throw operation_aborted of its own accord. "
     "this_coro::cancellation_state tells.",
     "L'appelant a dit à la question de s'arrêter. Cela ne dit rien du "
     "transporteur : ce n'est une raison ni de lui redemander, ni de compter "
     "un échec, ni d'en oublier un. L'exception seule ne dit pas qui l'a voulu "
     ": un transporteur peut lever operation_aborted de lui-même. "
     "this_coro::cancellation_state le dit."}};

constexpr Lesson failures_miscounted{
    "failures-miscounted",
    {"so many failures in a row open it, no more and no fewer",
     "tant d'échecs à la suite l'ouvrent, ni plus ni moins"},
    {"A failure is a 503 or whatever the carrier throws. Anything else is an "
     "answer and starts the count anew; \"too many questions\" comes from a "
     "carrier that is well. Failures of a whole day added up open the circuit "
     "of everybody, one day.",
     "Un échec est un 503, ou tout ce que lève le transporteur. Tout le reste "
     "est une réponse, et remet le compte à zéro ; « trop de questions » vient "
     "d'un transporteur qui va bien. Des échecs additionnés toute une journée "
     "finissent par ouvrir n'importe quel circuit."}};

constexpr Lesson open_still_asks{
    "open-still-asks",
    {"while it is open, nothing is asked, for `rest`",
     "tant qu'il est ouvert, rien n'est demandé, pendant `rest`"},
    {"The circuit was open, and the carrier was asked all the same, or too "
     "soon. It is left alone for `rest`, counted from the failure that opened "
     "it: the last of the row, or the probe's. Who asks meanwhile is told at "
     "once.",
     "Le circuit était ouvert, et le transporteur a tout de même été "
     "interrogé, ou trop tôt. On le laisse en paix pendant `rest`, compté "
     "depuis l'échec qui l'a ouvert : le dernier de la suite, ou celui de la "
     "sonde. Qui demande entre-temps l'apprend aussitôt."}};

constexpr Lesson never_closes{
    "never-closes",
    {"after `rest` a probe is asked, and an answer to it closes the circuit",
     "après `rest` une sonde part, et une réponse ferme le circuit"},
    {"The carrier is well again, and is not asked. Nobody needs to wake a "
     "circuit: the next question sees that `rest` is over, and is the probe. A "
     "probe that ends without a verdict, because it was cancelled, leaves its "
     "place to the next one.",
     "Le transporteur va mieux, et on ne l'interroge pas. Personne n'a besoin "
     "de réveiller un circuit : la question suivante voit que `rest` est "
     "passé, et c'est elle la sonde. Une sonde qui finit sans verdict, parce "
     "qu'elle a été annulée, laisse sa place à la suivante."}};

constexpr Lesson half_open_floods{
    "half-open-floods",
    {"half-open, one question at a time goes to the carrier",
     "entrouvert, une seule question à la fois va au transporteur"},
    {"The pause was over, and all who had waited for it went at once, to a "
     "carrier that may just be getting up; or a closed circuit let only one at "
     "a time pass. One probe goes, and until it has ended, the others are told "
     "that nobody is there.",
     "La pause était finie, et tous ceux qui l'attendaient sont partis à la "
     "fois, vers un transporteur qui se relève peut-être à peine ; ou bien un "
     "circuit fermé n'en a laissé passer qu'un à la fois. Une sonde part, et "
     "jusqu'à ce qu'elle ait fini, les autres apprennent qu'il n'y a "
     "personne."}};

constexpr Lesson old_news{
    "old-news",
    {"what was asked before the circuit opened decides nothing",
     "ce qui a été demandé avant l'ouverture ne décide de rien"},
    {"A question from before came back late, and moved the circuit. It tells "
     "how the carrier was then. Note with each question in which opening it "
     "was asked, and compare when it comes back.",
     "Une question d'avant est revenue tard, et a fait bouger le circuit. Elle "
     "dit comment allait le transporteur alors. Notez avec chaque question "
     "pendant quelle période elle a été posée, et comparez à son retour."}};

constexpr Lesson reply_is_a_line{
    "reply-is-a-line",
    {"a reply is one line, and is understood at its last byte",
     "une réponse est une ligne, comprise à son dernier octet"},
    {"TCP carries bytes, not replies. One read may give a part of the line, or "
     "more than the line; the carrier may keep the connection open behind it. "
     "Read until there is a newline, take it off, and a \"\\r\" before it; "
     "then ask reply_of whether the line is a reply: it may be none.",
     "TCP transporte des octets, pas des réponses. Une lecture peut donner une "
     "partie de la ligne, ou plus que la ligne ; le transporteur peut garder "
     "la connexion ouverte ensuite. Lisez jusqu'à une fin de ligne, "
     "ôtez-la, et un « \\r » devant elle ; demandez ensuite à reply_of si la "
     "ligne est une réponse : ce n'en est peut-être pas une."}};

constexpr Lesson half_an_answer{
    "half-an-answer",
    {"what ends before its newline is no reply",
     "ce qui finit avant sa fin de ligne n'est pas une réponse"},
    {"The connection ended in the middle of a line, and what had come was "
     "taken for the reply. \"200 Ly\" is a reply to whoever only looks at its "
     "beginning. The newline is there to tell: without it, something is "
     "missing, and that is a failure.",
     "La connexion a fini au milieu d'une ligne, et ce qui était venu a été "
     "pris pour la réponse. « 200 Ly » est une réponse pour qui n'en regarde "
     "que le début. La fin de ligne est là pour le dire : sans elle, il manque "
     "quelque chose, et c'est un échec."}};

constexpr Lesson write_some_is_not_all{
    "write-some-is-not-all",
    {"the query arrives whole, however little the network takes at once",
     "la question arrive entière, si peu que le réseau prenne à la fois"},
    {"The network took a part of the query, and the rest was never sent, or "
     "the newline was missing. asio::async_write goes on until all is sent; "
     "async_write_some does not.",
     "Le réseau a pris une partie de la question, et le reste n'est jamais "
     "parti, ou la fin de ligne manquait. asio::async_write continue jusqu'à "
     "ce que tout soit envoyé ; async_write_some, non."}};

constexpr Lesson reply_without_limit{
    "reply-without-limit",
    {"a reply has at most `longest_reply` bytes, and may have as many",
     "une réponse a au plus `longest_reply` octets, et peut en avoir autant"},
    {"Who answers decides how long the answer is, if you do not. A buffer may "
     "have a largest size: asio::dynamic_buffer takes it as its second "
     "argument, and async_read_until then ends with an error.",
     "C'est celui qui répond qui décide de la longueur, si ce n'est pas vous. "
     "Un tampon peut avoir une taille maximale : asio::dynamic_buffer la prend "
     "en second argument, et async_read_until finit alors par une erreur."}};

constexpr Lesson waits_for_ever{
    "waits-for-ever",
    {"what is not whole after `within` has failed: timed_out",
     "ce qui n'est pas entier après `within` a échoué : timed_out"},
    {"A carrier that says nothing is not an error to the network: the read "
     "just waits. The limit holds from the call to the last byte, for "
     "connecting, sending and receiving together; a timer that starts anew "
     "with each byte lets one byte a second go on for ever.",
     "Un transporteur qui ne dit rien n'est pas une erreur pour le réseau : la "
     "lecture attend, simplement. La limite vaut de l'appel au dernier octet, "
     "pour la connexion, l'envoi et la réception ensemble ; une minuterie qui "
     "repart à chaque octet laisse un octet par seconde durer toujours."}};

constexpr Lesson failure_comes_late{
    "failure-comes-late",
    {"a failure is thrown when it happens",
     "un échec est levé quand il se produit"},
    {"The connection was refused at once, and the caller heard of it only when "
     "the time was up. The operator || waits for the first success, and a "
     "refused connection is none. Wait for the first end, whatever it is: "
     "make_parallel_group with wait_for_one().",
     "La connexion a été refusée aussitôt, et l'appelant ne l'a su qu'au bout "
     "du délai. L'opérateur || attend le premier succès, et une connexion "
     "refusée n'en est pas un. Attendez la première fin, quelle qu'elle soit : "
     "make_parallel_group avec wait_for_one()."}};

constexpr Lesson connection_left{
    "connection-left",
    {"its connection is closed when it returns or throws",
     "sa connexion est fermée quand elle rend la main ou lève"},
    {"A question was over, cancelled or too late, and its connection was still "
     "open, or its work went on. Whoever is told to stop must stop the "
     "conversation too, and wait until it has let the socket go.",
     "Une question était finie, annulée ou trop tardive, et sa connexion était "
     "encore ouverte, ou son travail continuait. Qui reçoit l'ordre d'arrêter "
     "doit arrêter aussi la conversation, et attendre qu'elle ait lâché la "
     "socket."}};

}  // namespace
