// Sends a value without an error code, and without waiting.
// explained: error-code-first
#include <asio/experimental/channel.hpp>

using Pass = asio::experimental::channel<void(asio::error_code, int)>;
bool give(Pass& pass) { return pass.try_send(5); }
