import { agentTask, isWithinTools } from '../../benchmark/mining/agentTasks.ts';
import { planSizes } from '../../benchmark/mining/planSizes.ts';
import {
  type BodyTask,
  type BugfixTask,
  type ReplayTask,
  type Task,
  taskFamilies,
  type TaskFamily,
} from '../../benchmark/task.ts';

/** Gives the tasks of one family, one at a time, at a cost; `undefined` when there are no more. */
export type TaskSupply = () => Promise<Task | undefined>;

export type SuppliedFamily = Exclude<TaskFamily, 'agent'>;

type RepairTask = BodyTask | BugfixTask | ReplayTask;
const repairs: readonly SuppliedFamily[] = ['body', 'bugfix', 'replay'];

export interface ShareRequest {
  readonly total: number;
  readonly families: readonly TaskFamily[];
  /** Of every family but `agent`, whose tasks are those of the repairs in another form. */
  readonly supplies: Readonly<Record<SuppliedFamily, TaskSupply>>;
}

/**
 * Takes as many tasks of each family as the method's shares say; what one family cannot give the others do. No more is
 * asked of a supply than is needed. In the order of the families.
 */
export async function fillShares({ total, families, supplies }: ShareRequest): Promise<Task[]> {
  const had: Record<SuppliedFamily, Task[]> = { infill: [], body: [], bugfix: [], replay: [], toolcall: [] };
  const exhausted = new Set<SuppliedFamily>();
  const plan = () => planSizes(total, availableOf({ families, had, exhausted })).wanted;
  for (let wanted = plan(); ; wanted = plan()) {
    const next = neediest(wanted, { families, had, exhausted });
    if (next === undefined) return collect(wanted, had);
    const task = await supplies[next]();
    if (task === undefined) exhausted.add(next);
    else had[next].push(task);
  }
}

interface Stock {
  readonly families: readonly TaskFamily[];
  readonly had: Readonly<Record<SuppliedFamily, readonly Task[]>>;
  readonly exhausted: ReadonlySet<SuppliedFamily>;
}

function availableOf({ families, had, exhausted }: Stock): Record<TaskFamily, number> {
  const of = (family: TaskFamily): number => {
    if (!families.includes(family)) return 0;
    if (family !== 'agent') return exhausted.has(family) ? had[family].length : Infinity;
    return repairs.every((repair) => exhausted.has(repair)) ? repairCount(had) : Infinity;
  };
  return Object.fromEntries(taskFamilies.map((family) => [family, of(family)])) as Record<TaskFamily, number>;
}

/** Of those that an agent can do. */
function repairCount(had: Stock['had']): number {
  return inTurns(had).length;
}

/** The open family that is furthest from its share. */
function neediest(wanted: Readonly<Record<TaskFamily, number>>, stock: Stock): SuppliedFamily | undefined {
  const { had, exhausted } = stock;
  const open = (Object.keys(had) as SuppliedFamily[]).filter((family) => !exhausted.has(family));
  const lacking = open.filter((family) => had[family].length < wanted[family]);
  const progress = (family: SuppliedFamily): number => had[family].length / wanted[family];
  const [first] = lacking.toSorted((a, b) => progress(a) - progress(b));
  if (first !== undefined) return first;
  // Where repairs are not wanted for themselves, agents still need some.
  if (repairCount(had) >= wanted.agent) return undefined;
  return open.filter((family) => repairs.includes(family)).toSorted((a, b) => had[a].length - had[b].length)[0];
}

async function collect(wanted: Readonly<Record<TaskFamily, number>>, had: Stock['had']): Promise<Task[]> {
  const own = taskFamilies.flatMap((family) => (family === 'agent' ? [] : had[family].slice(0, wanted[family])));
  return [...own, ...(await Promise.all(inTurns(had).slice(0, wanted.agent).map(agentTask)))];
}

/** One of each kind in turn. */
function inTurns(had: Stock['had']): RepairTask[] {
  const longest = Math.max(...repairs.map((family) => had[family].length));
  return Array.from({ length: longest }, (_, index) => repairs.flatMap((family) => had[family][index] ?? []))
    .flat()
    .filter(isRepair)
    .filter(isWithinTools);
}

function isRepair(task: Task): task is RepairTask {
  return task.family === 'body' || task.family === 'bugfix' || task.family === 'replay';
}
