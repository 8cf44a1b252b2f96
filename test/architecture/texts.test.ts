import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { textViolations } from './textViolations.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

describe('texts for people', () => {
  it('can all be taken out for translation, and are filled as they stand', async () => {
    const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const found = await Promise.all(
      names.map(async (name) => textViolations(name, await readFile(join(source, name), 'utf8'))),
    );
    expect(found.reduce((sum, { texts }) => sum + texts, 0)).toBeGreaterThan(400);
    expect(found.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it.each([
    ["l10n.t('Ready')", []],
    ["l10n.t('{0} of {1}', done, all)", []],
    ["l10n.t('{0} of {1}')", []],
    ["l10n.t('{0} of {1}', ...both)", []],
    ['l10n.t(`Ready ${now}`)', ['a.ts: a text is put together: TemplateLiteral']],
    ["l10n.t('Ready' + now)", ['a.ts: a text is put together: BinaryExpression']],
    ['l10n.t(words)', ['a.ts: a text is put together: Identifier']],
    ["l10n.t('Ready', name)", ['a.ts: 1 values for: Ready']],
    ["l10n.t('{0} of {1}', done)", ['a.ts: 1 values for: {0} of {1}']],
    ['const say = l10n.t;', ['a.ts: l10n.t is used without being called']],
  ])('%s', (text, violations) => {
    expect(textViolations('a.ts', text).violations).toEqual(violations);
  });
});
