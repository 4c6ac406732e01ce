const heldHere = new Set<string>();

/**
 * Makes the caller the one writer of a chain, among all tabs and workers of the origin (Web Locks). The lock ends
 * with the page, however that ends. Without Web Locks (Node) it holds within the process.
 *
 * @returns what lets the lock go, or undefined when somebody else has it.
 */
export async function lockChain(chain: string): Promise<(() => void) | undefined> {
  const name = `vitrine-audit:${chain}`;
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  if (locks !== undefined) return lockInOrigin(locks, name);
  if (heldHere.has(name)) return undefined;
  heldHere.add(name);
  return () => void heldHere.delete(name);
}

function lockInOrigin(locks: LockManager, name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined);
        // The lock is held until this promise resolves.
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
