// The lessons of exo42: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson never_woken{
    "never-woken",
    {"a line that is put in is sent, without waiting for another one",
     "une ligne déposée est envoyée, sans en attendre une autre"},
    {"The line is there, and the writer sleeps or has ended, or the network "
     "has room and nobody uses it. Whoever puts a line in rings the bell; and "
     "the writer looks at the lines before it waits for the bell, because a "
     "bell that rings while nobody waits is not heard. A cancelled timer rings "
     "with an error: as_tuple, or it is an exception.",
     "La ligne est là, et celui qui écrit dort ou a fini, ou bien le réseau a "
     "de la place et personne ne s'en sert. Qui dépose une ligne actionne la "
     "sonnette ; et celui qui écrit regarde les lignes avant d'attendre la "
     "sonnette, car on n'entend pas celle qui sonne quand personne n'attend. "
     "Une minuterie annulée sonne par une erreur : as_tuple, sinon c'est une "
     "exception."}};

constexpr Lesson line_cut_short{
    "line-cut-short",
    {"each line arrives whole, and in its turn",
     "chaque ligne arrive entière, et à son tour"},
    {"Bytes of a line are missing, come twice, or come too late. "
     "async_write_some sends what the network takes now, which may be a part; "
     "asio::async_write goes on. And what is being written must neither move "
     "nor change until the write has ended.",
     "Des octets d'une ligne manquent, viennent deux fois ou trop tard. "
     "async_write_some envoie ce que le réseau prend à l'instant, parfois une "
     "partie seulement ; asio::async_write continue. Et ce qui est en cours "
     "d'écriture ne doit ni bouger ni changer avant la fin de l'écriture."}};

constexpr Lesson two_writes_at_once{
    "two-writes-at-once",
    {"there is one write at a time on a socket",
     "il y a une seule écriture à la fois sur une socket"},
    {"A second async_write began before the first one had ended, and their "
     "bytes are mixed: each of them sends part after part, and nothing keeps "
     "the parts together. Put the lines into a queue, and let one coroutine "
     "write.",
     "Un second async_write a commencé avant la fin du premier, et leurs "
     "octets sont mélangés : chacun envoie morceau après morceau, et rien ne "
     "tient les morceaux ensemble. Mettez les lignes dans une file, et qu'une "
     "seule coroutine écrive."}};

constexpr Lesson heap_for_the_deaf{
    "heap-for-the-deaf",
    {"for a client that does not read, no more than the limit waits",
     "pour un client qui ne lit pas, rien n'attend au-delà de la limite"},
    {"Somebody does not read, and everything that the others say is kept. "
     "Memory is finite, and the deaf one has time. Count the bytes that wait, "
     "those under way too, before you take another line.",
     "Quelqu'un ne lit pas, et tout ce que disent les autres est gardé. La "
     "mémoire est finie, et le sourd a tout son temps. Comptez les octets qui "
     "attendent, y compris ceux en cours d'envoi, avant de prendre une ligne "
     "de plus."}};

constexpr Lesson slow_is_not_deaf{
    "slow-is-not-deaf",
    {"up to the limit, every line is taken",
     "jusqu'à la limite, chaque ligne est prise"},
    {"A client that keeps the limit was given up. A line that just fills it is "
     "still taken. The limit is for the bytes that wait now: not for their "
     "number of lines, and not for all the bytes since the beginning. What the "
     "network has taken does not count any more.",
     "On a renoncé à un client qui respecte la limite. Une ligne qui l'atteint "
     "tout juste est encore prise. La limite vaut pour les octets qui "
     "attendent à présent : ni pour le nombre de lignes, ni pour tous les "
     "octets depuis le début. Ce que le réseau a pris ne compte plus."}};

constexpr Lesson deaf_client_stays{
    "deaf-client-stays",
    {"once a line was too much, the connection is closed",
     "dès qu'une ligne est de trop, la connexion est fermée"},
    {"A line was refused, and the connection is still open. Its client would "
     "get the lines after it and never know what it has missed; or it holds a "
     "socket for ever. Close the socket: that also ends the write that is "
     "under way.",
     "Une ligne a été refusée, et la connexion est toujours ouverte. Son "
     "client recevrait les lignes suivantes sans savoir ce qu'il a manqué ; ou "
     "bien il garde une socket pour toujours. Fermez la socket : cela termine "
     "aussi l'écriture en cours."}};

constexpr Lesson talks_to_the_gone{
    "talks-to-the-gone",
    {"after the end, put() takes nothing and says so",
     "après la fin, put() ne prend rien et le dit"},
    {"put() took a line that nobody will send: the outbox is closed, its "
     "client was given up, or a write has failed. Remember that it is over, "
     "and give false.",
     "put() a pris une ligne que personne n'enverra : la boîte est fermée, on "
     "a renoncé à son client, ou une écriture a échoué. Retenez que c'est "
     "fini, et rendez false."}};

constexpr Lesson last_words_lost{
    "last-words-lost",
    {"what waits at the end is still sent",
     "ce qui attend à la fin est encore envoyé"},
    {"No more lines will come, and those that wait were dropped. A client that "
     "sends no more, as nc does at the end of its input, still reads. Send "
     "what waits first; then it is over. The socket belongs to the caller of "
     "send(), who may have more to say. `farewell` begins when it sends no "
     "more, however long it was there before.",
     "Il ne viendra plus de lignes, et celles qui attendent ont été jetées. Un "
     "client qui n'envoie plus rien, comme nc à la fin de son entrée, lit "
     "encore. Envoyez d'abord ce qui attend ; ensuite, c'est fini. La socket "
     "appartient à l'appelant de send(), qui a peut-être encore à dire. "
     "`farewell` commence quand il n'envoie plus rien, quel que soit le temps "
     "qu'il a passé là."}};

constexpr Lesson close_wakes_nobody{
    "close-wakes-nobody",
    {"when no more will be put in, send() learns of it and returns",
     "quand on ne déposera plus rien, send() l'apprend et rend la main"},
    {"send() waits for its bell, and nobody will ring it any more. close() "
     "must wake send() too, and so must a put() that gives the client up: "
     "send() then looks again, sends what is left, and returns.",
     "send() attend sa sonnette, et plus personne ne l'actionnera. close() "
     "doit aussi réveiller send(), de même qu'un put() qui renonce au client : "
     "send() regarde alors de nouveau, envoie ce qui reste et rend la main."}};

constexpr Lesson writer_stays{
    "writer-stays",
    {"when one direction has ended, the other one ends too",
     "quand un sens est terminé, l'autre se termine aussi"},
    {"Two coroutines share a socket; one has ended, and the other one waits "
     "for a bell that nobody will ring, or for a client that never reads. Each "
     "must end the other: ring, close, or race them with ||.",
     "Deux coroutines partagent une socket ; l'une a fini, et l'autre attend "
     "une sonnette que personne n'actionnera, ou un client qui ne lit jamais. "
     "Chacune doit mettre fin à l'autre : sonner, fermer, ou les opposer avec "
     "||."}};

constexpr Lesson parted_too_early{
    "parted-too-early",
    {"as long as its client is there, it goes on",
     "tant que son client est là, cela continue"},
    {"It ended, and its client is still there: it was only quiet, or it still "
     "reads what waits for it. Nothing to send is no end, and no end to read "
     "is none either.",
     "C'est terminé, et son client est encore là : il se taisait seulement, ou "
     "il lit encore ce qui l'attend. N'avoir rien à envoyer n'est pas une fin, "
     "n'avoir rien à lire non plus."}};

constexpr Lesson broken_line_thrown{
    "broken-line-thrown",
    {"a broken connection is an end, not an exception",
     "une connexion rompue est une fin, pas une exception"},
    {"The client went away, and an exception came out, or the story went on as "
     "if it were there. Take the error as a value, with as_tuple; and remember "
     "that set_option and shutdown throw, unless you give them an error code.",
     "Le client est parti, et une exception est sortie, ou l'histoire a "
     "continué comme s'il était là. Prenez l'erreur comme une valeur, avec "
     "as_tuple ; et n'oubliez pas que set_option et shutdown lèvent une "
     "exception, à moins qu'on leur donne un code d'erreur."}};

constexpr Lesson not_everybody{
    "not-everybody",
    {"everybody in the room is given every line, once",
     "chacun dans le salon reçoit chaque ligne, une fois"},
    {"Somebody in the room was not given a line, or was given it twice. The "
     "speaker is somebody too: only the room knows where its line stands among "
     "those of the others.",
     "Quelqu'un dans le salon n'a pas reçu une ligne, ou l'a reçue deux fois. "
     "Celui qui parle compte aussi : seul le salon sait où sa ligne se place "
     "parmi celles des autres."}};

constexpr Lesson stranger_heard{
    "stranger-heard",
    {"who is not in the room says nothing in it, and hears nothing",
     "qui n'est pas dans le salon n'y dit rien, et n'y entend rien"},
    {"Somebody who has not joined, or whose name was refused, said a line, was "
     "given one, or made another one leave. A member is known by its outbox; "
     "look for it among the members first.",
     "Quelqu'un qui n'est pas entré, ou dont le nom a été refusé, a dit une "
     "ligne, en a reçu une, ou en a fait sortir un autre. Un membre se "
     "reconnaît à sa boîte ; cherchez-la d'abord parmi les membres."}};

constexpr Lesson name_twice{
    "name-twice",
    {"a name belongs to one member at a time",
     "un nom appartient à un seul membre à la fois"},
    {"Two members have one name, or the second one has taken the place of the "
     "first; or a name is not free although its member has left. To look "
     "whether it is free and to take it must be one step, with no co_await in "
     "between.",
     "Deux membres ont un même nom, ou le second a pris la place du premier ; "
     "ou un nom n'est pas libre alors que son membre est parti. Regarder s'il "
     "est libre et le prendre doit se faire d'un seul tenant, sans co_await "
     "entre les deux."}};

constexpr Lesson history_out_of_step{
    "history-out-of-step",
    {"a newcomer is given the last lines said, then its own arrival",
     "un nouveau venu reçoit les dernières lignes dites, puis son arrivée"},
    {"The newcomer was given too many lines, too few, in another order, or "
     "arrivals among them. Keep what is said, and only that; take the oldest "
     "away when there is one too many; give it before the newcomer is a "
     "member.",
     "Le nouveau venu a reçu trop de lignes, trop peu, dans un autre ordre, ou "
     "des arrivées parmi elles. Gardez ce qui est dit, et cela seulement ; "
     "retirez la plus ancienne quand il y en a une de trop ; donnez-les avant "
     "que le nouveau venu soit membre."}};

constexpr Lesson history_without_end{
    "history-without-end",
    {"a room keeps the last lines, and no others",
     "un salon garde les dernières lignes, et aucune autre"},
    {"The memory of the program grows with every line that is said. Nobody "
     "will ever be given the old ones: take them away.",
     "La mémoire du programme croît à chaque ligne dite. Personne ne recevra "
     "plus jamais les anciennes : retirez-les."}};

constexpr Lesson ghost_in_the_room{
    "ghost-in-the-room",
    {"who is gone is in the room no more, and the others know it",
     "qui est parti n'est plus dans le salon, et les autres le savent"},
    {"A member is gone, and the room still has its name, or its outbox, which "
     "may be destroyed by now; or the others were not told, or not at once, or "
     "twice. Whatever way a connection ends, its way goes by leave().",
     "Un membre est parti, et le salon a encore son nom, ou sa boîte, qui est "
     "peut-être déjà détruite ; ou les autres n'ont pas été prévenus, ou pas "
     "tout de suite, ou deux fois. Quelle que soit la fin d'une connexion, "
     "elle doit passer par leave()."}};

constexpr Lesson leaves_while_iterating{
    "leaves-while-iterating",
    {"who is driven out leaves, and nobody is skipped",
     "qui est mis dehors sort, et personne n'est sauté"},
    {"A member left while the room was going through its members: the next one "
     "was skipped, or the loop went on in memory that is gone. Let nobody "
     "leave inside the loop, or use what was made for it: std::erase_if.",
     "Un membre est sorti pendant que le salon parcourait ses membres : le "
     "suivant a été sauté, ou la boucle a continué dans une mémoire qui n'est "
     "plus à elle. Que personne ne sorte pendant la boucle, ou servez-vous de "
     "ce qui est fait pour cela : std::erase_if."}};

constexpr Lesson two_orders{
    "two-orders",
    {"all members are given all lines in the same order",
     "tous les membres reçoivent toutes les lignes dans le même ordre"},
    {"Two members were told the same things in different orders. A line drove "
     "somebody out, and the news of that was given to some before the line "
     "itself. One line at a time: to everybody, and then the next one.",
     "Deux membres ont appris les mêmes choses dans des ordres différents. Une "
     "ligne a fait sortir quelqu'un, et certains ont eu cette nouvelle avant "
     "la ligne elle-même. Une ligne à la fois : à tout le monde, et ensuite la "
     "suivante."}};

constexpr Lesson name_asked_once{
    "name-asked-once",
    {"who gives no name, or another's, is asked again",
     "à qui ne donne pas de nom, ou celui d'un autre, on redemande"},
    {"The client was let in under a name that is none, or was not asked again, "
     "or was asked something else. Until join() says yes, each line is an "
     "answer to the question.",
     "Le client est entré sous un nom qui n'en est pas un, ou on ne lui a pas "
     "redemandé, ou on lui a demandé autre chose. Tant que join() ne dit pas "
     "oui, chaque ligne est une réponse à la question."}};

constexpr Lesson one_read_one_line{
    "one-read-one-line",
    {"each line is said at its last byte, however the network cuts it",
     "chaque ligne est dite à son dernier octet, où que le réseau coupe"},
    {"What one read gives may be half a line, or three lines and a half. Say "
     "the whole ones, all of them, and keep the rest for the next read. "
     "async_read_until may have read more than one line, too. And whatever a "
     "line has in it is said as it is: only \"\\n\" or \"\\r\\n\" at its end "
     "comes off.",
     "Ce que rend une lecture peut être une moitié de ligne, ou trois lignes "
     "et demie. Dites celles qui sont entières, toutes, et gardez le reste "
     "pour la lecture suivante. async_read_until a pu lire plus d'une ligne, "
     "lui aussi. Et ce qu'une ligne contient est dit tel quel : seul \"\\n\" "
     "ou \"\\r\\n\" à la fin s'enlève."}};

constexpr Lesson half_a_line_said{
    "half-a-line-said",
    {"what has no end is not said", "ce qui n'a pas de fin n'est pas dit"},
    {"Somebody went away in the middle of a line, and its beginning was said. "
     "\"Do not load ramp 4\" without its end may be \"Do not\". What stands in "
     "the buffer when the connection ends is no line.",
     "Quelqu'un est parti au milieu d'une ligne, et son début a été dit. « Ne "
     "pas charger le quai 4 » sans sa fin peut être « Ne pas ». Ce qui reste "
     "dans le tampon quand la connexion se termine n'est pas une ligne."}};

constexpr Lesson line_without_limit{
    "line-without-limit",
    {"a line has a limit, and all within the limit are said",
     "une ligne a une limite, et toutes celles qui la respectent sont dites"},
    {"A client sent a line that does not end, and the server read on and kept "
     "it; or a line within the limit was refused. async_read_until takes a "
     "buffer with a greatest size; its end, \"\\r\\n\", needs room in it, too.",
     "Un client a envoyé une ligne qui n'en finit pas, et le serveur a lu et "
     "gardé ; ou une ligne dans la limite a été refusée. async_read_until "
     "prend un tampon qui a une taille maximale ; la fin, « \\r\\n », doit y "
     "tenir aussi."}};

constexpr Lesson deaf_client_stops_all{
    "deaf-client-stops-all",
    {"who does not read holds up nobody", "qui ne lit pas ne retient personne"},
    {"One client does not read, and others wait for it: somebody awaits a "
     "write to it before going on. Only its own writer may wait for it, and "
     "the others put their lines into its outbox and go on.",
     "Un client ne lit pas, et d'autres l'attendent : quelqu'un attend une "
     "écriture vers lui avant de continuer. Seul celui qui écrit pour lui peut "
     "l'attendre ; les autres déposent leurs lignes dans sa boîte et "
     "continuent."}};

constexpr Lesson accept_error_ends_all{
    "accept-error-ends-all",
    {"after an error of accept, the server goes on",
     "après une erreur d'accept, le serveur continue"},
    {"accept failed once, and nobody gets in any more. Most of its errors "
     "pass: no descriptor left, a client gone before it was accepted. Take the "
     "error as a value; only a closed acceptor is the end.",
     "accept a échoué une fois, et plus personne n'entre. La plupart de ses "
     "erreurs passent : plus de descripteur, un client reparti avant d'être "
     "accepté. Prenez l'erreur comme une valeur ; seul un acceptor fermé est "
     "la fin."}};

constexpr Lesson accept_error_spins{
    "accept-error-spins",
    {"after an error of accept, it tries again accept_pause later",
     "après une erreur d'accept, il réessaie accept_pause plus tard"},
    {"Without a descriptor left, accept fails again at once: a server that "
     "does not wait does nothing but ask, and one that waits for long leaves "
     "its clients at the door. Wait for accept_pause, no less and no more.",
     "Quand il n'y a plus de descripteur, accept échoue aussitôt de nouveau : "
     "un serveur qui n'attend pas ne fait plus que demander, et celui qui "
     "attend longtemps laisse ses clients à la porte. Attendez accept_pause, "
     "ni moins ni plus."}};

constexpr Lesson accepts_for_ever{
    "accepts-for-ever",
    {"when the acceptor is closed, it returns, and its clients stay",
     "quand l'acceptor est fermé, il rend la main, et ses clients restent"},
    {"The acceptor is closed: no client will come any more. That error does "
     "not pass. Look at is_open() after each accept and each pause; and leave "
     "the clients what they use, for they are still there.",
     "L'acceptor est fermé : aucun client ne viendra plus. Cette erreur-là ne "
     "passe pas. Regardez is_open() après chaque accept et chaque pause ; et "
     "laissez aux clients ce dont ils se servent, car ils sont encore là."}};

}  // namespace
