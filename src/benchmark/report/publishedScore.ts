/** A number that others published of a model. It comes to a report from outside: this folder knows no models. */
export interface PublishedScore {
  readonly engineId: string;
  /** The model that it is of, as its source calls it. */
  readonly model: string;
  readonly benchmark: string;
  readonly score: number;
  /** What one must know to read it: who says it, of what, against whom. */
  readonly caveat: string;
  readonly source: {
    readonly url: string;
    /** Where it was read, when not there. */
    readonly via?: string | undefined;
    /** When: `YYYY-MM` or `YYYY-MM-DD`. */
    readonly date: string;
  };
}
