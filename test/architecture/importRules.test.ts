import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importViolations } from './importViolations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function sources(): Promise<Map<string, string>> {
  const names = await readdir(join(root, 'src'), { recursive: true });
  const paths = names.filter((name) => /\.tsx?$/.test(name)).map((name) => `src/${name.replaceAll('\\', '/')}`);
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}

describe('the import rules', () => {
  it('hold for every file of src', async () => {
    const files = await sources();
    expect(files.size).toBeGreaterThan(10);
    expect(importViolations(files)).toEqual([]);
  });

  it.each([
    ['src/chat/a.ts', `import * as vscode from 'vscode';`, 'imports vscode'],
    ['src/chat/a.ts', `import type { Uri } from 'vscode';`, 'imports vscode'],
    ['src/base/a.ts', `import { join } from 'node:path';`, 'imports node:path'],
    ['src/base/a.ts', `import { join } from 'path';`, 'imports path'],
    ['src/prompt/a.ts', `const x = await import('fs/promises');`, 'imports fs/promises'],
    ['src/engine/a.ts', `export type { Token } from 'node-llama-cpp';`, 'imports node-llama-cpp'],
    ['src/engine/a.ts', `type T = import('node-llama-cpp').Token;`, 'imports node-llama-cpp'],
    ['src/editor/a.ts', `import { getLlama } from 'node-llama-cpp';`, 'imports node-llama-cpp'],
    ['src/models/a.ts', `import '@node-llama-cpp/linux-x64';`, 'imports @node-llama-cpp/linux-x64'],
    ['src/worker/a.ts', `import * as vscode from 'vscode';`, 'imports vscode'],
    ['src/worker/a.ts', `import { b } from '../chat/b.ts';`, 'imports src/chat/b.ts'],
    ['src/editor/a.ts', `import { b } from '../worker/b.ts';`, 'imports src/worker/b.ts'],
    ['src/editor/a.ts', `import type { B } from '../webview/b.ts';`, 'imports src/webview/b.ts'],
    ['src/completion/a.ts', `import { b } from '../chat/b.ts';`, 'imports src/chat/b.ts'],
    ['src/base/a.ts', `import { b } from '../engine/b.ts';`, 'imports src/engine/b.ts'],
    ['src/extension.ts', `import { b } from './build/b.ts';`, 'imports src/build/b.ts'],
    ['src/build/a.ts', `import { b } from '../chat/b.ts';`, 'imports src/chat/b.ts'],
    ['src/webview/a.tsx', `import { b } from '../chat/session.ts';`, 'imports a value from src/chat/session.ts'],
    ['src/webview/a.tsx', `import { type B, c } from '../chat/b.ts';`, 'imports a value from src/chat/b.ts'],
    ['src/chat/a.ts', `import { b } from '../tools/b';`, 'imports ../tools/b without its extension'],
    ['src/chat/a.ts', `import { b } from '../../test/b.ts';`, 'imports ../../test/b.ts, which is outside src'],
    ['src/chat/a.ts', `const name = 'b'; await import(name);`, 'imports something computed'],
    ['src/tools/a.ts', `const b = Buffer.from('x');`, "uses Node's Buffer"],
    ['src/tools/a.ts', `if (process.platform) {}`, "uses Node's process"],
    ['src/webview/a.tsx', `const b = <p>{__dirname}</p>;`, "uses Node's __dirname"],
    ['src/misc/a.ts', ``, 'the folder misc is not in layers.ts'],
  ])('refuse, in %s, %s', (path, text, problem) => {
    expect(importViolations(new Map([[path, text]]))).toEqual([`${path}: ${problem}`]);
  });

  it.each([
    ['src/chat/a.ts', `import { b } from '../tools/b.ts'; import { z } from 'zod';`],
    ['src/webview/a.tsx', `import { reduceChat } from '../chat/reduceChat.ts'; import type { B } from '../chat/b.ts';`],
    ['src/webview/a.tsx', `import { type B } from '../chat/b.ts'; import './a.css';`],
    ['src/models/a.ts', `import data from './a.json' with { type: 'json' };`],
    ['src/worker/a.ts', `import { getLlama } from 'node-llama-cpp'; process.exit();`],
    ['src/tools/a.ts', `const task = { process: 1 }; task.process += 1;`],
    ['src/tools/a.ts', `// import 'vscode'\nconst text = "import 'vscode'";`],
  ])('allow, in %s, %s', (path, text) => {
    expect(importViolations(new Map([[path, text]]))).toEqual([]);
  });
});
