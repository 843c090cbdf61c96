// ./exo: judges what the learner saves, as they save it.
//
// Five coroutines share a session, on one thread: the keyboard, the terminal's
// signals, the files, the worker, which judges, and the clock, which shows how
// long that takes. When the keyboard's one ends (q), || cancels the others, and
// waits until they have cleaned up.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "changes.hpp"
#include "commands.hpp"
#include "common/bell.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "picture.hpp"
#include "present.hpp"
#include "pristine.hpp"
#include "screen.hpp"
#include "view.hpp"

namespace companion {

namespace {

class Session {
 public:
  Session(asio::any_io_executor executor, Exercises exercises)
      : exercises_(std::move(exercises)), work_(executor), stop_(executor) {}

  asio::awaitable<void> run(bool poll);

 private:
  // A command of the learner's that takes a while: run_demo(), for one.
  using Errand = asio::awaitable<void> (Session::*)();

  // The five coroutines.
  asio::awaitable<void> read_keys();
  asio::awaitable<void> hear_signals();
  asio::awaitable<void> hear_saves(bool poll);
  asio::awaitable<void> do_work();
  asio::awaitable<void> show_time();

  // What a key does; false to quit.
  bool press(std::string_view key);
  void scroll(std::string_view key);
  void show(Page page);
  void ask_hint();
  void speak(const char* language);
  void take_back();

  void send(Errand errand);
  asio::awaitable<void> run_demo();
  asio::awaitable<void> draw_picture();
  asio::awaitable<void> reset_file();

  // Goes to an exercise, and has it judged if its verdict is not known.
  void go_to(const Exercise& exercise);
  void go(int step);
  const Exercise* next_to_do() const;

  // Judges the files that were saved, first the one that is on the screen.
  void saved(const std::vector<std::size_t>& places);
  void submit(const Exercise& exercise);
  bool is_queued(const Exercise* exercise) const;
  asio::awaitable<void> judge_one(const Exercise& exercise);
  void decided(const Exercise& exercise, Judged judged);

  std::string busy() const;
  void draw();

  const Exercises exercises_;
  Screen screen_;
  View view_;
  std::map<const Exercise*, Judged> verdicts_;
  std::vector<const Exercise*> queue_;  // to judge, the next one first
  Errand errand_ = nullptr;             // to do before that
  const Exercise* judging_ = nullptr;
  bool running_errand_ = false;
  std::chrono::steady_clock::time_point since_;  // when the work began
  std::string judging_print_;  // the fingerprint of what is being judged
  Bell work_;                  // there is something to do
  Bell stop_;                  // what is being done must stop, for other work
};

asio::awaitable<void> Session::run(bool poll) {
  using namespace asio::experimental::awaitable_operators;
  const auto* start = current(exercises_);
  go_to(start ? *start : exercises_.front());
  // Files may have been edited while the companion was not running.
  for (const auto& exercise : exercises_)
    if (standing(exercise).state == State::unjudged) submit(exercise);
  co_await (read_keys() || hear_signals() || do_work() || show_time() ||
            hear_saves(poll));
}

asio::awaitable<void> Session::read_keys() {
  asio::posix::stream_descriptor keyboard(co_await asio::this_coro::executor,
                                          ::dup(screen_.keyboard()));
  std::array<char, 64> bytes;
  for (;;) {
    const auto size = co_await keyboard.async_read_some(asio::buffer(bytes),
                                                        asio::use_awaitable);
    std::string_view typed(bytes.data(), size);
    while (!typed.empty()) {
      // An arrow comes as three bytes, a page key as four.
      std::size_t length = 1;
      if (typed.starts_with("\033[") || typed.starts_with("\033O")) {
        const auto end = typed.find_first_of("ABCDHF~", 2);
        length = std::min(end, typed.size() - 1) + 1;
      }
      const auto key = typed.substr(0, length);
      typed.remove_prefix(length);
      if (!press(key)) co_return;
      draw();
    }
  }
}

asio::awaitable<void> Session::hear_signals() {
  asio::signal_set signals(co_await asio::this_coro::executor, SIGWINCH,
                           SIGTSTP);
  for (;;) {
    if (co_await signals.async_wait(asio::use_awaitable) == SIGTSTP) {
      // Ctrl-Z: the shell must find the terminal as it left it.
      screen_.leave();
      ::raise(SIGSTOP);
      screen_.enter();
    }
    draw();
  }
}

asio::awaitable<void> Session::hear_saves(bool poll) {
  std::vector<fs::path> files;
  for (const auto& exercise : exercises_) files.push_back(exercise.file());
  std::function<void(std::vector<std::size_t>)> hear =
      [this](const std::vector<std::size_t>& places) { saved(places); };
  co_await watch_files(files, poll, hear);
}

asio::awaitable<void> Session::do_work() {
  using namespace asio::experimental::awaitable_operators;
  for (;;) {
    if (!errand_ && queue_.empty()) {
      co_await work_.wait();
      continue;
    }
    since_ = std::chrono::steady_clock::now();
    // stop_ is rung when other work goes first: || then ends the processes of
    // this work and waits until they are gone.
    if (errand_) {
      const auto errand = std::exchange(errand_, nullptr);
      running_errand_ = true;
      draw();
      co_await ((this->*errand)() || stop_.wait());
      running_errand_ = false;
    } else {
      judging_ = queue_.front();
      queue_.erase(queue_.begin());
      judging_print_ = fingerprint(*judging_);
      draw();
      co_await (judge_one(*judging_) || stop_.wait());
      judging_ = nullptr;
    }
    draw();
  }
}

asio::awaitable<void> Session::show_time() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    // Nothing moves, and nothing is drawn, while there is nothing to do.
    if (!judging_ && !running_errand_) {
      co_await work_.wait();
    }
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    if (judging_ || running_errand_) draw();
  }
}

// Names the steps that passed before and do not any more; the learner may have
// forgotten them.
std::string what_broke(const Exercise& exercise,
                       const std::vector<bool>& before, const Judged& judged) {
  const int passed =
      static_cast<int>(std::count(before.begin(), before.end(), true));
  if (!judged.built && passed == exercise.steps)
    return say({"{} passed before, and does not compile now.",
                "{} était réussi, et ne compile plus."},
               exercise.id);
  for (std::size_t i = 0; judged.built && i < before.size(); ++i)
    if (before[i] && !judged.steps[i].passed)
      return say({"{}: step {} passed before, and fails now.",
                  "{} : l'étape {} était réussie, et échoue maintenant."},
                 exercise.id, i + 1);
  return "";
}

asio::awaitable<void> Session::judge_one(const Exercise& exercise) {
  const auto before = standing(exercise).passed;
  Judged judged;
  try {
    judged = co_await judge_and_remember(exercise);
  } catch (const std::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    judged.compiler = error.what();
  } catch (const std::exception& error) {
    judged.compiler = error.what();
  }
  if (auto broke = what_broke(exercise, before, judged); !broke.empty())
    view_.note = std::move(broke);
  decided(exercise, std::move(judged));
}

// What a verdict is about: while it stays the same, the learner goes on reading
// where they are.
std::pair<bool, int> subject_of(const Judged& judged) {
  return {judged.built, judged.first_failed()};
}

void Session::decided(const Exercise& exercise, Judged judged) {
  const auto before = verdicts_.find(&exercise);
  const bool known = before != verdicts_.end();
  const bool passed_before = known && before->second.passed();
  const bool passes = judged.passed();
  const bool same = known && subject_of(before->second) == subject_of(judged);
  verdicts_.insert_or_assign(&exercise, std::move(judged));
  if (view_.exercise != &exercise) return;
  if (!same) view_.scroll = 0;
  if (view_.page == Page::list) show(Page::verdict);
  if (!passes || passed_before) return;
  // The learner stays to read what they can do now. Where they go on is
  // compiled meanwhile, and is where the next start begins.
  view_.finished = true;
  view_.next = next_to_do();
  if (!view_.next) return;
  remember_place(*view_.next);
  if (!verdicts_.contains(view_.next)) submit(*view_.next);
}

const Exercise* Session::next_to_do() const {
  const auto here = static_cast<std::size_t>(view_.exercise - &exercises_[0]);
  for (std::size_t i = 1; i < exercises_.size(); ++i) {
    const auto& candidate = exercises_[(here + i) % exercises_.size()];
    if (standing(candidate).state != State::passed) return &candidate;
  }
  return nullptr;
}

void Session::saved(const std::vector<std::size_t>& places) {
  std::vector<const Exercise*> changed;
  for (auto place : places) changed.push_back(&exercises_[place]);
  // The screen follows the file that the learner has saved.
  if (std::find(changed.begin(), changed.end(), view_.exercise) ==
      changed.end())
    go_to(*changed.front());
  if (view_.page != Page::verdict) show(Page::verdict);
  view_.finished = false;
  view_.next = nullptr;
  view_.note.clear();
  if (!fs::exists(view_.exercise->file()))
    view_.note = say({"{} is gone. r brings the stub back.",
                      "{} a disparu. r fait revenir l'ébauche."},
                     view_.exercise->file().generic_string());
  for (const auto* exercise : changed) submit(*exercise);
  draw();
}

bool Session::is_queued(const Exercise* exercise) const {
  return std::find(queue_.begin(), queue_.end(), exercise) != queue_.end();
}

void Session::submit(const Exercise& exercise) {
  if (judging_ == &exercise && fingerprint(exercise) == judging_print_) return;
  const bool first = &exercise == view_.exercise;
  if (!is_queued(&exercise))
    queue_.insert(first ? queue_.begin() : queue_.end(), &exercise);
  work_.ring();
  if (judging_ == &exercise || (running_errand_ && first)) {
    stop_.ring();
  } else if (judging_ && first) {
    // Something else is being judged: it comes after what the learner does.
    if (!is_queued(judging_)) queue_.push_back(judging_);
    stop_.ring();
  }
}

void Session::send(Errand errand) {
  errand_ = errand;
  view_.note.clear();
  // Two programs must not build in one tree: the verdict comes after.
  if (judging_ && !is_queued(judging_)) queue_.insert(queue_.begin(), judging_);
  work_.ring();
  if (judging_ || running_errand_) stop_.ring();
}

void Session::go_to(const Exercise& exercise) {
  view_ = View();
  view_.exercise = &exercise;
  remember_place(exercise);
  // Judged even if it is untouched: the tests are compiled meanwhile, and the
  // first verdict on the learner's own work comes at once.
  if (!verdicts_.contains(&exercise)) submit(exercise);
}

void Session::go(int step) {
  const auto here = view_.exercise - &exercises_[0];
  const auto there = here + step;
  if (there < 0 || there >= static_cast<long>(exercises_.size())) {
    view_.note =
        say({"there is no exercise there", "il n'y a pas d'exercice par là"});
    return;
  }
  go_to(exercises_[static_cast<std::size_t>(there)]);
}

void Session::show(Page page) {
  view_.page = page;
  view_.scroll = 0;
}

void Session::ask_hint() {
  const auto& exercise = *view_.exercise;
  const int step = standing(exercise).first_failed();
  if (step != 0) {
    const int count = count_hints(read_readme(exercise), step);
    remember_hints(exercise, step,
                   std::min(hints_seen(exercise, step) + 1, count));
  }
  show(Page::hints);
}

void Session::speak(const char* language) {
  choose_language(language);
  // The verdicts were spoken in the other language.
  verdicts_.clear();
  submit(*view_.exercise);
}

asio::awaitable<void> Session::run_demo() {
  Command command;
  const auto name = "demo" + view_.exercise->number;
  command.words = {"cmake", "--build", tree.string(), "--target", name};
  auto ended = co_await workbook::run(command);
  if (ended.status == 0) {
    command.words = {(tree / name).string()};
    command.limit = std::chrono::seconds(60);
    ended = co_await workbook::run(command);
  }
  show(Page::demo);
  view_.demo = ended.output;
}

asio::awaitable<void> Session::draw_picture() {
  const auto& exercise = *view_.exercise;
  const int step = standing(exercise).first_failed();
  const auto yours = co_await trace(exercise, step, Whose::yours);
  const bool wrong = std::any_of(yours.tests.begin(), yours.tests.end(),
                                 [](const auto& test) { return test.wrong(); });
  Traces reference;
  if (wrong) reference = co_await trace(exercise, step, Whose::the_reference);
  draw_the_same(yours, reference);
  view_.picture = pictures(yours, reference, paint_for_output());
  show(Page::picture);
}

asio::awaitable<void> Session::reset_file() {
  try {
    const auto kept = co_await companion::reset(*view_.exercise);
    view_.note = kept.empty()
                     ? say({"this is the stub already", "c'est déjà l'ébauche"})
                     : say({"what you had written is in {}; u takes it back",
                            "ce que vous aviez écrit est dans {} ; u le "
                            "reprend"},
                           kept);
  } catch (const std::runtime_error& error) {
    view_.note = error.what();
  }
}

void Session::take_back() {
  const auto name = undo(*view_.exercise);
  view_.note =
      name.empty()
          ? say({"there is nothing to undo", "il n'y a rien à défaire"})
          : say({"your file is again what {} kept",
                 "votre fichier est de nouveau ce que gardait {}"},
                name);
}

void Session::scroll(std::string_view key) {
  const auto page = view_.page_size;
  auto& at = view_.scroll;
  if (key == "\033[B" || key == "j") ++at;
  if (key == "\033[A" || key == "k") at -= std::min<std::size_t>(at, 1);
  if (key == "\033[6~" || key == " ") at += page;
  if (key == "\033[5~" || key == "b") at -= std::min(at, page);
  for (auto home : {"g", "\033[H", "\033OH", "\033[1~"})
    if (key == home) at = 0;
  // compose() brings it back into the page.
  for (auto end : {"G", "\033[F", "\033OF", "\033[4~"})
    if (key == end) at = 1'000'000;
}

bool Session::press(std::string_view key) {
  view_.note.clear();
  if (view_.page == Page::reset) {
    // A question takes one key, and that key does nothing else.
    show(Page::verdict);
    if (key == "y" || key == "o") send(&Session::reset_file);
    return true;
  }
  if (key == "q") return false;
  if (key == "h") ask_hint();
  if (key == "m") show(Page::lesson);
  if (key == "l") show(Page::list);
  if (key == "s") show(Page::solution);
  if (key == "?") show(Page::help);
  if (key == "r") show(Page::reset);
  if (key == "d") send(&Session::run_demo);
  if (key == "v") send(&Session::draw_picture);
  if (key == "u") take_back();
  if (key == "t") submit(*view_.exercise);
  if (key == "n") view_.next ? go_to(*view_.next) : go(1);
  if (key == "p") go(-1);
  if (key == "f") speak("fr");
  if (key == "e") speak("en");
  if (key == "\n" || key == "\r" || key == "\033") show(Page::verdict);
  scroll(key);
  return true;
}

std::string Session::busy() const {
  const bool here = judging_ == view_.exercise || is_queued(view_.exercise);
  if (!running_errand_ && !here) return "";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::steady_clock::now() - since_)
                           .count();
  auto text = running_errand_ ? say({"at work...", "au travail..."})
                              : say({"judging...", "je juge..."});
  // A verdict that comes at once needs no clock.
  if (seconds < 1) return text;
  text += say({" {} s", " {} s"}, seconds);
  if (judging_ == view_.exercise)
    if (const auto build = build_progress(*judging_); !build.empty())
      text += "  " + build;
  return text;
}

void Session::draw() {
  view_.busy = busy();
  const auto verdict = verdicts_.find(view_.exercise);
  view_.judged = verdict == verdicts_.end() ? nullptr : &verdict->second;
  screen_.show(compose(view_, exercises_, paint_for_output(), screen_.rows()));
}

// Where the learner stands and what to do next, where nothing can be watched.
void print_status(const Exercises& exercises) {
  const auto paint = paint_for_output();
  print(overview(exercises, paint));
  const auto sum = progress(exercises);
  print({""});
  if (sum.done == sum.total) {
    print(fold(say({"All {} steps pass: you have finished the workbook.",
                    "Les {} étapes sont réussies : vous avez fini le cahier."},
                   sum.total),
               paint.width));
    return;
  }
  // The exercise that they chose may pass already: then another comes next.
  const auto* here = current(exercises);
  for (const auto& exercise : exercises)
    if (!here || standing(*here).state == State::passed) here = &exercise;
  print(fold(say({"Next: edit {} (read {}), then ./exo run {}. In a terminal, "
                  "./exo judges each time you save.",
                  "La suite : éditez {} (lisez {}), puis ./exo run {}. Dans un "
                  "terminal, ./exo juge à chaque enregistrement."},
                 here->file().generic_string(), here->readme().generic_string(),
                 here->number),
             paint.width));
}

}  // namespace

asio::awaitable<int> watch(Options options) {
  auto exercises = read_exercises();
  if (!options.arguments.empty()) remember_place(wanted(exercises, options));
  if (!Screen::possible()) {
    print_status(exercises);
    co_return 0;
  }
  {
    Session session(co_await asio::this_coro::executor, exercises);
    co_await session.run(options.poll);
  }
  const auto sum = progress(exercises);
  print({say({"{} of {} steps pass. ./exo goes on from here.",
              "étapes réussies : {} sur {}. ./exo reprendra ici."},
             sum.done, sum.total)});
  co_return 0;
}

}  // namespace companion
