import type { Finding } from "./review.ts";
import type { Template } from "./template.ts";

/** Which copy of which server's template. */
export interface TemplateKey {
  /** The server's identity; see `server-identity.ts`. */
  readonly identity: string;
  /** Whose copy it is: the principal for `cacheScope: private`; empty for one that everybody may share. */
  readonly principal: string;
  readonly uri: string;
}

/** An approved template as it was read. Freshness says when to ask again, never whether it may run. */
export interface StoredTemplate extends TemplateKey {
  readonly template: Template;
  /** What the review found, so that it need not look again. */
  readonly findings: readonly Finding[];
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Milliseconds since 1970; until then the server need not be asked. */
  readonly freshUntil: number;
}

/** Where approved templates are kept, so that a start need not wait for servers. Losing it costs time only. */
export interface TemplateStore {
  /** The kept copy, if there is one. */
  get(key: TemplateKey): Promise<StoredTemplate | undefined>;
  /** Keeps a copy in place of an earlier one of the same key. */
  set(stored: StoredTemplate): Promise<void>;
  /** Forgets the copy; nothing happens when there is none. */
  delete(key: TemplateKey): Promise<void>;
}
