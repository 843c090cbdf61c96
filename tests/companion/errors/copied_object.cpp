// Something else that cannot be copied.
// explained: copied
#include <thread>

void wait_for(std::thread thread);

void start(std::thread& thread) { wait_for(thread); }
