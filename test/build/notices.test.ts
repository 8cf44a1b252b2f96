import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { writeNotices } from '../../src/build/notices.ts';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

it('names each package once, with its version and the text of its license', async () => {
  const notices = await writeNotices([`${modules}preact`, `${modules}zod`, `${modules}preact`]);
  expect(notices.match(/^preact \d+\.\d+\.\d+ \(MIT\)$/gm)).toHaveLength(1);
  expect(notices).toContain('Copyright (c) 2025 Colin McDonnell');
});

it('names what is compiled into the engine', async () => {
  expect(await writeNotices([])).toContain('The ggml authors');
});
