import { describe, expect, it } from 'vitest';
import { parseJestReport } from '../../../src/benchmark/testing/jestReport.ts';
import { parseReportLines } from '../../../src/benchmark/testing/reportLines.ts';
import { stripAnsi } from '../../../src/benchmark/testing/stripAnsi.ts';
import { testFileOf } from '../../../src/benchmark/testing/testNames.ts';

const files = ['test/a.test.js', 'test/b.test.js'];
const test = (title: string, status = 'passed', ancestorTitles: string[] = []): object => ({
  title,
  status,
  ancestorTitles,
});
const jest = (...testResults: object[]): string => JSON.stringify({ testResults });

describe('a report of jest or vitest', () => {
  it('names tests by file, suites and title, and tells equal names apart', () => {
    const report = jest({
      name: '/tmp/copy/test/a.test.js',
      status: 'passed',
      assertionResults: [
        test('works', 'passed', ['', 'outer', 'inner']),
        test('twice'),
        test('twice', 'failed'),
        test('later', 'todo'),
      ],
    });
    expect(parseJestReport(report, { files })?.map(({ name, status }) => `${status} ${name}`)).toEqual([
      'passed test/a.test.js > outer > inner > works',
      'passed test/a.test.js > twice',
      'failed test/a.test.js > twice #2',
      'skipped test/a.test.js > later',
    ]);
  });

  it('tells of a file that could not be loaded, and not of files that were not asked for', () => {
    const report = jest(
      { name: 'C:\\copy\\test\\b.test.js', status: 'failed', assertionResults: [] },
      { name: '/tmp/copy/other/c.test.js', status: 'passed', assertionResults: [test('c')] },
    );
    expect(parseJestReport(report, { files })).toEqual([
      { name: 'test/b.test.js', status: 'failed', durationMs: undefined },
    ]);
  });

  it('takes colors and line ends out of names', () => {
    const title = '\u001b[31mred\u001b[39m\n  line\u0000';
    const report = jest({ name: '/x/test/a.test.js', status: 'passed', assertionResults: [test(title)] });
    expect(parseJestReport(report, { files })?.map(({ name }) => name)).toEqual(['test/a.test.js > red line']);
  });

  it.each(['', 'no JSON', '[]', '{"testResults":{}}', '{"testResults":[{"name":1}]}'])('is none: %s', (report) => {
    expect(parseJestReport(report, { files })).toBe(undefined);
  });

  it('may be huge', () => {
    const assertionResults = Array.from({ length: 50_000 }, (_, index) => test(`case ${index % 1000}`));
    const cases = parseJestReport(jest({ name: '/x/test/a.test.js', status: 'passed', assertionResults }), { files });
    expect(new Set(cases?.map(({ name }) => name)).size).toBe(50_000);
  });
});

describe('a report in lines', () => {
  const line = (names: string[], file = '/copy/test/a.test.js'): string =>
    JSON.stringify({ file, names, status: 'passed', ms: 1 });

  it('leaves out what is no line of it', () => {
    const report = ['noise', line(['a', 'b']), '{"file":1}', line(['c'], '/copy/test/z.js'), '', '{"end":true}'].join(
      '\n',
    );
    expect(parseReportLines(report, { files })).toEqual([
      { name: 'test/a.test.js > a > b', status: 'passed', durationMs: 1 },
    ]);
  });

  it('is none without its end: the runner was ended before', () => {
    expect(parseReportLines(line(['a']), { files })).toBe(undefined);
  });
});

describe('the test file of a path', () => {
  it.each([
    ['/tmp/x/test/a.js', 'test/a.js'],
    ['file:///tmp/x/packages/p/test/a.js', 'packages/p/test/a.js'],
    ['test/a.js', 'test/a.js'],
    ['/tmp/latest/a.js', undefined],
  ])('%s is %s', (path, expected) => {
    expect(testFileOf(path, ['test/a.js', 'packages/p/test/a.js'])).toBe(expected);
  });
});

it('escape sequences of all kinds are taken out', () => {
  expect(stripAnsi('a\u001b[1;31mb\u001b[0m\u001b]8;;http://x\u0007c\u001b]8;;\u001b\\d\u001b[2Ke')).toBe('abcde');
});
