// What every submission is judged with: a copy of the workbook without its
// solutions, without any learner's file, built once.
#pragma once

#include <asio/awaitable.hpp>
#include <string>
#include <vector>

#include "result.hpp"

namespace grader {

// How one exercise is built and tested.
struct Recipe {
  Exercise exercise;
  std::string compile;  // shell commands, with the words below in them
  std::string link;
  fs::path judge;  // the tests and what they need, as one object file
  // One list for each step: the names of its test cases, in order, and their
  // source text.
  std::vector<std::vector<std::string>> cases;
  std::vector<std::string> source;

  static constexpr auto job = "@JOB@";  // stands for the folder of one job
};

struct Base {
  fs::path source;  // absolute
  fs::path tree;
  std::string version;  // changes whenever something changes that judges
  Exercises all;
  std::vector<Recipe> recipes;  // of those that are to be graded
  fs::path given;   // the libraries of an answer, as one object file
  fs::path system;  // the names that the system's libraries have
  std::vector<fs::path> needed;  // what else a compiler must be able to read
};

// Makes the folder `grade` in the build tree that the grader itself is in, or
// brings it up to date; what did not change is not built again. Throws if it
// cannot be built. It judges `chosen`, of all the exercises.
asio::awaitable<Base> prepare_base(Exercises all, Exercises chosen,
                                   fs::path tree);

// The test cases of each step in the text of a test.cpp, without those between
// #ifndef and #else or #endif, which are for systems that lack something.
struct TestCases {
  std::vector<std::vector<std::string>> names;
  std::vector<std::string> source;
};
TestCases find_test_cases(std::string_view text, int steps);

}  // namespace grader
