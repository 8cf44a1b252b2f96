// Builds what runs into dist/ (or --outdir=DIR). Flags: --production (minified, no source maps, and a list of the
// packages that went in, for the notices), --watch.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});
const outdir = join(root, flags.outdir);

/** Names this build, so that a host and a worker of two builds refuse each other: version and digest of the sources. */
async function buildName() {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const digest = createHash('sha256');
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    digest.update(file.slice(root.length).replaceAll('\\', '/')).update('\0');
    digest.update(await readFile(file)).update('\0');
  }
  return `${version}+${digest.digest('hex').slice(0, 12)}`;
}

/** Read only by those who use them: each is a bundle of its own that the extension imports when it is needed. */
const lateModules = [
  ...['providers/openAiClient', 'providers/anthropicClient'],
  ...['harness/syntax/treeSitter', 'harness/engines/environmentProxy', 'editor/benchmark/repositoryWork'],
];
const lateNames = lateModules.map((module) => basename(module));

/** Leaves the import of a late module in place, as that of the bundle beside the extension. */
const leaveLateModules = {
  name: 'late-modules',
  setup(build) {
    build.onResolve({ filter: new RegExp(`/(?:${lateNames.join('|')})\\.ts$`) }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: path.replace(/^.*\/(\w+)\.ts$/, './$1.cjs'), external: true } : undefined,
    );
  },
};

function bundles(name) {
  /** @type {esbuild.BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: flags.production,
    sourcemap: flags.production ? false : 'linked',
    // Licences of what is bundled are gathered into NOTICE instead.
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
  const node = { ...common, platform: 'node', target: 'node20', define: { PARITY_BUILD: JSON.stringify(name) } };
  const browser = { ...common, platform: 'browser', target: 'chrome130' };
  return [
    {
      ...node,
      entryPoints: ['src/extension.ts'],
      outfile: join(outdir, 'extension.cjs'),
      format: 'cjs',
      external: ['vscode'],
      plugins: [leaveLateModules],
    },
    ...lateModules.map((module) => ({
      ...node,
      entryPoints: [`src/${module}.ts`],
      outfile: join(outdir, `${basename(module)}.cjs`),
      format: 'cjs',
      external: ['vscode'],
      plugins: [leaveLateModules],
      define: { ...node.define, 'import.meta.url': 'bundleUrl' },
      banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    })),
    {
      ...node,
      entryPoints: ['src/worker/main.ts'],
      outfile: join(outdir, 'worker.mjs'),
      format: 'esm',
      // Finds its native code beside itself: from dist/node_modules when installed, from ours while we develop.
      external: ['node-llama-cpp'],
    },
    {
      ...node,
      entryPoints: ['src/worker/tryGpu.ts'],
      outfile: join(outdir, 'tryGpu.mjs'),
      format: 'esm',
      external: ['node-llama-cpp'],
    },
    {
      ...node,
      entryPoints: ['src/harness/cli/main.ts'],
      outfile: join(outdir, 'parity-bench.js'),
      format: 'esm',
      plugins: [leaveLateModules],
      banner: { js: '#!/usr/bin/env node' },
    },
    { ...node, entryPoints: ['src/worker/probeHardware.ts'], outfile: join(outdir, 'probe.mjs'), format: 'esm' },
    {
      ...browser,
      entryPoints: ['src/webview/main.tsx'],
      outfile: join(outdir, 'webview/chat.js'),
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.css': 'empty' },
    },
    {
      ...browser,
      entryPoints: ['src/webview/voting/main.tsx'],
      outfile: join(outdir, 'webview/voting.js'),
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.css': 'empty' },
    },
    // Put into the report's file as they are, so that it needs no other.
    {
      ...browser,
      sourcemap: false,
      minify: true,
      entryPoints: ['src/webview/report/main.tsx'],
      outfile: join(outdir, 'webview/report.js'),
      format: 'iife',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    },
    {
      ...browser,
      sourcemap: false,
      entryPoints: ['src/webview/report/report.css'],
      outfile: join(outdir, 'webview/report.css'),
    },
    {
      ...browser,
      entryPoints: ['src/webview/chat.css'],
      outfile: join(outdir, 'webview/chat.css'),
      external: ['*.ttf'],
    },
  ];
}

async function copyCodicons() {
  const source = join(root, 'node_modules/@vscode/codicons/dist');
  await mkdir(join(outdir, 'webview'), { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) await cp(join(source, file), join(outdir, 'webview', file));
}

/** The parser of the benchmark and its grammars, as WebAssembly. */
async function copyGrammars() {
  const grammars = Object.values(JSON.parse(await readFile(join(root, 'src/harness/syntax/grammars.json'), 'utf8')));
  const files = [...new Set(grammars)].map((name) => `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`);
  for (const file of [...files, 'web-tree-sitter/web-tree-sitter.wasm']) {
    await cp(join(root, 'node_modules', file), join(outdir, 'syntax', basename(file)));
  }
}

/** The folders of the packages whose code is in the bundles, relative to the root. */
function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
}

const all = bundles(await buildName());
const present = all.filter(({ entryPoints: [entry] }) => existsSync(join(root, entry)));
for (const { entryPoints } of all.filter((options) => !present.includes(options))) {
  console.error(`esbuild: the entry ${entryPoints[0]} is missing`);
  process.exitCode = 1;
}

await rm(outdir, { recursive: true, force: true });
await copyCodicons();
await copyGrammars();
if (flags.watch) {
  // The editor's task waits for these lines: one pair for all bundles.
  let running = 0;
  const announce = {
    name: 'announce',
    setup(build) {
      build.onStart(() => {
        running += 1;
        if (running === 1) console.log('[watch] build started');
      });
      build.onEnd(() => {
        running -= 1;
        if (running === 0) console.log('[watch] build finished');
      });
    },
  };
  const contexts = await Promise.all(
    present.map((options) => esbuild.context({ ...options, plugins: [...(options.plugins ?? []), announce] })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(present.map((options) => esbuild.build(options)));
  const metafiles = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.metafile] : []));
  // esbuild has printed the errors.
  if (metafiles.length < present.length) process.exitCode = 1;
  if (flags.production) {
    await writeFile(join(outdir, 'bundled-packages.json'), `${JSON.stringify(bundledPackages(metafiles))}\n`);
  }
}
