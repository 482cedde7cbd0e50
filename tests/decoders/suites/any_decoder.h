// SPDX-License-Identifier: Apache-2.0
// A decoder behind an interface, so that suites over all of them are compiled once and not for each.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "decoders/decoder.h"

namespace vedette::decoders::suites {

/// One conversation's decoder, and the message that it read last.
class AnyDecoder {
 public:
  virtual ~AnyDecoder() = default;
  virtual core::Progress decode(const Chunk& chunk) = 0;
  virtual void on_gap(core::Direction direction) = 0;
  virtual void observe(Observer& observer) const = 0;
  virtual void describe(core::FieldWriter& fields) const = 0;
};

/// What the suites need of a decoder.
struct DecoderKind {
  const DecoderInfo* info;
  Verdict (*probe)(const Chunk& chunk);
  std::unique_ptr<AnyDecoder> (*make)(const Opening& opening);
};

template <ApplicationDecoder D>
class Adapted final : public AnyDecoder {
 public:
  explicit Adapted(const Opening& opening) : decoder_(opening) {}
  core::Progress decode(const Chunk& chunk) override { return decoder_.decode(chunk, message_); }
  void on_gap(core::Direction direction) override { decoder_.on_gap(direction); }
  void observe(Observer& observer) const override { D::observe(message_, observer); }
  void describe(core::FieldWriter& fields) const override { D::describe(message_, fields); }

 private:
  D decoder_;
  typename D::Message message_{};
};

template <ApplicationDecoder D>
DecoderKind kind_of() {
  return {&D::info(), [](const Chunk& chunk) { return D::probe(chunk); },
          [](const Opening& opening) -> std::unique_ptr<AnyDecoder> { return std::make_unique<Adapted<D>>(opening); }};
}

}  // namespace vedette::decoders::suites
