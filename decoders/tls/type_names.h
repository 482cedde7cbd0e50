// SPDX-License-Identifier: Apache-2.0
// Kinds of messages by the names that outputs give them.
#pragma once

#include <string_view>

#include "decoders/tls/message.h"

namespace vedette::decoders::tls {

constexpr std::string_view type_name(Type type) {
  switch (type) {
    case Type::client_hello:
      return "client_hello";
    case Type::ssl2_client_hello:
      return "ssl2_client_hello";
    case Type::server_hello:
      return "server_hello";
    case Type::hello_retry_request:
      return "hello_retry_request";
    case Type::hello_verify_request:
      return "hello_verify_request";
    case Type::certificate:
      return "certificate";
    case Type::certificate_request:
      return "certificate_request";
    case Type::alert:
      return "alert";
    case Type::none:
      break;
  }
  return {};
}

}  // namespace vedette::decoders::tls
