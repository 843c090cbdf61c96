// try_receive without a function for the message.
// explained: receives-into-a-function
#include <asio/experimental/channel.hpp>

using Pass = asio::experimental::channel<void(asio::error_code, int)>;
bool take(Pass& pass) { return pass.try_receive(); }
