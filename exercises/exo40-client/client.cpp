// exo40: AUTHOR: topic. Yours to edit. Then: ctest --preset learn -R exo40

#include "client.hpp"

#include <workbook/todo.hpp>

namespace exo40 {

asio::awaitable<int> ask_twice(Ask ask) {
  // TODO(step 1): AUTHOR: the goal, and a question; never the code.
  //
  // À FAIRE (étape 1) : AUTHOR : le but, et une question ; jamais le code.
  todo("exo40 step 1: ask_twice", ask);
  co_return 0;
}

}  // namespace exo40
