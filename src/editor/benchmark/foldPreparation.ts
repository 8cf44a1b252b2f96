import type { PreparationEvent } from '../../harness/benchmark/prepareTasks.ts';
import type { PreparationProgress } from './benchmarkJob.ts';

export function emptyPreparation(wanted: number): PreparationProgress {
  return { step: { kind: 'mining' }, found: 0, admitted: {}, rejected: 0, wanted };
}

/** How far a preparation is after one more event. */
export function foldPreparation(progress: PreparationProgress, event: PreparationEvent): PreparationProgress {
  switch (event.kind) {
    case 'opened':
    case 'nothing-starts':
      return progress;
    case 'mining':
      return { ...progress, found: Object.values(event.found).reduce((sum, count) => sum + count, 0) };
    case 'measuring':
      return { ...progress, step: { kind: 'measuring', done: event.done, total: event.total } };
    case 'trying':
      return { ...progress, step: { kind: 'trying' } };
    case 'admitted': {
      const { family } = event;
      const { admitted } = progress;
      return {
        ...progress,
        step: { kind: 'trying' },
        admitted: { ...admitted, [family]: (admitted[family] ?? 0) + 1 },
      };
    }
    case 'rejected':
      return { ...progress, step: { kind: 'trying' }, rejected: progress.rejected + 1 };
  }
}
