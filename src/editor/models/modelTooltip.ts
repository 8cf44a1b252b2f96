import { env, l10n } from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import type { CatalogueModel } from '../../models/catalogue/catalogueSchema.ts';
import type { FoundIn } from '../../models/discover/foundModel.ts';
import type { FitVerdict, KnownVerdict } from '../../models/fit/fitVerdict.ts';
import type { LibraryFile, LibraryModel, LibraryQuant } from '../../models/library.ts';
import { escapeMarkdown } from '../escapeMarkdown.ts';
import { formatCount } from '../formatCount.ts';
import { formatMemory } from '../formatMemory.ts';
import { assumptionPhrase, fitWords, speedPhrase } from './fitWords.ts';
import { scoreLines } from './scoreLines.ts';

/** Everything about a released model, or about one quantization of it. */
export function catalogueTooltip({ model, scores, isNewer }: LibraryModel, quant: LibraryQuant | undefined): string {
  const title = quant === undefined ? model.name : `${model.name} ${quant.quant.name}`;
  return lines([
    heading(title),
    ...(isNewer ? [l10n.t('Newer than Qwen 3.5; runs on the same engine.')] : []),
    ...(quant === undefined ? [] : quantLines(quant)),
    fact(l10n.t('License'), model.license),
    fact(l10n.t('Context'), contextOf(model)),
    fact(l10n.t('Thinks'), model.thinksByDefault ? l10n.t('by default') : l10n.t('when asked')),
    ...model.hosts.map(({ host, repository }) => fact(hostName(host), escapeMarkdown(repository))),
    fact(l10n.t('Checked'), `[${model.source.date}](${model.source.url})`),
    ...(scores.length === 0 ? [] : ['', `**${l10n.t('Published scores')}**`, '', ...scoreLines(scores).map(item)]),
    ...(scores.length === 0 ? [] : ['', `_${l10n.t('They do not say how it does on your code.')}_`]),
  ]);
}

function quantLines({ bytes, verdict, localPath }: LibraryQuant): readonly string[] {
  return [
    fact(l10n.t('Download'), bytes === undefined ? l10n.t('size not known') : formatBytes(bytes, env.language)),
    ...(localPath === undefined ? [] : [fact(l10n.t('On this machine'), escapeMarkdown(localPath))]),
    ...verdictLines(verdict),
  ];
}

/** Everything about a file on this machine. Its names are whatever someone called it. */
export function fileTooltip({ file, verdict }: LibraryFile): string {
  const { content } = file;
  return lines([
    heading(file.name),
    fact(l10n.t('File'), `${escapeMarkdown(file.path)} (${formatBytes(file.bytes, env.language)})`),
    fact(l10n.t('Found in'), sourceName(file.foundIn)),
    ...(content.kind === 'model' ? factLines(content.facts) : []),
    ...(content.kind === 'unusable' ? [fact(l10n.t('Cannot be used'), escapeMarkdown(content.problem))] : []),
    ...(content.kind === 'adapter' ? [fact(l10n.t('LoRA adapter for'), escapeMarkdown(content.architecture))] : []),
    ...verdictLines(verdict),
  ]);
}

function factLines(facts: Extract<LibraryFile['file']['content'], { kind: 'model' }>['facts']): readonly string[] {
  const { architecture, parameterCount, trainedContextTokens, chatTemplate, hasInfillTokens } = facts;
  const compact = new Intl.NumberFormat(env.language, { notation: 'compact', maximumSignificantDigits: 3 });
  const abilities = [
    ...(hasInfillTokens ? [l10n.t('complete code')] : []),
    ...(chatTemplate === undefined ? [] : [l10n.t('chat')]),
  ];
  return [
    fact(l10n.t('Model'), l10n.t('{0}, {1} parameters', escapeMarkdown(architecture), compact.format(parameterCount))),
    ...(trainedContextTokens === undefined ? [] : [fact(l10n.t('Context'), tokens(trainedContextTokens))]),
    fact(l10n.t('Can'), abilities.length === 0 ? l10n.t('neither chat nor complete code') : list(abilities)),
  ];
}

function verdictLines(verdict: FitVerdict | undefined): readonly string[] {
  if (verdict === undefined) return [];
  if (verdict.kind === 'unknown') {
    return [fact(l10n.t('Fit'), l10n.t('not known: what this family keeps in memory is not known'))];
  }
  return [
    fact(l10n.t('Fit'), fitWords(verdict).short),
    fact(l10n.t('Memory'), memoryOf(verdict)),
    fact(l10n.t('Used for'), partsOf(verdict)),
    ...(verdict.missingBytes > 0 ? [fact(l10n.t('Missing'), formatMemory(verdict.missingBytes))] : []),
    ...(verdict.isTightNow
      ? [l10n.t('It fits, but other programs hold the memory just now: close some before you load it.')]
      : []),
    ...(verdict.speed === undefined
      ? []
      : [
          fact(l10n.t('Expected speed'), speedPhrase(verdict.speed.speed)),
          `_${l10n.t('Assumes {0}; not measured.', list(verdict.speed.assumptions.map(assumptionPhrase)))}_`,
        ]),
  ];
}

function memoryOf({ kind, gpuBytes, ramBytes, gpuBlocks, blocks, contextTokens, needs }: KnownVerdict): string {
  const at = tokens(contextTokens);
  if (gpuBlocks === 0) return l10n.t('{0} at {1}', formatMemory(needs.total), at);
  const split = l10n.t(
    '{0} on the GPU and {1} in main memory, at {2}',
    formatMemory(gpuBytes),
    formatMemory(ramBytes),
    at,
  );
  return kind === 'partly-gpu' ? l10n.t('{0} ({1} of {2} blocks on the GPU)', split, gpuBlocks, blocks) : split;
}

function partsOf({ needs }: KnownVerdict): string {
  return l10n.t(
    'weights {0}, context {1}, reuse of earlier text {2}, computing {3}',
    formatMemory(needs.weights),
    formatMemory(needs.keyValues + needs.recurrent),
    formatMemory(needs.savedStates),
    formatMemory(needs.compute + needs.process),
  );
}

export function sourceName(foundIn: FoundIn): string {
  switch (foundIn) {
    case 'parity':
      return l10n.t('Parity’s folder');
    case 'user-folder':
      return l10n.t('your folder for models');
    case 'huggingface':
      return l10n.t('Hugging Face cache');
    case 'lm-studio':
      return 'LM Studio';
    case 'ollama':
      return 'Ollama';
    case 'llama.cpp':
      return 'llama.cpp';
  }
}

function hostName(host: CatalogueModel['hosts'][number]['host']): string {
  return host === 'huggingface' ? 'Hugging Face' : 'ModelScope';
}

function contextOf({ contextTokens, extendedContextTokens }: CatalogueModel): string {
  if (extendedContextTokens === undefined) return tokens(contextTokens);
  return l10n.t('{0}; {1} with YaRN', tokens(contextTokens), tokens(extendedContextTokens));
}

function tokens(count: number): string {
  return l10n.t('{0} tokens', formatCount(count));
}

function list(parts: readonly string[]): string {
  return new Intl.ListFormat(env.language, { type: 'unit' }).format(parts);
}

function heading(title: string): string {
  return `**${escapeMarkdown(title)}**\n`;
}

function fact(label: string, text: string): string {
  return `${label}: ${text}`;
}

function item(text: string): string {
  return `- ${text}`;
}

/** Each on a line of its own. */
function lines(all: readonly string[]): string {
  return all.map((line) => (line.startsWith('- ') || line === '' ? line : `${line}  `)).join('\n');
}
