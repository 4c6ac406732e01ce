import { describe, expect, test } from "vitest";
import type { DownloadItem } from "./action.ts";
import { downloadRefusal, linkRefusal } from "./link.ts";
import { readMailLink } from "./mail-link.ts";

const refusal = (url: string): string | undefined => linkRefusal(new URL(url))?.reason;
const link = (url: string): DownloadItem => ({ kind: "link", name: "a.pdf", url: new URL(url) });

describe("A View's link", () => {
  test.each(["https://example.com/a?b#c", "http://localhost:8080/", "mailto:a@example.com"])(
    "may be opened: %s",
    (url) => {
      expect(refusal(url)).toBe(undefined);
    },
  );

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "vscode://file/etc/passwd",
    "intent://x#Intent;end",
    "ftp://example.com/",
    "view-source:https://example.com/",
  ])("is refused for its scheme: %s", (url) => {
    expect(refusal(url)).toMatch(/only https, http and mailto/);
  });

  test.each([
    "https://bank.example@evil.example/",
    "https://bank.example:x@evil.example/",
    "https://:x@evil.example/",
    "https:/bank.example@evil.example/",
    "https:\\\\bank.example@evil.example",
  ])("is refused for a user part that disguises its host: %s", (url) => {
    expect(refusal(url)).toMatch(/user name/);
    expect(new URL(url).host).toBe("evil.example");
  });
});

describe("A mail link", () => {
  const mail = (url: string): unknown => readMailLink(new URL(url));

  test("is read as the mail that it makes", () => {
    expect(
      mail("mailto:a@b.example,c@d.example?cc=e%40f.example&subject=Tea%20+%20time&body=One%0ATwo"),
    ).toEqual({
      ok: true,
      mail: {
        to: ["a@b.example", "c@d.example"],
        cc: ["e@f.example"],
        subject: "Tea + time",
        body: "One\nTwo",
      },
    });
  });

  test("adds the recipients that its query names", () => {
    expect(mail("mailto:a@b.example?TO=evil@c.example")).toMatchObject({
      mail: { to: ["a@b.example", "evil@c.example"] },
    });
  });

  test.each([
    "mailto:a@b.example?bcc=spy@c.example",
    "mailto:a@b.example?attach=/etc/passwd",
    "mailto:a@b.example?%62cc=spy@c.example",
    "mailto:a@b.example?subject=x%0D%0ABcc:%20spy@c.example",
    "mailto:a@b.example%0ABcc:spy@c.example",
    "mailto:a@b.example?subject=x&subject=y",
    "mailto:a@b.example?subject=%ff",
    "mailto:a@b.example?subject=x#&bcc=spy@c.example",
    "mailto:a@b.example#?bcc=spy@c.example",
  ])("is refused when it says more than can be shown: %s", (url) => {
    expect(refusal(url)).toMatch(/mail/i);
  });

  test("is nothing else than a mail link", () => {
    expect(mail("https://example.com/")).toBe(undefined);
  });
});

describe("A View's download", () => {
  const file: DownloadItem = { kind: "file", name: "a", mimeType: "text/plain", bytes: new Uint8Array() };

  test("may be files and one link of the web", () => {
    expect(downloadRefusal([file, file, link("https://example.com/a.pdf")])).toBe(undefined);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example"])(
    "is refused for a link of another kind: %s",
    (url) => {
      expect(downloadRefusal([file, link(url)])?.reason).toMatch(/only https and http/);
    },
  );

  test("is refused for a link with a user part", () => {
    expect(downloadRefusal([link("https://bank.example@evil.example/")])?.reason).toMatch(/user name/);
  });

  test("is refused when it has more links than one answer opens tabs", () => {
    expect(downloadRefusal([link("https://a.example/"), link("https://b.example/")])?.reason).toMatch(
      /one link/,
    );
  });
});
