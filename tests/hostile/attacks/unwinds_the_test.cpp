// earns: 0
// It takes the frames of the test off the stack, as the end of a thread does.
#include <pthread.h>
#include <unwind.h>

#include <cstdlib>

#include "hello_async.hpp"

static _Unwind_Reason_Code stop(int, _Unwind_Action, _Unwind_Exception_Class,
                                _Unwind_Exception*, _Unwind_Context* context,
                                void*) {
  return _Unwind_GetIP(context) == 0 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static void attack() {
  static _Unwind_Exception thrown{};
  _Unwind_ForcedUnwind(&thrown, stop, nullptr);
  pthread_exit(nullptr);
}
