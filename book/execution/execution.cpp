// Senders and receivers, the model of std::execution, in their smallest form.
#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

// begin model
// A sender describes work. connect() joins it with a receiver, who will hear of
// the end, and gives an operation; start() begins it. Nothing runs before.
template <class T>
struct Just {
  using value_type = T;
  T value;

  template <class Receiver>
  struct Operation {
    T value;
    Receiver receiver;
    void start() { receiver.set_value(std::move(value)); }
  };
  template <class Receiver>
  Operation<Receiver> connect(Receiver receiver) {
    return {std::move(value), std::move(receiver)};
  }
};

// then(sender, function): the same work, and afterwards the function.
template <class Sender, class Function>
struct Then {
  using value_type = decltype(std::declval<Function>()(
      std::declval<typename Sender::value_type>()));
  Sender sender;
  Function function;

  template <class Receiver>
  struct Middle {
    Function function;
    Receiver receiver;
    template <class T>
    void set_value(T value) {
      try {
        receiver.set_value(function(std::move(value)));
      } catch (...) {
        receiver.set_error(std::current_exception());
      }
    }
    void set_error(std::exception_ptr error) { receiver.set_error(error); }
    void set_stopped() { receiver.set_stopped(); }
  };
  template <class Receiver>
  auto connect(Receiver receiver) {
    return sender.connect(
        Middle<Receiver>{std::move(function), std::move(receiver)});
  }
};
// end model

// begin wait
// The door from ordinary code: connect, start, and look at what came.
template <class Sender>
auto sync_wait(Sender sender) {
  using T = typename Sender::value_type;
  struct Result {
    std::optional<T> value;
    std::exception_ptr error;
  } result;
  struct Receiver {
    Result* result;
    void set_value(T value) { result->value.emplace(std::move(value)); }
    void set_error(std::exception_ptr error) { result->error = error; }
    void set_stopped() {}
  };
  auto operation = sender.connect(Receiver{&result});
  operation.start();
  if (result.error) std::rethrow_exception(result.error);
  return result.value;
}
// end wait

template <class T>
Just<T> just(T value) {
  return {std::move(value)};
}
template <class Sender, class Function>
Then<Sender, Function> then(Sender sender, Function function) {
  return {std::move(sender), std::move(function)};
}

int main() {
  // begin use
  auto work = then(just(20), [](int euros) {
    fmt::print("the work runs\n");
    return euros * 2;
  });
  fmt::print("the work is described, and nothing has run\n");
  const auto result = sync_wait(std::move(work));
  fmt::print("result: {}\n", *result);
  // end use
}
