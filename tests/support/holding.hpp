// A function as a lambda with captures is one that is a coroutine: what its
// coroutine uses lies in the function, not in the frame of the coroutine. So
// the function that was called has to live until that has ended.
#pragma once

#include <asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

namespace workbook {

// Each copy has a life of its own: whoever calls a copy, and destroys it before
// its coroutine has ended, is seen, although the original lives.
//
//   bool outlived = false;
//   shops.push_back(Holding<int>(gate.operation(), outlived));
//   ...
//   EXPECT(question_gone, !outlived);
template <class T>
class Holding {
 public:
  Holding(std::function<asio::awaitable<T>()> body, bool& outlived)
      : body_(std::move(body)), outlived_(&outlived) {}
  Holding(const Holding& other)
      : body_(other.body_), outlived_(other.outlived_) {}
  Holding& operator=(const Holding&) = delete;

  asio::awaitable<T> operator()() const {
    return watch(body_(), Witness{life_, outlived_});
  }

 private:
  // Looks, when the coroutine ends, whether the function is still there.
  struct Witness {
    std::weak_ptr<int> life;
    bool* outlived;
  };
  struct Look {
    ~Look() {
      if (witness.life.expired()) *witness.outlived = true;
    }
    const Witness& witness;
  };

  static asio::awaitable<T> watch(asio::awaitable<T> work, Witness witness) {
    const Look look{witness};
    co_return co_await std::move(work);
  }

  std::function<asio::awaitable<T>()> body_;
  bool* outlived_;
  std::shared_ptr<int> life_ = std::make_shared<int>();
};

}  // namespace workbook
