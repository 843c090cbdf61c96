// Closes the connection when all is written.
// breaks: "Bytes can still go the other way."
// step: 4
// lesson: half-close-lost
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct ClosesBehindItself : plain::Pipeline {
  using Pipeline::Pipeline;

  void tell_the_end() override { to.close(); }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<ClosesBehindItself>(from, to, std::move(work), workers,
                                             flow);
}

}  // namespace exo41
