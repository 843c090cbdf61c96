// A lesson: what a test expected, and the misunderstanding behind a failure.
#pragma once

#include <string>
#include <string_view>
#include <support/language.hpp>

namespace workbook {

struct Lesson {
  // Lower-case words joined by hyphens. LESSONS.md and LESSONS.fr.md explain
  // the mistake at the anchor of that name.
  std::string_view id;
  Text expected;  // what must be true
  Text why;       // the misunderstanding, and a way to the right idea
  // Any exercise may teach it: book/failures explains it.
  bool general = false;
};

// While it lives, `lesson` is what a failure teaches: a failed assertion, an
// exception, a crash, or a call that never comes back. Innermost wins. An
// exception that leaves its scope takes the lesson along, until the next test.
class Teaching {
 public:
  explicit Teaching(const Lesson& lesson)
      : Teaching(&lesson, &lesson, &lesson) {}
  // Another lesson for a call that never comes back.
  Teaching(const Lesson& lesson, const Lesson& if_it_never_returns)
      : Teaching(&lesson, &if_it_never_returns, &if_it_never_returns) {}
  // Lessons for nothing but a call that never comes back: because it waits, or
  // because it runs for ever.
  static Teaching only_if_it_never_returns(const Lesson& waits,
                                           const Lesson& runs) {
    return Teaching(now(), &waits, &runs);
  }
  ~Teaching();
  Teaching(const Teaching&) = delete;
  Teaching& operator=(const Teaching&) = delete;

  // The lesson in effect, or nullptr.
  static const Lesson* now();
  static const Lesson* if_it_never_returns(bool runs);

  // A test begins: no lesson is in effect.
  static void forget();

 private:
  Teaching(const Lesson* lesson, const Lesson* if_it_waits,
           const Lesson* if_it_runs);

  const Lesson* outer_;
  const Lesson* outer_if_it_waits_;
  const Lesson* outer_if_it_runs_;
  int exceptions_;
};

// The exercise that a test program judges; CMake makes one for each program.
struct ThisExercise {
  std::string_view id;      // "exo31"
  std::string_view folder;  // "exercises/exo31-join"
  std::string_view file;    // "join.cpp"
  // The page that explains the lessons: "LESSONS", or "README" where all are.
  std::string_view lessons;
};
extern const ThisExercise exercise;

}  // namespace workbook
