import { type QuickPickItem, l10n } from 'vscode';
import { runSizes } from '../../benchmark/running/chooseTasks.ts';
import { type TaskFamily, taskFamilies } from '../../benchmark/task.ts';
import { type StepFrame, type StepResult, askItem, askItems, askText } from '../quickSteps.ts';
import { whenMade } from './benchmarkRows.ts';
import { dayLabel, familyCounts, familyLabel, tasksLabel } from './benchmarkWords.ts';
import type { EngineOffer } from './engineOffers.ts';
import { askCap } from './askCap.ts';
import { type EngineQuestion, askEngines } from './askEngines.ts';
import { askSamples } from './askSamples.ts';
import { askSince } from './askSince.ts';
import type { RunChoice } from './runChoice.ts';
import type { StoredSet } from './storedRuns.ts';

/** What a run is to be. `set` undefined: a new task set. */
export interface ChosenRun {
  readonly set: StoredSet | undefined;
  readonly choice: RunChoice;
}

export interface RunOffer {
  /** `compare`: of two engines or more, which come first. */
  readonly aim: 'benchmark' | 'compare';
  readonly sets: readonly StoredSet[];
  /** As the settings are now. */
  readonly engines: () => readonly EngineOffer[];
  /** Sets up one more; undefined: given up. */
  readonly addEngine: NonNullable<EngineQuestion['add']>;
  /** What was chosen last, marked from the start. */
  readonly last: ChosenRun | undefined;
  /** What answers in the chat. */
  readonly usualEngine: string;
  /** The set is given: another engine on the same tasks. */
  readonly fixedSet?: StoredSet;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** How many commits there are since a day. Undefined: that cannot be told. */
  readonly countSince: (day: string) => Promise<number | undefined>;
}

type Draft = { readonly set: StoredSet | undefined; readonly choice: RunChoice };
type Step = (draft: Draft, frame: StepFrame) => Promise<StepResult<Draft>>;

const usual: Omit<RunChoice, 'engines'> = {
  taskCount: runSizes.quick,
  maxMinutes: null,
  maxTokens: null,
  maxUsd: null,
  samples: 1,
  since: null,
  families: [...taskFamilies],
};

/** Tasks, size, families, engines, age of the code, answers and caps, one step after another with a way back. Undefined: given up. */
export async function chooseRun(offer: RunOffer): Promise<ChosenRun | undefined> {
  const title = offer.aim === 'compare' ? l10n.t('Compare Qwen with an API') : l10n.t('Benchmark This Repository');
  let draft: Draft = offer.last ?? { set: undefined, choice: { ...usual, engines: [offer.usualEngine] } };
  if (offer.fixedSet !== undefined) draft = { ...draft, set: offer.fixedSet };
  const engines: readonly [(draft: Draft) => boolean, Step] = [
    () => offer.aim === 'compare' || offer.engines().length > 1,
    engineStep(offer),
  ];
  const steps: readonly (readonly [(draft: Draft) => boolean, Step])[] = [
    ...(offer.aim === 'compare' ? [engines] : []),
    [() => offer.fixedSet === undefined && offer.sets.length > 0, setStep(offer)],
    [() => true, sizeStep],
    [() => true, familyStep],
    ...(offer.aim === 'compare' ? [] : [engines]),
    [({ set, choice }) => set === undefined && choice.families.some(isDated), sinceStep(offer)],
    [() => true, samplesStep(offer)],
    [({ choice }) => remoteOf(offer, choice).length > 0, capStep(offer)],
  ];
  for (let index = 0; index < steps.length;) {
    const [isNeeded, step] = steps[index] ?? [];
    if (isNeeded?.(draft) !== true || step === undefined) {
      index += 1;
      continue;
    }
    const before = steps.slice(0, index).filter(([needed]) => needed(draft)).length;
    const totalSteps = steps.filter(([needed]) => needed(draft)).length;
    const result = await step(draft, { title, step: before + 1, totalSteps });
    switch (result.kind) {
      case 'cancelled':
        return undefined;
      case 'back':
        do index -= 1;
        while (index > 0 && steps[index]?.[0](draft) !== true);
        break;
      case 'done':
        draft = result.value;
        index += 1;
    }
  }
  const isPaid = remoteOf(offer, draft.choice).length > 0;
  return isPaid ? draft : { ...draft, choice: { ...draft.choice, maxUsd: null, maxTokens: null } };
}

/** Only these are taken from history, and so have an age. */
function isDated(family: TaskFamily): boolean {
  return family === 'infill' || family === 'replay';
}

function chosenOf({ engines }: RunOffer, choice: RunChoice): readonly EngineOffer[] {
  return engines().filter(({ id }) => choice.engines.includes(id));
}

function remoteOf({ engines }: RunOffer, choice: RunChoice): readonly EngineOffer[] {
  return engines().filter(({ id, place }) => place === 'remote' && choice.engines.includes(id));
}

function then<T>(result: StepResult<T>, next: (value: T) => Draft): StepResult<Draft> {
  return result.kind === 'done' ? { kind: 'done', value: next(result.value) } : result;
}

function setStep({ sets }: RunOffer): Step {
  return async (draft, frame) => {
    const items: (QuickPickItem & { readonly set: StoredSet | undefined })[] = [
      {
        label: `$(add) ${l10n.t('New task set')}`,
        detail: l10n.t('From the code and the history as they are now'),
        set: undefined,
      },
      ...sets.map((set) => ({
        label: `$(checklist) ${tasksLabel(set.taskCount)}`,
        description:
          set.header.since === null
            ? whenMade(set.id)
            : l10n.t('{0}, from code since {1}', whenMade(set.id), dayLabel(set.header.since)),
        detail: familyCounts(set.taskCounts),
        set,
      })),
    ];
    const placeholder = l10n.t('Which tasks? Runs of one task set can be compared.');
    return then(await askItem({ ...frame, placeholder, items }), ({ set }) => ({ ...draft, set }));
  };
}

const sizeStep: Step = async (draft, frame) => {
  const { choice } = draft;
  type SizeItem = QuickPickItem & { readonly count: number | undefined };
  const items: SizeItem[] = [
    {
      label: l10n.t('Quick'),
      description: tasksLabel(runSizes.quick),
      detail: l10n.t('A first impression: finds only large differences.'),
      count: runSizes.quick,
    },
    {
      label: l10n.t('Standard'),
      description: tasksLabel(runSizes.standard),
      detail: l10n.t('Finds differences of 15 points or more, four times in five.'),
      count: runSizes.standard,
    },
    {
      label: l10n.t('Full'),
      description: tasksLabel(runSizes.full),
      detail: l10n.t('Finds differences of 10 points or more, four times in five.'),
      count: runSizes.full,
    },
    {
      label: l10n.t('Time Budget…'),
      detail: l10n.t('As many tasks as there is time for.'),
      count: undefined,
    },
  ];
  const picked = await askItem<SizeItem>({ ...frame, placeholder: l10n.t('How much?'), items });
  if (picked.kind !== 'done') return picked;
  const { count } = picked.value;
  if (count !== undefined) {
    return { kind: 'done', value: { ...draft, choice: { ...choice, taskCount: count, maxMinutes: null } } };
  }
  const minutes = await askText({
    ...frame,
    prompt: l10n.t('Minutes that the answers may take, without pauses. Making a new task set comes on top.'),
    value: String(choice.maxMinutes ?? 60),
    problemWith: (text) =>
      /^[1-9]\d{0,3}$/.test(text) ? undefined : l10n.t('Write a whole number of minutes, up to 9999.'),
  });
  if (minutes.kind === 'back') return sizeStep(draft, frame);
  return then(minutes, (text) => ({
    ...draft,
    choice: { ...choice, taskCount: runSizes.full, maxMinutes: Number(text) },
  }));
};

const familyStep: Step = async (draft, frame) => {
  const { set, choice } = draft;
  const offered = set === undefined ? taskFamilies : taskFamilies.filter((family) => (set.taskCounts[family] ?? 0) > 0);
  const items = offered.map((family) => ({
    label: familyLabel(family),
    description: familyDetail(family),
    picked: choice.families.includes(family),
    family,
  }));
  const picked = await askItems({
    ...frame,
    placeholder: l10n.t('Which kinds of tasks?'),
    needsOne: l10n.t('mark at least one kind'),
    items,
  });
  return then(picked, (chosen) => ({ ...draft, choice: { ...choice, families: chosen.map(({ family }) => family) } }));
};

function familyDetail(family: TaskFamily): string {
  switch (family) {
    case 'infill':
      return l10n.t('lines and blocks, as completions do');
    case 'body':
      return l10n.t('judged by the tests of the repository');
    case 'bugfix':
      return l10n.t('judged by the tests of the repository');
    case 'replay':
      return l10n.t('judged by the tests of the commit');
    case 'toolcall':
      return l10n.t('choose the right tool and its arguments');
    case 'agent':
      return l10n.t('with the tools of the chat; takes longest');
  }
}

function engineStep(offer: RunOffer): Step {
  return async (draft, frame) => {
    const { choice } = draft;
    const { aim, engines, today, addEngine } = offer;
    const asked = { offers: engines, chosen: choice.engines, today, ...(aim === 'compare' ? { add: addEngine } : {}) };
    return then(await askEngines(asked, frame), (ids) => ({ ...draft, choice: { ...choice, engines: [...ids] } }));
  };
}

function sinceStep(offer: RunOffer): Step {
  const { last, today, countSince } = offer;
  return async (draft, frame) => {
    const { choice } = draft;
    const engines = chosenOf(offer, choice);
    const answer = await askSince({ engines, chosen: last?.choice.since, today, countSince }, frame);
    return then(answer, (since) => ({ ...draft, choice: { ...choice, since } }));
  };
}

function samplesStep(offer: RunOffer): Step {
  return async (draft, frame) => {
    const { choice } = draft;
    const answer = await askSamples({ engines: chosenOf(offer, choice), chosen: offer.last?.choice.samples }, frame);
    return then(answer, (samples) => ({ ...draft, choice: { ...choice, samples } }));
  };
}

function capStep(offer: RunOffer): Step {
  return async (draft, frame) => {
    const { choice } = draft;
    const answer = await askCap({ engines: remoteOf(offer, choice), chosen: choice }, frame);
    return then(answer, (caps) => ({ ...draft, choice: { ...choice, ...caps } }));
  };
}
