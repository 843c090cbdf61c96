// A channel passed by value.
// explained: copied-io-object
#include <asio/any_io_executor.hpp>
#include <asio/experimental/channel.hpp>
#include <string>

using Channel =
    asio::experimental::channel<void(asio::error_code, std::string)>;

void feed(Channel channel);

void start(Channel& channel) { feed(channel); }
