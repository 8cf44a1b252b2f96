import { describe, expect, it } from 'vitest';
import { nameTask } from '../../../src/benchmark/digest.ts';
import { askInfill } from '../../../src/benchmark/prompts/askInfill.ts';
import { type ForecastEngine, forecastCost, measureUse } from '../../../src/benchmark/running/forecastCost.ts';
import { worstReply } from '../../../src/benchmark/running/worstCase.ts';
import { taskFamilies } from '../../../src/benchmark/task.ts';
import { crashed, taskResult } from '../report/resultFixture.ts';
import { priceOf, testEngine, testParameters as parameters } from './runFixture.ts';

const engine: ForecastEngine = { id: 'api', price: priceOf('api', 2), contextTokens: 200_000, infills: false };
const nothingMeasured = measureUse([]);
const newTasks = taskFamilies.map((family) => ({ family }));

async function hole(lines: number) {
  const around = 'const x = compute(1, 2, 3);\n'.repeat(lines);
  return nameTask({
    schema: 1,
    family: 'infill',
    hole: 'line',
    language: 'typescript',
    cluster: 'made',
    date: null,
    base: { kind: 'files', files: [] },
    path: 'src/x.ts',
    before: around,
    truth: 'return x;\n',
    after: around,
  });
}

function usdOf(forecast: ReturnType<typeof forecastCost>) {
  if (forecast.kind !== 'usd') throw new Error(forecast.kind);
  return forecast;
}

describe('what a run will cost', () => {
  it('is nothing on this machine, and unknown without a price: never zero', () => {
    const run = { tasks: newTasks, samples: 1, parameters };
    expect(forecastCost({ ...engine, price: undefined }, run, nothingMeasured)).toEqual({ kind: 'free' });
    expect(forecastCost({ ...engine, price: null }, run, nothingMeasured)).toEqual({ kind: 'unknown-price' });
    const half = priceOf('api', 2);
    const noOutput = { ...half, prices: { ...half.prices, output: null } };
    expect(forecastCost({ ...engine, price: noOutput }, run, nothingMeasured)).toEqual({ kind: 'unknown-price' });
  });

  it('has an end for every family, also of tasks that have yet to be made; what is probable nobody knows of those', () => {
    for (const family of taskFamilies) {
      const forecast = usdOf(forecastCost(engine, { tasks: [{ family }], samples: 1, parameters }, nothingMeasured));
      expect(forecast.ceiling).toBeGreaterThan(0);
      expect(forecast.expected).toBeUndefined();
    }
    const one = usdOf(forecastCost(engine, { tasks: newTasks, samples: 1, parameters }, nothingMeasured));
    const three = usdOf(forecastCost(engine, { tasks: newTasks, samples: 3, parameters }, nothingMeasured));
    expect(three.ceiling).toBeCloseTo(3 * one.ceiling, 9);
  });

  it('bounds an agent by its budget and one more request', () => {
    const { ceiling } = usdOf(
      forecastCost(engine, { tasks: [{ family: 'agent' }], samples: 1, parameters }, nothingMeasured),
    );
    expect(ceiling).toBeCloseTo(((parameters.agentTokens + parameters.agentTokens) * 2) / 1e6, 9);
  });

  it.each([3, 200, 20_000])('is never less than what is reserved for the question itself: %i lines', async (lines) => {
    const task = await hole(lines);
    for (const commonContextTokens of [4096, 200_000]) {
      const run = {
        tasks: [{ family: 'infill' as const, task }],
        samples: 1,
        parameters: { ...parameters, commonContextTokens },
      };
      const { ceiling, expected } = usdOf(forecastCost(engine, run, nothingMeasured));
      const syntax = { prepare: async () => {}, parse: () => undefined };
      const question = askInfill(task, commonContextTokens - parameters.replyTokens, syntax);
      const worst = worstReply(
        {
          system: question.system,
          messages: [{ role: 'user', text: question.text }],
          tools: [],
          thinking: { kind: 'off' },
          maxTokens: parameters.replyTokens,
        },
        { ...testEngine('api').model, contextTokens: 200_000 },
      );
      expect(ceiling).toBeGreaterThanOrEqual(((worst.promptTokens + worst.generatedTokens) * 2) / 1e6);
      expect(expected).toBeLessThanOrEqual(ceiling);
    }
  });

  it('expects what such answers took before: of the engine itself, else of the others', () => {
    const usage = { requests: 1, reusedTokens: 0, evaluatedTokens: 0 };
    const measured = measureUse([
      taskResult({ engineId: 'local', usage: { ...usage, promptTokens: 1000, generatedTokens: 100 } }),
      taskResult({ engineId: 'local', usage: { ...usage, promptTokens: 3000, generatedTokens: 300 } }),
      taskResult({ engineId: 'local', outcome: crashed, usage: { ...usage, promptTokens: 0, generatedTokens: 0 } }),
      taskResult({ engineId: 'other', usage: { ...usage, promptTokens: 2000, generatedTokens: 50 } }),
    ]);
    const run = { tasks: [{ family: 'body' as const }], samples: 2, parameters: { ...parameters, replyTokens: 2000 } };
    expect(usdOf(forecastCost({ ...engine, id: 'other' }, run, measured)).expected).toBeCloseTo(
      (2 * 2050 * 2) / 1e6,
      9,
    );
    expect(usdOf(forecastCost(engine, run, measured)).expected).toBeCloseTo((2 * 2150 * 2) / 1e6, 9);
  });
});
