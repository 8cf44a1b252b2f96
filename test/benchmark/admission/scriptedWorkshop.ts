import type { CommandOutcome, TestCase, Workshop } from '../../../src/benchmark/workshop.ts';
import type { WorkspaceFiles } from '../../../src/tools/workspaceFiles.ts';

/** What the tests of a state say: statuses by test name, or how the command ended. */
export type ScriptedRun = Readonly<Record<string, TestCase['status']>> | CommandOutcome['kind'] | 'missing-runner';

/** Copies in which vitest is set up and its run is what `play` says of the state's edits; `run` counts from 0. */
export function scriptedWorkshop(
  play: (state: Readonly<Record<string, string | null>>, run: number) => ScriptedRun,
): Workshop & {
  readonly states: () => readonly Readonly<Record<string, string | null>>[];
  readonly openCopies: () => number;
} {
  const states: Record<string, string | null>[] = [];
  let openCopies = 0;
  return {
    states: () => states,
    openCopies: () => openCopies,
    sandbox: { level: 'none', isOffline: false, isContained: false, memoryBytes: undefined, processes: undefined },
    open: (_base, edits) => {
      openCopies += 1;
      const state = Object.fromEntries(edits.map(({ path, text }) => [path, text]));
      return Promise.resolve({
        root: '/c',
        files: onlyManifest,
        apply: () => Promise.resolve(),
        changes: () => Promise.resolve([]),
        run: ({ collect }) => {
          states.push(state);
          return Promise.resolve(outcomeOf(play(state, states.length - 1), collect[0]?.split('/')[0] ?? ''));
        },
        dispose: () => {
          openCopies -= 1;
          return Promise.resolve();
        },
      });
    },
  };
}

const unused = (): Promise<never> => Promise.reject(new Error('not asked of this copy'));
const onlyManifest: WorkspaceFiles = {
  isOpen: true,
  read: (path) =>
    Promise.resolve(
      path === 'package.json'
        ? { kind: 'text', path, text: '{"scripts":{"test":"vitest run"}}' }
        : { kind: 'problem', problem: 'not-found', detail: path },
    ),
  list: unused,
  search: unused,
  write: unused,
};

function outcomeOf(run: ScriptedRun, folder: string): CommandOutcome {
  const ended = { exitCode: 0, signal: null, output: 'output', durationMs: 100 };
  if (run === 'missing-runner') return { ...ended, kind: 'exited', exitCode: 97, collected: [] };
  if (typeof run === 'string') return { ...ended, kind: run, collected: [{ path: `${folder}/started.txt`, text: '' }] };
  const assertionResults = Object.entries(run).map(([title, status]) => ({ title, status, ancestorTitles: [] }));
  const report = JSON.stringify({ testResults: [{ name: '/c/test/a.test.js', status: 'passed', assertionResults }] });
  const collected = [
    { path: `${folder}/report.json`, text: report },
    { path: `${folder}/started.txt`, text: '' },
  ];
  return { ...ended, kind: 'exited', collected };
}
