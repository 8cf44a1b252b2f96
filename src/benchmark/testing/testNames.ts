import { stripAnsi } from './stripAnsi.ts';
import type { TestCase } from '../workshop.ts';

const longestName = 1000;

/** One test as a report tells it: names of the suites around it and its own, outermost first. */
export interface ReportedTest {
  /** Relative to the repository. */
  readonly file: string;
  readonly names: readonly string[];
  readonly status: TestCase['status'];
  readonly durationMs: number | undefined;
}

/** `file > suite > test`, unique: a second of the same name gets ` #2`. The order is the report's. */
export function nameTests(tests: readonly ReportedTest[]): readonly TestCase[] {
  const seen = new Map<string, number>();
  return tests.map(({ file, names, status, durationMs }) => {
    const name = [file, ...names.map(cleanName)].join(' > ').slice(0, longestName);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name} #${count}`, status, durationMs };
  });
}

/** Without colors, line ends and other control characters. */
function cleanName(name: string): string {
  return stripAnsi(name)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
}

/**
 * The test file that a path of a report means. Reports hold absolute paths of a copy whose place is not known here, so
 * the longest test file that the path ends in is the one. `undefined`: none of the files that were to run.
 */
export function testFileOf(reported: string, files: readonly string[]): string | undefined {
  const path = `/${reported.replaceAll('\\', '/').replace(/^file:\/\//, '')}`;
  return files
    .filter((file) => path.endsWith(`/${file}`))
    .reduce<string | undefined>(
      (best, file) => (best === undefined || file.length > best.length ? file : best),
      undefined,
    );
}
