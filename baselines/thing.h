// SPDX-License-Identifier: Apache-2.0
// Things: what a device does, in units that can be new. A message is taken apart into the things that it shows of the
// one who acts and of the one it is done to. The text of a thing is both what people read in the model file and what
// tells it from others.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"

namespace vedette::baselines {

enum class Feature : std::uint8_t {
  side,      ///< takes part in a protocol as client or server: "uses modbus"
  peer,      ///< "to plc-1", "tries plc-2" (in vain), "from hmi-1"; pooled over the role as "to role plc"
  service,   ///< "uses tcp/502", "tries tcp/23" (in vain)
  function,  ///< "serves read_coils"
  object,    ///< "serves holding 100-199": blocks of 100; with a property: "analog_output 0-99 present_value"; topics
};
inline constexpr std::size_t feature_count = 5;
inline constexpr std::size_t class_count = 4;
std::string_view to_string(Feature feature);
std::optional<Feature> parse_feature(std::string_view text);
std::optional<core::VerbClass> parse_class(std::string_view text);

/// Elements of a numeric space are learned in blocks of this many: fine enough to tell a set point from a measurement,
/// coarse enough that a device's whole map fits.
inline constexpr std::uint64_t object_block = 100;
/// Of one message: 2,000 coils, the longest read of Modbus, touch 21.
inline constexpr std::uint64_t max_blocks = 32;

struct ThingName {
  Feature feature = Feature::side;
  core::VerbClass verb_class = core::VerbClass::contact;
  std::string what;
  std::string peer_role;  ///< of a peer
  /// Asking for a conversation shows what its success would show, but nobody knows yet what comes of it: it is no news
  /// where the device has done, or only tried, the same before, and is learned when it was answered.
  bool tentative = false;
  /// As the role pools it: its devices have peers of the same roles, not the same peers.
  std::string pooled() const;
};

/// The things that one message shows, named anew for each: their texts keep their room, so that naming what is known
/// allocates nothing.
class ThingNames {
 public:
  void clear() { size_ = 0; }
  /// One more, of which only this is said yet.
  ThingName& add(Feature feature, core::VerbClass verb_class);
  std::span<ThingName> all() { return std::span{names_}.first(size_); }
  std::span<const ThingName> all() const { return std::span{names_}.first(size_); }

 private:
  std::vector<ThingName> names_;
  std::size_t size_ = 0;
};

/// The name under which a conversation is learned that was tried in vain: "tries plc-2" for "to plc-2".
std::string tried(std::string_view what);

/// 64 bits that stand for feature, class and text.
std::uint64_t thing_key(Feature feature, core::VerbClass verb_class, std::string_view what);

/// The other end, as things name it.
struct Party {
  std::string_view name;
  std::string_view role;  ///< empty: none
};

/// What the observation shows of its actor and of the one acted on. Observations that show nothing new by their nature
/// (responses but to a connection, malformed bytes) give none. `names` is cleared first.
void things_of_actor(const core::Observation& observation, const std::optional<Party>& target, ThingNames& names);
void things_of_target(const core::Observation& observation, const std::optional<Party>& actor, ThingNames& names);

}  // namespace vedette::baselines
