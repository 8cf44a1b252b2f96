import { askBody } from '../prompts/askBody.ts';
import { askBugfix } from '../prompts/askBugfix.ts';
import { askInfill } from '../prompts/askInfill.ts';
import { askReplay, type ReplayFiles, touchedPaths } from '../prompts/askReplay.ts';
import { readBroken } from '../prompts/askedFile.ts';
import type { WorkspaceFiles } from '../../tools/workspaceFiles.ts';
import type { Syntax } from '../syntax.ts';
import type { ReplayTask } from '../task.ts';
import type { PutTask } from './taskQuestion.ts';

/** Of a larger repository the first are known by name. */
const mostPaths = 20_000;

/** With the languages of the tasks prepared. */
export function createPutTask(syntax: Syntax): PutTask {
  return async (task, { files, promptTokens }, signal) => {
    switch (task.family) {
      case 'infill':
        return askInfill(task, promptTokens, syntax);
      case 'body':
        return askBody(task, await readBroken(task, files, signal), promptTokens, syntax);
      case 'bugfix':
        return askBugfix(task, await readBroken(task, files, signal), promptTokens, syntax);
      case 'replay':
        return askReplay(task, await replayFiles(task, files, signal), promptTokens);
    }
  };
}

async function replayFiles(
  task: ReplayTask,
  files: Pick<WorkspaceFiles, 'read' | 'list'>,
  signal: AbortSignal,
): Promise<ReplayFiles> {
  const touched: { path: string; text: string }[] = [];
  for (const path of touchedPaths(task)) {
    const read = await files.read(path, signal);
    if (read.kind === 'text') touched.push({ path, text: read.text });
  }
  const listed = await files.list({ directory: '.', glob: undefined, maxEntries: mostPaths }, signal);
  return { touched, paths: listed.kind === 'entries' ? listed.entries : [] };
}
