import { reasonOf } from "@vitrine/bridge";
import { Component, type ReactNode } from "react";

interface Props {
  /** Called with the reason when the form cannot be shown. */
  readonly onFailed: (reason: string) => void;
  readonly children: ReactNode;
}

/** Keeps a form that breaks from taking the page with it: a schema is a stranger's, and so is what it does to it. */
export class SchemaFormBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFailed(reasonOf(error));
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
