// The lessons of exo38: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson one_read_one_message{
    "one-read-one-message",
    {"a request is handled once its last byte is there",
     "une requête est traitée dès que son dernier octet est là"},
    {"TCP carries bytes, not messages. What one read gives may end in the "
     "middle of a request, or hold only one byte of it. Keep what you have "
     "read, ask front_of whether a request is whole, and read on until it is.",
     "TCP transporte des octets, pas des messages. Ce que rend une lecture "
     "peut finir au milieu d'une requête, ou n'en contenir qu'un octet. Gardez "
     "ce que vous avez lu, demandez à front_of si une requête est entière, et "
     "lisez encore jusqu'à ce qu'elle le soit."}};

constexpr Lesson rest_thrown_away{
    "rest-thrown-away",
    {"what was read behind a request is not lost",
     "ce qui a été lu après une requête n'est pas perdu"},
    {"One read brought more than one request, and only the first was answered. "
     "Take off the front what front_of has used, and nothing else; look at the "
     "rest before you read again.",
     "Une seule lecture a apporté plus d'une requête, et seule la première a "
     "eu une réponse. Retirez du début ce que front_of a utilisé, et rien "
     "d'autre ; regardez le reste avant de lire à nouveau."}};

constexpr Lesson waits_for_more{
    "waits-for-more",
    {"a request is handled at its last byte, not later",
     "une requête est traitée à son dernier octet, pas plus tard"},
    {"The request is whole, and no answer comes. The client waits for it and "
     "will send nothing: a server that wants more bytes before it begins "
     "waits for ever. Read some, not a given number, and not until the end.",
     "La requête est entière, et aucune réponse ne vient. Le client l'attend "
     "et n'enverra rien : un serveur qui veut d'autres octets avant de "
     "commencer attend pour toujours. Lisez ce qui vient (read_some), et non "
     "un nombre "
     "d'octets donné, ni jusqu'à la fin."}};

constexpr Lesson shared_by_all{
    "shared-by-all",
    {"what belongs to one client is not shared with another",
     "ce qui appartient à un client n'est pas partagé avec un autre"},
    {"Two conversations, or two servers, got in each other's way: bytes of one "
     "came out at the other, or what ended the one ended both. A variable that "
     "is static or global exists once, and between two co_await another "
     "coroutine may use it. Keep what belongs to one client in its coroutine.",
     "Deux conversations, ou deux serveurs, se sont gênés : les octets de "
     "l'une sont sortis chez l'autre, ou la fin de l'un a été celle des deux. "
     "Une variable statique ou globale n'existe qu'une fois, et entre deux "
     "co_await une autre coroutine peut s'en servir. Gardez ce qui appartient "
     "à un client dans sa coroutine."}};

constexpr Lesson changed_on_the_way{
    "changed-on-the-way",
    {"requests and answers pass through as they are",
     "requêtes et réponses passent telles quelles"},
    {"The handler got another request than the one that was sent, or the "
     "client another answer than the one that was given. Both may hold any "
     "byte, a zero too, and an answer may be empty. What a request means is "
     "the handler's affair. Go by sizes, not by what looks like an end.",
     "Le traitement a reçu une autre requête que celle qui était partie, ou le "
     "client une autre réponse que celle qui était rendue. Toutes deux peuvent "
     "contenir n'importe quel octet, zéro compris, et une réponse peut être "
     "vide. Le sens d'une requête est l'affaire du traitement. Fiez-vous aux "
     "tailles, et non à ce qui ressemble à une fin."}};

constexpr Lesson answers_out_of_order{
    "answers-out-of-order",
    {"the answers come in the order of the requests",
     "les réponses viennent dans l'ordre des requêtes"},
    {"A quick answer overtook a slow one. The client has no other way to tell "
     "which is which. Handle the requests of one client one after another.",
     "Une réponse rapide en a doublé une lente. Le client n'a que l'ordre pour "
     "savoir laquelle est laquelle. Traitez les requêtes d'un même client "
     "l'une après l'autre."}};

constexpr Lesson write_some_is_not_all{
    "write-some-is-not-all",
    {"an answer arrives whole", "une réponse arrive entière"},
    {"Only a part of the answer was sent. async_write_some hands over what the "
     "network takes now, and says how much that was. asio::async_write goes on "
     "until all of it is taken.",
     "Seule une partie de la réponse est partie. async_write_some remet ce que "
     "le réseau prend à l'instant, et dit combien. asio::async_write continue "
     "jusqu'à ce que tout soit pris."}};

constexpr Lesson answers_held_back{
    "answers-held-back",
    {"an answer is sent before the next request is handled",
     "une réponse part avant que la requête suivante soit traitée"},
    {"The answer is there, and waits for another request of the same client. "
     "To collect answers and send them together saves system calls, but the "
     "next one may take an hour.",
     "La réponse est là, et elle attend une autre requête du même client. "
     "Réunir des réponses pour les envoyer ensemble épargne des appels "
     "système, mais la suivante peut prendre une heure."}};

constexpr Lesson half_close_is_not_goodbye{
    "half-close-is-not-goodbye",
    {"who sends no more still gets all answers, then the end",
     "qui n'envoie plus rien reçoit encore toutes ses réponses, puis la fin"},
    {"The client said that it sends no more, as nc -N does at the end of its "
     "input. It still reads. Answer all that it has asked, and then close.",
     "Le client a dit qu'il n'enverrait plus rien, comme nc -N à la fin de son "
     "entrée. Il lit encore. Répondez à tout ce qu'il a demandé, puis "
     "fermez."}};

constexpr Lesson out_of_patience{
    "out-of-patience",
    {"a client may take all the time it wants",
     "un client peut prendre tout son temps"},
    {"A client sent nothing, or read nothing, for a day, and lost its "
     "connection or its answer. This contract sets no limit of time: whoever "
     "waits costs a little memory, and holds up nobody. Deadlines are a "
     "subject of their own, that of exo39.",
     "Un client n'a rien envoyé, ou rien lu, pendant un jour, et il a perdu sa "
     "connexion ou sa réponse. Ce contrat ne fixe aucune limite de temps : "
     "celui qui attend coûte un peu de mémoire, et ne retient personne. Les "
     "délais sont un sujet à part, celui de l'exo39."}};

constexpr Lesson nonsense_not_refused{
    "nonsense-not-refused",
    {"what is malformed is answered by -ERR, and the connection is closed",
     "ce qui est mal formé reçoit -ERR, et la connexion est fermée"},
    {"front_of says that these bytes are malformed. The client must hear of "
     "it: a line that begins with \"-ERR\", after the answers before it. Then "
     "the end: nobody knows where the next request would begin, so what "
     "follows can be neither handled nor skipped.",
     "front_of dit que ces octets sont mal formés. Le client doit "
     "l'apprendre : une ligne qui commence par « -ERR », après les réponses "
     "qui précèdent. Puis la fin : personne ne sait où commencerait la requête "
     "suivante, et ce qui suit ne peut être ni traité ni sauté."}};

constexpr Lesson line_without_limit{
    "line-without-limit",
    {"a request that does not end is refused, and forgotten",
     "une requête qui n'en finit pas est refusée, et oubliée"},
    {"A client sends bytes that are no request, or not yet, for as long as the "
     "server reads them. Whoever keeps them all has lent its memory to a "
     "stranger. Past the limit: answer an error, and close.",
     "Un client envoie des octets qui ne font pas une requête, ou pas encore, "
     "aussi longtemps que le serveur les lit. Les garder tous, c'est prêter sa "
     "mémoire à un inconnu. Au-delà de la limite : répondre une erreur, et "
     "fermer."}};

constexpr Lesson whole_but_too_long{
    "whole-but-too-long",
    {"a request of 16,385 bytes, its end included, is refused: 16,384 are "
     "allowed",
     "une requête de 16 385 octets, sa fin comprise, est refusée : 16 384 sont "
     "permis"},
    {"A line of 16,384 \"x\" and its \"\\n\" is a whole request, and one byte "
     "longer than `longest_request`, which counts the end, too. It must be "
     "refused like what does not end. Look at the length of a request that is "
     "whole before you handle it.",
     "Une ligne de 16 384 « x » et son « \\n » est une requête entière, et "
     "dépasse d'un octet `longest_request`, qui compte aussi la fin. Elle doit "
     "être refusée comme ce qui n'en finit pas. Regardez la longueur d'une "
     "requête entière avant de la traiter."}};

constexpr Lesson limit_for_the_honest{
    "limit-for-the-honest",
    {"what keeps the limit is answered",
     "ce qui respecte la limite a sa réponse"},
    {"A request within the limit was refused. The limit is for one request, "
     "not for all that was read: many short requests may come together, and "
     "one of exactly the greatest length is still allowed.",
     "Une requête qui respecte la limite a été refusée. La limite vaut pour "
     "une requête, non pour tout ce qui a été lu : beaucoup de requêtes "
     "courtes peuvent arriver ensemble, et une requête d'exactement la plus "
     "grande longueur est encore permise."}};

constexpr Lesson heap_for_the_deaf{
    "heap-for-the-deaf",
    {"for a client that does not read, little is kept",
     "pour un client qui ne lit pas, on garde peu de choses"},
    {"A client asks and asks, and reads no answer. The answers pile up in the "
     "server, or the requests do. Await the end of each write, and read "
     "nothing meanwhile: then the network makes the client wait.",
     "Un client demande, demande, et ne lit aucune réponse. Les réponses "
     "s'entassent dans le serveur, ou bien les requêtes. Attendez la fin de "
     "chaque écriture, et ne lisez rien entre-temps : c'est alors le réseau "
     "qui fait attendre le client."}};

constexpr Lesson failure_not_answered{
    "failure-not-answered",
    {"a request that fails is answered too, and the talk goes on",
     "une requête qui échoue a aussi sa réponse, et la conversation continue"},
    {"The handler threw, and its client got no answer, or lost its connection. "
     "The next answer would be taken for this one. Turn whatever is thrown, "
     "std::exception or not, into an answer: of one line, and without asking "
     "the handler again.",
     "Le traitement a levé une exception, et le client n'a pas eu de réponse, "
     "ou a perdu sa connexion. Il prendrait la réponse suivante pour celle-ci. "
     "Faites une réponse de tout ce qui est levé, std::exception ou non : en "
     "une seule ligne, et sans redemander au traitement."}};

constexpr Lesson broken_line_thrown{
    "broken-line-thrown",
    {"a broken connection is an end, not an exception",
     "une connexion rompue est une fin, pas une exception"},
    {"The client went away, and an exception left the conversation. On a "
     "network that is daily life. as_tuple hands you the error as a value: "
     "look at it, and return.",
     "Le client est parti, et une exception est sortie de la conversation. Sur "
     "un réseau, c'est la vie ordinaire. as_tuple vous rend l'erreur comme une "
     "valeur : regardez-la, et terminez."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"a client that takes its time holds up nobody",
     "un client qui prend son temps ne retient personne"},
    {"A client waits: the server talks with the first one only, or with none. "
     "converse(...) alone begins nothing, and co_await converse(...) waits for "
     "its end. co_spawn starts it, and you can accept the next one.",
     "Un client attend : le serveur ne parle qu'avec le premier, ou avec "
     "personne. converse(...) seul ne commence rien, et co_await converse(...) "
     "en attend la fin. co_spawn la lance, et vous pouvez accepter le "
     "suivant."}};

constexpr Lesson handler_given_away{
    "handler-given-away",
    {"the second client is answered by the handler, too",
     "le deuxième client a, lui aussi, une réponse du traitement"},
    {"The first client was answered, and the next one got an error. std::move "
     "in a loop gives away at the first turn what each turn needs: the second "
     "conversation got an empty handler. Give each of them a copy.",
     "Le premier client a eu sa réponse, et le suivant une erreur. std::move "
     "dans une boucle donne dès le premier tour ce dont chaque tour a besoin : "
     "la deuxième conversation a reçu un traitement vide. Donnez à chacune une "
     "copie."}};

constexpr Lesson bad_client_ends_all{
    "bad-client-ends-all",
    {"a connection that breaks ends no other",
     "une connexion rompue n'en termine aucune autre"},
    {"One client broke its connection, and the server ended for all. What one "
     "conversation throws must end there: neither in run(), nor in the loop "
     "that accepts.",
     "Un client a rompu sa connexion, et le serveur s'est arrêté pour tous. Ce "
     "que lève une conversation doit s'arrêter là : ni dans run(), ni dans la "
     "boucle qui accepte."}};

constexpr Lesson accept_error_ends_all{
    "accept-error-ends-all",
    {"after an error of accept, the server goes on",
     "après une erreur d'accept, le serveur continue"},
    {"accept failed, and accept_pause later it was not called again. Too many "
     "open files, a client that left while it queued: such errors pass, even "
     "if there are a hundred of them. Only a closed acceptor is the end.",
     "accept a échoué, et accept_pause plus tard il n'a pas été rappelé. Trop "
     "de fichiers ouverts, un client reparti pendant qu'il attendait : ces "
     "erreurs passent, même s'il y en a cent. Seul un acceptor fermé est une "
     "fin."}};

constexpr Lesson accept_error_spins{
    "accept-error-spins",
    {"after an error of accept, the server waits before it tries again",
     "après une erreur d'accept, le serveur attend avant de réessayer"},
    {"accept failed and was called again at once, or too soon. While there is "
     "no descriptor left it fails each time, and the thread does nothing else. "
     "Wait for accept_pause, with a timer, and then try again.",
     "accept a échoué et a été rappelé tout de suite, ou trop tôt. Tant qu'il "
     "n'y a plus de descripteur, il échoue à chaque fois, et le fil ne fait "
     "rien d'autre. Attendez accept_pause, avec une minuterie, puis "
     "réessayez."}};

constexpr Lesson accepts_for_ever{
    "accepts-for-ever",
    {"when the acceptor is closed, it returns",
     "quand l'acceptor est fermé, elle rend la main"},
    {"The acceptor is closed, and the server tries to accept from it for ever. "
     "A wait that is cancelled ends with operation_aborted; accept on a closed "
     "acceptor fails, too. is_open() tells these from the errors that pass.",
     "L'acceptor est fermé, et le serveur essaie toujours d'y accepter "
     "quelqu'un. Une attente annulée finit par operation_aborted ; accept sur "
     "un acceptor fermé échoue aussi. is_open() les distingue des erreurs qui "
     "passent."}};

constexpr Lesson takes_its_guests_along{
    "takes-its-guests-along",
    {"the conversations that have begun go on",
     "les conversations commencées continuent"},
    {"The acceptor was closed, and clients who were being served lost their "
     "connection, or the server did not return before they left, or they use "
     "what ended with it, such as its count of places. Closing the door is not "
     "throwing out the guests.",
     "L'acceptor a été fermé, et des clients en cours de service ont perdu "
     "leur connexion, ou le serveur a attendu leur départ pour rendre la main, "
     "ou ils utilisent ce qui a fini avec lui, comme son compte de places. "
     "Fermer la porte n'est pas mettre les invités dehors."}};

constexpr Lesson over_the_limit{
    "over-the-limit",
    {"nobody is accepted while all places are taken",
     "personne n'est accepté tant que toutes les places sont prises"},
    {"More clients were accepted than there are places. Accepted means: a "
     "socket is open and memory is taken, even if nobody talks with the client "
     "yet. Look for a place first, then accept.",
     "Plus de clients ont été acceptés qu'il n'y a de places. Accepter, c'est "
     "déjà ouvrir une socket et prendre de la mémoire, même si personne ne "
     "parle encore au client. Trouvez d'abord une place, acceptez ensuite."}};

constexpr Lesson places_unused{
    "places-unused",
    {"as many clients as there are places are served at once",
     "autant de clients que de places sont servis à la fois"},
    {"A client waits though there is a place for it. Count the free places "
     "once, and see what makes the count go down: one too early, one too many, "
     "or one that nobody gave back.",
     "Un client attend alors qu'il y a une place pour lui. Comptez les places "
     "libres, et voyez ce qui fait baisser le compte : une place prise trop "
     "tôt, une de trop, ou une que personne n'a rendue."}};

constexpr Lesson place_lost{
    "place-lost",
    {"however a conversation ends, its place is free again",
     "quelle que soit la fin d'une conversation, sa place redevient libre"},
    {"A conversation ended, and its place stayed taken: after some days of "
     "this, the server accepts nobody. Give the place back where every end "
     "comes by, and wake whoever waits for it.",
     "Une conversation a fini, et sa place est restée prise : au bout de "
     "quelques jours, le serveur n'accepte plus personne. Rendez la place là "
     "où passent toutes les fins, et réveillez qui l'attend."}};

constexpr Lesson place_paid_for_nothing{
    "place-paid-for-nothing",
    {"an error of accept costs no place",
     "une erreur d'accept ne coûte aucune place"},
    {"accept failed, and there is one place less since. A place is taken by a "
     "conversation. If none has begun, none was taken, or it must be given "
     "back.",
     "accept a échoué, et il y a depuis une place de moins. C'est une "
     "conversation qui prend une place. Si aucune n'a commencé, aucune n'est "
     "prise, ou bien il faut la rendre."}};

constexpr Lesson accepts_while_stopping{
    "accepts-while-stopping",
    {"from stop() on, the port is closed", "dès stop(), le port est fermé"},
    {"stop() was called, and a client still got in, or still waits at the "
     "door. Close the acceptor: then those who come are told at once, and can "
     "go elsewhere. It may also be called before run().",
     "stop() a été appelé, et un client est encore entré, ou attend encore à "
     "la porte. Fermez l'acceptor : ceux qui viennent le savent aussitôt, et "
     "peuvent aller ailleurs. stop() peut aussi précéder run()."}};

constexpr Lesson stop_cuts_answers{
    "stop-cuts-answers",
    {"an answer under way arrives whole",
     "une réponse en cours arrive entière"},
    {"stop() cut off a client in the middle of its answer. A deployment, every "
     "day, is then an error for somebody, every day. Only a conversation that "
     "waits for a request may be ended; the others end by themselves, after "
     "their answer.",
     "stop() a coupé un client au milieu de sa réponse. Chaque mise à jour "
     "devient alors une erreur pour quelqu'un. Seule une conversation qui "
     "attend une requête peut être terminée ; les autres finissent "
     "d'elles-mêmes, après leur réponse."}};

constexpr Lesson waits_for_the_silent{
    "waits-for-the-silent",
    {"who asks for nothing is let go at once",
     "qui ne demande rien est libéré aussitôt"},
    {"A client that asks for nothing keeps the server from ending. It may stay "
     "silent for a week. End its read: that is what it waits in.",
     "Un client qui ne demande rien empêche le serveur de finir. Il peut se "
     "taire une semaine. Mettez fin à sa lecture : c'est là que la "
     "conversation attend."}};

constexpr Lesson one_more_request{
    "one-more-request",
    {"after stop(), no further request is handled",
     "après stop(), plus aucune requête n'est traitée"},
    {"After stop(), the handler got one more request. A client that asks "
     "without a pause would keep the server alive for ever. Look, after each "
     "answer, whether it was the last one.",
     "Après stop(), le traitement a reçu une requête de plus. Un client qui "
     "demande sans relâche garderait le serveur en vie pour toujours. "
     "Regardez, après chaque réponse, si c'était la dernière."}};

constexpr Lesson ends_too_early{
    "ends-too-early",
    {"run() returns after the last conversation",
     "run() rend la main après la dernière conversation"},
    {"run() returned while a client still waited for its answer. Whoever "
     "awaits run() will end the program, and cut the answer that you wanted to "
     "save. Count the conversations, and wait for the last one.",
     "run() a rendu la main alors qu'un client attendait encore sa réponse. "
     "Qui attend run() va terminer le programme, et couper la réponse que vous "
     "vouliez sauver. Comptez les conversations, et attendez la dernière."}};

constexpr Lesson never_ends{
    "never-ends",
    {"run() returns once the last conversation has ended",
     "run() rend la main quand la dernière conversation a fini"},
    {"All conversations are over, and run() still waits. Whoever ends last "
     "must wake it, and stop() too, wherever it may be waiting: in accept, for "
     "a place, in a pause after an error.",
     "Toutes les conversations sont finies, et run() attend encore. La "
     "dernière doit le réveiller, et stop() aussi, où qu'il attende : dans "
     "accept, pour une place, dans une pause après une erreur."}};

}  // namespace
