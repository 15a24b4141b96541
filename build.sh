#!/usr/bin/env bash
# The one door: sets up what is missing, then does what is asked. `./build.sh help` lists the verbs.
set -euo pipefail
readonly invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Young objects are collected every so many bytes (hexadecimal) instead of once they fill the processor's cache: memory stays low and level.
# 16 MiB for builds and tests, 4 MiB for what runs.
export DOTNET_GCgen0size=1000000
readonly gen0size_of_runs=400000
readonly configuration=Release
readonly bin=artifacts/bin
# OpenCV's window module links GTK 3; labels are normalised by ICU; RTSP cameras are read by ffmpeg.
readonly run_packages=(libgtk-3-0 libicu ffmpeg)
# The tests talk to a real broker, a real RTSP server, make certificates and record system calls.
readonly test_packages=(mosquitto openssl strace python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base
  gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly)

usage() {
  cat <<'TEXT'
Usage: ./build.sh VERB [ARGUMENTS]

  run [--demo line|pcb] [--config FILE] [--seconds N]
                 start the agent: by default with the shipped bundle, a simulated camera and a broker of its own
  test [--long]  run all tests; the last line is "N passed, N failed, N skipped"
  mlr ARGUMENTS  the tool for training, evaluation and calibration (./build.sh mlr --help)
  bench [ARGS]   mlr bench on its defaults; bench outbox measures the outbox, bench backlog what draining takes from the frames,
                 bench --model NAME encoders of known shapes, bench --peers other runtimes, bench --roofline the processor's limit
  soak --hours H run the demo for H hours (a fraction will do) and report memory: every minute, at the end, and its trend
  soak --hours H --faults [--seed N] [--output DIR] [--logs DIR]
                 agents under faults of broker, camera and links, kills and losses of power; writes reliability.md and .json
                 (into docs/results); fails where a message is lost, a fault is not recovered from or memory grows
  publish RID    the agent and its files for linux-x64 or linux-arm64 into artifacts/publish/RID
  check          format gate and analyzers
  help           this text

Native packages are installed from Debian/Ubuntu when this runs as root; otherwise it names the ones to install.
TEXT
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "build.sh: $*"; exit 1; }

# Captured first: a pipe into grep -q would break under pipefail. An ordinary user's PATH may lack the folder of ldconfig.
libraries() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p; }

has_package() {
  local known
  case $1 in
    libicu) known=$(libraries) && [[ $known == *libicuuc.so* ]] ;;
    libgtk-3-0) known=$(libraries) && [[ $known == *libgtk-3.so* ]] ;;
    *) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
  esac
}

# The name under which the running distribution knows a package; Debian 12's where its lists are empty.
package_name() {
  local names
  case $1 in
    libicu)
      names=$(apt-cache search --names-only '^libicu[0-9]+(t64)?$' 2>/dev/null | cut -d ' ' -f 1 | sort -V)
      names=${names##*$'\n'}
      echo "${names:-libicu72}"
      ;;
    libgtk-3-0)
      names=$(apt-cache search --names-only '^libgtk-3-0t64$' 2>/dev/null)
      if [ -n "$names" ]; then echo libgtk-3-0t64; else echo libgtk-3-0; fi
      ;;
    *) echo "$1" ;;
  esac
}

need_packages() {
  local package missing=() names=()
  for package in "$@"; do has_package "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "install these native packages first (Debian's names): ${missing[*]}"
  if [ "$(id -u)" -eq 0 ]; then
    say "build.sh: installing native packages: ${missing[*]}"
    apt-get update -qq >&2
  fi
  for package in "${missing[@]}"; do names+=("$(package_name "$package")"); done
  [ "$(id -u)" -eq 0 ] || fail "install these native packages first: sudo apt-get install ${names[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${names[@]}" >&2
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: install it, so that 'dotnet --version' prints 10.0.x."
}

# Builds a project unless nothing that it could depend on has changed since the last build began.
build() {
  local project=$1 name stamp
  name=$(basename "$project")
  stamp=artifacts/$name.$configuration.${OnnxRuntime:-Cpu}.built
  if [ -f "$stamp" ] && [ -z "$(find src tests *.props *.sln global.json .editorconfig -newer "$stamp" -print -quit)" ]; then
    return
  fi
  need_dotnet
  say "build.sh: building $name"
  mkdir -p artifacts
  touch "$stamp.new"
  dotnet build "$project" --configuration "$configuration" --verbosity quiet -clp:NoSummary >&2
  mv "$stamp.new" "$stamp"
}

# Paths that a person names are meant from where that person stands, not from the repository.
run_dotnet() {
  local root=$PWD
  cd "$invoked_from"
  export DOTNET_GCgen0size=$gen0size_of_runs
  exec dotnet "$root/$bin/$1" "${@:2}"
}

run() {
  need_packages "${run_packages[@]}"
  build src/SemanticMlr.Edge.Agent/SemanticMlr.Edge.Agent.csproj
  run_dotnet SemanticMlr.Edge.Agent/release/semantic-mlr-agent.dll "$@"
}

mlr() {
  need_packages "${run_packages[@]}"
  build src/SemanticMlr.Cli/SemanticMlr.Cli.csproj
  run_dotnet SemanticMlr.Cli/release/mlr.dll "$@"
}

# ML.NET, one of the peers, lives in a program of its own.
bench() {
  case " $* " in
    *' --peers '* | ' peers '*) build tests/SemanticMlr.Benchmarks/SemanticMlr.Benchmarks.csproj ;;
  esac
  mlr bench "$@"
}

run_tests() {
  [ "${1:-}" = --long ] && export SEMANTICMLR_LONG_TESTS=1
  need_packages "${run_packages[@]}" "${test_packages[@]}"
  build SemanticMlr.Edge.sln
  local project name passed=0 failed=0 skipped=0 total errors fails skips line log logs failures='' beside=SemanticMlr.Edge.Tests
  logs=$(mktemp -d)
  # The agent's tests wait for brokers and cameras more than they compute, so they run beside the others. Without job control (set -m) a job in the
  # background ignores Ctrl-C, and so would every agent that its tests start.
  set -m
  say "build.sh: $beside, beside the others"
  dotnet "$bin/$beside/release/$beside.dll" -noLogo -noColor >"$logs/$beside" 2>&1 &
  trap 'kill -- -$! 2>/dev/null || true; exit 130' INT TERM
  for project in tests/*.Tests; do
    name=$(basename "$project")
    [ "$name" != "$beside" ] || continue
    say "build.sh: $name"
    dotnet "$bin/$name/release/$name.dll" -noLogo -noColor 2>&1 | tee "$logs/$name" >&2 || true
  done
  wait || true
  trap - INT TERM
  set +m
  cat "$logs/$beside" >&2
  for project in tests/*.Tests; do
    name=$(basename "$project")
    log="$logs/$name"
    failures+=$(grep -F '[FAIL]' "$log" || true)
    line=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1 || true)
    if [ -z "$line" ]; then
      say "build.sh: $name ended without a summary"
      failed=$((failed + 1))
      continue
    fi
    number() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$line"; }
    total=$(number Total) errors=$(number Errors) fails=$(number Failed) skips=$(number Skipped)
    passed=$((passed + total - fails - skips)) failed=$((failed + fails + errors)) skipped=$((skipped + skips))
  done
  rm -rf "$logs"
  [ -z "$failures" ] || say "build.sh: failed were:"$'\n'"$failures"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
}

# The fault suite in its long form.
soak_faults() {
  need_packages "${run_packages[@]}" "${test_packages[@]}"
  build tests/SemanticMlr.Soak/SemanticMlr.Soak.csproj
  run_dotnet SemanticMlr.Soak/release/semantic-mlr-soak.dll faults "$@"
}

# Memory of the demo over time; fails where it passes the limit of 350 MB or still grows in the second half.
soak() {
  [ "${1:-}" = --hours ] && [ -n "${2:-}" ] || fail "soak needs --hours H, as in: ./build.sh soak --hours 0.2"
  if [ "${3:-}" = --faults ]; then
    soak_faults --hours "$2" "${@:4}"
    return
  fi

  need_packages "${run_packages[@]}"
  build src/SemanticMlr.Edge.Agent/SemanticMlr.Edge.Agent.csproj
  local seconds log pid start
  seconds=$(awk -v hours="$2" 'BEGIN { printf "%d", hours * 3600 }')
  [ "$seconds" -ge 60 ] || fail "soak needs at least a minute."
  log=$(mktemp)
  DOTNET_GCgen0size=$gen0size_of_runs dotnet "$bin/SemanticMlr.Edge.Agent/release/semantic-mlr-agent.dll" --seconds "$seconds" >"$log.out" &
  pid=$!
  start=$SECONDS
  while kill -0 "$pid" 2>/dev/null; do
    awk -v t=$((SECONDS - start)) '/^VmRSS/ { print t, $2 / 1024 }' "/proc/$pid/status" >>"$log" 2>/dev/null || true
    [ $(((SECONDS - start) % 60)) -ge 5 ] || say "soak: $((SECONDS - start)) s, $(tail -n 1 "$log" | cut -d ' ' -f 2) MB"
    sleep 5
  done
  wait "$pid" || fail "the agent ended with code $?."
  tail -n 1 "$log.out"
  awk '{ t[NR] = $1; m[NR] = $2; if ($2 > max) max = $2 }
    END {
      first = int(NR / 2) + 1
      for (i = first; i <= NR; i++) { n++; sx += t[i]; sy += m[i]; sxx += t[i] * t[i]; sxy += t[i] * m[i] }
      slope = (n * sxy - sx * sy) / (n * sxx - sx * sx) * 60
      printf "{\"seconds\": %d, \"maxMB\": %.1f, \"lastMB\": %.1f, \"trendMBPerMinute\": %.3f}\n", t[NR], max, m[NR], slope
      exit !(max < 350 && slope < 0.5)
    }' "$log"
}

publish() {
  local rid=${1:-}
  case $rid in linux-x64 | linux-arm64) ;; *) fail "publish needs linux-x64 or linux-arm64, found '$rid'." ;; esac
  need_dotnet
  local out=artifacts/publish/$rid
  dotnet publish src/SemanticMlr.Edge.Agent --configuration "$configuration" --runtime "$rid" --self-contained --output "$out" >&2
  cp -r config models systemd README.md LICENSE "$out/"
  if [ "$rid" = linux-arm64 ]; then
    say "build.sh: no OpenCV binary for linux-arm64 is published: put libOpenCvSharpExtern.so, built on the device, beside the agent."
  fi
  echo "$out"
}

check() {
  need_dotnet
  dotnet format SemanticMlr.Edge.sln --verify-no-changes >&2 || fail "the format gate failed: run 'dotnet format SemanticMlr.Edge.sln'."
  dotnet build SemanticMlr.Edge.sln --configuration "$configuration" --verbosity quiet -clp:NoSummary >&2
  say "build.sh: format and analyzers are clean"
}

verb=${1:-help}
[ $# -gt 0 ] && shift
case $verb in
  run) run "$@" ;;
  test) run_tests "$@" ;;
  mlr) mlr "$@" ;;
  bench) bench "$@" ;;
  soak) soak "$@" ;;
  publish) publish "$@" ;;
  check) check ;;
  help | --help | -h) usage ;;
  *) say "build.sh: unknown verb '$verb'"; usage >&2; exit 2 ;;
esac
