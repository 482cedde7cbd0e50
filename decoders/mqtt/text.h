// SPDX-License-Identifier: Apache-2.0
// Rules for MQTT's strings: UTF-8 (MQTT 5.0, section 1.5.4), topic names and topic filters (section 4.7).
#pragma once

#include "core/bytes.h"

namespace vedette::decoders::mqtt {

/// Well-formed UTF-8 without U+0000. Anything else that Unicode has may stand there.
bool is_utf8(core::Bytes text);
/// A topic name: not empty, no wildcards.
bool is_topic_name(core::Bytes text);
/// A topic name in ASCII without U+0000, as most are: one pass for both of the above. False says nothing.
bool is_plain_topic_name(core::Bytes text);
/// A topic filter: not empty, `#` only as the last level, `+` only as a whole one.
bool is_topic_filter(core::Bytes text);
/// "$share/GROUP/FILTER" (section 4.8.2).
bool is_shared(core::Bytes filter);
/// Does a subscription with that filter get what is published under that topic (section 4.7)? Of a shared one, what
/// stands behind its group tells.
bool matches(core::Bytes filter, core::Bytes topic);

}  // namespace vedette::decoders::mqtt
