import { ContentBlocks } from "../results/ContentBlocks.tsx";
import { ExactJson } from "../text/ExactJson.tsx";
import { useConversation } from "./conversation-store.ts";
import "./conversation.css";

/** What a View put into the conversation, and what a model would be told of it now. */
export function ConversationNotes({ view }: { readonly view: string }) {
  const messages = useConversation((conversation) => conversation.messages[view]);
  const context = useConversation((conversation) => conversation.contexts[view]);
  if (messages === undefined && context === undefined) return null;
  return (
    <div className="conversation">
      {messages !== undefined && (
        <section aria-label="Messages of this View">
          <h3>Sent to the conversation</h3>
          <ol>
            {messages.map((message, index) => (
              <li key={index} data-message>
                <time>{new Date(message.at).toLocaleTimeString()}</time>
                <ContentBlocks content={message.content} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {context !== undefined && (
        <section aria-label="Context for the model" data-model-context>
          <h3>The model would be told</h3>
          {context.content !== undefined && <ContentBlocks content={context.content} />}
          {context.structuredContent !== undefined && (
            <ExactJson label="Structured context" value={context.structuredContent} />
          )}
        </section>
      )}
    </div>
  );
}
