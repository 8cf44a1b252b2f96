import * as z from 'zod';
import { modelName } from '../../base/modelName.ts';
import { catalogue } from './catalogue.ts';
import { type PublishedScore, sourceSchema } from './catalogueSchema.ts';
import { resolveModelName } from './resolveModelName.ts';
import data from './statedScores.json' with { type: 'json' };

/** What someone published of a model, and what one must know to read it. */
const statedScoreSchema = z.strictObject({
  /** Of the catalogue, or as an API calls it. */
  model: z.string().min(1),
  benchmark: z.string().min(1),
  score: z.number(),
  caveat: z.string().min(1),
  source: sourceSchema,
});
export type StatedScore = z.infer<typeof statedScoreSchema>;

const listed: readonly StatedScore[] = z.array(statedScoreSchema).parse(data);

/** `name`: as a file, a server or a person calls the model. What Qwen's cards say of other models is theirs too. */
export function statedScores(name: string): readonly StatedScore[] {
  const resolved = resolveModelName(name);
  const id = resolved.kind === 'found' ? resolved.model.id : slug(modelName(name));
  const { scores } = catalogue();
  return [
    ...listed.filter(({ model }) => model === id),
    ...scores.filter(({ model }) => model === id).map(ownScore),
    ...scores.filter(({ rival }) => slug(rival.actual) === id).map(rivalScore),
  ];
}

function ownScore(published: PublishedScore): StatedScore {
  const { model, benchmark, score, source } = published;
  return { model, benchmark, score, source, caveat: caveatOf(published) };
}

function caveatOf({ caveat, rival }: PublishedScore): string {
  const { claimed, claimedScore, actual, actualScore } = rival;
  switch (caveat) {
    case 'agrees':
      return `By its maker, whose card has ${actual} at ${actualScore}.`;
    case 'other-rival':
      return `Articles set it against ${claimed ?? 'another model'}${claimedScore === undefined ? '' : ` (${claimedScore})`}; its maker’s card has the smaller ${actual} (${actualScore}).`;
    case 'claim-fails':
      return `Articles say that it beats ${claimed ?? actual}; its maker’s card has ${actual} ahead (${actualScore}).`;
    case 'rival-ahead':
      return `By its maker, whose card has ${actual} ahead (${actualScore}).`;
  }
}

function rivalScore({ model, benchmark, score, rival, source }: PublishedScore): StatedScore {
  return {
    model: slug(rival.actual),
    benchmark,
    score: rival.actualScore,
    caveat: `As Qwen’s card has it, beside ${score} for ${model}: not by its own maker.`,
    source,
  };
}

/** `GPT-5 mini` as `gpt-5-mini`, `Claude Sonnet 4.5` as `claude-sonnet-4-5`. */
function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[ .]/g, '-');
}
