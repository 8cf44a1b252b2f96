/**
 * Makes package.json's `contributes` and `capabilities` and the texts of package.nls.json from the tables of settings
 * and commands. Pure: `writeContributes.ts` writes the result, a test compares it with what is in the files.
 */
import * as z from 'zod';
import type { CommandDefinition } from '../base/commands.ts';
import type { SettingDefinition } from '../base/settings.ts';
import type { ViewDefinition } from '../base/views.ts';
import type { WalkthroughDefinition } from '../base/walkthrough.ts';

/** Everything that package.json's `contributes` is made from. */
export interface ContributionTables {
  readonly settings: Readonly<Record<string, SettingDefinition>>;
  readonly commands: Readonly<Record<string, CommandDefinition>>;
  readonly views: Readonly<Record<string, ViewDefinition>>;
  readonly walkthroughs: Readonly<Record<string, WalkthroughDefinition>>;
}

export interface GeneratedManifest {
  /** Replaces the values of the same keys in package.json. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The whole of package.nls.json: each `%key%` of the manifest and its English text. */
  readonly texts: Readonly<Record<string, string>>;
}

const fixedTexts = {
  description:
    'A coding assistant on your own machine with Qwen 3.5, and the proof, measured on your repository, of how close it comes to the API models.',
  'configuration.title': 'Parity',
  'commands.category': 'Parity',
  'views.container': 'Parity',
  'capabilities.untrustedWorkspaces':
    'Completions and chat that only reads work. Nothing is written or run until you trust the workspace.',
  'capabilities.virtualWorkspaces': 'Completions and chat work. The tools of the chat need files on disk.',
};

/** Keeps `text` under `key` and gives the reference to it. */
type Localize = (key: string, text: string) => string;

export function generateManifest({ settings, commands, views, walkthroughs }: ContributionTables): GeneratedManifest {
  const texts: Record<string, string> = { ...fixedTexts };
  const localized: Localize = (key, text) => {
    texts[key] = text;
    return `%${key}%`;
  };

  const contributes = {
    viewsContainers: { activitybar: [{ id: 'parity', title: '%views.container%', icon: 'media/parity.svg' }] },
    views: { parity: Object.entries(views).map(([id, view]) => viewOf(id, view, localized)) },
    viewsWelcome: Object.entries(views).flatMap(([id, { welcome = [] }]) =>
      welcome.map(({ text, when }, index) => ({
        view: id,
        contents: localized(`views.${withoutPrefix(id)}.welcome.${index}`, text),
        ...(when === undefined ? {} : { when }),
      })),
    ),
    walkthroughs: Object.entries(walkthroughs).map(([id, walkthrough]) => walkthroughOf(id, walkthrough, localized)),
    commands: Object.entries(commands).map(([id, command]) => ({
      command: id,
      title: localized(`commands.${withoutPrefix(id)}.title`, command.title),
      category: '%commands.category%',
      ...(command.icon === undefined ? {} : { icon: `$(${command.icon})` }),
      ...(command.enablement === undefined ? {} : { enablement: command.enablement }),
    })),
    menus: menusOf(commands),
    configuration: {
      title: '%configuration.title%',
      properties: Object.fromEntries(
        Object.entries(settings).map(([key, setting], order) => [
          `parity.${key}`,
          { ...settingSchema(key, setting, localized), scope: setting.scope, order },
        ]),
      ),
    },
  };
  const capabilities = {
    untrustedWorkspaces: { supported: 'limited', description: '%capabilities.untrustedWorkspaces%' },
    virtualWorkspaces: { supported: 'limited', description: '%capabilities.virtualWorkspaces%' },
  };
  return { manifest: { description: '%description%', contributes, capabilities }, texts };
}

function viewOf(
  id: string,
  { name, type, initialSize, isFolded }: ViewDefinition,
  localized: Localize,
): Record<string, unknown> {
  return {
    id,
    ...(type === undefined ? {} : { type }),
    ...(initialSize === undefined ? {} : { initialSize }),
    ...(isFolded === undefined ? {} : { visibility: 'collapsed' }),
    name: localized(`views.${withoutPrefix(id)}`, name),
    contextualTitle: '%views.container%',
    icon: 'media/parity.svg',
  };
}

function walkthroughOf(id: string, { title, description, steps }: WalkthroughDefinition, localized: Localize): object {
  const key = `walkthroughs.${withoutPrefix(id)}`;
  return {
    id,
    title: localized(`${key}.title`, title),
    description: localized(`${key}.description`, description),
    steps: Object.entries(steps).map(([step, { title, description, media, doneBy }]) => ({
      id: step,
      title: localized(`${key}.${step}.title`, title),
      description: localized(`${key}.${step}.description`, description),
      media:
        'image' in media
          ? { image: media.image, altText: localized(`${key}.${step}.altText`, media.alt) }
          : { markdown: media.markdown },
      ...(doneBy === undefined ? {} : { completionEvents: doneBy }),
    })),
  };
}

function withoutPrefix(id: string): string {
  return id.replace(/^parity\./, '');
}

function menusOf(commands: Readonly<Record<string, CommandDefinition>>): Record<string, unknown[]> {
  const menus: Record<string, unknown[]> = {};
  for (const [id, { isHidden, menus: places = [] }] of Object.entries(commands)) {
    if (isHidden === true) (menus['commandPalette'] ??= []).push({ command: id, when: 'false' });
    for (const { menu, when, group } of places) {
      (menus[menu] ??= []).push({ command: id, when, ...(group === undefined ? {} : { group }) });
    }
  }
  return menus;
}

function settingSchema(key: string, setting: SettingDefinition, localized: Localize): Record<string, unknown> {
  const description = localized(`settings.${key}.description`, setting.description);
  switch (setting.type) {
    case 'boolean':
    case 'string':
      return { type: setting.type, default: setting.default, description };
    case 'integer':
    case 'number': {
      const { type, minimum, maximum } = setting;
      return { type, default: setting.default, minimum, maximum, description };
    }
    case 'list': {
      const { $schema: _, ...items } = z.toJSONSchema(setting.item, { target: 'draft-7', io: 'input' });
      return { type: 'array', items, default: setting.default, description };
    }
    case 'choice': {
      const choices = Object.entries(setting.choices);
      return {
        type: 'string',
        enum: choices.map(([choice]) => choice),
        enumDescriptions: choices.map(([choice, text]) => localized(`settings.${key}.choices.${choice}`, text)),
        default: setting.default,
        description,
      };
    }
  }
}
