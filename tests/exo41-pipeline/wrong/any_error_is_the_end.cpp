// Takes each error of a read for the end.
// breaks: "When a connection breaks, it throws that error."
// step: 1
// lesson: error-becomes-end
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct AnyErrorIsTheEnd : plain::Pump {
  using Pump::Pump;

  bool is_end(asio::error_code error) override {
    return error && error != asio::error::operation_aborted;
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<AnyErrorIsTheEnd>(from, to, std::move(transform));
}

}  // namespace exo41
