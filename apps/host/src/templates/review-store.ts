import { create } from "zustand";

interface ReviewedTemplate {
  /** The server's name. */
  readonly server: string;
  readonly uri: string;
}

interface ReviewScreenState {
  /** The template on the reviewer's screen, if it is open. */
  readonly subject: ReviewedTemplate | undefined;
  open(subject: ReviewedTemplate): void;
  close(): void;
}

/** Which template a person is reviewing. */
export const useReview = create<ReviewScreenState>()((set) => ({
  subject: undefined,
  open: (subject) => set({ subject }),
  close: () => set({ subject: undefined }),
}));
