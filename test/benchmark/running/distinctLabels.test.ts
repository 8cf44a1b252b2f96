import { expect, it } from 'vitest';
import { distinctLabels } from '../../../src/benchmark/running/distinctLabels.ts';
import { testEngine } from './runFixture.ts';

it('tells engines of one name apart by their ids, and leaves the others alone', () => {
  const named = (id: string, label: string) => {
    const engine = testEngine(id);
    return { ...engine, record: { ...engine.record, label } };
  };
  const engines = distinctLabels([named('east', 'qwen'), named('west', 'qwen'), named('api', 'gpt')]);
  expect(engines.map(({ record }) => record.label)).toEqual(['qwen · east', 'qwen · west', 'gpt']);
});
