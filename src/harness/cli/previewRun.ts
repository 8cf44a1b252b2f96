import { planSizes } from '../../benchmark/mining/planSizes.ts';
import { detectableBeforeText, moneyText } from '../../benchmark/report/reportWords.ts';
import { chooseTasks } from '../../benchmark/running/chooseTasks.ts';
import {
  type ForecastEngine,
  forecastCost,
  measureUse,
  type PlannedTask,
} from '../../benchmark/running/forecastCost.ts';
import type { Task, TaskFamily } from '../../benchmark/task.ts';
import { resolveEndpoint } from '../../providers/endpoint.ts';
import { runParameters } from '../benchmark/runParameters.ts';
import { endpointPrice } from '../engines/openEndpoint.ts';
import type { RunCommand } from './command.ts';
import type { EngineChoice } from './engineChoice.ts';

/** What a run will come to, in sentences, before anything is sent. `tasks` undefined: they are yet to be made. */
export async function previewRun(command: RunCommand, tasks: readonly Task[] | undefined): Promise<readonly string[]> {
  const { engines, samples, thinking } = command;
  const planned = await plannedTasks(command, tasks);
  const facts = engines.map((choice) => forecastEngine(choice, command));
  const smallest = Math.min(...facts.map(({ contextTokens }) => contextTokens));
  const parameters = { ...runParameters(thinking), ...(engines.length < 2 ? {} : { commonContextTokens: smallest }) };
  const lines = facts.map((engine) => {
    const forecast = forecastCost(engine, { tasks: planned, samples, parameters }, measureUse([]));
    switch (forecast.kind) {
      case 'free':
        return `${engine.id} runs on this machine: nothing is paid by use.`;
      case 'unknown-price':
        return `What ${engine.id} costs is not known.`;
      case 'usd': {
        const { ceiling, expected } = forecast;
        const likely = expected === undefined ? '' : `, by the size of the tasks about ${moneyText(expected)}`;
        return `${engine.id} costs at most ${moneyText(ceiling)} if no request fails${likely}.`;
      }
    }
  });
  return engines.length < 2 ? lines : [...lines, detectableBeforeText(planned.length, engines.length)];
}

async function plannedTasks(
  { families, count, seed }: RunCommand,
  tasks: readonly Task[] | undefined,
): Promise<readonly PlannedTask[]> {
  if (tasks !== undefined) {
    return (await chooseTasks(tasks, { families, count, seed })).map((task) => ({ family: task.family, task }));
  }
  const plenty = (family: TaskFamily): number => (families.includes(family) ? count : 0);
  const available = {
    infill: plenty('infill'),
    body: plenty('body'),
    bugfix: plenty('bugfix'),
    replay: plenty('replay'),
    toolcall: plenty('toolcall'),
    agent: plenty('agent'),
  };
  return Object.entries(planSizes(count, available).wanted).flatMap(([family, wanted]) =>
    Array.from({ length: wanted }, () => ({ family: family as TaskFamily })),
  );
}

function forecastEngine(choice: EngineChoice, { contextTokens: localTokens, prices }: RunCommand): ForecastEngine {
  if (choice.kind !== 'endpoint') {
    return { id: choice.id, price: undefined, contextTokens: localTokens, infills: true };
  }
  const { setting } = choice;
  const { contextTokens, preset, infill } = resolveEndpoint(setting);
  return {
    id: setting.id,
    price: endpointPrice(setting, prices),
    contextTokens: contextTokens ?? preset.contextTokens,
    infills: infill !== 'none',
  };
}
