import { basename } from 'node:path';
import { type EndpointSetting, endpointSchema, presetIds, urlProblem } from '../../base/endpointSchema.ts';
import { isLoopback } from '../../base/networkPolicy.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { presetOf } from '../../providers/presets.ts';
import { UsageProblem } from './usageProblem.ts';

/** An engine as `--engine` names it. Ids are unique in the run. */
export type EngineChoice =
  | { readonly kind: 'starter'; readonly id: string }
  | { readonly kind: 'file'; readonly id: string; readonly path: string }
  | { readonly kind: 'endpoint'; readonly setting: EndpointSetting };

/** Throws {@link UsageProblem}. */
export function readEngines(texts: readonly string[]): readonly EngineChoice[] {
  const taken = new Map<string, number>();
  return texts.map((text) =>
    readEngine(text, (name) => {
      const times = (taken.get(name) ?? 0) + 1;
      taken.set(name, times);
      return times === 1 ? name : `${name}-${times}`;
    }),
  );
}

/** As far as the choice alone tells. */
export function placeOf(choice: EngineChoice): EngineRecord['place'] {
  if (choice.kind !== 'endpoint') return 'local';
  return isLoopback(new URL(choice.setting.url)) ? 'this-machine' : 'remote';
}

/** The model's name as it is known to those who released it: a file's, or what the server is asked for. */
export function modelOf(choice: EngineChoice): string {
  switch (choice.kind) {
    case 'starter':
      return 'Parity Starter';
    case 'file':
      return basename(choice.path);
    case 'endpoint':
      return choice.setting.model;
  }
}

function readEngine(text: string, idFor: (name: string) => string): EngineChoice {
  if (text === 'starter') return { kind: 'starter', id: idFor('starter') };
  const [, kind = '', rest = ''] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  if (kind === 'local') return { kind: 'file', id: idFor('file'), path: rest };
  const preset = presetIds.find((id) => id === kind);
  if (preset === undefined) {
    throw new UsageProblem(
      `"${text}" is no engine. Write starter, local:PATH or PRESET:MODEL, where PRESET is one of ${presetIds.join(', ')}.`,
    );
  }
  const [, model = rest, given] = /^(.*?)@(https?:\/\/.*)$/s.exec(rest) ?? [];
  const url = given ?? presetOf(preset).url;
  if (given === undefined && url.includes('<')) {
    throw new UsageProblem(`${preset} has no fixed address. Write ${preset}:${model}@URL.`);
  }
  const problem = urlProblem(url);
  if (problem !== undefined) throw new UsageProblem(`The address ${url} ${problem}.`);
  const id = idFor(preset);
  const parsed = endpointSchema.safeParse({ id, preset, url, model, name: nameFor(preset, model) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageProblem(`"${text}" is no engine: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
  }
  return { kind: 'endpoint', setting: parsed.data };
}

function nameFor(preset: string, model: string): string {
  return `${model} (${preset})`.slice(0, 60);
}
