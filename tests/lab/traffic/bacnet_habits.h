// SPDX-License-Identifier: Apache-2.0
// What clients of BACnet devices do again and again, and what tools do when they look at one for the first time.
#pragma once

#include <vector>

#include "tests/lab/traffic/bacnet_device.h"

namespace vedette::lab {

using BacnetAct = std::function<void(Timestamp, BacnetClient&, Sink&)>;

/// With the jitter of the client's timer, and now and then a hiccup of the machine.
BacnetJob every(Duration period, BacnetAct act);
/// After an hour at least, and then at any time: most often after about `mean`.
BacnetJob now_and_then(Duration mean, BacnetAct act);
/// At this local hour of each day, early or late by `spread` at most.
BacnetJob daily(const Calendar& calendar, double hour, Duration spread, BacnetAct act);
/// One request.
BacnetAct asks(BacnetDevice& device, bacnet::Request request);
/// One after the other, as tools do that know no better.
BacnetAct asks_in_turn(BacnetDevice& device, std::vector<bacnet::Request> requests);

bacnet::Request read_present_values(const std::vector<bacnet::ObjectId>& objects, bool with_flags);
bacnet::Request write_present(bacnet::ObjectId object, double value, unsigned priority);
bacnet::Request relinquish(bacnet::ObjectId object, unsigned priority);

/// The object list: whole, or element by element where that is too much for the device. Gives the time when done.
Timestamp read_object_list(BacnetDevice& device, BacnetClient& client, Timestamp at, Sink& sink);
/// All properties of so many of its objects, with `pace` between two: by read-property-multiple, or where that is too
/// much the usual ones each by itself.
Timestamp read_objects(BacnetDevice& device, BacnetClient& client, Timestamp at, std::size_t first, std::size_t count,
                       Duration pace, Sink& sink);
/// The latest records of a trend log.
Timestamp read_log(BacnetDevice& device, BacnetClient& client, Timestamp at, bacnet::ObjectId log,
                   std::uint32_t records, Sink& sink);
/// A file, in parts as large as both sides take.
Timestamp read_file(BacnetDevice& device, BacnetClient& client, Timestamp at, std::uint32_t file, Sink& sink);
Timestamp write_file(BacnetDevice& device, BacnetClient& client, Timestamp at, std::uint32_t file, std::uint32_t size,
                     Duration pace, Sink& sink);

}  // namespace vedette::lab
