import { useSyncExternalStore } from "react";
import type { Observable } from "../observable.ts";

/** The present value of an {@link Observable}; renders again when it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get, observable.get);
}
