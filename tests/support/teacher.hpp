// Says what happened when a step fails: the story of the test, what was
// expected, the lesson, and where to read on.
#pragma once

#include <string>
#include <string_view>
#include <support/lesson.hpp>

namespace workbook {

// The whole message of one failure. `test` is the name of the test case,
// `seen` what was seen instead of what `lesson` expects. `besides` is a second
// lesson, which may have to do with it.
std::string failure_message(std::string_view test, std::string_view seen,
                            const Lesson& lesson,
                            const Lesson* besides = nullptr);

// The message for a stub whose TODO is still there.
std::string invitation(std::string_view what);

// The title of the test case that is running, in the learner's language, for
// the watchdog; "" between two of them.
std::string running_test();

}  // namespace workbook
