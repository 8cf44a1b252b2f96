/** Why windows cannot share an engine here. `message` is one clause for the log and the Doctor; the engine runs all the same. */
export class SharingProblem extends Error {
  constructor(why: string, options?: { cause?: unknown }) {
    super(why, options);
    this.name = 'SharingProblem';
  }
}
