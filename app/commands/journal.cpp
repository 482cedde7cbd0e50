// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "app/commands/command.h"
#include "exporters/keys.h"
#include "exporters/verify.h"

namespace vedette::app {
namespace {

struct JournalOptions {
  std::string file, anchor;
  std::vector<std::string> trust;
};

core::Result<std::optional<std::string>> read_anchor(const std::string& path) {
  if (path.empty()) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return core::unavailable(fmt::format("{}: can't be read", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Exit run_verify(const JournalOptions& options, const Console& console) {
  std::vector<std::string> paths = options.trust;
  if (paths.empty()) paths.push_back(options.file + ".pub");
  std::vector<exporters::PublicKey> keys;
  for (const auto& path : paths) {
    auto key = exporters::PublicKey::load(path);
    if (!key) return console.fail(key.error());
    keys.push_back(std::move(*key));
  }
  const auto anchor = read_anchor(options.anchor);
  if (!anchor) return console.fail(anchor.error());
  const auto report = exporters::verify_journal(options.file, keys, *anchor);
  if (!report) return console.fail(report.error());
  fmt::print("{}: {}\n", options.file, to_string(*report));
  return report->sound() ? Exit::done : Exit::answer_is_no;
}

}  // namespace

void add_journal(CLI::App& root, Invocation& invocation) {
  auto* journal = add_command(root, "journal", "The tamper-evident store of everything that was published",
                              "vedette journal verify site.journal --trust sensor.pub");
  journal->require_subcommand(1);
  auto* verify = add_command(*journal, "verify", "Check every signature and every link of the chain",
                             "vedette journal verify site.journal --trust sensor.pub --anchor last.checkpoint");
  auto options = std::make_shared<JournalOptions>();
  verify->add_option("FILE", options->file, "The journal")->required();
  verify
      ->add_option("--trust", options->trust, "Public key that may have signed it (default: FILE.pub); may be repeated")
      ->type_name("KEY");
  verify
      ->add_option("--anchor", options->anchor,
                   "A checkpoint that was kept elsewhere: proves that the end was not cut off")
      ->type_name("CHECKPOINT");
  verify->callback([options, &invocation] {
    invocation.run = [options, &invocation] { return run_verify(*options, invocation.console); };
  });
}

}  // namespace vedette::app
