// SPDX-License-Identifier: Apache-2.0
// Any message of the schema with any content that files can hold.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <rapidcheck.h>
#include <string>

#include "models/schema_names.h"

namespace vedette::models {

/// Words that YAML readers quarrel about, letters, and any code points.
inline std::string random_text() {
  static const std::vector<std::string> words{"yes",
                                              "no",
                                              "null",
                                              "~",
                                              "true",
                                              "0x1f",
                                              "010",
                                              "1e3",
                                              "1:30",
                                              "2026-03-02",
                                              "- a",
                                              "a: b",
                                              "a #b",
                                              "10.20.1.11",
                                              "0-199",
                                              "*",
                                              "&a",
                                              "!x",
                                              "",
                                              " ",
                                              "a ",
                                              "\"",
                                              "\\",
                                              "'",
                                              "brewery/+/x",
                                              "\xef\xbb\xbf",
                                              "\xc2\x85",
                                              "\xe2\x80\xa8",
                                              "é",
                                              "a\nb",
                                              "a\tb",
                                              "\r\n",
                                              "[",
                                              "}",
                                              ", ",
                                              "=",
                                              "<<",
                                              "#",
                                              "?",
                                              ":"};
  const std::string word = *rc::gen::elementOf(words);
  const auto letters = *rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7f'));
  return *rc::gen::element(word, letters, word + letters, letters + word);
}

inline void fill_randomly(google::protobuf::Message& message);

inline void fill_field(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field) {
  using F = google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  const auto put = [&](auto value, auto set, auto add) {
    many ? (reflection.*add)(&message, &field, value) : (reflection.*set)(&message, &field, value);
  };
  using R = google::protobuf::Reflection;
  switch (field.cpp_type()) {
    case F::CPPTYPE_STRING:
      return put(random_text(), &R::SetString, &R::AddString);
    case F::CPPTYPE_BOOL:
      return put(*rc::gen::arbitrary<bool>(), &R::SetBool, &R::AddBool);
    case F::CPPTYPE_UINT32:
      return put(*rc::gen::arbitrary<std::uint32_t>(), &R::SetUInt32, &R::AddUInt32);
    case F::CPPTYPE_UINT64:
      return put(*rc::gen::arbitrary<std::uint64_t>(), &R::SetUInt64, &R::AddUInt64);
    case F::CPPTYPE_DOUBLE:
      return put(*rc::gen::arbitrary<double>(), &R::SetDouble, &R::AddDouble);
    case F::CPPTYPE_INT64:  // times that RFC 3339 can say, see core/time.h
      return put(*rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000), &R::SetInt64,
                 &R::AddInt64);
    case F::CPPTYPE_ENUM: {
      const int index = *rc::gen::inRange(0, field.enum_type()->value_count());
      return put(field.enum_type()->value(index), &R::SetEnum, &R::AddEnum);
    }
    case F::CPPTYPE_MESSAGE:
      return fill_randomly(many ? *reflection.AddMessage(&message, &field)
                                : *reflection.MutableMessage(&message, &field));
    default:
      RC_FAIL("a type that the schema does not use");
  }
}

inline void fill_map(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field, int count) {
  for (int i = 0; i < count; ++i) {
    auto& entry = *message.GetReflection()->AddMessage(&message, &field);
    const auto& key = *field.message_type()->map_key();
    entry.GetReflection()->SetString(&entry, &key, random_text() + std::to_string(i));
    fill_field(entry, *field.message_type()->map_value());
  }
}

inline void fill_randomly(google::protobuf::Message& message) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto& field = *message.GetDescriptor()->field(i);
    const int count = *rc::gen::inRange(0, 4);
    if (field.name() == "version") {
      message.GetReflection()->SetUInt32(&message, &field, 1);
    } else if (field.is_map()) {
      fill_map(message, field, count);
    } else {
      for (int j = 0; j < (field.is_repeated() ? count : count / 2); ++j) fill_field(message, field);
    }
  }
}

}  // namespace vedette::models
