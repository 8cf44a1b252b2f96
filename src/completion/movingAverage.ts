/** Exponentially weighted mean: recent values count more. Undefined before the first. */
export class MovingAverage {
  readonly #weight: number;
  #mean: number | undefined;

  /** `weight` of a new value against the mean so far, 0 to 1. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  get value(): number | undefined {
    return this.#mean;
  }

  add(sample: number): void {
    this.#mean = this.#mean === undefined ? sample : this.#mean + this.#weight * (sample - this.#mean);
  }

  reset(): void {
    this.#mean = undefined;
  }
}
