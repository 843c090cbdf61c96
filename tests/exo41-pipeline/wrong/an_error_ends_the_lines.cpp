// Takes each error of a read for the end of the lines.
// breaks: "The first failure of any stage ends all of them, and it throws
//   that very failure."
// step: 4
// lesson: error-becomes-end
#include <exo41-pipeline/plain_pipeline.hpp>

namespace exo41 {

namespace {

struct AnErrorEndsTheLines : plain::Pipeline {
  using Pipeline::Pipeline;

  bool is_end(asio::error_code error) override {
    return error && error != asio::error::operation_aborted;
  }
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  return plain::pipeline<AnErrorEndsTheLines>(from, to, std::move(work),
                                              workers, flow);
}

}  // namespace exo41
