import { env } from 'vscode';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Memory as machines are sold and systems show it, in powers of 1024: `15.6 GB`. (Files are in powers of 1000.) */
export function formatMemory(bytes: number): string {
  // What rounds to 1024 of a unit is 1 of the next.
  const index = Math.min(Math.max(Math.floor(Math.log2(bytes * 1.0005) / 10), 0), units.length - 1);
  return new Intl.NumberFormat(env.language, {
    style: 'unit',
    unit: units[index] ?? 'byte',
    maximumSignificantDigits: 3,
  }).format(bytes / 1024 ** index);
}
