#include "class.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <support/text.hpp>
#include <system_error>
#include <utility>

#include "common/files.hpp"
#include "common/paint.hpp"
#include "common/say.hpp"
#include "grade.hpp"
#include "review.hpp"
#include "submission.hpp"
#include "text.hpp"
#include "zip.hpp"

namespace grader {

namespace {

using workbook::read_file;
using workbook::say;
using workbook::write_file;

// The folder for scratch folders. Root's submissions run as other users, who
// must be able to enter it: TMPDIR may be a folder of root alone.
fs::path scratch_root() {
  const auto chosen = fs::temp_directory_path();
  if (::geteuid() != 0) return chosen;
  for (const auto& folder :
       {chosen, fs::path("/tmp"), fs::path("/var/tmp"), fs::path("/dev/shm")})
    if (open_to_all(folder)) return folder;
  throw std::runtime_error(
      say({"no folder for what is built: others may not enter {}. Set TMPDIR "
           "to a folder that everyone may enter",
           "aucun dossier pour construire : {} est fermé aux autres. Donnez à "
           "TMPDIR un dossier où tous peuvent entrer"},
          chosen.string()));
}

// A folder that goes when this object goes.
class Scratch {
 public:
  Scratch() {
    auto pattern = (scratch_root() / "workbook-grade-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      throw std::system_error(errno, std::generic_category(), pattern);
    path_ = pattern;
    // The program that runs in it may be another user's.
    fs::permissions(path_, fs::perms::owner_all | fs::perms::group_exec |
                               fs::perms::others_exec);
  }
  ~Scratch() {
    std::error_code none;
    fs::remove_all(path_, none);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// The files of the class, beside the folders of the submissions.
constexpr const char* class_reports[] = {
    "gradebook.csv", "gradebook.fr.csv", "index.html",
    "summary.md",    "review.md",        "lessons.csv",
    "moodle.csv",    "canvas.csv",       "moodle-feedback.zip"};

// The file that says why a submission is not graded, in its folder.
constexpr auto not_graded = "not-graded.txt";

// The last part of a path, without its kind (".zip"), or the last two parts, or
// more.
std::string last_parts(fs::path path, int parts) {
  fs::path name;
  for (int part = 0; part < parts && path.has_filename(); ++part) {
    const fs::path last = name_without_kind(path.filename().string());
    name = name.empty() ? last : path.filename() / name;
    path = path.parent_path();
  }
  return name.generic_string();
}

// Names for the submissions: the last part of each path. Those that would be
// alike are told apart by what they are ("anne" is a folder, and "anne.zip" an
// archive beside it), or else by more parts of their paths.
Class names_of(const std::vector<fs::path>& submissions) {
  std::vector<fs::path> paths;
  Class results(submissions.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto path = fs::absolute(submissions[i]).lexically_normal();
    paths.push_back(path.has_filename() ? path : path.parent_path());
    results[i].name = last_parts(paths[i], 1);
  }
  for (int parts = 2; parts <= 4; ++parts) {
    std::map<std::string, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < results.size(); ++i)
      alike[results[i].name].push_back(i);
    for (const auto& [name, those] : alike) {
      if (those.size() == 1) continue;
      std::set<fs::path> kinds;
      for (auto i : those) kinds.insert(paths[i].filename());
      for (auto i : those)
        results[i].name = kinds.size() == those.size()
                              ? paths[i].filename().string()
                              : last_parts(paths[i], parts);
    }
  }
  std::map<std::string, int> keys;
  for (auto name : class_reports) keys[name] = 1;
  for (auto& result : results) {
    result.key = file_name(result.name).substr(0, 150);
    if (const int before = keys[result.key]++; before > 0)
      result.key += fmt::format("={}", before + 1);
    result.name = clean(result.name, 200);
  }
  return results;
}

Exercises exercises_of(const Base& base) {
  Exercises exercises;
  for (const auto& recipe : base.recipes) exercises.push_back(recipe.exercise);
  return exercises;
}

// How far it is: a bar on a terminal, which moves with each exercise; a line
// for each submission elsewhere.
class Progress {
 public:
  // Submissions, and exercises of all of them.
  Progress(std::size_t total, std::size_t exercises)
      : total_(static_cast<int>(total)), exercises_(exercises) {}
  ~Progress() {
    if (shown_ && done_ < total_) fmt::print(stderr, "\n");
  }

  // Exercises that need not be graded, because nothing has changed.
  void skip(std::size_t exercises) { exercises_ -= exercises; }

  void graded(const SubmissionResult& result) {
    ++graded_;
    if (::isatty(2)) show(result, false);
  }

  void step(const SubmissionResult& result) {
    ++done_;
    if (::isatty(2)) return show(result, done_ == total_);
    fmt::print(stderr, "{}/{} {}{}\n", done_, total_, result.name, time_left());
    std::fflush(stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  void show(const SubmissionResult& result, bool last) {
    shown_ = true;
    const workbook::Paint plain;
    fmt::print(stderr, "\r\033[K{} {}/{}{} {}{}", plain.bar(done_, total_, 30),
               done_, total_, time_left(),
               workbook::fold(result.name + " ", 24).front(), last ? "\n" : "");
    std::fflush(stderr);
  }

  std::string time_left() const {
    if (graded_ == 0 || graded_ >= exercises_) return "";
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(
                          (Clock::now() - begun_) / graded_ *
                          static_cast<long>(exercises_ - graded_))
                          .count();
    if (left < 5) return "";
    if (left < 120)
      return say({", about {} s left", ", encore {} s environ"},
                 (left + 4) / 5 * 5);
    return say({", about {} min left", ", encore {} min environ"},
               (left + 30) / 60);
  }

  Clock::time_point begun_ = Clock::now();
  int total_;
  int done_ = 0;
  std::size_t exercises_;
  std::size_t graded_ = 0;
  bool shown_ = false;
};

// Replaces a file at once: whoever reads it sees the old one or the new one.
// The name of no submission begins with a dot.
void save(const fs::path& path, std::string_view content) {
  const auto fresh =
      path.parent_path() / ("." + path.filename().string() + ".new");
  write_file(fresh, content);
  fs::rename(fresh, path);
}

// The time that all tests of a submission may take, for each of its steps: an
// honest step needs a second or two, one that hangs six.
constexpr std::chrono::seconds time_for_a_step{10};

class Grading {
 public:
  Grading(const Base& base, const Sandbox& sandbox, const Points& points,
          const Order& order)
      : base_(base),
        sandbox_(sandbox),
        points_(points),
        order_(order),
        exercises_(exercises_of(base)),
        results_(names_of(order.submissions)),
        current_(results_.size()),
        done_(results_.size()),
        progress_(results_.size(), results_.size() * exercises_.size()) {
    for (auto& result : results_) {
      result.language = workbook::french() ? "fr" : "en";
      result.protection = sandbox_.name();
      result.workbook = base_.version;
    }
  }

  // Those that are not done when this is cancelled are not graded, and say so.
  asio::awaitable<Class> run() {
    wake_.emplace(co_await asio::this_coro::executor,
                  asio::steady_timer::time_point::max());
    std::exception_ptr stopped;
    try {
      co_await work_together(order_.jobs);
    } catch (...) {
      stopped = std::current_exception();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    const bool interrupted = state.cancelled() != asio::cancellation_type::none;
    if (stopped && !interrupted) std::rethrow_exception(stopped);
    if (interrupted)
      for (std::size_t i = 0; i < results_.size(); ++i)
        if (!done_[i]) {
          results_[i].failure = say({"interrupted", "interrompu"});
          results_[i].exercises.clear();
        }
    co_return std::move(results_);
  }

 private:
  // A submission of which not every exercise is graded yet.
  struct Current {
    Submission submission;
    std::size_t left = 0;  // exercises
    std::chrono::nanoseconds budget{};
  };

  struct Task {
    std::size_t submission;
    std::size_t exercise;
  };

  asio::awaitable<void> work_together(int workers) {
    using namespace asio::experimental::awaitable_operators;
    if (workers == 1)
      co_await work(0);
    else
      co_await (work(workers - 1) && work_together(workers - 1));
  }

  // Grades an exercise that waits; else opens the next submission; else waits
  // for one that another worker opens.
  asio::awaitable<void> work(int slot) {
    const Scratch scratch;
    const auto job = scratch.path() / "job";
    for (;;) {
      if (!tasks_.empty()) {
        const auto task = tasks_.front();
        tasks_.pop_front();
        fs::create_directory(job);
        co_await grade(task, job, slot);
      } else if (next_ < results_.size()) {
        const auto index = next_++;
        ++opening_;
        fs::remove_all(job);
        fs::create_directory(job);
        co_await begin(index, job, slot);
        fs::remove_all(job);
        --opening_;
        wake_->cancel();
      } else if (opening_ > 0) {
        asio::error_code woken;
        co_await wake_->async_wait(
            asio::redirect_error(asio::use_awaitable, woken));
      } else {
        co_return;
      }
      // Cancelled: what a worker has heard, it must not take for a result.
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
    }
  }

  asio::awaitable<void> grade(Task task, fs::path job, int slot) {
    auto& result = results_[task.submission];
    auto& current = *current_[task.submission];
    std::string failure;
    try {
      result.exercises[task.exercise] = co_await grade_exercise(
          base_, base_.recipes[task.exercise],
          std::move(current.submission.files[task.exercise]), sandbox_, job,
          slot, current.budget);
    } catch (const std::exception& error) {
      failure = error.what();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    if (!failure.empty()) result.failure = clean(failure, 1000);
    progress_.graded(result);
    if (--current.left == 0) finish(task.submission);
  }

  fs::path folder(const SubmissionResult& result) const {
    return order_.out / result.key;
  }

  // Opens a submission: what of it is to be graded becomes tasks.
  asio::awaitable<void> begin(std::size_t index, fs::path scratch, int slot) {
    auto& result = results_[index];
    std::string failure;
    try {
      const auto& path = order_.submissions[index];
      if (fs::exists(folder(result)) && fs::equivalent(folder(result), path))
        throw std::runtime_error(say(
            {"its reports would be written into it: choose another --out",
             "ses rapports y seraient écrits : choisissez un autre --out"}));
      auto submission =
          co_await take(path, base_.all, exercises_,
                        order_.deadline ? &*order_.deadline : nullptr, sandbox_,
                        scratch, slot);
      result.ignored = submission.ignored;
      result.late_days = submission.late_days;
      for (const auto& remark : submission.remarks)
        result.remarks.push_back(clean(remark, 300));
      prepare(index, std::move(submission));
    } catch (const std::exception& error) {
      failure = error.what();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (failure.empty() || state.cancelled() != asio::cancellation_type::none)
      co_return;
    result.failure = clean(failure, 1000);
    progress_.skip(exercises_.size());
    finish(index);
  }

  void prepare(std::size_t index, Submission submission) {
    auto& result = results_[index];
    const auto known = saved(result);
    const auto before = order_.again ? SubmissionResult() : known;
    for (const auto& one : known.exercises)
      if (one.graded && !workbook::find(exercises_, one.exercise.id))
        result.others.push_back(one);
    Current current;
    for (std::size_t i = 0; i < exercises_.size(); ++i) {
      if (same(result, before, submission, i)) {
        result.exercises.push_back(*before_of(before, i));
        continue;
      }
      ExerciseResult one;
      one.exercise = exercises_[i];
      one.steps.resize(static_cast<std::size_t>(exercises_[i].steps));
      result.exercises.push_back(std::move(one));
      current.budget += exercises_[i].steps * time_for_a_step;
      ++current.left;
      tasks_.push_back({index, i});
    }
    progress_.skip(exercises_.size() - current.left);
    if (current.left == 0) return finish(index);
    // The long ones first: a long one that begins last would keep one worker
    // busy while the others have nothing to do.
    std::stable_sort(tasks_.end() - static_cast<std::ptrdiff_t>(current.left),
                     tasks_.end(), [&](const Task& one, const Task& other) {
                       return submission.files[one.exercise].content.size() >
                              submission.files[other.exercise].content.size();
                     });
    keep(result, submission);
    current.submission = std::move(submission);
    current_[index] = std::move(current);
  }

  // The copy of a graded file, beside the grades: a teacher may look at it, and
  // the next run compares it with what is handed in then.
  fs::path kept(const SubmissionResult& result, std::size_t exercise) const {
    return folder(result) / "files" / (exercises_[exercise].topic + ".cpp");
  }

  void keep(const SubmissionResult& result,
            const Submission& submission) const {
    fs::remove(folder(result) / "junit.xml");
    for (std::size_t i = 0; i < exercises_.size(); ++i) {
      const auto& file = submission.files[i];
      const auto path = kept(result, i);
      if (!file.problem.empty())
        fs::remove(path);
      else if (!fs::exists(path) || read_file(path) != file.content)
        save(path, file.content);
    }
  }

  // Its result of an earlier run, if the same tests judged it then.
  SubmissionResult saved(const SubmissionResult& result) const {
    const auto file = folder(result) / "junit.xml";
    if (!fs::exists(file)) return {};
    SubmissionResult before;
    try {
      before = read_saved(read_file(file), base_.all);
    } catch (const std::runtime_error&) {
      return {};
    }
    if (before.workbook != result.workbook ||
        before.language != result.language ||
        before.protection != result.protection)
      return {};
    return before;
  }

  // Whether an exercise is as it was.
  bool same(const SubmissionResult& result, const SubmissionResult& before,
            const Submission& submission, std::size_t exercise) const {
    const auto* one = before_of(before, exercise);
    if (!one) return false;
    const auto& file = submission.files[exercise];
    const auto path = kept(result, exercise);
    return file.problem.empty()
               ? fs::exists(path) && read_file(path) == file.content
               : !fs::exists(path) &&
                     one->problem == problem_of(exercises_[exercise], file);
  }

  // The result of this exercise in an earlier run; nullptr if there is none.
  const ExerciseResult* before_of(const SubmissionResult& before,
                                  std::size_t exercise) const {
    for (const auto& one : before.exercises)
      if (one.graded && one.exercise.id == exercises_[exercise].id) return &one;
    return nullptr;
  }

  void finish(std::size_t index) {
    auto& result = results_[index];
    const auto where = folder(result);
    done_[index] = true;
    result.folder = where;
    if (result.failure.empty()) {
      save(where / "results.json", gradescope(result, points_));
      for (std::size_t i = 0; i < exercises_.size(); ++i)
        save(where / "exercism" / exercises_[i].id / "results.json",
             exercism(result.exercises[i], base_.recipes[i]));
      save(where / "prairielearn.json", prairielearn(result, points_));
      save(where / "summary.md", summary(result, points_));
      save(where / "comment.md", comment(result, points_));
      // The last: with it, this submission is graded.
      save(where / "junit.xml", junit(result));
      fs::remove(where / not_graded);
    } else {
      result.exercises.clear();
      std::error_code none;
      const auto& path = order_.submissions[index];
      if (!fs::equivalent(where, path, none)) {
        fs::remove(where / "junit.xml", none);
        save(where / not_graded, result.name + "\n" + result.failure + "\n");
        save(where / "summary.md", summary(result, points_));
        save(where / "prairielearn.json", prairielearn(result, points_));
        save(where / "results.json", gradescope(result, points_));
        fs::remove(where / "comment.md", none);
      }
    }
    // Memory does not grow with the class: the reports have the messages.
    for (auto& exercise : result.exercises) {
      exercise.problem.clear();
      for (auto& step : exercise.steps) {
        if (step.status != Status::pass) step.lesson = lesson_in(step.message);
        step.message.clear();
      }
    }
    result.others.clear();
    current_[index].reset();
    progress_.step(result);
  }

  const Base& base_;
  const Sandbox& sandbox_;
  const Points& points_;
  const Order& order_;
  const Exercises exercises_;
  Class results_;
  std::vector<std::optional<Current>> current_;
  std::vector<bool> done_;
  std::deque<Task> tasks_;
  std::size_t next_ = 0;  // the first submission that is not opened
  int opening_ = 0;       // that some worker is opening
  std::optional<asio::steady_timer> wake_;
  Progress progress_;
};

}  // namespace

asio::awaitable<Class> grade_class(const Base& base, const Sandbox& sandbox,
                                   const Points& points, Order order) {
  Grading grading(base, sandbox, points, order);
  co_return co_await grading.run();
}

Class collect(const std::vector<fs::path>& folders,
              const Exercises& exercises) {
  Class results;
  for (const auto& folder : folders) {
    const auto path = folder.has_filename() ? folder : folder.parent_path();
    SubmissionResult result;
    result.name = result.key = path.filename().string();
    try {
      if (fs::exists(path / not_graded)) {
        std::istringstream lines(read_file(path / not_graded));
        std::getline(lines, result.name);
        std::getline(lines, result.failure);
        result.name = clean(result.name, 200);
        result.failure = clean(result.failure, 1000);
      } else {
        const auto key = result.key;
        result = read_saved(read_file(path / "junit.xml"), exercises);
        result.key = key;
      }
    } catch (const std::exception& error) {
      result.failure = clean(say({"its results cannot be read: {}",
                                  "ses résultats sont illisibles : {}"},
                                 error.what()),
                             1000);
    }
    if (result.name.empty()) result.name = clean(result.key, 200);
    result.folder = path;
    results.push_back(std::move(result));
  }
  return results;
}

void write_class(const fs::path& out, const Class& results,
                 const Exercises& exercises, const Points& points,
                 const Roster& roster, const std::string& title) {
  for (const auto& [name, sheet] :
       {std::pair("gradebook.csv", plain_sheet),
        std::pair("gradebook.fr.csv", french_sheet)})
    save(out / name, std::string(sheet.begin()) +
                         gradebook(results, exercises, points, sheet));
  save(out / "index.html", page(results, exercises, points));
  save(out / "summary.md", class_summary(results, exercises, points));
  save(out / "review.md", review(results, exercises, out));
  save(out / "lessons.csv", lessons(results));
  if (!roster.empty()) {
    save(out / "moodle.csv", roster.moodle(results, exercises, points));
    save(out / "canvas.csv", roster.canvas(results, exercises, points, title));
  }
  Zip feedback;
  for (const auto& result : results) {
    const auto folder = roster.moodle_folder(result);
    const auto text = result.folder / "summary.md";
    if (!folder.empty() && fs::exists(text))
      feedback.add(folder + "/feedback.txt", read_file(text));
  }
  if (!feedback.empty()) save(out / "moodle-feedback.zip", feedback.text());
}

}  // namespace grader
