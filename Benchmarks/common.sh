# What the benchmarks of whole processes have in common. Who sources it stands in the root of the project and has set
# `data`, the folder for data, and before `need_programs` `programs`: the folder with programs that was given, or nothing.

own_version="$(git describe --always --dirty 2>/dev/null || echo unknown)"

swift_version() { swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1; }

# Builds products as they are used, unless a folder with programs was given.
need_programs() {
  [ -n "$programs" ] || programs="$(./run.sh build "$@")"
  pcmflow="$programs/pcmflow"
}

# Ends with what is missing and how to get it.
need_peers() {
  local peer
  for peer in "$@"; do
    command -v "$peer" >/dev/null || { echo "$peer is missing: run Benchmarks/Peers/install.sh" >&2; exit 1; }
  done
}

# DuckDB in an environment of its own, as `python`: the environment.
need_duckdb() {
  [ -x "$1/bin/python" ] || python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check "duckdb${DUCKDB_VERSION:+==$DUCKDB_VERSION}" >&2
}

# What rows are measured on.
machine() {
  local processor memory
  processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  memory="$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
  echo "$processor, $(nproc) cores, $memory, Linux $(uname -r), $(df --output=fstype "$data" | tail -1)"
}

# Begins the file of raw rows of a benchmark: its name, what it is measured on. ROWS is another file for them.
begin_rows() {
  machine="${2:-$(machine)}"
  started="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  rows="${ROWS:-Benchmarks/Results/${started%%T*}-$1.csv}"
  mkdir -p Benchmarks/Results
  echo 'started,machine,program,version,round,case,figure,value' >"$rows"
}

# Makes a file or folder unless it is there: name, command. What a broken run leaves behind is made again.
make_once() {
  local name="$1"
  shift
  [ -e "$data/$name.complete" ] && return 0
  echo "making $name"
  "$@" >"$data/making.log" 2>&1 || { cat "$data/making.log" >&2; exit 1; }
  rm "$data/making.log"
  touch "$data/$name.complete"
}

# Appends a figure: program, version, round, case, figure, value. Round 0 warms up and is not kept.
keep() {
  [ "$3" -eq 0 ] || printf '%s,"%s",%s,%s,%s,%s,%s,%s\n' "$started" "$machine" "$@" >>"$rows"
}

# Runs a whole process, start included, and keeps what it took: program, version, round, case, command.
measure() {
  local figure value
  python3 Benchmarks/measure.py "$data/measured.log" "${@:5}" >"$data/measured"
  while read -r figure value; do keep "${@:1:4}" "$figure" "$value"; done <"$data/measured"
}
