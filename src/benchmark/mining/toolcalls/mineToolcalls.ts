import { throwIfAborted } from '../../../base/appError.ts';
import type { ToolcallTask } from '../../task.ts';
import { loadMinedFile } from '../loadMinedFile.ts';
import type { MinedFile } from '../minedFile.ts';
import { countReasons } from '../reasonCounts.ts';
import { seededOrder } from '../seededOrder.ts';
import type { SourceHistory } from '../sourceHistory.ts';
import { surveyFiles } from '../surveyFiles.ts';
import { toolcallTasks } from './toolcallTasks.ts';

export interface ToolcallMining {
  readonly history: SourceHistory;
  readonly seed: string;
  /** `.`, or the only folder that is looked at. */
  readonly directory: string;
  readonly count: number;
  reject(reason: string): void;
}

const maxFiles = 200_000;
/** Source files that questions are about: enough for any number of them. */
const maxRead = 120;

/** Tool-call tasks of a repository. They need no tests and so no admission. The same for the same base and request. */
export async function mineToolcalls(
  { history, seed, directory, count, reject }: ToolcallMining,
  signal: AbortSignal,
): Promise<ToolcallTask[]> {
  const survey = await surveyFiles(history, { directory, maxFiles, skipped: countReasons() }, signal);
  const site = { history, survey, changes: { commits: [], byPath: new Map(), commitCount: 0 } };
  const files: MinedFile[] = [];
  for (const source of seededOrder(survey.sources, seed, ({ path }) => path).slice(0, maxRead)) {
    throwIfAborted(signal);
    const loaded = await loadMinedFile(source, site, reject, signal);
    if (loaded !== undefined) files.push(loaded.file);
  }
  return toolcallTasks({ files, seed, count, reject });
}
