#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Records the captures of this folder: real Modbus stacks in network namespaces, one bridge, one tcpdump.
#
#   sudo recipe/make.sh [--output DIR] [CAPTURE…]     all of them, about 15 minutes, unless some are named
set -euo pipefail

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=$(dirname "$recipe")
declare -A seconds=([quiet-1]=330 [quiet-2]=180 [attack]=255 [controller-commands]=120)
declare -A seed=([quiet-1]=101 [quiet-2]=202 [attack]=303 [controller-commands]=404)
declare -A mac=([plc-1]=00:1d:9c:00:00:11 [plc-2]=00:1d:9c:00:00:12 [hmi]=00:0c:29:00:00:21
                [historian]=00:0c:29:00:00:31 [intruder]=3c:52:82:00:00:66)
declare -A ip=([plc-1]=10.20.1.11 [plc-2]=10.20.1.12 [hmi]=10.20.1.21 [historian]=10.20.1.31
               [intruder]=10.20.1.66)

die() { echo "make.sh: $*" >&2; exit 1; }

captures=()
while (($#)); do
  case $1 in
    --output) output=${2:?--output needs a folder}; shift 2 ;;
    quiet-1 | quiet-2 | attack | controller-commands) captures+=("$1"); shift ;;
    *) die "unknown capture $1; there are: quiet-1 quiet-2 attack controller-commands" ;;
  esac
done
((${#captures[@]})) || captures=(quiet-1 quiet-2 attack controller-commands)

((EUID == 0)) || die "must run as root: it makes network namespaces"
for need in cc:gcc ip:iproute2 tcpdump:tcpdump tshark:tshark python3:python3; do
  command -v "${need%%:*}" >/dev/null || die "${need%%:*} is missing: install the package ${need##*:}"
done
[[ -f /usr/include/modbus/modbus.h ]] || die "libmodbus is missing: install the package libmodbus-dev"
[[ -d $output ]] || die "no folder $output"

tag=vdt$$        # so that two runs, or someone else's namespaces, never meet
work=$(mktemp -d)
spaces=()
jobs_started=()

take_down() {
  for pid in "${jobs_started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${jobs_started[@]}"; do wait "$pid" 2>/dev/null || true; done
  for space in "${spaces[@]}"; do ip netns del "$space" 2>/dev/null || true; done
  spaces=() jobs_started=()
}
trap 'take_down; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

new_space() {
  ip netns add "$tag-$1"
  spaces+=("$tag-$1")
  # Before any interface is there: no neighbour discovery, no router solicitation.
  ip netns exec "$tag-$1" sh -c '
    for scope in all default; do
      f=/proc/sys/net/ipv6/conf/$scope/disable_ipv6
      if [ -e "$f" ]; then echo 1 >"$f"; fi
    done'
}

new_host() {
  new_space "$1"
  ip -n "$tag-switch" link add name "$1" type veth peer name eth0 netns "$tag-$1"
  ip -n "$tag-switch" link set dev "$1" master br0 up
  ip -n "$tag-$1" link set dev eth0 address "${mac[$1]}"
  ip -n "$tag-$1" address add "${ip[$1]}/24" dev eth0
  ip netns exec "$tag-$1" "$work/txoff" eth0
  ip -n "$tag-$1" link set dev eth0 up
  # The TCP of a small controller has no timestamps.
  [[ $1 != plc-* ]] || ip netns exec "$tag-$1" sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_timestamps'
}

# start HOST LOG PROGRAM ARGUMENT…
start() {
  local host=$1 log=$2
  shift 2
  ip netns exec "$tag-$host" "$@" >"$work/$log.out" 2>"$work/$log.err" &
  jobs_started+=($!)
}

await() {  # FILE TEXT
  for _ in {1..100}; do
    if grep -q "$2" "$1" 2>/dev/null; then return; fi
    sleep 0.1
  done
  die "no '$2' within ten seconds: $(cat "$1")"
}

record() {
  local name=$1 s=${seed[$1]} tcpdump_pid
  new_space switch
  ip -n "$tag-switch" link add name br0 type bridge stp_state 0 mcast_snooping 0
  ip -n "$tag-switch" link set dev br0 up
  for host in plc-1 plc-2 hmi historian intruder; do new_host "$host"; done

  # A bridge in promiscuous mode hands up each frame that enters it, once.
  start switch tcpdump tcpdump -i br0 -n -B 8192 -Z root -w "$work/$name.pcap"
  tcpdump_pid=$!
  await "$work/tcpdump.err" "listening on"

  start plc-1 plc-1 "$work/plc" "${ip[plc-1]}" boiler "$((s + 1))"
  start plc-2 plc-2 "$work/plc" "${ip[plc-2]}" cooler "$((s + 2))"
  await "$work/plc-1.out" listening
  await "$work/plc-2.out" listening
  start hmi hmi "$work/hmi" "$((s + 3))"
  start historian historian "$work/historian" "$((s + 4))"
  case $name in
    attack) start intruder marks "$work/intruder" attack ;;
    controller-commands) start plc-2 marks "$work/intruder" command ;;
  esac
  echo "$name: recording ${seconds[$name]} s"
  sleep "${seconds[$name]}" &
  wait $!        # unlike a plain sleep, this lets an interrupt through at once

  # The recorder goes first, so that the capture ends as it would on a site: with everything still running.
  kill -TERM "$tcpdump_pid"
  wait "$tcpdump_pid" || true
  grep -q '^0 packets dropped by kernel' "$work/tcpdump.err" || die "$name: tcpdump lost packets"
  for log in plc-1 plc-2 hmi historian marks; do
    if [[ -s $work/$log.err ]]; then die "$name: $log says: $(head -n 3 "$work/$log.err")"; fi
  done
  take_down

  if [[ -s $work/marks.out ]]; then
    python3 "$recipe/label.py" "$work/$name.pcap" "$work/marks.out" >"$work/$name.labels.yaml"
    cp "$work/$name.labels.yaml" "$output/"
  fi
  cp "$work/$name.pcap" "$output/"
  rm -f "$work"/*.out "$work"/*.err
  python3 "$recipe/check.py" "$output/$name.pcap"
}

for program in plc hmi historian intruder txoff; do
  cc -std=c11 -O2 -Wall -Wextra -Werror -I/usr/include/modbus "$recipe/$program.c" -o "$work/$program" -lmodbus -lm
done
for capture in "${captures[@]}"; do record "$capture"; done
