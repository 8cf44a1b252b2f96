import { describe, expect, it } from 'vitest';
import { problemText } from '../../../src/harness/cli/problemText.ts';

function fileError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: as Node says it`), { code, ...(path === undefined ? {} : { path }) });
}

describe('what the command line says of a problem with files', () => {
  it.each([
    ['ENOENT', 'There is no /a/b.'],
    ['EROFS', '/a/b may not be read or written here. Allow it, or choose another place with --out.'],
    ['EACCES', '/a/b may not be read or written here. Allow it, or choose another place with --out.'],
    ['EISDIR', '/a/b is a folder, where a file is needed.'],
    ['ENOTDIR', '/a/b is a file, where a folder is needed.'],
    ['ELOOP', 'ELOOP: as Node says it'],
  ])('%s', (code, text) => {
    expect(problemText(fileError(code, '/a/b'))).toBe(text);
  });

  it('of a folder that cannot be made, where the system says only that it is not there', () => {
    expect(problemText(Object.assign(fileError('ENOENT', '/a/b'), { syscall: 'mkdir' }))).toBe(
      '/a/b cannot be made. Choose another place with --out.',
    );
  });

  it('says that the disk is full also where no file is named', () => {
    expect(problemText(fileError('ENOSPC'))).toContain('The disk is full. What is finished is kept');
  });

  it('shows a bug with its stack', () => {
    expect(problemText(new TypeError('not a function'))).toContain('problemText.test');
  });
});
