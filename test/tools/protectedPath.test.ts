import { describe, expect, it } from 'vitest';
import { isProtectedPath } from '../../src/tools/protectedPath.ts';

describe('isProtectedPath', () => {
  it.each([
    '.git/config',
    '.git',
    'sub/module/.git',
    'app/.git/hooks/pre-commit',
    '.GIT/config',
    '.vscode/settings.json',
    '.VSCode/tasks.json',
    '.devcontainer/devcontainer.json',
    'app.code-workspace',
    '.g\u200Cit/config',
    '.git. /config',
    '\uFF0Egit/config',
  ])('protects %j', (path) => {
    expect(isProtectedPath(path)).toBe(true);
  });

  it.each([
    'src/app.ts',
    '.gitignore',
    '.github/workflows/ci.yml',
    'git/config',
    'docs/.vscodeignore',
    'AGENTS.md',
    '',
  ])('leaves %j alone', (path) => {
    expect(isProtectedPath(path)).toBe(false);
  });
});
