# workbook_explain(output result): what a compiler's message means, in one or
# two plain sentences of the learner's language; "" if it is not a known one.
#
# The errors are known by the patterns below, for g++ and for clang. Of several
# that are found, the one that the compiler met first is explained: later ones
# are often its consequences. FIRST looks at errors that mean what they say;
# THEN at those that may be the consequence of anything; LAST at warnings.
# Each has a file in tests/companion/errors that provokes it.
#
# The compiler must speak English, that is, run with LC_ALL=C.
include(${CMAKE_CURRENT_LIST_DIR}/say.cmake)

# known(id FIRST|THEN|LAST pattern en fr)
function(known id rank pattern en fr)
  set(explained_${rank} ${explained_${rank}} ${id} PARENT_SCOPE)
  set(explained_${id}_pattern "${pattern}" PARENT_SCOPE)
  set(explained_${id}_en "${en}" PARENT_SCOPE)
  set(explained_${id}_fr "${fr}" PARENT_SCOPE)
endfunction()

function(workbook_explain output result)
  known(await-in-main FIRST
    "error: .co_await. cannot be used in the .main. function|error: .main. cannot be a coroutine"
    "main() cannot be a coroutine. Put the work in a function of its own that returns asio::awaitable<void>, hand it to asio::co_spawn, then call run() of the io_context."
    "main() ne peut pas être une coroutine. Mettez le travail dans une fonction à part qui rend un asio::awaitable<void>, donnez-la à asio::co_spawn, puis appelez run() de l'io_context.")
  known(await-outside-coroutine FIRST
    "error: unable to find the promise type for this coroutine|error: this function cannot be a coroutine|error: .co_(await|return). cannot be used in a function with a deduced return type|error: .co_await. cannot be used outside a function"
    "co_await and co_return make a function a coroutine, and a coroutine must say that it is one: its return type must be written, and be asio::awaitable<T>. A lambda says so with -> asio::awaitable<T>."
    "co_await et co_return font d'une fonction une coroutine, et une coroutine doit le dire : son type de retour doit être écrit, et c'est asio::awaitable<T>. Une lambda le dit avec -> asio::awaitable<T>.")
  known(await-in-catch FIRST
    "error: await expressions are not permitted in handlers|error: .co_await. cannot be used in the handler of a try block"
    "co_await is not allowed inside a catch block. Keep the exception in a std::exception_ptr (std::current_exception()), leave the block, and await after it."
    "co_await n'est pas permis dans un bloc catch. Gardez l'exception dans un std::exception_ptr (std::current_exception()), sortez du bloc, et attendez après.")
  known(missing-co-return FIRST
    "error: could not convert [^\n]* to .asio::awaitable<|error: no viable conversion from returned value of type [^\n]* to function return type .(asio::)?awaitable<"
    "A coroutine gives its result with co_return, not with return. Without any co_await or co_return, a function that returns an awaitable is an ordinary function."
    "Une coroutine donne son résultat avec co_return, pas avec return. Sans aucun co_await ni co_return, une fonction qui rend un awaitable est une fonction ordinaire.")
  # THEN, because an error in its only co_await has this one as a consequence.
  known(no-coroutine-any-more THEN
    "error: no return statement in function returning non-void|error: non-void function does not return a value"
    "This function returns nothing. If it is to be a coroutine, it has lost its last co_await or co_return: without any of them, it is an ordinary function."
    "Cette fonction ne rend rien. Si elle doit être une coroutine, elle a perdu son dernier co_await ou co_return : sans eux, c'est une fonction ordinaire.")
  known(return-in-coroutine FIRST
    "error: (a .)?return.? statement (is )?not allowed in coroutine"
    "There is a return in a coroutine. Write co_return; and if what follows is an awaitable, co_return co_await."
    "Il y a un return dans une coroutine. Écrivez co_return ; et si ce qui suit est un awaitable, co_return co_await.")
  known(co-return-value FIRST
    "error: no member named .return_value. in"
    "co_return has a value here, but the coroutine is an asio::awaitable<void>, which has none. Write its type in the <>, or co_return without a value."
    "co_return donne ici une valeur, mais la coroutine est un asio::awaitable<void>, qui n'en a pas. Écrivez le type de la valeur entre <>, ou co_return sans valeur.")
  known(co-return-nothing FIRST
    "error: no member named .return_void. in"
    "The coroutine promises a value, the T of asio::awaitable<T>, and has a co_return without one, or none at all. Every path must end in co_return with a value."
    "La coroutine promet une valeur, le T de asio::awaitable<T>, et contient un co_return sans valeur, ou n'en contient pas. Chaque chemin doit finir par co_return et une valeur.")
  known(awaitable-is-no-value FIRST
    "error: cannot convert .asio::awaitable<|error: no viable conversion from .(asio::)?awaitable<|error: no match for .operator[^&|][^\n]*asio::awaitable<"
    "An awaitable is not the value: it is work that has not begun. Put co_await in front of the call to get its value."
    "Un awaitable n'est pas la valeur : c'est un travail qui n'a pas commencé. Mettez co_await devant l'appel pour obtenir sa valeur.")
  known(copied-awaitable FIRST
    "error: use of deleted function .asio::awaitable<|error: call to (implicitly-)?deleted (copy )?constructor of .(asio::)?awaitable<"
    "An awaitable cannot be copied: it is awaited once, by one. Await the call itself, or give the awaitable away with std::move."
    "Un awaitable ne se copie pas : il est attendu une fois, par un seul. Attendez l'appel lui-même, ou cédez l'awaitable avec std::move.")
  known(copied-io-object FIRST
    "error: use of deleted function .asio::(basic_[a-z_]+|io_context|thread_pool|experimental::[a-z_]*channel)|error: call to (implicitly-)?deleted (copy )?constructor of .(asio::)?([a-z]*_timer|basic_[a-z_]+|io_context|thread_pool|(asio::)?experimental::[a-z_]*channel)|error: call to (implicitly-)?deleted (copy )?constructor of [^\n]*basic_(concurrent_)?channel<"
    "A timer, a channel, a file or a context of Asio cannot be copied. Pass it by reference, and see that it lives as long as those who use it."
    "Une minuterie, un canal, un fichier ou un contexte d'Asio ne se copie pas. Passez-le par référence, et veillez à ce qu'il vive aussi longtemps que ceux qui s'en servent.")
  known(copied-unique-ptr FIRST
    "error: use of deleted function .std::unique_ptr<|error: call to (implicitly-)?deleted (copy )?constructor of .(std::)?unique_ptr<"
    "A std::unique_ptr has one owner and cannot be copied. Give it away with std::move, or pass a reference if the owner stays."
    "Un std::unique_ptr a un seul propriétaire et ne se copie pas. Cédez-le avec std::move, ou passez une référence si le propriétaire reste.")
  known(copied FIRST
    "error: use of deleted function|error: call to (implicitly-)?deleted (copy )?constructor|error: object of type [^\n]* cannot be assigned because its copy assignment operator is implicitly deleted"
    "Something that cannot be copied is copied here. Pass a reference, or give it away with std::move."
    "Quelque chose qui ne se copie pas est copié ici. Passez une référence, ou cédez l'objet avec std::move.")
  known(await-binds-tighter FIRST
    "error: no match for .operator(&&|[|][|]). \\(operand types are .[^a][^\n]* and .asio::awaitable<|error: invalid operands to binary expression \\(.[^a][^\n]* and .(asio::)?awaitable<"
    "co_await binds tighter than && and ||: it awaits only the left side. Put the whole in parentheses: co_await (a() && b())."
    "co_await est plus fort que && et || : il n'attend que le côté gauche. Mettez le tout entre parenthèses : co_await (a() && b()).")
  known(no-awaitable-operators FIRST
    "error: no match for .operator(&&|[|][|]). \\(operand types are .asio::awaitable<|error: invalid operands to binary expression \\(.(asio::)?awaitable<"
    "The operators && and || of awaitables are not visible here. Include <asio/experimental/awaitable_operators.hpp>, and write: using namespace asio::experimental::awaitable_operators"
    "Les opérateurs && et || des awaitables ne sont pas visibles ici. Incluez <asio/experimental/awaitable_operators.hpp>, et écrivez : using namespace asio::experimental::awaitable_operators")
  known(not-awaitable FIRST
    "error: no matching (member )?function for call to [^\n]*await_transform"
    "What follows co_await cannot be awaited: it is neither an asio::awaitable nor an operation with asio::use_awaitable. A std::future or a plain value cannot be awaited either."
    "Ce qui suit co_await ne peut pas être attendu : ce n'est ni un asio::awaitable, ni une opération avec asio::use_awaitable. Un std::future ou une simple valeur ne le peuvent pas non plus.")
  known(no-completion-token FIRST
    "error: no matching function for call to .asio::[^\n]*::async_[a-z_]+\\(\\)|error: no matching member function for call to .async_(wait|receive)[^\n]*\n[^\n]*async_[a-z_]+\\(\\)"
    "An asynchronous operation wants to know how its end is heard: its last argument is a completion token. In a coroutine, asio::use_awaitable."
    "Une opération asynchrone veut savoir comment on apprend sa fin : son dernier argument est un jeton de complétion. Dans une coroutine, asio::use_awaitable.")
  known(wrong-handler FIRST
    "error: no matching (member )?function for call to [^\n]*async_[a-z_]+"
    "The arguments do not fit this operation. The last one is a completion token: asio::use_awaitable, or a function that takes what the operation gives (for a timer: an asio::error_code)."
    "Les arguments ne conviennent pas à cette opération. Le dernier est un jeton de complétion : asio::use_awaitable, ou une fonction qui prend ce que l'opération donne (pour une minuterie : un asio::error_code).")
  known(variant-as-value FIRST
    "error: (cannot convert|could not convert|no viable conversion from) [^\n]*std::variant<"
    "|| gives a std::variant: which side won, and its value. Ask index() which one it is, then take it with std::get<0> or std::get<1>."
    "|| donne un std::variant : le côté qui a gagné, et sa valeur. Demandez lequel à index(), puis prenez-la avec std::get<0> ou std::get<1>.")
  known(tuple-as-value FIRST
    "error: (cannot convert|could not convert|no viable conversion from) [^\n]*std::tuple<"
    "&& gives a std::tuple: the value of each side. Take it apart: auto [left, right] = co_await (a() && b())."
    "&& donne un std::tuple : la valeur de chaque côté. Séparez-les : auto [left, right] = co_await (a() && b()).")
  known(braces-in-await FIRST
    "error: array used as initializer"
    "g++ 12 cannot have a list in braces inside a co_await expression. Name the vector or the struct on a line of its own first, then await."
    "g++ 12 n'accepte pas de liste entre accolades dans une expression co_await. Nommez d'abord le vecteur ou la structure sur une ligne à part, puis attendez.")
  known(newer-asio FIRST
    "error: .(cancel_after|cancel_at|co_composed|consign|append|prepend|inline_executor|as_tuple|deferred). is not a member of .asio.|error: no (member|template) named .(cancel_after|cancel_at|co_composed|consign|append|prepend|inline_executor|as_tuple|deferred). in namespace .asio."
    "That part of Asio is newer than the version here, or its header is not included. as_tuple and deferred come with <workbook/asio.hpp>; instead of cancel_after, use a timer and ||."
    "Cette partie d'Asio est plus récente que la version présente, ou son en-tête n'est pas inclus. as_tuple et deferred viennent avec <workbook/asio.hpp> ; au lieu de cancel_after, une minuterie et ||.")
  known(missing-header FIRST
    "error: .[a-zA-Z_]+. is not a member of .(asio|std)|error: no (member|template) named .[a-zA-Z_]+. in namespace .(asio|std)"
    "Nothing of that name is known in this namespace: a spelling mistake, or a header that is not included. Most parts of Asio have a header of their name: asio::steady_timer is in <asio/steady_timer.hpp>."
    "Rien de ce nom n'est connu dans cet espace de noms : une faute de frappe, ou un en-tête qui n'est pas inclus. La plupart des éléments d'Asio ont un en-tête à leur nom : asio::steady_timer est dans <asio/steady_timer.hpp>.")
  known(undefined-function FIRST
    "undefined (reference to|symbol)|ld: symbol\\(s\\) not found"
    "A function that the header promises is not defined. Its name, its parameters and its namespace must be those of the header, to the letter."
    "Une fonction que l'en-tête promet n'est pas définie. Son nom, ses paramètres et son espace de noms doivent être ceux de l'en-tête, à la lettre.")
  known(missing-semicolon THEN
    "error: expected .;.|error: expected .,. or .;."
    "A semicolon is missing, most often at the end of the line before."
    "Il manque un point-virgule, le plus souvent à la fin de la ligne précédente.")
  known(missing-brace THEN
    "error: expected .}.|error: expected .\\). "
    "A brace or a parenthesis is opened and never closed."
    "Une accolade ou une parenthèse est ouverte et jamais fermée.")
  known(unknown-name THEN
    "error: [^\n]* was not declared in this scope|error: use of undeclared identifier|error: [^\n]* has not been declared|error: [^\n]* does not name a type|error: unknown type name"
    "This name is unknown here: a spelling mistake, a missing #include, or something declared further down."
    "Ce nom est inconnu ici : une faute de frappe, un #include qui manque, ou une déclaration qui vient plus bas.")
  known(forgot-co-await LAST
    "ignoring return(ed)? value of (type .(asio::)?awaitable<|function declared with .nodiscard.)"
    "An awaitable is made here and thrown away: not one line of it runs. Put co_await in front of it."
    "Un awaitable est créé ici puis jeté : pas une seule de ses lignes ne s'exécute. Mettez co_await devant.")

  foreach(rank IN ITEMS FIRST THEN LAST)
    set(best "")
    foreach(id IN LISTS explained_${rank})
      if(output MATCHES "${explained_${id}_pattern}")
        string(FIND "${output}" "${CMAKE_MATCH_0}" at)
        if(best STREQUAL "" OR at LESS best_at)
          set(best ${id})
          set(best_at ${at})
        endif()
      endif()
    endforeach()
    if(NOT best STREQUAL "")
      break()
    endif()
  endforeach()
  set(${result} "" PARENT_SCOPE)
  if(best STREQUAL "")
    return()
  endif()

  # The compiler writes "FILE:LINE:COLUMN: " in front.
  string(SUBSTRING "${output}" 0 ${best_at} before)
  set(line "")
  if(before MATCHES ":([0-9]+):[0-9]+: [a-z ]*:?[^\n]*$")
    set(line "${CMAKE_MATCH_1}")
  endif()
  if(line)
    say("In plain words (line ${line}):" "En clair (ligne ${line}) :" title)
  else()
    say("In plain words:" "En clair :" title)
  endif()
  say("${explained_${best}_en}" "${explained_${best}_fr}" sentence)
  fold("${sentence}" sentence)
  set(${result} "  ${title} [${best}]\n${sentence}" PARENT_SCOPE)
endfunction()

# fold(text result): lines of 78 bytes at most, each after four spaces.
function(fold text result)
  # A list would lose the semicolons.
  string(REPLACE ";" "<semicolon>" text "${text}")
  string(REPLACE " " ";" words "${text}")
  set(folded "")
  set(line "   ")
  foreach(word IN LISTS words)
    string(REPLACE "<semicolon>" ";" word "${word}")
    string(LENGTH "${line} ${word}" length)
    if(length GREATER 78)
      string(APPEND folded "${line}\n")
      set(line "   ")
    endif()
    string(APPEND line " ${word}")
  endforeach()
  set(${result} "${folded}${line}\n" PARENT_SCOPE)
endfunction()
