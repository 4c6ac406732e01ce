import type { CallToolResult, RequestOptions } from "@modelcontextprotocol/client";
import {
  App,
  applyDocumentTheme,
  applyHostFonts,
  applyHostStyleVariables,
  type McpUiDisplayMode,
  type McpUiHostContext,
} from "@modelcontextprotocol/ext-apps";
import type * as z from "zod";
import { byId } from "./element.ts";
import { failureOf, toolFailureOf } from "./failure.ts";
import { createFormat, type Format } from "./format.ts";

/** What makes one View different from the others. */
export interface ViewOptions<Content> {
  readonly name: string;
  /** The `structuredContent` of the View's tools. */
  readonly schema: z.ZodType<Content>;
  /** Default: inline only. */
  readonly displayModes?: readonly McpUiDisplayMode[];
  /** Says what is awaited, from the tool arguments known so far. */
  readonly awaiting?: (args: Readonly<Record<string, unknown>>) => string;
  readonly show: (content: Content, result: CallToolResult) => void;
  /** The host's context is known or has changed. */
  readonly adapt?: (context: McpUiHostContext) => void;
  /** The host tears the View down. */
  readonly close?: () => void;
}

/** The View's side of the bridge. */
export interface View {
  readonly app: App;
  /** Formatters for the host's present locale and time zone. */
  format(): Format;
  /** Calls a tool and shows its content; a failure is told to the person. Answers whether it went well. */
  ask(tool: string, args: Record<string, unknown>, options?: RequestOptions): Promise<boolean>;
  /** Asks the host for anything else; a failure is told to the person. Answers whether it went well. */
  request(what: () => Promise<{ isError?: boolean | undefined }>, refused: string): Promise<boolean>;
  /** Tells the person what went wrong, or takes it back. */
  tell(sentence: string | undefined): void;
}

function adaptPage(context: McpUiHostContext): void {
  const root = document.documentElement;
  if (context.theme) applyDocumentTheme(context.theme);
  if (context.styles?.variables) applyHostStyleVariables(context.styles.variables);
  if (context.styles?.css?.fonts) applyHostFonts(context.styles.css.fonts);
  root.dataset["displayMode"] = context.displayMode ?? "inline";
  const { containerDimensions: container, safeAreaInsets: inset } = context;
  root.toggleAttribute("data-fixed-height", container !== undefined && "height" in container);
  if (inset)
    root.style.setProperty("--inset", `${inset.top}px ${inset.right}px ${inset.bottom}px ${inset.left}px`);
}

function tell(sentence: string | undefined): void {
  const notice = byId("notice");
  notice.textContent = sentence ?? "";
  notice.hidden = sentence === undefined;
}

/**
 * Connects the page to its host. The page shows a skeleton until the tool's result is there; `body[data-phase]` is
 * `waiting`, `ready`, `cancelled` or `failed`. Elements it needs: `#awaited` (status) and `#notice` (alert).
 */
export function createView<Content>(options: ViewOptions<Content>): View {
  const app = new App(
    { name: `leaf-and-kettle-${options.name}`, version: "0.1.0" },
    { availableDisplayModes: [...(options.displayModes ?? ["inline"])] },
  );
  let format = createFormat();
  let last: { content: Content; result: CallToolResult } | undefined;

  function fail(phase: "cancelled" | "failed", sentence: string): void {
    if (!last) document.body.dataset["phase"] = phase;
    tell(sentence);
  }

  function receive(result: CallToolResult): boolean {
    const parsed = options.schema.safeParse(result.structuredContent);
    if (result.isError || !parsed.success) {
      fail(
        "failed",
        result.isError ? toolFailureOf(result) : "The tool's answer has a shape this View does not know.",
      );
      return false;
    }
    last = { content: parsed.data, result };
    document.body.dataset["phase"] = "ready";
    tell(undefined);
    options.show(parsed.data, result);
    return true;
  }

  function announce({ arguments: args = {} }: { arguments?: Record<string, unknown> }): void {
    if (!last && options.awaiting) byId("awaited").textContent = options.awaiting(args);
  }

  function adapt(): void {
    const context = app.getHostContext() ?? {};
    adaptPage(context);
    format = createFormat(context);
    options.adapt?.(context);
    if (last) options.show(last.content, last.result);
  }

  app.addEventListener("toolinputpartial", announce);
  app.addEventListener("toolinput", announce);
  app.addEventListener("toolresult", receive);
  app.addEventListener("toolcancelled", ({ reason }) => {
    fail("cancelled", reason ? `The call was cancelled: ${reason}` : "The call was cancelled.");
  });
  app.addEventListener("hostcontextchanged", adapt);
  app.onteardown = () => {
    options.close?.();
    return {};
  };
  app.connect().then(adapt, (error: unknown) => fail("failed", failureOf(error)));

  return {
    app,
    format: () => format,
    tell,
    async ask(tool, args, requestOptions) {
      try {
        return receive(await app.callServerTool({ name: tool, arguments: args }, requestOptions));
      } catch (error) {
        if (!requestOptions?.signal?.aborted) fail("failed", failureOf(error));
        return false;
      }
    },
    async request(what, refused) {
      try {
        const { isError } = await what();
        tell(isError ? refused : undefined);
        return !isError;
      } catch (error) {
        tell(failureOf(error));
        return false;
      }
    },
  };
}
