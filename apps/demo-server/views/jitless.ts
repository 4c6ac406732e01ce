import * as z from "zod";

// Must run before the first schema is made: otherwise zod tries `new Function` once, which a View's CSP reports.
z.config({ jitless: true });
