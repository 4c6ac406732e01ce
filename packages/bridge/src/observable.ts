/** A value that changes over time: read it with `get`, follow it with `subscribe`. */
export interface Observable<T> {
  /** The present value. The same object is returned until it changes. */
  get(): T;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** An {@link Observable} together with the right to change it. */
export interface Source<T> extends Observable<T> {
  /** Stores `value` and tells every listener, unless it is the present value already. */
  set(value: T): void;
}

/** Creates a {@link Source} that starts with `initial`. A listener that throws does not keep others from being told. */
export function createSource<T>(initial: T): Source<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) {
        try {
          listener();
        } catch (error) {
          // Reported as uncaught, where the others are not kept from their turn.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
