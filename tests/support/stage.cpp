#include <fmt/format.h>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <support/awkward.hpp>
#include <support/stage.hpp>
#include <support/watchdog.hpp>

namespace workbook {

namespace {
constexpr Lesson never_rests{
    "never-rests",
    {"when nothing is ready, the thread rests",
     "quand rien n'est prêt, le fil d'exécution se repose"},
    {"Your code asks again and again whether the wait is over. That keeps the "
     "thread busy and the others waiting. Await the thing itself: Asio wakes "
     "you when it is there. A timer whose time has passed makes nobody wait: "
     "set it anew first. What is due in milliseconds::max() is due at once: "
     "in nanoseconds, that overflows.",
     "Votre code demande sans cesse si l'attente est finie. Le fil tourne à "
     "vide et les autres patientent. Attendez la chose elle-même avec co_await "
     ": Asio vous réveille quand elle arrive. Une minuterie dont l'heure est "
     "passée ne fait attendre personne : réglez-la d'abord à nouveau. "
     "Ce qui doit sonner dans milliseconds::max() sonne aussitôt : en "
     "nanosecondes, cela déborde."},
    true};

constexpr Text no_std_exception{"(not a std::exception)",
                                "(pas une std::exception)"};
}  // namespace

std::string message_of(const std::exception_ptr& error) {
  if (!error) return {};
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (const Oddity& oddity) {
    return std::string(oddity.what()) + ' ' + no_std_exception.spoken();
  } catch (...) {
    return no_std_exception.spoken();
  }
}

std::string told_message_of(const std::exception_ptr& error) {
  struct Name {
    asio::error_code code;
    const char* name;
  };
  const Name names[] = {
      {asio::error::timed_out, "timed_out"},
      {asio::error::operation_aborted, "operation_aborted"},
      {asio::error::connection_refused, "connection_refused"},
      {asio::error::connection_reset, "connection_reset"},
      {asio::error::broken_pipe, "broken_pipe"},
      {asio::error::eof, "eof"},
  };
  try {
    std::rethrow_exception(error);
  } catch (const asio::system_error& e) {
    for (const auto& [code, name] : names)
      if (e.code() == code) return fmt::format("{} ({})", name, e.what());
  } catch (...) {
  }
  return message_of(error);
}

asio::error_code code_of(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const asio::system_error& e) {
    return e.code();
  } catch (...) {
  }
  return {};
}

bool is_aborted(const std::exception_ptr& error) {
  return code_of(error) == asio::error::operation_aborted;
}

bool Stage::turn() {
  context.restart();
  return context.poll_one() > 0;
}

void Stage::run_ready() {
  constexpr int far_too_many = 10'000;
  int turns = 0;  // since something was taken in
  auto before = taken_in();
  while (turns < far_too_many && turn()) {
    const auto now = taken_in();
    if (now == before) {
      ++turns;
    } else {
      turns = 0;
      Watchdog::pat();
    }
    before = now;
  }
  EXPECT(never_rests, turns < far_too_many);
}

void Stage::settle() {
  run_ready();
  story.tell("", happens::quiet);
  rested();
}

int Stage::turn(int at_most) {
  context.restart();
  int turns = 0;
  while (turns < at_most && context.poll_one() > 0) ++turns;
  return turns;
}

void Stage::spawn(asio::any_io_executor where, asio::awaitable<void> work,
                  std::shared_ptr<detail::Progress> progress) {
  // perform() keeps every exception of the work, so there is none to lose.
  asio::co_spawn(
      where, std::move(work),
      asio::bind_cancellation_slot(progress->stop.slot(),
                                   [progress](const std::exception_ptr&) {}));
}

}  // namespace workbook
