#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the captures of this folder anew with vedette-lab: of each kind of site a quiet hour and, later, an attacked one.
#   pcaps/lab/make.sh [path to vedette-lab]
set -euo pipefail
cd "$(dirname "$0")"
lab=${1:-../../build/release/vedette-lab}

# make SITE QUIET_START ATTACKED_START ATTACK...
make() {
  local site=$1 quiet=$2 attacked=$3 hour=0.0416667
  shift 3
  "$lab" make --site "$site" --devices 10 --seed 11 --days "$hour" --start "$quiet" --output "$site-quiet.pcap" \
    --labels "$site-quiet.labels.yaml" --site-file "$site.site.yaml"
  local attacks=()
  for attack in "$@"; do attacks+=(--attack "$attack"); done
  "$lab" make --site "$site" --devices 10 --seed 11 --days "$hour" --start "$attacked" "${attacks[@]}" \
    --output "$site-attacked.pcap" --labels "$site-attacked.labels.yaml"
}

# Tuesday and Wednesday mornings, when people are at work.
make brewery 2026-03-03T08:00:00Z 2026-03-04T08:00:00Z rogue_master:medium@day0T00:10 register_sweep:loud@day0T00:35
make office 2026-03-03T08:00:00Z 2026-03-04T08:00:00Z who_is_sweep:medium@day0T00:10 priority_override:medium@day0T00:30
make store 2026-03-03T08:00:00Z 2026-03-04T08:00:00Z mqtt_harvest:medium@day0T00:10 credential_guessing:medium@day0T00:40
