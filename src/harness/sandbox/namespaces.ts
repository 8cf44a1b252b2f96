import { join } from 'node:path';
import { insideHome, type MountedOptions, mountedLayers, mountedSandbox, sharedMemoryBytes } from './insidePlaces.ts';
import type { Launch, Sandbox, SandboxPlan } from './sandbox.ts';
import { settleArguments } from './settleScript.ts';
import { trustedPath } from './trustedPath.ts';

/**
 * What bubblewrap does, by the programs of util-linux alone: a new tree is built below `$1` from the instructions that
 * follow, each of three words, and becomes the root. Runs as the first process of new namespaces, as their root; when it
 * ends, the system ends all others in them.
 */
const buildScript = `
new=$1
shift
mount -t tmpfs -o size=1m,mode=755 tree "$new" || exit 125
freeze() {
  mount -o remount,bind,ro "$1" || exit 125
  while read -r _ _ _ _ point _; do
    case $point in "$1"/*) mount -o remount,bind,ro "$point" || exit 125 ;; esac
  done < /proc/self/mountinfo
}
while [ "$1" != -- ]; do
  case $1 in
    ro) mkdir -p "$new$3" && mount --rbind "$2" "$new$3" || exit 125; freeze "$new$3" ;;
    rw) mkdir -p "$new$3" && mount --rbind "$2" "$new$3" || exit 125 ;;
    cover) mount --bind "$2" "$new$3" || exit 125 ;;
    device) : > "$new$3" && mount --bind "$2" "$new$3" || exit 125 ;;
    tmpfs) mkdir -p "$new$3" && mount -t tmpfs -o "$2" tree "$new$3" || exit 125 ;;
    link) ln -s "$2" "$new$3" || exit 125 ;;
    proc)
      mkdir -p "$new/proc" && mount -t proc proc "$new/proc" || exit 125
      for part in sys bus irq fs sysrq-trigger; do
        if [ -e "$new/proc/$part" ]; then
          mount --bind "$new/proc/$part" "$new/proc/$part" && mount -o remount,bind,ro "$new/proc/$part" || exit 125
        fi
      done ;;
  esac
  shift 3
done
folder=$2
shift 2
# Where administrators' programs are, which users need not have in their path.
admin() (PATH=$PATH:/usr/sbin:/sbin; exec "$@")
{
  admin ip link set lo up || admin ifconfig lo up ||
    # SIOCSIFFLAGS with IFF_UP and IFF_RUNNING; see netdevice(7).
    admin perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 0); ioctl(S, 0x8914, pack("a16s", "lo", 0x41)) or exit 1' ||
    admin python3 -c 'import fcntl,socket,struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 0x41))'
} 2>/dev/null
cd "$new" && mkdir .old && admin pivot_root . .old && cd / && umount -l /.old && rmdir /.old || exit 125
mount -o remount,bind,ro / && cd "$folder" || exit 125
sh "$@" &
exec 3>&-
wait $!
exit $?
`;

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** See unshare(1), mount(8), pivot_root(8). */
export function namespaceSandbox(options: MountedOptions): Sandbox {
  return mountedSandbox(options, launch);
}

function launch({ places, overlays }: MountedOptions, plan: SandboxPlan): Launch {
  const { copyFolder, scratchFolder, root, directory, dependencies, limits } = plan;
  const layers = overlays ? mountedLayers(plan) : [];
  const build: [kind: string, source: string, target: string][] = [
    ...places.folders.map((folder): [string, string, string] => ['ro', folder, folder]),
    ...places.links.map(({ path, target }): [string, string, string] => ['link', target, path]),
    ...places.hidden.map(({ path, kind }): [string, string, string] =>
      kind === 'file' ? ['cover', '/dev/null', path] : ['tmpfs', 'ro,size=4k', path],
    ),
    ['proc', '-', '-'],
    ['tmpfs', 'size=64k,mode=755', '/dev'],
    ...devices.map((name): [string, string, string] => ['device', `/dev/${name}`, `/dev/${name}`]),
    ['tmpfs', `size=${sharedMemoryBytes},mode=1777`, '/dev/shm'],
    ['link', '/proc/self/fd', '/dev/fd'],
    ['link', '/proc/self/fd/0', '/dev/stdin'],
    ['link', '/proc/self/fd/1', '/dev/stdout'],
    ['link', '/proc/self/fd/2', '/dev/stderr'],
    ['rw', join(scratchFolder, 'tmp'), '/tmp'],
    ['rw', join(scratchFolder, 'home'), insideHome],
    ['rw', copyFolder, root],
    ...dependencies.map(({ source, path }, index): [string, string, string] => [
      'ro',
      source,
      layers[index]?.lower ?? `${root}/${path}`,
    ]),
    ...layers.map(({ upper }, index): [string, string, string] => [
      'rw',
      join(scratchFolder, 'layers', String(index)),
      upper,
    ]),
  ];
  const isRoot = process.getuid?.() === 0;
  return {
    // The chain of deaths: harness, setpriv become unshare, first process of the namespace, everything in it.
    program: 'setpriv',
    folder: '/',
    environment: { ...plan.environment, PATH: trustedPath },
    arguments: [
      ...['--pdeathsig', 'KILL', '--', 'unshare'],
      ...['--user', '--map-root-user', '--mount', '--pid', '--net', '--ipc', '--uts', '--fork', '--kill-child=KILL'],
      ...['--', 'sh', '-c', buildScript, 'sh', join(scratchFolder, 'tree')],
      ...build.flat(),
      ...['--', directory === '.' ? root : `${root}/${directory}`],
      ...settleArguments(
        {
          layers,
          memoryBytes: limits.memoryBytes,
          processes: limits.processes,
          searchPath: plan.searchPath,
          drop: isRoot ? 'caps' : 'user',
        },
        plan.argv,
      ),
    ],
  };
}
