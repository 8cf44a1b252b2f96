import { describe, expect, it } from 'vitest';
import { findDesktopVscode } from './desktop.ts';

describe('findDesktopVscode', () => {
  it('takes what VSCODE_EXECUTABLE names where windows can open', () => {
    const environment = { VSCODE_EXECUTABLE: '/opt/code', DISPLAY: ':0' };
    expect(findDesktopVscode(environment, 'linux')).toEqual({ kind: 'found', executable: '/opt/code' });
    expect(findDesktopVscode({ VSCODE_EXECUTABLE: '/opt/code' }, 'darwin')).toMatchObject({ kind: 'found' });
  });

  it('finds none on Linux without a display', () => {
    const environment = { VSCODE_EXECUTABLE: '/opt/code', DISPLAY: '' };
    expect(findDesktopVscode(environment, 'linux')).toEqual({ kind: 'absent', reason: 'there is no display' });
  });

  it('finds none when the PATH holds none', () => {
    expect(findDesktopVscode({ DISPLAY: ':0', PATH: '/nowhere' }, 'linux')).toMatchObject({ kind: 'absent' });
  });
});
