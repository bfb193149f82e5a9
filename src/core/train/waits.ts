/** Each item with the seconds its reader waited for it, by the clock `now`. A reader that leaves early ends the source too. */
export async function* withWaits<T>(
  items: AsyncIterable<T>,
  now: () => number,
): AsyncGenerator<{ readonly item: T; readonly wait: number }, void, undefined> {
  let asked = now();
  for await (const item of items) {
    yield { item, wait: now() - asked };
    asked = now();
  }
}
