import { parseArgs } from 'node:util';
import type { Price } from '../../benchmark/cost/price.ts';
import { runSizes } from '../../benchmark/running/chooseTasks.ts';
import type { Shard } from '../../benchmark/running/shard.ts';
import { usualSamples } from '../../benchmark/running/usualSamples.ts';
import { taskFamilies, type TaskFamily } from '../../benchmark/task.ts';
import type { EnergyChoice } from '../energy/openEnergy.ts';
import { type ContainerChoice, containerProgramNames, isImageName } from '../sandbox/container/containerChoice.ts';
import type { Command, Manner, RunCommand, TaskChoice } from './command.ts';
import { placeOf, readEngines } from './engineChoice.ts';
import { UsageProblem } from './usageProblem.ts';

const options = {
  repo: { type: 'string' },
  tasks: { type: 'string' },
  size: { type: 'string' },
  families: { type: 'string' },
  since: { type: 'string' },
  seed: { type: 'string' },
  engine: { type: 'string', multiple: true },
  context: { type: 'string' },
  'key-env': { type: 'string', multiple: true },
  samples: { type: 'string' },
  price: { type: 'string', multiple: true },
  thinking: { type: 'boolean' },
  parallel: { type: 'string' },
  'allow-network': { type: 'boolean' },
  'max-usd': { type: 'string' },
  'max-tokens': { type: 'string' },
  'max-minutes': { type: 'string' },
  watts: { type: 'string' },
  'kwh-usd': { type: 'string' },
  hardware: { type: 'string' },
  out: { type: 'string' },
  shard: { type: 'string' },
  container: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Option = keyof typeof options;
type Values = ReturnType<typeof readArguments>['values'];

const manner: readonly Option[] = ['yes', 'json', 'out'];
const choice: readonly Option[] = ['repo', 'size', 'families', 'since', 'seed', 'container'];
/** What each command takes; anything else is a mistake that must not pass in silence. */
const taken: Readonly<Record<Exclude<Command['kind'], 'help' | 'version'>, readonly Option[]>> = {
  run: Object.keys(options).filter((name): name is Option => name !== 'help' && name !== 'version'),
  mine: [...manner, ...choice],
  report: ['yes', 'json'],
  merge: manner,
  import: manner,
  list: manner,
};

/** Throws {@link UsageProblem}. */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = readArguments(argv);
  const [name, ...operands] = positionals;
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const kind = (Object.keys(taken) as (keyof typeof taken)[]).find((known) => known === name);
  if (kind === undefined) {
    throw new UsageProblem(name === undefined ? 'Say what to do.' : `There is no command "${name}".`);
  }
  const foreign = (Object.keys(values) as Option[]).find((option) => !taken[kind].includes(option));
  if (foreign !== undefined) throw new UsageProblem(`${kind} does not take --${foreign}.`);
  const how: Manner = { isAnswered: values.yes ?? false, asJson: values.json ?? false };
  switch (kind) {
    case 'run':
      refuseOperands(kind, operands, 0);
      return readRun(values, how);
    case 'mine':
      refuseOperands(kind, operands, 0);
      return { kind, out: values.out, ...readChoice(values), ...how };
    case 'report': {
      const [folder] = refuseOperands(kind, operands, 1);
      if (folder === undefined) throw new UsageProblem('Say the folder of the run: report FOLDER.');
      return { kind, folder, ...how };
    }
    case 'merge':
      if (operands.length < 2)
        throw new UsageProblem('Say the folders of the shards: merge FOLDER FOLDER --out FOLDER.');
      return { kind, folders: operands, out: needOut(kind, values), ...how };
    case 'import': {
      const [file, answers] = refuseOperands(kind, operands, 2);
      if (file === undefined) throw new UsageProblem('Say the file: import FILE --out FILE.');
      return { kind, file, answers, out: needOut(kind, values), ...how };
    }
    case 'list':
      refuseOperands(kind, operands, 0);
      return { kind, out: values.out, ...how };
  }
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(message.replace(/\. To specify a positional.*$/s, '.'), { cause: error });
  }
}

function refuseOperands(kind: string, operands: readonly string[], most: number): readonly string[] {
  if (operands.length > most) throw new UsageProblem(`${kind} does not take "${operands[most]}".`);
  return operands;
}

function needOut(kind: string, { out }: Values): string {
  if (out === undefined) throw new UsageProblem(`${kind} needs --out.`);
  return out;
}

function readChoice({ repo, size, families, since, seed, container }: Values): TaskChoice {
  return {
    repository: repo ?? '.',
    count: readSize(size ?? 'quick'),
    families: families === undefined ? taskFamilies : readFamilies(families),
    since: since === undefined || since === 'any' ? null : readDate(since),
    seed: seed ?? 'parity',
    container: container === undefined ? undefined : readContainer(container),
  };
}

function readRun(values: Values, how: Manner): RunCommand {
  const { engine = [], tasks, repo, since } = values;
  if (engine.length === 0) throw new UsageProblem('Say which model: --engine starter, for example.');
  for (const option of ['since'] as const) {
    if (tasks !== undefined && values[option] !== undefined) {
      throw new UsageProblem(`--${option} is for making tasks, and --tasks has them already.`);
    }
  }
  const minutes = readAmount('max-minutes', values['max-minutes']);
  const engines = readEngines(engine);
  return {
    kind: 'run',
    ...readChoice(values),
    ...how,
    repository: repo ?? '.',
    out: values.out,
    tasks,
    engines,
    isSinceRelease: since === undefined,
    prices: (values.price ?? []).map(readPrice),
    contextTokens: readCount('context', values.context, 16_384),
    keyVariables: readKeyVariables(values['key-env'] ?? []),
    samples: readCount('samples', values.samples, usualSamples(engines.map((choice) => ({ place: placeOf(choice) })))),
    thinking: values.thinking ?? false,
    parallel: readCount('parallel', values.parallel, 1),
    caps: {
      maxMs: minutes === null ? null : Math.round(minutes * 60_000),
      maxTokens: values['max-tokens'] === undefined ? null : readCount('max-tokens', values['max-tokens'], 1),
      maxUsd: values['max-usd'] === 'none' ? null : readAmount('max-usd', values['max-usd']),
    },
    energy: {
      declared: values.watts === undefined ? undefined : readWatts(values.watts),
      usdPerKwh: readAmount('kwh-usd', values['kwh-usd']) ?? undefined,
      hardware: values.hardware === undefined ? undefined : readHardware(values.hardware),
    },
    isUncapped: values['max-usd'] === 'none',
    shard: values.shard === undefined ? null : readShard(values.shard),
    allowNetwork: values['allow-network'] ?? false,
  };
}

function readSize(text: string): number {
  if (text === 'quick' || text === 'standard' || text === 'full') return runSizes[text];
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageProblem(`--size is quick, standard, full or a number up to 9999, not "${text}".`);
}

function readFamilies(text: string): readonly TaskFamily[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !taskFamilies.some((family) => family === name));
  if (unknown !== undefined) {
    throw new UsageProblem(`There is no family "${unknown}". There are ${taskFamilies.join(', ')}.`);
  }
  return taskFamilies.filter((family) => names.includes(family));
}

function readDate(text: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const moment = new Date(text);
  if (!isDate || Number.isNaN(moment.getTime())) {
    throw new UsageProblem(`--since is a day such as 2026-03-01, or any, not "${text}".`);
  }
  return moment.toISOString();
}

function readCount(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new UsageProblem(`--${option} is a whole number from 1, not "${text}".`);
  return Number(text);
}

function readAmount(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const amount = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || amount <= 0)
    throw new UsageProblem(`--${option} is a number above 0, not "${text}".`);
  return amount;
}

/** `gpt-6.1-sol=1.25/10/0.125`, of a million tokens each. */
function readPrice(text: string): Price {
  const amount = String.raw`(\d{1,6}(?:\.\d{1,6})?)`;
  const [, model = '', input, output, cacheRead] =
    new RegExp(`^([^\\s=]{1,200})=${amount}/${amount}(?:/${amount})?$`).exec(text) ?? [];
  if (model === '') {
    throw new UsageProblem(
      `--price is MODEL=INPUT/OUTPUT or MODEL=INPUT/OUTPUT/CACHED, in USD per million tokens, such as my-model=1.25/10/0.125, not "${text}".`,
    );
  }
  return {
    model,
    provider: 'given',
    prices: {
      input: Number(input),
      output: Number(output),
      ...(cacheRead === undefined ? {} : { cacheRead: Number(cacheRead) }),
    },
    source: 'given with --price',
    checkedOn: new Date().toISOString().slice(0, 10),
  };
}

function readWatts(text: string): NonNullable<EnergyChoice['declared']> {
  const [, active = '', idle = '0'] = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(text) ?? [];
  if (active === '' || Number(active) <= Number(idle)) {
    throw new UsageProblem(`--watts is ACTIVE/IDLE, the first more than the second, such as 350/60, not "${text}".`);
  }
  return { activeWatts: Number(active), idleWatts: Number(idle) };
}

function readHardware(text: string): NonNullable<EnergyChoice['hardware']> {
  const [, usd = '', years = ''] = /^(\d{1,8})\/(\d{1,2})$/.exec(text) ?? [];
  if (Number(usd) === 0 || Number(years) === 0) {
    throw new UsageProblem(`--hardware is USD/YEARS, such as 1999/3, not "${text}".`);
  }
  return { usd: Number(usd), lifeYears: Number(years) };
}

function readContainer(text: string): ContainerChoice {
  const [, name = '', image = ''] = /^([a-z]+):(.+)$/.exec(text) ?? [];
  const program = containerProgramNames.find((known) => known === name);
  if (program === undefined || !isImageName(image)) {
    const programs = containerProgramNames.join(' or ');
    throw new UsageProblem(
      `--container is PROGRAM:IMAGE with ${programs} as the program, such as docker:node:22-bookworm, not "${text}".`,
    );
  }
  return { program, image };
}

function readShard(text: string): Shard {
  const [, index = '', of = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index < 1 || shard.index > shard.of) {
    throw new UsageProblem(`--shard is K/N with K from 1 to N, such as 2/4, not "${text}".`);
  }
  return shard;
}

function readKeyVariables(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, preset = '', name = ''] = /^(?:([a-z-]+)=)?([A-Za-z_][A-Za-z0-9_]*)$/.exec(text) ?? [];
      if (name === '') throw new UsageProblem(`--key-env is the name of an environment variable, not "${text}".`);
      return [preset, name];
    }),
  );
}
