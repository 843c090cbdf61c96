// The lessons of exo41: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson bytes_lost{
    "bytes-lost",
    {"all bytes arrive, in order, each changed once",
     "tous les octets arrivent, dans l'ordre, chacun changé une fois"},
    {"What came out is not what went in. A read says how many bytes it has "
     "brought: only those are yours. async_write_some takes a part, and says "
     "how much; asio::async_write goes on until all is taken, and until it has "
     "ended, its buffer must not be filled again. And what was changed once "
     "must not be changed again when the rest of it is written.",
     "Ce qui est sorti n'est pas ce qui est entré. Une lecture dit combien "
     "d'octets elle a apportés : ceux-là seuls comptent. async_write_some en "
     "prend une partie, et dit combien ; asio::async_write continue jusqu'à ce "
     "que tout soit pris, et son tampon ne doit pas être rempli à nouveau "
     "avant. Et ce qui a été changé une fois ne doit pas l'être à nouveau "
     "quand on écrit le reste."}};

constexpr Lesson waits_for_more{
    "waits-for-more",
    {"what is there is passed on, and waits for nothing",
     "ce qui est là est transmis, sans rien attendre d'autre"},
    {"Bytes have come, and stay inside until more of them come. The sender may "
     "have no more to say for an hour. Read some, not a full buffer; pass on "
     "what you have before you read again.",
     "Des octets sont arrivés, et restent à l'intérieur jusqu'à ce qu'il en "
     "vienne d'autres. L'expéditeur n'a peut-être plus rien à dire avant une "
     "heure. Lisez ce qui vient (read_some), et non un tampon plein ; "
     "transmettez ce que vous avez avant de lire à nouveau."}};

constexpr Lesson slow_sink_ignored{
    "slow-sink-ignored",
    {"a sink that takes nothing stops the sender, within a number of bytes",
     "un destinataire qui ne prend rien arrête l'expéditeur, à tant d'octets "
     "près"},
    {"The one who receives takes nothing, and your code reads on: what it "
     "reads can only pile up. Not to read is how a program says \"wait\": the "
     "network fills up behind it, and then the sender stops. Await each write, "
     "and bound all that is between reading and writing: the sum counts, of "
     "what the queues hold and what each stage has in hand.",
     "Celui qui reçoit ne prend rien, et votre code lit encore : ce qu'il lit "
     "ne peut que s'entasser. Ne pas lire, c'est la façon dont un programme "
     "dit « attends » : le réseau se remplit derrière lui, puis l'expéditeur "
     "s'arrête. Attendez la fin de chaque écriture, et bornez tout ce qui se "
     "trouve entre la lecture et l'écriture : c'est la somme qui compte, de ce "
     "que contiennent les files et de ce que chaque étage a en main."}};

constexpr Lesson half_close_lost{
    "half-close-lost",
    {"the end of the bytes is passed on, and the way back stays open",
     "la fin des octets est transmise, et le chemin du retour reste ouvert"},
    {"A connection has two directions, and only one of them has ended. Nobody "
     "tells the sink unless you do: shutdown_send says \"no more from here\", "
     "after the last byte. close() says it too, and also cuts off what comes "
     "back.",
     "Une connexion a deux sens, et un seul est terminé. Le destinataire n'en "
     "saura rien si vous ne le dites pas : shutdown_send dit « plus rien d'ici "
     "», après le dernier octet. close() le dit aussi, mais coupe en même "
     "temps ce qui revient."}};

constexpr Lesson error_becomes_end{
    "error-becomes-end",
    {"a failure is never passed on as an end",
     "un échec n'est jamais transmis comme une fin"},
    {"Half of the bytes came, then a failure, and what comes after was told "
     "that this was all. It will print an invoice for half of the parcels. "
     "asio::error::eof is the only end. After a failure, nothing is finished "
     "and nothing is shut down: a connection is broken with reset(), for "
     "close() looks like an end, too.",
     "La moitié des octets est venue, puis un échec, et la suite a cru que "
     "c'était tout. Elle imprimera une facture pour la moitié des colis. "
     "asio::error::eof est la seule fin. Après un échec, on ne termine rien "
     "proprement : une connexion se rompt avec reset(), car close() ressemble "
     "aussi à une fin."}};

constexpr Lesson upstream_left_running{
    "upstream-left-running",
    {"when the sink has gone, the sender is told",
     "quand le destinataire est parti, l'expéditeur l'apprend"},
    {"Nobody takes the bytes any more, and the sender still sends, or waits, "
     "as if nothing had happened. A failure goes both ways: break the "
     "connection to the sender as well.",
     "Plus personne ne prend les octets, et l'expéditeur envoie encore, ou "
     "attend, comme si de rien n'était. Un échec va dans les deux sens : "
     "rompez aussi la connexion avec l'expéditeur."}};

constexpr Lesson reason_lost{
    "reason-lost",
    {"it throws the failure that came first, unchanged",
     "elle lève l'échec qui est venu le premier, inchangé"},
    {"Something failed, and the caller hears something else, or nothing. Those "
     "who are cancelled because of a failure fail too, with operation_aborted: "
     "keep the first std::exception_ptr, whatever its type, and throw that one "
     "at the end. Work may throw operation_aborted of its own accord, too.",
     "Quelque chose a échoué, et l'appelant apprend autre chose, ou rien. Ceux "
     "que l'on annule à cause d'un échec échouent aussi, avec "
     "operation_aborted : gardez le premier std::exception_ptr, quel que soit "
     "son type, et levez celui-là à la fin. Un travail peut aussi lever "
     "operation_aborted de lui-même."}};

constexpr Lesson deaf_to_cancellation{
    "deaf-to-cancellation",
    {"cancelled, it ends at once, with operation_aborted",
     "annulée, elle se termine aussitôt, avec operation_aborted"},
    {"The caller has asked it to stop. What you await with as_tuple does not "
     "throw when it is cancelled: look at the error, and at "
     "this_coro::cancellation_state. What you started with co_spawn hears "
     "nothing of it, unless it has a cancellation slot.",
     "L'appelant lui a demandé de s'arrêter. Ce que l'on attend avec as_tuple "
     "ne lève rien à l'annulation : regardez l'erreur, et "
     "this_coro::cancellation_state. Ce que vous avez lancé avec co_spawn n'en "
     "apprend rien, sauf s'il a un emplacement d'annulation (cancellation "
     "slot)."}};

constexpr Lesson order_lost{
    "order-lost",
    {"what comes of the lines goes out in the order of the lines",
     "ce que donnent les lignes sort dans l'ordre des lignes"},
    {"A quick line overtook a slow one, or was lost, or came twice. Each line "
     "needs a number when it is taken, or a place in a row; what is ready too "
     "early waits for its turn.",
     "Une ligne rapide en a doublé une lente, ou s'est perdue, ou est venue "
     "deux fois. Chaque ligne a besoin d'un numéro au moment où elle est "
     "prise, ou d'une place dans une rangée ; ce qui est prêt trop tôt attend "
     "son tour."}};

constexpr Lesson unbounded_queue{
    "unbounded-queue",
    {"a queue never holds more than its limit",
     "une file ne contient jamais plus que sa limite"},
    {"More went in than the limit allows. A queue without a bound makes "
     "everything look fast, until memory is at its end. Measure in bytes, an "
     "empty line as one, and wait before the line goes in, not after.",
     "Il est entré plus que la limite ne permet. Avec une file sans borne, "
     "tout paraît rapide, jusqu'à ce que la mémoire soit pleine. Mesurez en "
     "octets, une ligne vide valant un, et attendez avant de faire entrer la "
     "ligne, non après."}};

constexpr Lesson push_waits_too_long{
    "push-waits-too-long",
    {"a line goes in as soon as there is room",
     "une ligne entre dès qu'il y a de la place"},
    {"There is room, and push still waits, or has thrown. Up to the limit, and "
     "exactly at it, a line goes in at once; the one who pulls comes later. "
     "And each pull that makes room must wake the one who waits: a bell that "
     "is rung ends the wait with operation_aborted, which is news here and no "
     "failure.",
     "Il y a de la place, et push attend encore, ou a levé. Jusqu'à la limite, "
     "et exactement à la limite, une ligne entre aussitôt ; celui qui la "
     "retire viendra plus tard. Et chaque pull qui fait de la place doit "
     "réveiller celui qui attend : une sonnette qu'on tire finit l'attente "
     "par operation_aborted, ce qui est ici une nouvelle, et non un échec."}};

constexpr Lesson long_line_stuck{
    "long-line-stuck",
    {"a line longer than the limit goes in alone",
     "une ligne plus longue que la limite entre seule"},
    {"A line that is longer than the limit would wait for ever: there will "
     "never be so much room. Let it in when nothing else is in.",
     "Une ligne plus longue que la limite attendrait pour toujours : il n'y "
     "aura jamais assez de place. Laissez-la entrer quand il n'y a rien "
     "d'autre."}};

constexpr Lesson pull_waits_too_long{
    "pull-waits-too-long",
    {"a line that is in does not wait for another one",
     "une ligne entrée n'en attend pas une autre"},
    {"A line is in, somebody wants it, and still sleeps. Each push must wake "
     "those who pull; whoever wakes looks again, because another one may have "
     "been quicker, or was told to stop meanwhile.",
     "Une ligne est entrée, quelqu'un la veut, et dort encore. Chaque push "
     "doit réveiller ceux qui retirent ; celui qui se réveille regarde à "
     "nouveau, car un autre a pu être plus rapide, ou a reçu l'ordre de "
     "s'arrêter."}};

constexpr Lesson end_not_heard{
    "end-not-heard",
    {"after the last line, everybody hears the end",
     "après la dernière ligne, tout le monde apprend la fin"},
    {"The queue is finished and empty, and somebody waits on, or was told so "
     "too early. The end is a state, not a message that the first one takes "
     "along: all who wait hear it, and all who come later; but only when every "
     "line is out.",
     "La file est terminée et vide, et quelqu'un attend encore, ou l'a su trop "
     "tôt. La fin est un état, et non un message que le premier emporterait : "
     "tous ceux qui attendent l'apprennent, et tous ceux qui viennent ensuite "
     "; mais seulement quand toutes les lignes sont sorties."}};

constexpr Lesson empty_is_no_end{
    "empty-is-no-end",
    {"an empty line is a line", "une ligne vide est une ligne"},
    {"An empty string was taken for the end, or for nothing. A value that "
     "means something else is found in the data sooner or later: the absence "
     "of a value, std::nullopt, is the end.",
     "Une chaîne vide a été prise pour la fin, ou pour rien. Une valeur à qui "
     "l'on donne un autre sens se trouve tôt ou tard dans les données : "
     "l'absence de valeur, std::nullopt, est la fin."}};

constexpr Lesson lost_on_cancel{
    "lost-on-cancel",
    {"who is told to stop takes no line, and leaves none",
     "qui reçoit l'ordre de s'arrêter ne prend ni ne laisse aucune ligne"},
    {"A push or a pull was cancelled, and a line is missing, or too much. "
     "Change the queue only after the last wait, in one go; and look whether "
     "you were told to stop before you do.",
     "Un push ou un pull a été annulé, et il manque une ligne, ou il y en a "
     "une de trop. Ne changez la file qu'après la dernière attente, d'un seul "
     "coup ; et regardez d'abord si vous avez reçu l'ordre de vous arrêter."}};

constexpr Lesson held_is_wrong{
    "held-is-wrong",
    {"held() gives the bytes that are in",
     "held() donne les octets qui sont dans la file"},
    {"Each line that goes in adds its bytes, each line that comes out takes "
     "them away. The number of lines says nothing about memory.",
     "Chaque ligne qui entre ajoute ses octets, chaque ligne qui sort les "
     "retire. Le nombre de lignes ne dit rien de la mémoire."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"as many lines as there are workers are worked on at the same time",
     "autant de lignes que d'ouvriers sont traitées en même temps"},
    {"Lines are there, a worker is free, and it does nothing. A loop that "
     "awaits each line's work is one worker, whatever its name. Start them "
     "all; each takes its next line by itself.",
     "Des lignes sont là, un ouvrier est libre, et il ne fait rien. Une boucle "
     "qui attend le travail de chaque ligne, c'est un seul ouvrier, quel que "
     "soit son nom. Lancez-les tous ; chacun prend lui-même sa ligne "
     "suivante."}};

constexpr Lesson eager_stage{
    "eager-stage",
    {"no more lines are taken than there are workers",
     "on ne prend pas plus de lignes qu'il n'y a d'ouvriers"},
    {"The first line takes long, or nobody wants the answers, and still lines "
     "are taken and worked on: their answers pile up where no limit counts "
     "them. A worker has its line until its answer is pushed, not until it is "
     "ready.",
     "La première ligne prend du temps, ou personne ne veut des réponses, et "
     "l'on prend encore des lignes : leurs réponses s'entassent là où aucune "
     "limite ne les compte. Un ouvrier a sa ligne jusqu'à ce que sa réponse "
     "soit remise (push), et non jusqu'à ce qu'elle soit prête."}};

constexpr Lesson answers_held_back{
    "answers-held-back",
    {"an answer goes out when all before it are out",
     "une réponse sort quand toutes les précédentes sont sorties"},
    {"Its turn has come, and the answer still waits: for others behind it, for "
     "the end, or for somebody to look again. To keep order, an answer waits "
     "only for those before it; whoever is served wakes the next one.",
     "Son tour est venu, et la réponse attend encore : celles qui la suivent, "
     "la fin, ou que quelqu'un regarde à nouveau. Pour garder l'ordre, une "
     "réponse n'attend que les précédentes ; qui est servi réveille le "
     "suivant."}};

constexpr Lesson left_running{
    "left-running",
    {"a failure ends the others at once, and is thrown when they have ended",
     "un échec arrête les autres aussitôt, et est levé quand ils ont fini"},
    {"One has failed, and others are not told, or were left at work when the "
     "caller was. They refer to queues and sockets that the caller destroys "
     "next. Emit a cancellation to each of them, all at the same moment, and "
     "wait until the last one has ended.",
     "L'un a échoué, et d'autres n'en savent rien, ou travaillaient encore au "
     "moment où l'appelant l'a su. Ils désignent des files et des sockets que "
     "l'appelant va détruire. Envoyez une annulation à chacun, à tous au même "
     "moment, et attendez que le dernier ait fini."}};

constexpr Lesson never_ends{
    "never-ends",
    {"when all is out, it finishes and returns",
     "quand tout est sorti, elle termine et rend la main"},
    {"Nothing more will come, everything is out, and somebody waits on; or the "
     "end was told before the last answer. The one who ends last tells the "
     "next stage, and nobody before.",
     "Plus rien ne viendra, tout est sorti, et quelqu'un attend encore ; ou "
     "bien la fin a été annoncée avant la dernière réponse. Le dernier à finir "
     "prévient l'étage suivant, et personne avant lui."}};

constexpr Lesson line_cut{
    "line-cut",
    {"each line is worked on whole, the last one too",
     "chaque ligne est traitée entière, la dernière aussi"},
    {"The network cut a line in two, or joined some, and they were worked on "
     "like that. Keep what is behind the last \"\\n\" for the next read; at "
     "the end, it is a line, too.",
     "Le réseau a coupé une ligne en deux, ou en a réuni, et elles ont été "
     "traitées ainsi. Gardez ce qui suit le dernier « \\n » pour la prochaine "
     "lecture ; à la fin, c'est une ligne aussi."}};

constexpr Lesson line_without_limit{
    "line-without-limit",
    {"a line that is too long is a failure, one that is not is none",
     "une ligne trop longue est un échec, une autre n'en est pas un"},
    {"A stranger decides how long a line is, if you do not. Look at what you "
     "keep after each read, not only when the \"\\n\" is there. One of exactly "
     "`longest_line` bytes is allowed.",
     "C'est un inconnu qui décide de la longueur d'une ligne, si vous ne le "
     "faites pas. Regardez ce que vous gardez après chaque lecture, et pas "
     "seulement quand le « \\n » est là. Une ligne d'exactement `longest_line` "
     "octets est permise."}};

constexpr Lesson memory_grows{
    "memory-grows",
    {"memory does not grow with what comes through",
     "la mémoire ne croît pas avec ce qui passe"},
    {"Nothing piles up in the queues, and yet each line leaves something "
     "behind: a place in a row that is never given back, the front of a buffer "
     "that is never erased, a record of each worker that has ended.",
     "Rien ne s'entasse dans les files, et pourtant chaque ligne laisse "
     "quelque chose derrière elle : une place jamais rendue, le début d'un "
     "tampon jamais effacé, une trace de chaque ouvrier qui a fini."}};

constexpr Lesson flow_is_wrong{
    "flow-is-wrong",
    {"`flow` is right at each moment", "`flow` est juste à chaque instant"},
    {"Whoever looks at the numbers sees what is not so. Count bytes when the "
     "read has brought them, and a line when its write has ended, not when it "
     "begins.",
     "Qui regarde les nombres voit ce qui n'est pas. Comptez les octets quand "
     "la lecture les a apportés, et une ligne quand son écriture est finie, "
     "non quand elle commence."}};

}  // namespace
