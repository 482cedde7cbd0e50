// SPDX-License-Identifier: Apache-2.0
// What is known before the first packet: site, model and tuning files, shipped templates. Loaded once, turned into what
// baselines and detectors take.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "baselines/behaviour.h"
#include "core/result.h"
#include "detectors/budget.h"
#include "detectors/judge.h"
#include "detectors/policy.h"
#include "models/model.h"
#include "models/site.h"
#include "models/tuning.h"
#include "models/vocabulary.h"

namespace vedette::app {

struct KnowledgeFiles {
  std::string site, model, tuning;  ///< paths; empty: none
};

struct Knowledge {
  std::optional<models::Site> site;
  std::optional<models::LoadedModel> model;
  std::optional<models::Tuning> tuning;

  static core::Result<Knowledge> load(const KnowledgeFiles& files);
  std::string site_name() const { return site ? site->name : model ? model->model.site : std::string{}; }
};

/// The words that site and tuning files may use: those of the decoders.
models::Vocabulary vocabulary();

enum class Learning : bool { no, yes };
/// Entities and roles as they are known, with what the model has learned of them.
std::unique_ptr<baselines::Behaviour> make_behaviour(const Knowledge& knowledge, Learning learning);

/// `per_device_day`, where given, instead of the site's.
detectors::Budget make_budget(const Knowledge& knowledge, std::optional<double> per_device_day = std::nullopt);
detectors::Policy make_policy(const Knowledge& knowledge);
std::vector<detectors::Prohibition> make_prohibitions(const Knowledge& knowledge);

/// The tuning file's allowances and exceptions. The knowledge must outlive it.
std::unique_ptr<detectors::Exceptions> make_exceptions(const Knowledge& knowledge);

}  // namespace vedette::app
