// The judge of exo48: runs the learner's tests with brokers, one at a time.
#pragma once

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <support/expect.hpp>
#include <support/story.hpp>
#include <support/world/world.hpp>
#include <utility>
#include <vector>
#include <workbook/todo.hpp>

#include "brokers.hpp"
#include "lessons.hpp"
#include "testing.hpp"

namespace exo48 {

using workbook::Story;
using workbook::Teaching;
using workbook::Text;
using workbook::test::Assertion;
using workbook::test::Case;
using workbook::test::Doing;
using workbook::test::Failed;

namespace {

// Yes or no, and the words that a failure shows for it.
struct Finding {
  bool good;
  std::string words;
  explicit operator bool() const { return good; }
};

}  // namespace

}  // namespace exo48

template <>
struct Catch::StringMaker<exo48::Finding> {
  static std::string convert(const exo48::Finding& finding) {
    return finding.words;
  }
};

namespace exo48 {

namespace {

enum class Design { plain, lazy, unhurried };

// A broker to be tested.
struct Subject {
  Design design = Design::plain;
  Hidden flaw{Flaw::none};
};

// Tells the story what is asked of an engine.
class Told : public Engine {
 public:
  Told(std::shared_ptr<Engine> engine, Story& story)
      : engine_(std::move(engine)), story_(story) {}

  bool put(std::string task) override {
    const auto call = fmt::format("put(\"{}\")", task);
    return said(call, engine_->put(std::move(task)));
  }
  asio::awaitable<Lease> take(Milliseconds visibility) override {
    return engine_->take(std::min(visibility, century));
  }
  bool done(Token token) override {
    return said("done()", engine_->done(token));
  }
  bool extend(Token token, Milliseconds visibility) override {
    return said(fmt::format("extend({} ms)", visibility.count()),
                engine_->extend(token, std::min(visibility, century)));
  }
  void close() override {
    story_.count("close()", {"is called", "est appelée"});
    engine_->close();
  }

 private:
  bool said(const std::string& call, bool answer) {
    story_.count(call, workbook::happens::gives, answer ? "true" : "false");
    return answer;
  }

  // "For ever" may be said as Milliseconds::max(), which no clock can be
  // asked to add to its time.
  static constexpr Milliseconds century = std::chrono::hours(24 * 365 * 100);

  const std::shared_ptr<Engine> engine_;
  Story& story_;
};

// One test of the learner's, once, in a world of its own, with brokers of one
// kind. The story of that world can be told as long as the trial is there.
//
// While the test runs, nothing that it could find in memory says whether the
// broker is broken: the story says so when the test is over.
class Trial : private workbook::test::Host {
 public:
  Trial(const Case& test, Subject subject)
      : title_(test.title), design_(subject.design) {
    const Teaching teaching(no_verdict);
    flaw_on_trial = subject.flaw;
    world_.story.tell("", {"with a broker:", "avec un courtier :"}, test.title);
    try {
      test.body();
    } catch (const Failed&) {
    } catch (const Outlived& e) {
      alone_ = false;
      fail(e.what());
    } catch (const std::exception& e) {
      // What is still to be written is said by the teacher.
      if (judging_) name_broker();
      if (judging_ || !workbook::todo_reached().empty()) throw;
      fail(fmt::format("{} {}", workbook::happens::throws.spoken(), e.what()));
    } catch (...) {
      if (judging_) {
        name_broker();
        throw;
      }
      fail(Text{"an exception leaves the test", "une exception sort du test"}
               .spoken());
    }
    look();
  }

  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  bool holds() const { return failure_.empty(); }
  const std::string& failure() const { return failure_; }
  long assertions() const { return assertions_; }
  // It has used nothing of another test.
  bool alone() const { return alone_; }

 private:
  static Trial*& running() {
    static Trial* trial = nullptr;
    return trial;
  }

  // While it lives, what the learner's file calls is answered by this trial.
  struct OnTheAir {
    explicit OnTheAir(Trial& trial) {
      running() = &trial;
      workbook::test::current_host() = &trial;
      maker() = [] { return running()->new_engine(); };
    }
    ~OnTheAir() {
      maker() = nullptr;
      workbook::test::current_host() = nullptr;
      running() = nullptr;
    }
    OnTheAir(const OnTheAir&) = delete;
  };

  std::shared_ptr<Engine> new_engine() {
    std::shared_ptr<Engine> engine;
    switch (design_) {
      case Design::plain:
        engine = std::make_shared<Plain>(executor());
        break;
      case Design::lazy:
        engine = std::make_shared<Lazy>(executor());
        break;
      case Design::unhurried:
        engine = std::make_shared<Unhurried>(executor());
        break;
    }
    return engines_.emplace_back(
        std::make_shared<Told>(std::move(engine), world_.story));
  }

  asio::any_io_executor executor() override { return world_.executor(); }

  void settle() override {
    move([this] { world_.settle(); });
  }
  void advance(std::chrono::nanoseconds by) override {
    move([this, by] { world_.advance(by); });
  }

  // An expectation of ours that fails in there leaves the learner's test.
  template <class Move>
  void move(Move move) {
    look();
    judging_ = true;
    move();
    judging_ = false;
  }

  // Rules that hold at every moment.
  void look() {
    const bool slept = world_.blocking_calls() > 0 ||
                       workbook::World::sleeps_elsewhere() != slept_before_;
    const bool endless = ++moves_ >= 20'000;
    if (!slept && !endless) return;
    const Finding awake{!slept, title_};
    const Finding comes_to_its_end{!endless, title_};
    judging_ = true;
    name_broker();
    EXPECT(lessons::sleeps, awake);
    EXPECT(no_verdict, comes_to_its_end);
  }

  void asserted(bool holds, const Assertion& assertion) override {
    ++assertions_;
    if (holds) return;
    auto words = fmt::format(
        "{}:{}: {}", std::filesystem::path(assertion.file).filename().string(),
        assertion.line, assertion.text);
    if (!assertion.values.empty()) words += " [" + assertion.values + "]";
    fail(words);
  }

  // Only when the verdict on the test is there.
  void name_broker() {
    world_.story.tell(
        "", flaw_on_trial.is(Flaw::none)
                ? Text{"(the broker is right)", "(le courtier est juste)"}
                : Text{"(the broker is broken)", "(le courtier est en panne)"});
  }

  void fail(const std::string& words) {
    name_broker();
    world_.story.tell("", {"your test fails:", "votre test échoue :"}, words);
    if (failure_.empty()) failure_ = words;
  }

  void tell(const std::string& who, Doing what,
            const std::string& detail) override {
    using namespace workbook::happens;
    const auto tell = [&](Text words) {
      world_.story.tell(who, words, detail);
    };
    switch (what) {
      case Doing::starts:
        return tell(starts);
      case Doing::returns:
        return tell(detail.empty() ? returns : gives);
      case Doing::throws:
        // What is no std::exception has no words; nor has a REQUIRE.
        return tell(detail.empty()
                        ? Text{"throws an exception", "lève une exception"}
                        : throws);
      case Doing::stops:
        return tell(cancelled);
    }
  }

  const char* const title_;
  const Design design_;
  workbook::World world_;
  std::vector<std::shared_ptr<Engine>> engines_;
  std::string failure_;
  const long slept_before_ = workbook::World::sleeps_elsewhere();
  long assertions_ = 0;
  long moves_ = 0;
  bool alone_ = true;
  bool judging_ = false;  // an expectation of ours is being asked
  const OnTheAir on_the_air_{*this};
};

// A law runs the learner's tests with several brokers, and a picture of it
// shows one of those parts: the one that it was left in, if not told otherwise.
// It is told at the end only, as no test may know before which of them it has.
class Parts {
 public:
  Parts() = default;
  Parts(const Parts&) = delete;
  ~Parts() {
    if (!ended_) end(count_ - 1);
  }

  void next() {
    ++count_;
    workbook::trace({"part"});
  }
  void end(int shown) {
    ended_ = true;
    workbook::trace({"shown", std::to_string(shown)});
  }

 private:
  int count_ = 0;
  bool ended_ = false;
};

// It may have other tags, too.
inline bool belongs_to(int step, const Case& test) {
  const std::string_view tags(test.tags);
  return tags.find(fmt::format("[step{}]", step)) != tags.npos;
}

// The learner's tests of one step, or of all, for step 0, as in the file.
inline std::vector<Case> tests_of(int step) {
  std::vector<Case> found;
  for (const auto& test : workbook::test::cases())
    if (step == 0 || belongs_to(step, test)) found.push_back(test);
  return found;
}

inline void must_have_passed(const Trial& trial, const Case& test,
                             const workbook::Lesson& lesson) {
  const Finding asserts{trial.assertions() > 0, test.title};
  const Finding your_test_passes{
      trial.holds(), fmt::format("{}: {}", test.title, trial.failure())};
  if (trial.holds()) EXPECT(asserts_nothing, asserts);
  EXPECT(lesson, your_test_passes);
}

inline void must_pass(const Case& test, Subject subject,
                      const workbook::Lesson& lesson) {
  const Trial trial(test, subject);
  must_have_passed(trial, test, lesson);
}

// The learner's tests pass with every right broker, and each time.
inline void expect_to_pass(int step) {
  const auto tests = tests_of(step);
  const Finding there_is_a_test{
      !tests.empty(), fmt::format("TEST_CASE(\"...\", \"[step{}]\")", step)};
  EXPECT(asserts_nothing, there_is_a_test);
  for (const auto& test : workbook::test::cases()) {
    const Finding has_a_step{belongs_to(1, test) || belongs_to(2, test) ||
                                 belongs_to(3, test) || belongs_to(4, test),
                             fmt::format("{}, {}", test.title, test.tags)};
    EXPECT(asserts_nothing, has_a_step);
  }

  // The first time in this process, the last comes first: whoever builds on a
  // test before it does not find it done.
  std::vector<int> passes(tests.size(), 0);
  std::vector<bool> alone(tests.size(), true);
  std::vector<std::string> failures(tests.size());
  const auto once = [&](std::size_t i) {
    const Trial trial(tests[i], {});
    passes[i] += trial.holds() ? 1 : 0;
    if (!trial.alone()) alone[i] = false;
    if (!trial.holds()) failures[i] = trial.failure();
  };
  constexpr int times = 4;
  Parts parts;
  parts.next();
  for (std::size_t i = tests.size(); i-- > 0;) once(i);
  for (std::size_t i = 0; i < tests.size(); ++i) once(i);
  for (std::size_t i = 0; i < tests.size(); ++i) once(i), once(i);
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const Finding same_each_time{
        alone[i] && (passes[i] == 0 || passes[i] == times),
        fmt::format("{}: {}", tests[i].title, failures[i])};
    EXPECT(shared_state, same_each_time);
  }

  parts.next();
  for (const auto& test : tests) must_pass(test, {}, wrong_expectation);
  for (const auto design : {Design::lazy, Design::unhurried}) {
    parts.next();
    for (const auto& test : tests)
      must_pass(test, {design}, tests_the_implementation);
  }
  constexpr int each_test_once = 1;
  parts.end(each_test_once);
}

// One of the learner's tests fails with the broken broker. It comes among right
// ones, and nobody can know when: a test that counts how often it has run, or
// that fails now and then, is not taken for one that sees something.
//
// All are tried at the same place, in the same way, and nothing is written down
// between two of them that is not written down for each: from where its stack
// or its memory is, no test can tell which of them it has before it.
inline void expect_to_catch(int step, Flaw flaw,
                            const workbook::Lesson& lesson) {
  const auto tests = tests_of(step);
  std::vector<Subject> subjects = {{Design::plain, Hidden(flaw)},
                                   {Design::plain},
                                   {Design::plain},
                                   {Design::lazy},
                                   {Design::unhurried}};
  std::shuffle(subjects.begin(), subjects.end(), std::random_device());
  std::vector<const char*> passed;
  passed.reserve(tests.size());
  bool caught = false;
  Parts parts;
  for (const auto& subject : subjects) {
    parts.next();
    for (const auto& test : tests) {
      const Trial trial(test, subject);
      const bool broken = !subject.flaw.is(Flaw::none);
      const bool passes = trial.holds() && trial.assertions() > 0;
      if (broken && trial.holds())
        passed.push_back(test.title);
      else if (broken)
        caught = true;
      else if (!passes)
        must_have_passed(trial, test, shared_state);
    }
  }
  const auto broken = std::find_if(
      subjects.begin(), subjects.end(),
      [](const auto& subject) { return !subject.flaw.is(Flaw::none); });
  parts.end(static_cast<int>(broken - subjects.begin()));
  Story story;
  for (const auto& title : passed)
    story.tell("", {"passes:", "passe :"}, title);
  const Finding a_test_fails{
      caught, fmt::format(fmt::runtime(Text{"all your tests pass ({})",
                                            "tous vos tests passent ({})"}
                                           .spoken()),
                          tests.size())};
  EXPECT(lesson, a_test_fails);
}

}  // namespace

}  // namespace exo48
