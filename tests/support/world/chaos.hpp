// Every fault in turn, and chaos that replays exactly.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <support/world/world.hpp>

namespace workbook {

// Choices that depend on a seed and on nothing else. While it lives, reads and
// writes of its World move as many bytes as it pleases.
class Chaos {
 public:
  Chaos(World& world, unsigned seed);
  ~Chaos();
  Chaos(const Chaos&) = delete;
  Chaos& operator=(const Chaos&) = delete;

  // A number from 0 to n - 1.
  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  World& world_;
  std::mt19937 random_;
};

// Tells the story `count` times, each in a new World with another seed. A
// failing story names its seed. With WORKBOOK_SEED=4711 in the environment only
// that one is told, and its events are printed, whether it fails or not.
void for_each_seed(unsigned count,
                   const std::function<void(World&, Chaos&)>& story);

// Tells the story undisturbed, then again with its first I/O call failing, then
// its second, up to the last one: each in a new World.
void for_each_failing_call(const std::function<void(World&)>& story);

}  // namespace workbook
