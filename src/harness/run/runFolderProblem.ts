/** A run's folder that cannot be used as it is. The message is one or two sentences for people, with what to do. */
export class RunFolderProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RunFolderProblem';
  }
}
