/** The same task for several engines: each answers in a copy of its own, then the repository's tests look at all of them. */
import { randomInt } from 'node:crypto';
import type { Log } from '../../base/log.ts';
import { compareStates, type StateChange } from '../../benchmark/arena/compareStates.ts';
import { contend, type Contender, type Contest, type ContestAnswer } from '../../benchmark/arena/contend.ts';
import { type StateVerdict, testState, withoutTests } from '../../benchmark/arena/testState.ts';
import type { RunRecord } from '../../benchmark/result.ts';
import { needsMachine } from '../../benchmark/running/benchmarkEngine.ts';
import type { FileEdit, TaskBase } from '../../benchmark/task.ts';
import type { SandboxDescription } from '../../benchmark/workshop.ts';
import type { ChatEvent } from '../../chat/chatEvent.ts';
import { suitesOf } from '../benchmark/testSources.ts';
import { openHistory } from '../git/openHistory.ts';
import { readWorkingTree } from '../git/workingTree.ts';
import type { ContainerChoice } from '../sandbox/container/containerChoice.ts';
import { createWorkshop, type OwnWorkshop } from '../workshop/createWorkshop.ts';

export interface ContestRequest {
  /** Absolute path of a folder of the repository, or of one that is none. Nothing in it is changed. */
  readonly folder: string;
  readonly instruction: string;
  readonly contenders: readonly Contender[];
  readonly parameters: RunRecord['parameters'];
  /** Texts that editors hold and have not saved, by path relative to the root. */
  readonly unsaved: ReadonlyMap<string, string>;
  /** Where tests run; undefined: in what the system offers. */
  readonly container?: ContainerChoice | undefined;
  readonly log: Log;
}

export type ContestEvent =
  | { readonly kind: 'answering'; readonly engineId: string; readonly event: ChatEvent }
  | { readonly kind: 'answered'; readonly answer: ContestAnswer }
  /** `engineId`: undefined for the state before. */
  | { readonly kind: 'testing'; readonly engineId: string | undefined };

/** One engine's answer, and what the tests say of it. */
export interface Entry extends ContestAnswer {
  /** By the tests as they were; undefined without tests, or without changes. */
  readonly tests: { readonly verdict: StateVerdict; readonly change: StateChange } | undefined;
  /** With its own changes to tests on top, where it made some. */
  readonly ownTests: StateVerdict | undefined;
}

export interface ContestResult {
  /** The top of the repository, which paths are relative to. */
  readonly root: string;
  readonly sandbox: SandboxDescription;
  readonly entries: readonly Entry[];
  /** What the tests said before; undefined: there are none that Parity can run. */
  readonly before: StateVerdict | undefined;
  /** Texts that were there, of all files that an entry changed; a new file has none. */
  readonly texts: ReadonlyMap<string, string>;
  /** Changed files that no copy had in their changed form. */
  readonly leftOut: readonly string[];
}

const suiteTimeoutMs = 300_000;

/** Rejects as `openHistory` does, and with an `AbortError`. */
export async function holdContest(
  request: ContestRequest,
  onEvent: (event: ContestEvent) => void,
  signal: AbortSignal,
): Promise<ContestResult> {
  const { history, root } = await openHistory(request.folder, signal);
  try {
    const { base, edits: setup, leftOut } = await readWorkingTree({ ...request, history, root }, signal);
    const workshop = await createWorkshop({ checkout: root, container: request.container }, signal);
    try {
      const { instruction, parameters } = request;
      const contest = { instruction, parameters, base, setup, repository: history.name, seed: randomInt(2 ** 32) };
      const answers = await answerAll({ contest, workshop, request, onEvent }, signal);
      const tested = await testAll({ contest, workshop, onEvent }, answers, signal);
      const texts = await textsBefore(contest, workshop, answers, signal);
      return { root, sandbox: workshop.sandbox, ...tested, texts, leftOut };
    } finally {
      await workshop.dispose();
    }
  } finally {
    await history.dispose();
  }
}

interface Site {
  readonly contest: Contest;
  readonly workshop: OwnWorkshop;
  readonly onEvent: (event: ContestEvent) => void;
}

/** Those that compute on this machine one after the other, for fair times; the others meanwhile. In the order asked for. */
async function answerAll(
  { contest, workshop, request, onEvent }: Site & { readonly request: ContestRequest },
  signal: AbortSignal,
): Promise<readonly ContestAnswer[]> {
  const { contenders, log } = request;
  let lastHere: Promise<unknown> = Promise.resolve();
  const answer = async (contender: Contender): Promise<ContestAnswer> => {
    const engineId = contender.engine.record.id;
    const ports = { workshop, log, onEvent: (event: ChatEvent) => onEvent({ kind: 'answering', engineId, event }) };
    const answered = await contend(contest, contender, ports, signal);
    onEvent({ kind: 'answered', answer: answered });
    return answered;
  };
  const started = contenders.map((contender) => {
    if (!needsMachine(contender.engine.record)) return answer(contender);
    const turn = lastHere.then(() => answer(contender));
    lastHere = turn.catch(() => {});
    return turn;
  });
  const settled = await Promise.allSettled(started);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

async function textsBefore(
  { base, setup }: Contest,
  workshop: OwnWorkshop,
  answers: readonly ContestAnswer[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const copy = await workshop.open(base, setup, signal);
  try {
    for (const path of new Set(answers.flatMap(({ edits }) => edits.map((edit) => edit.path)))) {
      const found = await copy.files.read(path, signal);
      if (found.kind === 'text') texts.set(path, found.text);
    }
    return texts;
  } finally {
    await copy.dispose();
  }
}

async function testAll(
  { contest, workshop, onEvent }: Site,
  answers: readonly ContestAnswer[],
  signal: AbortSignal,
): Promise<Pick<ContestResult, 'entries' | 'before'>> {
  const { base, setup } = contest;
  const suites = await suitesOf(workshop, base, setup, signal);
  const untested = (answer: ContestAnswer): Entry => ({ ...answer, tests: undefined, ownTests: undefined });
  if (suites.length === 0) return { entries: answers.map(untested), before: undefined };
  const judge = async (edits: readonly FileEdit[], engineId: string | undefined): Promise<StateVerdict> => {
    onEvent({ kind: 'testing', engineId });
    return testState(workshop, { base, state: layOver(setup, edits), suites, timeoutMs: suiteTimeoutMs }, signal);
  };
  const before = await judge([], undefined);
  const entries: Entry[] = [];
  for (const answer of answers) {
    const { edits, engineId } = answer;
    if (edits.length === 0) {
      entries.push(untested(answer));
      continue;
    }
    const counted = withoutTests(edits);
    const verdict = await judge(counted, engineId);
    const own = counted.length === edits.length ? undefined : await testOwn(contest, workshop, edits, signal);
    entries.push({ ...answer, tests: { verdict, change: compareStates(before, verdict) }, ownTests: own });
  }
  return { entries, before };
}

/** Its tests may be new ones, so suites are looked for in its own state. */
async function testOwn(
  { base, setup }: { readonly base: TaskBase; readonly setup: readonly FileEdit[] },
  workshop: OwnWorkshop,
  edits: readonly FileEdit[],
  signal: AbortSignal,
): Promise<StateVerdict> {
  const state = layOver(setup, edits);
  const suites = await suitesOf(workshop, base, state, signal);
  return testState(workshop, { base, state, suites, timeoutMs: suiteTimeoutMs }, signal);
}

function layOver(setup: readonly FileEdit[], edits: readonly FileEdit[]): readonly FileEdit[] {
  return [...new Map([...setup, ...edits].map((edit) => [edit.path, edit])).values()];
}
