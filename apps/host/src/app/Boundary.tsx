import { reasonOf } from "@vitrine/bridge";
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  /** What cannot be shown, as the beginning of a sentence. */
  readonly what: string;
  readonly children: ReactNode;
}

/** Keeps one part of the page that breaks, most likely by a stranger's content, from taking the others with it. */
export class Boundary extends Component<BoundaryProps, { readonly reason: string | undefined }> {
  override state: { readonly reason: string | undefined } = { reason: undefined };

  static getDerivedStateFromError(error: unknown): { readonly reason: string } {
    return { reason: reasonOf(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <p className="problem" role="alert">
        {this.props.what} cannot be shown: {reason}
      </p>
    );
  }
}
