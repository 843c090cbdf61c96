#include "class.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>

#include "common/files.hpp"
#include "common/paint.hpp"
#include "common/say.hpp"
#include "grade.hpp"
#include "submission.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::read_file;
using workbook::say;
using workbook::write_file;

// A folder that goes when this object goes.
class Scratch {
 public:
  Scratch() {
    auto pattern =
        (fs::temp_directory_path() / "workbook-grade-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      throw std::system_error(errno, std::generic_category(), pattern);
    path_ = pattern;
    // What runs in it may be another user.
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

// Names for the submissions: the last part of each path, or the last two
// parts, or more, until all are different.
Class names_of(const std::vector<fs::path>& submissions) {
  Class results(submissions.size());
  for (int parts = 1; parts <= 4; ++parts) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < results.size(); ++i) {
      auto path = fs::absolute(submissions[i]).lexically_normal();
      if (!path.has_filename()) path = path.parent_path();
      fs::path name;
      for (int part = 0; part < parts && path.has_filename(); ++part) {
        name = name.empty() ? path.filename() : path.filename() / name;
        path = path.parent_path();
      }
      results[i].name = name.generic_string();
      names.insert(results[i].name);
    }
    if (names.size() == results.size()) break;
  }
  // What the class has there, too.
  std::map<std::string, int> keys = {
      {"gradebook.csv", 1}, {"index.html", 1}, {"summary.md", 1}};
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

class Progress {
 public:
  explicit Progress(std::size_t total) : total_(static_cast<int>(total)) {}
  ~Progress() {
    if (shown_ && done_ < total_) fmt::print(stderr, "\n");
  }
  void step() {
    ++done_;
    if (!::isatty(2)) return;
    shown_ = true;
    const workbook::Paint plain;
    fmt::print(stderr, "\r{} {}/{}{}", plain.bar(done_, total_, 40), done_,
               total_, done_ == total_ ? "\n" : "");
    std::fflush(stderr);
  }

 private:
  int total_;
  int done_ = 0;
  bool shown_ = false;
};

// Replaces a file at once: whoever reads it sees the old one or the new one.
void save(const fs::path& path, std::string_view content) {
  auto fresh = path;
  fresh += ".new";
  write_file(fresh, content);
  fs::rename(fresh, path);
}

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
        progress_(results_.size()) {
    for (auto& result : results_) {
      result.language = workbook::french() ? "fr" : "en";
      result.protection = sandbox_.name();
      result.workbook = base_.version;
    }
  }

  asio::awaitable<Class> run() {
    co_await work_together(order_.jobs);
    co_return std::move(results_);
  }

 private:
  // A submission of which not every exercise is graded yet.
  struct Current {
    Submission submission;
    std::size_t begun = 0;  // exercises, in order
    std::size_t ended = 0;
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

  asio::awaitable<void> work(int slot) {
    const Scratch scratch;
    while (const auto task = next_task()) {
      auto& result = results_[task->submission];
      auto& current = *current_[task->submission];
      const auto job = scratch.path() / "job";
      fs::create_directory(job);
      std::string failure;
      try {
        result.exercises[task->exercise] = co_await grade_exercise(
            base_, base_.recipes[task->exercise],
            std::move(current.submission.files[task->exercise]), sandbox_, job,
            slot);
      } catch (const std::exception& error) {
        failure = error.what();
      }
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
      if (!failure.empty()) result.failure = clean(failure, 1000);
      if (++current.ended == exercises_.size()) finish(task->submission);
    }
  }

  std::optional<Task> next_task() {
    for (; next_ < results_.size(); ++next_) {
      auto& current = current_[next_];
      if (!current && !begin(next_)) continue;
      const Task task{next_, current->begun++};
      if (current->begun == exercises_.size()) ++next_;
      return task;
    }
    return {};
  }

  fs::path folder(const SubmissionResult& result) const {
    return order_.out / result.key;
  }

  // False if there is nothing to do for it.
  bool begin(std::size_t index) {
    auto& result = results_[index];
    try {
      const auto& path = order_.submissions[index];
      auto submission = take(path, exercises_);
      if (fs::exists(folder(result)) && fs::equivalent(folder(result), path))
        throw std::runtime_error(say(
            {"its reports would be written into it: choose another --out",
             "ses rapports y seraient écrits : choisissez un autre --out"}));
      result.ignored = submission.ignored;
      if (!order_.again && reuse(result, submission)) {
        finish(index);
        return false;
      }
      keep(result, submission);
      for (const auto& exercise : exercises_) {
        ExerciseResult one;
        one.exercise = exercise;
        one.steps.resize(static_cast<std::size_t>(exercise.steps));
        result.exercises.push_back(std::move(one));
      }
      current_[index] = Current{std::move(submission)};
      return true;
    } catch (const std::exception& error) {
      result.failure = clean(error.what(), 1000);
      finish(index);
      return false;
    }
  }

  // What is graded is kept beside the grades, to be looked at, and to know
  // whether it has changed.
  fs::path kept(const SubmissionResult& result, std::size_t exercise) const {
    return folder(result) / "files" / (exercises_[exercise].topic + ".cpp");
  }

  void keep(const SubmissionResult& result,
            const Submission& submission) const {
    fs::remove(folder(result) / "junit.xml");
    for (std::size_t i = 0; i < exercises_.size(); ++i)
      if (submission.files[i].problem.empty())
        save(kept(result, i), submission.files[i].content);
      else
        fs::remove(kept(result, i));
  }

  bool reuse(SubmissionResult& result, const Submission& submission) const {
    const auto saved = folder(result) / "junit.xml";
    if (!fs::exists(saved)) return false;
    auto before = read_saved(read_file(saved), exercises_);
    if (before.workbook != result.workbook ||
        before.language != result.language ||
        before.protection != result.protection)
      return false;
    for (std::size_t i = 0; i < exercises_.size(); ++i) {
      const auto& file = submission.files[i];
      const auto path = kept(result, i);
      const bool same =
          file.problem.empty()
              ? fs::exists(path) && read_file(path) == file.content
              : !fs::exists(path) && before.exercises[i].problem ==
                                         problem_of(exercises_[i], file);
      if (!same) return false;
    }
    result.exercises = std::move(before.exercises);
    return true;
  }

  void finish(std::size_t index) {
    auto& result = results_[index];
    const auto where = folder(result);
    if (result.failure.empty()) {
      save(where / "results.json", gradescope(result, points_));
      for (std::size_t i = 0; i < exercises_.size(); ++i)
        save(where / "exercism" / exercises_[i].id / "results.json",
             exercism(result.exercises[i], base_.recipes[i]));
      save(where / "summary.md", summary(result, points_));
      // The last: with it, this submission is graded.
      save(where / "junit.xml", junit(result));
    } else {
      result.exercises.clear();
      std::error_code none;
      fs::remove(where / "junit.xml", none);
    }
    // Memory does not grow with the class: the reports have the messages.
    for (auto& exercise : result.exercises) {
      exercise.problem.clear();
      for (auto& step : exercise.steps) step.message.clear();
    }
    current_[index].reset();
    progress_.step();
  }

  const Base& base_;
  const Sandbox& sandbox_;
  const Points& points_;
  const Order& order_;
  const Exercises exercises_;
  Class results_;
  std::vector<std::optional<Current>> current_;
  std::size_t next_ = 0;  // the first submission that is not all begun
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
    results.push_back(read_saved(read_file(folder / "junit.xml"), exercises));
    results.back().key = folder.filename().string();
  }
  return results;
}

void write_class(const fs::path& out, const Class& results,
                 const Exercises& exercises, const Points& points) {
  save(out / "gradebook.csv", gradebook(results, exercises, points));
  save(out / "index.html", page(results, exercises, points));
  save(out / "summary.md", class_summary(results, exercises, points));
}

}  // namespace grader
