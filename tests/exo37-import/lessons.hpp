// The lessons of exo37: what each failure teaches. LESSONS.md and
// LESSONS.fr.md, beside the exercise, explain them further.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson disk_on_the_loop{
    "disk-on-the-loop",
    {"only clerks wait for the disk",
     "seuls les magasiniers attendent le disque"},
    {"The disk was asked by a thread that is not a clerk's, or the office "
     "stood still until a clerk was done. Meanwhile nobody is served. Hand the "
     "call to a clerk with co_spawn, and co_await its end; open is such a "
     "call, too.",
     "Le disque a été sollicité par un fil qui n'est pas celui d'un "
     "magasinier, ou bien le bureau s'est figé jusqu'à ce qu'un magasinier ait "
     "fini. Pendant ce temps, personne n'est servi. Confiez l'appel à un "
     "magasinier avec co_spawn, et attendez-en la fin avec co_await ; open en "
     "fait partie."}};

constexpr Lesson parses_on_the_loop{
    "parses-on-the-loop",
    {"only clerks parse", "seuls les magasiniers analysent"},
    {"parse was called in the office, or by a thread of your own. It waits for "
     "nothing, but it computes for long, and the office has one thread: while "
     "it computes, nobody is served. That is work for a clerk, too.",
     "parse a été appelée dans le bureau, ou par un fil à vous. Elle n'attend "
     "rien, mais elle calcule longtemps, et le bureau n'a qu'un fil : pendant "
     "qu'il calcule, personne n'est servi. C'est aussi un travail de "
     "magasinier."}};

constexpr Lesson clerk_kept_waiting{
    "clerk-kept-waiting",
    {"a clerk waits for nothing but the disk",
     "un magasinier n'attend rien d'autre que le disque"},
    {"A clerk stands still, and it is not the disk that keeps him: a mutex, a "
     "future or a condition variable does. A few of those, and there is no "
     "clerk left to do the work that they wait for. Let his work end, and "
     "await in the office what comes next.",
     "Un magasinier est immobile, et ce n'est pas le disque qui le retient : "
     "c'est un mutex, un future ou une variable de condition. Que quelques-uns "
     "en soient là, et il n'en reste aucun pour faire le travail qu'ils "
     "attendent. Laissez finir son travail, et attendez la suite dans le "
     "bureau."}};

constexpr Lesson among_the_clerks{
    "among-the-clerks",
    {"the sink is called in the office, and the caller goes on there",
     "le récepteur est appelé dans le bureau, et l'appelant y continue"},
    {"Your code went to a clerk's thread and stayed there: the sink, or the "
     "caller, now runs beside the office, and both touch the same things. "
     "co_spawn on the clerks with use_awaitable comes back; post with "
     "bind_executor does not.",
     "Votre code est passé sur le fil d'un magasinier et y est resté : le "
     "récepteur, ou l'appelant, s'exécute maintenant en même temps que le "
     "bureau, et tous deux touchent aux mêmes choses. co_spawn chez les "
     "magasiniers avec use_awaitable revient ; post avec bind_executor, non."}};

constexpr Lesson two_at_once{
    "two-at-once",
    {"a sink, a file and a ledger have one call at a time",
     "un récepteur, un fichier et un registre n'ont qu'un appel à la fois"},
    {"There was a call while another one had not ended. The sink may be a "
     "connection to a database, on which two writes at once are one mess, and "
     "two reads of one file share its place in the file. co_await the end of "
     "the one before; where several importers share it, each waits its turn.",
     "Il y a eu un appel alors qu'un autre n'avait pas fini. Le récepteur est "
     "peut-être une connexion à une base de données, où deux écritures à la "
     "fois se mélangent, et deux lectures d'un même fichier s'en partagent la "
     "position. Attendez la fin du précédent avec co_await ; si plusieurs "
     "imports le partagent, chacun attend son tour."}};

constexpr Lesson whole_file_in_memory{
    "whole-file-in-memory",
    {"no more than `most_kept` bytes are kept",
     "on ne garde pas plus de « most_kept » octets"},
    {"More of the file is in memory than is allowed. A file may be larger than "
     "the machine. Read a piece, pass it on, and read no further while nobody "
     "takes it: an importer that is faster than its sink must wait.",
     "Il y a en mémoire plus de ce fichier qu'il n'est permis. Un fichier peut "
     "être plus grand que la machine. Lisez un morceau, transmettez-le, et ne "
     "lisez pas plus loin tant que personne ne le prend : un import plus "
     "rapide que son récepteur doit attendre."}};

constexpr Lesson failure_lost{
    "failure-lost",
    {"what is thrown comes out as it is", "ce qui est levé ressort tel quel"},
    {"Something failed, and the caller did not learn it, or learned something "
     "else. An exception may end a loop like the end of the file does, two at "
     "once become multiple_exceptions, and in a function that is only posted "
     "it ends the program. An exception_ptr carries it home unchanged.",
     "Quelque chose a échoué, et l'appelant ne l'a pas su, ou a su autre "
     "chose. Une exception peut terminer une boucle comme le fait la fin du "
     "fichier, deux à la fois deviennent multiple_exceptions, et dans une "
     "fonction simplement postée elle arrête le programme. Un exception_ptr la "
     "rapporte intacte."}};

constexpr Lesson cancelled_goes_on{
    "cancelled-goes-on",
    {"cancelled, it begins nothing more, and says operation_aborted",
     "annulée, elle ne commence plus rien, et dit operation_aborted"},
    {"It was told to stop, and then a clerk or the sink still got something to "
     "do, or it ended otherwise. A clerk at work is waited for; after that, "
     "ask "
     "this_coro::cancellation_state. A cancellation is not one more bad file; "
     "and two coroutines that both throw it leave && as multiple_exceptions.",
     "On lui a dit d'arrêter, et ensuite un magasinier ou le récepteur a "
     "encore reçu du travail, ou bien elle a fini autrement. On attend le "
     "magasinier au travail ; après quoi, demandez "
     "this_coro::cancellation_state. Une annulation n'est pas un mauvais "
     "fichier de plus ; et deux coroutines qui la lèvent toutes deux sortent "
     "de && en multiple_exceptions."}};

constexpr Lesson left_behind{
    "left-behind",
    {"at its end, no clerk is at work for it and no file is open",
     "à sa fin, aucun magasinier ne travaille pour elle, aucun fichier n'est "
     "ouvert"},
    {"It ended, and left a clerk at work, or a file open. The caller may now "
     "destroy the disk, the ledger or what `parse` uses, and the clerk goes on "
     "with what is no more. Whoever starts work waits for its end, also when "
     "something else has failed.",
     "Elle a fini, et elle a laissé un magasinier au travail, ou un fichier "
     "ouvert. L'appelant peut maintenant détruire le disque, le registre ou ce "
     "dont `parse` se sert, et le magasinier continue avec ce qui n'est plus. "
     "Celui qui lance un travail en attend la fin, même si autre chose a "
     "échoué."}};

constexpr Lesson never_ends{
    "never-ends",
    {"when all is read and taken, it ends",
     "quand tout est lu et pris, elle finit"},
    {"Nobody has anything left to do, and it still waits; or a loop goes round "
     "for ever. Who should have woken it, and did that one know? What ends the "
     "loop? \"\" is the end of the file, each time you ask.",
     "Plus personne n'a rien à faire, et elle attend encore ; ou bien une "
     "boucle tourne sans fin. Qui devait la réveiller, et le savait-il ? Qui "
     "termine la boucle ? \"\" est la fin du fichier, chaque fois que vous "
     "demandez."}};

constexpr Lesson nothing_comes{
    "nothing-comes",
    {"each line is read, and comes to whoever takes it",
     "chaque ligne est lue, et parvient à qui la prend"},
    {"Nothing has come. A clerk opens the file and reads, from step 2 on a "
     "clerk parses, and then the sink, or the ledger, gets what there is. A "
     "coroutine that is called and not awaited does none of this: co_await "
     "begins it.",
     "Rien n'est venu. Un magasinier ouvre le fichier et lit, à partir de "
     "l'étape 2 un magasinier analyse, puis le récepteur, ou le registre, "
     "reçoit ce qu'il y a. Une coroutine qu'on appelle sans l'attendre ne fait "
     "rien de tout cela : c'est co_await qui la lance."}};

constexpr Lesson record_cut_in_two{
    "record-cut-in-two",
    {"a line is one line, however the reads cut it",
     "une ligne est une ligne, où que les lectures la coupent"},
    {"A line was cut where a read ended, or did not come at all. What stands "
     "behind the last \"\\n\" is the beginning of a line: keep it, and put the "
     "next bytes behind it.",
     "Une ligne a été coupée là où finissait une lecture, ou n'est pas venue. "
     "Ce qui suit le dernier « \\n » est le début d'une ligne : gardez-le, et "
     "mettez à sa suite les octets suivants."}};

constexpr Lesson last_line_lost{
    "last-line-lost",
    {"the last line counts, with a \"\\n\" or without",
     "la dernière ligne compte, avec ou sans « \\n »"},
    {"The end of the file ends a line as \"\\n\" does. What you still keep "
     "then is the last line, and nobody else will pass it on. If you keep "
     "nothing, there is no line, not an empty one.",
     "La fin du fichier termine une ligne comme le fait « \\n ». Ce que vous "
     "gardez encore est la dernière ligne, et personne d'autre ne la "
     "transmettra. Si vous ne gardez rien, il n'y a pas de ligne, pas même une "
     "vide."}};

constexpr Lesson byte_lost{
    "byte-lost",
    {"every byte but \"\\n\" belongs to its line",
     "tout octet sauf « \\n » appartient à sa ligne"},
    {"Bytes are missing, or are others. \"\\r\", spaces and zeros may mean "
     "something to whoever takes the line; an empty line is a line. Functions "
     "for C strings stop at a zero.",
     "Des octets manquent, ou sont autres. « \\r », les espaces et les zéros "
     "peuvent avoir un sens pour qui prend la ligne ; une ligne vide est une "
     "ligne. Les fonctions pour chaînes C s'arrêtent à un zéro."}};

constexpr Lesson honest_line_refused{
    "honest-line-refused",
    {"a line of `longest_line` bytes is a line like any other",
     "une ligne de « longest_line » octets est une ligne comme les autres"},
    {"A line that keeps the limit was refused. The limit is for one line, not "
     "for all that a read gave, and its \"\\n\" does not count.",
     "Une ligne qui respecte la limite a été refusée. La limite vaut pour une "
     "ligne, non pour tout ce qu'une lecture a donné, et son « \\n » ne compte "
     "pas."}};

constexpr Lesson line_without_end{
    "line-without-end",
    {"what does not end is an error that names the path",
     "ce qui n'en finit pas est une erreur qui nomme le chemin"},
    {"A file without a \"\\n\" is read to its end, into memory, in the hope of "
     "one; or the error does not say which file it was. A picture, by mistake, "
     "is such a file. Past the limit: throw, and name it.",
     "Un fichier sans « \\n » est lu jusqu'au bout, en mémoire, dans l'espoir "
     "d'en trouver un ; ou bien l'erreur ne dit pas de quel fichier il s'agit. "
     "Une image, par mégarde, est un tel fichier. Au-delà de la limite : levez "
     "une exception, qui le nomme."}};

constexpr Lesson read_then_parse{
    "read-then-parse",
    {"while lines are parsed, the next ones are read",
     "pendant qu'on analyse des lignes, on lit les suivantes"},
    {"A clerk parses, and the disk has nothing to do. Each co_await waits for "
     "its end before the next one begins. Two pieces of work that do not need "
     "each other are awaited together: exo31.",
     "Un magasinier analyse, et le disque n'a rien à faire. Chaque co_await "
     "attend la fin avant que le suivant commence. Deux travaux qui n'ont pas "
     "besoin l'un de l'autre s'attendent ensemble : exo31."}};

constexpr Lesson held_back{
    "held-back",
    {"what is read is parsed and passed on, while the next read waits",
     "ce qui est lu est analysé et transmis, pendant que la lecture suivante "
     "attend"},
    {"Rows wait for a read that has nothing to do with them. On a slow disk "
     "that may be minutes, and a failed read would take them along. Passing a "
     "piece on belongs beside the next read, not behind it.",
     "Des rangées attendent une lecture qui ne les concerne pas. Avec un "
     "disque lent, cela peut durer des minutes, et une lecture qui échoue les "
     "emporterait. Transmettre un morceau se fait pendant la lecture suivante, "
     "non après elle."}};

constexpr Lesson rows_thrown_away{
    "rows-thrown-away",
    {"what was read before the failure is passed on first",
     "ce qui a été lu avant l'échec est d'abord transmis"},
    {"A read failed, and rows of lines that had been read before it are gone. "
     "The first half of a night's scans is worth having. a && b cancels the "
     "one when the other throws: let the error of a read be a result, and "
     "throw it in its turn.",
     "Une lecture a échoué, et les rangées de lignes lues avant elle ont "
     "disparu. La moitié des relevés d'une nuit vaut mieux que rien. a && b "
     "annule l'une quand l'autre lève une exception : faites de l'erreur de "
     "lecture un résultat, et levez-la à son tour."}};

constexpr Lesson order_lost{
    "order-lost",
    {"rows come in the order of the file",
     "les rangées viennent dans l'ordre du fichier"},
    {"A piece that was parsed quickly overtook the one before it, or a line "
     "came twice or not at all. \"Lyon, then Oslo\" is not \"Oslo, then "
     "Lyon\". Parse as many at a time as you like, but pass them on in their "
     "order.",
     "Un morceau vite analysé a doublé le précédent, ou une ligne est venue "
     "deux fois ou pas du tout. « Lyon, puis Oslo » n'est pas « Oslo, puis "
     "Lyon ». Analysez-en autant à la fois que vous voulez, mais "
     "transmettez-les dans leur ordre."}};

constexpr Lesson bad_file_ends_all{
    "bad-file-ends-all",
    {"a file that fails stops no other one",
     "un fichier qui échoue n'en arrête aucun autre"},
    {"One file failed, and others were not imported. What one import throws "
     "must end in the result of its own file: std::exception or not.",
     "Un fichier a échoué, et d'autres n'ont pas été importés. Ce que lève un "
     "import doit finir dans le résultat de son propre fichier, que ce soit "
     "une std::exception ou non."}};

constexpr Lesson results_out_of_place{
    "results-out-of-place",
    {"each path has its result, in its place",
     "chaque chemin a son résultat, à sa place"},
    {"The results are not those of the paths: too few, in the order in which "
     "the files were done, or one for two equal paths. Make a place for each "
     "before you begin, and remember which one is yours.",
     "Les résultats ne sont pas ceux des chemins : il en manque, ils viennent "
     "dans l'ordre où les fichiers ont fini, ou deux chemins égaux n'en ont "
     "qu'un. Préparez une place pour chacun avant de commencer, et retenez "
     "laquelle est la vôtre."}};

constexpr Lesson over_the_limit{
    "over-the-limit",
    {"at most `limit` files are open at a time",
     "au plus « limit » fichiers sont ouverts à la fois"},
    {"More files were open than allowed. Each costs a descriptor and memory. "
     "Begin the next import when one has ended: then its file is closed.",
     "Plus de fichiers étaient ouverts qu'il n'est permis. Chacun coûte un "
     "descripteur et de la mémoire. Commencez l'import suivant quand un autre "
     "a fini : son fichier est alors fermé."}};

constexpr Lesson places_unused{
    "places-unused",
    {"`limit` files are imported at a time, while there are as many left",
     "« limit » fichiers sont importés à la fois, tant qu'il en reste"},
    {"A file waits though there is a place for it: one after another, or in "
     "waves that wait for their slowest, or one fewer than allowed. Let each "
     "importer take the next file as soon as it is done with one.",
     "Un fichier attend alors qu'il y a une place pour lui : un par un, ou par "
     "vagues qui attendent leur plus lent, ou un de moins que permis. Que "
     "chaque importateur prenne le fichier suivant dès qu'il en a fini un."}};

constexpr Lesson checkpoint_too_early{
    "checkpoint-too-early",
    {"when a checkpoint is saved, all rows before it are safe",
     "quand un point de reprise est enregistré, toutes les rangées qui le "
     "précèdent sont en sûreté"},
    {"The checkpoint says that rows are in the ledger which a crash may still "
     "take away: nobody will ever write them again. Append, sync, and only "
     "then save.",
     "Le point de reprise dit que des rangées sont dans le registre, alors "
     "qu'une panne peut encore les emporter : personne ne les écrira plus. "
     "Ajoutez, synchronisez, et alors seulement enregistrez."}};

constexpr Lesson rows_twice{
    "rows-twice",
    {"the ledger has each row once", "le registre a chaque rangée une fois"},
    {"Something ended between a row and its checkpoint, and the row was "
     "written again, behind itself or behind the half of it. What is beyond "
     "the checkpoint is of no use: truncate to its `written`, then read on "
     "from its `read`.",
     "Quelque chose s'est arrêté entre une rangée et son point de reprise, et "
     "la rangée a été écrite de nouveau, à la suite d'elle-même ou de sa "
     "moitié. Ce qui dépasse le point de reprise ne sert à rien : tronquez à "
     "son « written », puis reprenez la lecture à son « read »."}};

constexpr Lesson begins_anew{
    "begins-anew",
    {"it reads on where the checkpoint says",
     "elle reprend la lecture là où le dit le point de reprise"},
    {"All that had been done was read again. After ten hours and a crash, that "
     "is ten hours more, and with a crash each night it never ends. Open the "
     "file from the byte that the checkpoint names; it is counted from the "
     "beginning of the file, in the second run too, and 32 bits are too few "
     "for it.",
     "Tout ce qui était fait a été relu. Après dix heures et une panne, cela "
     "fait dix heures de plus, et avec une panne par nuit on n'en finit "
     "jamais. Ouvrez le fichier à partir de l'octet que nomme le point de "
     "reprise ; il se compte depuis le début du fichier, au second passage "
     "aussi, et 32 bits n'y suffisent pas."}};

}  // namespace
