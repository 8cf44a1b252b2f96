export interface Layer {
  /** All three as paths inside the namespace. `upper` is a folder with the empty folders `upper` and `work`. */
  readonly lower: string;
  readonly upper: string;
  readonly target: string;
}

/**
 * The last steps inside a new namespace, for a POSIX shell: throw-away layers over dependencies, limits, no more
 * privileges, then the command in its place. Every name comes in as an argument, so nothing is quoted. Programs come from
 * `trustedPath` until the command's own path takes its place.
 */
const settleScript = `
layers=$1 memory=$2 processes=$3 user=$4 group=$5 drop=$6 path=$7
shift 7
while [ "$layers" -gt 0 ]; do
  mount -t overlay layer -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work,userxattr" "$3" || exit 125
  umount -l "$1"; umount -l "$2"
  layers=$((layers - 1))
  shift 3
done
if [ "$processes" != none ]; then ulimit -u "$processes" 2>/dev/null || ulimit -p "$processes" 2>/dev/null; fi
if [ "$memory" != none ]; then ulimit -d "$memory"; fi
ulimit -c 0
(PATH=$path; command -v "$1") >/dev/null 2>&1 || { echo "$1: not found"; exit 127; }
exec 2>&1
echo started >&3
exec 3>&-
case $drop in
  none) PATH=$path; export PATH; exec "$@" ;;
  caps) exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- env "PATH=$path" "$@" ;;
  user) exec unshare --user --map-user="$user" --map-group="$group" -- \\
    setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- env "PATH=$path" "$@" ;;
esac
`;

export interface SettleOptions {
  readonly layers: readonly Layer[];
  readonly memoryBytes: number | undefined;
  readonly processes: number | undefined;
  /** `user`: back to the user's own number, in one more namespace. */
  readonly drop: 'none' | 'caps' | 'user';
  /** See `SandboxPlan`. */
  readonly searchPath: string;
}

/** The arguments of `sh` that run `argv` by {@link settleScript}. */
export function settleArguments(options: SettleOptions, argv: readonly string[]): string[] {
  const { layers, memoryBytes, processes, drop, searchPath } = options;
  const memory = memoryBytes === undefined ? 'none' : String(Math.floor(memoryBytes / 1024));
  return [
    '-c',
    settleScript,
    'sh',
    String(layers.length),
    memory,
    processes === undefined ? 'none' : String(processes),
    String(process.getuid?.() ?? 0),
    String(process.getgid?.() ?? 0),
    drop,
    searchPath,
    ...layers.flatMap(({ lower, upper, target }) => [lower, upper, target]),
    ...argv,
  ];
}
