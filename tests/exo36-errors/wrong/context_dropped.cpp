// Reports what is nested in an exception, without the context.
// breaks: "what it threw, as it came, whatever the type"
// step: 4
// lesson: which-and-what
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct DropsTheContext : plain::Supervisor {
  using Supervisor::Supervisor;

  void note(std::size_t task, std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::nested_exception& context) {
      error = context.nested_ptr();
    } catch (...) {
    }
    Supervisor::note(task, error);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<DropsTheContext>(std::move(tasks), on_failure);
}

}  // namespace exo36
