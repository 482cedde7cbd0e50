// SPDX-License-Identifier: Apache-2.0
// JA4: a client's fingerprint by what its hello offers, the same however the hello is shuffled (FoxIO, JA4 technical
// details).
#pragma once

#include <string>

#include "decoders/tls/client_hello.h"

namespace vedette::decoders::tls {

/// For output only: it hashes and allocates.
std::string ja4(const ClientHello& hello, Carrier carrier);

}  // namespace vedette::decoders::tls
