#!/usr/bin/env bash
# Checks a machine with CUDA: the tests of the library on a build for it, then what the shipped bundle gives and how fast. Needs ONNX Runtime for CUDA
# (a package, see -p:OnnxRuntime in ARCHITECTURE.md), NVIDIA's CUDA 13 and cuDNN 9 on the library path, and the .NET SDK unless --no-build. Where TensorRT 10
# is on the library path too, engines are built, kept and taken over by a running agent; --tensorrt insists on it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GCgen0size=1000000

artifacts=$PWD/artifacts/gpu
results=$artifacts/results
is_built=
tensorrt=
while [ $# -gt 0 ]; do
  case $1 in
    --no-build) is_built=1 ;;
    --tensorrt) tensorrt=1 ;;
    --artifacts) artifacts=$(realpath "$2"); shift ;;
    --results) results=$2; shift ;;
    *) echo "Usage: tests/gpu/check.sh [--no-build] [--tensorrt] [--artifacts DIR] [--results DIR]" >&2; exit 2 ;;
  esac
  shift
done
mkdir -p "$results"

say() { printf '== %s\n' "$*"; }
failed=0
check() {
  say "$1"
  shift
  if "$@"; then say ok; else say "FAILED (exit code $?)"; failed=1; fi
}

command -v nvidia-smi >/dev/null || { echo "tests/gpu/check.sh: nvidia-smi is not there: install NVIDIA's driver." >&2; exit 2; }
nvidia-smi --query-gpu=name,driver_version,memory.total,compute_cap --format=csv | tee "$results/gpu.csv"
if [ -z "$is_built" ]; then
  for project in tests/SemanticMlr.Tests src/SemanticMlr.Cli src/SemanticMlr.Edge.Agent; do
    dotnet build "$project" --configuration Release -p:OnnxRuntime=Gpu -p:ArtifactsPath="$artifacts" --verbosity quiet
  done
fi

bundle=models/pcb-defects
forms=$(mktemp -d)
trap 'rm -rf "$forms"' EXIT
mlr() { dotnet "$artifacts/bin/SemanticMlr.Cli/release/mlr.dll" "$@"; }
kept() { local name=$1; shift; mlr "$@" --json | tee "$results/$name.json"; }

check "tests of the library, CUDA required" env SEMANTICMLR_REQUIRE_CUDA=1 dotnet "$artifacts/bin/SemanticMlr.Tests/release/SemanticMlr.Tests.dll"

# One agent on TensorRT, with CUDA beside it: prints the summary of a run, its log goes to a file.
agent_run() {
  local name=$1 seconds=$2
  cat >"$forms/edge.json" <<EOF
{ "State": { "Folder": "$forms/agent" }, "Mqtt": { "Host": "127.0.0.1", "Port": 1 }, "Health": { "Http": { "Port": 0 } },
  "Recognition": { "Bundle": "$PWD/$bundle", "Inference": { "Providers": ["TensorRt", "Cuda"] } },
  "Capture": { "Cameras": [ { "Name": "cam1", "Source": "sim:pcb", "Regions": "3x3" } ] } }
EOF
  dotnet "$artifacts/bin/SemanticMlr.Edge.Agent/release/semantic-mlr-agent.dll" --config "$forms/edge.json" --seconds "$seconds" 2>"$results/$name.log" | tee "$results/$name.json"
}
takes_over() {
  agent_run engine-build 240 && grep -q 'builds its engine' "$results/engine-build.log" && grep -q 'is built and proved' "$results/engine-build.log" \
    && grep -q '"provider":"TensorRt"' "$results/engine-build.json"
}
is_kept() {
  agent_run engine-kept 10 && ! grep -q 'builds its engine' "$results/engine-kept.log" && grep -q '"provider":"TensorRt"' "$results/engine-kept.json"
}
check "what the doctor says" kept doctor doctor
if [ -n "$tensorrt" ] || grep -q '"subject":"TensorRT","verdict":"ok"' "$results/doctor.json"; then
  check "engines of TensorRT" env SEMANTICMLR_REQUIRE_TENSORRT=1 dotnet "$artifacts/bin/SemanticMlr.Tests/release/SemanticMlr.Tests.dll" -class SemanticMlr.Tests.Recognition.TensorRtTests
  check "CUDA serves while an engine is built, then TensorRT" takes_over
  check "the engine is kept" is_kept
  check "golden pictures on TensorRT" kept verify-tensorrt bundle verify $bundle --provider tensorrt
  check "mAP on TensorRT" kept eval-tensorrt eval --bundle $bundle --simulate pcb --count 200 --provider tensorrt
  check "the agent on TensorRT" kept bench-tensorrt bench --bundle $bundle --provider tensorrt --rounds 5 --seconds 2
else
  say "TensorRT is not there: its checks are left out"
fi
check "golden pictures on CUDA" kept verify bundle verify $bundle --provider cuda
check "mAP on CUDA" kept eval-cuda eval --bundle $bundle --simulate pcb --count 200 --provider cuda
check "mAP on the processor" kept eval-cpu eval --bundle $bundle --simulate pcb --count 200 --provider cpu
check "an fp16 form" kept quantize quantize --bundle $bundle --simulate pcb --count 20 --rounds 6 --precision fp16 --out "$forms/bundle"
check "fp16 beside fp32 on CUDA, single regions" kept forms-1 bench forms --bundle "$forms/bundle" --provider cuda --simulate pcb --count 100 --rounds 200
check "fp16 beside fp32 on CUDA, nine regions" kept forms-9 bench forms --bundle "$forms/bundle" --provider cuda --simulate pcb --count 100 --rounds 200 --batch 9 --state "$forms/state"
check "the agent on CUDA" kept bench-cuda bench --bundle $bundle --provider cuda --rounds 5 --seconds 2
check "the agent on the processor" kept bench-cpu bench --bundle $bundle --provider cpu --rounds 5 --seconds 2
say "results in $results"
exit $failed
