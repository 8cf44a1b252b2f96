import fc from 'fast-check';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FolderPlace, type PathRules, resolvePath } from '../../src/tools/resolvePath.ts';

const linux: PathRules = { isWindows: false, isCaseSensitive: true };
const mac: PathRules = { isWindows: false, isCaseSensitive: false };
const windows: PathRules = { isWindows: true, isCaseSensitive: false };

const one: FolderPlace[] = [{ label: 'app', roots: ['/home/ann/app', '/data/app'] }];
const two: FolderPlace[] = [
  { label: 'app', roots: ['/home/ann/app'] },
  { label: 'lib', roots: ['/home/ann/app/lib'] },
];
const onWindows: FolderPlace[] = [{ label: 'app', roots: ['C:\\Users\\Ann\\app'] }];

/** `0:a/b` for a place inside the first folder. */
function shown(written: string, folders: readonly FolderPlace[], rules: PathRules): string {
  const resolved = resolvePath(written, folders, rules);
  return resolved.kind === 'inside' ? `${resolved.folder}:${resolved.segments.join('/')}` : resolved.kind;
}

describe('resolvePath', () => {
  it.each([
    ['src/a.ts', '0:src/a.ts'],
    ['./src//b/../a.ts', '0:src/a.ts'],
    ['src\\a.ts', '0:src/a.ts'],
    ['.', '0:'],
    ['', '0:'],
    ['src/a:b.ts', '0:src/a:b.ts'],
    ['...', '0:...'],
    ['~/a', '0:~/a'],
    ['%2e%2e/a', '0:%2e%2e/a'],
    ['/home/ann/app/src/a.ts', '0:src/a.ts'],
    ['/home/ann/app', '0:'],
    ['/data/app/src/../a.ts', '0:a.ts'],
    ['..', 'outside'],
    ['../app/a.ts', 'outside'],
    ['src/../../b', 'outside'],
    ['..\\b', 'outside'],
    ['src\\..\\..\\b', 'outside'],
    ['/etc/passwd', 'outside'],
    ['/home/ann/app2/a', 'outside'],
    ['/home/ann/app/../x', 'outside'],
    ['/HOME/ann/app/a', 'outside'],
    ['/../etc/passwd', 'outside'],
    ['//server/share/a', 'outside'],
    ['\\\\server\\share\\a', 'outside'],
    ['\\\\?\\C:\\a', 'outside'],
    ['C:\\a', 'outside'],
    ['c:a', 'outside'],
    ['file:///home/ann/app/a', 'outside'],
    ['vscode-remote://host/home/ann/app/a', 'outside'],
    ['untitled:a', 'outside'],
    ['a\0.ts', 'outside'],
    ['a\n.ts', 'outside'],
  ])('on Linux %j is %s', (written, expected) => {
    expect(shown(written, one, linux)).toBe(expected);
  });

  it.each([
    ['app/a.ts', '0:a.ts'],
    ['lib/a.ts', '1:a.ts'],
    ['app', '0:'],
    ['.', 'all-folders'],
    ['app/..', 'all-folders'],
    ['a.ts', 'outside'],
    ['app/../../x', 'outside'],
    ['app/../lib/a', '1:a'],
    ['/home/ann/app/src/a', '0:src/a'],
    ['/home/ann/app/lib/a', '1:a'],
  ])('with two folders %j is %s', (written, expected) => {
    expect(shown(written, two, linux)).toBe(expected);
  });

  it.each([
    ['C:\\Users\\Ann\\app\\src\\a.ts', '0:src/a.ts'],
    ['c:/users/ANN/App/a.ts', '0:a.ts'],
    ['src/a.ts', '0:src/a.ts'],
    ['D:\\Users\\Ann\\app\\a', 'outside'],
    ['C:a.ts', 'outside'],
    ['C:\\Users\\Ann\\app\\..\\b', 'outside'],
    ['\\Users\\Ann\\app\\a', 'outside'],
    ['a.ts:stream', 'outside'],
    ['.git./config', 'outside'],
    ['.git /config', 'outside'],
    ['nul', 'outside'],
    ['src/COM1.txt', 'outside'],
    ['x/../C:/Windows', 'outside'],
    ['console.ts', '0:console.ts'],
  ])('on Windows %j is %s', (written, expected) => {
    expect(shown(written, onWindows, windows)).toBe(expected);
  });

  it('ignores letter case in the folder of an absolute path where the system does', () => {
    expect(shown('/HOME/Ann/APP/Src/a', one, mac)).toBe('0:Src/a');
  });

  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '..',
          '.',
          '',
          '...',
          '/',
          '\\',
          '\\\\',
          'C:',
          'c:\\',
          'file://',
          '\0',
          '~',
          'app',
          'lib',
          'home',
          'ann',
        ),
        fc.constantFrom(
          '.. ',
          '..;',
          '%2e%2e',
          '\u2025',
          '\uFF0E\uFF0E',
          'src',
          'nul',
          'a:b',
          '/home/ann/app',
          'C:\\Users\\Ann\\app',
        ),
        fc.string({ maxLength: 6, unit: 'binary' }),
      ),
      { maxLength: 10 },
    )
    .chain((parts) => fc.constantFrom('/', '\\', '').map((separator) => parts.join(separator)));

  it.each([
    ['Linux', linux, one, path.posix],
    ['Linux, two folders', linux, two, path.posix],
    ['macOS', mac, one, path.posix],
    ['Windows', windows, onWindows, path.win32],
  ] as const)('lets nothing escape on %s', (_, rules, folders, system) => {
    fc.assert(
      fc.property(hostile, (written) => {
        const resolved = resolvePath(written, folders, rules);
        if (resolved.kind !== 'inside') return;
        const root = folders[resolved.folder]?.roots[0] ?? '';
        const relative = system.relative(root, system.resolve(root, ...resolved.segments));
        expect(relative.split(system.sep)[0]).not.toBe('..');
        expect(system.isAbsolute(relative)).toBe(false);
        for (const segment of resolved.segments) expect(segment).not.toMatch(/^\.{0,2}$|[/\\]|\0/);
      }),
      { numRuns: 2_000 },
    );
  });
});
