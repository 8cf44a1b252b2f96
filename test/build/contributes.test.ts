import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandDefinitions } from '../../src/base/commands.ts';
import { settingDefinitions } from '../../src/base/settings.ts';
import { generateManifest } from '../../src/build/contributes.ts';

function readJson(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
}

describe('package.json', () => {
  it('holds what the tables of settings and commands say; if not, run npm run contributes', () => {
    const { manifest, texts } = generateManifest(settingDefinitions, commandDefinitions);
    expect(readJson('package.json')).toMatchObject(manifest);
    expect(readJson('package.json')['contributes']).toEqual(manifest['contributes']);
    expect(readJson('package.nls.json')).toEqual(texts);
  });

  it('has a text for each %key%, and no text that nothing asks for', () => {
    const asked = [...JSON.stringify(readJson('package.json')).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    expect([...new Set(asked)].toSorted()).toEqual(Object.keys(readJson('package.nls.json')).toSorted());
  });
});

describe('generateManifest', () => {
  it('keeps hidden commands out of the palette and puts the others where they ask to be', () => {
    const { manifest } = generateManifest(
      {},
      {
        'parity.open': { title: 'Open', icon: 'add', menus: [{ menu: 'view/title', when: 'x', group: 'navigation' }] },
        'parity.accept': { title: 'Accept', isHidden: true, enablement: 'y' },
      },
    );
    expect(manifest['contributes']).toMatchObject({
      commands: [
        { command: 'parity.open', title: '%commands.open.title%', category: '%commands.category%', icon: '$(add)' },
        { command: 'parity.accept', title: '%commands.accept.title%', enablement: 'y' },
      ],
      menus: {
        commandPalette: [{ command: 'parity.accept', when: 'false' }],
        'view/title': [{ command: 'parity.open', when: 'x', group: 'navigation' }],
      },
    });
  });

  it('describes each kind of setting to the editor', () => {
    const { manifest, texts } = generateManifest(
      {
        'a.on': { type: 'boolean', default: true, description: 'On.', scope: 'language-overridable' },
        'a.size': { type: 'integer', default: 2, minimum: 1, maximum: 3, description: 'Size.', scope: 'machine' },
        'a.mode': {
          type: 'choice',
          default: 'x',
          choices: { x: 'Ex.', y: 'Why.' },
          description: 'Mode.',
          scope: 'window',
        },
      },
      {},
    );
    expect(manifest['contributes']).toMatchObject({
      configuration: {
        properties: {
          'parity.a.on': { type: 'boolean', default: true, scope: 'language-overridable', order: 0 },
          'parity.a.size': { type: 'integer', default: 2, minimum: 1, maximum: 3, scope: 'machine', order: 1 },
          'parity.a.mode': {
            type: 'string',
            enum: ['x', 'y'],
            enumDescriptions: ['%settings.a.mode.choices.x%', '%settings.a.mode.choices.y%'],
            scope: 'window',
          },
        },
      },
    });
    expect(texts).toMatchObject({ 'settings.a.on.description': 'On.', 'settings.a.mode.choices.y': 'Why.' });
  });
});
