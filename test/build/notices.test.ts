import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import data from '../../src/harness/syntax/grammars.json' with { type: 'json' };
import { writeNotices } from '../../src/build/notices.ts';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

it('names each package once, with its version and the text of its license', async () => {
  const notices = await writeNotices([`${modules}preact`, `${modules}zod`, `${modules}preact`]);
  expect(notices.match(/^preact \d+\.\d+\.\d+ \(MIT\)$/gm)).toHaveLength(1);
  expect(notices).toContain('Copyright (c) 2025 Colin McDonnell');
});

it('names the author of every grammar that is packed', async () => {
  const notices = await writeNotices([]);
  const grammars = new Set(Object.values(data).map((name) => (name === 'tsx' ? 'typescript' : name)));
  expect([...grammars].filter((name) => !notices.includes(`tree-sitter-${name}: Copyright`))).toEqual([]);
});

it('names what is compiled into the engine', async () => {
  expect(await writeNotices([])).toContain('The ggml authors');
});
