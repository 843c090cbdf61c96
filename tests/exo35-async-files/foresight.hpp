// Which names the drafts of a program will have, as far as those that they have
// had tell. A test sees one program; it knows what another one would have in
// common with it: a counter, the time, a generator without a seed of chance.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#endif

namespace {

// When the program began, at the latest.
const auto first_moment = std::chrono::system_clock::now();
const auto first_tick = std::chrono::steady_clock::now();

// The numbers of this process, and of the thread that asks.
std::set<std::uint64_t> numbers_of_this_program() {
  const auto thread = std::this_thread::get_id();
  std::set<std::uint64_t> numbers{std::hash<std::thread::id>()(thread)};
  std::stringstream text;
  text << thread;
  if (std::uint64_t number = 0; text >> number) numbers.insert(number);
#if defined(__unix__) || defined(__APPLE__)
  numbers.insert(static_cast<std::uint64_t>(::getpid()));
  numbers.insert(static_cast<std::uint64_t>(::getppid()));
#endif
#ifdef __linux__
  numbers.insert(static_cast<std::uint64_t>(::gettid()));
#endif
  return numbers;
}

// As many drafts as a program may count here, beginning with such a number.
constexpr int counted_here = 300;

// A moment since the program began, or shortly before, on the clock that has
// shown `first`, in one of these units; or counted on from there.
template <class... Units, class Clock>
bool is_moment_of(std::chrono::time_point<Clock> first, std::uint64_t number) {
  const auto begin = (first - std::chrono::seconds(2)).time_since_epoch();
  const auto end = Clock::now().time_since_epoch();
  return ((std::chrono::duration_cast<Units>(begin).count() <=
               static_cast<std::int64_t>(number) &&
           static_cast<std::int64_t>(number) <=
               std::chrono::duration_cast<Units>(end).count() + counted_here) ||
          ...);
}

// Left out are units in which a number of 32 bits that chance has made may be
// such a moment.
bool is_moment(std::uint64_t number) {
  using namespace std::chrono;
  return is_moment_of<seconds, milliseconds, microseconds, nanoseconds>(
             first_moment, number) ||
         is_moment_of<seconds, nanoseconds>(first_tick, number);
}

// std::rand, which has one state for all.
struct Rand {
  using result_type = unsigned;
  static constexpr result_type default_seed = 1;
  explicit Rand(result_type seed) { std::srand(seed); }
  result_type operator()() { return static_cast<result_type>(std::rand()); }
};

// A name has one number of a generator, or two as the halves of one.
enum class Halves { none, high_first, low_first };

template <class Generator>
std::uint64_t draw(Generator& generator, Halves halves) {
  const std::uint64_t one = generator();
  if (halves == Halves::none) return one;
  const std::uint64_t other = generator();
  return halves == Halves::high_first ? one << 32 | other : other << 32 | one;
}

// If a generator with this seed gives the number, early: those that it gives
// next, and those that the seeds of the next minute give in the same place.
template <class Generator>
std::vector<std::uint64_t> drawn_with(std::uint64_t seed,
                                      std::uint64_t number) {
  constexpr int early = 500, more = 40, minute = 60;
  const auto seeded = [&](int later) {
    return Generator(static_cast<typename Generator::result_type>(
        seed + static_cast<std::uint64_t>(later)));
  };
  std::vector<std::uint64_t> next;
  for (const auto halves :
       {Halves::none, Halves::high_first, Halves::low_first}) {
    auto generator = seeded(0);
    int place = 0;
    while (place < early && draw(generator, halves) != number) ++place;
    if (place == early) continue;
    for (int i = 0; i < more; ++i) next.push_back(draw(generator, halves));
    // To the seed itself at last: so std::rand stands where it stood.
    for (int later = minute; later >= 0; --later) {
      auto another = seeded(later);
      for (int i = 0; i < place; ++i) draw(another, halves);
      next.push_back(draw(another, halves));
    }
    break;
  }
  return next;
}

// The same without a seed, with one that people like, and with a second on the
// clock as a seed.
template <class Generator>
std::vector<std::uint64_t> drawn_after(std::uint64_t number) {
  std::vector<std::uint64_t> seeds{
      Generator::default_seed, 0, 1, 42, 123, 1234, 12345};
  const auto second = [](auto moment) {
    return static_cast<std::uint64_t>(
        std::chrono::system_clock::to_time_t(moment));
  };
  const auto now = second(std::chrono::system_clock::now());
  // std::time lags behind that clock, by some milliseconds on Linux.
  for (auto seed = second(first_moment) - 1; seed <= now; ++seed)
    seeds.push_back(seed);
  std::vector<std::uint64_t> next;
  for (const auto seed : seeds)
    if (next.empty()) next = drawn_with<Generator>(seed, number);
  return next;
}

std::vector<std::uint64_t> numbers_after(std::uint64_t number) {
  for (auto* after : {drawn_after<std::mt19937>, drawn_after<std::mt19937_64>,
                      drawn_after<std::minstd_rand0>,
                      drawn_after<std::minstd_rand>, drawn_after<Rand>})
    if (auto next = after(number); !next.empty()) return next;
  return {};
}

constexpr std::string_view ten = "0123456789";
constexpr std::string_view sixteen = "0123456789abcdefABCDEF";

// What stands in a name in such digits, as far as they go.
struct Digits {
  std::size_t begin, end;

  std::size_t size() const { return end - begin; }
  std::string of(const std::string& name) const {
    return name.substr(begin, size());
  }
  // The name with another number there, and with one of as many digits.
  std::set<std::string> changed(const std::string& name,
                                std::string number) const {
    const auto with = [&] {
      return name.substr(0, begin) + number + name.substr(end);
    };
    std::set<std::string> names{with()};
    if (number.size() < size()) number.insert(0, size() - number.size(), '0');
    names.insert(with());
    return names;
  }
};

std::vector<Digits> all_digits(const std::string& name,
                               std::string_view digits) {
  std::vector<Digits> all;
  for (std::size_t end = 0;;) {
    const auto begin = name.find_first_of(digits, end);
    if (begin == name.npos) return all;
    end = std::min(name.find_first_not_of(digits, begin), name.size());
    all.push_back({begin, end});
  }
}

// 0 if it is too high to be one.
std::uint64_t number_of(const std::string& digits, int base) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  return number;
}

std::string with_base(std::uint64_t number, int base) {
  std::ostringstream text;
  text << (base == 10 ? std::dec : std::hex) << number;
  return text.str();
}

// Digits that chance may have made, and not somebody who writes "added".
bool looks_drawn(const std::string& digits) {
  return digits.size() > 5 ||
         (digits.size() == 5 && digits.find_first_of(ten) != digits.npos);
}

// Most of the names whose last number has no more digits than this one's, if
// they are so few that somebody has them; so that who looks finds another.
std::set<std::string> used_up(const std::string& draft) {
  constexpr std::size_t few = 4;
  const auto all = all_digits(draft, ten);
  if (all.empty() || all.back().size() > few) return {};
  const auto [begin, end] = all.back();
  std::set<std::string> names;
  for (int number = 0; std::to_string(number).size() <= end - begin; ++number)
    if (number % 16 != 0)
      names.insert(draft.substr(0, begin) + std::to_string(number) +
                   draft.substr(end));
  return names;
}

// The names that drafts have next if this is one. `drafts` are those of the
// same document and the same content, `others` those of other ones, `known` are
// numbers of this program that it has not drawn.
std::set<std::string> foreseen(const std::string& draft,
                               const std::set<std::string>& drafts,
                               const std::set<std::string>& others,
                               const std::set<std::uint64_t>& known) {
  std::set<std::string> names;
  const auto tens = all_digits(draft, ten);
  const auto sixteens = all_digits(draft, sixteen);
  // Drawn from a generator; a short number may be in its sequence by chance.
  std::set<std::uint64_t> drawn;
  for (const int base : {10, 16})
    for (const auto& digits : base == 10 ? tens : sixteens) {
      const auto number = number_of(digits.of(draft), base);
      // What std::rand gives next is what this search has left it to give.
      if (digits.size() < 6 || number == 0 || !drawn.empty()) continue;
      const auto next_ones = numbers_after(number);
      if (!next_ones.empty()) drawn.insert(number);
      for (const auto next : next_ones)
        names.merge(digits.changed(draft, with_base(next, base)));
    }

  // Chance has made what stands in every name, whatever the document, and is no
  // number that another program could have too: then a counter beside it may go
  // on. A hash of the path or of the content stands in some of the names.
  const auto another_has = [&](const std::string& digits, int base) {
    const auto number = number_of(digits, base);
    const auto above = known.upper_bound(number);
    return is_moment(number) || drawn.contains(number) ||
           (above != known.begin() &&
            number - *std::prev(above) <= counted_here);
  };
  const auto in_all = [&](const std::string& digits) {
    const auto is_in = [&](const auto& name) {
      return name.find(digits) != name.npos;
    };
    return std::all_of(drafts.begin(), drafts.end(), is_in) &&
           std::all_of(others.begin(), others.end(), is_in);
  };
  const auto is_of_chance = [&](const Digits& digits) {
    const auto text = digits.of(draft);
    // The counter may stand right behind it, or may have begun with it.
    auto common = text;
    while (!in_all(common)) common.pop_back();
    if (!looks_drawn(common)) return false;
    const auto shortest = common == text ? text.size() : text.size() - 3;
    for (auto size = text.size(); size >= shortest; --size)
      for (const auto& [begin, end] : all_digits(text.substr(0, size), ten))
        if (another_has(text.substr(begin, end - begin), 10)) return false;
    return !another_has(text, 16);
  };
  if (std::none_of(sixteens.begin(), sixteens.end(), is_of_chance)) {
    names.merge(used_up(draft));
    for (const auto& digits : tens)
      for (std::uint64_t more = 1; more <= 20 && digits.size() < 18; ++more)
        names.merge(digits.changed(
            draft, std::to_string(number_of(digits.of(draft), 10) + more)));
  }

  // It has been asked for what it gives with other seeds.
  if (drawn.empty()) std::srand(std::random_device()());
  return names;
}

}  // namespace
