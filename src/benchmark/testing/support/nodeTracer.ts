/**
 * Loaded before anything else in every process of a traced run: counts calls by V8's own precise coverage, and writes the
 * names of the functions called in the copy's files when the process ends. Names outlive what transforms source code.
 */
export const tracer = String.raw`'use strict';
const { Session } = require('node:inspector');
const { writeFileSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');
const { fileURLToPath } = require('node:url');
const { threadId } = require('node:worker_threads');

const support = __dirname;
const root = dirname(support);
const called = new Map();
let session;
try {
  session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
} catch {
  // The thread of Node's module hooks has no inspector, and no code of the tests.
  session = undefined;
}

function pathOf(url) {
  try {
    const path = url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*/s, '')) : url;
    if (!/^(?:\/|[a-zA-Z]:[\\/])/.test(path)) return undefined;
    const inside = relative(root, path).split(sep).join('/').replace(/[?#].*/s, '');
    return /^\.\.|^[a-zA-Z]:|(?:^|\/)node_modules\/|^\.parity-/.test(inside) ? undefined : inside;
  } catch {
    return undefined;
  }
}

function collect() {
  session?.post('Profiler.takePreciseCoverage', (error, taken) => {
    if (error) return;
    for (const { url, functions } of taken.result) {
      const path = pathOf(url);
      if (path === undefined) continue;
      for (const { functionName, ranges } of functions) {
        if (functionName === '' || ranges[0].count === 0) continue;
        if (!called.has(path)) called.set(path, new Set());
        called.get(path).add(functionName);
      }
    }
  });
  if (called.size === 0) return;
  const lines = [...called].flatMap(([path, names]) => [...names].map((name) => JSON.stringify({ path, name })));
  writeFileSync(join(support, 'calls-' + process.pid + '-' + threadId + '.jsonl'), lines.join('\n'));
}

process.on('exit', collect);
// Runners end their children by this signal.
process.once('SIGTERM', () => {
  collect();
  process.exit(143);
});
`;
