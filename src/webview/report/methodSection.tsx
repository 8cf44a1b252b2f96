import { energyBasisText } from '../../benchmark/report/energyWords.ts';
import {
  detectableBeforeText,
  durationText,
  familyNames,
  moneyText,
  sandboxName,
} from '../../benchmark/report/reportWords.ts';
import type { RunSummary } from '../../benchmark/report/summarizeRun.ts';
import type { EngineRecord } from '../../benchmark/result.ts';
import { DataTable, TableBehind } from './dataTable.tsx';
import { PriceTable } from './priceTable.tsx';

/** Everything that is needed to judge the numbers, and to get them again. */
export function MethodSection({ summary }: { readonly summary: RunSummary }) {
  const { run } = summary;
  const { parameters, caps } = run;
  const machines = [run, ...(run.elsewhere ?? [])];
  return (
    <section>
      <h2>Method, and how to do it again</h2>
      <p>
        Tasks come from the repository itself. A task with tests was taken in only when the true change passed them
        three times and the broken state failed. Models were asked through the code that users run; every model got the
        same prompts and budgets. Failures of the machine or the network are not counted as failures of a model.
      </p>
      {run.engines.length === 1 ? <p>{detectableBeforeText(run.taskIds.length, 2)}</p> : null}
      <DataTable
        caption="The run"
        columns={['What', 'Value']}
        rows={[
          ['Run', run.id],
          ['Repository', `${run.repository.name} at ${run.repository.head ?? 'no commit'}`],
          [
            'Task set',
            `${run.taskSet.name}, ${run.taskIds.length} of ${run.taskSet.count} tasks, SHA-256 ${run.taskSet.digest}`,
          ],
          ...(run.since === undefined ? [] : [['Age of the code', ageText(run.since)]]),
          ['Seed and answers per task', `${run.seed}; ${run.samples}`],
          ['Prompts', `version ${run.promptVersion}`],
          ['Budgets', budgetText(parameters)],
          ['Caps', capsText(caps)],
          ...machines.flatMap(({ sandbox, runners, hardware }, index) => {
            const which = machines.length === 1 ? '' : ` ${index + 1}`;
            return [
              [`Machine${which}`, hardwareText(hardware)],
              [`Sandbox${which}`, sandboxText(sandbox)],
              [`Test runners${which}`, runners.map(runnerText).join(', ') || 'none'],
            ];
          }),
          ...(run.energy === undefined ? [] : [['Energy', energyBasisText(run.energy)]]),
          ...(run.shard === null ? [] : [['Part', `${run.shard.index} of ${run.shard.of}`]]),
        ]}
      />
      <DataTable
        caption="Engines"
        columns={['Engine', 'What it is']}
        rows={run.engines.map((engine) => [engine.label, engineText(engine)])}
      />
      <DataTable
        caption="How each engine was asked, where that is not the same for all"
        columns={['Engine', 'Sampling', 'It does not take', 'Thinking', 'Template', 'Answered by']}
        rows={summary.engines.map(({ engine, howAsked }) => [
          engine.label,
          samplingText(howAsked.sampling),
          howAsked.leftOut.length === 0 ? 'nothing left out' : howAsked.leftOut.join(', '),
          engine.thinking ? 'on' : 'off',
          engine.templateDigest?.slice(0, 12) ?? (engine.place === 'local' ? 'of its file' : 'the server’s own'),
          howAsked.servedModels.length === 0 ? 'not told' : howAsked.servedModels.join(', '),
        ])}
      />
      <PriceTable run={run} />
      {run.rejected.length === 0 ? null : (
        <TableBehind
          caption="Candidates that became no task"
          columns={['Kind of task', 'Reason', 'Candidates']}
          rows={run.rejected.map(({ family, reason, count }) => [
            familyNames[family],
            reason.replaceAll('-', ' '),
            count,
          ])}
        />
      )}
    </section>
  );
}

function ageText(since: string | null): string {
  return since === null
    ? 'any; a model may have seen some of it in its training'
    : `holes and commits from code written since ${since.slice(0, 10)}; the rest of any age`;
}

function samplingText(sampling: Readonly<Record<string, number>>): string {
  const asked = Object.entries(sampling).map(([name, value]) => `${name} ${value}`);
  return asked.length === 0 ? 'its own defaults' : asked.join(', ');
}

function budgetText({
  replyTokens,
  commonContextTokens,
  agentReplies,
  agentTokens,
  agentMs,
  thinking,
}: RunSummary['run']['parameters']): string {
  const context = commonContextTokens === undefined ? '' : `within ${commonContextTokens} tokens of context for all; `;
  return `${replyTokens} tokens an answer; ${context}agent ${agentReplies} turns, ${agentTokens} tokens, ${durationText(agentMs)}; thinking ${thinking ? 'on' : 'off'}`;
}

function capsText({ maxMs, maxTokens, maxUsd }: RunSummary['run']['caps']): string {
  const set = [
    ...(maxMs === null ? [] : [durationText(maxMs)]),
    ...(maxTokens === null ? [] : [`${maxTokens} tokens`]),
    ...(maxUsd === null ? [] : [moneyText(maxUsd)]),
  ];
  return set.length === 0 ? 'none' : set.join(', ');
}

function hardwareText({ platform, processor, cores, memoryBytes, gpus }: RunSummary['run']['hardware']): string {
  return [platform, processor, `${cores} cores`, gigabytes(memoryBytes), ...gpus].join(', ');
}

function runnerText({ id, version }: RunSummary['run']['runners'][number]): string {
  return `${id} ${version ?? '(version not known)'}`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 9.95e9 ? 1 : 0)} GB`;
}

function sandboxText(sandbox: RunSummary['run']['sandbox']): string {
  const { level, isOffline, isContained, memoryBytes, processes, container, shortfall } = sandbox;
  const facts = [
    level === 'none' ? 'unsandboxed' : sandboxName(sandbox),
    ...(container === undefined ? [] : [`image ${container.digest}`]),
    isContained ? 'nothing outside can be written' : 'files outside can be written',
    isOffline ? 'no network' : 'network reachable',
    memoryBytes === null ? 'memory not limited' : `at most ${gigabytes(memoryBytes)} of memory`,
    processes === null ? 'number of processes not limited' : `at most ${processes} processes`,
    'every processor',
    ...(shortfall === undefined ? [] : [shortfall]),
  ];
  return facts.join('; ');
}

function engineText(engine: EngineRecord): string {
  const facts = [
    engine.model,
    ...(engine.quantization === undefined ? [] : [engine.quantization]),
    engine.place === 'local' ? 'on this machine' : (engine.url ?? engine.place),
    `${engine.contextTokens} tokens of context`,
    ...(engine.device === undefined ? [] : [engine.device]),
    ...(engine.adapters ?? []).map(({ name, scale }) => `adapter ${name} × ${scale}`),
    `identity ${engine.identity}`,
    ...(engine.fileDigest === undefined ? [] : [`file SHA-256 ${engine.fileDigest}`]),
    ...(engine.templateDigest === undefined ? [] : [`template SHA-256 ${engine.templateDigest}`]),
  ];
  return facts.join(', ');
}
