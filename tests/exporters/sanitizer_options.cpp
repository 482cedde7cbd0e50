// SPDX-License-Identifier: Apache-2.0
// libzmq is not built with ThreadSanitizer, which therefore does not see how it hands messages from thread to thread.

extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libzmq.so\n";
}
