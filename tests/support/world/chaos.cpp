#include <cstdio>
#include <cstdlib>
#include <string>
#include <support/world/chaos.hpp>

namespace workbook {

Chaos::Chaos(World& world, unsigned seed) : world_(world), random_(seed) {
  world_.faults.cut = [this](std::size_t n) {
    return one_in(2) ? n : 1 + below(n);
  };
}

Chaos::~Chaos() { world_.faults.cut = nullptr; }

namespace {

void tell_with_seed(unsigned seed,
                    const std::function<void(World&, Chaos&)>& story,
                    bool aloud) {
  World world;
  Chaos chaos(world, seed);
  world.network().tell(
      "",
      {"(seed {0}: WORKBOOK_SEED={0} tells this story again)",
       "(graine {0} : WORKBOOK_SEED={0} raconte cette histoire à nouveau)"},
      seed);
  story(world, chaos);
  if (!aloud) return;
  // As a failure tells it: the moments have no number.
  int number = 0;
  Moments moments;
  for (const auto& event : Story::events()) {
    if (const auto moment = moments.news(event); !moment.empty())
      std::printf("%s\n", moment.c_str());
    std::printf("%4d.  %s\n", ++number, event.spoken().c_str());
  }
}

}  // namespace

void for_each_seed(unsigned count,
                   const std::function<void(World&, Chaos&)>& story) {
  if (const char* one = std::getenv("WORKBOOK_SEED"))
    return tell_with_seed(static_cast<unsigned>(std::strtoul(one, nullptr, 10)),
                          story, true);
  for (unsigned seed = 1; seed <= count; ++seed)
    tell_with_seed(seed, story, false);
}

void for_each_failing_call(const std::function<void(World&)>& story) {
  constexpr long far_too_many = 1'000;
  for (long failing = 0; failing <= far_too_many; ++failing) {
    World world;
    world.faults.failing_call = failing;
    if (failing > 0)
      world.network().tell("",
                           {"(the I/O call number {} of your code will fail)",
                            "(l'appel d'entrée-sortie numéro {} de votre code "
                            "va échouer)"},
                           failing);
    story(world);
    if (world.io_calls() < failing) return;
  }
}

}  // namespace workbook
