/** The workspace that `scripts/packed.mjs` makes: this checkout's, outside of the repository. */
export const packedWorkspace: string;
