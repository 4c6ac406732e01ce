import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";
import { startNode } from "../fixtures/process.ts";
import { expect, test as base } from "../fixtures/test.ts";
import { testView } from "../fixtures/test-view.ts";

/* What docs/embed.md says of the policy of a page that embeds Views, measured in such a page: the policy is enough,
   and each of its directives is needed. */

const DOC = fileURLToPath(new URL("../../docs/embed.md", import.meta.url));

const REVIEW_WORKER = /\/review-worker-[\w-]+\.js$/;

interface Embedding {
  /** The policy of docs/embed.md, with the addresses of this test. */
  readonly policy: string;
  /** Opens the page with this policy. */
  readonly open: (policy: string) => Promise<void>;
  /** What the page's policy stopped so far: directive and what was blocked. */
  readonly stopped: () => Promise<readonly string[]>;
}

const test = base.extend<{ readonly embedding: Embedding }>({
  embedding: async ({ page, startServer }, use) => {
    const { url } = await startServer([{ name: "show", html: testView(`show("shown");`) }]);
    const cwd = join(packedWorkspace, "consumers/page");
    const consumer = startNode(["server.js"], { cwd });
    const [, origin = "", sandbox = ""] = /Ready at (.+) with (.+)/.exec(await consumer.line(/^Ready/)) ?? [];
    const proxy = `http://proxy.${sandbox}`;
    await page.addInitScript(() => {
      const all: string[] = [];
      Object.assign(window, { stopped: all });
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        all.push(`${effectiveDirective} ${blockedURI}`),
      );
    });
    const written = /^Content-Security-Policy: (.+)$/m.exec(await readFile(DOC, "utf8"))?.[1] ?? "";
    await use({
      policy: written
        .replaceAll("https://proxy.sandbox.example", proxy)
        .replaceAll("https://shop.example", new URL(url).origin),
      async open(policy) {
        await page.goto(`${origin}/?${new URLSearchParams({ server: url, proxy, policy })}`);
      },
      stopped: () => page.evaluate(() => (window as unknown as { readonly stopped: string[] }).stopped),
    });
    await consumer.stop();
  },
});

const READY = "ready";

test("the policy of docs/embed.md stops nothing that the library does, and reviews run in their worker", async ({
  page,
  embedding,
}) => {
  const worker = page.waitForEvent("worker");
  await embedding.open(embedding.policy);
  await expect(page.getByRole("status")).toHaveText(READY);
  expect((await worker).url()).toMatch(REVIEW_WORKER);
  await expect(page.locator("[data-probed]")).toHaveCount(1);
  expect(await embedding.stopped()).toEqual([]);
});

/** What is taken out of the policy, and the sentence that says what is missing. */
const MISSING: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    "the sandbox in connect-src",
    / http:\/\/proxy\S+(?= http:)/,
    /^failed The sandbox at .* in connect-src\.$/,
  ],
  ["the MCP server in connect-src", / http:\/\/127\S+(?=;)/, /^The server "shop" .* in connect-src\.$/],
  ["frame-src", / frame-src [^;]+;/, /^failed This page's Content-Security-Policy .* to its frame-src\.$/],
];

for (const [name, missing, sentence] of MISSING) {
  test(`without ${name}, the page says so`, async ({ page, embedding }) => {
    const policy = embedding.policy.replace(missing, "");
    expect(policy).not.toBe(embedding.policy);
    await embedding.open(policy);
    await expect(page.getByRole("status")).toHaveText(sentence);
  });
}

test("without worker-src, reviews run in the page itself", async ({ page, embedding }) => {
  await embedding.open(embedding.policy.replace("worker-src 'self'", "worker-src 'none'"));
  await expect(page.getByRole("status")).toHaveText(READY);
  expect(await embedding.stopped()).toEqual([expect.stringMatching(/^worker-src .*\/review-worker-/)]);
});

test("with a nonce instead of addresses in script-src, nothing else is needed", async ({
  page,
  embedding,
}) => {
  await embedding.open(
    embedding.policy.replace("script-src 'self'", "script-src 'nonce-page' 'strict-dynamic'"),
  );
  await expect(page.getByRole("status")).toHaveText(READY);
  expect(await embedding.stopped()).toEqual([]);
});

test.describe("Where scripts need trusted types", () => {
  test("reviews run in the page itself, and nothing else is stopped", async ({ page, embedding }) => {
    await embedding.open(`${embedding.policy}; require-trusted-types-for 'script'; trusted-types 'none'`);
    await expect(page.getByRole("status")).toHaveText(READY);
    expect(await embedding.stopped()).toEqual(["require-trusted-types-for trusted-types-sink"]);
  });

  test("a default policy that lets the review's worker start is all that is needed", async ({
    page,
    embedding,
  }) => {
    const worker = page.waitForEvent("worker");
    await embedding.open(`${embedding.policy}; require-trusted-types-for 'script'; trusted-types default`);
    await expect(page.getByRole("status")).toHaveText(READY);
    expect((await worker).url()).toMatch(REVIEW_WORKER);
    expect(await embedding.stopped()).toEqual([]);
  });
});
