import type { Price } from '../../benchmark/cost/price.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import type { Shard } from '../../benchmark/running/shard.ts';
import type { TaskFamily } from '../../benchmark/task.ts';
import type { EnergyChoice } from '../energy/openEnergy.ts';
import type { ContainerChoice } from '../sandbox/container/containerChoice.ts';
import type { EngineChoice } from './engineChoice.ts';

/** What the command line was asked to do, checked. Paths are as they were written. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'mine'; readonly out: string | undefined } & TaskChoice & Manner)
  | RunCommand
  | ({ readonly kind: 'report'; readonly folder: string } & Manner)
  | ({ readonly kind: 'merge'; readonly folders: readonly string[]; readonly out: string } & Manner)
  | ({
      readonly kind: 'import';
      readonly file: string;
      readonly answers: string | undefined;
      readonly out: string;
    } & Manner)
  | ({ readonly kind: 'list'; readonly out: string | undefined } & Manner);

export interface RunCommand extends TaskChoice, Manner {
  readonly kind: 'run';
  readonly out: string | undefined;
  /** A task file that is there already. */
  readonly tasks: string | undefined;
  readonly engines: readonly EngineChoice[];
  /** Of local models. */
  readonly contextTokens: number;
  /** Names of environment variables: by preset, or under an empty name for every server. */
  readonly keyVariables: ReadonlyMap<string, string>;
  readonly samples: number;
  /** Nobody said which age of the code is wanted: what none of the models can have seen, where that is known. */
  readonly isSinceRelease: boolean;
  /** Before the built-in ones. */
  readonly prices: readonly Price[];
  readonly thinking: boolean;
  readonly parallel: number;
  readonly caps: RunRecord['caps'];
  readonly energy: EnergyChoice;
  /** That there is no cap on the cost was said, not left out. */
  readonly isUncapped: boolean;
  readonly shard: Shard | null;
  readonly allowNetwork: boolean;
}

export interface TaskChoice {
  readonly repository: string;
  readonly count: number;
  readonly families: readonly TaskFamily[];
  /** ISO 8601. */
  readonly since: string | null;
  readonly seed: string;
  /** Where tests run; undefined: in what the system offers. */
  readonly container: ContainerChoice | undefined;
}

export interface Manner {
  readonly isAnswered: boolean;
  readonly asJson: boolean;
}
