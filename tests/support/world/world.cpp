#include <cstdio>
#include <cstdlib>
#include <string>
#include <support/teacher.hpp>
#include <support/world/process.hpp>
#include <support/world/stuck.hpp>
#include <support/world/world.hpp>
#include <utility>

namespace workbook {

namespace {

constexpr Lesson blocks_the_loop{
    "blocks-the-loop",
    {"the thread is never kept waiting", "le fil d'exécution n'attend jamais"},
    {"A call kept the thread until something happened: a sleep, a read or an "
     "accept that is not asynchronous, a run() inside a coroutine, a loop that "
     "looks at the clock. Meanwhile nobody else is served. Await the "
     "asynchronous operation instead: it gives the thread back.",
     "Un appel a gardé le fil d'exécution jusqu'à ce que quelque chose se "
     "passe : une pause (sleep), une lecture ou un accept qui n'est pas "
     "asynchrone, un run() dans une coroutine, une boucle qui regarde l'heure. "
     "Pendant ce temps, personne d'autre n'est servi. Attendez plutôt "
     "l'opération asynchrone avec co_await : elle rend le fil."},
    true};

// The thing that a socket of the program last asked for in vain.
std::string waiting(const Socket& socket) {
  const Text text = [&]() -> Text {
    switch (socket.waits) {
      case Socket::Waits::client:
        return {"a client at port {}", "un client au port {}"};
      case Socket::Waits::connection:
        return {"a connection", "une connexion"};
      case Socket::Waits::bytes:
        return {"bytes from {}", "des octets à {}"};
      case Socket::Waits::room:
        return {"room to write to {}", "de la place pour écrire à {}"};
      case Socket::Waits::nothing:
        break;
    }
    return {"", ""};
  }();
  const auto name =
      socket.connection ? socket.connection->name : std::to_string(socket.port);
  auto pattern = text.spoken();
  std::string_view filling = name;
  contract(pattern, filling);
  return fmt::format(fmt::runtime(pattern), filling);
}

}  // namespace

std::string shown(Moment moment) {
  return decimal(std::chrono::duration<double>(moment).count(), 9) +
         (french() ? "\u00a0s" : " s");
}

void stuck_for_ever() {
  const Text seen{"run() waits, and nothing is left that could wake it",
                  "run() attend, et plus rien ne peut le réveiller"};
  std::fputs(failure_message(running_test(), seen.spoken(), blocks_the_loop,
                             Teaching::now())
                 .c_str(),
             stdout);
  std::fflush(stdout);
  std::_Exit(EXIT_FAILURE);
}

World::World() {
  told_in = &story;
  // The story is told until the loop is gone, later than ~World().
  story.use_clock([&time = clock] { return time.now(); },
                  [](Moment moment) {
                    if (moment == Moment::zero()) return std::string();
                    return fmt::format(
                        fmt::runtime(Text{"at {}:", "à {} :"}.spoken()),
                        shown(moment));
                  });
}

World::~World() = default;

bool World::rests(const Loop& loop) {
  const bool rests = loop.rested && !has_events(loop.epoll);
  passed_over_ |= rests;
  return rests;
}

void World::polled(Loop& loop, bool moved) {
  loop.epoll = collected_for;
  loop.rested = !moved;
}

bool World::turn() {
  bool moved = false;
  if (!rests(own_loop_)) {
    moved = Stage::turn();
    polled(own_loop_, moved);
  }
  for (std::size_t i = 0; i < processes_.size(); ++i)
    moved |= processes_[i]->turn();
  if (moved) return true;
  // The test, or another process, may have given work to a loop that rested:
  // nothing is at rest before each was polled once more.
  own_loop_.rested = false;
  for (auto* process : processes_) process->loop_.rested = false;
  return std::exchange(passed_over_, false);
}

void World::rested() {
  std::string all;
  int more = 0;
  for (const auto& [number, socket] : sockets) {
    if (socket.waits == Socket::Waits::nothing) continue;
    constexpr std::size_t long_enough = 120;
    if (all.size() > long_enough)
      ++more;
    else
      all += (all.empty() ? "" : ", ") + waiting(socket);
  }
  if (more > 0) all += fmt::format(", … +{}", more);
  if (!all.empty())
    tell("",
         {"(nothing more is ready; your code asked in vain for {})",
          "(plus rien n'est prêt ; votre code a demandé en vain {})"},
         all);
  EXPECT(blocks_the_loop, blocking_calls() == 0);
}

void World::later(Moment after, std::function<void()> what) {
  appointments_.emplace(now() + after, std::move(what));
}

void World::advance(Moment by) {
  run_ready();
  const auto until = now() + by;
  for (;;) {
    auto next = clock.next();
    if (!appointments_.empty() &&
        (!next || appointments_.begin()->first < *next))
      next = appointments_.begin()->first;
    if (!next || *next > until) break;
    clock.move_to(*next);
    while (!appointments_.empty() && appointments_.begin()->first <= now())
      appointments_.extract(appointments_.begin()).mapped()();
    run_ready();
  }
  clock.move_to(until);
  settle();
}

}  // namespace workbook
