/** Made by `prepareContainers.ts` of programs of this machine, so that no registry is asked. */
export const containerTestImage = 'parity-test:1';
