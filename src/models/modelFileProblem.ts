/** What is wrong with a model file, as one clause that follows the file's name: `is cut off`, `has no key ...`. */
export class ModelFileProblem extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'ModelFileProblem';
  }
}
