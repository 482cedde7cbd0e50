// SPDX-License-Identifier: Apache-2.0
// The words of the protocols that files may use. Whoever knows the decoders passes them in, so that a site file is held
// against what can really be decoded and this folder knows no protocol.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace vedette::models {

struct ProtocolWords {
  std::vector<std::string> functions;  ///< as Observation::operation names them
  std::vector<std::string> tables;     ///< as ObjectRef::space names them
};

/// By the protocol's token. A protocol that isn't there has its words taken as they are.
using Vocabulary = std::map<std::string, ProtocolWords, std::less<>>;

}  // namespace vedette::models
