import { createInterface } from 'node:readline/promises';

/** Where the command line writes. Results go to standard output, all else to standard error. */
export interface Terminal {
  /** A person can see and answer. */
  readonly isInteractive: boolean;
  print(line: string): void;
  /** A line that stays. */
  note(line: string): void;
  /** What goes on now: a line that the next one takes the place of, or without a terminal a line now and then. */
  status(line: string): void;
  /** Takes the status line away. */
  clear(): void;
  confirm(question: string, signal: AbortSignal): Promise<boolean>;
}

/** Without a terminal a log shall not grow with each step. */
const statusEveryMs = 5000;

export function openTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const isInteractive = stdin.isTTY && stderr.isTTY;
  let hasStatus = false;
  let lastStatusMs = -Infinity;
  const clear = (): void => {
    if (hasStatus) stderr.write('\r\u001b[2K');
    hasStatus = false;
  };
  return {
    isInteractive,
    print(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${printable(line)}\n`);
    },
    status(line) {
      if (stderr.isTTY) {
        clear();
        stderr.write(printable(line).slice(0, Math.max(20, stderr.columns - 1)));
        hasStatus = true;
      } else if (performance.now() - lastStatusMs >= statusEveryMs) {
        lastStatusMs = performance.now();
        stderr.write(`${printable(line)}\n`);
      }
    },
    clear,
    async confirm(question, signal) {
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
      } finally {
        lines.close();
      }
    },
  };
}

/** Names of files and tests come from the repository: they may not steer the terminal. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
