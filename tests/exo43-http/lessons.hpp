// The lessons of exo43: what each failure teaches.
#pragma once

#include <support/lesson.hpp>

namespace {

using workbook::Lesson;

constexpr Lesson body_misjudged{
    "body-misjudged",
    {"a body is as long as its head says",
     "un corps est aussi long que le dit l'en-tête"},
    {"The head says whether there is a body: Content-Length, or "
     "Transfer-Encoding: chunked. Not the method, not the bytes that happen to "
     "be there. Without either, the next byte is the next request.",
     "C'est l'en-tête qui dit s'il y a un corps : Content-Length, ou "
     "Transfer-Encoding: chunked. Ni la méthode, ni les octets qui se trouvent "
     "là. Sans l'un ni l'autre, l'octet suivant est la requête suivante."}};

constexpr Lesson length_trusted{
    "length-trusted",
    {"a length is only digits, and has a limit",
     "une longueur n'est faite que de chiffres, et a une limite"},
    {"A length is text that a stranger wrote. std::stoul takes \"-1\", \"+5\" "
     "and \"5 bytes\" for numbers, large ones wrap around, and whoever "
     "reserves what is announced has given its memory away. Check each digit; "
     "compare before you multiply on; keep what has come. most_body itself is "
     "allowed.",
     "Une longueur est un texte écrit par un inconnu. std::stoul prend « -1 », "
     "« +5 » et « 5 bytes » pour des nombres, les grands débordent, et "
     "réserver ce qui est annoncé, c'est donner sa mémoire. Vérifiez chaque "
     "chiffre ; comparez avant de multiplier encore ; gardez ce qui est venu. "
     "most_body tout juste est permis."}};

constexpr Lesson both_length_and_chunked{
    "both-length-and-chunked",
    {"a request with two lengths is refused",
     "une requête qui a deux longueurs est refusée"},
    {"Two lengths for one body: a proxy may believe one, and you the other. "
     "Then what one of them takes for the body is the next request for the "
     "other, unseen by the first: request smuggling. Refuse whatever can be "
     "read in two ways.",
     "Deux longueurs pour un corps : un proxy peut croire l'une, et vous "
     "l'autre. Ce que l'un prend pour le corps est alors, pour l'autre, la "
     "requête suivante, passée en fraude (request smuggling). Refusez tout ce "
     "qui peut se lire de deux façons."}};

constexpr Lesson coding_not_understood{
    "coding-not-understood",
    {"a coding that is not exactly \"chunked\" is refused",
     "un codage qui n'est pas exactement « chunked » est refusé"},
    {"Transfer-Encoding is a list. A list that only contains the word chunked, "
     "or a word that contains it, is something else, and where such a body "
     "ends is anybody's guess. Compare the whole value, in any case of its "
     "letters.",
     "Transfer-Encoding est une liste. Une liste qui contient seulement le mot "
     "chunked, ou un mot qui le contient, est autre chose, et nul ne sait où "
     "finit un tel corps. Comparez la valeur entière, sans tenir compte de la "
     "casse."}};

constexpr Lesson whole_or_not{
    "whole-or-not",
    {"head(), whole() and take() tell how far a request has come",
     "head(), whole() et take() disent où en est une requête"},
    {"The request is there as soon as the empty line has ended its head. It is "
     "whole with its last byte, also if that is this empty line; feed takes "
     "all up to there. And take() leaves a parser as new.",
     "La requête est là dès que la ligne vide a fini son en-tête. Elle est "
     "entière à son dernier octet, même si c'est celui de cette ligne vide ; "
     "feed prend tout jusque-là. Et take() laisse un analyseur comme neuf."}};

constexpr Lesson cut_anywhere{
    "cut-anywhere",
    {"a request is found wherever the network cuts it",
     "une requête est trouvée où que le réseau la coupe"},
    {"Cut in other places, the same bytes gave another result. The end of a "
     "line may come in two pieces, between CR and LF too. What you have seen "
     "so far must be in State, not in the piece.",
     "Coupés ailleurs, les mêmes octets ont donné un autre résultat. La fin "
     "d'une ligne peut venir en deux morceaux, même entre CR et LF. Ce que "
     "vous avez déjà vu doit être dans State, pas dans le morceau."}};

constexpr Lesson pipelined_lost{
    "pipelined-lost",
    {"what comes after a request belongs to the next one",
     "ce qui vient après une requête appartient à la suivante"},
    {"Behind the last byte of a request, the next one may follow at once: "
     "pipelining. Whoever takes those bytes, or drops them, has lost a request "
     "that nobody will send again. Say how many bytes you took; look at the "
     "rest before you read.",
     "Derrière le dernier octet d'une requête, la suivante peut venir aussitôt "
     ": c'est le pipelining. Prendre ces octets, ou les jeter, c'est perdre "
     "une requête que personne ne renverra. Dites combien d'octets vous avez "
     "pris ; regardez le reste avant de lire."}};

constexpr Lesson body_read_as_request{
    "body-read-as-request",
    {"a body is not read as a request",
     "un corps n'est pas lu comme une requête"},
    {"Bytes of a body were taken for a request, or a request for a body. Then "
     "anybody who can write a comment can write a request. Count the body's "
     "bytes, and look at nothing else in them.",
     "Des octets d'un corps ont été pris pour une requête, ou une requête pour "
     "un corps. Quiconque peut écrire un commentaire peut alors écrire une "
     "requête. Comptez les octets du corps, et n'y cherchez rien d'autre."}};

constexpr Lesson chunks_misread{
    "chunks-misread",
    {"chunks are put together, and what is no chunk is refused",
     "les morceaux sont réunis, et ce qui n'en est pas un est refusé"},
    {"A chunk is: a size of hexadecimal digits, perhaps \";\" and more, CR LF; "
     "so many bytes; CR LF. The last has size 0; fields may follow it, then an "
     "empty line. Its bytes may contain anything, CR LF too. All else is "
     "refused.",
     "Un morceau, c'est : une taille en chiffres hexadécimaux, peut-être « ; » "
     "et autre chose, CR LF ; autant d'octets ; CR LF. Le dernier a la taille "
     "0 ; des champs peuvent suivre, puis une ligne vide. Ses octets peuvent "
     "être quelconques, CR LF compris. Tout le reste est refusé."}};

constexpr Lesson headers_without_limit{
    "headers-without-limit",
    {"a head that does not end is refused, and forgotten",
     "un en-tête qui n'en finit pas est refusé, et oublié"},
    {"Whoever sends fields for ever, or one long line, fills the memory of a "
     "server that waits for the end. Count the bytes while they come, those of "
     "the lines between and behind chunks too; what is exactly as long as "
     "allowed still is allowed.",
     "Qui envoie des champs sans fin, ou une longue ligne, remplit la mémoire "
     "d'un serveur qui attend la fin. Comptez les octets à mesure qu'ils "
     "viennent, ceux des lignes entre les morceaux et derrière eux aussi ; ce "
     "qui a exactement la longueur permise est permis."}};

constexpr Lesson body_without_limit{
    "body-without-limit",
    {"a body has a limit, in chunks as well",
     "un corps a une limite, en morceaux aussi"},
    {"The limit is for the whole body. Chunks announce it a little at a time: "
     "add up, and refuse at the size that goes beyond, before its bytes come. "
     "What is exactly as long as allowed is taken.",
     "La limite vaut pour le corps entier. Les morceaux l'annoncent peu à peu "
     ": additionnez, et refusez à la taille qui dépasse, avant que ses octets "
     "viennent. Ce qui a exactement la longueur permise est accepté."}};

constexpr Lesson lf_alone{
    "lf-alone",
    {"a line ends with CR LF, and with nothing else",
     "une ligne finit par CR LF, et par rien d'autre"},
    {"An LF without its CR, or a CR without its LF, was taken. Two programs "
     "that see the ends of lines in different places see different requests. "
     "Refuse it, an LF when it comes; also in text that you drop.",
     "Un LF sans son CR, ou un CR sans son LF, a été accepté. Deux programmes "
     "qui ne voient pas les fins de ligne au même endroit voient des requêtes "
     "différentes. Refusez-le, un LF dès qu'il vient ; même dans un texte que "
     "vous jetez."}};

constexpr Lesson empty_line_first{
    "empty-line-first",
    {"empty lines before a request are dropped",
     "les lignes vides avant une requête sont ignorées"},
    {"Some clients send one CR LF more behind a body. It comes before the next "
     "request, and means nothing.",
     "Certains clients envoient un CR LF de trop derrière un corps. Il arrive "
     "avant la requête suivante, et ne veut rien dire."}};

constexpr Lesson wrong_refusal{
    "wrong-refusal",
    {"what cannot be trusted is refused, with its status",
     "ce qui n'est pas digne de confiance est refusé, avec son code"},
    {"A malformed request was taken, or refused with another status. The "
     "corpus in tests/exo43-http/corpus.hpp names each with the section of its "
     "RFC. Heads go through parse_head whole, with all their line ends; what "
     "it throws is the answer.",
     "Une requête mal formée a été acceptée, ou refusée avec un autre code. Le "
     "corpus de tests/exo43-http/corpus.hpp donne pour chacune le paragraphe "
     "de la RFC. Donnez à parse_head l'en-tête entier, avec ses fins de ligne "
     "; ce qu'elle lève est la réponse."}};

constexpr Lesson out_of_turn{
    "out-of-turn",
    {"one request after another, each answer before the next",
     "une requête après l'autre, chaque réponse avant la suivante"},
    {"HTTP/1.1 has no numbers: the third answer is that to the third request. "
     "And a client that sends requests without reading answers must not fill "
     "your memory. Handle one, await the write of its answer, and then look at "
     "the next.",
     "HTTP/1.1 n'a pas de numéros : la troisième réponse est celle de la "
     "troisième requête. Et un client qui envoie des requêtes sans lire les "
     "réponses ne doit pas remplir votre mémoire. Traitez-en une, attendez que "
     "sa réponse soit écrite, puis regardez la suivante."}};

constexpr Lesson answer_incomplete{
    "answer-incomplete",
    {"an answer says all that it must, and arrives whole",
     "une réponse dit tout ce qu'elle doit, et arrive entière"},
    {"The first line with the status, the fields of the Response, the Date of "
     "its moment, Content-Length, an empty line, the body: each line ends with "
     "CR LF. async_write goes on until the network has taken all; "
     "async_write_some does not.",
     "La première ligne avec le code, les champs de la Response, la Date du "
     "moment, Content-Length, une ligne vide, le corps : chaque ligne finit "
     "par CR LF. async_write continue jusqu'à ce que le réseau ait tout pris ; "
     "async_write_some, non."}};

constexpr Lesson length_counts_characters{
    "length-counts-characters",
    {"Content-Length counts bytes", "Content-Length compte des octets"},
    {"A character of UTF-8 has one to four bytes, and the client counts bytes. "
     "Too small a length leaves the rest of the body in front of the next "
     "answer; too large a one lets the client wait. A body may hold zeros: "
     "size() counts them, c_str() as a text ends at the first.",
     "Un caractère UTF-8 a de un à quatre octets, et le client compte des "
     "octets. Une longueur trop petite laisse la fin du corps devant la "
     "réponse suivante ; une trop grande fait attendre le client. Un corps "
     "peut contenir des zéros : size() les compte, le texte de c_str() finit "
     "au premier."}};

constexpr Lesson head_with_body{
    "head-with-body",
    {"an answer to HEAD, a 204 and a 304 have no body",
     "une réponse à HEAD, un 204 et un 304 n'ont pas de corps"},
    {"The client knows that no body comes, and reads the next answer at once. "
     "A body that comes all the same is taken for that answer. HEAD gets the "
     "Content-Length that GET would get; 204 and 304 get none.",
     "Le client sait qu'aucun corps ne vient, et lit aussitôt la réponse "
     "suivante. Un corps qui vient quand même est pris pour elle. HEAD reçoit "
     "le Content-Length qu'aurait GET ; 204 et 304 n'en ont pas."}};

constexpr Lesson stay_or_go{
    "stay-or-go",
    {"the connection stays open, or is closed, as was agreed",
     "la connexion reste ouverte, ou est fermée, comme convenu"},
    {"HTTP/1.1 stays unless one says close; HTTP/1.0 goes unless the client "
     "says keep-alive, and wants to read it in the answer. Connection is a "
     "list of words in any case. The last answer says close.",
     "HTTP/1.1 reste, sauf si l'on dit close ; HTTP/1.0 s'en va, sauf si le "
     "client dit keep-alive, et il veut le lire dans la réponse. Connection "
     "est une liste de mots, sans égard à la casse. La dernière réponse dit "
     "close."}};

constexpr Lesson let_go_unasked{
    "let-go-unasked",
    {"a client may take any time, unless there is a Patience",
     "un client a tout son temps, à moins d'une Patience"},
    {"A deadline came along that nobody has asked for: this converse has none. "
     "Who wants one gives a Patience. A coroutine that waits costs no thread, "
     "and a client on a bad line may need minutes for one request.",
     "Un délai s'est glissé là, que personne n'a demandé : cette version de "
     "converse n'en a pas. Qui en veut un donne une Patience. Une coroutine "
     "qui attend ne coûte aucun fil d'exécution, et un client mal relié met "
     "parfois des minutes à envoyer une requête."}};

constexpr Lesson refusal_not_last{
    "refusal-not-last",
    {"a refusal is answered, and is the last answer",
     "un refus a sa réponse, et c'est la dernière"},
    {"After what could not be read, nobody knows where the next request "
     "begins: what looks like one may have been part of a body. Answer with "
     "the status, say Connection: close, handle nothing more.",
     "Après ce qui n'a pas pu être lu, nul ne sait où commence la requête "
     "suivante : ce qui y ressemble faisait peut-être partie d'un corps. "
     "Répondez avec le code, dites Connection: close, ne traitez plus rien."}};

constexpr Lesson failure_not_answered{
    "failure-not-answered",
    {"a handler that fails is answered with 500",
     "un traitement qui échoue a pour réponse 500"},
    {"The handler threw, and the client got no answer, or lost its connection. "
     "Anything may be thrown, std::exception or not. The request was read to "
     "its end, so the talk can go on.",
     "Le traitement a levé une exception, et le client n'a pas eu de réponse, "
     "ou a perdu sa connexion. Tout peut être levé, std::exception ou non. La "
     "requête a été lue jusqu'au bout : la conversation peut continuer."}};

constexpr Lesson refused_by_the_handler{
    "refused-by-the-handler",
    {"what the handler throws is a 500, a Refused, too",
     "ce que lève le traitement est un 500, un Refused aussi"},
    {"The request was read without fault, and the client was told that it is "
     "malformed: one catch took the Refused of the parser and that of the "
     "handler for the same. The handler may parse something else, and fail at "
     "that. Let a try hold no more than what may throw what its catch is for.",
     "La requête était sans défaut, et le client a appris qu'elle était mal "
     "formée : un même catch a confondu le Refused du Parser et celui du "
     "traitement. Le traitement peut analyser autre chose, et y échouer. Un "
     "bloc try ne contient que ce qui peut lever l'exception que son catch "
     "attend."}};

constexpr Lesson go_ahead_missing{
    "go-ahead-missing",
    {"who asks whether to go on is told so",
     "qui demande s'il peut continuer en est averti"},
    {"The client has sent its head and waits for \"100 Continue\" before it "
     "sends the body; you wait for the body. Look at the head as soon as it is "
     "there, and say it once.",
     "Le client a envoyé son en-tête et attend « 100 Continue » pour envoyer "
     "le corps ; vous attendez le corps. Regardez l'en-tête dès qu'il est là ; "
     "dites-le une seule fois."}};

constexpr Lesson go_ahead_not_known{
    "go-ahead-not-known",
    {"who speaks HTTP/1.0 gets the answer, and nothing before it",
     "qui parle HTTP/1.0 reçoit la réponse, et rien avant"},
    {"\"100 Continue\" came with HTTP/1.1. A client that speaks HTTP/1.0 takes "
     "the first line that it reads for that of the answer. That it said Expect "
     "means little: a proxy may have passed on a field that it did not know.",
     "« 100 Continue » est venu avec HTTP/1.1. Un client qui parle HTTP/1.0 "
     "prend la première ligne qu'il lit pour celle de la réponse. Qu'il ait "
     "dit Expect ne prouve rien : un proxy a pu transmettre un champ qu'il ne "
     "connaissait pas."}};

constexpr Lesson half_close_is_not_goodbye{
    "half-close-is-not-goodbye",
    {"who sends no more gets its answers, then the end",
     "qui n'envoie plus rien reçoit ses réponses, puis la fin"},
    {"The client said that it sends no more. It still reads: answer all that "
     "was whole. What was cut off is no request: the missing part may be the "
     "one that matters.",
     "Le client a dit qu'il n'enverrait plus rien. Il lit encore : répondez à "
     "tout ce qui était entier. Ce qui a été coupé n'est pas une requête : la "
     "partie qui manque est peut-être celle qui compte."}};

constexpr Lesson close_loses_the_answer{
    "close-loses-the-answer",
    {"the last answer is not lost", "la dernière réponse n'est pas perdue"},
    {"Who closes with bytes unread resets the connection, and the client may "
     "never read its answer. End your sending side first; read on, and drop "
     "what comes, until the client closes or `farewell` is over; then close.",
     "Fermer sans avoir tout lu rompt la connexion, et le client ne lira "
     "peut-être jamais sa réponse. Terminez d'abord votre sens d'envoi ; "
     "continuez à lire, et jetez ce qui vient, jusqu'à ce que le client ferme "
     "ou que `farewell` soit écoulé ; puis fermez."}};

constexpr Lesson shared_by_all{
    "shared-by-all",
    {"what belongs to one client is not shared with another",
     "ce qui appartient à un client n'est pas partagé avec un autre"},
    {"Two conversations got in each other's way: bytes of one were taken for "
     "those of the other. A variable that is static or global exists once, and "
     "between two co_await another conversation may use it. Keep what belongs "
     "to one client in its coroutine.",
     "Deux conversations se sont gênées : les octets de l'une ont été pris "
     "pour "
     "ceux de l'autre. Une variable statique ou globale n'existe qu'une fois, "
     "et entre deux co_await une autre conversation peut s'en servir. Gardez "
     "ce qui appartient à un client dans sa coroutine."}};

constexpr Lesson broken_line_thrown{
    "broken-line-thrown",
    {"a broken connection is an end, not an exception",
     "une connexion rompue est une fin, pas une exception"},
    {"The client went away, and an exception left converse, or it never "
     "returned, or went on handling requests of somebody who is gone. as_tuple "
     "hands you the error as a value: look at it, after a write, too, and "
     "return. An operand of || that throws does not end it.",
     "Le client est parti, et une exception est sortie de converse, ou bien "
     "elle n'est jamais revenue, ou elle a continué à traiter les requêtes "
     "d'un absent. as_tuple vous rend l'erreur comme une valeur : regardez-la, "
     "après une écriture aussi, et terminez. Un opérande de || qui lève une "
     "exception n'y met pas fin."}};

constexpr Lesson keep_alive_for_ever{
    "keep-alive-for-ever",
    {"who asks for nothing is let go after a while",
     "qui ne demande rien est libéré au bout d'un moment"},
    {"A connection that stays open costs a socket and memory for as long as "
     "the client likes. Give it so much time from the beginning, and anew "
     "after each answer; then close, without a word: there is nothing to "
     "answer.",
     "Une connexion qui reste ouverte coûte une socket et de la mémoire aussi "
     "longtemps que le client le veut. Donnez-lui un temps dès le début, et à "
     "nouveau après chaque réponse ; puis fermez, sans un mot : il n'y a rien "
     "à répondre."}};

constexpr Lesson slow_for_ever{
    "slow-for-ever",
    {"a request has its time from its first byte to its last",
     "une requête a son temps, du premier octet au dernier"},
    {"A client that sends one byte now and then held the connection, or lost "
     "it too early. A time that begins anew with each byte never ends. Choose "
     "the moment when the first byte is there; answer 408 when it has come.",
     "Un client qui envoie un octet de temps en temps a tenu la connexion, ou "
     "l'a perdue trop tôt. Un délai qui repart à chaque octet ne finit jamais. "
     "Fixez l'instant quand le premier octet est là ; répondez 408 quand il "
     "est venu."}};

constexpr Lesson deaf_for_ever{
    "deaf-for-ever",
    {"an answer that nobody takes is cut off",
     "une réponse que personne ne prend est coupée"},
    {"The client asks for much and reads nothing: the write waits for ever, "
     "with the whole answer in memory. A write needs its time, too. A mere "
     "close, and the destructor of a socket makes no other, leaves what is on "
     "its way to the system: linger(true, 0), and then close(), does not. And "
     "a client that reads in time must get all of it.",
     "Le client demande beaucoup et ne lit rien : l'écriture attend pour "
     "toujours, toute la réponse en mémoire. Une écriture a aussi besoin d'un "
     "délai. Une simple fermeture, et le destructeur d'une socket n'en fait "
     "pas d'autre, laisse au système ce qui est en route : linger(true, 0), "
     "puis close(), non. Et un client qui lit à temps doit tout recevoir."}};

constexpr Lesson handlers_time_counted{
    "handlers-time-counted",
    {"the time of the handler is not the client's",
     "le temps du traitement n'est pas celui du client"},
    {"The handler took its time, and the client paid for it. Idle time begins "
     "when the answer is sent, an answer's time when it is there.",
     "Le traitement a pris son temps, et c'est le client qui a payé. "
     "L'inactivité commence quand la réponse est partie, le temps d'une "
     "réponse quand elle est là."}};

constexpr Lesson file_as_it_is{
    "file-as-it-is",
    {"a file is sent as it is, with its type",
     "un fichier est envoyé tel quel, avec son type"},
    {"GET and HEAD get 200, all bytes of the file, and Content-Type from "
     "media_type of its name; folder / path is no path in the folder, for path "
     "begins with a slash. converse drops the body for HEAD. Whatever has "
     "another method gets 405, and Allow says which ones there are.",
     "GET et HEAD reçoivent 200, tous les octets du fichier, et Content-Type "
     "d'après media_type du nom ; folder / path n'est pas dans le dossier, car "
     "path commence par une barre. C'est converse qui retire le corps pour "
     "HEAD. Toute autre méthode reçoit 405, et Allow dit lesquelles "
     "existent."}};

constexpr Lesson percent_encoding{
    "percent-encoding",
    {"a path is decoded once, up to the question mark",
     "un chemin est décodé une fois, jusqu'au point d'interrogation"},
    {"The path ends at the first \"?\" as it was sent; then each %xx is one "
     "byte, and only once: \"%2520\" is the name \"%20\". What is no such "
     "thing, or a byte 0, at which the system would cut the name, gets 400.",
     "Le chemin finit au premier « ? » tel qu'il a été envoyé ; puis chaque "
     "%xx est un octet, une seule fois : « %2520 » est le nom « %20 ». Ce qui "
     "n'en est pas un, ou un octet 0, où le système couperait le nom, reçoit "
     "400."}};

constexpr Lesson dot_dot{
    "dot-dot",
    {"no path leads out of the folder, or to what is hidden",
     "aucun chemin ne sort du dossier, ni ne mène à ce qui est caché"},
    {"\"..\" can be spelled \"%2e%2e\", and \"/\" can be \"%2f\": look at the "
     "path after decoding, part by part. And folder / path forgets the folder "
     "when the path begins with a slash.",
     "« .. » peut s'écrire « %2e%2e », et « / » peut être « %2f » : regardez "
     "le chemin après le décodage, partie par partie. Et folder / path oublie "
     "le dossier quand le chemin commence par une barre."}};

constexpr Lesson missing_is_404{
    "missing-is-404",
    {"what is not there gets 404, and \"/\" means index.html",
     "ce qui n'est pas là reçoit 404, et « / » veut dire index.html"},
    {"No such file, a folder, a pipe: 404, and no exception. A path that ends "
     "with a slash means the index.html in there.",
     "Pas de fichier de ce nom, un dossier, un tube : 404, et pas d'exception. "
     "Un chemin qui finit par une barre veut dire l'index.html de ce "
     "dossier."}};

constexpr Lesson asks_the_disk_itself{
    "asks-the-disk-itself",
    {"only a clerk waits for the disk", "seul un commis attend le disque"},
    {"All clerks were busy, and there was an answer all the same: the loop has "
     "asked the disk itself. While it waits, all clients wait. co_spawn on the "
     "clerks does the reading there, and brings the result back here.",
     "Tous les commis étaient occupés, et il y a quand même eu une réponse : "
     "la boucle a demandé elle-même au disque. Pendant qu'elle attend, tous "
     "les clients attendent. co_spawn sur les commis fait la lecture là-bas, "
     "et rapporte le résultat ici."}};

constexpr Lesson clerk_for_everything{
    "clerk-for-everything",
    {"what needs no disk waits for no clerk",
     "ce qui n'a pas besoin du disque n'attend aucun commis"},
    {"All clerks were busy, and an answer that has nothing to do with the disk "
     "waited for one of them. Clerks are few, and the disk keeps them long: "
     "decide here what can be decided here, and send a clerk for the file.",
     "Tous les commis étaient occupés, et une réponse qui ne doit rien au "
     "disque en a attendu un. Les commis sont peu nombreux, et le disque les "
     "retient longtemps : décidez ici ce qui peut l'être, et n'envoyez un "
     "commis que pour le fichier."}};

constexpr Lesson stays_with_the_clerk{
    "stays-with-the-clerk",
    {"a clerk reads, and nothing else",
     "un commis lit, et ne fait rien d'autre"},
    {"Whoever asked for a file went on in the clerk's thread, and the rest of "
     "the conversation with him: two threads in one socket. To go over there "
     "is half of the way. co_spawn on the clerks comes back by itself; post "
     "with bind_executor does not.",
     "Qui a demandé un fichier a continué dans le fil du commis, et le reste "
     "de la conversation avec lui : deux fils dans une socket. Aller là-bas "
     "n'est que la moitié du chemin. co_spawn sur les commis revient de "
     "lui-même ; post avec bind_executor, non."}};

}  // namespace
