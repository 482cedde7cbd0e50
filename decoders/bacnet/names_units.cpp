// SPDX-License-Identifier: Apache-2.0
// Names of engineering units (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

// clang-format off
constexpr std::string_view units_table[]{
    /*   0 */ "square_meters", "square_feet", "milliamperes", "amperes", "ohms", "volts", "kilovolts", "megavolts",
    /*   8 */ "volt_amperes", "kilovolt_amperes", "megavolt_amperes", "volt_amperes_reactive",
    /*  12 */ "kilovolt_amperes_reactive", "megavolt_amperes_reactive", "degrees_phase", "power_factor", "joules",
    /*  17 */ "kilojoules", "watt_hours", "kilowatt_hours", "btus", "therms", "ton_hours",
    /*  23 */ "joules_per_kilogram_dry_air", "btus_per_pound_dry_air", "cycles_per_hour", "cycles_per_minute",
    /*  27 */ "hertz", "grams_of_water_per_kilogram_dry_air", "percent_relative_humidity", "millimeters", "meters",
    /*  32 */ "inches", "feet", "watts_per_square_foot", "watts_per_square_meter", "lumens", "luxes", "foot_candles",
    /*  39 */ "kilograms", "pounds_mass", "tons", "kilograms_per_second", "kilograms_per_minute",
    /*  44 */ "kilograms_per_hour", "pounds_mass_per_minute", "pounds_mass_per_hour", "watts", "kilowatts",
    /*  49 */ "megawatts", "btus_per_hour", "horsepower", "tons_refrigeration", "pascals", "kilopascals", "bars",
    /*  56 */ "pounds_force_per_square_inch", "centimeters_of_water", "inches_of_water", "millimeters_of_mercury",
    /*  60 */ "centimeters_of_mercury", "inches_of_mercury", "degrees_celsius", "degrees_kelvin",
    /*  64 */ "degrees_fahrenheit", "degree_days_celsius", "degree_days_fahrenheit", "years", "months", "weeks",
    /*  70 */ "days", "hours", "minutes", "seconds", "meters_per_second", "kilometers_per_hour", "feet_per_second",
    /*  77 */ "feet_per_minute", "miles_per_hour", "cubic_feet", "cubic_meters", "imperial_gallons", "liters",
    /*  83 */ "us_gallons", "cubic_feet_per_minute", "cubic_meters_per_second", "imperial_gallons_per_minute",
    /*  87 */ "liters_per_second", "liters_per_minute", "us_gallons_per_minute", "degrees_angular",
    /*  91 */ "degrees_celsius_per_hour", "degrees_celsius_per_minute", "degrees_fahrenheit_per_hour",
    /*  94 */ "degrees_fahrenheit_per_minute", "no_units", "parts_per_million", "parts_per_billion", "percent",
    /*  99 */ "percent_per_second", "per_minute", "per_second", "psi_per_degree_fahrenheit", "radians",
    /* 104 */ "revolutions_per_minute", "currency1", "currency2", "currency3", "currency4", "currency5", "currency6",
    /* 111 */ "currency7", "currency8", "currency9", "currency10", "square_inches", "square_centimeters",
    /* 117 */ "btus_per_pound", "centimeters", "pounds_mass_per_second", "delta_degrees_fahrenheit",
    /* 121 */ "delta_degrees_kelvin", "kilohms", "megohms", "millivolts", "kilojoules_per_kilogram", "megajoules",
    /* 127 */ "joules_per_degree_kelvin", "joules_per_kilogram_degree_kelvin", "kilohertz", "megahertz", "per_hour",
    /* 132 */ "milliwatts", "hectopascals", "millibars", "cubic_meters_per_hour", "liters_per_hour",
    /* 137 */ "kilowatt_hours_per_square_meter", "kilowatt_hours_per_square_foot", "megajoules_per_square_meter",
    /* 140 */ "megajoules_per_square_foot", "watts_per_square_meter_degree_kelvin", "cubic_feet_per_second",
    /* 143 */ "percent_obscuration_per_foot", "percent_obscuration_per_meter", "milliohms", "megawatt_hours",
    /* 147 */ "kilo_btus", "mega_btus", "kilojoules_per_kilogram_dry_air", "megajoules_per_kilogram_dry_air",
    /* 151 */ "kilojoules_per_degree_kelvin", "megajoules_per_degree_kelvin", "newton", "grams_per_second",
    /* 155 */ "grams_per_minute", "tons_per_hour", "kilo_btus_per_hour", "hundredths_seconds", "milliseconds",
    /* 160 */ "newton_meters", "millimeters_per_second", "millimeters_per_minute", "meters_per_minute",
    /* 164 */ "meters_per_hour", "cubic_meters_per_minute", "meters_per_second_per_second", "amperes_per_meter",
    /* 168 */ "amperes_per_square_meter", "ampere_square_meters", "farads", "henrys", "ohm_meters", "siemens",
    /* 174 */ "siemens_per_meter", "teslas", "volts_per_degree_kelvin", "volts_per_meter", "webers", "candelas",
    /* 180 */ "candelas_per_square_meter", "degrees_kelvin_per_hour", "degrees_kelvin_per_minute", "joule_seconds",
    /* 184 */ "radians_per_second", "square_meters_per_newton", "kilograms_per_cubic_meter", "newton_seconds",
    /* 188 */ "newtons_per_meter", "watts_per_meter_per_degree_kelvin", "microsiemens", "cubic_feet_per_hour",
    /* 192 */ "us_gallons_per_hour", "kilometers", "micrometers", "grams", "milligrams", "milliliters",
    /* 198 */ "milliliters_per_second", "decibels", "decibels_millivolt", "decibels_volt", "millisiemens",
    /* 203 */ "watt_hours_reactive", "kilowatt_hours_reactive", "megawatt_hours_reactive", "millimeters_of_water",
    /* 207 */ "per_mille", "grams_per_gram", "kilograms_per_kilogram", "grams_per_kilogram", "milligrams_per_gram",
    /* 212 */ "milligrams_per_kilogram", "grams_per_milliliter", "grams_per_liter", "milligrams_per_liter",
    /* 216 */ "micrograms_per_liter", "grams_per_cubic_meter", "milligrams_per_cubic_meter",
    /* 219 */ "micrograms_per_cubic_meter", "nanograms_per_cubic_meter", "grams_per_cubic_centimeter", "becquerels",
    /* 223 */ "kilobecquerels", "megabecquerels", "gray", "milligray", "microgray", "sieverts", "millisieverts",
    /* 230 */ "microsieverts", "microsieverts_per_hour", "decibels_a", "nephelometric_turbidity_unit", "ph",
    /* 235 */ "grams_per_square_meter", "minutes_per_degree_kelvin", "ohm_meter_squared_per_meter", "ampere_seconds",
    /* 239 */ "volt_ampere_hours", "kilovolt_ampere_hours", "megavolt_ampere_hours", "volt_ampere_hours_reactive",
    /* 243 */ "kilovolt_ampere_hours_reactive", "megavolt_ampere_hours_reactive", "volt_square_hours",
    /* 246 */ "ampere_square_hours", "joules_per_hours", "cubic_feet_per_day", "cubic_meters_per_day",
    /* 250 */ "watt_hours_per_cubic_meter", "joules_per_cubic_meter", "mole_percent", "pascal_seconds",
    /* 254 */ "million_standard_cubic_feet_per_minute",
};
// clang-format on
constexpr std::string_view units_high_table[]{"standard_cubic_feet_per_day",
                                              "million_standard_cubic_feet_per_day",
                                              "thousand_cubic_feet_per_day",
                                              "thousand_standard_cubic_feet_per_day",
                                              "pounds_mass_per_day",
                                              "",
                                              "millirems",
                                              "millirems_per_hour",
                                              "degrees_lovibond",
                                              "alcohol_by_volume",
                                              "international_bittering_units",
                                              "european_bitterness_units",
                                              "degrees_plato",
                                              "specific_gravity",
                                              "european_brewing_convention"};

}  // namespace

constinit const Names units{.low = units_table, .high = units_high_table, .high_from = 47808, .vendor_from = 256};

}  // namespace vedette::decoders::bacnet::names
