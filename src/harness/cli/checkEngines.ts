import { presetOf } from '../../providers/presets.ts';
import { endpointPrice } from '../engines/openEndpoint.ts';
import type { RunCommand } from './command.ts';
import { type EngineChoice, placeOf } from './engineChoice.ts';
import type { Terminal } from './terminal.ts';
import { UsageProblem } from './usageProblem.ts';

type EndpointChoice = Extract<EngineChoice, { kind: 'endpoint' }>;

/**
 * Before anything is opened: says what would leave this machine, and refuses what was not allowed or cannot be promised.
 * Gives the keys by engine id. Throws {@link UsageProblem}.
 */
export function checkEngines(
  { engines, allowNetwork, keyVariables, caps, isUncapped, prices }: RunCommand,
  environment: NodeJS.ProcessEnv,
  terminal: Pick<Terminal, 'note'>,
): ReadonlyMap<string, string> {
  const endpoints = engines.filter((choice) => choice.kind === 'endpoint');
  const remote = endpoints.filter((choice) => placeOf(choice) === 'remote');
  for (const { setting } of remote) {
    terminal.note(
      `${setting.model} on ${new URL(setting.url).host} would be sent code of the repository: the files that tasks are set in, commit messages, and what an agent reads.`,
    );
  }
  if (remote.length > 0 && !allowNetwork) {
    throw new UsageProblem('Nothing was sent. Give --allow-network to allow it.');
  }
  const priced = remote.find(({ setting }) => endpointPrice(setting, prices) !== null);
  if (priced !== undefined && caps.maxUsd === null && !isUncapped) {
    throw new UsageProblem(
      `${priced.setting.model} costs money. Say how much it may cost with --max-usd N, or --max-usd none for no limit.`,
    );
  }
  const unpriced = remote.find(({ setting }) => endpointPrice(setting, prices) === null);
  if (caps.maxUsd !== null && unpriced !== undefined) {
    throw new UsageProblem(
      `--max-usd cannot be kept: the price of ${unpriced.setting.model} is not known. Give it with --price, or use --max-tokens.`,
    );
  }
  return new Map(endpoints.flatMap((choice) => keyOf(choice, keyVariables, environment)));
}

function keyOf(
  { setting: { id, preset } }: EndpointChoice,
  variables: RunCommand['keyVariables'],
  environment: NodeJS.ProcessEnv,
): [string, string][] {
  const name = variables.get(preset) ?? variables.get('');
  if (name === undefined) {
    if (presetOf(preset).key === 'optional') return [];
    throw new UsageProblem(`${preset} needs a key. Name the environment variable that holds it with --key-env.`);
  }
  const key = environment[name]?.trim() ?? '';
  if (key === '') throw new UsageProblem(`The environment variable ${name} is not set.`);
  return [[id, key]];
}
