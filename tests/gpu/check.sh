#!/usr/bin/env bash
# Checks a machine with CUDA: the tests of the library on a build for it, then what the shipped bundle gives and how fast. Needs ONNX Runtime for CUDA
# (a package, see -p:OnnxRuntime in ARCHITECTURE.md), NVIDIA's CUDA 13 and cuDNN 9 on the library path, and the .NET SDK unless --no-build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GCgen0size=1000000

artifacts=$PWD/artifacts/gpu
results=$artifacts/results
is_built=
while [ $# -gt 0 ]; do
  case $1 in
    --no-build) is_built=1 ;;
    --artifacts) artifacts=$(realpath "$2"); shift ;;
    --results) results=$2; shift ;;
    *) echo "Usage: tests/gpu/check.sh [--no-build] [--artifacts DIR] [--results DIR]" >&2; exit 2 ;;
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
  for project in tests/SemanticMlr.Tests src/SemanticMlr.Cli; do
    dotnet build "$project" --configuration Release -p:OnnxRuntime=Gpu -p:ArtifactsPath="$artifacts" --verbosity quiet
  done
fi

bundle=models/pcb-defects
forms=$(mktemp -d)
trap 'rm -rf "$forms"' EXIT
mlr() { dotnet "$artifacts/bin/SemanticMlr.Cli/release/mlr.dll" "$@"; }
kept() { local name=$1; shift; mlr "$@" --json | tee "$results/$name.json"; }

check "tests of the library, CUDA required" env SEMANTICMLR_REQUIRE_CUDA=1 dotnet "$artifacts/bin/SemanticMlr.Tests/release/SemanticMlr.Tests.dll"
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
