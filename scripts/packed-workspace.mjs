import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./run.mjs";

const checkout = createHash("sha256").update(root).digest("hex").slice(0, 12);

/**
 * Where the packed library and the examples are installed. Not below the repository, where Node would look for what
 * is missing in our own node_modules; and a place for each checkout, for two may be tested at once.
 */
export const packedWorkspace = join(realpathSync(tmpdir()), `vitrine-packed-${checkout}`);
