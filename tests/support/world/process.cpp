#include <algorithm>
#include <asio/co_spawn.hpp>
#include <exception>
#include <support/world/process.hpp>

namespace workbook {

Process::Process(World& world, std::string name)
    : world_(world), name_(std::move(name)), context_(std::in_place, 1) {
  world_.processes_.push_back(this);
}

Process::~Process() {
  std::erase(world_.processes_, this);
  bury();
}

void Process::start(asio::awaitable<void> work) {
  asio::co_spawn(
      *context_, std::move(work), [this](const std::exception_ptr& error) {
        world_.story.tell(name_, error ? happens::throws : happens::returns,
                          message_of(error));
      });
}

void Process::kill() {
  world_.story.tell(name_, {"is killed", "est tué"});
  bury();
}

// The system closes what a dead process had open; the process itself makes no
// call any more.
void Process::bury() {
  if (!context_) return;
  life_.dead = true;
  auto& running = world_.network().running;
  running = &life_;
  context_.reset();
  running = nullptr;
}

bool Process::turn() {
  if (!context_ || world_.rests(loop_)) return false;
  auto& running = world_.network().running;
  running = &life_;
  context_->restart();
  const bool moved = context_->poll_one() > 0;
  world_.polled(loop_, moved);
  running = nullptr;
  if (life_.dead) bury();
  return moved;
}

}  // namespace workbook
