import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { createIndexedDbTemplateStore } from "./indexed-db-template-store.ts";
import { createMemoryTemplateStore } from "./memory-template-store.ts";
import type { StoredTemplate } from "./template-store.ts";

let servers = 0;

/** A server of its own for each test: the IndexedDB of the page outlives a store object. */
function stored(fields: Partial<StoredTemplate> = {}): StoredTemplate {
  return {
    identity: `https://shop-${(servers += 1)}.example`,
    principal: "",
    uri: "ui://shop/app",
    template: {
      uri: "ui://shop/app",
      html: "<p>hi",
      size: 5,
      htmlDigest: "sha256:aa",
      digest: "sha256:bb",
      csp: { connectDomains: ["https://api.example"] },
      provenance: { csp: "content", permissions: "absent", domain: "absent", prefersBorder: "absent" },
    },
    findings: [],
    fetchedAt: 1,
    freshUntil: 2,
    ...fields,
  };
}

describe.each([
  ["in memory", createMemoryTemplateStore],
  ["in IndexedDB", createIndexedDbTemplateStore],
])("a template store %s", (_where, create) => {
  test("gives back what it was given", async () => {
    const store = create();
    const template = stored();
    await store.set(template);
    expect(await store.get(template)).toEqual(template);
  });

  test("has nothing for a key it was not given", async () => {
    expect(await create().get(stored())).toBeUndefined();
  });

  test("keeps the latest", async () => {
    const store = create();
    const template = stored();
    await store.set(template);
    await store.set({ ...template, freshUntil: 9 });
    expect(await store.get(template)).toMatchObject({ freshUntil: 9 });
  });

  test.each([
    ["servers", { identity: "https://other.example" }],
    ["principals", { principal: "ada" }],
    ["addresses", { uri: "ui://shop/other" }],
  ])("keeps %s apart", async (_what, other) => {
    const store = create();
    const template = stored();
    await store.set(template);
    expect(await store.get({ ...template, ...other })).toBeUndefined();
    await store.delete({ ...template, ...other });
    expect(await store.get(template)).toEqual(template);
  });

  test("forgets what is deleted", async () => {
    const store = create();
    const template = stored();
    await store.set(template);
    await store.delete(template);
    expect(await store.get(template)).toBeUndefined();
  });
});

test("a template store in IndexedDB outlasts the object, and the deletion of the site's data", async () => {
  const template = stored();
  const store = createIndexedDbTemplateStore();
  await store.set(template);
  expect(await createIndexedDbTemplateStore().get(template)).toEqual(template);

  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase("vitrine-templates");
    deletion.addEventListener("success", resolve);
    deletion.addEventListener("error", reject);
  });
  expect(await store.get(template)).toBeUndefined();
});
