// Whoever is ready pushes.
// breaks: "What comes of the lines goes out in the order of the lines."
// step: 3
// lesson: order-lost
#include <exo41-pipeline/plain_crew.hpp>

namespace exo41 {

namespace {

struct FirstReadyFirstOut : plain::Crew {
  using Crew::Crew;

  asio::awaitable<void> pass_on(std::uint64_t, std::string answer) override {
    return out.push(std::move(answer));
  }
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  return plain::work_in_order<FirstReadyFirstOut>(in, out, std::move(work),
                                                  workers);
}

}  // namespace exo41
