import { type Exchange, type ServingPorts, isAnthropic, sendJson } from './exchange.ts';
import { refuse } from './refusal.ts';

/** `/v1/models`, and one of them below it, in the form of either protocol. */
export function answerModels(exchange: Exchange, { model, now }: ServingPorts): void {
  const rows = model.names().map((id) => (isAnthropic(exchange) ? anthropicRow(id, now()) : openAiRow(id, now())));
  const contextTokens = model.describe()?.contextTokens;
  const size = contextTokens === undefined ? {} : { max_model_len: contextTokens, max_input_tokens: contextTokens };
  const data = rows.map((row) => ({ ...row, ...size }));
  const [, wanted] = /^\/v1\/models\/(.+)$/.exec(exchange.path) ?? [];
  if (wanted !== undefined) {
    const found = data.find(({ id }) => id === wanted || encodeURIComponent(id) === wanted);
    if (found === undefined) throw refuse('model-not-found', `There is no model ${wanted} here.`, 'model');
    return sendJson(exchange, found);
  }
  const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: false };
  return sendJson(exchange, isAnthropic(exchange) ? { data, ...ends } : { object: 'list', data });
}

function openAiRow(id: string, created: number) {
  return { id, object: 'model', created, owned_by: 'parity' };
}

function anthropicRow(id: string, created: number) {
  return { id, type: 'model', display_name: id, created_at: new Date(created * 1000).toISOString() };
}
