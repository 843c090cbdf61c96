// ./exo: judges what the learner saves, as they save it.
//
// Four coroutines share a session, on one thread: the keyboard, the terminal's
// signals, the files, and the court, which judges. When the keyboard's one ends
// (q), || cancels the others, and waits until they have cleaned up.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>

#include "changes.hpp"
#include "commands.hpp"
#include "common/process.hpp"
#include "common/say.hpp"
#include "present.hpp"
#include "pristine.hpp"
#include "screen.hpp"
#include "view.hpp"

namespace companion {

namespace {

class Session {
 public:
  Session(asio::any_io_executor executor, Exercises exercises)
      : exercises_(std::move(exercises)),
        work_(executor, asio::steady_timer::time_point::max()),
        again_(executor, asio::steady_timer::time_point::max()) {}

  asio::awaitable<void> run(bool poll);

 private:
  // The four coroutines.
  asio::awaitable<void> read_keys();
  asio::awaitable<void> hear_signals();
  asio::awaitable<void> hold_court();
  asio::awaitable<void> hear_saves(bool poll);

  // What a key does; false to quit.
  asio::awaitable<bool> press(std::string_view key);
  asio::awaitable<void> run_demo();
  asio::awaitable<void> reset_file();
  void ask_hint();
  void speak(const char* language);

  // Goes to an exercise, and has it judged if its verdict is not known.
  void go_to(const Exercise& exercise);
  void go(int step);
  const Exercise* next_to_do() const;

  // What the learner saved is judged: at once if it is where they work.
  void saved(const std::vector<std::size_t>& places);
  void submit(const Exercise& exercise);
  asio::awaitable<void> judge_one(const Exercise& exercise);
  void decided(const Exercise& exercise, Judged judged);

  void draw();

  const Exercises exercises_;
  Screen screen_;
  View view_;
  std::map<const Exercise*, Judged> verdicts_;
  std::vector<const Exercise*> queue_;  // to judge, the next one first
  const Exercise* judging_ = nullptr;
  std::string judging_print_;  // the fingerprint of what is being judged
  asio::steady_timer work_;    // cancelled when the queue gets its first entry
  asio::steady_timer again_;   // cancelled when judging must start over
};

// Ends when the timer is cancelled: a timer serves as a bell here.
asio::awaitable<void> rung(asio::steady_timer& bell) {
  asio::error_code ignored;
  co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> Session::run(bool poll) {
  using namespace asio::experimental::awaitable_operators;
  const auto* start = current(exercises_);
  go_to(start ? *start : exercises_.front());
  // What was edited while the companion was away counts, too.
  for (const auto& exercise : exercises_)
    if (standing(exercise).state == State::unjudged) submit(exercise);
  co_await (read_keys() || hear_signals() || hold_court() || hear_saves(poll));
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
      if (typed.starts_with("\033["))
        length = typed.find_first_of("ABCDHF~", 2);
      length = std::min(length, typed.size() - 1) +
               (typed.starts_with("\033[") ? 1 : 0);
      const auto key = typed.substr(0, std::max<std::size_t>(length, 1));
      typed.remove_prefix(key.size());
      if (!co_await press(key)) co_return;
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

asio::awaitable<void> Session::hold_court() {
  using namespace asio::experimental::awaitable_operators;
  for (;;) {
    if (queue_.empty()) {
      co_await rung(work_);
      // Rung for work, or because we are cancelled: then this throws.
      co_await asio::this_coro::throw_if_cancelled();
      continue;
    }
    judging_ = queue_.front();
    queue_.erase(queue_.begin());
    judging_print_ = fingerprint(*judging_);
    draw();
    // Saved again meanwhile: || stops the compiler and the tests, and waits
    // until they are gone, before it lets us start over.
    co_await (judge_one(*judging_) || rung(again_));
    judging_ = nullptr;
    draw();
  }
}

asio::awaitable<void> Session::judge_one(const Exercise& exercise) {
  Judged judged;
  try {
    judged = co_await judge_and_remember(exercise);
  } catch (const std::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    judged.compiler = error.what();
  } catch (const std::exception& error) {
    judged.compiler = error.what();
  }
  decided(exercise, std::move(judged));
}

void Session::decided(const Exercise& exercise, Judged judged) {
  const auto before = verdicts_.find(&exercise);
  const bool passed_before =
      before != verdicts_.end() && before->second.passed();
  const bool passes = judged.passed();
  verdicts_.insert_or_assign(&exercise, std::move(judged));
  if (view_.exercise != &exercise) return;
  view_.scroll = 0;
  if (view_.page == Page::list) view_.page = Page::verdict;
  if (!passes || passed_before) return;
  const auto* next = next_to_do();
  if (next) go_to(*next);
  view_.finished = &exercise;
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
  // Whoever saves elsewhere works elsewhere now.
  if (std::find(changed.begin(), changed.end(), view_.exercise) ==
      changed.end())
    go_to(*changed.front());
  view_.page = Page::verdict;
  view_.finished = nullptr;
  for (const auto* exercise : changed) submit(*exercise);
  draw();
}

void Session::submit(const Exercise& exercise) {
  if (judging_ == &exercise && fingerprint(exercise) == judging_print_) return;
  if (std::find(queue_.begin(), queue_.end(), &exercise) == queue_.end()) {
    const bool first = &exercise == view_.exercise;
    queue_.insert(first ? queue_.begin() : queue_.end(), &exercise);
  }
  work_.cancel();
  if (judging_ == &exercise) {
    again_.cancel();
  } else if (judging_ && &exercise == view_.exercise) {
    // Something else is being judged: it comes after what the learner does.
    if (std::find(queue_.begin(), queue_.end(), judging_) == queue_.end())
      queue_.push_back(judging_);
    again_.cancel();
  }
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

void Session::ask_hint() {
  const auto& exercise = *view_.exercise;
  const int step = standing(exercise).first_failed;
  if (step != 0) {
    const int count = count_hints(read_readme(exercise), step);
    remember_hints(exercise, step,
                   std::min(hints_seen(exercise, step) + 1, count));
  }
  view_.page = Page::hints;
  view_.scroll = 0;
}

void Session::speak(const char* language) {
  choose_language(language);
  // The verdicts were spoken in the other language.
  verdicts_.clear();
  submit(*view_.exercise);
}

asio::awaitable<void> Session::run_demo() {
  view_.note = say({"the demo runs...", "la démonstration tourne..."});
  draw();
  Command command;
  const auto name = "demo" + view_.exercise->number;
  command.words = {"cmake", "--build", tree.string(), "--target", name};
  auto ended = co_await workbook::run(command);
  if (ended.status == 0) {
    command.words = {(tree / name).string()};
    command.limit = std::chrono::seconds(60);
    ended = co_await workbook::run(command);
  }
  view_.page = Page::demo;
  view_.scroll = 0;
  view_.demo = ended.output;
  view_.note.clear();
}

asio::awaitable<void> Session::reset_file() {
  view_.page = Page::verdict;
  try {
    const auto kept = co_await companion::reset(*view_.exercise);
    view_.note = kept.empty()
                     ? say({"this is the stub already", "c'est déjà l'ébauche"})
                     : say({"what you had written is in {}",
                            "ce que vous aviez écrit est dans {}"},
                           kept);
  } catch (const std::runtime_error& error) {
    view_.note = error.what();
  }
}

asio::awaitable<bool> Session::press(std::string_view key) {
  if (view_.page == Page::reset) {
    if (key == "y" || key == "o") {
      co_await reset_file();
      co_return true;
    }
    view_.page = Page::verdict;
  }
  view_.note.clear();
  if (key == "q") co_return false;
  if (key == "h") ask_hint();
  if (key == "l") view_.page = Page::list;
  if (key == "d") co_await run_demo();
  if (key == "r") view_.page = Page::reset;
  if (key == "n") go(1);
  if (key == "p") go(-1);
  if (key == "f") speak("fr");
  if (key == "e") speak("en");
  if (key == "\n" || key == "\r" || key == " " || key == "\033")
    view_.page = Page::verdict;
  if (key == "\033[B" || key == "j") ++view_.scroll;
  if (key == "\033[A" || key == "k") view_.scroll -= view_.scroll > 0;
  if (key == "\033[6~") view_.scroll += 10;
  if (key == "\033[5~") view_.scroll -= std::min<std::size_t>(view_.scroll, 10);
  co_return true;
}

void Session::draw() {
  view_.judging =
      std::find(queue_.begin(), queue_.end(), view_.exercise) != queue_.end() ||
      judging_ == view_.exercise;
  const auto verdict = verdicts_.find(view_.exercise);
  view_.judged = verdict == verdicts_.end() ? nullptr : &verdict->second;
  screen_.show(compose(view_, exercises_, paint_for_output(), screen_.rows()));
}

// Where the learner stands and what to do next, where nothing can be watched.
void print_status(const Exercises& exercises) {
  const auto paint = paint_for_output();
  print(overview(exercises, paint));
  const auto* here = current(exercises);
  if (!here) return;
  print({""});
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
