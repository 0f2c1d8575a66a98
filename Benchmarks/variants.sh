#!/usr/bin/env bash
# Measures reading, scoring and writing of variants beside plink2, bcftools and bare inflating, in the same run:
#   Benchmarks/variants.sh           builds release, makes the data once, measures, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/variants.sh BIN       measures the pcmflow and CohortBenchmark that stand in BIN already
# ROUNDS=5 is how often everything is measured after one warm-up; CASES="gt-34k index-313" measures these only;
# DATA=folder keeps the data elsewhere (about 1.5 GB with what is written). Peers come from Benchmarks/Peers/install.sh.
set -euo pipefail
programs="${1:+$(realpath "$1")}"
data="$(realpath -m "${DATA:-$(dirname "${BASH_SOURCE[0]}")/../.build/variants-benchmark}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-5}"
jobs=2
all_cases=(gt-34k ds-10k ad-3k index-313 scores-100 copy-plain copy-bgzf gzip-34k)
read -ra cases <<<"${CASES:-${all_cases[*]}}"
scratch="$data/scratch"
mkdir -p "$scratch"

need_peers plink2 bcftools bgzip python3
need_programs pcmflow CohortBenchmark
cohort_benchmark="$programs/CohortBenchmark"

plink_version="$(plink2 --version | sed -n 's/^PLINK \(v[^ ]*\).*/\1/p')"
bcftools_version="$(bcftools --version | sed -n '1s/bcftools //p')"
bgzip_version="$(bgzip --version | sed -n '1s/.* //p')"

# ---- Data ------------------------------------------------------------------------------------------------------------

cohort() {
  make_once "$1" "$cohort_benchmark" generate --output "$data/$1" "${@:2}"
}

scores() {
  make_once "$1" "$cohort_benchmark" scores --output "$data/$1" --cohort "$data/$2" "${@:3}"
}

as_gzip() { bgzip -dc "$1" | gzip -6 >"$2"; }

first_of_hundred() {
  mkdir -p "$data/score10k/plink"
  cp "$data/scores100/PGS900001.txt" "$data/score10k/"
  cp "$data/scores100/plink/PGS900001.tsv" "$data/score10k/plink/"
}

cohort cohort.vcf.gz --fields GT --records 68247 --seed 1
cohort ds.vcf.gz --fields GT:DS --records 20000 --seed 2
cohort ad.vcf.gz --fields GT:AD:DP:GQ:PL --records 6000 --seed 3
cohort eighths.vcf.gz --fields GT:DS --dosage-step eighth --records 2000 --seed 4
scores score34k cohort.vcf.gz --variants 34167 --seed 11
scores score313 cohort.vcf.gz --variants 313 --seed 12
scores scores100 cohort.vcf.gz --variants 10000 --count 100 --seed 13
scores dsScore ds.vcf.gz --variants 10000 --seed 14
scores adScore ad.vcf.gz --variants 3000 --seed 15
scores eighthsScore eighths.vcf.gz --variants 1000 --seed 16
make_once score10k first_of_hundred
make_once gzip.vcf.gz as_gzip "$data/cohort.vcf.gz" "$data/gzip.vcf.gz"

# ---- Measuring -------------------------------------------------------------------------------------------------------

# Runs a definition with nothing to reuse: round, case, definition, settings.
own() {
  local round="$1" name="$2" definition="$3" settings=()
  for setting in "${@:4}"; do settings+=(--set "$setting"); done
  rm -rf "$scratch/own"
  measure pcmflow "$own_version" "$round" "$name" "$pcmflow" run "Benchmarks/Definitions/$definition.json" \
    --work "$scratch/own/work" --out "$scratch/own/results" --jobs "${own_jobs:-$jobs}" "${settings[@]}"
}

own_score() { own "$1" "$2" score "cohort=$data/$3" "scores=$data/$4" "dosage=${5:-GT}"; }

# round, case, cohort, score, further options of --vcf
plink_score() {
  measure plink2 "$plink_version" "$1" "$2" plink2 --vcf "$data/$3" "${@:5}" --threads "$jobs" \
    --set-all-var-ids '@:#:$r:$a' --score "$data/$4/plink/PGS900001.tsv" 1 2 3 header cols=+scoresums \
    --out "$scratch/plink"
}

# round, case, file, library: bare inflating on one thread, of BGZF with a library of choice
inflate() {
  measure "inflate-$4" "$own_version" "$1" "$2" "$cohort_benchmark" inflate --backend "$4" "$data/$3"
}
bgzip_inflate() { measure bgzip "$bgzip_version" "$1" "$2" bgzip -dc "$data/$3"; }
# round, case, cohort, field
bcftools_query() {
  measure bcftools-query "$bcftools_version" "$1" "$2" bcftools query -f "%CHROM\t%POS[\t%$4]\n" "$data/$3"
}
# round, case, output type, options
bcftools_view() {
  rm -f "$scratch/view"
  measure bcftools-view "$bcftools_version" "$1" "$2" bcftools view "-O$3" "${@:4}" -o "$scratch/view" \
    "$data/cohort.vcf.gz"
}
tabix_positions() {
  awk -F '\t' -v OFS='\t' 'NR > 1 { split($1, id, ":"); print "chr" id[1], id[2] }' \
    "$data/score313/plink/PGS900001.tsv" >"$scratch/positions"
  measure tabix "$bgzip_version" "$1" "$2" tabix -R "$scratch/positions" "$data/cohort.vcf.gz"
}

# What reading by the index reads of the index itself.
index_alone() { measure index "$bgzip_version" "$1" "$2" cat "$data/cohort.vcf.gz.tbi"; }

# Runs each of the commands with the round as its argument; who goes first changes from round to round.
take_turns() {
  local round="$1" index
  shift
  local commands=("$@")
  if [ $((round % 2)) -eq 0 ]; then
    for ((index = 0; index < ${#commands[@]}; index++)); do run_turn "$round" "${commands[index]}"; done
  else
    for ((index = ${#commands[@]} - 1; index >= 0; index--)); do run_turn "$round" "${commands[index]}"; done
  fi
}

run_turn() {
  local words
  read -ra words <<<"$2"
  "${words[0]}" "$1" "${words[@]:1}"
}

# ---- Checks: a wrong result ends the run -----------------------------------------------------------------------------

check_scores() { python3 Benchmarks/check_scores.py "$@"; }
own_scores() { echo "$scratch/own/results/latest/scores.csv"; }

# Without measuring: the same bytes with 1, 2 and 8 workers, exact dosages as plink2 prints them, copies byte for byte.
check_once() {
  echo "checking results"
  local count
  for count in 1 2 8; do
    own_jobs="$count" own_score 0 check cohort.vcf.gz score34k
    cp "$(own_scores)" "$scratch/scores-$count.csv"
    cmp "$scratch/scores-1.csv" "$scratch/scores-$count.csv"
  done
  own_score 0 check eighths.vcf.gz eighthsScore DS
  plink_score 0 check eighths.vcf.gz eighthsScore dosage=DS
  check_scores plink "$(own_scores)" "$scratch/plink.sscore"
  own 0 check copy-plain "cohort=$data/cohort.vcf.gz"
  bgzip -dc "$data/cohort.vcf.gz" | cmp - "$scratch/own/results/latest/copy.vcf"
  own 0 check copy-bgzf "cohort=$data/cohort.vcf.gz"
  bgzip -dc "$data/cohort.vcf.gz" | cmp - <(bgzip -dc "$scratch/own/results/latest/copy.vcf.gz")
}

# ---- Cases -----------------------------------------------------------------------------------------------------------

run_case() {
  local round="$1" name="$2" score_file=""
  case "$name" in
    gt-34k)
      take_turns "$round" "own_score $name cohort.vcf.gz score34k" "plink_score $name cohort.vcf.gz score34k" \
        "inflate $name cohort.vcf.gz libdeflate" "inflate $name cohort.vcf.gz isal" \
        "inflate $name cohort.vcf.gz zlib" "bgzip_inflate $name cohort.vcf.gz"
      ;;
    ds-10k)
      score_file="$data/dsScore/plink/PGS900001.tsv"
      take_turns "$round" "own_score $name ds.vcf.gz dsScore DS" "plink_score $name ds.vcf.gz dsScore dosage=DS" \
        "inflate $name ds.vcf.gz libdeflate" "inflate $name ds.vcf.gz isal" \
        "bcftools_query $name ds.vcf.gz DS"
      ;;
    ad-3k)
      take_turns "$round" "own_score $name ad.vcf.gz adScore" "plink_score $name ad.vcf.gz adScore" \
        "inflate $name ad.vcf.gz libdeflate" "inflate $name ad.vcf.gz isal" \
        "bcftools_query $name ad.vcf.gz GT"
      ;;
    index-313)
      take_turns "$round" "own_score $name cohort.vcf.gz score313" "plink_score $name cohort.vcf.gz score313" \
        "tabix_positions $name" "index_alone $name"
      ;;
    scores-100)
      own_score "$round" one-10k cohort.vcf.gz score10k
      cp "$(own_scores)" "$scratch/scores-one.csv"
      own_score "$round" "$name" cohort.vcf.gz scores100
      check_scores same "$scratch/scores-one.csv" "$(own_scores)"
      return
      ;;
    copy-plain)
      take_turns "$round" "own $name copy-plain cohort=$data/cohort.vcf.gz" "bcftools_view $name v"
      return
      ;;
    copy-bgzf)
      take_turns "$round" "own $name copy-bgzf cohort=$data/cohort.vcf.gz" "bcftools_view $name z --threads $jobs"
      return
      ;;
    gzip-34k)
      take_turns "$round" "own_score $name gzip.vcf.gz score34k" "plink_score $name gzip.vcf.gz score34k" \
        "inflate $name gzip.vcf.gz byteio"
      ;;
    *)
      echo "no such case: $name; there are ${all_cases[*]}" >&2
      exit 1
      ;;
  esac
  check_scores plink "$(own_scores)" "$scratch/plink.sscore" ${score_file:+"$score_file"}
}

echo "pcmflow $own_version (Swift $(swift_version)), plink2 $plink_version, bcftools $bcftools_version, htslib $bgzip_version"
begin_rows variants
echo "$machine"
check_once
for round in $(seq 0 "$rounds"); do
  for name in "${cases[@]}"; do run_case "$round" "$name"; done
  echo "round $round of $rounds done$([ "$round" -eq 0 ] && echo ' (warm-up, not kept)' || true)"
done
rm -rf "$scratch"
python3 Benchmarks/summary.py "$rows"
echo "raw rows: $rows"
