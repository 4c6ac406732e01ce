import type { Observable } from "@vitrine/bridge";
import { useCallback, useSyncExternalStore } from "react";

/** Like `useObservable`, but renders at most once per animation frame: for what Views and servers can make noisy. */
export function usePerFrame<T>(observable: Observable<T>): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      let frame: number | undefined;
      const unsubscribe = observable.subscribe(() => {
        frame ??= requestAnimationFrame(() => {
          frame = undefined;
          listener();
        });
      });
      return () => {
        unsubscribe();
        if (frame !== undefined) cancelAnimationFrame(frame);
      };
    },
    [observable],
  );
  return useSyncExternalStore(subscribe, observable.get);
}
