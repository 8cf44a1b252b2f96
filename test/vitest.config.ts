import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Steps share the processors: what comes within moments on a machine of one's own may take seconds. */
const sharedMachine = { poll: { timeout: 10_000 } };

/** Five projects; `npm run check` runs `unit` alone. Host tests run under mocha in VS Code itself. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        // Code that only words facts for people runs here too; VS Code itself is in host and ui tests.
        resolve: { alias: { vscode: `${root}test/editor/fakeVscode.ts` } },
        test: {
          name: 'unit',
          // Pure code keeps nothing between files: one process for many halves the time.
          isolate: false,
          // Nothing here waits; some compute for seconds, and longer where the processor is shared.
          testTimeout: 120_000,
          include: ['test/**/*.test.ts'],
          exclude: [
            ...['test/worker/**', 'test/peers/**', 'test/ui/**', 'test/host/**', 'test/vscode/**'],
            'test/harness/**/*.slow.test.ts',
            'test/fixtures/**',
          ],
        },
      },
      {
        root,
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts', 'test/vscode/*.test.ts'],
          fileParallelism: false,
          expect: sharedMachine,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          // The benchmark's work on real processes: repositories, sandboxes, other people's test runners.
          name: 'harness',
          include: ['test/harness/**/*.slow.test.ts'],
          globalSetup: ['test/harness/sandbox/prepareContainers.ts'],
          fileParallelism: false,
          expect: sharedMachine,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        test: {
          // Other people's servers, built on this machine: opt-in, `npm run test:peers`.
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 900_000,
        },
      },
      {
        root,
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          fileParallelism: false,
          expect: sharedMachine,
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
