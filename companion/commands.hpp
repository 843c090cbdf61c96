// The commands of ./exo, most of them in a file of their own.
#pragma once

#include <asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "judge.hpp"
#include "names.hpp"
#include "options.hpp"

namespace companion {

// Each returns the exit status: 0 if all is well, 1 if the work is not done
// yet; it throws Misuse when called wrongly.
asio::awaitable<int> watch(Options options);
asio::awaitable<int> list(Options options);
asio::awaitable<int> run_exercises(Options options);
asio::awaitable<int> demo(Options options);
asio::awaitable<int> hint(Options options);
asio::awaitable<int> lesson(Options options);
asio::awaitable<int> picture(Options options);
asio::awaitable<int> replay(Options options);
asio::awaitable<int> race(Options options);
asio::awaitable<int> reset_exercise(Options options);
asio::awaitable<int> undo_reset(Options options);
asio::awaitable<int> solution(Options options);
asio::awaitable<int> check(Options options);
asio::awaitable<int> new_exercise(Options options);
asio::awaitable<int> help(Options options);

// The command of that name; throws Misuse if there is none.
using CommandFunction = asio::awaitable<int> (*)(Options);
CommandFunction command_named(std::string_view name);

// A sentence such as "there is no exercise 77", and the name that was probably
// meant, or else all names.
std::string with_guess(std::string sentence, std::string_view word,
                       const std::vector<std::string>& names);

// The exercises that the words name, or else the one where the learner works;
// throws Misuse if a word names none.
std::vector<Exercise> wanted_all(const Exercises& exercises,
                                 const std::vector<std::string>& words);

// The one that the first argument names, or else where the learner works.
Exercise wanted(const Exercises& exercises, const Options& options);

// Throws Misuse unless an exercise is named: for what changes a file.
void require_name(const Options& options);

// The step that the second argument names; 0 if there is none.
int wanted_step(const Exercise& exercise, const Options& options);

// Judges, remembers the verdict, and returns it.
asio::awaitable<Judged> judge_and_remember(Exercise exercise);

// Where the learner works: the exercise chosen last, else the first one that
// does not pass; nullptr if all pass.
const Exercise* current(const Exercises& exercises);

// Prints lines on standard output.
void print(const Lines& lines);

}  // namespace companion
