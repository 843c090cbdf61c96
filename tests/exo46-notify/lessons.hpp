// What the tests of exo46 teach.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson never_woken{
    "never-woken",
    {"a notice is given at once, once, and in its turn",
     "une notification est donnée aussitôt, une fois, et à son tour"},
    {"A notice is there, and who waits for it was not woken, or got another "
     "one. A bell that rings while nobody waits is not heard: look first, wait "
     "then, and look again after the bell. And every subscriber must hear it, "
     "not just one of them. If the bell is a timer that is cancelled, its wait "
     "ends with an error, and that is no reason to give up: as_tuple.",
     "Une notification est là, et qui l'attend n'a pas été réveillé, ou en a "
     "reçu une autre. Une sonnette qui sonne quand personne n'attend n'est "
     "entendue de personne : regardez d'abord, attendez ensuite, et regardez "
     "de nouveau après la sonnette. Et chaque abonné doit l'entendre, pas un "
     "seul d'entre eux. Si la sonnette est une minuterie qu'on annule, son "
     "attente finit par une erreur, et ce n'est pas une raison d'abandonner : "
     "as_tuple."}};

constexpr Lesson gap_unsaid{
    "gap-unsaid",
    {"who has missed something is told how much",
     "qui a manqué quelque chose apprend combien"},
    {"Notices were lost for a slow reader, and it was not told, or not the "
     "right number. To lose the oldest is a good policy for the slow; to do so "
     "in silence makes everything that they show wrong. The ids tell: compare "
     "the one that comes with the one that should have come.",
     "Un lecteur lent a perdu des notifications, et ne l'apprend pas, ou "
     "apprend un nombre faux. Perdre les plus anciennes est une bonne règle "
     "pour les lents ; le faire en silence rend faux tout ce qu'ils affichent. "
     "Les numéros le disent : comparez celui qui vient à celui qui devait "
     "venir."}};

constexpr Lesson cancelled_takes_along{
    "cancelled-takes-along",
    {"a cancelled next() throws operation_aborted, and loses no notice",
     "un next() annulé lève operation_aborted, et ne perd aucune notification"},
    {"next() was told to stop while it waited. It did not stop, or it took a "
     "notice along that nobody will see. In a race against a timer this "
     "happens at every beat. Note that a notice was given when it is given, "
     "and not when the wait begins; and after the wait ask the cancellation "
     "state who has ended it. Do not catch and wait again: in a coroutine that "
     "was cancelled, each further co_await throws at once.",
     "next() a reçu l'ordre d'arrêter pendant son attente. Il ne s'est pas "
     "arrêté, ou a emporté une notification que personne ne verra. Dans une "
     "course contre une minuterie, cela arrive à chaque battement. Notez "
     "qu'une notification est donnée quand elle l'est, et non quand l'attente "
     "commence ; et après l'attente, demandez à l'état d'annulation qui l'a "
     "terminée. N'attendez pas de nouveau après un catch : dans une coroutine "
     "annulée, chaque nouveau co_await lève aussitôt une exception."}};

constexpr Lesson gone_with_the_hub{
    "gone-with-the-hub",
    {"a subscription gives what was kept, even when its hub has gone",
     "une Subscription rend ce qui était gardé, même sans son hub"},
    {"The hub has died, and what it kept died with it, though somebody had not "
     "read it yet. What both of them need belongs to both: each holds a "
     "shared_ptr to it, and whoever dies last takes it along. A weak_ptr only "
     "tells that it is too late.",
     "Le hub est mort, et ce qu'il gardait est mort avec lui, alors que "
     "quelqu'un ne l'avait pas encore lu. Ce dont les deux ont besoin "
     "appartient aux deux : chacun en tient un shared_ptr, et le dernier à "
     "mourir l'emporte. Un weak_ptr dit seulement qu'il est trop tard."}};

constexpr Lesson slowest_stops_all{
    "slowest-stops-all",
    {"the others are given everything, whatever one of them does",
     "les autres reçoivent tout, quoi que fasse l'un d'eux"},
    {"One subscriber does not read, and the others are given less or later. "
     "Whoever says something to ten thousand cannot wait for the slowest, and "
     "must not drop for all what one has no room for. Give each subscriber its "
     "own place, and a bound that only concerns itself.",
     "Un abonné ne lit pas, et les autres reçoivent moins, ou plus tard. Qui "
     "parle à dix mille ne peut pas attendre le plus lent, et ne doit pas "
     "supprimer pour tous ce qu'un seul ne peut plus prendre. Donnez à chaque "
     "abonné sa propre place, et une limite qui ne concerne que lui."}};

constexpr Lesson copy_per_subscriber{
    "copy-per-subscriber",
    {"there is one copy of a notice for all subscribers",
     "il y a un seul exemplaire d'une notification pour tous les abonnés"},
    {"A notice, or its text, was copied. Ten thousand subscribers and a text "
     "of 10 KB: a hundred megabytes for one sentence. What nobody changes can "
     "belong to all: make one std::shared_ptr<const Notice> when it is "
     "published, move the text into it, and hand out the pointer.",
     "Une notification, ou son texte, a été copiée. Dix mille abonnés et un "
     "texte de 10 Ko : cent mégaoctets pour une phrase. Ce que personne ne "
     "modifie peut appartenir à tous : faites un seul std::shared_ptr<const "
     "Notice> à la publication, déplacez-y le texte, et distribuez le "
     "pointeur."}};

constexpr Lesson kept_for_the_slowest{
    "kept-for-the-slowest",
    {"the hub keeps the last `capacity` notices, and nothing older",
     "le hub garde les `capacity` dernières notifications, et rien de plus "
     "ancien"},
    {"An old notice is still in memory: somebody may not have read it yet. "
     "Such a somebody exists, and will never read it. A bound that gives way "
     "to the slowest is none: drop the oldest, for everybody, and tell who had "
     "not read it.",
     "Une vieille notification est encore en mémoire : quelqu'un ne l'a "
     "peut-être pas lue. Ce quelqu'un existe, et ne la lira jamais. Une limite "
     "qui cède au plus lent n'en est pas une : supprimez la plus ancienne, "
     "pour tous, et dites-le à qui ne l'avait pas lue."}};

constexpr Lesson unsubscribe_while_publishing{
    "unsubscribe-while-publishing",
    {"who comes or leaves in the middle of it changes nothing for the others",
     "qui arrive ou s'en va au milieu ne change rien pour les autres"},
    {"Somebody came, left or published while a notice was on its way to all, "
     "and somebody else was left out. A loop over subscribers that is "
     "interrupted, by an await or by a call into their code, goes on in "
     "another list than the one that it began with. In the loop, only ring "
     "bells; let everybody fetch the notice later. And if the program was "
     "killed here: somebody who has died is still in the list. His destructor "
     "has to take him out.",
     "Quelqu'un est arrivé, parti ou a publié pendant qu'une notification "
     "était en route vers tous, et quelqu'un d'autre a été oublié. Une boucle "
     "sur les abonnés que l'on interrompt, par une attente ou par un appel de "
     "leur code, continue dans une autre liste que celle où elle a commencé. "
     "Dans la boucle, actionnez seulement les sonnettes ; que chacun vienne "
     "chercher la notification plus tard. Et si le programme a été tué ici : "
     "quelqu'un qui est mort est encore dans la liste. C'est à son destructeur "
     "de l'en retirer."}};

constexpr Lesson subscriber_leaks{
    "subscriber-leaks",
    {"of a subscriber that has left, nothing is kept",
     "d'un abonné qui est parti, il ne reste rien"},
    {"Subscribers come and go, and the memory grows: the hub still has them, "
     "and goes on ringing for nobody. A screen that is opened and closed ten "
     "times a day does this for years. Take a subscriber out when it dies, in "
     "its destructor; and see to it that the hub does not keep it alive.",
     "Des abonnés viennent et s'en vont, et la mémoire grandit : le hub les a "
     "encore, et sonne pour personne. Un écran que l'on ouvre et ferme dix "
     "fois par jour fait cela pendant des années. Retirez un abonné quand il "
     "meurt, dans son destructeur ; et veillez à ce que le hub ne le garde pas "
     "en vie."}};

constexpr Lesson replay_races_live{
    "replay-races-live",
    {"between what is replayed and what is new, nothing is lost, nothing twice",
     "entre ce qui est rejoué et ce qui est nouveau, rien ne manque et rien ne "
     "vient deux fois"},
    {"A notice is missing, or came twice. Either the last id itself was taken "
     "for one that was never given; or a new notice was published while the "
     "old ones were replayed. Two sources, and a moment between them: whatever "
     "happens in it belongs to both or to neither. Make one source of them, "
     "with one place in it; or decide at one moment, in subscribe(), where the "
     "one ends and the other begins.",
     "Une notification manque, ou est venue deux fois. Soit le dernier numéro "
     "lui-même a été pris pour un numéro jamais donné ; soit une nouvelle "
     "notification a été publiée pendant que l'on rejouait les anciennes. Deux "
     "sources, et un moment entre elles : ce qui s'y passe est aux deux, ou à "
     "aucune. Faites-en une seule source, où l'on a une seule place ; ou "
     "décidez en un seul moment, dans subscribe(), où l'une finit et où "
     "l'autre commence."}};

constexpr Lesson earlier_life{
    "earlier-life",
    {"an id that this hub has not given yet counts as 0",
     "un numéro que ce hub n'a pas encore donné compte pour 0"},
    {"Somebody comes back with an id that is larger than the last one: the hub "
     "was restarted meanwhile, and counts from 1 again. To wait until it gets "
     "there is to say nothing for weeks. What is known of this life of the hub "
     "is that the subscriber has seen nothing of it.",
     "Quelqu'un revient avec un numéro plus grand que le dernier : le hub a "
     "été redémarré, et compte de nouveau à partir de 1. Attendre qu'il y "
     "arrive, c'est ne rien dire pendant des semaines. Ce que l'on sait de "
     "cette vie du hub, c'est que l'abonné n'en a rien vu."}};

constexpr Lesson made_up_event{
    "made-up-event",
    {"a browser reads one event with this id and this text, whatever is in it",
     "un navigateur lit un événement avec ce numéro et ce texte, quoi qu'il "
     "contienne"},
    {"The browser has read something else than what was published. In an event "
     "stream the end of a line is the end of a field, and an empty line the "
     "end of the event; \"\\n\", \"\\r\\n\" and \"\\r\" all end a line. A text "
     "with several lines needs a data field for each, empty ones and the last "
     "one included; else it ends too soon, or makes up fields of its own.",
     "Le navigateur a lu autre chose que ce qui a été publié. Dans un flux "
     "d'événements, la fin d'une ligne est la fin d'un champ, et une ligne "
     "vide la fin de l'événement ; « \\n », « \\r\\n » et « \\r » finissent "
     "tous une ligne. Un texte de plusieurs lignes a besoin d'un champ data "
     "par ligne, même vide, et même pour la dernière ; sinon il finit trop "
     "tôt, ou invente des champs à lui."}};

constexpr Lesson opening_late{
    "opening-late",
    {"the answer begins at once", "la réponse commence aussitôt"},
    {"The client has asked, and heard nothing until there was some news. A "
     "browser shows \"connecting\" until it has the head of the answer, and a "
     "proxy gives up. Send the opening first; it need not wait for anything.",
     "Le client a demandé, et n'a rien entendu avant la première nouvelle. Un "
     "navigateur est « en cours de connexion » tant qu'il n'a pas l'en-tête de "
     "la réponse, et un proxy renonce. Envoyez d'abord l'ouverture ; elle n'a "
     "rien à attendre."}};

constexpr Lesson last_id_ignored{
    "last-id-ignored",
    {"who says what it has seen last is sent what came after",
     "qui dit ce qu'il a vu en dernier reçoit ce qui a suivi"},
    {"A browser that lost its connection comes back by itself, and says in "
     "Last-Event-ID what it has seen: that is why events have ids. Without it, "
     "or with something in it that is no id, the news begins now; and what a "
     "stranger writes there must not end your coroutine.",
     "Un navigateur qui a perdu sa connexion revient de lui-même, et dit dans "
     "Last-Event-ID ce qu'il a vu : c'est à cela que servent les numéros. Sans "
     "ce champ, ou s'il contient autre chose qu'un numéro, les nouvelles "
     "commencent maintenant ; et ce qu'un inconnu y écrit ne doit pas terminer "
     "votre coroutine."}};

constexpr Lesson event_lost{
    "event-lost",
    {"each notice is sent once, in order, as soon as it can be",
     "chaque notification est envoyée une fois, dans l'ordre, dès que "
     "possible"},
    {"An event is missing on the way, came twice, or came late. A race that "
     "ends a wait must not lose what the loser had in its hands; a write that "
     "went only in part must go on; and what was published while a write was "
     "under way is there when it has ended.",
     "Un événement manque en route, est venu deux fois ou trop tard. Une "
     "course qui met fin à une attente ne doit pas perdre ce que le perdant "
     "avait en main ; une écriture partielle doit continuer ; et ce qui a été "
     "publié pendant une écriture est là quand elle est finie."}};

constexpr Lesson second_queue{
    "second-queue",
    {"for a client that does not read, one notice is held",
     "pour un client qui ne lit pas, on tient une seule notification"},
    {"A client does not read, and what it should be sent piles up for it "
     "alone. The hub has a bound and a policy already; a second queue behind "
     "it has neither. Fetch the next notice when the one before is written, "
     "and not when it is published.",
     "Un client ne lit pas, et ce qu'il devrait recevoir s'entasse pour lui "
     "seul. Le hub a déjà une limite et une règle ; une seconde file derrière "
     "lui n'a ni l'une ni l'autre. Cherchez la notification suivante quand la "
     "précédente est écrite, et non quand elle est publiée."}};

constexpr Lesson input_piles_up{
    "input-piles-up",
    {"what the client sends is dropped, and kept nowhere",
     "ce qu'envoie le client est abandonné, et gardé nulle part"},
    {"The client goes on sending, and your memory grows: what was read is put "
     "behind what was read before, and nobody ever looks at it. Who sends is a "
     "stranger, and may go on for ever. A read that ends with the connection "
     "keeps all of it until then. Read into the same few bytes again and "
     "again: of what is read, only the error is of interest.",
     "Le client continue d'envoyer, et votre mémoire grandit : ce qui est lu "
     "se range derrière ce qui l'a été avant, et personne ne le regarde "
     "jamais. Qui envoie est un inconnu, et peut continuer sans fin. Une "
     "lecture qui ne finit qu'avec la connexion garde tout jusque-là. Lisez "
     "toujours dans les mêmes quelques octets : d'une lecture, seule l'erreur "
     "vous intéresse."}};

constexpr Lesson gone_unnoticed{
    "gone-unnoticed",
    {"a stream returns when its client has gone: at once, and not before",
     "un flux rend la main quand son client est parti : aussitôt, et pas "
     "avant"},
    {"The client has closed, and its stream waits for news; or it only said "
     "something, and its stream has ended. Who only writes hears of the end "
     "with the next write, on a quiet day hours later. Read as well, in a "
     "loop: what the client says is of no interest, but the end of its side is "
     "an end of the read. You read already? Then who reads must return at the "
     "error, with as_tuple: an operand of || that throws does not end it, and "
     "&& waits for both.",
     "Le client a fermé, et son flux attend des nouvelles ; ou il n'a fait que "
     "dire quelque chose, et son flux a pris fin. Qui ne fait qu'écrire "
     "apprend la fin à l'écriture suivante, un jour calme des heures plus "
     "tard. Lisez aussi, en boucle : ce que dit le client n'a pas d'intérêt, "
     "mais la fin de son côté est la fin de la lecture. Vous lisez déjà ? "
     "Alors qui lit doit rendre la main à l'erreur, avec as_tuple : un "
     "opérande de || qui lève une exception n'y met pas fin, et && attend les "
     "deux."}};

constexpr Lesson broken_line_thrown{
    "broken-line-thrown",
    {"a broken connection ends the stream, and throws nothing",
     "une connexion rompue termine le flux, et ne lève rien"},
    {"A client vanished, and an exception left your function. On a network "
     "that is no exception: it happens to every screen in the end. Take errors "
     "as values, with as_tuple, and return.",
     "Un client a disparu, et une exception est sortie de votre fonction. Sur "
     "un réseau, cela n'a rien d'exceptionnel : tous les écrans finissent "
     "ainsi. Prenez les erreurs comme des valeurs, avec as_tuple, et rendez la "
     "main."}};

constexpr Lesson off_beat{
    "off-beat",
    {"a heartbeat comes when nothing was sent for `beat`, and only then",
     "un battement vient quand rien n'a été envoyé pendant `beat`, et "
     "seulement alors"},
    {"A heartbeat is missing, or came where there was no silence. It is a "
     "question to the network, is anybody there?, and an event asks it as "
     "well. So the time begins anew when a write is done, of an event or of a "
     "heartbeat, and not by a timetable.",
     "Un battement manque, ou est venu là où il n'y avait pas de silence. "
     "C'est une question posée au réseau, y a-t-il quelqu'un ?, et un "
     "événement la pose aussi bien. Le temps recommence donc quand une "
     "écriture est finie, celle d'un événement ou d'un battement, et non selon "
     "un horaire."}};

constexpr Lesson dead_found_late{
    "dead-found-late",
    {"who does not take a write within `patience` is let go",
     "qui ne prend pas une écriture en `patience` est abandonné"},
    {"A client takes nothing any more, and its stream still waits for it, or "
     "let it go before its time, or says goodbye where it should break the "
     "connection. A write to a dead machine does not fail, it waits: the "
     "network can be slow. So each write races against a timer, the first one, "
     "the events and the heartbeats; and a part that was taken gives no more "
     "time. What is left then is thrown away with a reset: workbook::reset.",
     "Un client ne prend plus rien, et son flux l'attend toujours, ou l'a "
     "abandonné avant l'heure, ou lui dit au revoir au lieu de rompre. Une "
     "écriture vers une machine morte n'échoue pas, elle attend : le réseau "
     "peut être lent. Chaque écriture est donc une course contre une "
     "minuterie, la première, les événements et les battements ; et une partie "
     "qui a été prise ne donne pas plus de temps. Ce qui reste alors est jeté, "
     "et la connexion rompue : workbook::reset."}};

constexpr Lesson heartbeat_into_full_pipe{
    "heartbeat-into-full-pipe",
    {"nothing is begun while a write is under way",
     "rien ne commence pendant une écriture"},
    {"Heartbeats were sent, or put into a queue, while a write was still "
     "waiting for the client. They say nothing that the waiting write does not "
     "say, they pile up, and two writes at once mix their bytes. One loop "
     "writes: the next thing, news or heartbeat, begins when the last one is "
     "out.",
     "Des battements ont été envoyés, ou mis dans une file, pendant qu'une "
     "écriture attendait encore le client. Ils ne disent rien de plus que "
     "l'écriture qui attend, ils s'entassent, et deux écritures à la fois "
     "mélangent leurs octets. Une seule boucle écrit : la chose suivante, "
     "nouvelle ou battement, commence quand la précédente est partie."}};

}  // namespace
