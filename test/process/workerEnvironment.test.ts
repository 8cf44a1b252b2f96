import { expect, test } from 'vitest';
import { workerEnvironment } from '../../src/process/forkWorker.ts';

test("the system's variables come along, and the editor's and Node's options do not", () => {
  const environment = { PATH: '/bin', VSCODE_PID: '1', ELECTRON_ENABLE_LOGGING: '1', NODE_OPTIONS: '--inspect' };
  expect(workerEnvironment(environment)).toEqual({
    PATH: '/bin',
    ELECTRON_RUN_AS_NODE: '1',
    GGML_NO_BACKTRACE: '1',
    MALLOC_MMAP_THRESHOLD_: '1000000',
  });
});

test('who has chosen a limit for what is given back keeps it', () => {
  expect(workerEnvironment({ MALLOC_MMAP_THRESHOLD_: '65536' })).toMatchObject({ MALLOC_MMAP_THRESHOLD_: '65536' });
});
