// The lessons of exo47: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson put_twice{
    "put-twice",
    {"an id that is known changes nothing", "un id connu ne change rien"},
    {"Whoever puts a task and gets no answer puts it again: it cannot know "
     "whether the first try arrived. So the same id is the same task, and "
     "remains known when the task is done.",
     "Qui dépose une tâche et ne reçoit pas de réponse la dépose à nouveau : "
     "il ne peut savoir si le premier essai est arrivé. Le même id est donc la "
     "même tâche, et il reste connu quand la tâche est faite."}};

constexpr Lesson waits_in_vain{
    "waits-in-vain",
    {"take() returns in the moment when there is a task",
     "take() rend la main au moment où il y a une tâche"},
    {"A task is there, and somebody still waits for one. A task comes in two "
     "ways: it is put, which is a call that can wake others, or the lease of "
     "someone dead ends, and then nobody calls. Only a timer can.",
     "Une tâche est là, et quelqu'un en attend encore une. Une tâche vient de "
     "deux façons : on la dépose, et cet appel peut réveiller les autres ; ou "
     "le bail d'un mort prend fin, et alors personne n'appelle. Seule une "
     "minuterie le peut."}};

constexpr Lesson lent_twice{
    "lent-twice",
    {"until its lease ends, nobody else gets a task",
     "jusqu'à la fin de son bail, une tâche n'est à personne d'autre"},
    {"A worker holds the task, and it was lent again. A lease lasts "
     "`visibility` from when it was given, and from each time it is kept; a "
     "keep() that moves nothing, or two who wake for one task, share it out "
     "twice.",
     "Un ouvrier détient la tâche, et elle a été prêtée à nouveau. Un bail "
     "dure « visibility » depuis qu'il a été donné, et depuis chaque "
     "prolongation ; un keep() qui ne prolonge rien, ou deux qui se réveillent "
     "pour une seule tâche, la donnent deux fois."}};

constexpr Lesson token_again{
    "token-again",
    {"each token is larger than all before it",
     "chaque jeton est plus grand que tous les précédents"},
    {"A token was given twice, or went back. Then somebody late cannot be told "
     "from the one who holds the task now. One number for the whole broker, "
     "which only grows, and which a restart remembers.",
     "Un jeton a été donné deux fois, ou a diminué. On ne distingue plus alors "
     "un retardataire de celui qui détient la tâche. Il faut un seul nombre "
     "pour tout le courtier, qui ne fait que croître, et qu'un redémarrage "
     "n'oublie pas."}};

constexpr Lesson acknowledged_when_taken{
    "acknowledged-when-taken",
    {"a task is done when its effect has returned, not before",
     "une tâche est faite quand son effet a rendu la main, pas avant"},
    {"The task was struck off when it was taken, or DONE was said before the "
     "work, or though it failed. Whoever took it may die now, and nobody will "
     "know that something is left to do. Lend it; strike it off at the end.",
     "La tâche a été rayée dès qu'elle a été prise, ou DONE a été dit avant le "
     "travail, ou malgré son échec. Celui qui l'a prise peut mourir "
     "maintenant, et personne ne saura qu'il reste quelque chose à faire. "
     "Prêtez-la ; rayez-la à la fin."}};

constexpr Lesson lease_never_ends{
    "lease-never-ends",
    {"a lease ends, and then the next one gets the task",
     "un bail prend fin, et le suivant reçoit alors la tâche"},
    {"Its holder is silent, and still has the task. The dead say nothing: if "
     "what is lent comes back only when it is given back, one crash loses it. "
     "Each lease has a moment at which it ends by itself.",
     "Son détenteur se tait, et garde la tâche. Les morts ne disent rien : si "
     "ce qui est prêté ne revient que lorsqu'on le rend, un seul arrêt brutal "
     "le perd. Chaque bail a un moment où il prend fin de lui-même."}};

constexpr Lesson stale_worker_finishes{
    "stale-worker-finishes",
    {"whoever is late is refused, and changes nothing",
     "le retardataire est refusé, et ne change rien"},
    {"The lease had ended, or was never given, and its holder was believed. "
     "Somebody else may be at the task. Compare the token with that of the "
     "lease that lasts now, and look at the clock first.",
     "Le bail avait pris fin, ou n'a jamais été donné, et son détenteur a été "
     "cru. Un autre est peut-être à l'œuvre. Comparez le jeton à celui du bail "
     "en cours, et regardez d'abord l'heure."}};

constexpr Lesson poison_for_ever{
    "poison-for-ever",
    {"a task that was lent too often is set aside",
     "une tâche prêtée trop souvent est mise de côté"},
    {"Some tasks kill whoever takes them. Lent again and again, one of them "
     "stops all workers, one after the other. After `most_takings` leases that "
     "did not end well, nobody gets it any more; somebody will look at it.",
     "Certaines tâches tuent qui les prend. Prêtée sans fin, une seule arrête "
     "tous les ouvriers, l'un après l'autre. Après « most_takings » baux sans "
     "succès, personne ne la reçoit plus ; quelqu'un l'examinera."}};

constexpr Lesson answer_before_journal{
    "answer-before-journal",
    {"what was answered is safe on paper",
     "ce qui a reçu une réponse est en sûreté sur le papier"},
    {"The broker answered, the power was cut, and the new broker knows nothing "
     "of it. append() gives bytes to the system, and only sync() makes them "
     "safe; that is also true of what a restart finds. Append, sync, then "
     "answer.",
     "Le courtier a répondu, le courant a été coupé, et le nouveau courtier "
     "n'en sait rien. append() donne des octets au système, et seul sync() les "
     "met en sûreté ; cela vaut aussi pour ce que trouve un redémarrage. "
     "Ajouter, synchroniser, puis répondre."}};

constexpr Lesson half_a_record{
    "half-a-record",
    {"half a record at the end is dropped, and harms nothing",
     "une moitié d'enregistrement à la fin est retirée, et ne nuit à rien"},
    {"A crash in the middle of append() leaves half a record, and that is no "
     "damage: nobody had an answer. But the next record must not stand on the "
     "same line: cut the half off the paper before you write.",
     "Un arrêt au milieu d'append() laisse une moitié d'enregistrement, et ce "
     "n'est pas un dommage : personne n'avait de réponse. Mais le suivant ne "
     "doit pas se trouver sur la même ligne : coupez cette moitié du papier "
     "avant d'écrire."}};

constexpr Lesson damage_ignored{
    "damage-ignored",
    {"a journal that is damaged is refused", "un journal endommagé est refusé"},
    {"A record in the middle is not what was written, and the broker began "
     "anyway. What it skipped, or all that came behind, was answered once. It "
     "must not guess: throw, and let somebody look.",
     "Un enregistrement n'est pas ce qui avait été écrit, et le courtier a "
     "démarré quand même. Ce qu'il a sauté, ou tout ce qui suit, avait reçu "
     "une réponse. Il ne doit pas deviner : levez une exception, et laissez "
     "quelqu'un regarder."}};

constexpr Lesson lease_forgotten{
    "lease-forgotten",
    {"who held a task at the crash holds it still",
     "qui détenait une tâche lors de l'arrêt la détient encore"},
    {"The broker died, not the worker. It is still at work, and its token is "
     "still good: for a whole visibility, since nobody knows how long the "
     "broker was away.",
     "C'est le courtier qui est mort, pas l'ouvrier. Il travaille toujours, et "
     "son jeton est toujours bon : pour toute la durée d'un bail, puisque "
     "personne ne sait combien de temps le courtier a été absent."}};

constexpr Lesson goes_on_after_failure{
    "goes-on-after-failure",
    {"when the paper has failed, every call throws",
     "quand le papier a échoué, tout appel lève une exception"},
    {"After a failed append or sync nobody can say what is on the disk: half a "
     "record, or a whole one that will be gone. What is written behind it may "
     "be lost or damaged. Stop; the restart reads what is there.",
     "Après un échec d'append ou de sync, nul ne peut dire ce qui est sur le "
     "disque : une moitié d'enregistrement, ou un entier qui disparaîtra. Ce "
     "qu'on écrit derrière peut être perdu ou abîmé. Arrêtez ; le redémarrage "
     "lira ce qui s'y trouve."}};

constexpr Lesson lent_to_the_gone{
    "lent-to-the-gone",
    {"who has gone is lent nothing", "qui est parti ne reçoit rien"},
    {"A worker went away while its TAKE waited, and got the next task, which "
     "now rests for a whole visibility. While you wait for a task, wait for "
     "the end of the connection, too.",
     "Un ouvrier est parti pendant que son TAKE attendait, et il a reçu la "
     "tâche suivante, qui dort maintenant pendant tout un bail. En attendant "
     "une tâche, attendez aussi la fin de la connexion."}};

constexpr Lesson failure_hidden{
    "failure-hidden",
    {"a failure is seen when it happens", "un échec se voit quand il arrive"},
    {"`a || b` waits for the first success. If a fails, it waits on for b, "
     "which may last for ever, and nobody hears of the failure. Catch it "
     "inside a, and give it back as a value; then a has ended, and b is "
     "cancelled.",
     "« a || b » attend le premier succès. Si a échoue, il attend encore b, "
     "qui peut durer toujours, et personne n'apprend l'échec. Interceptez-le "
     "dans a, et rendez-le comme une valeur ; alors a est terminé, et b "
     "annulé."}};

constexpr Lesson whose_failure{
    "whose-failure",
    {"a failure of the effect is not one of the connection",
     "un échec de l'effet n'est pas un échec de la connexion"},
    {"The effect threw, and the worker left its broker, or stopped. An effect "
     "may throw anything, even an asio::system_error, and even with "
     "operation_aborted: neither type nor code says who has failed. Catch what "
     "the effect throws where you await it.",
     "L'effet a levé une exception, et l'ouvrier a quitté son courtier, ou "
     "s'est arrêté. Un effet peut lever n'importe quoi, même une "
     "asio::system_error, même avec operation_aborted : ni le type ni le code "
     "ne disent qui a échoué. Interceptez ce que lève l'effet là où vous "
     "l'attendez."}};

constexpr Lesson effect_not_idempotent{
    "effect-not-idempotent",
    {"each label is printed once", "chaque étiquette est imprimée une fois"},
    {"A task may be done twice: the worker printed, and died before DONE. Only "
     "the printer can tell that it is the same label, by a key that is the "
     "same each time. The token is another one each time; the id is not.",
     "Une tâche peut être faite deux fois : l'ouvrier a imprimé, puis est mort "
     "avant DONE. Seule l'imprimante peut voir que c'est la même étiquette, à "
     "une clé qui est chaque fois la même. Le jeton change chaque fois ; l'id, "
     "non."}};

constexpr Lesson no_heartbeat{
    "no-heartbeat",
    {"while the effect runs, the lease is kept",
     "pendant que l'effet dure, le bail est prolongé"},
    {"A worker that is slow and one that is dead look the same from afar. Say "
     "KEEP while you work, each third of the visibility: then one message may "
     "be late, and the task is still yours.",
     "Un ouvrier lent et un ouvrier mort se ressemblent, vus de loin. Dites "
     "KEEP pendant le travail, à chaque tiers de la durée du bail : un message "
     "peut alors se faire attendre, et la tâche est encore à vous."}};

constexpr Lesson workers_clock_trusted{
    "workers-clock-trusted",
    {"when the lease is lost, the effect is cancelled",
     "quand le bail est perdu, l'effet est annulé"},
    {"The worker went on because, by its own clock, there was time left. Its "
     "clock may stand still: a machine that slept, a process that was stopped. "
     "The broker's word counts; without it in time, assume the worst.",
     "L'ouvrier a continué parce qu'à sa propre horloge il restait du temps. "
     "Son horloge peut s'arrêter : une machine en veille, un processus "
     "suspendu. C'est la parole du courtier qui compte ; si elle tarde, "
     "supposez le pire."}};

constexpr Lesson gives_up{
    "gives-up",
    {"a worker comes back to its broker",
     "un ouvrier revient vers son courtier"},
    {"The broker was away for a moment, as it is at each restart, and the "
     "worker ended, or asked again without a pause. Wait `retry_pause`, and "
     "begin anew: there is nothing to remember.",
     "Le courtier s'est absenté un instant, comme à chaque redémarrage, et "
     "l'ouvrier s'est arrêté, ou a redemandé sans pause. Attendez « "
     "retry_pause », et recommencez : il n'y a rien à retenir."}};

constexpr Lesson deaf_to_cancellation{
    "deaf-to-cancellation",
    {"told to stop, a worker stops, and its effect",
     "si on lui dit d'arrêter, un ouvrier s'arrête, et son effet"},
    {"The worker was cancelled, and something of it went on. The order to stop "
     "looks like a broken connection: operation_aborted is an "
     "asio::system_error, too. Whoever catches it must not begin anew; and "
     "what was started apart must be told.",
     "L'ouvrier a été annulé, et quelque chose de lui a continué. L'ordre "
     "d'arrêter ressemble à une connexion rompue : operation_aborted est aussi "
     "une asio::system_error. Qui l'intercepte ne doit pas recommencer ; et ce "
     "qui a été lancé à part doit en être averti."}};

constexpr Lesson task_lost{
    "task-lost",
    {"in the end, every task is done",
     "à la fin, toutes les tâches sont faites"},
    {"Programs died, others took their place, and something was never done, or "
     "the story did not come to its end. Look at who held it last, and at what "
     "its broker said and wrote just before it died.",
     "Des programmes sont morts, d'autres ont pris leur place, et quelque "
     "chose n'a jamais été fait, ou l'histoire n'est pas arrivée à sa fin. "
     "Regardez qui la détenait en dernier, et ce que son courtier a dit et "
     "écrit juste avant de mourir."}};

constexpr Lesson questions_answered{
    "questions-answered",
    {"each question has its answer, in its turn",
     "chaque question a sa réponse, à son tour"},
    {"A question of this connection got no answer, or another one than the "
     "broker's. One line, one answer; what is no question gets one, too.",
     "Une question de cette connexion n'a pas eu de réponse, ou une autre que "
     "celle du courtier. Une ligne, une réponse ; ce qui n'est pas une "
     "question en a une aussi."}};

}  // namespace
