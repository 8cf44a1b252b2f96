import { l10n } from 'vscode';
import { type DoctorRow, note, problem, works } from './doctorReport.ts';

export interface SystemFacts {
  readonly platform: string;
  readonly arch: string;
  readonly release: string;
  readonly libc: Libc;
  readonly enginePackages: EnginePackages;
}

/** `unknown`: of a system where it does not matter, or where it could not be found out. */
export type Libc = { readonly kind: 'glibc'; readonly version: string } | { readonly kind: 'musl' | 'unknown' };

export interface EnginePackages {
  /** The one that this platform and processor need, without the scope. */
  readonly needed: string;
  /** Those that came with the extension. */
  readonly present: readonly string[];
}

/** The prebuilt engine of node-llama-cpp 3.22.1 is linked against it. */
const oldestGlibc = '2.34';

export function systemRows({ platform, arch, release, libc, enginePackages }: SystemFacts): readonly DoctorRow[] {
  return [
    works(l10n.t('System'), `${platform} ${arch}, ${release}`),
    ...(platform === 'linux' ? [libcRow(libc)] : []),
    packageRow(enginePackages),
  ];
}

function libcRow(libc: Libc): DoctorRow {
  const label = l10n.t('C library');
  const fix = {
    text: l10n.t(
      'Use a distribution with glibc {0} or newer (Debian 12, Ubuntu 22.04, Fedora 35, RHEL 9, or later).',
      oldestGlibc,
    ),
  };
  switch (libc.kind) {
    case 'unknown':
      return note(label, l10n.t('which one it is could not be found out'));
    case 'musl':
      return problem(label, l10n.t('musl, which the engine does not run on'), fix);
    case 'glibc': {
      const text = `glibc ${libc.version}`;
      if (!isOlder(libc.version, oldestGlibc)) return works(label, text);
      return problem(label, l10n.t('{0}, and the engine needs {1}', text, oldestGlibc), fix);
    }
  }
}

function packageRow({ needed, present }: EnginePackages): DoctorRow {
  const label = l10n.t('Engine package');
  if (present.includes(needed)) return works(label, present.join(', '));
  return problem(
    label,
    present.length === 0
      ? l10n.t('there is none; this machine needs {0}', needed)
      : l10n.t('{0}, but this machine needs {1}', present.join(', '), needed),
    { text: l10n.t('Install the package of Parity that was made for this platform.') },
  );
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  const [major = 0, minor = 0] = left ?? [];
  const [thanMajor = 0, thanMinor = 0] = right ?? [];
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}
