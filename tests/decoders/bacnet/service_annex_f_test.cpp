// SPDX-License-Identifier: Apache-2.0
// The examples of Annex F (ANSI/ASHRAE 135-2020): whole application messages whose meaning the standard says.
#include <gtest/gtest.h>
#include <ostream>
#include <rapidcheck/gtest.h>

#include "tests/decoders/bacnet/service_walked.h"

namespace vedette::decoders::bacnet {
namespace {

struct Example {
  const char* clause;
  const char* apdu;
  const char* fields;
};
void PrintTo(const Example& example, std::ostream* out) {
  *out << example.clause;
}

struct Split {
  Which which;
  std::vector<std::uint8_t> parameters;
};

/// Headers of unsegmented messages (20.1.2 to 20.1.7).
Split split(const char* apdu) {
  const auto bytes = from_hex(apdu);
  const unsigned type = bytes[0] >> 4;
  const std::size_t service_at = type == 0 ? 3 : type == 1 ? 1 : 2;
  return {{.confirmed = type != 1,
           .service = bytes[service_at],
           .part = type == 3   ? Part::ack
                   : type == 5 ? Part::error
                               : Part::request},
          {bytes.begin() + static_cast<std::ptrdiff_t>(service_at) + 1, bytes.end()}};
}

const Example examples[]{
    {"F.1.1 AcknowledgeAlarm", "0002070009011c0000000229033e19103f4c004d444c5e2ea45c0615ffb40d0329092f5f",
     "acknowledging_process_identifier=1; objects.0.type=analog_input; objects.0.instance=2; "
     "event_state_acknowledged=high_limit; time_stamp.sequence_number=16; acknowledgment_source=MDL; "
     "time_of_acknowledgment.date_time.date=1992-06-21; time_of_acknowledgment.date_time.time=13:03:41.09"},
    {"F.1.2 ConfirmedCOVNotification", "00020f0109121c020000042c0000000a39004e09552e44428200002f096f2e8204002f4f",
     "subscriber_process_identifier=18; initiating_device.type=device; initiating_device.instance=4; "
     "objects.0.type=analog_input; objects.0.instance=10; time_remaining=0; objects.0.property=present_value; "
     "objects.0.value=65.000000; objects.1.instance=10; objects.1.property=status_flags"},
    {"F.1.3 UnconfirmedCOVNotification", "100209121c020000042c0000000a39004e09552e44428200002f096f2e8204002f4f",
     "subscriber_process_identifier=18; objects.0.property_code=85; objects.1.property_code=111"},
    {"F.1.4 ConfirmedEventNotification",
     "0002100209011c020000042c000000023e19103f49045964690589009901a900b903ce5e0c42a033331a04802c3f8000003c42a000005fcf",
     "process_identifier=1; initiating_device.instance=4; objects.0.instance=2; time_stamp.sequence_number=16; "
     "notification_class=4; event_priority=100; event_type=out_of_range; notify_type=alarm; ack_required=true; "
     "from_state=normal; to_state=high_limit; event_values.out_of_range.exceeding_value=80.100000; "
     "event_values.out_of_range.status_flags=in_alarm; event_values.out_of_range.deadband=1.000000; "
     "event_values.out_of_range.exceeded_limit=80.000000"},
    {"F.1.5 UnconfirmedEventNotification",
     "100309011c020000092c000000023e19103f49045964690589009901a900b903ce5e0c42a033331a04802c3f8000003c42a000005fcf",
     "initiating_device.instance=9; objects.0.type=analog_input; to_state_code=3"},
    {"F.1.6 GetAlarmSummary", "00020103", ""},
    {"F.1.6 GetAlarmSummary-ACK", "300103c4000000029103820560c40000000391048205e0",
     "objects.0.instance=2; objects.0.alarm_state=high_limit; objects.0.acknowledged_transitions=to_fault,to_normal; "
     "objects.1.instance=3; objects.1.alarm_state=low_limit; "
     "objects.1.acknowledged_transitions=to_offnormal,to_fault,to_normal"},
    {"F.1.7 GetEnrollmentSummary", "000201040902", "acknowledgment_filter=not_acked"},
    {"F.1.7 GetEnrollmentSummary-ACK", "300104c4000000029105910321642104c4024000069101910021322102",
     "objects.0.instance=2; objects.0.event_type=out_of_range; objects.0.event_state=high_limit; "
     "objects.0.event_priority=100; objects.0.notification_class=4; objects.1.type=event_enrollment; "
     "objects.1.instance=6; objects.1.event_type=change_of_state; objects.1.event_state=normal; "
     "objects.1.event_priority=50; objects.1.notification_class=2"},
    {"F.1.7 GetEnrollmentSummary by recipient", "0002020409001e0e0c020000110f19091f4e0906190a4f",
     "acknowledgment_filter=all; enrollment_filter.recipient.device.instance=17; "
     "enrollment_filter.process_identifier=9; priority_filter.min_priority=6; priority_filter.max_priority=10"},
    {"F.1.7 GetEnrollmentSummary-ACK by recipient",
     "300204c4000000029105910021082104c4000000039105910021082104c4000000049105910021082104c4024000079104910021032108",
     "objects.2.instance=4; objects.3.type=event_enrollment; objects.3.event_type=floating_limit; "
     "objects.3.notification_class=8"},
    {"F.1.8 GetEventInformation", "0202011d", ""},
    {"F.1.8 GetEventInformation-ACK",
     "30011d0e0c0000000219032a05603e0c0f2300140cffffffff0cffffffff3f49005a05e06e210f210f21146f0c0000000319002a05c03e0c0"
     "f2800000cffffffff0c0f2d1e1e3f49005a05e06e210f210f21146f0f1900",
     "objects.0.instance=2; objects.0.event_state=high_limit; objects.0.acknowledged_transitions=to_fault,to_normal; "
     "objects.0.event_time_stamps.0.time=15:35:00.20; objects.0.event_time_stamps.1.time=*:*:*.*; "
     "objects.0.notify_type=alarm; objects.0.event_enable=to_offnormal,to_fault,to_normal; "
     "objects.0.event_priorities=15,15,20; objects.1.instance=3; objects.1.event_state=normal; "
     "objects.1.event_time_stamps.2.time=15:45:30.30; more_events=false"},
    {"F.1.9 LifeSafetyOperation", "00020f1b09121c004d444c29043c05400001",
     "requesting_process_identifier=18; requesting_source=MDL; request=reset; objects.0.type=life_safety_point; "
     "objects.0.instance=1"},
    {"F.1.10 SubscribeCOV", "00020f0509121c0000000a29013900",
     "subscriber_process_identifier=18; objects.0.type=analog_input; objects.0.instance=10; "
     "issue_confirmed_notifications=true; lifetime=0"},
    {"F.1.11 SubscribeCOVProperty", "00020f1c09121c0000000a2901393c4e09554f5c3f800000",
     "lifetime=60; objects.0.instance=10; objects.0.property=present_value; cov_increment=1.000000"},
    {"F.1.12 SubscribeCOVPropertyMultiple",
     "00020f1e09121901293c39054e0c0000000a1e0e09550f1c3f80000029010e09670f29001f0c004000081e0e09550f1c3f80000029011f4f",
     "lifetime=60; max_notification_delay=5; objects.0.instance=10; objects.0.property=present_value; "
     "objects.0.cov_increment=1.000000; objects.0.timestamped=true; objects.1.property=reliability; "
     "objects.1.timestamped=false; objects.2.type=analog_output; objects.2.instance=8"},
    {"F.1.13 ConfirmedCOVNotificationMultiple",
     "00020f1f09121c0200000429233ea471060301b40317352f3f4e0c0000000a1e09552e44428200002f3c031734001f0c004000051e09552e4"
     "442a033332f1f4f",
     "initiating_device.instance=4; time_remaining=35; timestamp.date=2013-06-03; timestamp.time=03:23:53.47; "
     "objects.0.instance=10; objects.0.value=65.000000; objects.0.time_of_change=03:23:52.00; "
     "objects.1.type=analog_output; objects.1.instance=5; objects.1.value=80.100000"},
    {"F.1.14 UnconfirmedCOVNotificationMultiple", "100b09121c02000004291b4e0c0000000a1e09552e44428200002f1f4f",
     "time_remaining=27; objects.0.instance=10; objects.0.property=present_value; objects.0.value=65.000000"},
    {"F.2.1 AtomicReadFile, stream", "00020006C4028000010E3100211B0F",
     "objects.0.type=file; objects.0.instance=1; objects.0.stream_access.file_start_position=0; "
     "objects.0.stream_access.requested_octet_count=27"},
    {"F.2.1 AtomicReadFile-ACK, stream", "300006100E3100651B4368696C6C65723031204F6E2D54696D653D342E3320486F7572730F",
     "end_of_file=false; stream_access.file_start_position=0; stream_access.file_data_length=27"},
    {"F.2.1 AtomicReadFile, records", "00021206C4028000021E310E21031F",
     "objects.0.instance=2; objects.0.record_access.file_start_record=14; "
     "objects.0.record_access.requested_record_count=3"},
    {"F.2.1 AtomicReadFile-ACK, records", "301206111E310E2102650A31323A30302C34352E36650A31323A31352C34342E381F",
     "end_of_file=true; record_access.file_start_record=14; record_access.record_count=2; "
     "record_access.record_lengths=10,10"},
    {"F.2.2 AtomicWriteFile, stream",
     "00025507C4028000010E311E651B4368696C6C65723031204F6E2D54696D653D342E3320486F7572730F",
     "objects.0.instance=1; objects.0.stream_access.file_start_position=30; "
     "objects.0.stream_access.file_data_length=27"},
    {"F.2.2 AtomicWriteFile-ACK, stream", "305507091E", "file_start_position=30"},
    {"F.2.2 AtomicWriteFile, records", "00025507C4028000021E31FF2102650A31323A30302C34352E36650A31323A31352C34342E381F",
     "objects.0.record_access.file_start_record=-1; objects.0.record_access.record_count=2"},
    {"F.2.2 AtomicWriteFile-ACK, records", "305507190E", "file_start_record=14"},
    {"F.3.1 AddListElement", "000201080C02C0000319353E0C0000000F1E095509671F3F",
     "objects.0.type=group; objects.0.instance=3; objects.0.property=list_of_group_members; "
     "objects.0.value.0.type=analog_input; objects.0.value.0.instance=15; "
     "objects.0.value.0.properties.0.property=present_value; objects.0.value.0.properties.1.property=reliability"},
    {"F.3.2 RemoveListElement", "000234090C02C0000319353E0C0000000C1E09550967091C1F0C0000000D1E09550967091C1F3F",
     "objects.0.instance=3; objects.0.value.0.instance=12; objects.0.value.1.instance=13; "
     "objects.0.value.1.properties.2.property=description"},
    {"F.3.3 CreateObject", "0004560A0E090A0F1E094D2E7508005472656E6420312F09292E91002F1F",
     "objects.0.type=file; objects.0.property=object_name; objects.0.value=Trend 1; "
     "objects.1.property=file_access_method; objects.1.value=record_access; objects.1.value_code=0"},
    {"F.3.3 CreateObject-ACK", "30560AC40280000D", "objects.0.type=file; objects.0.instance=13"},
    {"F.3.4 DeleteObject", "0004570BC402C00006", "objects.0.type=group; objects.0.instance=6"},
    {"F.3.4 DeleteObject refused", "50580B91019117",
     "error_class=1; error_class_name=object; error_code=23; error=object_deletion_not_permitted"},
    {"F.3.5 ReadProperty", "0000010C0C000000051955",
     "objects.0.type=analog_input; objects.0.type_code=0; objects.0.instance=5; objects.0.property=present_value; "
     "objects.0.property_code=85"},
    {"F.3.5 ReadProperty-ACK", "30010C0C0000000519553E444290999A3F",
     "objects.0.instance=5; objects.0.property=present_value; objects.0.value=72.300000"},
    {"F.3.7 ReadPropertyMultiple", "0004F10E0C000000101E095509671F",
     "objects.0.instance=16; objects.0.property=present_value; objects.1.instance=16; objects.1.property=reliability"},
    {"F.3.7 ReadPropertyMultiple-ACK", "30F10E0C000000101E29554E444290999A4F29674E91004F1F",
     "objects.0.value=72.300000; objects.1.instance=16; objects.1.property=reliability; "
     "objects.1.value=no_fault_detected; objects.1.value_code=0"},
    {"F.3.7 ReadPropertyMultiple of several objects", "0004020E0C000000211E09551F0C000000321E09551F0C000000231E09551F",
     "objects.0.instance=33; objects.1.instance=50; objects.2.instance=35; objects.2.property=present_value"},
    {"F.3.7 ReadPropertyMultiple-ACK with an error",
     "30020E0C000000211E29554E44422933334F1F0C000000321E29555E9101911F5F1F0C000000231E29554E4443D9D99A4F1F",
     "objects.0.instance=33; objects.0.value=42.300000; objects.1.instance=50; objects.1.error_class=1; "
     "objects.1.error_code=31; objects.1.error=unknown_object; objects.2.instance=35; objects.2.value=435.700000"},
    {"F.3.8 ReadRange", "0202011a0c0500000119837ea462031701b41334220031047f",
     "objects.0.type=trend_log; objects.0.instance=1; objects.0.property=log_buffer; "
     "objects.0.range.by_time.reference_time.date=1998-03-23; objects.0.range.by_time.reference_time.time=19:52:34.00; "
     "objects.0.range.by_time.count=4"},
    {"F.3.8 ReadRange-ACK",
     "30011a0c0500000119833a05c049025e0ea462031701b413361b000f1e2c419000001f2a04000ea462031701b413381b000f1e2c4190cccd1"
     "f2a04005f6b013561",
     "objects.0.property=log_buffer; objects.0.result_flags=first_item,last_item; objects.0.item_count=2; "
     "objects.0.value.0.timestamp.time=19:54:27.00; objects.0.value.0.log_datum.real_value=18.000000; "
     "objects.0.value.1.timestamp.date=1998-03-23; objects.0.value.1.log_datum.real_value=18.100000; "
     "objects.0.first_sequence_number=79201"},
    {"F.3.9 WriteProperty", "0004590F0C0080000119553E44433400003F",
     "objects.0.type=analog_value; objects.0.instance=1; objects.0.property=present_value; objects.0.value=180.000000"},
    {"F.3.10 WritePropertyMultiple",
     "000401100C008000051E09552E44428600002F1F0C008000061E09552E44428600002F1F0C008000071E09552E44429000002F1F",
     "objects.0.type=analog_value; objects.0.instance=5; objects.0.value=67.000000; objects.1.instance=6; "
     "objects.2.instance=7; objects.2.value=72.000000"},
    {"F.3.11 WriteGroup", "100a091719082e0a010c2204570a010d2208ae2f",
     "group_number=23; write_priority=8; change_list.0.channel=268; change_list.0.value=1111; "
     "change_list.1.channel=269; change_list.1.value=2222"},
    {"F.3.11 WriteGroup with inhibited delay", "100a091719082e090c4442860000090d44429000002f3901",
     "change_list.0.value=67.000000; change_list.1.value=72.000000; inhibit_delay=true"},
    {"F.3.11 WriteGroup with priority", "100a091719082e090c220457090d190a74004142432f",
     "change_list.0.value=1111; change_list.1.channel=13; change_list.1.overriding_priority=10; "
     "change_list.1.value=ABC"},
    {"F.4.1 DeviceCommunicationControl", "00040511090519012D080023656762646621",
     "time_duration=5; enable_disable=disable; password_present=true"},
    {"F.4.2 ConfirmedPrivateTransfer", "00045512091919082E444290CCCD6216492F",
     "private_vendor_id=25; private_service_number=8"},
    {"F.4.2 ConfirmedPrivateTransfer-ACK", "30551209191908", "private_vendor_id=25; private_service_number=8"},
    {"F.4.3 UnconfirmedPrivateTransfer", "1004091919082E444290CCCD6216492F", "private_vendor_id=25"},
    {"F.4.4 ReinitializeDevice", "0001021409011D09004162436445664768",
     "reinitialized_state_of_device=warmstart; password_present=true"},
    {"F.4.5 ConfirmedTextMessage", "000103130C0200000529003D1800504D20726571756972656420666F722050554D50333437",
     "text_message_source_device.instance=5; message_priority=normal; message_length=23"},
    {"F.4.6 UnconfirmedTextMessage", "10050C0200000529003D1800504D20726571756972656420666F722050554D50333437",
     "message_length=23"},
    {"F.4.7 TimeSynchronization", "1006A45C0B11FFB4162D1E46", "time.date=1992-11-17; time.time=22:45:30.70"},
    {"F.4.8 Who-Has by name", "10073D07004F4154656D70", "object_name=OATemp"},
    {"F.4.8 I-Have", "1001C402000008C4000000037507004F4154656D70",
     "device.type=device; device_instance=8; objects.0.type=analog_input; objects.0.instance=3; object_name=OATemp"},
    {"F.4.8 Who-Has by identifier", "10072C00000003", "objects.0.type=analog_input; objects.0.instance=3"},
    {"F.4.9 Who-Is in a range", "100809031903", "device_instance_low_limit=3; device_instance_high_limit=3"},
    {"F.4.9 I-Am", "1000C40200000322040091032163",
     "device.type_code=8; device.instance=3; device_instance=3; max_apdu_length_accepted=1024; "
     "segmentation_supported=no_segmentation; vendor_id=99"},
    {"F.4.9 Who-Is", "1008", ""},
    {"F.4.9 I-Am of another", "1000C4020000012201E091012163",
     "device_instance=1; max_apdu_length_accepted=480; segmentation_supported=segmented_transmit"},
    {"F.5 VT-Open", "0001501591012105", "vt_class=ansi_x3_64; local_vt_session_identifier=5"},
    {"F.5 VT-Open-ACK", "305015211D", "remote_vt_session_identifier=29"},
    {"F.5 VT-Data", "00015117210565120D0A456E7465722055736572204E616D653A2100",
     "vt_session_identifier=5; vt_new_data_length=18; vt_data_flag=0"},
    {"F.5 VT-Data-ACK", "3051170901", "all_new_data_accepted=true"},
    {"F.5 VT-Data with more", "0001531721056515465245440D0A456E7465722050617373776F72643A2101",
     "vt_new_data_length=21; vt_data_flag=1"},
    {"F.5 VT-Close", "00015416211D", "remote_vt_session_identifiers=29"},
};

class AnnexF : public ::testing::TestWithParam<Example> {};

TEST_P(AnnexF, MeansWhatTheStandardSays) {
  const Split message = split(GetParam().apdu);
  const Walked got = walked(message.which, message.parameters);
  EXPECT_FALSE(got.flaw) << to_string(got.flaw->defect) << " at " << got.flaw->offset;
  EXPECT_EQ(suites::first_missing(got.fields, GetParam().fields), "") << got.fields;
}

TEST_P(AnnexF, EveryTruncationKeepsItsPromises) {
  const Split message = split(GetParam().apdu);
  for (std::size_t size = 0; size < message.parameters.size(); ++size)
    walked(message.which, core::Bytes{message.parameters}.first(size));
}

INSTANTIATE_TEST_SUITE_P(Examples, AnnexF, ::testing::ValuesIn(examples));

RC_GTEST_PROP(AnnexFChanged, WhateverIsChangedTheWalkKeepsItsPromises, ()) {
  const auto& example = examples[*rc::gen::inRange<std::size_t>(0, std::size(examples))];
  Split message = split(example.apdu);
  if (message.parameters.empty()) return;
  const auto changes = *rc::gen::inRange(1, 5);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, message.parameters.size());
    message.parameters[at] = *rc::gen::element<std::uint8_t>(0x00, 0x09, 0x0e, 0x0f, 0x1e, 0x1f, 0x21, 0x2e, 0x2f, 0x44,
                                                             0x91, 0xc4, 0xff, *rc::gen::arbitrary<std::uint8_t>());
  }
  // Also as another service's parameters.
  message.which.service = *rc::gen::inRange<std::uint8_t>(0, 40);
  walked(message.which, message.parameters);
}

}  // namespace
}  // namespace vedette::decoders::bacnet
