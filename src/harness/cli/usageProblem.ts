/** The command was not understood, or asks for what is not allowed. The message is one or two sentences, with what to do. */
export class UsageProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageProblem';
  }
}
