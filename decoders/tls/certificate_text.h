// SPDX-License-Identifier: Apache-2.0
// What a certificate says, as text for outputs.
#pragma once

#include <string>
#include <vector>

#include "decoders/tls/certificate.h"

namespace vedette::decoders::tls {

/// A string of any of ASN.1's kinds as UTF-8, as far as it is one.
std::string text_of(const der::Element& string);
/// The common name; the last where there are several, which is the most specific.
std::string common_name(core::Bytes name);
/// "O=Example, CN=plc-1". Of a name's parts only these two: the others speak of places, or of persons.
std::string short_name(core::Bytes name);
/// RFC 3339; empty where it is no time.
std::string time_text(const der::Element& time);
/// Names of the DNS, addresses and URIs: the last are how OPC UA names applications.
std::vector<std::string> alternative_names(const Certificate& certificate);

}  // namespace vedette::decoders::tls
