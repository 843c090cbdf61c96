#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/heap.hpp>
#include <support/world/chaos.hpp>
#include <support/world/world.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "lessons.hpp"
#include "streams.hpp"

using exo45::Batch;
using exo45::Call;
using exo45::Milliseconds;
using exo45::Scan;
using exo45::Source;
using exo45::Stream;
using workbook::awkward_exceptions;
using workbook::bytes_on_heap;
using workbook::Chaos;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::is_aborted;
using workbook::limits;
using workbook::Mishap;
using workbook::Outcome;
using workbook::same_exception;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;

// In stories: a picture is known by its place in memory, which differs from run
// to run.
template <>
struct Catch::StringMaker<const void*> {
  static std::string convert(const void*) {
    return Text{"a picture", "une image"}.spoken();
  }
};

namespace {

constexpr Text the_camera_is_blind{"the camera is blind",
                                   "la caméra ne voit plus rien"};
constexpr Text no_light{"no light", "plus de lumière"};
constexpr Text no_more_calls{"no more calls", "plus d'appels"};
constexpr Text not_a_parcel{"not a parcel", "ce n'est pas un colis"};
constexpr Text the_line_is_dead{"the line is dead", "la ligne est coupée"};

// A belt in the hand of the test: what is put on it goes to who asks.
template <class T>
class Belt {
 public:
  explicit Belt(World& world,
                std::string name = Text{"the belt", "le tapis"}.spoken())
      : its_(std::make_shared<State>(world, std::move(name))) {}

  Stream<T> stream() { return Stream<T>(std::make_unique<Tap>(its_)); }

  void put(T value) {
    its_->values.push_back(std::move(value));
    its_->bell.cancel();
  }
  void put_scans(int first, int last) {
    for (int parcel = first; parcel <= last; ++parcel)
      put(Scan(parcel, std::string(100, 'x')));
  }
  void end() {
    its_->ended = true;
    its_->bell.cancel();
  }
  void fail(std::exception_ptr failure) {
    its_->failure = std::move(failure);
    its_->bell.cancel();
  }

  // From now on, who waits here takes its time to stop: until let_go().
  void linger() { its_->lingers = true; }
  void let_go() {
    its_->lingers = false;
    its_->goodbye.cancel();
  }

  int asked() const { return its_->asked; }          // how often
  int given() const { return its_->given; }          // how many values
  int waiting() const { return its_->waiting; }      // who ask at this moment
  int most() const { return its_->most; }            // who asked at one time
  int cancelled() const { return its_->cancelled; }  // who were told to stop
  bool destroyed() const { return its_->destroyed; }
  bool destroyed_in_use() const { return its_->destroyed_in_use; }

 private:
  struct State {
    State(World& world, std::string name)
        : world(world),
          name(std::move(name)),
          bell(world.context, asio::steady_timer::time_point::max()),
          goodbye(world.context, asio::steady_timer::time_point::max()) {}
    World& world;
    const std::string name;
    asio::steady_timer bell, goodbye;
    std::deque<T> values;
    std::exception_ptr failure;
    bool ended = false, lingers = false;
    bool destroyed = false, destroyed_in_use = false;
    int asked = 0, given = 0, waiting = 0, most = 0, cancelled = 0;
  };

  class Tap : public Source<T> {
   public:
    explicit Tap(std::shared_ptr<State> its) : its_(std::move(its)) {}
    ~Tap() override {
      its_->destroyed = true;
      its_->destroyed_in_use = its_->waiting > 0;
    }
    asio::awaitable<std::optional<T>> next() override { return give(its_); }

   private:
    std::shared_ptr<State> its_;
  };

  static asio::awaitable<void> wait(std::shared_ptr<State> its) {
    while (its->values.empty() && !its->ended && !its->failure) {
      asio::error_code ignored;
      co_await its->bell.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() == asio::cancellation_type::none) continue;
      ++its->cancelled;
      its->world.story.tell(its->name, workbook::happens::cancelled);
      if (its->lingers) {
        co_await asio::this_coro::reset_cancellation_state();
        co_await its->goodbye.async_wait(
            asio::redirect_error(asio::use_awaitable, ignored));
      }
      --its->waiting;
      its->world.story.tell(its->name, workbook::happens::stopped);
      throw std::system_error(asio::error::operation_aborted);
    }
    --its->waiting;
  }

  static asio::awaitable<std::optional<T>> give(std::shared_ptr<State> its) {
    ++its->asked;
    its->most = std::max(its->most, ++its->waiting);
    its->world.story.tell(its->name, workbook::happens::asked);
    co_await wait(its);
    if (!its->values.empty()) {
      std::optional<T> value(std::move(its->values.front()));
      its->values.pop_front();
      ++its->given;
      its->world.story.tell(its->name, {"gives a value", "donne une valeur"});
      co_return value;
    }
    if (its->failure) {
      its->world.story.tell(its->name, workbook::happens::fails,
                            workbook::message_of(its->failure));
      std::rethrow_exception(its->failure);
    }
    its->world.story.tell(its->name, {"has ended", "est à sa fin"});
    co_return std::nullopt;
  }

  std::shared_ptr<State> its_;
};

// A stream that a test reads, and drops when it likes.
template <class T>
using Held = std::shared_ptr<Stream<T>>;

template <class T>
Held<T> hold(Stream<T> stream) {
  return std::make_shared<Stream<T>>(std::move(stream));
}

std::string shown(const Scan& scan) { return std::to_string(scan.parcel); }

std::string shown(const Batch& batch) {
  std::string all;
  for (const auto& scan : batch) all += (all.empty() ? "" : " ") + shown(scan);
  return all;
}

std::string the_end() { return Text{"end", "fin"}; }

template <class T>
asio::awaitable<std::string> ask(Held<T> stream) {
  auto value = co_await stream->next();
  if (!value) co_return the_end();
  co_return shown(*value);
}

// Awaits next(): "7", or "7 8 9" for a batch, or "end".
template <class T>
Outcome<std::string> next(World& world, const Held<T>& stream) {
  return world.run("next", ask(stream));
}

// What a next() has given that is not to wait; "" if it waits or has thrown.
std::string given(const Outcome<std::string>& outcome) {
  return outcome.returned() ? outcome.value() : "";
}

template <class T>
asio::awaitable<void> read_on(Held<T> stream, std::vector<std::string>& all) {
  while (auto value = co_await stream->next()) all.push_back(shown(*value));
}

Scan unchanged(Scan scan) { return scan; }
bool any(const Scan&) { return true; }

asio::awaitable<Scan> at_once(Scan scan) { co_return scan; }

// Makes of each scan a call that gives it at once.
class Calls : public Source<Call> {
 public:
  explicit Calls(Stream<Scan> scans) : scans_(std::move(scans)) {}
  asio::awaitable<std::optional<Call>> next() override {
    auto scan = co_await scans_.next();
    std::optional<Call> call;
    if (scan) call.emplace(at_once(std::move(*scan)));
    co_return call;
  }

 private:
  Stream<Scan> scans_;
};

Stream<Call> calls_of(Stream<Scan> scans) {
  return Stream<Call>(std::make_unique<Calls>(std::move(scans)));
}

std::vector<Stream<Scan>> streams(std::vector<Belt<Scan>>& belts) {
  std::vector<Stream<Scan>> all;
  for (auto& belt : belts) all.push_back(belt.stream());
  return all;
}

Stream<Scan> merged(Stream<Scan> one) {
  std::vector<Stream<Scan>> all;
  all.push_back(std::move(one));
  return exo45::merge(std::move(all));
}

const void* picture_of(const std::optional<Scan>& scan) {
  return scan->picture.data();
}
const void* picture_of(const std::optional<Batch>& batch) {
  return batch->front().picture.data();
}

// Where the picture was: it may be gone by now.
template <class T>
asio::awaitable<const void*> next_picture(Held<T> stream) {
  auto value = co_await stream->next();
  co_return picture_of(value);
}

// What may be thrown: of the tests' own types, and of those that an answer may
// know and take for an end, or for an order to stop.
std::vector<std::exception_ptr> failures(Text text) {
  auto all = awkward_exceptions(text);
  all.push_back(std::make_exception_ptr(workbook::Outage(text)));
  all.push_back(std::make_exception_ptr(
      std::system_error(asio::error::make_error_code(asio::error::eof))));
  all.push_back(std::make_exception_ptr(std::bad_alloc()));
  all.push_back(std::make_exception_ptr(std::out_of_range(text)));
  all.push_back(std::make_exception_ptr(45));
  return all;
}

// Gives at once what it has, in order.
class Row : public Source<Scan> {
 public:
  explicit Row(std::vector<Scan> scans) : scans_(std::move(scans)) {}
  asio::awaitable<std::optional<Scan>> next() override {
    std::optional<Scan> scan;
    if (given_ < scans_.size()) scan.emplace(std::move(scans_[given_++]));
    co_return scan;
  }

 private:
  std::vector<Scan> scans_;
  std::size_t given_ = 0;
};

Stream<Scan> row(std::vector<Scan> scans) {
  return Stream<Scan>(std::make_unique<Row>(std::move(scans)));
}

// Scans that are easily taken for others, or for none: the same parcel twice,
// one without a number or a picture, the largest numbers. And so many that
// what counts in a byte begins anew.
std::vector<Scan> awkward_scans() {
  std::vector<Scan> scans;
  for (const int parcel : {7, 7, 0, 0, -1, std::numeric_limits<int>::max(),
                           std::numeric_limits<int>::min()}) {
    scans.emplace_back(parcel, "");
    scans.emplace_back(parcel, std::string("a\0b", 3));
    scans.emplace_back(parcel, std::string(100, '\0'));
  }
  scans.emplace_back(3, std::string(100'000, 'x'));
  while (scans.size() < 1'100)
    scans.emplace_back(static_cast<int>(scans.size() * 7 % 10),
                       std::string(100, 'x'));
  return scans;
}

// What a scan is: a short picture has no place of its own in memory.
using Known = std::pair<std::string, const void*>;
Known known(const Scan& scan) {
  const bool is_short = scan.picture.size() < 100;
  return {std::to_string(scan.parcel) + ": " +
              (is_short ? scan.picture : std::to_string(scan.picture.size())),
          is_short ? nullptr : scan.picture.data()};
}
std::vector<Known> known(const std::vector<Scan>& scans) {
  std::vector<Known> all;
  for (const auto& scan : scans) all.push_back(known(scan));
  return all;
}

void keep(std::vector<Scan>& all, Scan scan) { all.push_back(std::move(scan)); }
void keep(std::vector<Scan>& all, Batch batch) {
  for (auto& scan : batch) all.push_back(std::move(scan));
}

template <class T>
asio::awaitable<void> keep_all(Held<T> stream, std::vector<Scan>& all) {
  while (auto value = co_await stream->next()) keep(all, std::move(*value));
}

// Pauses and windows that end in no test: as milliseconds in 32 bits they are
// negative, or nothing.
const std::vector<Milliseconds> ages{Milliseconds(std::int64_t{1} << 31),
                                     Milliseconds(std::int64_t{1} << 32),
                                     std::chrono::hours(24 * 365 * 100)};

// The promises that all functions keep. `make` makes, of one belt, a stream
// that gives all that is on it, one by one.

template <class Make>
void lazy(Make make) {
  World world;
  Belt<Scan> belt(world);
  belt.put_scans(1, 20);
  auto stream = hold(make(belt.stream()));
  world.settle();
  EXPECT(eager, belt.asked() == 0);
  for (int parcel = 1; parcel <= 12; ++parcel) {
    EXPECT(order_lost, given(next(world, stream)) == std::to_string(parcel));
    EXPECT(eager, belt.given() == parcel);
  }
}

template <class Make>
void one_reader(Make make) {
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(make(belt.stream()));
  for (int parcel = 1; parcel <= 3; ++parcel) {
    auto outcome = next(world, stream);
    belt.put_scans(parcel, parcel);
    world.settle();
    EXPECT(order_lost, given(outcome) == std::to_string(parcel));
    EXPECT(two_readers, belt.most() == 1);
  }
}

template <class Make>
void moves(Make make) {
  World world;
  Belt<Scan> belt(world);
  Scan scan(1, std::string(1'000, 'x'));
  const void* picture = scan.picture.data();
  belt.put(std::move(scan));
  auto outcome = world.run("next", next_picture(hold(make(belt.stream()))));
  EXPECT(copies, outcome.value() == picture);
}

template <class Make>
void all_scans_pass(Make make) {
  World world;
  auto scans = awkward_scans();
  const auto wanted = known(scans);
  std::vector<Scan> all;
  auto reads =
      world.run("read", keep_all(hold(make(row(std::move(scans)))), all));
  EXPECT(when_it_ends, reads.returned());
  EXPECT(order_lost, all.size() == wanted.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [what, where] = known(all[i]);
    if (what != wanted[i].first) EXPECT(order_lost, what == wanted[i].first);
    if (where != wanted[i].second) EXPECT(copies, where == wanted[i].second);
  }
}

template <class Make>
void passes_on_failures(Make make) {
  int before = 2;
  for (const auto& thrown : failures(the_camera_is_blind)) {
    World world;
    Belt<Scan> belt(world);
    belt.put_scans(1, before);
    belt.fail(thrown);
    auto stream = hold(make(belt.stream()));
    for (int parcel = 1; parcel <= before; ++parcel)
      EXPECT(failure_overtakes,
             given(next(world, stream)) == std::to_string(parcel));
    auto last = next(world, stream);
    EXPECT(error_becomes_end, last.exception() == thrown);
    EXPECT(left_running, belt.destroyed());
    EXPECT(error_becomes_end, given(next(world, stream)) == the_end());
    before = (before + 1) % 3;
  }
}

template <class Make>
void hears_of_cancellation(Make make) {
  for (const bool lingers : {false, true})
    for (int before = 0; before < 3; ++before) {
      World world;
      Belt<Scan> belt(world);
      if (lingers) belt.linger();
      auto stream = hold(make(belt.stream()));
      belt.put_scans(1, before);
      for (int i = 0; i < before; ++i) next(world, stream);
      auto outcome = next(world, stream);
      outcome.cancel();
      world.settle();
      EXPECT(left_running, belt.cancelled() == 1);
      EXPECT(left_running, !belt.destroyed_in_use());
      belt.let_go();
      world.settle();
      EXPECT(deaf_to_cancellation, is_aborted(outcome.exception()));
      EXPECT(left_running, belt.destroyed());
      EXPECT(left_running, !belt.destroyed_in_use());
    }
}

template <class Make>
void lets_go(Make make) {
  for (int before = 0; before < 3; ++before) {
    World world;
    Belt<Scan> belt(world);
    belt.put_scans(1, 5);
    auto stream = hold(make(belt.stream()));
    for (int i = 0; i < before; ++i) next(world, stream);
    stream.reset();
    world.settle();
    EXPECT(left_running, belt.waiting() == 0);
    EXPECT(left_running, belt.destroyed());
    EXPECT(timer_left_armed, world.context.stopped());
  }
}

template <class Make>
void keeps_what_all_promise(Make make) {
  lazy(make);
  one_reader(make);
  moves(make);
  all_scans_pass(make);
  passes_on_failures(make);
  hears_of_cancellation(make);
  lets_go(make);
}

// Scans of the parcels from first to last, as they are shown.
std::vector<std::string> parcels(int first, int last) {
  std::vector<std::string> all;
  for (int parcel = first; parcel <= last; ++parcel)
    all.push_back(std::to_string(parcel));
  return all;
}

// Puts scans on a belt at random moments, and then ends it. Returns when.
Milliseconds fill(World& world, Chaos& chaos, Belt<Scan>& belt, int first,
                  int last) {
  Milliseconds when(0);
  for (int parcel = first; parcel <= last; ++parcel) {
    when += Milliseconds(chaos.one_in(2) ? 0 : chaos.below(40));
    world.later(when,
                [belt, parcel]() mutable { belt.put_scans(parcel, parcel); });
  }
  when += Milliseconds(chaos.below(40));
  world.later(when, [belt]() mutable { belt.end(); });
  return when;
}

}  // namespace

// Step 1

// A law of one function does not call the next one: who has written map, and
// not yet filter, hears what is wrong with map.
TEST_CASE("map keeps what all streams promise", "[step1]") {
  in_french("map tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::map(std::move(source), unchanged);
  });
}

TEST_CASE("map changes each scan once", "[step1]") {
  in_french("map change chaque scan une fois");
  World world;
  Belt<Scan> belt(world);
  int calls = 0;
  // It counts for itself, too: a copy for each scan would begin anew.
  auto stream =
      hold(exo45::map(belt.stream(), [&calls, own = 0](Scan scan) mutable {
        ++calls;
        scan.parcel = 10 * ++own;
        return scan;
      }));
  belt.put_scans(1, 3);
  belt.end();
  for (int parcel = 1; parcel <= 3; ++parcel) {
    EXPECT(changed_twice,
           given(next(world, stream)) == std::to_string(10 * parcel));
    EXPECT(changed_twice, calls == parcel);
  }
  EXPECT(when_it_ends, given(next(world, stream)) == the_end());
  EXPECT(changed_twice, calls == 3);
}

TEST_CASE("map changes whatever comes", "[step1]") {
  in_french("map change tout ce qui vient");
  World world;
  auto scans = awkward_scans();
  const auto count = scans.size();
  std::size_t calls = 0;
  auto stream = hold(exo45::map(row(std::move(scans)), [&](Scan) {
    return Scan(static_cast<int>(++calls), "");
  }));
  std::vector<Scan> all;
  auto reads = world.run("read", keep_all(stream, all));
  EXPECT(when_it_ends, reads.returned());
  EXPECT(changed_twice, calls == count);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].parcel != static_cast<int>(i + 1))
      EXPECT(changed_twice, all[i].parcel == static_cast<int>(i + 1));
}

TEST_CASE("filter keeps what all streams promise", "[step1]") {
  in_french("filter tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::filter(std::move(source), any);
  });
}

TEST_CASE("filter gives what is wanted, to the end", "[step1]") {
  in_french("filter donne ce qui est voulu, jusqu'à la fin");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::filter(
      belt.stream(), [](const Scan& scan) { return scan.parcel % 3 == 0; }));
  belt.put_scans(1, 7);
  EXPECT(unwanted_is_no_end, given(next(world, stream)) == "3");
  EXPECT(eager, belt.given() == 3);
  EXPECT(unwanted_is_no_end, given(next(world, stream)) == "6");
  auto last = next(world, stream);
  EXPECT(unwanted_is_no_end, last.waits());
  belt.end();
  world.settle();
  EXPECT(when_it_ends, given(last) == the_end());
}

TEST_CASE("filter asks about each scan, the very one", "[step1]") {
  in_french("filter demande pour chaque scan, celui-là même");
  World world;
  auto scans = awkward_scans();
  std::vector<Known> wanted, asked;
  for (const auto& scan : scans)
    if (scan.picture.size() == 100) wanted.push_back(known(scan));
  std::vector<Scan> all;
  auto stream =
      hold(exo45::filter(row(std::move(scans)), [&](const Scan& scan) {
        const bool is_wanted = scan.picture.size() == 100;
        if (is_wanted) asked.push_back(known(scan));
        return is_wanted;
      }));
  auto reads = world.run("read", keep_all(stream, all));
  EXPECT(when_it_ends, reads.returned());
  EXPECT(order_lost, all.size() == wanted.size());
  const bool all_wanted = known(all) == wanted;
  EXPECT(order_lost, all_wanted);
  // What was asked about has its picture in the place where it comes out.
  const auto last = std::unique(asked.begin(), asked.end());
  const bool no_copy = std::vector<Known>(asked.begin(), last) == wanted;
  EXPECT(copies, no_copy);
}

namespace {

// Gives so many scans at once, and notes how much memory is in use meanwhile.
class Flood : public Source<Scan> {
 public:
  Flood(int scans, std::size_t& most) : scans_(scans), most_(most) {}
  asio::awaitable<std::optional<Scan>> next() override {
    most_ = std::max(most_, bytes_on_heap());
    std::optional<Scan> scan;
    if (given_ < scans_) scan.emplace(++given_, "");
    co_return scan;
  }

 private:
  const int scans_;
  int given_ = 0;
  std::size_t& most_;
};

}  // namespace

TEST_CASE("what filter leaves out leaves nothing behind", "[step1]") {
  in_french("ce que filter laisse de côté ne laisse rien derrière soi");
  World world;
  constexpr int scans = 10'000;
  std::size_t most = 0;
  auto stream = hold(
      exo45::filter(Stream<Scan>(std::make_unique<Flood>(scans, most)),
                    [](const Scan& scan) { return scan.parcel == scans; }));
  const auto before = bytes_on_heap();
  EXPECT(unwanted_is_no_end, given(next(world, stream)) == "10000");
  // A hundred bytes for each would be a million.
  EXPECT(unwanted_is_no_end, most < before + 500'000);
}

TEST_CASE("take keeps what all streams promise", "[step1]") {
  in_french("take tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::take(std::move(source), 10'000);
  });
}

TEST_CASE("take gives the first scans, and lets go of its source", "[step1]") {
  in_french("take donne les premiers scans, et lâche sa source");
  for (const int count : {0, 1, 2, 17}) {
    World world;
    Belt<Scan> belt(world);
    belt.put_scans(1, 20);
    auto stream =
        hold(exo45::take(belt.stream(), static_cast<std::size_t>(count)));
    for (int parcel = 1; parcel <= count; ++parcel) {
      EXPECT(source_kept, !belt.destroyed());
      EXPECT(order_lost, given(next(world, stream)) == std::to_string(parcel));
    }
    if (count > 0) EXPECT(source_kept, belt.destroyed());
    EXPECT(when_it_ends, given(next(world, stream)) == the_end());
    EXPECT(eager, belt.asked() == count);
    EXPECT(source_kept, belt.destroyed());
  }
  // More than there are; the largest number is no negative one, and one that
  // is too large for a smaller type is not what is left of it there.
  for (const std::size_t count :
       {std::size_t{3}, std::size_t{0x10001},
        std::size_t{std::numeric_limits<unsigned>::max()} + 2,
        std::numeric_limits<std::size_t>::max()}) {
    World world;
    Belt<Scan> belt(world);
    belt.put_scans(1, 2);
    belt.end();
    auto stream = hold(exo45::take(belt.stream(), count));
    for (const auto& parcel : std::vector<std::string>{"1", "2", the_end()})
      EXPECT(when_it_ends, given(next(world, stream)) == parcel);
  }
}

TEST_CASE("take counts whatever comes", "[step1]") {
  in_french("take compte tout ce qui vient");
  World world;
  auto scans = awkward_scans();
  const auto count = scans.size() - 10;
  std::vector<Scan> all;
  auto stream = hold(exo45::take(row(std::move(scans)), count));
  auto reads = world.run("read", keep_all(stream, all));
  EXPECT(when_it_ends, reads.returned());
  EXPECT(order_lost, all.size() == count);
}

namespace {

// Whether the belt's source is there when next() has given a scan: nothing else
// can run in between.
asio::awaitable<bool> ask_and_look(Held<Scan> stream, Belt<Scan> belt) {
  co_await stream->next();
  co_return belt.destroyed();
}

}  // namespace

TEST_CASE("take has let go when it gives the last scan", "[step1]") {
  in_french("take a lâché sa source quand il donne le dernier scan");
  for (const std::size_t count : {1, 2}) {
    World world;
    Belt<Scan> belt(world);
    belt.put_scans(0, 3);
    auto stream = hold(exo45::take(belt.stream(), count));
    for (std::size_t i = 1; i <= count; ++i) {
      auto destroyed = world.run("next", ask_and_look(stream, belt));
      EXPECT(source_kept, destroyed.value() == (i == count));
    }
  }
}

TEST_CASE("what a function throws, next() throws", "[step1]") {
  in_french("ce que lève une fonction, next() le lève");
  int refused = 2;
  for (const auto& thrown : failures(not_a_parcel)) {
    World world;
    Belt<Scan> one(world), two(world);
    one.put_scans(1, 3);
    two.put_scans(0, 3);
    int calls = 0;
    const auto refuse = [&](const Scan& scan) {
      if (scan.parcel != refused) return;
      ++calls;
      std::rethrow_exception(thrown);
    };
    auto mapped = hold(exo45::map(one.stream(), [&](Scan scan) {
      refuse(scan);
      return scan;
    }));
    auto filtered = hold(exo45::filter(two.stream(), [&](const Scan& scan) {
      refuse(scan);
      return scan.parcel > 0;
    }));
    for (auto& stream : {mapped, filtered}) {
      calls = 0;
      for (int parcel = 1; parcel < refused; ++parcel)
        EXPECT(failure_overtakes,
               given(next(world, stream)) == std::to_string(parcel));
      auto last = next(world, stream);
      EXPECT(error_becomes_end, last.exception() == thrown);
      if (stream == mapped) EXPECT(changed_twice, calls == 1);
    }
    EXPECT(left_running, one.destroyed());
    EXPECT(left_running, two.destroyed());
    refused = 3 - refused;
  }
}

TEST_CASE("the laws of lists hold for streams", "[step1]") {
  in_french("les lois des listes valent pour les flux");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const int count = static_cast<int>(chaos.below(20));
    const int factor = 1 + static_cast<int>(chaos.below(5));
    const int divisor = 1 + static_cast<int>(chaos.below(5));
    const auto first = chaos.below(12);
    Belt<Scan> one(world, Text{"the first belt", "le premier tapis"}),
        two(world, Text{"the second belt", "le second tapis"});
    const auto times = [factor](Scan scan) {
      scan.parcel *= factor;
      return scan;
    };
    const auto fits = [divisor](const Scan& scan) {
      return scan.parcel % divisor == 0;
    };
    // To filter what was changed is to filter by what it will be, and then
    // change it; and one take within another is the shorter one.
    auto a = hold(exo45::take(
        exo45::filter(exo45::map(one.stream(), times), fits), first));
    auto b = hold(exo45::take(
        exo45::take(exo45::map(exo45::filter(two.stream(),
                                             [=](const Scan& scan) {
                                               return scan.parcel * factor %
                                                          divisor ==
                                                      0;
                                             }),
                               times),
                    first),
        first + chaos.below(3)));
    std::vector<std::string> of_a, of_b, of_list;
    for (int parcel = 1; parcel <= count && of_list.size() < first; ++parcel)
      if (parcel * factor % divisor == 0)
        of_list.push_back(std::to_string(parcel * factor));
    auto reads_a = world.run("a", read_on(a, of_a));
    auto reads_b = world.run("b", read_on(b, of_b));
    fill(world, chaos, one, 1, count);
    fill(world, chaos, two, 1, count);
    world.advance(10s);
    EXPECT(when_it_ends, reads_a.returned());
    EXPECT(when_it_ends, reads_b.returned());
    EXPECT(order_lost, of_a == of_list);
    EXPECT(order_lost, of_b == of_list);
  });
}

// Step 2

TEST_CASE("throttle keeps what all streams promise", "[step2]") {
  in_french("throttle tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::throttle(std::move(source), 0ms);
  });
}

TEST_CASE("throttle leaves a pause between two scans", "[step2]") {
  in_french("throttle laisse une pause entre deux scans");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::throttle(belt.stream(), 100ms));
  belt.put_scans(1, 3);
  EXPECT(paused_for_nothing, given(next(world, stream)) == "1");
  for (const std::string parcel : {"2", "3"}) {
    auto outcome = next(world, stream);
    world.advance(100ms - 1ns);
    EXPECT(too_fast, outcome.waits());
    world.advance(1ns);
    EXPECT(paused_for_nothing, given(outcome) == parcel);
  }
}

TEST_CASE("a pause may be nothing, or an age", "[step2]") {
  in_french("une pause peut être nulle, ou durer une éternité");
  for (const auto pause : {1ms, 7ms, 103ms}) {
    World world;
    world.advance(300us);
    Belt<Scan> belt(world);
    auto stream = hold(exo45::throttle(belt.stream(), pause));
    for (int i = 0; i < 3; ++i) belt.put(Scan(0, ""));
    EXPECT(paused_for_nothing, given(next(world, stream)) == "0");
    for (int i = 0; i < 2; ++i) {
      auto outcome = next(world, stream);
      world.advance(pause - 1us);
      EXPECT(too_fast, outcome.waits());
      world.advance(1us);
      EXPECT(paused_for_nothing, given(outcome) == "0");
    }
  }
  for (const auto pause : {0ms, -1ms}) {
    World world;
    Belt<Scan> belt(world);
    auto stream = hold(exo45::throttle(belt.stream(), pause));
    belt.put_scans(1, 3);
    for (const std::string parcel : {"1", "2", "3"})
      EXPECT(paused_for_nothing, given(next(world, stream)) == parcel);
  }
  for (const auto pause : ages) {
    World world;
    Belt<Scan> belt(world);
    auto stream = hold(exo45::throttle(belt.stream(), pause));
    belt.put_scans(1, 2);
    EXPECT(paused_for_nothing, given(next(world, stream)) == "1");
    auto outcome = next(world, stream);
    world.advance(25h);
    EXPECT(too_fast, outcome.waits());
    outcome.cancel();
    world.settle();
  }
}

TEST_CASE("throttle makes nobody wait who comes late", "[step2]") {
  in_french("throttle ne fait pas attendre ce qui vient tard");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::throttle(belt.stream(), 100ms));
  auto outcome = next(world, stream);
  world.advance(1s);
  belt.put_scans(1, 1);
  world.settle();
  EXPECT(paused_for_nothing, given(outcome) == "1");
  // The pause passes while the scan is on its way.
  outcome = next(world, stream);
  world.advance(70ms);
  belt.put_scans(2, 2);
  world.advance(30ms - 1ns);
  EXPECT(too_fast, outcome.waits());
  world.advance(1ns);
  EXPECT(paused_for_nothing, given(outcome) == "2");
  // It passes while nobody asks; and time that was lost is not made up for.
  world.advance(950ms);
  belt.put_scans(3, 4);
  EXPECT(paused_for_nothing, given(next(world, stream)) == "3");
  outcome = next(world, stream);
  world.advance(100ms - 1ns);
  EXPECT(too_fast, outcome.waits());
  world.advance(1ns);
  EXPECT(paused_for_nothing, given(outcome) == "4");
}

TEST_CASE("the end and failures do not wait for the pause", "[step2]") {
  in_french("la fin et les échecs n'attendent pas la pause");
  for (const bool fails : {false, true})
    for (const auto pause : {Milliseconds(30), Milliseconds(1h)}) {
      World world;
      Belt<Scan> belt(world);
      auto stream = hold(exo45::throttle(belt.stream(), pause));
      belt.put_scans(1, 1);
      EXPECT(paused_for_nothing, given(next(world, stream)) == "1");
      const auto thrown = std::make_exception_ptr(Mishap(no_light));
      fails ? belt.fail(thrown) : belt.end();
      auto last = next(world, stream);
      EXPECT(paused_for_nothing, !last.waits());
      EXPECT(error_becomes_end,
             fails == same_exception(last.exception(), thrown));
    }
}

TEST_CASE("cancelled in the pause, throttle lets go of its source", "[step2]") {
  in_french("annulé pendant la pause, throttle lâche sa source");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::throttle(belt.stream(), 1h));
  belt.put_scans(1, 2);
  next(world, stream);
  auto outcome = next(world, stream);
  outcome.cancel();
  world.settle();
  EXPECT(deaf_to_cancellation, is_aborted(outcome.exception()));
  EXPECT(left_running, belt.destroyed());
  EXPECT(left_running, world.context.stopped());
}

TEST_CASE("batch keeps what all streams promise", "[step2]") {
  in_french("batch tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::batch(std::move(source), 1, 1s);
  });
}

TEST_CASE("a full batch is given at once", "[step2]") {
  in_french("un lot plein est donné aussitôt");
  for (const int count : {1, 2, 17}) {
    World world;
    Belt<Scan> belt(world);
    auto stream =
        hold(exo45::batch(belt.stream(), static_cast<std::size_t>(count), 1h));
    for (int turn = 0; turn < 3; ++turn) {
      std::string wanted;
      for (int i = 1; i <= count; ++i)
        wanted += (i == 1 ? "" : " ") + std::to_string(turn * count + i);
      auto outcome = next(world, stream);
      belt.put_scans(turn * count + 1, turn * count + count - 1);
      world.settle();
      EXPECT(flushed_too_early, outcome.waits());
      belt.put_scans(turn * count + count, turn * count + count);
      world.settle();
      EXPECT(batch_never_flushed, given(outcome) == wanted);
      EXPECT(eager, belt.asked() == (turn + 1) * count);
      EXPECT(timer_left_armed, world.context.stopped());
    }
  }
}

TEST_CASE("a batch that stays small is given all the same", "[step2]") {
  in_french("un lot qui reste petit est donné quand même");
  // The largest number: as many as come in that time.
  for (const std::size_t count :
       {std::size_t{3}, std::numeric_limits<std::size_t>::max()}) {
    World world;
    const Teaching teaching(batch_never_flushed);
    Belt<Scan> belt(world);
    auto stream = hold(exo45::batch(belt.stream(), count, 50ms));
    auto outcome = next(world, stream);
    belt.put_scans(1, 1);
    world.advance(50ms);
    EXPECT(batch_never_flushed, given(outcome) == "1");
  }
}

TEST_CASE("what was on its way when a window closed is not lost", "[step2]") {
  in_french("ce qui était en route à la fermeture n'est pas perdu");
  // It comes while somebody waits for it, or while nobody does.
  for (const bool awaited : {true, false}) {
    World world;
    Belt<Scan> belt(world);
    auto stream = hold(exo45::batch(belt.stream(), 3, 50ms));
    auto outcome = next(world, stream);
    belt.put_scans(1, 1);
    world.advance(50ms);
    EXPECT(lost_in_the_window, given(outcome) == "1");
    EXPECT(lost_in_the_window, belt.cancelled() == 0);
    if (awaited) outcome = next(world, stream);
    EXPECT(two_readers, belt.most() == 1);
    belt.put_scans(2, 2);
    world.settle();
    if (!awaited) outcome = next(world, stream);
    belt.put_scans(3, 4);
    world.advance(50ms);
    EXPECT(lost_in_the_window, given(outcome) == "2 3 4");
    EXPECT(two_readers, belt.most() == 1);
  }
}

TEST_CASE("a window closes, to the millisecond", "[step2]") {
  in_french("une fenêtre se ferme, à la milliseconde près");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::batch(belt.stream(), 100, 50ms));
  for (int turn = 0; turn < 3; ++turn) {
    const auto name = std::to_string(turn + 1);
    auto outcome = next(world, stream);
    world.advance(1h);
    EXPECT(empty_batch, outcome.waits());
    // A scan each 20 ms: the last one does not open the window again.
    for (int i = 0; i < 3; ++i) {
      if (i > 0) world.advance(20ms);
      belt.put_scans(turn + 1, turn + 1);
      world.settle();
    }
    world.advance(10ms - 1ns);
    EXPECT(flushed_too_early, outcome.waits());
    world.advance(1ns);
    EXPECT(timer_per_item, !outcome.waits());
    EXPECT(order_lost, given(outcome) == name + " " + name + " " + name);
  }
}

TEST_CASE("the end, or a failure, closes the window", "[step2]") {
  in_french("la fin, ou un échec, ferme la fenêtre");
  for (const bool fails : {false, true})
    for (const std::string scans : {"1", "1 2"}) {
      World world;
      Belt<Scan> belt(world);
      auto stream = hold(exo45::batch(belt.stream(), 10, 1h));
      belt.put_scans(1, scans == "1" ? 1 : 2);
      auto outcome = next(world, stream);
      const auto thrown = std::make_exception_ptr(Mishap(no_light));
      fails ? belt.fail(thrown) : belt.end();
      world.settle();
      EXPECT(failure_overtakes, !outcome.threw());
      EXPECT(batch_never_flushed, given(outcome) == scans);
      auto last = next(world, stream);
      EXPECT(error_becomes_end,
             fails == same_exception(last.exception(), thrown));
      if (!fails) EXPECT(empty_batch, given(last) == the_end());
      EXPECT(timer_left_armed, world.context.stopped());
      EXPECT(left_running, belt.destroyed());
    }
}

TEST_CASE("a dropped batch stops the read that is on its way", "[step2]") {
  in_french("un lot abandonné arrête la lecture en cours");
  for (const bool lingers : {false, true}) {
    World world;
    Belt<Scan> belt(world);
    if (lingers) belt.linger();
    auto stream = hold(exo45::batch(belt.stream(), 3, 50ms));
    belt.put_scans(1, 1);
    next(world, stream);
    world.advance(50ms);
    EXPECT(two_readers, belt.waiting() <= 1);
    stream.reset();
    world.settle();
    EXPECT(left_running, belt.cancelled() == 1);
    EXPECT(left_running, !belt.destroyed_in_use());
    belt.let_go();
    world.settle();
    EXPECT(left_running, belt.destroyed());
    EXPECT(left_running, !belt.destroyed_in_use());
    EXPECT(timer_left_armed, world.context.stopped());
  }
}

TEST_CASE("cancelled in its window, batch gives nothing any more", "[step2]") {
  in_french("annulé pendant sa fenêtre, batch ne donne plus rien");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::batch(belt.stream(), 3, 50ms));
  auto outcome = next(world, stream);
  belt.put_scans(1, 1);
  world.advance(10ms);
  outcome.cancel();
  world.settle();
  EXPECT(deaf_to_cancellation, is_aborted(outcome.exception()));
  EXPECT(left_running, belt.destroyed());
  EXPECT(timer_left_armed, world.context.stopped());
}

TEST_CASE("a window for what came early closes in time", "[step2]") {
  in_french("la fenêtre de ce qui est venu tôt se ferme à temps");
  enum class Then { nothing, end, failure };
  for (const auto then : {Then::nothing, Then::end, Then::failure}) {
    World world;
    Belt<Scan> belt(world);
    auto stream = hold(exo45::batch(belt.stream(), 3, 50ms));
    belt.put_scans(1, 1);
    auto outcome = next(world, stream);
    world.advance(50ms);
    EXPECT(lost_in_the_window, given(outcome) == "1");
    // It comes while nobody awaits next().
    belt.put_scans(2, 2);
    world.settle();
    const auto thrown = std::make_exception_ptr(Mishap(no_light));
    if (then == Then::end) belt.end();
    if (then == Then::failure) belt.fail(thrown);
    outcome = next(world, stream);
    EXPECT(failure_overtakes, !outcome.threw());
    world.advance(50ms);
    EXPECT(batch_never_flushed, given(outcome) == "2");
    if (then == Then::failure)
      EXPECT(error_becomes_end,
             same_exception(next(world, stream).exception(), thrown));
  }
}

TEST_CASE("a batch may be large, and its window open for an age", "[step2]") {
  in_french("un lot peut être grand, et sa fenêtre ouverte une éternité");
  World world;
  auto scans = awkward_scans();
  const auto wanted = known(scans);
  auto large = hold(exo45::batch(row(std::move(scans)), wanted.size(), 1h));
  std::vector<Scan> all;
  auto reads = world.run("read", keep_all(large, all));
  EXPECT(when_it_ends, reads.returned());
  EXPECT(order_lost, all.size() == wanted.size());
  const bool unchanged_and_in_order = known(all) == wanted;
  EXPECT(order_lost, unchanged_and_in_order);
  auto again = hold(exo45::batch(row(awkward_scans()), wanted.size(), 1h));
  const auto one = next(world, again);
  const auto text = given(one);
  EXPECT(flushed_too_early,
         static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) ==
             wanted.size() - 1);
  for (const auto longest : ages) {
    World slow;
    Belt<Scan> belt(slow);
    auto stream = hold(exo45::batch(
        belt.stream(), std::size_t{std::numeric_limits<unsigned>::max()} + 2,
        longest));
    auto outcome = next(slow, stream);
    belt.put_scans(1, 2);
    slow.advance(25h);
    EXPECT(flushed_too_early, outcome.waits());
    belt.end();
    slow.settle();
    EXPECT(batch_never_flushed, given(outcome) == "1 2");
  }
}

TEST_CASE("a window of no time at all closes as well", "[step2]") {
  in_french("une fenêtre sans durée se ferme aussi");
  World world;
  Belt<Scan> belt(world);
  auto stream = hold(exo45::batch(belt.stream(), 3, 0ms));
  for (const int parcel : {1, 2}) {
    auto outcome = next(world, stream);
    EXPECT(empty_batch, outcome.waits());
    belt.put_scans(parcel, parcel);
    world.settle();
    EXPECT(batch_never_flushed, given(outcome) == std::to_string(parcel));
  }
}

TEST_CASE("batches, laid together, are the stream", "[step2]") {
  in_french("les lots, mis bout à bout, sont le flux");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const int count = static_cast<int>(chaos.below(30));
    const auto most = 1 + chaos.below(6);
    const Milliseconds wait(chaos.below(60)), pause(chaos.below(30));
    Belt<Scan> belt(world);
    auto stream =
        hold(exo45::batch(exo45::throttle(belt.stream(), pause), most, wait));
    std::vector<std::string> batches;
    auto reads = world.run("read", read_on(stream, batches));
    fill(world, chaos, belt, 1, count);
    world.advance(10s);
    EXPECT(when_it_ends, reads.returned());
    std::string all, wanted;
    for (const auto& batch : batches) {
      EXPECT(empty_batch, !batch.empty());
      EXPECT(flushed_too_early, static_cast<std::size_t>(std::count(
                                    batch.begin(), batch.end(), ' ')) < most);
      all += batch + " ";
    }
    for (const auto& parcel : parcels(1, count)) wanted += parcel + " ";
    EXPECT(lost_in_the_window, all == wanted);
    EXPECT(two_readers, belt.most() <= 1);
  });
}

// Step 3

TEST_CASE("merge keeps what all streams promise", "[step3]") {
  in_french("merge tient les promesses de tous les flux");
  one_reader(merged);
  moves(merged);
  all_scans_pass(merged);
  passes_on_failures(merged);
  hears_of_cancellation(merged);
  lets_go(merged);
}

TEST_CASE("a scan is given as soon as one belt has it", "[step3]") {
  in_french("un scan est donné dès qu'un tapis l'a");
  for (const int winner : {0, 1, 2}) {
    World world;
    std::vector<Belt<Scan>> belts{Belt<Scan>(world, "Lyon"),
                                  Belt<Scan>(world, "Oslo"),
                                  Belt<Scan>(world, "Bern")};
    auto stream = hold(exo45::merge(streams(belts)));
    world.settle();
    for (auto& belt : belts) EXPECT(eager, belt.asked() == 0);
    // Twice: a loop that works once may wait for the others the next time.
    for (const std::string parcel : {"1", "2"}) {
      auto outcome = next(world, stream);
      for (auto& belt : belts) EXPECT(waits_for_one_belt, belt.waiting() == 1);
      belts[winner].put(Scan(parcel[0] - '0', ""));
      world.settle();
      EXPECT(waits_for_one_belt, given(outcome) == parcel);
    }
    for (auto& belt : belts) EXPECT(two_readers, belt.most() == 1);
  }
}

TEST_CASE("what came first is given first; one of each is held", "[step3]") {
  in_french("le premier venu sort le premier ; on en garde un de chaque");
  for (const bool last_first : {false, true}) {
    World world;
    std::vector<Belt<Scan>> belts{Belt<Scan>(world, "Lyon"),
                                  Belt<Scan>(world, "Oslo"),
                                  Belt<Scan>(world, "Bern")};
    auto stream = hold(exo45::merge(streams(belts)));
    belts[0].put_scans(1, 1);
    EXPECT(waits_for_one_belt, given(next(world, stream)) == "1");
    auto& early = belts[last_first ? 2 : 1];
    auto& late = belts[last_first ? 1 : 2];
    early.put_scans(20, 29);
    world.settle();
    late.put_scans(30, 39);
    world.settle();
    belts[0].put_scans(2, 11);
    world.settle();
    EXPECT(reads_ahead, early.given() <= 1);
    EXPECT(reads_ahead, late.given() <= 1);
    EXPECT(belt_starved, given(next(world, stream)) == "20");
    EXPECT(belt_starved, given(next(world, stream)) == "30");
    // A belt that always has something does not keep the others waiting.
    std::string belts_seen;
    for (int i = 0; i < 9; ++i) {
      const auto parcel = given(next(world, stream));
      belts_seen += parcel.size() == 2 && parcel > "11" ? parcel[0] : '1';
    }
    for (const char belt : {'1', '2', '3'})
      EXPECT(belt_starved,
             std::count(belts_seen.begin(), belts_seen.end(), belt) >= 2);
  }
}

TEST_CASE("many belts are all awaited, and the order is kept", "[step3]") {
  in_french("de nombreux tapis sont tous attendus, et l'ordre est gardé");
  World world;
  constexpr int count = 300;
  std::vector<Belt<Scan>> belts;
  for (int i = 0; i < count; ++i) belts.emplace_back(world);
  auto stream = hold(exo45::merge(streams(belts)));
  auto outcome = next(world, stream);
  int awaited = 0;
  for (auto& belt : belts) awaited += belt.waiting();
  EXPECT(waits_for_one_belt, awaited == count);
  for (int i = count - 1; i >= 0; --i) {
    belts[static_cast<std::size_t>(i)].put(Scan(i, ""));
    world.settle();
  }
  EXPECT(belt_starved, given(outcome) == std::to_string(count - 1));
  for (int i = count - 2; i >= 0; --i) {
    // A belt ends, and those that came before and after it keep their order.
    if (i == 100) belts[200].end();
    EXPECT(belt_starved, given(next(world, stream)) == std::to_string(i));
  }
}

TEST_CASE("merge asks for no more than it gives", "[step3]") {
  in_french("merge ne demande pas plus qu'elle ne donne");
  lazy(merged);
}

TEST_CASE("merge ends when all have ended", "[step3]") {
  in_french("merge finit quand tous ont fini");
  World world;
  std::vector<Belt<Scan>> belts{Belt<Scan>(world, "Lyon"),
                                Belt<Scan>(world, "Oslo")};
  auto stream = hold(exo45::merge(streams(belts)));
  auto outcome = next(world, stream);
  belts[0].end();
  world.settle();
  EXPECT(when_it_ends, outcome.waits());
  belts[1].put_scans(1, 2);
  world.settle();
  EXPECT(when_it_ends, given(outcome) == "1");
  EXPECT(when_it_ends, given(next(world, stream)) == "2");
  outcome = next(world, stream);
  EXPECT(when_it_ends, outcome.waits());
  belts[1].end();
  world.settle();
  EXPECT(when_it_ends, given(outcome) == the_end());
  auto of_nothing = hold(exo45::merge({}));
  EXPECT(when_it_ends, given(next(world, of_nothing)) == the_end());
  // Beside a belt that has nothing, all scans of the other one come.
  all_scans_pass([](Stream<Scan> source) {
    std::vector<Stream<Scan>> both;
    both.push_back(row({}));
    both.push_back(std::move(source));
    return exo45::merge(std::move(both));
  });
}

TEST_CASE("one belt fails: the others are told to stop", "[step3]") {
  in_french("un tapis échoue : les autres reçoivent l'ordre d'arrêter");
  for (const auto& thrown : failures(the_camera_is_blind)) {
    World world;
    std::vector<Belt<Scan>> belts{Belt<Scan>(world, "Lyon"),
                                  Belt<Scan>(world, "Oslo"),
                                  Belt<Scan>(world, "Bern")};
    belts[2].linger();
    auto stream = hold(exo45::merge(streams(belts)));
    auto outcome = next(world, stream);
    belts[0].put_scans(1, 1);
    world.settle();
    // It comes before the failure, while nobody awaits next().
    belts[2].put_scans(2, 2);
    world.settle();
    belts[1].fail(thrown);
    world.settle();
    EXPECT(failure_overtakes, given(outcome) == "1");
    EXPECT(failure_overtakes, given(next(world, stream)) == "2");
    outcome = next(world, stream);
    EXPECT(error_becomes_end, outcome.exception() == thrown);
    for (int i : {0, 2}) EXPECT(left_running, belts[i].cancelled() == 1);
    EXPECT(left_running, !belts[2].destroyed_in_use());
    belts[2].let_go();
    world.settle();
    for (auto& belt : belts) EXPECT(left_running, belt.destroyed());
  }
}

TEST_CASE("dropped or cancelled, merge stops at every belt", "[step3]") {
  in_french("abandonnée ou annulée, merge arrête à chaque tapis");
  for (const bool dropped : {true, false}) {
    World world;
    std::vector<Belt<Scan>> belts{Belt<Scan>(world, "Lyon"),
                                  Belt<Scan>(world, "Oslo"),
                                  Belt<Scan>(world, "Bern")};
    belts[2].linger();
    auto stream = hold(exo45::merge(streams(belts)));
    auto outcome = next(world, stream);
    if (dropped) {
      belts[0].put_scans(1, 1);
      world.settle();
      stream.reset();
    } else {
      outcome.cancel();
    }
    world.settle();
    for (std::size_t i = dropped ? 1 : 0; i < 3; ++i)
      EXPECT(left_running, belts[i].cancelled() == 1);
    EXPECT(left_running, !belts[2].destroyed_in_use());
    belts[2].let_go();
    world.settle();
    if (!dropped) EXPECT(deaf_to_cancellation, is_aborted(outcome.exception()));
    for (auto& belt : belts) EXPECT(left_running, belt.destroyed());
  }
}

TEST_CASE("merge loses nothing", "[step3]") {
  in_french("merge ne perd rien");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    std::vector<Belt<Scan>> belts;
    std::vector<std::vector<std::string>> wanted;
    const int count = 1 + static_cast<int>(chaos.below(4));
    for (int i = 1; i <= count; ++i) {
      belts.emplace_back(
          world, Text{"belt ", "le tapis "}.spoken() + std::to_string(i));
      const int scans = static_cast<int>(chaos.below(12));
      fill(world, chaos, belts.back(), 100 * i, 100 * i + scans - 1);
      wanted.push_back(parcels(100 * i, 100 * i + scans - 1));
    }
    const Milliseconds pause(chaos.below(2) * chaos.below(20));
    auto stream = hold(exo45::throttle(exo45::merge(streams(belts)), pause));
    std::vector<std::string> all;
    auto reads = world.run("read", read_on(stream, all));
    world.advance(20s);
    EXPECT(when_it_ends, reads.returned());
    for (int i = 1; i <= count; ++i) {
      std::vector<std::string> of_one;
      for (const auto& parcel : all)
        if (parcel[0] - '0' == i) of_one.push_back(parcel);
      EXPECT(order_lost, of_one == wanted[static_cast<std::size_t>(i - 1)]);
      EXPECT(two_readers, belts[static_cast<std::size_t>(i - 1)].most() <= 1);
    }
  });
}

// Step 4

namespace {

// The gate lives as long as somebody waits at it.
asio::awaitable<Scan> answer(std::shared_ptr<Gate<int>> gate) {
  const int parcel = co_await gate->wait();
  co_return Scan(parcel, "");
}

// Calls 1, 2, ... to a far server, which the test answers.
struct Server {
  Server(World& world, int count)
      : belt(world, Text{"the telephone", "le téléphone"}) {
    for (int i = 1; i <= count; ++i)
      gates.push_back(std::make_shared<Gate<int>>(
          world, Text{"call ", "l'appel "}.spoken() + std::to_string(i)));
  }
  Gate<int>& call(int number) {
    return *gates[static_cast<std::size_t>(number - 1)];
  }
  void put(int first, int last) {
    for (int i = first; i <= last; ++i)
      belt.put(answer(gates[static_cast<std::size_t>(i - 1)]));
  }
  int begun() const {
    int all = 0;
    for (const auto& gate : gates) all += gate->asked();
    return all;
  }
  int under_way() const {
    int all = 0;
    for (const auto& gate : gates) all += gate->waiting();
    return all;
  }
  std::vector<std::shared_ptr<Gate<int>>> gates;
  Belt<Call> belt;
};

}  // namespace

TEST_CASE("as many calls are under way as may be, and no more", "[step4]") {
  in_french("autant d'appels en cours qu'il est permis, et pas plus");
  for (const int limit : limits) {
    World world;
    const int count = limit + 23;
    Server server(world, count);
    server.put(1, count);
    auto stream = hold(
        exo45::buffered(server.belt.stream(), static_cast<std::size_t>(limit)));
    world.settle();
    EXPECT(eager, server.belt.asked() == 0);
    EXPECT(eager, server.begun() == 0);
    auto outcome = next(world, stream);
    EXPECT(one_at_a_time, server.under_way() >= limit);
    EXPECT(over_the_limit, server.under_way() == limit);
    if (limit > 17) {
      outcome.cancel();
      world.settle();
      continue;
    }
    // All but the first are ready: they have their places still.
    for (int i = 2; i <= limit; ++i) server.call(i).open(i);
    world.settle();
    EXPECT(order_lost, outcome.waits());
    EXPECT(over_the_limit, server.begun() == limit);
    server.call(1).open(1);
    world.settle();
    EXPECT(order_lost, given(outcome) == "1");
    // Each scan that is given makes room for one call: nobody waits until a
    // whole group is done.
    for (int i = 2; i <= 20; ++i) {
      outcome = next(world, stream);
      server.call(i).open(i);
      world.settle();
      EXPECT(order_lost, given(outcome) == std::to_string(i));
      EXPECT(over_the_limit, server.begun() <= i - 1 + limit);
    }
    outcome = next(world, stream);
    EXPECT(one_at_a_time, server.under_way() >= limit);
    EXPECT(over_the_limit, server.under_way() == limit);
    outcome.cancel();
    world.settle();
  }
}

TEST_CASE("buffered keeps what all streams promise", "[step4]") {
  in_french("buffered tient les promesses de tous les flux");
  keeps_what_all_promise([](Stream<Scan> source) {
    return exo45::buffered(calls_of(std::move(source)), 1);
  });
}

TEST_CASE("a scan waits for those before it, and for nothing else", "[step4]") {
  in_french("un scan attend ceux d'avant, et rien d'autre");
  World world;
  const Teaching teaching(held_back);
  Server server(world, 3);
  // The largest number: no limit.
  auto stream = hold(exo45::buffered(server.belt.stream(),
                                     std::numeric_limits<std::size_t>::max()));
  auto outcome = next(world, stream);
  server.put(1, 2);
  world.settle();
  EXPECT(one_at_a_time, server.under_way() == 2);
  EXPECT(two_readers, server.belt.most() == 1);
  server.call(2).open(2);
  world.settle();
  EXPECT(order_lost, outcome.waits());
  server.call(1).open(1);
  world.settle();
  // The source has no third call yet.
  EXPECT(held_back, given(outcome) == "1");
  EXPECT(held_back, given(next(world, stream)) == "2");
  outcome = next(world, stream);
  server.put(3, 3);
  server.belt.end();
  world.settle();
  EXPECT(when_it_ends, outcome.waits());
  server.call(3).open(3);
  world.settle();
  EXPECT(when_it_ends, given(outcome) == "3");
  EXPECT(when_it_ends, given(next(world, stream)) == the_end());
}

TEST_CASE("the source ends, and a scan waits no longer for it", "[step4]") {
  in_french("la source finit, et un scan n'attend pas plus longtemps");
  World world;
  Server server(world, 3);
  server.put(1, 3);
  server.belt.end();
  auto stream = hold(exo45::buffered(server.belt.stream(), 5));
  for (int i = 1; i <= 3; ++i) {
    auto outcome = next(world, stream);
    server.call(i).open(i);
    world.settle();
    EXPECT(held_back, given(outcome) == std::to_string(i));
  }
  EXPECT(when_it_ends, given(next(world, stream)) == the_end());
}

TEST_CASE("a call that fails fails in its turn", "[step4]") {
  in_french("un appel qui échoue échoue à son tour");
  for (const auto& thrown : failures(the_line_is_dead)) {
    World world;
    Server server(world, 4);
    server.put(1, 4);
    auto stream = hold(exo45::buffered(server.belt.stream(), 4));
    auto outcome = next(world, stream);
    server.call(2).fail(thrown);
    server.call(4).linger();
    world.settle();
    EXPECT(failure_overtakes, outcome.waits());
    server.call(1).open(1);
    world.settle();
    EXPECT(failure_overtakes, given(outcome) == "1");
    outcome = next(world, stream);
    EXPECT(error_becomes_end, outcome.exception() == thrown);
    EXPECT(left_running, server.call(3).cancelled() == 1);
    EXPECT(left_running, server.call(4).cancelled() == 1);
    server.call(4).let_go();
    world.settle();
    EXPECT(left_running, server.under_way() == 0);
    EXPECT(left_running, server.belt.destroyed());
  }
}

TEST_CASE("the source fails: the calls before that are answered", "[step4]") {
  in_french("la source échoue : les appels d'avant ont leur réponse");
  const auto thrown = std::make_exception_ptr(Mishap(no_more_calls));
  const auto before = std::make_exception_ptr(Mishap(the_line_is_dead));
  for (const bool call_fails : {false, true}) {
    World world;
    Server server(world, 2);
    server.put(1, 2);
    server.belt.fail(thrown);
    auto stream = hold(exo45::buffered(server.belt.stream(), 3));
    auto outcome = next(world, stream);
    EXPECT(failure_overtakes, outcome.waits());
    server.call(1).open(1);
    world.settle();
    EXPECT(failure_overtakes, given(outcome) == "1");
    outcome = next(world, stream);
    call_fails ? server.call(2).fail(before) : server.call(2).open(2);
    world.settle();
    if (!call_fails) {
      EXPECT(failure_overtakes, given(outcome) == "2");
      outcome = next(world, stream);
    }
    EXPECT(failure_overtakes,
           same_exception(outcome.exception(), call_fails ? before : thrown));
  }
}

TEST_CASE("dropped or cancelled, it tells its calls to stop", "[step4]") {
  in_french("abandonné ou annulé, il dit à ses appels d'arrêter");
  for (const bool dropped : {true, false}) {
    World world;
    Server server(world, 3);
    server.put(1, 3);
    auto stream = hold(exo45::buffered(server.belt.stream(), 5));
    auto outcome = next(world, stream);
    if (dropped) {
      server.call(1).open(1);
      world.settle();
      stream.reset();
    } else {
      outcome.cancel();
    }
    world.settle();
    if (!dropped) EXPECT(deaf_to_cancellation, is_aborted(outcome.exception()));
    EXPECT(left_running, server.under_way() == 0);
    EXPECT(left_running, server.belt.cancelled() == 1);
    EXPECT(left_running, server.belt.destroyed());
  }
}

TEST_CASE("in whatever order they end, the order is kept", "[step4]") {
  in_french("dans quelque ordre qu'ils finissent, l'ordre est gardé");
  for_each_seed(100, [](World& world, Chaos& chaos) {
    const int count = static_cast<int>(chaos.below(15));
    const auto limit = 1 + chaos.below(5);
    const auto taken = chaos.one_in(3) ? chaos.below(15) : 15;
    Server server(world, count);
    auto stream =
        hold(exo45::take(exo45::buffered(server.belt.stream(), limit), taken));
    std::vector<std::string> all;
    auto reads = world.run("read", read_on(stream, all));
    for (int i = 1; i <= count; ++i) {
      world.later(Milliseconds(chaos.below(100)),
                  [&server, i] { server.call(i).open(i); });
      if (chaos.one_in(2)) world.advance(Milliseconds(chaos.below(20)));
      server.put(i, i);
      EXPECT(over_the_limit,
             static_cast<std::size_t>(server.under_way()) <= limit);
    }
    server.belt.end();
    world.advance(10s);
    EXPECT(when_it_ends, reads.returned());
    EXPECT(order_lost,
           all == parcels(1, std::min(count, static_cast<int>(taken))));
    EXPECT(two_readers, server.belt.most() <= 1);
    EXPECT(left_running, server.under_way() == 0);
    EXPECT(left_running, server.belt.destroyed());
  });
}
