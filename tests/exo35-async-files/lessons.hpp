// The lessons of exo35: what each failure teaches. LESSONS.md and
// LESSONS.fr.md, beside the exercise, explain them further.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson blocks_the_room{
    "blocks-the-room",
    {"with no clerk free, nothing is done yet",
     "sans magasinier libre, rien n'est encore fait"},
    {"The thread of the event loop went to the disk itself. No co_await makes "
     "a stream asynchronous: whoever opens, reads or writes waits for the "
     "disk, and the whole loop with them. Hand all of it to the pool: "
     "co_spawn(clerks, ..., use_awaitable).",
     "Le fil de la boucle d'événements est allé lui-même au disque. Aucun "
     "co_await ne rend un flux asynchrone : qui ouvre, lit ou écrit attend le "
     "disque, et toute la boucle avec lui. Confiez tout cela aux magasiniers : "
     "co_spawn(clerks, ..., use_awaitable)."}};

constexpr Lesson waits_for_the_future{
    "waits-for-the-future",
    {"while all clerks are busy, the reading room goes on",
     "pendant que les magasiniers sont pris, la salle de lecture continue"},
    {"The work was handed to the pool, and then the loop's thread stood still "
     "until it was done: future.get() blocks as surely as the disk. Await the "
     "end with a completion token: co_await and use_awaitable.",
     "Le travail a été confié aux magasiniers, puis le fil de la boucle est "
     "resté planté jusqu'à la fin : future.get() bloque aussi sûrement que le "
     "disque. Attendez la fin avec un jeton de complétion : co_await et "
     "use_awaitable."}};

constexpr Lesson returns_at_once{
    "returns-at-once",
    {"the function ends when the clerk is back, not before",
     "la fonction finit quand le magasinier est revenu, pas avant"},
    {"The work was given to a clerk, and nobody waited for the outcome. "
     "asio::post(clerks, job) says \"some day\" and goes on. What you need to "
     "know the end of, you co_await.",
     "Le travail a été confié à un magasinier, et personne n'en a attendu "
     "l'issue. asio::post(clerks, job) dit « un jour » et passe à la suite. Ce "
     "dont il faut connaître la fin, on l'attend avec co_await."}};

constexpr Lesson post_comes_back{
    "post-comes-back",
    {"while a clerk waits for the disk, the reading room serves others",
     "pendant qu'un magasinier attend, la salle de lecture sert les autres"},
    {"A blocking call runs on the loop's thread. Did you write co_await "
     "asio::post(clerks, use_awaitable)? It goes to the pool and comes back "
     "before your next line: that line runs where it always ran. Spawn the "
     "blocking work itself on the pool: opening and reading, all of it.",
     "Un appel bloquant s'exécute sur le fil de la boucle. Avez-vous écrit "
     "co_await asio::post(clerks, use_awaitable) ? Cela va chez les "
     "magasiniers et en revient avant votre ligne suivante, qui s'exécute là "
     "où elle l'a toujours fait. Confiez-leur le travail bloquant lui-même, "
     "ouverture et lecture comprises."}};

constexpr Lesson stays_on_the_pool{
    "stays-on-the-pool",
    {"the caller goes on in the reading room, after a success and a failure",
     "l'appelant continue dans la salle de lecture, succès ou échec"},
    {"Your coroutine moved to a thread of the pool and never came back: its "
     "caller went on there, beside the loop's own thread, where nothing was "
     "locked for that. With co_spawn on the pool, only the work is there. If "
     "you go yourself, come back yourself, also when an exception passes.",
     "Votre coroutine est partie sur un fil des magasiniers et n'en est pas "
     "revenue : l'appelant a continué là-bas, à côté du fil de la boucle, où "
     "rien n'est verrouillé pour cela. Avec co_spawn chez eux, seul le travail "
     "y est. Si vous y allez vous-même, revenez vous-même, y compris quand "
     "passe une exception."}};

constexpr Lesson bytes_changed{
    "bytes-changed",
    {"the same bytes, all of them", "les mêmes octets, tous"},
    {"A file is bytes. Reading lines drops or adds their ends, a C string "
     "stops at the first zero, and text mode changes ends of lines on Windows. "
     "Open in binary, and move counted bytes.",
     "Un fichier, ce sont des octets. Lire des lignes ôte ou ajoute leurs "
     "fins, une chaîne C s'arrête au premier zéro, et le mode texte change les "
     "fins de ligne sous Windows. Ouvrez en binaire, et déplacez des octets "
     "comptés."}};

constexpr Lesson one_read{
    "one-read",
    {"the file to its end, however many reads that takes",
     "le fichier jusqu'à sa fin, quel que soit le nombre de lectures"},
    {"One read gives what there is, at most what fits. That is not the whole "
     "file. Read again and again, append what came, stop at the end.",
     "Une lecture donne ce qu'il y a, et au plus ce qui tient. Ce n'est pas le "
     "fichier entier. Lisez encore et encore, ajoutez ce qui est venu, arrêtez "
     "à la fin."}};

constexpr Lesson shared_by_clerks{
    "shared-by-clerks",
    {"who reads two files at the same time has two texts",
     "qui lit deux fichiers en même temps a deux textes"},
    {"Two clerks were at work at the same time, and the one wrote where the "
     "other one did. A static variable, or a global one, is a single one for "
     "all calls. What a call needs is its own: a local variable, or a member "
     "of the job.",
     "Deux magasiniers étaient au travail en même temps, et l'un a écrit là où "
     "l'autre écrivait. Une variable statique, ou globale, est une seule et "
     "même variable pour tous les appels. Ce dont un appel a besoin lui "
     "appartient : une variable locale, ou un membre de la tâche."}};

constexpr Lesson end_is_no_error{
    "end-is-no-error",
    {"a file that ends, even at once, is read",
     "un fichier qui finit, même tout de suite, est lu"},
    {"The end of the file was taken for a failure. A stream that could not "
     "fill your buffer fails, and has read to the end all the same: eof() "
     "tells the end, bad() a failure, gcount() what came before.",
     "La fin du fichier a été prise pour un échec. Un flux qui n'a pas pu "
     "remplir votre tampon échoue, et il a pourtant tout lu : eof() dit la "
     "fin, bad() un échec, gcount() ce qui est venu avant."}};

constexpr Lesson error_lost{
    "error-lost",
    {"what cannot be done is an exception",
     "ce qui ne peut se faire est une exception"},
    {"Nothing was said of the failure. A stream that fails stays silent and "
     "does nothing more: an unreadable file looks empty, a write to nowhere "
     "looks done. Ask it after opening, and after the last byte.",
     "L'échec a été passé sous silence. Un flux qui échoue se tait et ne fait "
     "plus rien : un fichier illisible a l'air vide, une écriture impossible a "
     "l'air faite. Interrogez-le après l'ouverture, et après le dernier "
     "octet."}};

constexpr Lesson error_without_path{
    "error-without-path",
    {"the message names the file", "le message nomme le fichier"},
    {"\"No such file\": which of them? What is obvious where it is thrown is "
     "not where it is read. std::filesystem::filesystem_error carries a path "
     "and a reason.",
     "« Fichier introuvable » : lequel ? Ce qui est évident là où on lève "
     "l'exception ne l'est plus là où on la lit. "
     "std::filesystem::filesystem_error porte un chemin et une raison."}};

constexpr Lesson truncates_first{
    "truncates-first",
    {"who has the old document open reads it whole",
     "qui a ouvert l'ancien document le lit en entier"},
    {"The file was opened to be written, and so was empty at once: a reader "
     "found half, and a failure would leave nothing. Write beside it, then "
     "rename over it: the name passes from old to new at one stroke.",
     "Le fichier a été ouvert en écriture, donc vidé aussitôt : un lecteur n'y "
     "trouve qu'une partie, et un échec n'y laisserait rien. Écrivez à côté, "
     "puis renommez par-dessus : le nom passe de l'ancien au nouveau d'un seul "
     "coup."}};

constexpr Lesson temporary_left{
    "temporary-left",
    {"after a failure, the folder is as before",
     "après un échec, le dossier est comme avant"},
    {"The draft stayed behind. Each step after its creation can throw, the "
     "rename too: remove it on the way out of every failure, and let the "
     "exception go on.",
     "Le brouillon est resté. Après sa création, tout peut lever une "
     "exception, le renommage aussi : supprimez-le à chaque sortie en échec, "
     "et laissez l'exception continuer."}};

constexpr Lesson someone_elses_file{
    "someone-elses-file",
    {"the other documents are as they were",
     "les autres documents sont comme avant"},
    {"The draft took a name that was taken, and that document is lost. So "
     "would be one of two drafts written at the same time. Put in the name "
     "something that nobody else has: a random number, for example.",
     "Le brouillon a pris un nom déjà pris, et ce document-là est perdu. Deux "
     "brouillons écrits en même temps se perdraient de même. Mettez dans le "
     "nom ce que personne d'autre n'a : un nombre aléatoire, par exemple."}};

constexpr Lesson wrong_count{
    "wrong-count",
    {"words stand between white space", "les mots sont entre les blancs"},
    {"Several spaces in a row make no word, nor do those at the ends; a line "
     "ends a word as a space does; the last word counts without anything after "
     "it. Count the starts of words.",
     "Plusieurs espaces de suite ne font pas un mot, ceux des bords non plus ; "
     "une fin de ligne termine un mot comme un espace ; le dernier mot compte "
     "même si rien ne le suit. Comptez les débuts de mots."}};

constexpr Lesson order_lost{
    "order-lost",
    {"the counts are in the order of the paths",
     "les comptes sont dans l'ordre des chemins"},
    {"The counts are in the order in which the files were done. Give each file "
     "its place beforehand, and write the count there.",
     "Les comptes sont dans l'ordre où les fichiers ont fini. Donnez d'avance "
     "sa place à chaque fichier, et écrivez-y son compte."}};

constexpr Lesson first_error_ends_all{
    "first-error-ends-all",
    {"one bad file is reported in its place, the others are counted",
     "un mauvais fichier est signalé à sa place, les autres sont comptés"},
    {"The exception of one file left the function, and the work on all the "
     "others is lost. Catch it where you still know which file it is about.",
     "L'exception d'un seul fichier est sortie de la fonction, et le travail "
     "sur tous les autres est perdu. Interceptez-la là où vous savez encore de "
     "quel fichier il s'agit."}};

constexpr Lesson place_lost{
    "place-lost",
    {"a file that fails makes room for the next one",
     "un fichier qui échoue fait place au suivant"},
    {"After a failure nobody takes the next file, and the function waits for "
     "ever. The place must be given back on every way out, also when an "
     "exception passes.",
     "Après un échec, personne ne prend le fichier suivant, et la fonction "
     "attend sans fin. La place doit être rendue par toutes les sorties, y "
     "compris quand passe une exception."}};

constexpr Lesson size_first{
    "size-first",
    {"a document that comes in pieces is read to its end",
     "un document qui vient par morceaux est lu jusqu'à la fin"},
    {"The size was asked before reading. A pipe has none, a file in /proc says "
     "0, and a log grows meanwhile. Read until the end: that is the only size "
     "that is true.",
     "La taille a été demandée avant la lecture. Un tube n'en a pas, un "
     "fichier de /proc dit 0, un journal grandit entre-temps. Lisez jusqu'à la "
     "fin : c'est la seule taille qui soit vraie."}};

constexpr Lesson outlives_its_caller{
    "outlives-its-caller",
    {"cancelled, it ends once no clerk works for it",
     "annulée, elle finit quand plus aucun magasinier ne travaille pour elle"},
    {"The coroutine ended and a clerk is still at its work, with references "
     "into a frame that is gone. A thread cannot be called back: wait for it, "
     "whatever wakes you; and give the job values, not references.",
     "La coroutine a fini et un magasinier y travaille encore, avec des "
     "références vers ce qui n'existe plus. Un fil d'exécution ne se rappelle "
     "pas : attendez-le, quelle que soit la chose qui vous réveille ; et "
     "donnez au travail des valeurs, pas des références."}};

constexpr Lesson left_open{
    "left-open",
    {"the file is closed when it is read", "le fichier lu est refermé"},
    {"The file is still open. Each one left so is lost until the program ends, "
     "and the system allows about a thousand. Let an object close it: "
     "std::ifstream does, on every way out.",
     "Le fichier est resté ouvert. Chacun est perdu jusqu'à la fin du "
     "programme, et le système en permet un millier environ. Laissez un objet "
     "le fermer : std::ifstream le fait, par toutes les sorties."}};

constexpr Lesson write_not_checked{
    "write-not-checked",
    {"when the disk is full, it throws and the old document stands",
     "disque plein : une exception, et l'ancien document demeure"},
    {"What could not be written was put in place all the same. A stream keeps "
     "the last bytes in its buffer until close(): only after close() does its "
     "state say whether they all arrived. Look at it before you rename.",
     "Ce qui n'a pas pu être écrit a quand même pris la place. Un flux garde "
     "les derniers octets dans son tampon jusqu'à close() : c'est seulement "
     "après que son état dit si tout est arrivé. Regardez-le avant de "
     "renommer."}};

constexpr Lesson other_folder{
    "other-folder",
    {"nothing is written in another folder",
     "rien n'est écrit dans un autre dossier"},
    {"The draft went to another folder. That may be another disk, and no "
     "rename goes from one disk to another: it fails, or copies, and a copy is "
     "not one stroke. The place of a draft is beside its target.",
     "Le brouillon est allé dans un autre dossier. Ce peut être un autre "
     "disque, et on ne renomme pas d'un disque à l'autre : cela échoue, ou "
     "copie, et une copie ne se fait pas d'un coup. La place d'un brouillon "
     "est à côté de sa cible."}};

constexpr Lesson one_at_a_time{
    "one-at-a-time",
    {"as many files are open as the limit allows",
     "autant de fichiers sont ouverts que la limite le permet"},
    {"Clerks stand idle while files wait. A co_await in a loop waits at each "
     "turn. Start as many as the limit before you wait for the first.",
     "Des magasiniers sont oisifs et des fichiers attendent. Un co_await dans "
     "une boucle attend à chaque tour. Démarrez-en autant que la limite avant "
     "d'attendre le premier."}};

constexpr Lesson too_many_at_once{
    "too-many-at-once",
    {"never more files are open than the limit",
     "jamais plus de fichiers ouverts que la limite"},
    {"More files are open than allowed. What limits is not the order in which "
     "results are awaited, nor the number of threads, but who may begin. Let a "
     "file begin only when a place is free.",
     "Il y a plus de fichiers ouverts que permis. Ce qui limite n'est ni "
     "l'ordre dans lequel on attend les résultats, ni le nombre de fils, mais "
     "qui a le droit de commencer. Un fichier ne commence que si une place est "
     "libre."}};

constexpr Lesson waits_for_the_slowest{
    "waits-for-the-slowest",
    {"as soon as one file is done, the next one begins",
     "dès qu'un fichier est fini, le suivant commence"},
    {"One file is done, and its place stays empty until the whole group is "
     "done. Groups go at the pace of their slowest. Let whoever has finished "
     "take the next file.",
     "Un fichier est fini, et sa place reste vide jusqu'à la fin du groupe. Un "
     "groupe va au rythme du plus lent. Que celui qui a fini prenne le fichier "
     "suivant."}};

constexpr Lesson clerk_waits_its_turn{
    "clerk-waits-its-turn",
    {"a clerk is busy only with a file that is open",
     "un magasinier n'est pris que par un fichier ouvert"},
    {"Clerks stand in line for their turn, and nobody else can have them: with "
     "enough files, the pool is full of threads that wait for each other. A "
     "turn is waited for in the reading room, with co_await, where it costs "
     "nothing.",
     "Des magasiniers font la queue en attendant leur tour, et plus personne "
     "ne peut en disposer : avec assez de fichiers, il n'y a plus que des fils "
     "qui s'attendent les uns les autres. On attend son tour dans la salle de "
     "lecture, avec co_await, où cela ne coûte rien."}};

constexpr Lesson cancellation_swallowed{
    "cancellation-swallowed",
    {"cancelled, it opens no further file, and throws",
     "annulée, elle n'ouvre plus de fichier et lève une exception"},
    {"The cancellation was taken for one more bad file, and the work went on. "
     "A catch around a co_await catches operation_aborted too. Ask "
     "this_coro::cancellation_state, and stop.",
     "L'annulation a été prise pour un mauvais fichier de plus, et le travail "
     "a continué. Un catch autour d'un co_await intercepte aussi "
     "operation_aborted. Interrogez this_coro::cancellation_state, et "
     "arrêtez."}};

constexpr Lesson stopped_otherwise{
    "stopped-otherwise",
    {"cancelled, it throws operation_aborted, and nothing else",
     "annulée, elle lève operation_aborted, et rien d'autre"},
    {"It stopped, and threw something else. Whoever has cancelled looks for "
     "asio::error::operation_aborted, to tell the own wish from a failure. Did "
     "two sides of && throw? Together they are multiple_exceptions. Let each "
     "of them return, and throw once, when all have ended.",
     "Elle s'est arrêtée, mais en levant autre chose. Qui a annulé cherche "
     "asio::error::operation_aborted, pour distinguer son propre souhait d'un "
     "échec. Deux côtés d'un && ont-ils levé une exception ? Ensemble, elles "
     "deviennent multiple_exceptions. Que chacun d'eux revienne, et levez-en "
     "une seule, quand tous ont fini."}};

constexpr Lesson other_threads{
    "other-threads",
    {"only the clerks wait for the disk",
     "seuls les magasiniers attendent le disque"},
    {"While no clerk was free, other threads came: std::async, a std::thread "
     "or a pool of your own. Whoever gave you the clerks has decided how many "
     "threads there are; take one of those, and wait for your turn.",
     "Alors qu'aucun magasinier n'était libre, d'autres fils sont apparus : "
     "std::async, un std::thread ou un pool à vous. Celui qui vous a donné les "
     "magasiniers a décidé du nombre de fils ; prenez l'un d'eux, et attendez "
     "votre tour."}};

constexpr Lesson relative_path{
    "relative-path",
    {"a path means what it means to the caller",
     "un chemin veut dire ce qu'il veut dire pour l'appelant"},
    {"A path without a folder is one in the current folder: its parent_path() "
     "is empty. Text glued together from parent_path() and a slash leads to "
     "the root of the disk; path::replace_filename, or += at the end, does "
     "not. And an error names the path that was given: fs::absolute makes of "
     "it one that the caller has never said.",
     "Un chemin sans dossier est dans le dossier courant : son parent_path() "
     "est vide. Un texte assemblé de parent_path() et d'une barre mène à la "
     "racine du disque ; path::replace_filename, ou += à la fin, non. Et une "
     "erreur nomme le chemin qui a été donné : fs::absolute en fait un que "
     "l'appelant n'a jamais dit."}};

constexpr Lesson gap{
    "gap",
    {"at every moment there is a whole document",
     "à chaque instant il y a un document entier"},
    {"The old document was removed, or moved away, before the new one took its "
     "place: whoever opens it in between finds none, and a crash in between "
     "loses both. A rename replaces what is there; do not make room for it "
     "first.",
     "L'ancien document a été supprimé, ou déplacé, avant que le nouveau "
     "prenne sa place : qui l'ouvre entre-temps n'en trouve aucun, et un "
     "plantage entre-temps perd les deux. Un renommage remplace ce qui est là "
     "; ne lui faites pas de place d'abord."}};

constexpr Lesson same_name_twice{
    "same-name-twice",
    {"the name of a draft is one that nobody can have",
     "le nom d'un brouillon est un nom que personne ne peut avoir"},
    {"The name of the draft could be foreseen: a counter, a generator without "
     "a seed, the number of the process or of the thread, the time. Another "
     "program, or this one when it is started again, counts the same; two "
     "drafts of one name write into each other. Take a random number, and "
     "refuse a file that exists.",
     "Le nom du brouillon était prévisible : un compteur, un générateur sans "
     "graine, le numéro du processus ou du fil, l'heure. Un autre programme, "
     "ou celui-ci quand on le relance, compte de même ; deux brouillons d'un "
     "même nom s'écrivent l'un dans l'autre. Prenez un nombre aléatoire, et "
     "refusez un fichier qui existe."}};

constexpr Lesson limit_beyond{
    "limit-beyond",
    {"a limit beyond the number of files is no limit",
     "une limite au-delà du nombre de fichiers n'en est pas une"},
    {"The limit is far above the number of files, and something was made for "
     "each place: a reader, an entry of a list. Or it was put where it does "
     "not fit, an int, a sum, and came out small or negative. There is never "
     "more work than there are files: std::min(limit, paths.size()), first of "
     "all.",
     "La limite est bien au-dessus du nombre de fichiers, et quelque chose a "
     "été créé pour chaque place : un lecteur, une case. Ou bien on l'a mise "
     "là où elle ne tient pas, dans un int, dans une somme, et il en est sorti "
     "un nombre petit ou négatif. Il n'y a jamais plus de travail que de "
     "fichiers : std::min(limit, paths.size()), avant toute chose."}};

constexpr Lesson word_lost{
    "word-lost",
    {"cancelled in the moment when a file is done, it still ends",
     "annulée au moment où un fichier est fini, elle finit quand même"},
    {"A file was done in the moment when count_words was told to stop, and "
     "count_words did not hear of it: it waits for ever. In Asio before 1.27, "
     "a channel whose only receiver was cancelled refuses try_send until "
     "somebody receives again. Send with async_send, or count yourself and "
     "ring a bell.",
     "Un fichier a été fini au moment où count_words recevait l'ordre "
     "d'arrêter, et count_words ne l'a pas appris : elle attend pour toujours. "
     "Avant Asio 1.27, un canal dont l'unique destinataire a été annulé refuse "
     "try_send jusqu'à ce que quelqu'un reçoive de nouveau. Envoyez par "
     "async_send, ou comptez vous-même et actionnez une sonnette."}};

}  // namespace
