import { create } from "zustand";

interface Announcement {
  readonly text: string;
}

/** The sentence in the page's live region. */
export const useAnnouncement = create<Announcement>()(() => ({ text: "" }));

/** Says something to people who do not see the page. */
export function announce(text: string): void {
  useAnnouncement.setState({ text });
}
