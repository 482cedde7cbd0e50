// SPDX-License-Identifier: Apache-2.0
// Whose credentials an Authorization header holds: the user's name, never what proves it (RFC 7617, RFC 7616).
#pragma once

#include <string_view>

#include "decoders/http/message.h"

namespace vedette::decoders::http {

/// `none`, and no user, where the header names nobody.
Scheme read_credentials(std::string_view value, ShortText& user);

}  // namespace vedette::decoders::http
