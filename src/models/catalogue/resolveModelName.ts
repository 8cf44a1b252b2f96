import { catalogue } from './catalogue.ts';
import type { CatalogueModel, CatalogueQuant, NeverReleased } from './catalogueSchema.ts';

/** What a name that someone typed means. */
export type ResolvedName =
  | { readonly kind: 'found'; readonly model: CatalogueModel; readonly quant: CatalogueQuant | undefined }
  /** A name from articles: there is no such model. */
  | { readonly kind: 'never-released'; readonly row: NeverReleased; readonly nearest: CatalogueModel }
  /** Not ours, or nothing that we know of. Suggestions are of the nearest sizes, if the name has a size. */
  | { readonly kind: 'unknown'; readonly suggestions: readonly CatalogueModel[] };

/** Says nothing about which model is meant. */
const fillers: ReadonlySet<string> = new Set([
  '',
  'gguf',
  'latest',
  'qwen',
  'unsloth',
  'instruct',
  'chat',
  'it',
  'model',
]);
const suggestionCount = 3;

/**
 * Takes the spellings of Hugging Face (`Qwen/Qwen3.5-9B`), Ollama (`qwen3.5:9b-q4_K_M`), files
 * (`Qwen3.5-9B-UD-Q4_K_XL.gguf`), llama.cpp (`unsloth/Qwen3.5-9B-GGUF:Q4_K_M`) and people (`qwen 3.5 9b`). Without a
 * family Qwen 3.5 is meant.
 */
export function resolveModelName(text: string): ResolvedName {
  const { models, neverReleased } = catalogue();
  const parts = parseName(text);
  if (parts === undefined) return { kind: 'unknown', suggestions: [] };
  const { family, size, active, quant, words } = parts;

  const row = neverReleased.find(
    (known) =>
      known.family === family &&
      known.size.toLowerCase() === size &&
      (known.variant === undefined ? active === undefined : words.includes(known.variant.toLowerCase())),
  );
  const nearest = models.find(({ id }) => id === row?.nearest);
  if (row !== undefined && nearest !== undefined) return { kind: 'never-released', row, nearest };

  const model = words.every((word) => fillers.has(word))
    ? models.find((known) => known.family === family && isSize(known, size, active))
    : undefined;
  if (model === undefined) return { kind: 'unknown', suggestions: nearestSizes(family, size) };
  return { kind: 'found', model, quant: model.quants.find(({ name }) => name.toLowerCase() === quant) };
}

interface NameParts {
  readonly family: string;
  /** Lower case: `35b`. */
  readonly size: string;
  /** `a3b`. */
  readonly active: string | undefined;
  /** Lower case: `ud-q4_k_xl`. */
  readonly quant: string | undefined;
  /** What is left, in lower case. */
  readonly words: readonly string[];
}

const familyPattern = /qwen[\s_-]*3[._-]?([568])(?!\d|\.\d|[\s_-]*b(?![a-z]))/;
const sizePattern = /(?<![a-z\d.])(\d+(?:[._]\d+)?)[\s_-]*b(?:[\s_-]*(a\d+b))?(?![a-z\d])/;
const quantPattern = /(?<![a-z\d])(?:(ud)[\s._-]+)?(i?q\d(?:_[a-z\d]+)*)(?![a-z\d])/;

function parseName(text: string): NameParts | undefined {
  let rest = text.toLowerCase().trim();
  rest = rest.replace(/^https?:\/\/[^/]+\/(models\/)?|^hf\.co\//, '').replace(/-\d{5}-of-\d{5}(?=\.gguf$)/, '');
  // Whoever published it: anyone can.
  rest = rest.replace(/^[\w.-]+\/(?=.*qwen)/, (organization) => (familyPattern.test(organization) ? organization : ''));
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest) ?? undefined;
    if (match !== undefined) rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    return match;
  };
  const quant = take(quantPattern);
  const family = take(familyPattern);
  const size = take(sizePattern);
  if (size === undefined) return undefined;
  // A path names the model twice: `unsloth/Qwen3.5-9B-GGUF/Q4_K_M/Qwen3.5-9B-Q4_K_M.gguf`.
  for (const [pattern, first] of [
    [quantPattern, quant],
    [familyPattern, family],
    [sizePattern, size],
  ] as const) {
    if (first !== undefined && pattern.exec(rest)?.[0] === first[0]) take(pattern);
  }
  const [, prefix, bits] = quant ?? [];
  return {
    family: `qwen3.${family?.[1] ?? '5'}`,
    size: `${size[1]?.replace('_', '.') ?? ''}b`,
    active: size[2],
    quant: bits === undefined ? undefined : prefix === undefined ? bits : `${prefix}-${bits}`,
    words: rest.split(/[\s/:._-]+/),
  };
}

function isSize(model: CatalogueModel, size: string, active: string | undefined): boolean {
  const [all, used] = model.size.toLowerCase().split('-');
  return all === size && (active === undefined || active === used);
}

function nearestSizes(family: string, size: string): CatalogueModel[] {
  const wanted = Math.log(Number.parseFloat(size));
  if (!Number.isFinite(wanted)) return [];
  const distance = (model: CatalogueModel): number => Math.abs(Math.log(Number.parseFloat(model.size)) - wanted);
  const other = (model: CatalogueModel): number => (model.family === family ? 0 : 1);
  return catalogue()
    .models.toSorted((a, b) => distance(a) - distance(b) || other(a) - other(b))
    .slice(0, suggestionCount);
}
