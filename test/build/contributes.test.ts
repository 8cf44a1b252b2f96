import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandDefinitions } from '../../src/base/commands.ts';
import { settingDefinitions } from '../../src/base/settings.ts';
import { viewDefinitions } from '../../src/base/views.ts';
import { walkthroughs } from '../../src/base/walkthrough.ts';
import { type ContributionTables, generateManifest } from '../../src/build/contributes.ts';

function readJson(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
}

const tables: ContributionTables = {
  settings: settingDefinitions,
  commands: commandDefinitions,
  views: viewDefinitions,
  walkthroughs,
};
const none: ContributionTables = { settings: {}, commands: {}, views: {}, walkthroughs: {} };

describe('package.json', () => {
  it('holds what the tables say; if not, run npm run contributes', () => {
    const { manifest, texts } = generateManifest(tables);
    expect(readJson('package.json')).toMatchObject(manifest);
    expect(readJson('package.json')['contributes']).toEqual(manifest['contributes']);
    expect(readJson('package.nls.json')).toEqual(texts);
  });

  it('names in its walkthroughs only files and commands that there are', () => {
    const steps = Object.values(walkthroughs).flatMap((walkthrough) => Object.values(walkthrough.steps));
    const media = steps.map((step) => ('image' in step.media ? step.media.image : step.media.markdown));
    expect(media.filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))).toEqual([]);
    const links = steps.flatMap(({ description }) => [...description.matchAll(/\(command:([^)]+)\)/g)]);
    expect(links.map(([, command = '']) => command).filter((command) => !(command in commandDefinitions))).toEqual([]);
  });

  it('has a text for each %key%, and no text that nothing asks for', () => {
    const asked = [...JSON.stringify(readJson('package.json')).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    expect([...new Set(asked)].toSorted()).toEqual(Object.keys(readJson('package.nls.json')).toSorted());
  });
});

describe('generateManifest', () => {
  it('keeps hidden commands out of the palette and puts the others where they ask to be', () => {
    const { manifest } = generateManifest({
      ...none,
      commands: {
        'parity.open': { title: 'Open', icon: 'add', menus: [{ menu: 'view/title', when: 'x', group: 'navigation' }] },
        'parity.accept': { title: 'Accept', isHidden: true, enablement: 'y' },
      },
    });
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
    const { manifest, texts } = generateManifest({
      ...none,
      settings: {
        'a.on': { type: 'boolean', default: true, description: 'On.', scope: 'language-overridable' },
        'a.size': { type: 'integer', default: 2, minimum: 1, maximum: 3, description: 'Size.', scope: 'machine' },
        'a.price': { type: 'number', default: 0.5, minimum: 0, maximum: 1, description: 'Price.', scope: 'machine' },
        'a.mode': {
          type: 'choice',
          default: 'x',
          choices: { x: 'Ex.', y: 'Why.' },
          description: 'Mode.',
          scope: 'window',
        },
      },
    });
    expect(manifest['contributes']).toMatchObject({
      configuration: {
        properties: {
          'parity.a.on': { type: 'boolean', default: true, scope: 'language-overridable', order: 0 },
          'parity.a.size': { type: 'integer', default: 2, minimum: 1, maximum: 3, scope: 'machine', order: 1 },
          'parity.a.price': { type: 'number', default: 0.5, minimum: 0, maximum: 1, scope: 'machine', order: 2 },
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

  it('gives a view its name and its welcome, and a step of a walkthrough its picture and what ends it', () => {
    const { manifest, texts } = generateManifest({
      ...none,
      views: {
        'parity.trees': {
          name: 'Trees',
          initialSize: 2,
          welcome: [{ text: 'None yet.', when: 'parity.isEmpty' }],
        },
      },
      walkthroughs: {
        'parity.walk': {
          title: 'Walk',
          description: 'On foot.',
          steps: {
            first: {
              title: 'First',
              description: 'Go.',
              media: { image: 'media/a.png', alt: 'A path.' },
              doneBy: ['onCommand:parity.openChat'],
            },
            last: { title: 'Last', description: 'Stop.', media: { markdown: 'media/a.md' } },
          },
        },
      },
    });
    expect(manifest['contributes']).toMatchObject({
      views: { parity: [{ id: 'parity.trees', name: '%views.trees%', initialSize: 2 }] },
      viewsWelcome: [{ view: 'parity.trees', contents: '%views.trees.welcome.0%', when: 'parity.isEmpty' }],
      walkthroughs: [
        {
          id: 'parity.walk',
          title: '%walkthroughs.walk.title%',
          steps: [
            {
              id: 'first',
              media: { image: 'media/a.png', altText: '%walkthroughs.walk.first.altText%' },
              completionEvents: ['onCommand:parity.openChat'],
            },
            { id: 'last', media: { markdown: 'media/a.md' } },
          ],
        },
      ],
    });
    expect(texts).toMatchObject({
      'views.trees': 'Trees',
      'views.trees.welcome.0': 'None yet.',
      'walkthroughs.walk.first.altText': 'A path.',
    });
  });
});
