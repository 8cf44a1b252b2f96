import { releaseDate } from '../engines/releaseDate.ts';
import { type EngineChoice, modelOf } from './engineChoice.ts';

export interface NewestRelease {
  /** ISO 8601. What was written later no model of the run can have been trained on. */
  readonly since: string;
  /** A sentence or two for people. */
  readonly text: string;
}

/** Undefined: of none of the models it is known when it was released. */
export function newestRelease(engines: readonly EngineChoice[]): NewestRelease | undefined {
  const models = engines.map((choice) => ({ model: modelOf(choice), day: releaseDate(modelOf(choice)) }));
  const known = models.flatMap(({ model, day }) => (day === undefined ? [] : [{ model, day }]));
  const [newest] = known.toSorted((a, b) => (a.day < b.day ? 1 : -1));
  if (newest === undefined) return undefined;
  const unknown = models.filter(({ day }) => day === undefined).map(({ model }) => model);
  return {
    since: `${newest.day}T00:00:00.000Z`,
    text: [
      `Holes and commits are taken from code written since ${newest.day}, when ${newest.model} was released.`,
      ...(unknown.length === 0 ? [] : [`When ${unknown.join(', ')} came out is not known.`]),
      '--since any takes them from all of it.',
    ].join(' '),
  };
}
