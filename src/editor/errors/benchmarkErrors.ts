import { l10n } from 'vscode';
import type { AppErrorData } from '../../base/appError.ts';
import { type ErrorWords, openSetting, showLog } from './errorDescription.ts';

type BenchmarkErrorCode =
  | 'benchmark-base-missing'
  | 'benchmark-folder-too-large'
  | 'benchmark-no-folder'
  | 'benchmark-untrusted'
  | 'benchmark-no-tasks'
  | 'benchmark-set-unreadable'
  | 'benchmark-container-unusable'
  | 'benchmark-run-unusable'
  | 'git-missing'
  | 'git-too-old'
  | 'git-unsafe-folder'
  | 'git-failed';

/** Of the benchmark, and of reading the repository that it is made from. */
export const benchmarkErrors: ErrorWords<BenchmarkErrorCode> = {
  'benchmark-base-missing': (data) => ({
    text: l10n.t(
      'The files that a task is set in are gone ({0}): the history was rewritten, or the folder has changed. Make a new task set.',
      data.base,
    ),
    step: undefined,
  }),
  'benchmark-folder-too-large': (data) => ({
    text: l10n.t(
      '{0} is no Git repository and has more than {1} files. Open the folder of one project, or run "git init" in it and commit.',
      data.folder,
      data.maxFiles,
    ),
    step: undefined,
  }),
  'benchmark-no-folder': () => ({
    text: l10n.t('A benchmark is made from a folder on this disk. Open the one of your project.'),
    step: { label: l10n.t('Open Folder'), command: 'workbench.action.files.openFolder' },
  }),
  'benchmark-untrusted': () => ({
    text: l10n.t('A benchmark runs the tests of the repository, so it needs a workspace that you trust.'),
    step: { label: l10n.t('Manage Trust'), command: 'workbench.trust.manage' },
  }),
  'benchmark-no-tasks': (data) => ({
    text: l10n.t(
      '{0} gave no task of the kinds that were chosen. Choose more kinds: filling holes needs no tests, the others need tests that run here. The Benchmarks view keeps what was decided.',
      data.repository,
    ),
    step: { label: l10n.t('Choose Again'), command: 'parity.benchmark' },
  }),
  'benchmark-set-unreadable': (data) => ({
    text: l10n.t('The task set {0} is damaged, or of another version. Make a new one.', data.path),
    step: { label: l10n.t('New Benchmark'), command: 'parity.benchmark' },
  }),
  'benchmark-container-unusable': (data) => ({
    text: containerText(data),
    step: openSetting('parity.benchmark'),
  }),
  'benchmark-run-unusable': () => ({
    text: l10n.t(
      'This run cannot go on as it was begun: an engine or the settings are others by now, or another process works on it. Its tasks can be run again. The log has the details.',
    ),
    step: { label: l10n.t('Run Again'), command: 'parity.runTasksAgain' },
  }),
  'git-missing': (data) => ({
    text: l10n.t(
      '{0} is in a Git repository, but the program git was not found. Install Git, or add it to the PATH, and start the editor again.',
      data.folder,
    ),
    step: undefined,
  }),
  'git-too-old': (data) => ({
    text: l10n.t('Git {0} is too old to read the repository. Install Git {1} or later.', data.found, data.needed),
    step: undefined,
  }),
  'git-unsafe-folder': (data) => ({
    text: l10n.t(
      'Git does not read {0}, because it belongs to another user. If you trust it, run: git config --global --add safe.directory "{0}"',
      data.folder,
    ),
    step: undefined,
  }),
  'git-failed': (data) => ({
    text: l10n.t('Git could not read the repository {0}: {1}. The log has the details.', data.folder, data.detail),
    step: showLog(),
  }),
};

function containerText({ program, image, problem, detail }: AppErrorData['benchmark-container-unusable']): string {
  switch (problem) {
    case 'no-name':
      return l10n.t(
        'Tests are to run in a container of {0}, but no image is chosen. Name one in the setting parity.benchmark.containerImage, such as node:22-bookworm, or set parity.benchmark.sandbox to automatic.',
        program,
      );
    case 'no-program':
      return l10n.t(
        'Tests are to run in a container, but the program {0} was not found. Install it, or set parity.benchmark.sandbox to automatic.',
        program,
      );
    case 'no-service':
      return l10n.t(
        'Tests are to run in a container, but {0} does not answer: {1}. Start it, or set parity.benchmark.sandbox to automatic.',
        program,
        detail,
      );
    case 'no-image':
      return l10n.t(
        'Tests are to run in a container of {1}, and {0} does not have that image here. Get it with: {0} pull {1}',
        program,
        image,
      );
    case 'cannot-keep-in':
      return l10n.t(
        'A container of {1} by {0} cannot be used: it did not see the files of this machine, or could write where it must not ({2}). The image needs a shell at /bin/sh, and {0} must run on this machine.',
        program,
        image,
        detail,
      );
  }
}
