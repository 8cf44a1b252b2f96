/** What is said before a benchmark runs: nothing that matters to a person's yes or no is left to the small print. */
import { l10n } from 'vscode';
import { moneyText } from '../../benchmark/report/reportWords.ts';
import type { CostForecast } from '../../benchmark/running/forecastCost.ts';
import type { TaskFamily } from '../../benchmark/task.ts';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import { formatCount } from '../formatCount.ts';
import { aboutDuration, dayLabel, familyCounts, tasksLabel } from './benchmarkWords.ts';
import type { Expectation } from './expectRun.ts';
import { newestRelease } from './newestRelease.ts';
import type { RunChoice } from './runChoice.ts';
import { sandboxPhrase } from './sandboxPhrase.ts';

export interface ConsentFacts {
  readonly aim: 'benchmark' | 'compare';
  readonly repository: string;
  readonly choice: RunChoice;
  /** By family: of a kept set as they are, of a new one as many as are wanted. */
  readonly counts: Readonly<Partial<Record<TaskFamily, number>>>;
  readonly isNewSet: boolean;
  /** Holes and commits of the set are from code written since then, `YYYY-MM-DD` or a moment; `null`: of any age. */
  readonly since: string | null;
  readonly engines: readonly ConsentEngine[];
  readonly expected: Expectation;
  /** What the run can find between two engines; `null`: nothing. Absent: there is one engine. */
  readonly detectable?: number | null;
  readonly sandbox: SandboxDescription;
  readonly folder: string;
}

export interface ConsentEngine {
  readonly label: string;
  readonly place: 'local' | 'this-machine' | 'remote';
  /** Of a remote one. */
  readonly host?: string;
  readonly cost: CostForecast;
  /** `YYYY-MM-DD`; undefined: not known. */
  readonly releasedOn: string | undefined;
}

export interface ConsentPoint {
  readonly heading: string;
  /** Each a sentence or a few. */
  readonly lines: readonly string[];
  /** Said with more weight: something to think about. */
  readonly isWarning: boolean;
}

export function consentPoints(facts: ConsentFacts): readonly ConsentPoint[] {
  return [
    tasksPoint(facts),
    agePoint(facts),
    enginesPoint(facts),
    ...detectionPoint(facts),
    timePoint(facts),
    testsPoint(facts),
    leavingPoint(facts),
    costPoint(facts),
    keptPoint(facts),
  ];
}

function tasksPoint({ choice, counts, isNewSet }: ConsentFacts): ConsentPoint {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return plain(
    l10n.t('Tasks'),
    isNewSet
      ? [
          l10n.t(
            'Up to {0}, made from the code and the history of this repository: {1}.',
            tasksLabel(choice.taskCount),
            familyCounts(counts),
          ),
          l10n.t('A family that the repository has too little for gives its share to the others.'),
        ]
      : [l10n.t('{0} of the kept task set: {1}.', tasksLabel(Math.min(total, choice.taskCount)), familyCounts(counts))],
  );
}

/** What a model may have seen in its training. */
function agePoint({ counts, since, engines }: ConsentFacts): ConsentPoint {
  const dated = (counts.infill ?? 0) + (counts.replay ?? 0) > 0;
  const day = since?.slice(0, 10);
  const { unknown } = newestRelease(engines);
  const later = engines.filter(({ releasedOn }) => releasedOn !== undefined && (day === undefined || day < releasedOn));
  return plain(l10n.t('Age of the code'), [
    ...(!dated
      ? []
      : [
          day === undefined
            ? l10n.t('Holes and commits are taken from code of any age.')
            : l10n.t('Holes and commits are taken only from code written since {0}.', dayLabel(day)),
        ]),
    ...later.map(({ label, releasedOn = '' }) =>
      l10n.t('{0} was released on {1}: older code it may have seen in its training.', label, dayLabel(releasedOn)),
    ),
    ...unknown.map((label) => l10n.t('When {0} was released is not known to Parity.', label)),
    l10n.t('Bodies, bugs and tool calls are made from the code as it is now, whatever its age.'),
  ]);
}

function enginesPoint({ engines, choice }: ConsentFacts): ConsentPoint {
  return plain(l10n.t('Engines'), [
    ...engines.map(({ label, place, host = '' }) =>
      place === 'remote' ? l10n.t('{0}, at {1}', label, host) : l10n.t('{0}, on this machine', label),
    ),
    ...(choice.samples > 1 ? [l10n.t('Each answers each task {0} times.', choice.samples)] : []),
  ]);
}

/** What the run can show, and what it cannot. */
function detectionPoint({ detectable, engines, choice, counts, isNewSet }: ConsentFacts): readonly ConsentPoint[] {
  if (detectable === undefined) return [];
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const tasks = tasksLabel(isNewSet ? choice.taskCount : Math.min(total, choice.taskCount));
  return [
    plain(l10n.t('What it can show'), [
      detectable === null
        ? l10n.t('{0} are too few to tell engines apart reliably: the report will most likely be inconclusive.', tasks)
        : l10n.t(
            'With {0}, a difference of {1} percentage points or more between two of these engines is found in 4 of 5 such runs. Smaller ones stay inconclusive more often.',
            tasks,
            Math.round(detectable * 100),
          ),
      ...(engines.length > 2 ? [l10n.t('That takes into account that several pairs are compared.')] : []),
      l10n.t(
        'All engines get the same tasks and prompts, with room for what fits the smallest of them, in changing order.',
      ),
    ]),
  ];
}

function timePoint({ expected, choice, isNewSet, engines }: ConsentFacts): ConsentPoint {
  const isLocal = engines.some(({ place }) => place !== 'remote');
  const { maxMinutes } = choice;
  return plain(l10n.t('Time'), [
    expected.ms === undefined
      ? l10n.t(
          'Not known: these engines have not been measured on this repository yet. After the first answers the status bar says how long the rest takes.',
        )
      : l10n.t(
          'The answers take {0}, by what these engines took on this repository before. Tests come on top.',
          aboutDuration(expected.ms),
        ),
    ...(isNewSet
      ? [l10n.t('Before that, each task is tried out with the tests of the repository, several times.')]
      : []),
    ...(maxMinutes === null
      ? []
      : [
          l10n.t(
            'The run ends after {0} min at the latest, without pauses; what is missing can be done later.',
            formatCount(maxMinutes),
          ),
        ]),
    ...(isLocal ? [l10n.t('The processor is busy meanwhile: using the machine makes the measured times worse.')] : []),
    l10n.t('It can be paused and stopped at any time. What is done is kept.'),
  ]);
}

function testsPoint({ sandbox, repository }: ConsentFacts): ConsentPoint {
  const runs = l10n.t(
    'The tests of {0} are run, also with code that the engines write. They work on copies in a temporary folder; your files and your Git history are not touched.',
    repository,
  );
  if (sandbox.level === 'none') {
    return {
      heading: l10n.t('Tests run without a sandbox'),
      lines: [
        runs,
        l10n.t(
          'This machine offers no sandbox, so that code runs as you do: it could read and change your files and use the network.',
        ),
        ...(sandbox.shortfall === undefined ? [] : [l10n.t('Why: {0}.', sandbox.shortfall)]),
      ],
      isWarning: true,
    };
  }
  return plain(l10n.t('Tests run in a sandbox'), [
    runs,
    l10n.t(
      'The sandbox is {0}. {1} {2}',
      sandboxPhrase(sandbox),
      sandbox.isContained
        ? l10n.t('Nothing outside of the copy can be written.')
        : l10n.t('Files outside of the copy can be written.'),
      sandbox.isOffline ? l10n.t('There is no network in it.') : l10n.t('The network can be used in it.'),
    ),
    ...(sandbox.shortfall === undefined ? [] : [l10n.t('Limits: {0}.', sandbox.shortfall)]),
  ]);
}

function leavingPoint({ engines, choice }: ConsentFacts): ConsentPoint {
  const hosts = [
    ...new Set(engines.flatMap(({ place, host }) => (place === 'remote' && host !== undefined ? [host] : []))),
  ];
  if (hosts.length === 0) return plain(l10n.t('What leaves this machine'), [l10n.t('Nothing.')]);
  const { families } = choice;
  const sendsFiles = families.some((family) => family !== 'toolcall');
  return {
    heading: l10n.t('Code leaves this machine'),
    lines: hosts.flatMap((host) => [
      ...(sendsFiles
        ? [l10n.t('{0} gets the code of the files that the tasks are about, and of files beside them.', host)]
        : []),
      ...(families.includes('replay') ? [l10n.t('{0} gets the messages of commits that are redone.', host)] : []),
      ...(families.includes('agent')
        ? [l10n.t('{0} gets whatever files and search results the agent asks for in its copy of the repository.', host)]
        : []),
      ...(families.includes('toolcall') ? [l10n.t('{0} gets questions that name files of the repository.', host)] : []),
    ]),
    isWarning: true,
  };
}

function costPoint({ engines, choice }: ConsentFacts): ConsentPoint {
  const remote = engines.filter(({ place }) => place === 'remote');
  if (remote.length === 0)
    return plain(l10n.t('Cost'), [l10n.t('No API is paid. What the machine uses is the power it runs on.')]);
  const isUnpriced = remote.some(({ cost }) => cost.kind === 'unknown-price');
  const isPriced = remote.some(({ cost }) => cost.kind === 'usd');
  const { maxUsd, maxTokens } = choice;
  const isUncapped = maxUsd === null && maxTokens === null;
  return {
    heading: l10n.t('Cost'),
    lines: [
      ...remote.map(costLine),
      ...(maxUsd === null
        ? []
        : [
            l10n.t(
              'The whole run costs at most {0}: it stops before a request that could go beyond that, also after interruptions.',
              moneyText(maxUsd),
            ),
          ]),
      ...(isPriced && isUncapped ? [l10n.t('You chose to set no limit.')] : []),
      ...(maxTokens === null
        ? []
        : [l10n.t('At most {0} tokens, prompts and answers of all engines together.', formatCount(maxTokens))]),
    ],
    isWarning: isUnpriced || isUncapped,
  };
}

function costLine({ label, cost }: ConsentEngine): string {
  switch (cost.kind) {
    case 'free':
      return l10n.t('{0} is not paid by use.', label);
    case 'unknown-price':
      return l10n.t('What {0} costs is not known to Parity, so no cap on cost can hold for it.', label);
    case 'usd':
      return cost.expected === undefined
        ? l10n.t(
            '{0}: at most {1}, if no request fails. What is probable shows once there are answers.',
            label,
            moneyText(cost.ceiling),
          )
        : l10n.t(
            '{0}: probably about {1}, at most {2} if no request fails.',
            label,
            moneyText(cost.expected),
            moneyText(cost.ceiling),
          );
  }
}

function keptPoint({ folder }: ConsentFacts): ConsentPoint {
  return plain(l10n.t('Where it is kept'), [
    l10n.t(
      'In {0}, not in the repository. It holds code of the repository: the share file that can be exported does not.',
      folder,
    ),
  ]);
}

function plain(heading: string, lines: readonly string[]): ConsentPoint {
  return { heading, lines, isWarning: false };
}
