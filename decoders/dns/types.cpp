// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/types.h"

#include <algorithm>

namespace vedette::decoders::dns {
namespace {

using core::Verb;

struct Code {
  std::uint16_t number;
  std::string_view name;
};

constexpr Code types[] = {
    {1, "A"},      {2, "NS"},      {3, "MD"},          {4, "MF"},     {5, "CNAME"},     {6, "SOA"},
    {7, "MB"},     {8, "MG"},      {9, "MR"},          {10, "NULL"},  {11, "WKS"},      {12, "PTR"},
    {13, "HINFO"}, {14, "MINFO"},  {15, "MX"},         {16, "TXT"},   {17, "RP"},       {18, "AFSDB"},
    {19, "X25"},   {20, "ISDN"},   {21, "RT"},         {22, "NSAP"},  {23, "NSAP-PTR"}, {24, "SIG"},
    {25, "KEY"},   {26, "PX"},     {27, "GPOS"},       {28, "AAAA"},  {29, "LOC"},      {30, "NXT"},
    {31, "EID"},   {32, "NIMLOC"}, {33, "SRV"},        {34, "ATMA"},  {35, "NAPTR"},    {36, "KX"},
    {37, "CERT"},  {38, "A6"},     {39, "DNAME"},      {40, "SINK"},  {41, "OPT"},      {42, "APL"},
    {43, "DS"},    {44, "SSHFP"},  {45, "IPSECKEY"},   {46, "RRSIG"}, {47, "NSEC"},     {48, "DNSKEY"},
    {49, "DHCID"}, {50, "NSEC3"},  {51, "NSEC3PARAM"}, {52, "TLSA"},  {53, "SMIMEA"},   {55, "HIP"},
    {56, "NINFO"}, {57, "RKEY"},   {58, "TALINK"},     {59, "CDS"},   {60, "CDNSKEY"},  {61, "OPENPGPKEY"},
    {62, "CSYNC"}, {63, "ZONEMD"}, {64, "SVCB"},       {65, "HTTPS"}, {99, "SPF"},      {100, "UINFO"},
    {101, "UID"},  {102, "GID"},   {103, "UNSPEC"},    {104, "NID"},  {105, "L32"},     {106, "L64"},
    {107, "LP"},   {108, "EUI48"}, {109, "EUI64"},     {249, "TKEY"}, {250, "TSIG"},    {251, "IXFR"},
    {252, "AXFR"}, {253, "MAILB"}, {254, "MAILA"},     {255, "ANY"},  {256, "URI"},     {257, "CAA"},
    {258, "AVC"},  {259, "DOA"},   {260, "AMTRELAY"},  {32768, "TA"}, {32769, "DLV"},
};
constexpr Code classes[] = {{1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}};

struct Rcode {
  std::uint16_t number;
  std::string_view name, status;
};
constexpr Rcode rcodes[] = {
    {0, "NOERROR", "noerror"},  {1, "FORMERR", "formerr"}, {2, "SERVFAIL", "servfail"},  {3, "NXDOMAIN", "nxdomain"},
    {4, "NOTIMP", "notimp"},    {5, "REFUSED", "refused"}, {6, "YXDOMAIN", "yxdomain"},  {7, "YXRRSET", "yxrrset"},
    {8, "NXRRSET", "nxrrset"},  {9, "NOTAUTH", "notauth"}, {10, "NOTZONE", "notzone"},   {11, "DSOTYPENI", "dsotypeni"},
    {16, "BADVERS", "badvers"}, {17, "BADKEY", "badkey"},  {18, "BADTIME", "badtime"},   {19, "BADMODE", "badmode"},
    {20, "BADNAME", "badname"}, {21, "BADALG", "badalg"},  {22, "BADTRUNC", "badtrunc"}, {23, "BADCOOKIE", "badcookie"},
};

constexpr std::string_view opcodes[16] = {"query",     "iquery",    "status",    "opcode_3", "notify",    "update",
                                          "dso",       "opcode_7",  "opcode_8",  "opcode_9", "opcode_10", "opcode_11",
                                          "opcode_12", "opcode_13", "opcode_14", "opcode_15"};

constexpr auto operations = [] {
  std::array<std::string_view, std::size(opcodes) + 3> all{};
  auto end = std::copy(std::begin(opcodes), std::end(opcodes), all.begin());
  for (const std::string_view name : {transfer_operation, address_operation, announce_operation}) *end++ = name;
  return all;
}();

template <std::size_t N>
std::string_view name_in(const Code (&table)[N], std::uint16_t number) {
  const auto at = std::ranges::find(table, number, &Code::number);
  return at == std::end(table) ? std::string_view{} : at->name;
}

}  // namespace

CodeName type_name(std::uint16_t type) {
  return {name_in(types, type), "TYPE", type};
}
CodeName class_name(std::uint16_t number) {
  return {name_in(classes, number), "CLASS", number};
}
bool is_known_type(std::uint16_t type) {
  return !name_in(types, type).empty();
}

CodeName rcode_name(std::uint16_t rcode) {
  const auto at = std::ranges::find(rcodes, rcode, &Rcode::number);
  return {at == std::end(rcodes) ? std::string_view{} : at->name, "RCODE", rcode};
}
std::string_view rcode_status(std::uint16_t rcode) {
  const auto at = std::ranges::find(rcodes, rcode, &Rcode::number);
  return at == std::end(rcodes) ? std::string_view{"rcode_other"} : at->status;
}

std::string_view opcode_operation(std::uint8_t code) {
  return opcodes[code & 0xf];
}

Verb opcode_verb(std::uint8_t code) {
  switch (code) {
    case opcode::query:
    case opcode::iquery:
      return Verb::discover;
    case opcode::notify:
      return Verb::publish;
    case opcode::update:
      return Verb::write;
    default:
      return Verb::other;
  }
}

std::span<const std::string_view> operation_names() {
  return operations;
}

}  // namespace vedette::decoders::dns
