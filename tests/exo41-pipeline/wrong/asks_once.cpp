// AUTHOR: what it does wrong. Only that stands here; the rest is linked.
// breaks: "AUTHOR: one promise"
// step: 1
// lesson: asked-once
#include "pipeline.hpp"

asio::awaitable<int> exo41::ask_twice(Ask ask) { co_return 2 * co_await ask(); }
