import { isSecretsFile } from '../../completion/secretsFile.ts';
import { isTaskPath } from '../task.ts';
import { sourceLanguage } from './sourceLanguage.ts';

/** What a file is to the benchmark, as far as its path tells. */
export type FileRole =
  | 'source'
  /** Code that a test runner starts. */
  | 'test'
  /** What tests stand on: fixtures, snapshots, shared set-up. */
  | 'test-support'
  /** Names what is installed: a change of it needs another installation. */
  | 'manifest'
  | 'lock'
  | 'generated'
  | 'vendored'
  | 'secrets'
  | 'documentation'
  | 'unusable-path'
  | 'other';

const vendored =
  /(?:^|\/)(?:vendor|vendors|third[-_]?party|external|externals|node_modules|bower_components|site-packages|deps|Pods|Carthage)\//i;
const generatedFolder =
  /(?:^|\/)(?:dist|build|out|target|generated|__generated__|gen|coverage|__pycache__|\.next|\.nuxt)\//i;
const generatedName =
  /(?:\.min\.(?:js|css|mjs)|\.(?:bundle|chunk|generated|g|pb|designer)\.[\w]+|_pb2(?:_grpc)?\.pyi?|\.pb\.(?:go|cc|h)|\.map|_generated\.\w+|-bundle\.js|\.snap)$/i;
const lock =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|cargo\.lock|go\.sum|gemfile\.lock|composer\.lock|flake\.lock|packages\.lock\.json|[\w.-]+\.lock)$/i;
const manifest =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.py|setup\.cfg|requirements[\w.-]*\.(?:txt|in)|pipfile|environment\.ya?ml|cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|gemfile|composer\.json|deno\.jsonc?|[\w.-]+\.csproj)$/i;
const documentation =
  /(?:^|\/)(?:docs?|documentation|website)\/|\.(?:md|mdx|rst|adoc|markdown)$|(?:^|\/)(?:readme|changelog|changes|history|news|license|licence|copying|authors|contributors|notice)(?:\.\w+)?$/i;
const testFolder =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing|__mocks__|__fixtures__|fixtures?|testdata|__snapshots__|__snapshot__)\//i;
const testName =
  /(?:^|\/)(?:[^/]+[._-](?:test|spec|tests)\.[cm]?[jt]sx?|test[-_.][^/]+\.[cm]?[jt]sx?|tests?\.[cm]?[jt]sx?|test_[^/]+\.py|[^/]+_test\.(?:py|go|rb|ex|exs|dart|c|cc|cpp|jl|lua)|[^/]+_spec\.(?:rb|lua)|[^/]+Tests?\.(?:java|kt|scala|cs|swift|php|groovy)|tests?\.(?:py|rs))$/;
const support = /(?:^|\/)(?:__mocks__|__fixtures__|fixtures?|testdata|__snapshots__|__snapshot__|conftest\.py$)/i;
/** In a test folder of these languages every module is a test, whatever it is called (mocha and node:test run them so). */
const namelessTest =
  /\/(?:__tests__|test|tests|spec)\/(?!.*(?:helper|fixture|setup|util|mock|support|common|index))[^/]+\.[cm]?[jt]sx?$/i;
const buildScript =
  /(?:^|\/)(?:[\w.-]+\.config\.[cm]?[jt]s|gulpfile\.[cm]?js|gruntfile\.[cm]?js|\.[\w.-]+rc\.[cm]?js|\.[^/]+\/.*)$/i;

export function fileRole(path: string): FileRole {
  if (!isTaskPath(path)) return 'unusable-path';
  if (isSecretsFile(path)) return 'secrets';
  if (vendored.test(path)) return 'vendored';
  if (lock.test(path)) return 'lock';
  if (testFolder.test(path) || testName.test(path) || support.test(path)) return roleInTests(path);
  if (generatedFolder.test(path) || generatedName.test(path)) return 'generated';
  if (manifest.test(path)) return 'manifest';
  if (documentation.test(path)) return 'documentation';
  if (buildScript.test(path)) return 'other';
  return sourceLanguage(path) === undefined ? 'other' : 'source';
}

function roleInTests(path: string): FileRole {
  if (support.test(path) || sourceLanguage(path) === undefined) return 'test-support';
  return testName.test(path) || namelessTest.test(`/${path}`) ? 'test' : 'test-support';
}
