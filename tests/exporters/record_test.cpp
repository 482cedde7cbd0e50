// SPDX-License-Identifier: Apache-2.0
#include "exporters/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "models/schema/record.pb.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using core::as_bytes;

const std::vector<PublicKey>& trusted() {
  static const std::vector<PublicKey> keys{other_key().public_key(), test_key().public_key()};
  return keys;
}

Record alert_record() {
  return {.chain = {1, 2, 3},
          .sequence = 5,
          .previous = sha256(as_bytes("the one before")),
          .published = core::timestamp_from_ns(1'772'000'000'000'000'001),
          .site = "brewery-north",
          .sensor = "edge-1",
          .body = full_alert()};
}

Record first_record() {
  Record record = alert_record();
  record.sequence = 1;
  record.previous.reset();
  record.body = Checkpoint{.closing = true};
  return record;
}

Flaw flaw_of(const std::string& envelope) {
  const auto record = open(as_bytes(envelope), trusted());
  if (record) throw std::runtime_error("accepted");
  return record.error().flaw;
}

/// Signs what `change` made of a sound record.
std::string sealed_by_hand(const std::function<void(v1::Record&)>& change) {
  v1::Envelope envelope;
  v1::Record record;
  envelope.ParseFromString(must(seal(alert_record(), test_key())));
  record.ParseFromString(envelope.payload());
  change(record);
  envelope.set_payload(record.SerializeAsString());
  const std::string message = pre_authentication_encoding(record_payload_type, envelope.payload());
  envelope.mutable_signatures(0)->set_sig(must(test_key().sign(as_bytes(message))));
  return envelope.SerializeAsString();
}

TEST(Record, PreAuthenticationEncodingAgreesWithDsse) {
  EXPECT_EQ(pre_authentication_encoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(pre_authentication_encoding("application/vnd.in-toto+json", ""),
            "DSSEv1 28 application/vnd.in-toto+json 0 ");
}

TEST(Record, OpensAsItWasSealed) {
  EXPECT_EQ(open(as_bytes(must(seal(alert_record(), test_key()))), trusted()).value(), alert_record());
  EXPECT_EQ(open(as_bytes(must(seal(first_record(), other_key()))), trusted()).value(), first_record());
  const PrivateKey hardware = must(PrivateKey::generate(Algorithm::ecdsa_p256));
  const std::vector<PublicKey> keys{hardware.public_key()};
  EXPECT_EQ(open(as_bytes(must(seal(alert_record(), hardware))), keys).value(), alert_record());
}

TEST(Record, TheAlertIsStampedWithSiteSensorAndSequence) {
  Record record = alert_record();
  record.site = "elsewhere";
  record.sensor = "edge-9";
  const Record opened = open(as_bytes(must(seal(record, test_key()))), trusted()).value();
  EXPECT_EQ(std::get<core::Alert>(opened.body).site, "elsewhere");
  EXPECT_EQ(std::get<core::Alert>(opened.body).sensor, "edge-9");
}

TEST(Record, EveryChangedByteOfAnEnvelopeIsNoticed) {
  const std::string sound = must(seal(alert_record(), test_key()));
  for (std::size_t at = 0; at < sound.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xFF}) {
      std::string changed = sound;
      changed[at] = static_cast<char>(changed[at] ^ change);
      EXPECT_FALSE(open(as_bytes(changed), trusted())) << "byte " << at;
    }
  }
}

TEST(Record, EveryTruncationAndExtensionIsNoticed) {
  const std::string sound = must(seal(alert_record(), test_key()));
  for (std::size_t size = 0; size < sound.size(); ++size) {
    EXPECT_FALSE(open(as_bytes(sound.substr(0, size)), trusted())) << size;
  }
  EXPECT_FALSE(open(as_bytes(sound + sound), trusted()));
  EXPECT_FALSE(open(as_bytes(sound + '\0'), trusted()));
  EXPECT_EQ(flaw_of(std::string(max_envelope + 1, '\0')), Flaw::undecodable);
}

TEST(Record, AnEnvelopeHasOneFormOnly) {
  v1::Envelope payload, rest;
  rest.ParseFromString(must(seal(alert_record(), test_key())));
  payload.set_payload(rest.payload());
  rest.clear_payload();
  ASSERT_TRUE(open(as_bytes(payload.SerializeAsString() + rest.SerializeAsString()), trusted()));
  EXPECT_EQ(flaw_of(rest.SerializeAsString() + payload.SerializeAsString()), Flaw::undecodable);
}

RC_GTEST_PROP(Record, AnyBytesAreRefused, (const std::string& bytes)) {
  RC_ASSERT(!open(as_bytes(bytes), trusted()));
  (void)claimed_sequence(as_bytes(bytes));
}

TEST(Record, SaysWhichRuleAnEnvelopeBreaks) {
  const std::string sound = must(seal(alert_record(), test_key()));
  const auto changed = [&](auto change) {
    v1::Envelope envelope;
    envelope.ParseFromString(sound);
    change(envelope);
    return flaw_of(envelope.SerializeAsString());
  };
  EXPECT_EQ(changed([](auto& e) { e.set_payload_type("text/plain"); }), Flaw::payload_type);
  EXPECT_EQ(changed([](auto& e) { e.mutable_payload()->back() ^= 1; }), Flaw::signature);
  EXPECT_EQ(changed([](auto& e) { e.clear_signatures(); }), Flaw::signature);
  EXPECT_EQ(changed([](auto& e) { *e.add_signatures() = e.signatures(0); }), Flaw::signature);
  EXPECT_EQ(changed([](auto& e) { e.mutable_signatures(0)->set_keyid("other"); }), Flaw::untrusted_key);
  EXPECT_EQ(changed([](auto& e) { add_unknown_field(e); }), Flaw::unknown_field);
  EXPECT_EQ(changed([](auto& e) { add_unknown_field(*e.mutable_signatures(0)); }), Flaw::unknown_field);
  // The name of a trusted key does not make it the signer.
  EXPECT_EQ(changed([](auto& e) { e.mutable_signatures(0)->set_keyid(other_key().public_key().id()); }),
            Flaw::signature);
  const PrivateKey stranger = must(PrivateKey::generate());
  EXPECT_EQ(flaw_of(must(seal(alert_record(), stranger))), Flaw::untrusted_key);
}

TEST(Record, ASignatureMakesABadRecordNoBetter) {
  const auto flaw = [](const std::function<void(v1::Record&)>& change) { return flaw_of(sealed_by_hand(change)); };
  EXPECT_EQ(flaw([](auto& r) { add_unknown_field(r); }), Flaw::unknown_field);
  EXPECT_EQ(flaw([](auto& r) { add_unknown_field(*r.mutable_alert()); }), Flaw::unknown_field);
  EXPECT_EQ(flaw([](auto& r) { r.set_chain("short"); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.set_sequence(0); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.clear_previous(); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.set_sequence(1); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.set_published(-1); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.clear_body(); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.mutable_alert()->set_site("other"); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.mutable_alert()->set_sequence(6); }), Flaw::bad_record);
  EXPECT_EQ(flaw([](auto& r) { r.mutable_alert()->clear_id(); }), Flaw::bad_record);
}

TEST(Record, TopicsCantBeForgedByNames) {
  Record record = alert_record();
  EXPECT_EQ(topic_of(record), "alert/brewery-north/edge-1/high/policy/");
  record.site = "a/b%";
  record.sensor = "K\xC3\xBChl 1";
  EXPECT_EQ(topic_of(record), "alert/a%2Fb%25/K%C3%BChl%201/high/policy/");
  record.body = Checkpoint{};
  EXPECT_EQ(topic_of(record), "checkpoint/a%2Fb%25/K%C3%BChl%201/");
}

}  // namespace
}  // namespace vedette::exporters
