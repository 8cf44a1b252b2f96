/** `node launch.mjs RUNNER run|trace WORDS…`: runs in the sandbox, in the folder of the package. */
export const launcher = String.raw`
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const support = dirname(fileURLToPath(import.meta.url));
const [name, mode, ...words] = process.argv.slice(2);

function runnerFile() {
  const folders = createRequire(join(process.cwd(), 'any.js')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      const { bin } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
      return join(folder, name, typeof bin === 'string' ? bin : bin[name]);
    } catch {
      // Not in this folder.
    }
  }
  console.error(name + ' is not installed');
  process.exit(97);
}

const program = name === 'node' ? [] : [runnerFile()];
const filled = words.map((word) =>
  word
    .replace('{report}', () => join(support, 'report.json'))
    .replace('{support}', () => support)
    .replace('{url}', () => pathToFileURL(support).href),
);
const env = { ...process.env };
if (mode === 'trace') {
  const file = join(support, 'trace.cjs').replaceAll('\\', '/');
  env.NODE_OPTIONS = [env.NODE_OPTIONS, '--require "' + file + '"'].filter(Boolean).join(' ');
}
writeFileSync(join(support, 'started.txt'), name);
const child = spawn(process.execPath, [...program, ...filled], { stdio: 'inherit', env });
child.on('error', (error) => {
  console.error(error);
  process.exitCode = 1;
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
`;
