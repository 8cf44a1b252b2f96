import { type BodyTask, taskSchemaVersion } from '../task.ts';
import type { MinedFile, TextSpan } from './minedFile.ts';

type RepairPart = Pick<BodyTask, 'schema' | 'language' | 'base' | 'cluster' | 'date' | 'path' | 'setup' | 'gold'>;

/** What a task of one broken file has, whatever broke it. `span`: of the true text that was broken. */
export function repairDraft(file: MinedFile, broken: string, span: TextSpan): RepairPart {
  return {
    schema: taskSchemaVersion,
    language: file.language,
    base: file.base,
    ...file.originOf(span),
    path: file.path,
    setup: [{ path: file.path, text: broken }],
    gold: [{ path: file.path, text: file.text }],
  };
}
