/**
 * Adds to a package-lock the optional packages it leaves out. Pure.
 *
 * npm leaves out of the lock what the registry it was written with could not give (native packages of other
 * platforms, on a partial mirror), and npm 11 then refuses the lock: `npm ci` says "Missing: ... from lock file". An
 * entry with the exact version and its platform heals that: npm skips it where the platform differs and fetches it
 * where it fits. `integrity` stays unknown until `npm install` runs on that platform and writes it.
 */
export interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export function completeLock<L extends Lock>(lock: L): L {
  const packages: Record<string, LockEntry> = { ...lock.packages };
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isPinned = /^\d+\.\d+\.\d+/.test(version);
      if (!isPinned || isFound(packages, path, name)) continue;
      const { cpu, libc, os } = platformOfName(name);
      packages[`node_modules/${name}`] = {
        version,
        cpu,
        ...(entry.dev === true ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc }),
        optional: true,
        os,
      };
    }
  }
  // Order and keys as npm writes them, so that the next `npm install` changes nothing.
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** Node's way: the folder's own node_modules first, then each one above. */
function isFound(packages: Readonly<Record<string, LockEntry>>, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (Object.hasOwn(packages, folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`)) return true;
    if (folder === '') return false;
  }
}

const osOfWord: Readonly<Record<string, string>> = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  mac: 'darwin',
  openharmony: 'openharmony',
  win: 'win32',
  win32: 'win32',
};

const cpuOfWord: Readonly<Record<string, string>> = {
  arm: 'arm',
  arm64: 'arm64',
  armv7l: 'arm',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
};

interface Platform {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc?: readonly string[];
}

/** Native packages carry their platform in their names: `@oxlint/binding-linux-x64-musl`, `@node-llama-cpp/mac-x64`. */
export function platformOfName(name: string): Platform {
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = words.map((word) => osOfWord[word]).find((found) => found !== undefined);
  const cpu = words.map((word) => cpuOfWord[word]).find((found) => found !== undefined);
  if (os === undefined || cpu === undefined) throw new Error(`the name ${name} does not say its platform`);
  const isMusl = words.some((word) => word.startsWith('musl'));
  return { cpu: [cpu], ...(os === 'linux' ? { libc: [isMusl ? 'musl' : 'glibc'] } : {}), os: [os] };
}
