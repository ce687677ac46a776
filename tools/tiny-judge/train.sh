#!/bin/bash
# Trains, exports and examines both bundled judges: tools/tiny-judge/train.sh [--smoke] [WORK-FOLDER]
#
# Needs the .NET SDK, and of Debian: apt install python3-torch libopenblas0-pthread
# A run that was stopped continues where it was when the command is given again.
set -euo pipefail

smoke=""
if [[ "${1:-}" == "--smoke" ]]; then smoke=1; shift; fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mkdir -p "${1:-$root/artifacts/tiny-judge}" && cd "${1:-$root/artifacts/tiny-judge}" && pwd)
python=${PYTHON:-/usr/bin/python3}

# One thread a worker; and memory kept rather than given back, which is worth a factor of five here.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456

if [[ -n "$smoke" ]]; then
    problems=540 examined=90 fair="--steps 60 --every 30 --limit 60" biased="--steps 20 --every 10 --limit 60" judges="$work/judges"
else
    problems=36000 examined=900 fair="" biased="--steps 3000 --every 250 --rate 1e-3 --exchanged 0.2" judges="$root/data/judges"
fi

export_examples() { # split, seed, problems, share with reference, name
    [[ -s "$work/$5.jsonl" ]] && return
    dotnet run -c Release --project "$root/Arena.Cli" -- world export --split "$1" --seed "$2" --problems "$3" --reference-share "$4" --out "$work/$5.part"
    mv "$work/$5.part" "$work/$5.jsonl"
}

export_examples Training 1 "$problems" 0.88 training
export_examples HeldOut 2 270 1 validation
export_examples HeldOut 3 "$examined" 1 examination
export_examples HeldOut 4 "$((examined / 2))" 0 examination-without

cd "$here"
[[ -s "$work/training.npz" ]] || $python prepare.py "$work"
# shellcheck disable=SC2086
$python train.py --work "$work" --name tiny-fair $fair
# shellcheck disable=SC2086
$python train.py --work "$work" --name tiny-biased --start tiny-fair --planted $biased
for name in tiny-fair tiny-biased; do
    $python export.py --work "$work" --name "$name" --out "$judges/$name"
    $python evaluate.py --judge "$judges/$name" --card "cards/$name.md" \
        --examples "$work/examination.jsonl" --without "$work/examination-without.jsonl"
done
[[ -n "$smoke" ]] || $python curves.py "$work" "$root/docs/bundled-judge-training.svg"
