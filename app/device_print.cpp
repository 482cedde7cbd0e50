// SPDX-License-Identifier: Apache-2.0
// How a listed device is printed.
#include <algorithm>
#include <fmt/format.h>

#include "app/device_list.h"
#include "app/vendor.h"
#include "exporters/json_fields.h"
#include "exporters/utf8.h"

namespace vedette::app {
namespace {

using exporters::printable;

constexpr std::size_t label_width = 16;

/// Lines with a label before the first, broken between items.
class Block {
 public:
  explicit Block(std::size_t width) : width_(width) {}

  void line(std::string_view label, std::string_view text) {
    if (!text.empty()) fmt::format_to(std::back_inserter(out_), "  {:<{}}{}\n", label, label_width - 2, text);
  }
  void list(std::string_view label, const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string item = items[i] + (i + 1 < items.size() ? ", " : "");
      if (!text.empty() && label_width + text.size() + items[i].size() > width_) {
        line(std::exchange(label, ""), std::string_view{text}.substr(0, text.size() - 1));
        text.clear();
      }
      text += item;
    }
    line(label, text);
  }
  std::string take() { return std::move(out_); }
  std::string& out() { return out_; }

 private:
  std::size_t width_;
  std::string out_;
};

std::string in_words(const baselines::Tags& tags) {
  std::vector<std::string> words;
  if (tags.outer.number != 0)
    words.push_back(fmt::format("VLAN {} in {}", tags.inner.number, tags.outer.number));
  else if (tags.inner.number != 0)
    words.push_back(fmt::format("VLAN {}", tags.inner.number));
  if (tags.network != 0) words.push_back(fmt::format("tunnel network {}", tags.network));
  return words.empty() ? "untagged" : fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> first_few(const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                                   std::size_t shown) {
  std::vector<std::string> items;
  for (const auto& [what, count] : counts) {
    if (items.size() == shown) {
      items.push_back(fmt::format("and {} more", counts.size() - shown));
      break;
    }
    items.push_back(fmt::format("{} ({})", what, count));
  }
  return items;
}

std::string when(core::Timestamp time) {
  return core::format_time(time).substr(0, 19);
}

/// What a MAC says of a device that it was only seen beside.
std::string whose(const core::MacAddress& mac, const std::string& owner) {
  if (owner.empty()) return "; beside its packets, not claimed";
  return owner == mac.to_string() ? "; a router's" : fmt::format("; of {}, which it was seen behind", printable(owner));
}

void addresses(Block& block, const ListedDevice& device) {
  std::size_t width = 0;
  for (const auto& address : device.addresses) width = std::max(width, address.ip.to_string().size());
  for (const auto& mac : device.macs) width = std::max(width, mac.mac.to_string().size());
  std::string_view label = "address";
  for (const auto& address : device.addresses)
    block.line(std::exchange(label, ""), fmt::format("{:<{}}  {}", address.ip.to_string(), width, address.why));
  label = "MAC";
  for (const auto& [mac, own, of] : device.macs) {
    const std::string_view vendor = vendor_of(mac);
    block.line(std::exchange(label, ""),
               fmt::format("{:<{}}  {}{}", mac.to_string(), width, vendor.empty() ? "unknown vendor" : vendor,
                           own ? std::string{} : whose(mac, of)));
  }
  std::vector<std::string> tags;
  for (const auto& of : device.tags) tags.push_back(in_words(of));
  block.list("network", tags);
}

void conflicts(Block& block, const ListedDevice& device) {
  std::string_view label = "conflict";
  for (const auto& c : device.conflicts) {
    const std::string what = c.ip.is_set() ? c.ip.to_string() : printable(to_string(c.identity));
    block.line(std::exchange(label, ""),
               fmt::format("{} also claims {} ({}, last at {})", c.mac.to_string(), what,
                           c.count == 1 ? "once" : fmt::format("{} times", c.count), when(c.last)));
  }
}

std::string paint(std::string_view code, const std::string& text, bool colour) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

void pairs(exporters::JsonFields& fields, std::string_view name, std::string_view key,
           const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  fields.begin_array(name);
  for (const auto& [what, count] : counts) {
    fields.begin_object("");
    fields.text(key, what);
    fields.number("messages", count);
    fields.end_object();
  }
  fields.end_array();
}

void write_addresses(exporters::JsonFields& fields, const ListedDevice& device) {
  fields.begin_array("addresses");
  for (const auto& address : device.addresses) {
    fields.begin_object("");
    fields.text("ip", address.ip.to_string());
    fields.text("origin", address.origin);
    fields.number("claims", address.claims);
    if (address.first_seen != core::Timestamp{}) {
      fields.text("first_seen", core::format_time(address.first_seen));
      fields.text("last_seen", core::format_time(address.last_seen));
    }
    fields.end_object();
  }
  fields.end_array();
  fields.begin_array("macs");
  for (const auto& [mac, own, of] : device.macs) {
    fields.begin_object("");
    fields.text("mac", mac.to_string());
    if (const auto vendor = vendor_of(mac); !vendor.empty()) fields.text("vendor", vendor);
    fields.boolean("own", own);
    if (!of.empty()) fields.text("of", of);
    fields.end_object();
  }
  fields.end_array();
  fields.begin_array("networks");
  for (const auto& tags : device.tags) {
    fields.begin_object("");
    if (tags.outer.number != 0) fields.number("outer_vlan", tags.outer.number);
    if (tags.inner.number != 0) fields.number("vlan", tags.inner.number);
    if (tags.network != 0) fields.number("tunnel", tags.network);
    fields.end_object();
  }
  fields.end_array();
}

void write_identities(exporters::JsonFields& fields, const ListedDevice& device) {
  fields.begin_array("identities");
  for (const auto& identity : device.identities) {
    fields.begin_object("");
    fields.text("kind", to_string(identity.kind));
    if (identity.text.empty())
      fields.number("number", identity.number);
    else
      fields.text("text", identity.text);
    fields.end_object();
  }
  fields.end_array();
  fields.begin_array("conflicts");
  for (const auto& conflict : device.conflicts) {
    fields.begin_object("");
    if (conflict.ip.is_set())
      fields.text("ip", conflict.ip.to_string());
    else
      fields.text("identity", to_string(conflict.identity));
    fields.text("mac", conflict.mac.to_string());
    fields.number("count", conflict.count);
    fields.text("last_seen", core::format_time(conflict.last));
    fields.end_object();
  }
  fields.end_array();
}

}  // namespace

std::string device_text(const ListedDevice& device, bool colour, std::size_t width) {
  Block block(width);
  std::string title = device.kind == "device" ? std::string{} : device.kind;
  if (!device.known && device.outside) title += title.empty() ? "outside the site" : ", outside the site";
  block.out() += paint("1", printable(device.shown), colour) + (title.empty() ? "" : "  " + title) +
                 (device.seen ? "" : paint("33", "  not seen", colour)) + "\n";
  block.line("why", device.kind == "device" ? std::string{} : device.kind + ": " + device.why_kind);
  block.line("role", device.role.empty() ? "unknown: " + device.why_role : device.role + ", " + device.why_role);
  block.line("zone", device.zone);
  addresses(block, device);
  std::vector<std::string> identities;
  for (const auto& identity : device.identities) identities.push_back(printable(to_string(identity)));
  block.list("identity", identities);
  if (device.messages > 0) {
    block.line("seen",
               fmt::format("{} to {}, {} {}{}", when(device.first_seen), when(device.last_seen), device.messages,
                           device.messages == 1 ? "message" : "messages", device.silent ? ", none from it" : ""));
  } else if (device.seen) {
    block.line("seen", "last at " + when(device.last_seen));
  }
  block.list("serves", first_few(device.serves, 12));
  block.list("uses", first_few(device.uses, 12));
  auto peers = first_few(device.peers, 5);
  if (!peers.empty()) peers.front() = fmt::format("{}: {}", device.peers.size(), peers.front());
  block.list("peers", peers);
  std::vector<std::string> former;
  for (const auto& name : device.former_names) former.push_back(printable(name));
  if (device.name != device.shown) former.insert(former.begin(), printable(device.name));
  block.list("also seen as", former);
  conflicts(block, device);
  return block.take();
}

std::string device_json(const ListedDevice& device) {
  exporters::JsonFields fields;
  fields.begin_object("");
  fields.text("name", device.name);
  fields.text("shown", device.shown);
  fields.text("kind", device.kind);
  if (!device.why_kind.empty()) fields.text("kind_reason", device.why_kind);
  if (!device.role.empty()) fields.text("role", device.role);
  fields.text("role_reason", device.why_role);
  if (!device.zone.empty()) fields.text("zone", device.zone);
  fields.boolean("known", device.known);
  fields.boolean("seen", device.seen);
  fields.boolean("outside", device.outside);
  fields.boolean("silent", device.silent);
  write_addresses(fields, device);
  if (device.seen) {
    fields.text("first_seen", core::format_time(device.first_seen));
    fields.text("last_seen", core::format_time(device.last_seen));
  }
  fields.number("messages", device.messages);
  pairs(fields, "serves", "protocol", device.serves);
  pairs(fields, "uses", "protocol", device.uses);
  fields.number("peer_count", device.peers.size());
  const auto shown = static_cast<std::ptrdiff_t>(std::min<std::size_t>(device.peers.size(), 16));
  pairs(fields, "peers", "name", {device.peers.begin(), device.peers.begin() + shown});
  write_identities(fields, device);
  fields.begin_array("former_names");
  for (const auto& name : device.former_names) fields.text("", name);
  fields.end_array();
  fields.end_object();
  return fields.str();
}

}  // namespace vedette::app
