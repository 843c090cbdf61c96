// The lessons of exo44: what its tests expect, and why people get it wrong.
#pragma once

#include <support/lesson.hpp>

inline namespace lessons {

using workbook::Lesson;

constexpr Lesson not_a_question{
    "not-a-question",
    {"a page is asked for with GET, the target, HTTP/1.0, Host and User-Agent",
     "une page se demande avec GET, la cible, HTTP/1.0, Host et User-Agent"},
    {"The host got nothing, or something that it cannot answer, or would "
     "answer otherwise. One line with the target and the version, one line "
     "for each field, each ended by CR LF, and an empty line at the end. Host "
     "is the name of the host as the URL has it; to HTTP/1.1 a host may "
     "answer in chunks, which nobody here can read.",
     "L'hôte n'a rien reçu, ou quelque chose à quoi il ne peut pas "
     "répondre, ou répondrait autrement. Une ligne avec la cible et la "
     "version, une ligne par champ, chacune finie par CR LF, et une ligne "
     "vide à la fin. Host est le nom de l'hôte tel que l'URL le donne ; à "
     "HTTP/1.1, un hôte peut répondre en morceaux, que personne ici ne sait "
     "lire."}};

constexpr Lesson answer_in_pieces{
    "answer-in-pieces",
    {"the answer is read to its end, wherever the network cuts it",
     "la réponse est lue jusqu'à sa fin, où que le réseau la coupe"},
    {"The answer came in pieces, and the page is not what was sent. One read "
     "gives what has arrived, which may be a byte, or the head with a part of "
     "the body behind it. Read until the empty line; what is behind it already "
     "belongs to the body.",
     "La réponse est venue en morceaux, et la page n'est pas ce qui a été "
     "envoyé. Une lecture donne ce qui est arrivé : un octet peut-être, ou "
     "l'en-tête avec une partie du corps derrière. Lisez jusqu'à la ligne vide "
     "; ce qui se trouve déjà derrière appartient au corps."}};

constexpr Lesson waits_for_the_close{
    "waits-for-the-close",
    {"with a Content-Length, the page is there when its bytes are there",
     "avec Content-Length, la page est là quand ses octets sont là"},
    {"All bytes of the page are there, and it waits on, for the host to hang "
     "up. A host may keep the connection open as long as it likes. "
     "Content-Length says where the body ends: whoever has read so many bytes "
     "is done.",
     "Tous les octets de la page sont là, et elle attend encore que l'hôte "
     "raccroche. Un hôte peut garder la connexion ouverte aussi longtemps "
     "qu'il veut. Content-Length dit où finit le corps : qui a lu autant "
     "d'octets a fini."}};

constexpr Lesson cut_off_is_whole{
    "cut-off-is-whole",
    {"what is cut off, or is no answer, is no page",
     "ce qui est coupé, ou n'est pas une réponse, n'est pas une page"},
    {"A part of an answer, or something else, was given as a page, or the "
     "failure is not the one that was promised. The end of a connection says "
     "that nothing more comes, and not that all has come. Compare with what "
     "was announced; throw Malformed for what came wrong, and what the "
     "connection failed with when it broke.",
     "Une partie de réponse, ou autre chose, a été donnée comme page, ou "
     "l'échec n'est pas celui qui est promis. La fin d'une connexion dit que "
     "plus rien ne vient, et non que tout est venu. Comparez à ce qui était "
     "annoncé ; levez Malformed pour ce qui est mal venu, et l'échec de la "
     "connexion quand elle s'est rompue."}};

constexpr Lesson without_limit{
    "without-limit",
    {"a head and a body have a limit, and who exceeds it is told at once",
     "un en-tête et un corps ont une limite, et la dépasser se sait aussitôt"},
    {"A host could make the robot read without end, or was refused although it "
     "kept to the limit. A robot reads what strangers write: what has no limit "
     "fills its memory. A length that is announced is known before the first "
     "byte of the body; what is not announced is counted as it comes.",
     "Un hôte a pu faire lire le robot sans fin, ou a été refusé alors qu'il "
     "respectait la limite. Un robot lit ce qu'écrivent des inconnus : ce qui "
     "n'a pas de limite remplit sa mémoire. Une longueur annoncée se connaît "
     "avant le premier octet du corps ; ce qui n'est pas annoncé se compte à "
     "mesure."}};

constexpr Lesson links_of_anything{
    "links-of-anything",
    {"links come from pages of HTML with a good status, and from redirects",
     "les liens viennent des pages HTML au bon code, et des redirections"},
    {"Links were taken from what is no page, or not from where they are. The "
     "page of an error says \"home\" and \"search\"; a picture or a text may "
     "contain anything. Look at the status first, then at the Content-Type, "
     "in capital letters or not; a Location counts from 300 to 399, if there "
     "is one.",
     "On a pris des liens dans ce qui n'est pas une page, ou pas là où ils "
     "sont. La page d'une erreur dit « accueil » et « rechercher » ; une "
     "image ou un texte peut contenir n'importe quoi. Regardez d'abord le "
     "code, puis Content-Type, en majuscules ou non ; une Location, s'il y en "
     "a une, compte de 300 à 399."}};

constexpr Lesson redirect_ring{
    "redirect-ring",
    {"a redirect is an answer with one link, and is not followed by get",
     "une redirection est une réponse avec un lien, et get ne la suit pas"},
    {"A redirect was followed where it was found. Who follows redirects in a "
     "loop does not know where it has been: a ring of them is endless, and the "
     "limits of the crawl hear nothing of it. As a page with one link, a "
     "redirect goes the way of all links, and is fetched once.",
     "Une redirection a été suivie là où on l'a trouvée. Qui suit les "
     "redirections en boucle ne sait pas où il est déjà passé : un cercle n'a "
     "pas de fin, et les limites de la visite n'en savent rien. Page à un seul "
     "lien, une redirection suit le chemin de tous les liens, et n'est "
     "demandée qu'une fois."}};

constexpr Lesson waits_for_ever{
    "waits-for-ever",
    {"when it fails, it throws at once; when `patience` is over, timed_out",
     "quand elle échoue, elle lève aussitôt ; `patience` écoulée, timed_out"},
    {"The host keeps the robot waiting: it does not answer, or a byte at a "
     "time, or the failure was told too late or as another one. A time for "
     "each read begins anew with each byte. Set one timer at the beginning, "
     "for connecting, too; a race with || waits for the first that succeeds, "
     "so a failure must come as a value.",
     "L'hôte fait attendre le robot : il ne répond pas, ou un octet à la fois, "
     "ou l'échec a été dit trop tard ou sous un autre nom. Un délai par "
     "lecture recommence à chaque octet. Réglez une seule minuterie au début, "
     "aussi pour la connexion ; une course avec || attend le premier qui "
     "réussit : un échec doit donc y venir comme une valeur."}};

constexpr Lesson connection_left{
    "connection-left",
    {"however get ends, its connection is closed",
     "quelle que soit la fin de get, sa connexion est fermée"},
    {"get has ended, or should have, and a socket is still open. A crawler "
     "fetches millions of pages: each connection that stays is a descriptor "
     "that is missing, here and at the host. Let the socket be a local "
     "variable of the coroutine that reads; what refers to it, a timer for "
     "example, must not keep it.",
     "get a fini, ou aurait dû finir, et une socket est encore ouverte. Un "
     "robot demande des millions de pages : chaque connexion qui reste est un "
     "descripteur qui manque, ici et chez l'hôte. Que la socket soit une "
     "variable locale de la coroutine qui lit ; ce qui s'y réfère, une "
     "minuterie par exemple, ne doit pas la garder."}};

constexpr Lesson same_page_twice{
    "same-page-twice",
    {"each page is fetched once", "chaque page est demandée une fois"},
    {"A page was fetched again. Between the moment when a page is found and "
     "the moment when it comes, much time passes, and many more links may lead "
     "to it. Mark it as known when it is found, not when it has come; and "
     "compare what resolve gives, not what is written.",
     "Une page a été redemandée. Entre le moment où l'on trouve une page et "
     "celui où elle arrive, il se passe beaucoup de temps, et bien d'autres "
     "liens peuvent y mener. Notez-la comme connue quand vous la trouvez, et "
     "non quand elle arrive ; et comparez ce que donne resolve, et non ce qui "
     "est écrit."}};

constexpr Lesson links_left_out{
    "links-left-out",
    {"each link that can be read is followed, from the page it stands on",
     "chaque lien que l'on sait lire est suivi, à partir de sa page"},
    {"A page has links, and one of them was not followed, or led elsewhere. "
     "fetch says where a page leads: its status is for the map, and a page "
     "with 301 or 404 may lead on. \"b\" on /fr/a is /fr/b. A link that "
     "resolve cannot read is left out, and those behind it are not.",
     "Une page a des liens, et l'un d'eux n'a pas été suivi, ou a mené "
     "ailleurs. C'est fetch qui dit où mène une page : son code est pour le "
     "plan, et une page avec 301 ou 404 peut mener plus loin. « b » sur /fr/a, "
     "c'est /fr/b. Un lien que resolve ne sait pas lire est laissé de côté, et "
     "ceux qui le suivent ne le sont pas."}};

constexpr Lesson level_by_level{
    "level-by-level",
    {"what is found is fetched at once, while others are under way",
     "ce qui est trouvé est demandé aussitôt, pendant que d'autres sont en "
     "route"},
    {"A page is known, nothing forbids to fetch it, and it waits for others to "
     "come. Who awaits all pages of a level before the next one moves with the "
     "slowest of them; one host that does not answer stops the whole crawl. "
     "Begin a page when it is found, in a coroutine of its own.",
     "Une page est connue, rien n'interdit de la demander, et elle attend que "
     "d'autres arrivent. Attendre toutes les pages d'un niveau avant le "
     "suivant, c'est avancer au pas de la plus lente ; un hôte qui ne répond "
     "pas arrête toute la visite. Commencez une page dès que vous la trouvez, "
     "dans sa propre coroutine."}};

constexpr Lesson longer_way{
    "longer-way",
    {"the depth is that of the shortest way, and so is what lies behind it",
     "la profondeur est celle du plus court chemin, et ce qui est derrière "
     "aussi"},
    {"A page was found on a long way first, because that way was faster; later "
     "a shorter one was found, and nothing came of it. Its depth is smaller "
     "now, and so is that of all behind it; what was too far away may be near "
     "enough. Correct the depth, and look at its links again.",
     "Une page a d'abord été trouvée par un long chemin, parce qu'il était "
     "plus rapide ; plus tard, on en a trouvé un plus court, et rien n'a "
     "changé. Sa profondeur est plus petite désormais, celle de tout ce qui "
     "est derrière aussi ; ce qui était trop loin est peut-être assez près. "
     "Corrigez la profondeur, et regardez de nouveau ses liens."}};

constexpr Lesson beyond_the_limits{
    "beyond-the-limits",
    {"all pages within the limits are visited, and none beyond",
     "toutes les pages dans les limites sont visitées, et aucune au-delà"},
    {"A page was visited that is too deep or one too many, or one is missing "
     "that the limits allow. The start has depth 0; a page at the greatest "
     "depth is visited, and its links are not. Count a page when it is found: "
     "all that are known are in the map.",
     "On a visité une page trop profonde ou une page de trop, ou il en manque "
     "une que les limites permettent. Le départ est à la profondeur 0 ; une "
     "page à la plus grande profondeur est visitée, et ses liens ne le sont "
     "pas. Comptez une page quand vous la trouvez : toutes celles que l'on "
     "connaît sont sur le plan."}};

constexpr Lesson frontier_without_bound{
    "frontier-without-bound",
    {"it keeps nothing of what it finds beyond `pages`",
     "elle ne garde rien de ce qu'elle trouve au-delà de `pages`"},
    {"What waits to be visited has grown without bound, or was visited "
     "without bound. A calendar has a next day for each day, and each page "
     "has more links than one can visit. To count only what was fetched "
     "bounds the work and not the memory: refuse a page when it is found and "
     "no place is left, also in the links that you keep of another one.",
     "Ce qui attend d'être visité a grandi sans borne, ou a été visité sans "
     "borne. Un agenda a un lendemain pour chaque jour, et chaque page a plus "
     "de liens qu'on n'en peut visiter. Ne compter que ce qui est demandé "
     "borne le travail et non la mémoire : refusez une page quand vous la "
     "trouvez et qu'il n'y a plus de place, même parmi les liens que vous "
     "gardez d'une autre."}};

constexpr Lesson bad_page_ends_all{
    "bad-page-ends-all",
    {"a page that cannot be fetched is reported, and stops nobody",
     "une page qu'on ne peut pas obtenir est signalée, et n'arrête personne"},
    {"One page was bad, and the crawl ended, lost others, or does not say what "
     "was wrong. On the web something is always broken. Catch what a fetch "
     "throws where it is awaited, all of it and not only std::exception, and "
     "put it into the map.",
     "Une page était mauvaise, et la visite a fini, en a perdu d'autres, ou ne "
     "dit pas ce qui n'allait pas. Sur le web, il y a toujours quelque chose "
     "de cassé. Interceptez ce que lève un fetch là où vous l'attendez, tout "
     "et pas seulement std::exception, et mettez-le sur le plan."}};

constexpr Lesson leaves_while_fetching{
    "leaves-while-fetching",
    {"it does not end while a page is under way",
     "elle ne finit pas tant qu'une page est en route"},
    {"Nothing was waiting to be begun, and the crawl ended; but pages were "
     "under way, and they had links. Work that makes work is over when nothing "
     "waits and nobody works. Count both.",
     "Rien n'attendait d'être commencé, et la visite a fini ; mais des pages "
     "étaient en route, et elles avaient des liens. Un travail qui donne du "
     "travail est fini quand rien n'attend et que personne ne travaille. "
     "Comptez les deux."}};

constexpr Lesson never_ends{
    "never-ends",
    {"it ends with the last page", "elle finit avec la dernière page"},
    {"All is visited, and the crawl still waits, for a bell that nobody will "
     "ring, or throws: a timer that is cancelled tells its waiter so by an "
     "exception, unless the error is taken as a value. The one who ends last "
     "must ring, also if it has found nothing, also if it has failed. And "
     "look before you wait: perhaps there is nothing left to wait for.",
     "Tout est visité, et la visite attend encore une sonnette que personne "
     "ne fera sonner, ou lève une exception : une minuterie annulée le dit "
     "ainsi à qui l'attend, à moins de prendre l'erreur comme une valeur. Le "
     "dernier qui finit doit sonner, même s'il n'a rien trouvé, même s'il a "
     "échoué. Et regardez avant d'attendre : il n'y a peut-être plus rien à "
     "attendre."}};

constexpr Lesson fetches_left_behind{
    "fetches-left-behind",
    {"cancelled, it stops all fetches and waits until they have ended",
     "annulée, elle arrête toutes les demandes et attend leur fin"},
    {"The crawl was told to stop, and a fetch goes on, or was begun after "
     "that, or nobody waited for its end, or the end was given as success. "
     "What co_spawn has started hears of a cancellation only through a signal "
     "of its own: one for each fetch. Pass it on, begin nothing more, wait for "
     "all of them, and throw operation_aborted.",
     "La visite a reçu l'ordre d'arrêter, et une demande continue, ou a "
     "commencé après, ou personne n'a attendu sa fin, ou la fin passe pour une "
     "réussite. Ce que co_spawn a lancé n'apprend une annulation que par un "
     "signal à lui : un par demande. Transmettez-la, ne commencez plus rien, "
     "attendez-les tous, et levez operation_aborted."}};

constexpr Lesson too_many{
    "too-many",
    {"no more fetches than `in_flight`, and at one host than `per_host`",
     "pas plus de demandes que `in_flight`, et chez un hôte que `per_host`"},
    {"Too many fetches were under way. A limit that is looked at before a wait "
     "says nothing after it: when the bell rings, others may have taken the "
     "place. Look again after each wait, and take the place in the same step. "
     "A fetch is under way until it has ended, also when it was cancelled.",
     "Trop de demandes étaient en route. Une limite regardée avant une attente "
     "ne dit plus rien après : quand la sonnette sonne, d'autres ont peut-être "
     "pris la place. Regardez de nouveau après chaque attente, et prenez la "
     "place dans le même pas. Une demande est en route jusqu'à sa fin, même "
     "annulée."}};

constexpr Lesson too_soon{
    "too-soon",
    {"at one host, `delay` passes from one beginning to the next",
     "chez un hôte, `delay` s'écoule d'un début au suivant"},
    {"Two fetches began at one host with too little time in between. The delay "
     "counts from when the last one has really begun; a timetable that is made "
     "in advance lets a crowd go when the host was held up for a while. And "
     "two who wait for the same moment must not go both.",
     "Deux demandes ont commencé chez un hôte à trop peu de temps l'une de "
     "l'autre. Le délai compte à partir du vrai début de la dernière ; un "
     "horaire fait d'avance laisse partir une foule après un contretemps. Et "
     "de deux qui attendent le même moment, un seul peut partir."}};

constexpr Lesson busy_host_blocks_others{
    "busy-host-blocks-others",
    {"who waits for one host takes no place from others",
     "qui attend un hôte ne prend la place de personne"},
    {"A place is free, a page of a host that has time waits, and it is not "
     "fetched. Whoever takes a place first and then waits for the host keeps "
     "the place idle; whoever looks only at the head of one long queue stays "
     "behind a page that may not go. Take the place when all that is needed is "
     "there.",
     "Une place est libre, une page d'un hôte disponible attend, et n'est pas "
     "demandée. Qui prend d'abord une place et attend ensuite l'hôte l'occupe "
     "pour rien ; qui ne regarde que la tête d'une longue file reste derrière "
     "une page qui ne peut pas partir. Prenez la place quand tout ce qu'il "
     "faut est là."}};

constexpr Lesson overtaking{
    "overtaking",
    {"at one host, fetches begin in the order of asking",
     "chez un hôte, les demandes commencent dans l'ordre d'arrivée"},
    {"Somebody came later and was fetched sooner. When a place becomes free "
     "and somebody waits for it, the place is not free for who comes at that "
     "moment. Let each stand in a queue, and let only the first one go.",
     "Quelqu'un est venu plus tard et a été servi plus tôt. Quand une place se "
     "libère et que quelqu'un l'attend, elle n'est pas libre pour qui arrive à "
     "ce moment. Que chacun se mette dans une file, et que seul le premier "
     "parte."}};

constexpr Lesson lost_in_the_queue{
    "lost-in-the-queue",
    {"whoever waits gets a turn; who leaves takes none along",
     "qui attend aura son tour ; qui part n'en emporte pas"},
    {"A place is lost, or a turn: somebody waits, and nobody will call. A "
     "fetch that throws gives its place back, too; one who was called and is "
     "told to stop hands the call on, and begins no delay; and what all of "
     "them share must live as long as the last of them. Do it in a "
     "destructor, which no way out can avoid.",
     "Une place est perdue, ou un tour : quelqu'un attend, et personne "
     "n'appellera. Un fetch qui lève une exception rend sa place aussi ; qui "
     "a été appelé et reçoit l'ordre d'arrêter transmet l'appel, et n'ouvre "
     "aucun délai ; et ce que tous partagent doit vivre aussi longtemps que "
     "le dernier d'entre eux. Faites-le dans un destructeur, qu'aucune sortie "
     "n'évite."}};

constexpr Lesson order_erased{
    "order-erased",
    {"whoever calls knows afterwards whether he was told to stop",
     "qui appelle sait encore après si on lui a dit d'arrêter"},
    {"The caller was told to stop while he waited, and when that has ended, "
     "his cancellation state says nothing of it. A coroutine and those that it "
     "awaits share one state: reset_cancellation_state, called in the inner "
     "one, takes the order away from the outer one, who may need it, since a "
     "code says less: a host may abort a connection, too. Whoever has to wait "
     "on needs no reset, if he does it in a coroutine of its own, or without "
     "co_await, in a destructor.",
     "On a dit à l'appelant d'arrêter pendant qu'il attendait, et quand "
     "l'attente a fini, son état d'annulation n'en dit rien. Une coroutine et "
     "celles qu'elle attend partagent un seul état : "
     "reset_cancellation_state, appelé à l'intérieur, enlève l'ordre à celle "
     "de l'extérieur, qui peut en avoir besoin, car un code en dit moins : un "
     "hôte peut aussi couper une connexion. Qui doit attendre encore n'a "
     "besoin d'aucune remise à zéro, s'il le fait dans une coroutine à part, "
     "ou sans co_await, dans un destructeur."}};

constexpr Lesson robots_ignored{
    "robots-ignored",
    {"robots.txt is read before the first page, and obeyed",
     "robots.txt est lu avant la première page, et respecté"},
    {"A page was fetched before it was known whether that is allowed, or "
     "although it is not. The rules must be there before the first page of the "
     "host; while they are on their way, all pages of the host wait. Robots in "
     "workbook/web.hpp reads them.",
     "Une page a été demandée avant de savoir si c'est permis, ou alors que "
     "cela ne l'est pas. Les règles doivent être là avant la première page de "
     "l'hôte ; pendant qu'elles sont en route, toutes les pages de l'hôte "
     "attendent. Robots, dans workbook/web.hpp, sait les lire."}};

constexpr Lesson asks_each_time{
    "asks-each-time",
    {"robots.txt is fetched once for each host",
     "robots.txt est demandé une fois par hôte"},
    {"robots.txt was fetched again. That it is on its way must be known, too, "
     "and not only what it said: twenty pages that come at the same moment "
     "find no rules, and all twenty go. The first one goes, the others wait "
     "for it.",
     "robots.txt a été redemandé. Il faut aussi savoir qu'il est en route, et "
     "non seulement ce qu'il a dit : vingt pages qui arrivent au même moment "
     "ne trouvent pas de règles, et toutes les vingt y vont. La première y va, "
     "les autres l'attendent."}};

constexpr Lesson ill_is_not_open{
    "ill-is-not-open",
    {"no robots.txt allows all; a host that cannot say forbids all",
     "sans robots.txt tout est permis ; un hôte qui ne peut rien dire interdit "
     "tout"},
    {"A host that has no robots.txt (300 to 499) was treated as closed, or one "
     "that could not give it (500, a failure, something else) as open. Not to "
     "know is not to be allowed: the rules exist perhaps, and the host is ill, "
     "and needs no crowd now.",
     "Un hôte qui n'a pas de robots.txt (300 à 499) a été traité comme fermé, "
     "ou un hôte qui n'a pas pu le donner (500, un échec, autre chose) comme "
     "ouvert. Ne pas savoir n'est pas être autorisé : les règles existent "
     "peut-être, l'hôte est malade, et n'a pas besoin d'une foule."}};

constexpr Lesson waits_at_every_door{
    "waits-at-every-door",
    {"nobody waits for the robots.txt of another host",
     "personne n'attend le robots.txt d'un autre hôte"},
    {"One host takes its time for robots.txt, and the pages of others wait "
     "with it. What is known, and who is on the way, is a matter of each host: "
     "keep it in a map by host.",
     "Un hôte prend son temps pour robots.txt, et les pages des autres "
     "attendent avec lui. Ce que l'on sait, et qui est en route, est l'affaire "
     "de chaque hôte : gardez-le dans une map par hôte."}};

constexpr Lesson left_at_the_door{
    "left-at-the-door",
    {"whoever waits for robots.txt goes on when it is there, whoever else "
     "stops",
     "qui attend robots.txt continue quand il est là, quoi que fassent les "
     "autres"},
    {"Somebody waits for a robots.txt that nobody fetches any more, or was "
     "stopped together with another one, or got something else than fetch "
     "gave. If the one who went for it is told to stop, one of those who wait "
     "must go. Ring the bell on each way out, and let each look again.",
     "Quelqu'un attend un robots.txt que plus personne ne va chercher, ou a "
     "été arrêté avec un autre, ou a reçu autre chose que ce que fetch a "
     "donné. Si celui qui y est allé reçoit l'ordre d'arrêter, l'un de ceux "
     "qui attendent doit y aller. Sonnez à chaque sortie, et que chacun "
     "regarde de nouveau."}};

}  // namespace lessons
