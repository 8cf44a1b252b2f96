/** A reporter for mocha 8 to 11. Its constructor is called after all files are loaded and before any test runs. */
export const mochaReporter = String.raw`'use strict';
const { writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

module.exports = function ParityReporter(runner) {
  const wanted = new Set(JSON.parse(process.env.PARITY_TEST_FILES).map((file) => resolve(file)));
  delete process.env.PARITY_TEST_FILES;
  const root = runner.suite;
  root.suites = root.suites.filter((suite) => suite.file === undefined || wanted.has(suite.file));
  root.tests = root.tests.filter((test) => test.file === undefined || wanted.has(test.file));
  runner.total = runner.grepTotal(root);

  const lines = [];
  const namesOf = (test) => {
    const names = [test.title];
    for (let suite = test.parent; suite && suite.title !== ''; suite = suite.parent) names.unshift(suite.title);
    return names;
  };
  const fileOf = (test) => {
    for (let part = test; part; part = part.parent) if (part.file) return part.file;
    return '';
  };
  const add = (test, status) =>
    lines.push(JSON.stringify({ file: fileOf(test), names: namesOf(test), status, ms: test.duration }));
  runner.on('pass', (test) => add(test, 'passed'));
  runner.on('fail', (test, error) => {
    add(test, 'failed');
    console.error(namesOf(test).join(' > ') + '\n' + ((error && (error.stack || error.message)) || String(error)));
  });
  runner.on('pending', (test) => add(test, 'skipped'));
  runner.once('end', () => {
    lines.push(JSON.stringify({ end: true }));
    writeFileSync(join(__dirname, 'report.json'), lines.join('\n'));
  });
};
`;
