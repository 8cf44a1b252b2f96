import { silentLog } from '../../../src/base/log.ts';
import { createPerform } from '../../../src/benchmark/running/performTask.ts';
import { createTurns } from '../../../src/benchmark/running/turns.ts';
import { createInfillScorer } from '../../../src/benchmark/scoring/infillScorer.ts';
import { createManualClock } from '../../manualClock.ts';
import { plainQuestion } from './knowingEngine.ts';
import { gradeByGold, memoryWorkshop } from './memoryWorkshop.ts';
import { testParameters } from './runFixture.ts';

/** What asks, works and grades as a run does, with copies in memory and plain questions, and no time passing. */
export function performInMemory() {
  const clock = createManualClock();
  const perform = createPerform({
    workshop: memoryWorkshop,
    put: plainQuestion,
    grade: gradeByGold,
    scoreInfill: createInfillScorer({ prepare: async () => {}, parse: () => undefined }).score,
    turns: createTurns(2),
    parameters: testParameters,
    repository: 'project',
    clock,
    log: silentLog,
  });
  return { perform, clock };
}
