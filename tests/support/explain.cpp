#include <algorithm>
#include <initializer_list>
#include <support/explain.hpp>
#include <support/language.hpp>
#include <support/text.hpp>
#include <utility>
#include <vector>

namespace workbook {

namespace {

// means_it   an error that means what it says, wherever it stands
// first      one that may be the consequence of any other: it is explained only
//            if it is the first
// warning    a warning, explained besides the error
enum class Rank { means_it, first, warning };

// In a pattern, * is any text within a line, and ? is any character; one that
// begins with "note:" looks at the notes under an error. Of two entries that
// fit the same error, the one further up explains it. Each has a file in
// tests/companion/errors that provokes it.
struct Known {
  std::string_view id;
  Rank rank;
  std::initializer_list<std::string_view> patterns;
  Text means;
};

const Known known[] = {
    {"await-in-main",
     Rank::means_it,
     {"error: ?co_await? cannot be used in the ?main? function",
      "error: ?main? cannot be a coroutine"},
     {"main() cannot be a coroutine. Put the work in a function of its own "
      "that returns asio::awaitable<void>, hand it to asio::co_spawn, then "
      "call run() of the io_context.",
      "main() ne peut pas être une coroutine. Mettez le travail dans une "
      "fonction à part qui rend un asio::awaitable<void>, donnez-la à "
      "asio::co_spawn, puis appelez run() de l'io_context."}},
    {"await-outside-coroutine",
     Rank::means_it,
     {"error: unable to find the promise type for this coroutine",
      "error: this function cannot be a coroutine",
      "error: ?co_await? cannot be used in a function with a deduced return",
      "error: ?co_return? cannot be used in a function with a deduced return",
      "error: ?co_await? cannot be used outside a function"},
     {"co_await and co_return make a function a coroutine, and a coroutine "
      "must say that it is one: its return type must be written, and be "
      "asio::awaitable<T>. A lambda says so with -> asio::awaitable<T>. If the "
      "header says that the function is an ordinary one, it cannot await: it "
      "hands a coroutine to asio::co_spawn, and lets the context run().",
      "co_await et co_return font d'une fonction une coroutine, et une "
      "coroutine doit le dire : son type de retour doit être écrit, et c'est "
      "asio::awaitable<T>. Une lambda le dit avec -> asio::awaitable<T>. Si "
      "l'en-tête dit que la fonction est ordinaire, elle ne peut pas "
      "attendre : elle confie une coroutine à asio::co_spawn, et fait tourner "
      "le contexte par run()."}},
    {"await-in-catch",
     Rank::means_it,
     {"error: await expressions are not permitted in handlers",
      "error: ?co_await? cannot be used in the handler of a try block"},
     {"co_await is not allowed inside a catch block. Keep the exception in a "
      "std::exception_ptr (std::current_exception()), leave the block, and "
      "await after it.",
      "co_await n'est pas permis dans un bloc catch. Gardez l'exception dans "
      "un std::exception_ptr (std::current_exception()), sortez du bloc, et "
      "attendez après."}},
    {"strand-wanted",
     Rank::means_it,
     {"error: could not convert * to ?asio::strand<",
      "error: conversion from * to non-scalar type ?asio::strand<",
      "error: no viable conversion from * to ?asio::strand<",
      "error: cannot convert * to ?asio::strand<",
      "note: candidate function not viable: no known conversion from * to "
      "?asio::strand<"},
     {"A strand is wanted here, and an executor is given. A strand is made "
      "from an executor, and is one itself: asio::make_strand(executor).",
      "Il faut ici un strand, et c'est un exécuteur qui est donné. Un strand "
      "se fabrique à partir d'un exécuteur, et en est un lui-même : "
      "asio::make_strand(exécuteur)."}},
    {"missing-co-return",
     Rank::means_it,
     {"error: could not convert * to ?asio::awaitable<",
      "error: no viable conversion from returned value of type * to function "
      "return type ?asio::awaitable<",
      "error: no viable conversion from returned value of type * to function "
      "return type ?awaitable<"},
     {"A coroutine gives its result with co_return, not with return. Without "
      "any co_await or co_return, a function that returns an awaitable is an "
      "ordinary function.",
      "Une coroutine donne son résultat avec co_return, pas avec return. Sans "
      "aucun co_await ni co_return, une fonction qui rend un awaitable est une "
      "fonction ordinaire."}},
    {"no-coroutine-any-more",
     Rank::first,
     {"error: no return statement in function returning non-void",
      "error: non-void function does not return a value [",
      "error: non-void lambda does not return a value ["},
     {"This function returns nothing. If it is to be a coroutine, it has no "
      "co_await or co_return any more: without any of them, it is an ordinary "
      "function.",
      "Cette fonction ne rend rien. Si elle doit être une coroutine, elle n'a "
      "plus aucun co_await ni co_return : sans eux, c'est une fonction "
      "ordinaire."}},
    {"some-path-returns-nothing",
     Rank::warning,
     {"warning: control reaches end of non-void function",
      "warning: non-void function does not return a value in all control paths",
      "warning: non-void lambda does not return a value in all control paths"},
     {"There is a way through this function that ends without a return. Look "
      "at the last line, and at every if without an else.",
      "Un chemin à travers cette fonction se termine sans return. Regardez la "
      "dernière ligne, et chaque if sans else."}},
    {"return-in-coroutine",
     Rank::means_it,
     {"error: return-statement with no value, in function returning "
      "?asio::awaitable<",
      "error: a ?return? statement is not allowed in coroutine",
      "error: return statement not allowed in coroutine"},
     {"There is a return in a coroutine. Write co_return; and if what follows "
      "is an awaitable, co_return co_await.",
      "Il y a un return dans une coroutine. Écrivez co_return ; et si ce qui "
      "suit est un awaitable, co_return co_await."}},
    {"co-return-value",
     Rank::means_it,
     {"error: no member named ?return_value? in"},
     {"co_return has a value here, but the coroutine is an "
      "asio::awaitable<void>, which has none. Write its type in the <>, or "
      "co_return without a value.",
      "co_return donne ici une valeur, mais la coroutine est un "
      "asio::awaitable<void>, qui n'en a pas. Écrivez le type de la valeur "
      "entre <>, ou co_return sans valeur."}},
    {"co-return-nothing",
     Rank::means_it,
     {"error: no member named ?return_void? in"},
     {"The coroutine promises a value, the T of asio::awaitable<T>, and has a "
      "co_return without one, or none at all. Every path must end in co_return "
      "with a value.",
      "La coroutine promet une valeur, le T de asio::awaitable<T>, et contient "
      "un co_return sans valeur, ou n'en contient pas. Chaque chemin doit "
      "finir par co_return et une valeur."}},
    {"awaits-no-value",
     Rank::means_it,
     {"error: ?void *? has incomplete type",
      "error: variable has incomplete type ?void?",
      "error: invalid use of void expression",
      "error: void value not ignored as it ought to be",
      "error: * with an rvalue of type ?void?",
      "error: * with an expression of type ?void?",
      "error: argument type ?void? is incomplete",
      "note: * cannot convert argument of incomplete type ?void?"},
     {"There is no value here to keep or to hand on: what is awaited or called "
      "gives void. Write it as a statement of its own.",
      "Il n'y a pas de valeur à garder ni à transmettre ici : ce qui est "
      "attendu ou appelé rend void. Faites-en une instruction à part."}},
    {"awaitable-is-no-value",
     Rank::means_it,
     {"error: cannot convert ?asio::awaitable<",
      "error: conversion from ?asio::awaitable<",
      "error: no viable conversion from ?asio::awaitable<",
      "error: no viable conversion from ?awaitable<",
      "error: cannot decompose * ?asio::awaitable<",
      "error: type ?asio::awaitable<* decomposes into",
      "error: no match for ?operator[]*asio::awaitable<",
      "error: no match for ?operator+*asio::awaitable<",
      "error: no match for ?operator-*asio::awaitable<",
      "error: no match for ?operator<*asio::awaitable<",
      "error: no match for ?operator>*asio::awaitable<",
      "error: no match for ?operator=*asio::awaitable<",
      "error: no match for ?operator!*asio::awaitable<"},
     {"An awaitable is not the value: it is work that has not begun. Put "
      "co_await in front of the call to get its value.",
      "Un awaitable n'est pas la valeur : c'est un travail qui n'a pas "
      "commencé. Mettez co_await devant l'appel pour obtenir sa valeur."}},
    {"made-from-nothing",
     Rank::means_it,
     {"error: use of deleted function ?*()?\n",
      "error: call to implicitly-deleted default constructor of"},
     {"Something is made without an argument here, and a part of it wants one: "
      "a timer, for example, wants an executor. Give the struct a constructor "
      "that hands it on, or name the parts when you make it.",
      "Quelque chose est fabriqué sans argument ici, et un de ses membres en "
      "veut un : une minuterie, par exemple, veut un exécuteur. Donnez à la "
      "struct un constructeur qui le lui transmet, ou nommez les membres quand "
      "vous la fabriquez."}},
    {"duration-has-more",
     Rank::means_it,
     {"error: conversion from ?*duration<* to non-scalar type ?*duration<",
      "error: could not convert *duration<* to ?*duration<",
      "error: no viable conversion from *duration<* to *duration<"},
     {"This duration may have more than that one can hold: a fraction, or a "
      "smaller unit. It is not cut off by itself: "
      "std::chrono::duration_cast says that it may be.",
      "Cette durée peut avoir plus que l'autre ne peut contenir : une "
      "fraction, ou une unité plus petite. Cela n'est pas coupé de soi-même : "
      "std::chrono::duration_cast dit qu'on le peut."}},
    {"copied-awaitable",
     Rank::means_it,
     {"error: use of deleted function ?asio::awaitable<",
      "error: call to *deleted *constructor of ?asio::awaitable<",
      "error: call to *deleted *constructor of ?awaitable<"},
     {"An awaitable cannot be copied: it is awaited once, by one. Await the "
      "call itself, or give the awaitable away with std::move.",
      "Un awaitable ne se copie pas : il est attendu une fois, par un seul. "
      "Attendez l'appel lui-même, ou cédez l'awaitable avec std::move."}},
    {"copied-io-object",
     Rank::means_it,
     {"error: use of deleted function ?asio::basic_",
      "error: use of deleted function ?asio::io_context",
      "error: use of deleted function ?asio::thread_pool",
      "error: use of deleted function ?asio::experimental::*channel",
      "error: call to *deleted *constructor of *_timer?",
      "error: call to *deleted *constructor of ?basic_",
      "error: call to *deleted *constructor of ?asio::basic_",
      "error: call to *deleted *constructor of *io_context?",
      "error: call to *deleted *constructor of *thread_pool?",
      "error: call to *deleted *constructor of *channel<"},
     {"A timer, a channel, a file or a context of Asio cannot be copied. Pass "
      "it by reference, and see that it lives as long as those who use it.",
      "Une minuterie, un canal, un fichier ou un contexte d'Asio ne se copie "
      "pas. Passez-le par référence, et veillez à ce qu'il vive aussi "
      "longtemps que ceux qui s'en servent."}},
    {"copied-unique-ptr",
     Rank::means_it,
     {"error: use of deleted function ?std::unique_ptr<",
      "error: call to *deleted *constructor of *unique_ptr<"},
     {"A std::unique_ptr has one owner and cannot be copied. Give it away with "
      "std::move, or pass a reference if the owner stays.",
      "Un std::unique_ptr a un seul propriétaire et ne se copie pas. Cédez-le "
      "avec std::move, ou passez une référence si le propriétaire reste."}},
    {"copied",
     Rank::means_it,
     {"error: use of deleted function", "error: call to *deleted *constructor",
      "error: object of type * cannot be assigned because its copy assignment "
      "operator is implicitly deleted"},
     {"Something that cannot be copied is copied here. Pass a reference, or "
      "give it away with std::move.",
      "Quelque chose qui ne se copie pas est copié ici. Passez une référence, "
      "ou cédez l'objet avec std::move."}},
    {"no-awaitable-operators",
     Rank::means_it,
     {"error: no match for ?operator&&? (operand types are ?asio::awaitable<",
      "error: no match for ?operator||? (operand types are ?asio::awaitable<",
      "error: invalid operands to binary expression (?asio::awaitable<",
      "error: invalid operands to binary expression (?awaitable<"},
     {"The operators && and || of awaitables are not visible here. Include "
      "<asio/experimental/awaitable_operators.hpp>, and write: using namespace "
      "asio::experimental::awaitable_operators",
      "Les opérateurs && et || des awaitables ne sont pas visibles ici. "
      "Incluez <asio/experimental/awaitable_operators.hpp>, et écrivez : using "
      "namespace asio::experimental::awaitable_operators"}},
    {"await-binds-tighter",
     Rank::means_it,
     {"error: no match for ?operator&&? (operand types are * and "
      "?asio::awaitable<",
      "error: no match for ?operator||? (operand types are * and "
      "?asio::awaitable<",
      "error: invalid operands to binary expression (* and ?asio::awaitable<",
      "error: invalid operands to binary expression (* and ?awaitable<"},
     {"co_await binds tighter than && and ||: it awaits only the left side. "
      "Put the whole in parentheses: co_await (a() && b()).",
      "co_await est plus fort que && et || : il n'attend que le côté gauche. "
      "Mettez le tout entre parenthèses : co_await (a() && b())."}},
    {"not-awaitable",
     Rank::means_it,
     {"error: no matching function for call to *await_transform",
      "error: no matching member function for call to *await_transform"},
     {"What follows co_await cannot be awaited: it is neither an "
      "asio::awaitable nor an operation with asio::use_awaitable. A "
      "std::future or a plain value cannot be awaited either.",
      "Ce qui suit co_await ne peut pas être attendu : ce n'est ni un "
      "asio::awaitable, ni une opération avec asio::use_awaitable. Un "
      "std::future ou une simple valeur ne le peuvent pas non plus."}},
    {"executor-not-awaited",
     Rank::means_it,
     {"error: no matching function for call to ?asio::*const "
      "asio::this_coro::executor_t&",
      "error: no matching constructor for *\n*(asio::this_coro::executor",
      "error: no matching constructor for *\n*{asio::this_coro::executor",
      "error: no matching constructor for *\n*(this_coro::executor",
      "error: no matching constructor for *\n*{this_coro::executor"},
     {"asio::this_coro::executor is a question, and not yet the executor: "
      "co_await asio::this_coro::executor answers it.",
      "asio::this_coro::executor est une question, pas encore l'exécuteur : "
      "co_await asio::this_coro::executor y répond."}},
    {"nowhere-to-run",
     Rank::means_it,
     {"error: no matching function for call to "
      "?asio::*::basic_waitable_timer(*)",
      "error: no matching function for call to ?asio::*::basic_channel(*)",
      "error: no matching function for call to "
      "?asio::*::basic_concurrent_channel(*)",
      "error: no matching constructor for initialization of ?*_timer?",
      "error: no matching constructor for initialization of *basic_channel<",
      "error: no matching constructor for initialization of "
      "*basic_concurrent_channel<"},
     {"A timer and a channel want to know first where they work: an executor "
      "or a context. Inside a coroutine that is co_await "
      "asio::this_coro::executor; what comes after it is the duration or the "
      "capacity.",
      "Une minuterie et un canal veulent d'abord savoir où ils travaillent : "
      "un exécuteur ou un contexte. Dans une coroutine, c'est co_await "
      "asio::this_coro::executor ; la durée ou la capacité vient après."}},
    {"spawned-no-awaitable",
     Rank::means_it,
     {"error: no matching function for call to ?co_spawn(*<lambda()>, *",
      "error: no matching function for call to ?co_spawn(*<lambda()>&, *",
      "error: no matching function for call to ?co_spawn(*awaitable<*(&)(*",
      "error: no matching function for call to ?co_spawn(*awaitable<*(*)(*",
      "note: *could not match ?awaitable<T, AwaitableExecutor>? against"},
     {"What is spawned must be an asio::awaitable: the call of a coroutine "
      "with its arguments, or a lambda that says -> asio::awaitable<T> and "
      "contains a co_await or a co_return.",
      "Ce qu'on lance doit être un asio::awaitable : l'appel d'une coroutine "
      "avec ses arguments, ou une lambda qui dit -> asio::awaitable<T> et "
      "contient un co_await ou un co_return."}},
    {"token-is-const",
     Rank::means_it,
     {"error: no matching function for call to ?co_spawn(*, const *_binder<*",
      "note: candidate template ignored: *CompletionToken = const "
      "*_binder<*"},
     {"A completion token that is bound to something (bind_executor, "
      "bind_cancellation_slot) must not be const: this version of Asio does "
      "not take it. Leave out const, or let a function return the token.",
      "Un jeton de complétion lié à quelque chose (bind_executor, "
      "bind_cancellation_slot) ne "
      "doit pas être const : cette version d'Asio n'en veut pas. Retirez "
      "const, ou faites renvoyer le jeton par une fonction."}},
    {"spawn-wants-three",
     Rank::means_it,
     {"error: no matching function for call to ?co_spawn"},
     {"asio::co_spawn wants three things: where to run (an executor or a "
      "context); an asio::awaitable, so the call of a coroutine; and how its "
      "end is heard: asio::detached, asio::use_awaitable in a coroutine, or a "
      "function that takes a std::exception_ptr and after it the value, if "
      "there is one.",
      "asio::co_spawn veut trois choses : où tourner (un exécuteur ou un "
      "contexte) ; un asio::awaitable, donc l'appel d'une coroutine ; et "
      "comment on apprend sa fin : asio::detached, asio::use_awaitable dans "
      "une coroutine, ou une fonction qui reçoit un std::exception_ptr, puis "
      "la valeur s'il y en a une."}},
    {"receives-into-a-function",
     Rank::means_it,
     {"error: no matching function for call to *try_receive(",
      "error: no matching member function for call to ?try_receive?"},
     {"try_receive hands the message to a function that you give it, and says "
      "with a bool whether there was one: pass.try_receive([&](asio::error_code"
      ", int value) { ... }).",
      "try_receive remet le message à une fonction que vous lui donnez, et dit "
      "par un bool s'il y en avait un : pass.try_receive([&](asio::error_code, "
      "int value) { ... })."}},
    {"error-code-first",
     Rank::means_it,
     {"error: no matching function for call to *::async_send(",
      "error: no matching function for call to *::try_send(",
      "error: no matching member function for call to ?async_send?",
      "error: no matching member function for call to ?try_send?"},
     {"A channel sends what its signature says, in that order, and "
      "void(asio::error_code, int) begins with an error code: "
      "async_send(asio::error_code{}, value, token). The token comes last, and "
      "try_send has none.",
      "Un canal envoie ce que dit sa signature, dans cet ordre, et "
      "void(asio::error_code, int) commence par un code d'erreur : "
      "async_send(asio::error_code{}, valeur, jeton). Le jeton vient en "
      "dernier, et try_send n'en a pas."}},
    {"signal-without-a-value",
     Rank::means_it,
     {"error: ambiguous template instantiation for *channel_traits<void(",
      "error: ambiguous partial specializations of *channel_traits<void"},
     {"Before Asio 1.36, a channel whose messages are an error code alone does "
      "not compile. Let it carry a value that nobody reads: "
      "void(asio::error_code, bool).",
      "Avant Asio 1.36, un canal dont les messages sont un simple code "
      "d'erreur ne compile pas. Faites-lui porter une valeur que personne ne "
      "lit : void(asio::error_code, bool)."}},
    {"no-completion-token",
     Rank::means_it,
     {"error: no matching function for call to ?asio::*::async_wait()",
      "error: no matching function for call to ?asio::*::async_receive()",
      "error: no matching function for call to ?asio::*::async_*()",
      "error: no matching member function for call to ?async_*\n*async_wait()",
      "error: no matching member function for call to "
      "?async_*\n*async_receive()"},
     {"An asynchronous operation wants to know how its end is heard: its last "
      "argument is a completion token. In a coroutine, asio::use_awaitable.",
      "Une opération asynchrone veut savoir comment on apprend sa fin : son "
      "dernier argument est un jeton de complétion. Dans une coroutine, "
      "asio::use_awaitable."}},
    {"wrong-handler",
     Rank::means_it,
     {"error: no matching function for call to *async_",
      "error: no matching member function for call to *async_"},
     {"The arguments do not fit this operation. The last one is a completion "
      "token: asio::use_awaitable, or a function that takes what the operation "
      "gives (for a timer: an asio::error_code).",
      "Les arguments ne conviennent pas à cette opération. Le dernier est un "
      "jeton de complétion : asio::use_awaitable, ou une fonction qui prend ce "
      "que l'opération donne (pour une minuterie : un asio::error_code)."}},
    {"variant-as-value",
     Rank::means_it,
     {"error: cannot convert *std::variant<",
      "error: could not convert *std::variant<",
      "error: no viable conversion from *std::variant<",
      "error: *_Variant_storage* is an inaccessible base of ?std::variant<",
      "error: cannot decompose members of inaccessible base class "
      "?_Variant_storage"},
     {"|| gives a std::variant: which side won, and its value. Ask index() "
      "which one it is, then take it with std::get<0> or std::get<1>.",
      "|| donne un std::variant : le côté qui a gagné, et sa valeur. Demandez "
      "lequel à index(), puis prenez-la avec std::get<0> ou std::get<1>."}},
    {"tuple-as-value",
     Rank::means_it,
     {"error: cannot convert *std::tuple<",
      "error: could not convert *std::tuple<",
      "error: no viable conversion from *std::tuple<"},
     {"&& gives a std::tuple: the value of each side. Take it apart: auto "
      "[left, right] = co_await (a() && b()).",
      "&& donne un std::tuple : la valeur de chaque côté. Séparez-les : auto "
      "[left, right] = co_await (a() && b())."}},
    {"not-to-take-apart",
     Rank::means_it,
     {"error: cannot decompose", "error: * decomposes into ",
      "error: * names provided for structured binding",
      "error: * name provided for structured binding"},
     {"auto [a, b] takes a tuple, a pair or a plain struct apart, and this is "
      "none: it is one value, as a std::string is. Give it one name. With "
      "asio::as_tuple, what an operation gives becomes a tuple.",
      "auto [a, b] sépare un tuple, une paire ou une simple structure, et ce "
      "n'en est pas : c'est une seule valeur, comme une std::string. "
      "Donnez-lui un seul nom. Avec asio::as_tuple, ce que donne une opération "
      "devient un tuple."}},
    {"braces-in-await",
     Rank::means_it,
     {"error: array used as initializer"},
     {"g++ 12 cannot have a list in braces inside a co_await expression. Name "
      "the vector or the struct on a line of its own first, then await.",
      "g++ 12 n'accepte pas de liste entre accolades dans une expression "
      "co_await. Nommez d'abord le vecteur ou la structure sur une ligne à "
      "part, puis attendez."}},
    {"newer-standard",
     Rank::means_it,
     {"error: ?expected? in namespace ?std? does not name",
      "error: ?expected? is not a member of ?std?",
      "error: no template named ?expected? in namespace ?std?",
      "error: no member named ?expected? in namespace ?std?",
      "error: ?print*? is not a member of ?std?",
      "error: no member named ?print*? in namespace ?std?",
      "error: ?generator? in namespace ?std? does not name",
      "error: no template named ?generator? in namespace ?std?"},
     {"That is C++23, and the workbook is written in C++20. Instead of "
      "std::expected, a std::variant, a std::optional or an exception; instead "
      "of std::print, fmt::print.",
      "C'est du C++23, et le cahier est écrit en C++20. Au lieu de "
      "std::expected, un std::variant, un std::optional ou une exception ; au "
      "lieu de std::print, fmt::print."}},
    {"newer-asio",
     Rank::means_it,
     {"error: ?cancel_a* of ?asio", "error: ?cancel_a* namespace ?asio",
      "error: ?co_composed* of ?asio", "error: ?consign* of ?asio",
      "error: ?append* of ?asio", "error: ?prepend* of ?asio",
      "error: ?inline_executor* of ?asio", "error: ?as_tuple* of ?asio",
      "error: ?deferred* of ?asio", "error: no *?cancel_a* in namespace ?asio",
      "error: no *?co_composed? in namespace ?asio",
      "error: no *?consign? in namespace ?asio",
      "error: no *?append? in namespace ?asio",
      "error: no *?prepend? in namespace ?asio",
      "error: no *?inline_executor? in namespace ?asio",
      "error: no *?as_tuple? in namespace ?asio",
      "error: no *?deferred? in namespace ?asio"},
     {"That part of Asio is newer than the version here, or its header is not "
      "included. as_tuple and deferred come with <workbook/asio.hpp>; instead "
      "of cancel_after, use a timer and ||.",
      "Cette partie d'Asio est plus récente que la version présente, ou son "
      "en-tête n'est pas inclus. as_tuple et deferred viennent avec "
      "<workbook/asio.hpp> ; au lieu de cancel_after, une minuterie et ||."}},
    {"missing-header",
     Rank::means_it,
     {"error: ?*? is not a member of ?asio",
      "error: ?*? is not a member of ?std",
      "error: ?*? in namespace ?std? does not name",
      "error: ?*? in namespace ?asio? does not name",
      "error: no member named ?*? in namespace ?asio",
      "error: no template named ?*? in namespace ?asio",
      "error: no type named ?*? in namespace ?asio",
      "error: no member named ?*? in namespace ?std",
      "error: no template named ?*? in namespace ?std",
      "error: no type named ?*? in namespace ?std"},
     {"Nothing of that name is known in this namespace: a spelling mistake, or "
      "a header that is not included. Most parts of Asio have a header of "
      "their name: asio::steady_timer is in <asio/steady_timer.hpp>.",
      "Rien de ce nom n'est connu dans cet espace de noms : une faute de "
      "frappe, ou un en-tête qui n'est pas inclus. La plupart des éléments "
      "d'Asio ont un en-tête à leur nom : asio::steady_timer est dans "
      "<asio/steady_timer.hpp>."}},
    {"undefined-function",
     Rank::means_it,
     {"undefined reference to", "undefined symbol", "ld: symbol(s) not found"},
     {"A function that the header promises is not defined. Its name, its "
      "parameters and its namespace must be those of the header, to the "
      "letter.",
      "Une fonction que l'en-tête promet n'est pas définie. Son nom, ses "
      "paramètres et son espace de noms doivent être ceux de l'en-tête, à la "
      "lettre."}},
    {"missing-semicolon",
     Rank::first,
     {"error: expected ?;?", "error: expected ?,? or ?;?"},
     {"A semicolon is missing, most often at the end of the line before.",
      "Il manque un point-virgule, le plus souvent à la fin de la ligne "
      "précédente."}},
    {"missing-brace",
     Rank::first,
     {"error: expected ?}?", "error: expected ?)? "},
     {"A brace or a parenthesis is opened and never closed.",
      "Une accolade ou une parenthèse est ouverte et jamais fermée."}},
    {"unknown-name",
     Rank::first,
     {"error: * was not declared in this scope",
      "error: use of undeclared identifier", "error: * has not been declared",
      "error: * does not name a type", "error: unknown type name"},
     {"This name is unknown here: a spelling mistake, a missing #include, a "
      "namespace that is missing in front of it, or something declared further "
      "down.",
      "Ce nom est inconnu ici : une faute de frappe, un #include qui manque, "
      "un espace de noms qui manque devant lui, ou une déclaration qui vient "
      "plus bas."}},
    {"spawned-for-nobody",
     Rank::warning,
     {"warning: ignoring return*awaitable*\n*co_spawn(*use_awaitable",
      "warning: ignoring return value of function declared with "
      "?nodiscard*\n*co_spawn(*use_awaitable"},
     {"co_spawn with asio::use_awaitable starts nothing: it gives an awaitable "
      "to co_await, which only a coroutine can do. In an ordinary function, "
      "end with asio::detached or with a function.",
      "co_spawn avec asio::use_awaitable ne lance rien : il rend un awaitable "
      "à attendre par co_await, ce que seule une coroutine sait faire. Dans "
      "une fonction ordinaire, terminez par asio::detached ou une fonction."}},
    {"forgot-co-await",
     Rank::warning,
     {"warning: ignoring return* value of type ?asio::awaitable<",
      "warning: ignoring return* value of type ?awaitable<",
      "warning: ignoring return value of function declared with ?nodiscard"},
     {"An awaitable is made here and thrown away: not one line of it runs. Put "
      "co_await in front of it.",
      "Un awaitable est créé ici puis jeté : pas une seule de ses lignes ne "
      "s'exécute. Mettez co_await devant."}},
};

// Does the text begin with what the pattern describes?
bool begins_with(std::string_view text, std::string_view pattern) {
  std::size_t at = 0, p = 0;
  std::size_t star = pattern.npos, resumed = 0;
  while (p < pattern.size()) {
    if (pattern[p] == '*') {
      star = p++;
      resumed = at;
    } else if (at < text.size() && (pattern[p] == text[at] ||
                                    (pattern[p] == '?' && text[at] != '\n'))) {
      ++at, ++p;
    } else if (star != pattern.npos && resumed < text.size() &&
               text[resumed] != '\n') {
      // The last star takes one character more.
      at = ++resumed;
      p = star + 1;
    } else {
      return false;
    }
  }
  return true;
}

bool contains(std::string_view text, std::string_view pattern) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (begins_with(text.substr(at), pattern)) return true;
  return false;
}

// More than that of one message is nothing that a pattern looks for.
constexpr std::size_t longest = 4000;

// One message of the compiler.
struct Diagnostic {
  std::string_view file;
  std::string_view line;  // its number; "" for the linker's
  std::string_view
      text;  // "FILE:LINE:COLUMN: error: ...", and the lines of code
  std::string_view notes;  // what follows, up to the next error or warning
  // "FILE:LINE:COLUMN: required from here": whose use of a template it is
  // about.
  std::string_view user;
  bool error = false;
};

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return line;
}

// "   16 |   asio::co_spawn(context, work());", and the marks under it.
bool shows_code(std::string_view line) {
  const auto bar = line.find_first_not_of(" 0123456789");
  return bar != line.npos && bar > 0 && line[bar] == '|';
}

// Splits "FILE:LINE:COLUMN: " off; false if the line does not begin so.
bool take_place(std::string_view line, Diagnostic& found) {
  const auto end = line.find(": ");
  if (end == line.npos) return false;
  const auto place = line.substr(0, end);
  const auto column = place.rfind(':');
  if (column == place.npos || column == 0) return false;
  const auto number = place.rfind(':', column - 1);
  if (number == place.npos) return false;
  found.file = place.substr(0, number);
  found.line = place.substr(number + 1, column - number - 1);
  return !found.line.empty() &&
         found.line.find_first_not_of("0123456789") == found.line.npos;
}

bool is_error(std::string_view line) {
  for (auto sign : {"error: ", "undefined ", "ld: symbol"})
    if (line.find(sign) != line.npos) return true;
  return false;
}

// g++ says before an error who used the template in which it is, and clang
// after it.
bool names_a_user(std::string_view line) {
  return line.ends_with("required from here") ||
         line.ends_with("requested here");
}

std::vector<Diagnostic> diagnostics(std::string_view message) {
  std::vector<Diagnostic> found;
  std::string_view user;
  while (!message.empty()) {
    const auto begin = message;
    const auto line = take_line(message);
    const bool error = is_error(line);
    if (!error && line.find("warning: ") == line.npos) {
      if (!found.empty()) {
        auto& notes = found.back().notes;
        const auto* from = notes.empty() ? line.data() : notes.data();
        const auto size =
            static_cast<std::size_t>(line.data() + line.size() - from);
        notes = {from, std::min(size, longest)};
      }
      if (names_a_user(line)) {
        if (line.ends_with("requested here") && !found.empty())
          found.back().user = line;
        else
          user = line;
      }
      continue;
    }
    while (!message.empty() && shows_code(message)) take_line(message);
    Diagnostic one;
    take_place(line, one);
    one.error = error;
    one.user = std::exchange(user, {});
    one.text =
        begin.substr(0, std::min(begin.size() - message.size(), longest));
    found.push_back(one);
  }
  return found;
}

const Known* meaning(const Diagnostic& diagnostic, bool first) {
  for (const auto& one : known) {
    if ((one.rank == Rank::warning) == diagnostic.error) continue;
    if (one.rank == Rank::first && !first) continue;
    for (auto pattern : one.patterns)
      if (contains(
              pattern.starts_with("note:") ? diagnostic.notes : diagnostic.text,
              pattern))
        return &one;
  }
  return nullptr;
}

// Not a library's: those have absolute paths, or were fetched.
bool is_own(std::string_view file) {
  return !file.empty() && !file.starts_with('/') && !file.starts_with("build");
}

std::string told(const Diagnostic& diagnostic, const Known& found) {
  // g++ blames the function for a return that stands somewhere in it.
  const auto code = diagnostic.text.substr(
      std::min(diagnostic.text.find('\n'), diagnostic.text.size()));
  const bool whole_function = found.id == "return-in-coroutine" &&
                              code.size() > 1 &&
                              code.find(" return") == code.npos;
  const auto place =
      whole_function ? Text{"the function of line ", "la fonction de la ligne "}
                     : Text{"line ", "ligne "};
  // A library's line is nothing that the learner sees.
  const auto title = diagnostic.line.empty() || !is_own(diagnostic.file)
                         ? Text{"In plain words:", "En clair :"}.spoken()
                         : Text{"In plain words (", "En clair ("}.spoken() +
                               place.spoken() + std::string(diagnostic.line) +
                               Text{"):", ") :"}.spoken();
  return "  " + title + " [" + std::string(found.id) + "]\n" +
         paragraph(found.means.spoken(), 4);
}

// Explains the first one that is known, of the errors or of the warnings. In
// one line, an error that means what it says goes before the others.
std::string explain_first(const std::vector<Diagnostic>& all, bool errors) {
  const Diagnostic* first = nullptr;
  const Known* guess = nullptr;
  for (const auto& diagnostic : all) {
    if (diagnostic.error != errors) continue;
    if (guess && diagnostic.line != first->line) break;
    const auto* found = meaning(diagnostic, first == nullptr);
    if (found && found->rank != Rank::first) return told(diagnostic, *found);
    if (!first) guess = found;
    if (!first) first = &diagnostic;
  }
  return guess ? told(*first, *guess) : "";
}

// Of a function without any return statement. A complete switch without a
// return after it has another warning, or none.
constexpr std::string_view returns_nothing_at_all[] = {
    "warning: no return statement in function returning non-void",
    "warning: non-void function does not return a value [",
    "warning: non-void lambda does not return a value ["};

}  // namespace

bool returns_nothing(std::string_view message) {
  for (auto warning : returns_nothing_at_all)
    if (message.find(warning) != message.npos) return true;
  return false;
}

std::string with_refusals(std::string message) {
  constexpr std::string_view mild = "warning:", severe = "error:";
  for (auto warning : returns_nothing_at_all)
    for (std::size_t at; (at = message.find(warning)) != message.npos;)
      message.replace(at, mild.size(), severe);
  return message;
}

std::string explain(std::string_view message) {
  const auto all = diagnostics(message);
  return explain_first(all, true) + explain_first(all, false);
}

std::string shortened(std::string_view message) {
  std::string kept;
  std::string_view last;
  bool errors = false, own_errors = false;
  for (const auto& diagnostic : diagnostics(message)) {
    // The linker's lines have no place.
    const bool linker = diagnostic.error && diagnostic.line.empty();
    errors |= diagnostic.error;
    if (!linker && !is_own(diagnostic.file)) continue;
    own_errors |= diagnostic.error;
    if (!linker && diagnostic.line == last) continue;
    last = diagnostic.line;
    // An error in a header of the workbook: the learner's line is the user's.
    Diagnostic user;
    if (take_place(diagnostic.user, user) && is_own(user.file))
      kept += std::string(diagnostic.user) + '\n';
    kept += diagnostic.text;
  }
  return kept.empty() || errors != own_errors ? std::string(message) : kept;
}

}  // namespace workbook
