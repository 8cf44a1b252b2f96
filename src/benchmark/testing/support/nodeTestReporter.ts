/**
 * A reporter for Node's own test runner, 20 and later. It tells of each test file as of a test too: that one counts when
 * the file has no tests of its own, or could not be loaded.
 */
export const nodeTestReporter = String.raw`
import { relative } from 'node:path';

export default async function* report(source) {
  const open = new Map();
  const withTests = new Set();
  const output = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      const names = open.get(data.file) ?? [];
      names.length = data.nesting;
      names[data.nesting] = data.name;
      open.set(data.file, names);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const isFile = data.nesting === 0 && data.file !== undefined && relative(data.file, data.name) === '';
      const isSuite = data.details?.type === 'suite';
      if (isFile && (withTests.has(data.file) || data.details?.error?.failureType === 'subtestsFailed')) continue;
      if (!isFile) withTests.add(data.file);
      const failed = type === 'test:fail';
      if (failed && !isSuite) console.error(data.name, data.details?.error?.cause ?? data.details?.error);
      if (isSuite && data.details?.error?.failureType === 'subtestsFailed') continue;
      if (isSuite && !failed) continue;
      const isSkipped = (data.skip ?? false) !== false || (data.todo ?? false) !== false;
      const names = isFile ? [] : [...(open.get(data.file) ?? []).slice(0, data.nesting), data.name];
      const status = isSkipped ? 'skipped' : failed ? 'failed' : 'passed';
      output.push(JSON.stringify({ file: data.file ?? data.name, names, status, ms: data.details?.duration_ms }));
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      process.stderr.write(data.message);
    }
  }
  output.push(JSON.stringify({ end: true }));
  yield output.join('\n');
}
`;
