// ./exo new 37 topic
#include "commands.hpp"
namespace companion {
asio::awaitable<int> new_exercise(Options) { co_return 1; }
}  // namespace companion
