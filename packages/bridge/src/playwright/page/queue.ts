/** Runs tasks one after the other, in the order in which they were given. */
export type Queue = <T>(task: () => Promise<T>) => Promise<T>;

/** Creates an empty {@link Queue}. A task that fails does not stop those behind it. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => {});
    return next;
  };
}
