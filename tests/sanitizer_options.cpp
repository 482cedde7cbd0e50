// SPDX-License-Identifier: Apache-2.0
// Libraries that are not built with ThreadSanitizer, which therefore does not see how they lock or hand over what several
// threads use.

extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libzmq.so\n"
         "race:libprotobuf.so\n"
         "race:google::protobuf::\n";
}
