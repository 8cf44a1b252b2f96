/** The results as a table for spreadsheets: RFC 4180, one row a result, no code of the repository in it. */
import type { TaskResult } from '../result.ts';

type Cell = string | number | boolean | null | undefined;

const columns: readonly (readonly [name: string, read: (result: TaskResult) => Cell])[] = [
  ['task', ({ taskId }) => taskId],
  ['family', ({ family }) => family],
  ['engine', ({ engineId }) => engineId],
  ['through', ({ through }) => through],
  ['sample', ({ sample }) => sample],
  ['started_at', ({ startedAt }) => startedAt],
  ['outcome', ({ outcome }) => outcome.kind],
  ['reason', ({ outcome }) => (outcome.kind === 'failed' ? outcome.reason : codeOf(outcome))],
  ['exact_match', ({ infill }) => infill?.exactMatch],
  ['levenshtein', ({ infill }) => infill?.levenshtein],
  ['indel', ({ infill }) => infill?.indel],
  ['identifier_f1', ({ infill }) => infill?.identifierF1],
  ['parses', ({ infill }) => infill?.parses],
  ['call_parsed', ({ callParsed }) => callParsed],
  ['tests_passed', ({ tests }) => tests?.passed],
  ['tests_failed', ({ tests }) => tests?.failed.length],
  ['prompt_tokens', ({ usage }) => usage.promptTokens],
  ['reused_tokens', ({ usage }) => usage.reusedTokens],
  ['evaluated_tokens', ({ usage }) => usage.evaluatedTokens],
  ['generated_tokens', ({ usage }) => usage.generatedTokens],
  ['first_token_ms', ({ latency }) => latency.firstTokenMs],
  ['first_visible_ms', ({ latency }) => latency.firstVisibleMs],
  ['total_ms', ({ latency }) => latency.totalMs],
  ['tokens_per_second', ({ latency }) => latency.tokensPerSecond],
  ['is_cold', ({ latency }) => latency.isCold],
  ['cost_usd', ({ costUsd }) => costUsd],
  ['energy_wh', ({ energyWh }) => energyWh?.amount],
  ['energy_basis', ({ energyWh }) => energyWh?.basis],
  ['overhead_ms', ({ overheadMs }) => overheadMs],
];

/** What is not known is an empty cell. Lines end in CRLF, as the format has them. */
export function resultsCsv(results: readonly TaskResult[]): string {
  const header = columns.map(([name]) => name).join(',');
  const rows = results.map((result) => columns.map(([, read]) => cellText(read(result))).join(','));
  return [header, ...rows, ''].join('\r\n');
}

/** A spreadsheet would run text that begins like a formula; ids and codes of a foreign file might. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function codeOf(outcome: TaskResult['outcome']): string | undefined {
  return outcome.kind === 'infrastructure' ? outcome.code : undefined;
}
