import type { TestSources } from '../../benchmark/admission/chooseTests.ts';
import type { Candidate } from '../../benchmark/candidate.ts';
import type { CallMap } from '../../benchmark/coverage/callMap.ts';
import { callMap } from '../../benchmark/coverage/callMap.ts';
import type { FileEdit, TaskBase } from '../../benchmark/task.ts';
import { detectSuites } from '../../benchmark/testing/detectSuites.ts';
import type { TestSuite } from '../../benchmark/testing/runnerSetup.ts';
import type { Workshop } from '../../benchmark/workshop.ts';

const maxEntries = 200_000;

/** The test suites of a base with some files laid over it, as a copy of it shows them. */
export async function suitesOf(
  workshop: Workshop,
  base: TaskBase,
  laidOver: readonly FileEdit[],
  signal: AbortSignal,
): Promise<readonly TestSuite[]> {
  const copy = await workshop.open(base, laidOver, signal);
  try {
    const listed = await copy.files.list({ directory: '.', glob: undefined, maxEntries }, signal);
    return await detectSuites({
      paths: listed.kind === 'entries' ? listed.entries : [],
      async read(path) {
        const found = await copy.files.read(path, signal);
        return found.kind === 'text' ? found.text : undefined;
      },
    });
  } finally {
    await copy.dispose();
  }
}

export interface HeadTests {
  readonly suites: readonly TestSuite[];
  readonly calls: CallMap;
}

/** What decides on a candidate: of the head what was measured there, of another commit the tests that it brings. */
export async function sourcesFor(
  { draft }: Candidate,
  { workshop, head }: { readonly workshop: Workshop; readonly head: HeadTests },
  signal: AbortSignal,
): Promise<TestSources> {
  if (draft.family !== 'replay') return head;
  return { suites: await suitesOf(workshop, draft.base, draft.hidden, signal), calls: callMap([]) };
}
