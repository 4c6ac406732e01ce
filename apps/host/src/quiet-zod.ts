import { config } from "zod/v4/core";

// The page's policy forbids `eval`. zod probes for it once and every probe is a reported violation, unless it is
// told so before the first schema exists: this module must be the first import of the page.
config({ jitless: true });
