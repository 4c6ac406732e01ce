import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

/** The ways of writing a View: with the SDK's present and its previous generation, and without it. */
export const WAYS = ["ext-apps-2", "ext-apps-1.7", "by-hand"] as const;

/** Builds a View as its author would, into one HTML document. */
export async function buildView(way: (typeof WAYS)[number]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`./${way}.ts`, import.meta.url)),
        output: { format: "iife", codeSplitting: false },
      },
    },
  });
  const script = (built as Rolldown.RolldownOutput).output[0].code.replaceAll("</script", "<\\/script");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${way}</title><body><script>${script}</script>`;
}
