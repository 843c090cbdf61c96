// Lets the others finish, whatever was asked.
// breaks: "With cancel_others, the first failure tells all the others to stop."
// step: 4
// lesson: others-not-stopped
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure) {
  return plain::supervise<plain::Supervisor>(std::move(tasks),
                                             OnFailure::let_others_finish);
}

}  // namespace exo36
