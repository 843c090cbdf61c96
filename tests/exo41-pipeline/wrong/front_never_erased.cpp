// Goes on in its buffer, and never erases the front.
// breaks: "However much comes through, it needs no more memory than at the
//   beginning."
// step: 4
// lesson: memory-grows
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct FrontNeverErased : plain::Pipeline {
  using Pipeline::Pipeline;

  void erase_front() override {}
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<FrontNeverErased>(from, to, std::move(work), workers,
                                           flow);
}

}  // namespace exo41
