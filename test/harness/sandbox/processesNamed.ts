import { readFileSync, readdirSync } from 'node:fs';

/** Numbers of this machine's processes with exactly this command line, words joined by spaces. */
export function processesNamed(commandLine: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() === commandLine;
    } catch {
      return false;
    }
  });
}
