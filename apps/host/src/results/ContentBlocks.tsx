import type { ContentBlock } from "@modelcontextprotocol/client";
import { lazy, Suspense } from "react";
import { Exact } from "../text/Exact.tsx";
import { dataUrl } from "./data-url.ts";
import { LinkButton } from "./LinkButton.tsx";

/** Markdown and its cleaning are not needed for the first look at the page. */
const Markdown = lazy(async () => ({ default: (await import("./Markdown.tsx")).Markdown }));

/** The content of a result or message. Nothing in it loads anything from anywhere. */
export function ContentBlocks({ content }: { readonly content: readonly ContentBlock[] }) {
  return (
    <div className="blocks">
      {content.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: ContentBlock }) {
  switch (block.type) {
    case "text":
      return (
        <Suspense fallback={<pre className="plain">{block.text}</pre>}>
          <Markdown text={block.text} />
        </Suspense>
      );
    case "image": {
      const url = dataUrl("image", block.mimeType, block.data);
      if (url === undefined) return <Unshowable what={`An image of type ${block.mimeType}`} />;
      return <img className="block-image" src={url} alt="Image of the answer" />;
    }
    case "audio": {
      const url = dataUrl("audio", block.mimeType, block.data);
      if (url === undefined) return <Unshowable what={`A sound of type ${block.mimeType}`} />;
      return <audio controls src={url} aria-label="Sound of the answer" />;
    }
    case "resource_link":
      return (
        <p className="block-resource">
          <LinkButton url={block.uri} text={block.title ?? block.name} />{" "}
          <code>
            <Exact text={block.uri} />
          </code>
        </p>
      );
    case "resource": {
      const { resource } = block;
      return (
        <figure className="block-resource">
          <figcaption>
            <code>
              <Exact text={resource.uri} />
            </code>
          </figcaption>
          {"text" in resource ? (
            <pre className="plain" tabIndex={0}>
              <Exact text={resource.text} lines />
            </pre>
          ) : (
            <Unshowable what={`Bytes of type ${resource.mimeType ?? "unknown"}`} />
          )}
        </figure>
      );
    }
    default:
      return <Unshowable what="A part of an unknown type" />;
  }
}

function Unshowable({ what }: { readonly what: string }) {
  return (
    <p className="hint">
      <Exact text={`${what}, which is not shown here.`} />
    </p>
  );
}
