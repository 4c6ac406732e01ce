import { guards } from "../hostile/guards.ts";
import { mutations } from "../spec/mutations.ts";

/** Everything that the unguarded build can switch off: the hostile suite's guards and the clauses' own lines. */
export const switches = [...guards, ...mutations];

export type SwitchName = (typeof switches)[number]["name"];
