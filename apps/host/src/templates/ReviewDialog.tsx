import { lazy, Suspense, useEffect } from "react";
import { Boundary } from "../app/Boundary.tsx";
import { Dialog } from "../app/Dialog.tsx";
import { announce } from "../layout/announcement-store.ts";
import { useServers } from "../servers/servers-store.ts";
import { exactText } from "../text/exact-text.ts";
import { useReview } from "./review-store.ts";

/** Cleaning, comparing and the source's rows are not needed for the first look at the page. */
const ReviewScreen = lazy(async () => ({ default: (await import("./ReviewScreen.tsx")).ReviewScreen }));

/** The reviewer's screen, while a template is on it. */
export function ReviewDialog() {
  const subject = useReview((review) => review.subject);
  const close = useReview((review) => review.close);
  const connection = useServers(
    ({ entries }) => entries.find(({ description: { name } }) => name === subject?.server)?.connection,
  );
  const server = connection?.phase === "open" ? connection.server : undefined;
  const gone = subject !== undefined && server === undefined;
  useEffect(() => {
    if (!gone) return;
    close();
    announce("The review is closed: its server is no longer connected.");
  }, [gone, close]);
  if (subject === undefined || server === undefined) return null;

  return (
    <Dialog
      key={subject.uri}
      title={`May ${exactText(subject.uri)} of ${exactText(subject.server)} run?`}
      size="wide"
      onCancel={close}
    >
      <Boundary what="The review">
        <Suspense fallback={<p role="status">Opening…</p>}>
          <ReviewScreen server={server} uri={subject.uri} />
        </Suspense>
      </Boundary>
    </Dialog>
  );
}
