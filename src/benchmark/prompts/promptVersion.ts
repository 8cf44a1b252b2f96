/** Raised with every change of what models are told or of how their answers are read: results of two versions never mix. */
export const promptVersion = 2;
