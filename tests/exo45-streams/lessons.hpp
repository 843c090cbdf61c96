// What the tests of exo45 teach.
#pragma once

#include <support/lesson.hpp>

inline namespace lessons {

using workbook::Lesson;

constexpr Lesson eager{
    "eager",
    {"a source is asked for what next() needs, and no sooner",
     "on ne demande à une source que ce dont next() a besoin, et pas plus tôt"},
    {"Something was asked for that nobody wanted yet, and perhaps never will. "
     "A stream pulls: its next() asks the next() behind it, for one value, "
     "when it is asked itself. A loop that reads ahead, or looks whether there "
     "is one more, does work that nobody ordered.",
     "On a demandé quelque chose dont personne n'avait encore besoin, et "
     "n'aura peut-être jamais. Un flux tire : son next() demande une valeur au "
     "next() qui est derrière lui, quand on lui en demande une. Une boucle qui "
     "lit d'avance, ou regarde s'il y en a encore une, fait un travail que "
     "personne n'a commandé."}};

constexpr Lesson two_readers{
    "two-readers",
    {"a source is asked for one value at a time",
     "on demande à une source une valeur à la fois"},
    {"A source was asked again while it was still being awaited. A source is a "
     "coroutine with one place to stand at, and not a queue. A read that is on "
     "its way belongs to the stream and not to one next(): keep it, and let "
     "the following next() find it.",
     "On a redemandé une valeur à une source que l'on attendait encore. Une "
     "source est une coroutine, qui ne se trouve qu'à un endroit, et non une "
     "file. Une lecture en cours appartient au flux et non à un seul next() : "
     "gardez-la, pour que le next() suivant la retrouve."}};

constexpr Lesson copies{
    "copies",
    {"a picture is moved, and not copied",
     "une image est déplacée, et non copiée"},
    {"What came out looks like what went in, but it was built anew. A type "
     "that cannot be copied says: there is one of it, pass it on. std::move "
     "the whole value at each station, out of the optional, too: "
     "std::move(*scan).",
     "Ce qui sort ressemble à ce qui est entré, mais a été reconstruit. Un "
     "type que l'on ne peut pas copier dit : il n'y en a qu'un, faites-le "
     "passer. Déplacez la valeur entière à chaque étape avec std::move, y "
     "compris hors de l'optional : std::move(*scan)."}};

constexpr Lesson error_becomes_end{
    "error-becomes-end",
    {"a failure is thrown, the very exception; it is no end",
     "un échec est levé, l'exception même ; ce n'est pas une fin"},
    {"The source or a function has thrown, and the reader heard of an end, of "
     "nothing, or of something else. Who hears of an end believes that it has "
     "everything. Keep the std::exception_ptr, and rethrow it where the next "
     "value would have been.",
     "La source ou une fonction a levé une exception, et le lecteur a vu une "
     "fin, rien, ou autre chose. Qui voit une fin croit avoir tout reçu. "
     "Gardez le std::exception_ptr, et relancez-le là où aurait été la valeur "
     "suivante."}};

constexpr Lesson failure_overtakes{
    "failure-overtakes",
    {"what came before a failure is given before it is thrown",
     "ce qui précède un échec est donné avant que l'échec soit levé"},
    {"A failure has overtaken values that came before it, and they are lost. A "
     "stream is a sequence: values, and then one end or one failure. Whatever "
     "holds values when it hears of the failure gives them first, and throws "
     "at the next next().",
     "Un échec a dépassé des valeurs venues avant lui, et elles sont perdues. "
     "Un flux est une suite : des valeurs, puis une fin ou un échec. Qui "
     "détient des valeurs quand il apprend l'échec les donne d'abord, et lève "
     "l'exception au next() suivant."}};

constexpr Lesson deaf_to_cancellation{
    "deaf-to-cancellation",
    {"cancelled, next() throws operation_aborted",
     "annulé, next() lève operation_aborted"},
    {"next() was told to stop, and took that for something else: for a bell, "
     "or for a window that closes. A cancelled wait and a wait whose timer was "
     "cancelled end with the same error. Only co_await "
     "asio::this_coro::cancellation_state tells them apart.",
     "next() a reçu l'ordre d'arrêter, et l'a pris pour autre chose : une "
     "sonnette, ou une fenêtre qui se ferme. Une attente annulée et une "
     "attente dont on a annulé la minuterie finissent par la même erreur. Seul "
     "co_await asio::this_coro::cancellation_state les distingue."}};

constexpr Lesson left_running{
    "left-running",
    {"who drops a stream stops all behind it, and it ends before its source "
     "goes",
     "abandonner un flux arrête tout ce qui le suit, avant que sa source "
     "parte"},
    {"The stream is over, and something that it has begun still waits at a "
     "belt, or its source was destroyed under it. What runs apart, in a "
     "coroutine of its own, does not end with the object that has started it. "
     "The destructor tells it to stop; it cannot wait, so what the coroutine "
     "uses must live as long as the coroutine.",
     "Le flux est terminé, et quelque chose qu'il a commencé attend encore "
     "devant un tapis, ou sa source a été détruite sous lui. Ce qui s'exécute "
     "à part, dans sa propre coroutine, ne finit pas avec l'objet qui l'a "
     "lancé. Le destructeur lui dit d'arrêter ; il ne peut pas attendre : ce "
     "dont la coroutine se sert doit donc vivre aussi longtemps qu'elle."}};

constexpr Lesson order_lost{
    "order-lost",
    {"all values come, each once, in their order",
     "toutes les valeurs viennent, chacune une fois, dans leur ordre"},
    {"A value is missing, or came before one that was there earlier, or was "
     "due earlier. The order is that in which values, or calls, came from the "
     "source. What is ready too early keeps its place, and waits there.",
     "Il manque une valeur, ou elle est sortie avant une autre qui était là, "
     "ou qui était due, plus tôt. L'ordre est celui dans lequel les valeurs, "
     "ou les appels, sont venus de la source. Ce qui est prêt trop tôt garde "
     "sa place, et y attend."}};

constexpr Lesson when_it_ends{
    "when-it-ends",
    {"a stream ends when its sources have ended and all is given",
     "un flux finit quand ses sources ont fini et que tout est donné"},
    {"The end came too early, or never. One source of several that ends is not "
     "the end; and with no source at all, nothing will ring a bell. Ask before "
     "each wait: can anything still come?",
     "La fin est venue trop tôt, ou jamais. Une source qui finit parmi "
     "plusieurs n'est pas la fin ; et sans aucune source, personne ne sonnera. "
     "Demandez-vous avant chaque attente : peut-il encore venir quelque chose "
     "?"}};

constexpr Lesson changed_twice{
    "changed-twice",
    {"`change` is called once for each scan, when that is given",
     "`change` est appelée une fois par scan, quand on le donne"},
    {"`change` was not called, or too often. The function of the caller may "
     "count, may print, may cost a second. How often it is called is part of "
     "what map promises: once for each scan that is asked for, and what it "
     "returns is given.",
     "`change` n'a pas été appelée, ou l'a été trop souvent. La fonction de "
     "l'appelant compte peut-être, affiche, ou prend une seconde. Le nombre "
     "de ses appels fait partie de ce que promet map : un par scan demandé, et "
     "ce qu'elle rend est donné."}};

constexpr Lesson unwanted_is_no_end{
    "unwanted-is-no-end",
    {"filter leaves out what is not wanted, keeps nothing of it, and goes on",
     "filter laisse de côté ce qui n'est pas voulu, n'en garde rien, et "
     "continue"},
    {"A scan that is not wanted ended the stream, or came out as something "
     "empty. To give nothing means the end: so filter must not return until "
     "it has something, or until the source has ended. That is a loop, and no "
     "next() that awaits itself: each of these would wait, and take room, "
     "until the last has something.",
     "Un scan dont on ne veut pas a mis fin au flux, ou est sorti vide. Ne "
     "rien donner veut dire la fin : filter ne doit donc pas rendre la main "
     "avant d'avoir quelque chose, ou avant la fin de la source. C'est une "
     "boucle, et non un next() qui s'attend lui-même : chacun attendrait, et "
     "prendrait de la place, jusqu'à ce que le dernier ait quelque chose."}};

constexpr Lesson source_kept{
    "source-kept",
    {"take lets go of its source when it gives the last scan",
     "take lâche sa source quand il donne le dernier scan"},
    {"The last scan was given, and the source is still there: a camera that "
     "films, a connection that is open, for somebody who will read no more. "
     "You know when you give it that it is the last one; nobody has to ask "
     "once more.",
     "Le dernier scan est donné, et la source est encore là : une caméra qui "
     "filme, une connexion ouverte, pour quelqu'un qui ne lira plus. En le "
     "donnant, vous savez que c'est le dernier ; il n'est pas besoin d'une "
     "demande de plus."}};

constexpr Lesson too_fast{
    "too-fast",
    {"at least `pause` passes between two scans",
     "au moins `pause` s'écoule entre deux scans"},
    {"Two scans came out with too little time in between. The pause counts "
     "from the moment when the last scan was given. A timetable that is fixed "
     "once makes up for lost time: after a long silence it lets a crowd "
     "through at once.",
     "Deux scans sont sortis à trop peu de temps l'un de l'autre. La pause "
     "compte à partir du moment où le dernier scan a été donné. Un horaire "
     "fixé une fois pour toutes rattrape le temps perdu : après un long "
     "silence, il laisse passer une foule d'un coup."}};

constexpr Lesson paused_for_nothing{
    "paused-for-nothing",
    {"who comes late enough does not wait; nor do the end and failures",
     "qui vient assez tard n'attend pas ; la fin et les échecs non plus"},
    {"Somebody waited who need not. If you pause first and ask then, the way "
     "of the scan comes on top of the pause, and the end waits, too. Ask "
     "first; then wait for what is left of the pause, if there is a scan, "
     "and if one was given before it.",
     "On a fait attendre pour rien. Si vous faites la pause avant de demander, "
     "le trajet du scan s'ajoute à la pause, et la fin attend aussi. Demandez "
     "d'abord ; puis attendez ce qui reste de la pause, s'il y a un scan, et "
     "si un autre a été donné avant lui."}};

constexpr Lesson batch_never_flushed{
    "batch-never-flushed",
    {"a batch is given when it is full, late, or the last",
     "un lot est donné quand il est plein, en retard, ou le dernier"},
    {"Scans are in a batch that nobody gets: the belt is silent, or has ended, "
     "and the batch is not full. There are three reasons to give it, and each "
     "alone is enough.",
     "Des scans sont dans un lot que personne ne reçoit : le tapis se tait, ou "
     "a fini, et le lot n'est pas plein. Il y a trois raisons de le donner, et "
     "chacune suffit."}};

constexpr Lesson flushed_too_early{
    "flushed-too-early",
    {"a batch waits for more until its window closes",
     "un lot attend d'autres scans jusqu'à la fermeture de sa fenêtre"},
    {"A batch was given before it was full, with its window still open, or it "
     "has more than `count` scans. Small batches are what batch is there to "
     "avoid: `max_wait` is what the caller is ready to pay for that.",
     "Un lot a été donné avant d'être plein, sa fenêtre encore ouverte, ou il "
     "a plus de `count` scans. Éviter les petits lots est la raison d'être de "
     "batch : `max_wait` est ce que l'appelant est prêt à payer pour cela."}};

constexpr Lesson timer_per_item{
    "timer-per-item",
    {"a window closes `max_wait` after its first scan",
     "une fenêtre se ferme `max_wait` après son premier scan"},
    {"Scans trickle in, and the window does not close. A timer that each scan "
     "sets again measures silence, and not how long the first scan has been "
     "waiting. One timer for each window; its moment is fixed when it opens.",
     "Les scans arrivent au compte-gouttes, et la fenêtre ne se ferme pas. Une "
     "minuterie que chaque scan règle à nouveau mesure le silence, et non "
     "l'attente du premier scan. Une minuterie par fenêtre ; son heure est "
     "fixée à l'ouverture."}};

constexpr Lesson empty_batch{
    "empty-batch",
    {"no batch is empty: silence is not a batch",
     "aucun lot n'est vide : le silence n'est pas un lot"},
    {"An empty batch came out, or one was due before anything had come. The "
     "window opens with its first scan: before that, no time runs. And at the "
     "end there may be nothing left.",
     "Un lot vide est sorti, ou était attendu avant que rien soit venu. La "
     "fenêtre s'ouvre avec son premier scan : avant, aucun temps ne court. Et "
     "à la fin, il se peut qu'il ne reste rien."}};

constexpr Lesson lost_in_the_window{
    "lost-in-the-window",
    {"what is on its way when a window closes is in the next batch",
     "ce qui est en route à la fermeture d'une fenêtre est dans le lot "
     "suivant"},
    {"The window closed, and the read under way was given up: cancelled, or "
     "forgotten. A race cancels its loser, and a source that was cancelled is "
     "at its end. So do not race the read itself: let it run apart, and race "
     "only your waiting for it.",
     "La fenêtre s'est fermée, et la lecture en cours a été abandonnée : "
     "annulée, ou oubliée. Une course annule le perdant, et une source annulée "
     "est à sa fin. Ne mettez donc pas la lecture elle-même dans la course : "
     "laissez-la courir à part, et n'y mettez que votre attente."}};

constexpr Lesson timer_left_armed{
    "timer-left-armed",
    {"when next() has returned, nothing waits",
     "quand next() a rendu la main, plus rien n'attend"},
    {"The scans are given, and a timer that was set for them still runs: run() "
     "waits for it, and when it rings it may close a window that is not its "
     "own. Who starts a timer stops it, on each way out.",
     "Les scans sont donnés, et une minuterie réglée pour eux court encore : "
     "run() l'attend, et en sonnant elle peut fermer une fenêtre qui n'est pas "
     "la sienne. Qui lance une minuterie l'arrête, à chaque sortie."}};

constexpr Lesson waits_for_one_belt{
    "waits-for-one-belt",
    {"all belts are awaited at the same time",
     "on attend tous les tapis à la fois"},
    {"A scan is there, and next() waits for another belt. To await one source "
     "after the other is not to merge them. Each source needs a coroutine that "
     "waits for it, all at the same time.",
     "Un scan est là, et next() attend un autre tapis. Attendre une source "
     "après l'autre n'est pas les réunir. Chaque source a besoin d'une "
     "coroutine qui l'attend, toutes en même temps."}};

constexpr Lesson belt_starved{
    "belt-starved",
    {"what came first is given first, whoever else has something",
     "le premier venu sort le premier, quoi qu'aient les autres"},
    {"A scan waits, and others that came after it are given. Who looks at the "
     "belts in a fixed order, and takes the first that has something, never "
     "gets to the last one while the first is busy. Note in which order they "
     "came.",
     "Un scan attend, et d'autres, venus après lui, sont donnés. Qui regarde "
     "les tapis dans un ordre fixe et prend le premier qui a quelque chose "
     "n'arrive jamais au dernier tant que le premier est chargé. Notez l'ordre "
     "des arrivées."}};

constexpr Lesson reads_ahead{
    "reads-ahead",
    {"of each source at most one scan is held",
     "on garde au plus un scan de chaque source"},
    {"A belt is read on and on, although nobody takes what comes: it piles up "
     "in memory. A stream pulls. Ask a belt again when its scan was taken.",
     "On lit un tapis encore et encore, alors que personne ne prend ce qui "
     "vient : cela s'entasse en mémoire. Un flux tire. Redemandez à un tapis "
     "quand son scan a été pris."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"`limit` calls are under way at the same time",
     "`limit` appels sont en cours en même temps"},
    {"There is room, there are calls, and nothing is begun. To await a call is "
     "to wait for it; to await a whole group is to leave places empty until "
     "its slowest call is done. Start calls apart, and fill each place when it "
     "becomes free.",
     "Il y a de la place, il y a des appels, et rien ne commence. Faire "
     "co_await sur un appel, c'est l'attendre ; attendre tout un groupe, c'est "
     "laisser des places vides jusqu'à la fin du plus lent. Lancez les appels "
     "à part, et remplissez chaque place dès qu'elle se libère."}};

constexpr Lesson over_the_limit{
    "over-the-limit",
    {"no more than `limit` calls are begun and not given",
     "pas plus de `limit` appels sont commencés et non donnés"},
    {"More calls were begun than there are places. A scan that came too early "
     "still has its place until it is given: if only those count that are "
     "under way, the row behind one slow call has no bound.",
     "On a commencé plus d'appels qu'il n'y a de places. Un scan venu trop tôt "
     "occupe sa place jusqu'à ce qu'il soit donné : si l'on ne compte que les "
     "appels en cours, la file derrière un appel lent n'a pas de borne."}};

constexpr Lesson held_back{
    "held-back",
    {"a scan is given as soon as all before it are given",
     "un scan est donné dès que tous les précédents sont donnés"},
    {"The turn of a scan has come, and it still waits: for the source to give "
     "another call, or for a group to be full. next() waits for two things at "
     "the same time, for the first call and for the source: either of them may "
     "ring.",
     "Le tour d'un scan est venu, et il attend encore : que la source donne un "
     "autre appel, ou qu'un groupe soit plein. next() attend deux choses à la "
     "fois, le premier appel et la source : l'un ou l'autre peut sonner."}};

}  // namespace lessons
