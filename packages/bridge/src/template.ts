import type { McpUiResourceCsp, McpUiResourcePermissions } from "@modelcontextprotocol/ext-apps/app-bridge";

/** The one MIME type a UI resource may have (spec 2026-01-26, "Content Requirements"). */
export const TEMPLATE_MIME_TYPE = "text/html;profile=mcp-app";

/** What an approval covers: change one of these and the template is another one. */
export interface TemplateFacts {
  /** `sha256:` and 64 lowercase hex of the HTML's UTF-8 bytes. */
  readonly htmlDigest: string;
  readonly csp?: McpUiResourceCsp;
  readonly permissions?: McpUiResourcePermissions;
  /** The dedicated origin the server asks for (`_meta.ui.domain`). */
  readonly domain?: string;
}

/** Where a `_meta.ui` field was found. The content of `resources/read` goes before the entry of `resources/list`. */
export type Provenance = "content" | "listing" | "absent";

/** Two places of a server that say different things about one field of `_meta.ui`. */
export interface MetadataConflict {
  readonly field: "csp" | "permissions" | "domain";
  /** Where the other value is: in `resources/list`, or in the declaration of a tool. */
  readonly place: "listing" | { readonly tool: string };
  /** What is said there, as JSON. Untrusted. */
  readonly said: string;
  /** What holds: the value of the content, or where that has none, of the listing. As JSON, untrusted as well. */
  readonly holds: string;
}

/** A UI resource as it was read: HTML with its declarations, hashed. */
export interface Template extends TemplateFacts {
  readonly uri: string;
  readonly html: string;
  /** UTF-8 bytes of the HTML. */
  readonly size: number;
  /** `sha256:` over the {@link TemplateFacts}: the identity that approvals pin. */
  readonly digest: string;
  readonly prefersBorder?: boolean;
  readonly provenance: Readonly<Record<"csp" | "permissions" | "domain" | "prefersBorder", Provenance>>;
  /** Where the server contradicts itself. What holds is what is approved. */
  readonly conflicts?: readonly MetadataConflict[];
}
