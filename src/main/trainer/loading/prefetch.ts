/**
 * Runs `make` for 0, 1, … ahead of the reader and yields in order. At most `depth` results are under way or waiting, so a slow reader
 * holds the makers back. When the reader stops early, what is under way is waited for and dropped.
 */
export async function* prefetched<T>(
  count: number,
  depth: number,
  make: (i: number) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const ahead: Promise<T>[] = [];
  let started = 0;
  const start = (): void => {
    const making = make(started++);
    // A fault is thrown to the reader when its turn comes; until then it must not count as unhandled.
    making.catch(() => undefined);
    ahead.push(making);
  };
  try {
    while (started < Math.min(depth, count)) start();
    for (let i = 0; i < count; i++) {
      const value = await ahead.shift();
      if (started < count) start();
      yield value as T;
    }
  } finally {
    await Promise.allSettled(ahead);
  }
}
