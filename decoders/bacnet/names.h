// SPDX-License-Identifier: Apache-2.0
// The names of the standard (ANSI/ASHRAE 135-2020) as tables, number by number: object types, properties, units,
// errors, services, states, bits. Static and constant; tokens are the standard's own names in snake_case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace vedette::decoders::bacnet {

/// The names of one enumeration or bit string. Numbers that the standard leaves out have an empty name.
struct Names {
  std::span<const std::string_view> low{};   ///< from 0 on
  std::span<const std::string_view> high{};  ///< a second run of numbers, reserved beyond its end
  std::uint32_t high_from = UINT32_MAX;
  std::uint32_t vendor_from = UINT32_MAX;  ///< from here on vendors may number as they like

  constexpr std::string_view of(std::uint32_t number) const {
    if (number < low.size()) return low[number];
    if (number >= high_from && number - high_from < high.size()) return high[number - high_from];
    return {};
  }
  constexpr bool is_vendors(std::uint32_t number) const { return number >= vendor_from && number < high_from; }
};

/// Text for a number: its name, else "proprietary_<n>" where vendors number, else "reserved_<n>". Valid as long as the
/// buffer.
class NameText {
 public:
  NameText(const Names& names, std::uint32_t number);
  NameText(const NameText&) = delete;
  NameText& operator=(const NameText&) = delete;
  std::string_view text() const { return {chosen_, size_}; }

 private:
  char buffer_[24];
  const char* chosen_;
  std::size_t size_ = 0;
};

/// Empty where the standard has no name.
std::string_view name_of_property(std::uint32_t number);
std::string_view name_of_object_type(std::uint32_t number);
std::string_view name_of_confirmed_service(std::uint32_t number);
std::string_view name_of_unconfirmed_service(std::uint32_t number);
std::string_view name_of_error_class(std::uint32_t number);
std::string_view name_of_error_code(std::uint32_t number);
std::string_view name_of_reject_reason(std::uint32_t number);
std::string_view name_of_abort_reason(std::uint32_t number);

namespace names {

// names_services.cpp
extern const Names confirmed_services;      ///< BACnetConfirmedServiceChoice
extern const Names unconfirmed_services;    ///< BACnetUnconfirmedServiceChoice
extern const Names services_supported;      ///< BACnetServicesSupported, bits
extern const Names reject_reasons;          ///< BACnetRejectReason
extern const Names abort_reasons;           ///< BACnetAbortReason
extern const Names segmentations;           ///< BACnetSegmentation
extern const Names enable_disables;         ///< what DeviceCommunicationControl asks for (16.1)
extern const Names reinitialized_states;    ///< what ReinitializeDevice asks for (16.4)
extern const Names message_priorities;      ///< of text messages (16.5)
extern const Names acknowledgment_filters;  ///< of GetEnrollmentSummary (13.7)
extern const Names event_state_filters;     ///< of GetEnrollmentSummary (13.7)
extern const Names selection_logics;        ///< of ReadPropertyConditional, up to 135-2008
extern const Names relation_specifiers;     ///< of ReadPropertyConditional, up to 135-2008

// names_objects.cpp
extern const Names object_types;  ///< BACnetObjectType

// names_properties.cpp
extern const Names properties;  ///< BACnetPropertyIdentifier

// names_units.cpp
extern const Names units;  ///< BACnetEngineeringUnits

// names_errors.cpp
extern const Names error_classes;  ///< BACnetErrorClass
extern const Names error_codes;    ///< BACnetErrorCode

// names_enumerations.cpp
extern const Names actions;                 ///< BACnetAction
extern const Names backup_states;           ///< BACnetBackupState
extern const Names binary_values;           ///< BACnetBinaryPV
extern const Names device_statuses;         ///< BACnetDeviceStatus
extern const Names event_states;            ///< BACnetEventState
extern const Names event_types;             ///< BACnetEventType
extern const Names fault_types;             ///< BACnetFaultType
extern const Names file_access_methods;     ///< BACnetFileAccessMethod
extern const Names life_safety_modes;       ///< BACnetLifeSafetyMode
extern const Names life_safety_operations;  ///< BACnetLifeSafetyOperation
extern const Names life_safety_states;      ///< BACnetLifeSafetyState
extern const Names silenced_states;         ///< BACnetSilencedState
extern const Names maintenances;            ///< BACnetMaintenance
extern const Names logging_types;           ///< BACnetLoggingType
extern const Names node_types;              ///< BACnetNodeType
extern const Names notify_types;            ///< BACnetNotifyType
extern const Names polarities;              ///< BACnetPolarity
extern const Names program_errors;          ///< BACnetProgramError
extern const Names program_requests;        ///< BACnetProgramRequest
extern const Names program_states;          ///< BACnetProgramState
extern const Names relationships;           ///< BACnetRelationship
extern const Names reliabilities;           ///< BACnetReliability
extern const Names restart_reasons;         ///< BACnetRestartReason
extern const Names shed_states;             ///< BACnetShedState
extern const Names timer_states;            ///< BACnetTimerState
extern const Names timer_transitions;       ///< BACnetTimerTransition
extern const Names vt_classes;              ///< BACnetVTClass
extern const Names write_statuses;          ///< BACnetWriteStatus
extern const Names accumulator_statuses;    ///< of BACnetAccumulatorRecord
extern const Names audit_levels;            ///< BACnetAuditLevel
extern const Names audit_operations;        ///< BACnetAuditOperation, and its flags

// names_equipment.cpp
extern const Names binary_lighting_values;  ///< BACnetBinaryLightingPV
extern const Names lighting_in_progress;    ///< BACnetLightingInProgress
extern const Names lighting_operations;     ///< BACnetLightingOperation
extern const Names lighting_transitions;    ///< BACnetLightingTransition
extern const Names door_alarm_states;       ///< BACnetDoorAlarmState
extern const Names door_secured_statuses;   ///< BACnetDoorSecuredStatus
extern const Names door_statuses;           ///< BACnetDoorStatus
extern const Names door_values;             ///< BACnetDoorValue
extern const Names lock_statuses;           ///< BACnetLockStatus
extern const Names escalator_faults;        ///< BACnetEscalatorFault
extern const Names escalator_modes;         ///< BACnetEscalatorMode
extern const Names escalator_directions;    ///< BACnetEscalatorOperationDirection
extern const Names lift_directions;         ///< BACnetLiftCarDirection
extern const Names lift_door_commands;      ///< BACnetLiftCarDoorCommand
extern const Names lift_drive_statuses;     ///< BACnetLiftCarDriveStatus
extern const Names lift_modes;              ///< BACnetLiftCarMode
extern const Names lift_faults;             ///< BACnetLiftFault
extern const Names lift_group_modes;        ///< BACnetLiftGroupMode
extern const Names color_operations;        ///< BACnetColorOperation

// names_access.cpp
extern const Names authentication_factor_disables;  ///< BACnetAccessAuthenticationFactorDisable
extern const Names credential_disables;             ///< BACnetAccessCredentialDisable
extern const Names credential_disable_reasons;      ///< BACnetAccessCredentialDisableReason
extern const Names access_events;                   ///< BACnetAccessEvent
extern const Names passback_modes;                  ///< BACnetAccessPassbackMode
extern const Names access_user_types;               ///< BACnetAccessUserType
extern const Names zone_occupancy_states;           ///< BACnetAccessZoneOccupancyState
extern const Names authentication_factor_types;     ///< BACnetAuthenticationFactorType
extern const Names authentication_statuses;         ///< BACnetAuthenticationStatus
extern const Names authorization_exemptions;        ///< BACnetAuthorizationExemption
extern const Names authorization_modes;             ///< BACnetAuthorizationMode
extern const Names rule_time_ranges;                ///< of BACnetAccessRule
extern const Names rule_locations;                  ///< of BACnetAccessRule

// names_network.cpp
extern const Names ip_modes;                  ///< BACnetIPMode
extern const Names network_number_qualities;  ///< BACnetNetworkNumberQuality
extern const Names network_port_commands;     ///< BACnetNetworkPortCommand
extern const Names network_types;             ///< BACnetNetworkType
extern const Names protocol_levels;           ///< BACnetProtocolLevel
extern const Names router_statuses;           ///< of BACnetRouterEntry
extern const Names security_levels;           ///< BACnetSecurityLevel
extern const Names security_policies;         ///< BACnetSecurityPolicy
extern const Names sc_connection_states;      ///< BACnetSCConnectionState
extern const Names sc_hub_connector_states;   ///< BACnetSCHubConnectorState

// names_bits.cpp
extern const Names days_of_week;       ///< BACnetDaysOfWeek
extern const Names event_transitions;  ///< BACnetEventTransitionBits
extern const Names limit_enables;      ///< BACnetLimitEnable
extern const Names log_statuses;       ///< BACnetLogStatus
extern const Names result_flags;       ///< BACnetResultFlags
extern const Names status_flags;       ///< BACnetStatusFlags
extern const Names priority_filters;   ///< BACnetPriorityFilter

}  // namespace names
}  // namespace vedette::decoders::bacnet
