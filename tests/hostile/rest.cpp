
// What every attack hands in besides: nothing that works. ONCE is for attacks
// that last long: only the first step has them.
namespace exo29 {

asio::awaitable<void> pause(Milliseconds) {
  attack();
  co_return;
}

asio::awaitable<void> greet(std::string, Milliseconds, const Journal&) {
#ifndef ONCE
  attack();
#endif
  co_return;
}

void greet_everyone(const std::vector<std::string>&, Milliseconds,
                    const Journal&) {
#ifndef ONCE
  attack();
#endif
}

}  // namespace exo29
