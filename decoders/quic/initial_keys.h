// SPDX-License-Identifier: Apache-2.0
// Opens a client's Initial packets. Their keys come from the connection id in the clear, so that everyone on the path
// can (RFC 9001, section 5.2, and 9369, section 3.3): they keep out what is no QUIC, not who looks on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "decoders/quic/packet.h"

struct evp_md_ctx_st;
struct evp_md_st;
struct evp_cipher_ctx_st;
struct evp_cipher_st;

namespace vedette::decoders::quic {

struct InitialKeys {
  std::array<std::uint8_t, 16> key{};
  std::array<std::uint8_t, 12> iv{};
  std::array<std::uint8_t, 16> header_protection{};
};

/// Holds what OpenSSL needs, so that nothing is allocated for a packet. Used from one thread.
class InitialOpener {
 public:
  InitialOpener();
  ~InitialOpener();
  InitialOpener(InitialOpener&&) noexcept;
  InitialOpener& operator=(InitialOpener&&) noexcept;

  /// Of the packets that the client sends.
  InitialKeys derive(const Version& version, core::Bytes destination_id);
  /// The frames of a packet that has been framed; empty where it is not authentic. Valid until the next call.
  core::Bytes open(const InitialKeys& keys, core::Bytes packet, const LongHeader& header);

 private:
  using Digest = std::array<std::uint8_t, 32>;
  struct Free {
    void operator()(evp_md_st* p) const;
    void operator()(evp_md_ctx_st* p) const;
    void operator()(evp_cipher_st* p) const;
    void operator()(evp_cipher_ctx_st* p) const;
  };

  void prepare();
  Digest hash(core::Bytes first, core::Bytes second);
  Digest hmac(core::Bytes key, core::Bytes message);
  Digest expand_label(const Digest& secret, std::string_view start, std::string_view label, std::size_t length);
  bool mask_header(const InitialKeys& keys, core::Bytes packet, std::size_t number_at);
  bool decrypt(const InitialKeys& keys, core::Bytes sealed);

  std::unique_ptr<evp_md_st, Free> sha256_;
  std::unique_ptr<evp_md_ctx_st, Free> hasher_;
  std::unique_ptr<evp_cipher_st, Free> ecb_, gcm_;
  std::unique_ptr<evp_cipher_ctx_st, Free> masker_, decrypter_;
  std::vector<std::uint8_t> header_;  ///< of the packet at hand, without its protection
  std::vector<std::uint8_t> plain_;
};

}  // namespace vedette::decoders::quic
