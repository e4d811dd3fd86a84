# What scripts/train/cells and scripts/train/lines share, sourced by them with their arguments: reads the options, sets
# PyTorch up, builds what paints, paints what is learnt from. Before, they set
#   program  paints and scans: cell_pictures, line_pictures      kinds  the stroke files it writes of
#   amount   how long to learn, and the name of its option: "steps 9000"      passes  times each stroke is written
#   more     further options of the program
#   more_ink a function, called when the learner's $python is there: adds to the `ink` that is written
# Afterwards there are $work, $strokes, $seed, $threads, the learner's $python, $length (as the option gave it), and what
# was painted in `train`.
usage() { sed -n '2,9s/^# \?//p' "$0" >&2; exit 2; }
(($#)) && [[ -d $1 ]] || usage
strokes=$(readlink -f "$1") work=build/train-$(basename "$0") seed=1 threads=$(nproc)
option=${amount% *} length=${amount#* }
shift
while (($#)); do
  case $1 in
    --work) work=${2:?} ;;
    "--$option") length=${2:?} ;;
    --passes) passes=${2:?} ;;
    --seed) seed=${2:?} ;;
    --threads) threads=${2:?} ;;
    *) usage ;;
  esac
  shift 2
done

python=$work/venv/bin/python
mkdir -p "$work"
if [[ ! -x $python ]]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet -r scripts/train/requirements.txt
fi
cmake --preset release -DCARESCAN_TESTS=ON >/dev/null
cmake --build --preset release --target "$program"

ink=()
for kind in "${kinds[@]}"; do ink+=(--ink "$strokes/$kind.jsonl.gz"); done
more_ink
paint() {  # paint NAME LIST SCANNERS SEED [PART]: unless it was painted before
  [[ -e $work/$1.painted ]] && return
  local whose=()
  [[ $2 == fonts ]] || whose=("${ink[@]}" --writers "scripts/train/writers/$2.txt")
  "build/release/$program" "$work/$1" "${whose[@]}" "${more[@]}" --scanners "$3" --seed "$4" --part "${5:-1/1}"
  touch "$work/$1.painted"
}

train=()
mixed="office copier office copier clean old fax office copier"
for ((k = 1; k <= passes; ++k)); do
  paint "train-$k-1" train "$mixed" "$((100 * seed + k))" 1/2 &
  paint "train-$k-2" train "$mixed" "$((100 * seed + k))" 2/2
  wait
  paint "fonts-$k" fonts "$mixed" "$((100 * seed + 50 + k))"
  train+=("$work/train-$k-1" "$work/train-$k-2" "$work/fonts-$k")
done
