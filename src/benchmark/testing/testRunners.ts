import type { TestRunnerId } from '../task.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './nodeTest.ts';
import { pytest } from './pytest.ts';
import type { TestRunner } from './testRunner.ts';
import { unittest } from './unittest.ts';
import { vitest } from './vitest.ts';

export const testRunners: Readonly<Record<TestRunnerId, TestRunner>> = {
  vitest,
  jest,
  mocha,
  'node-test': nodeTest,
  pytest,
  unittest,
};
