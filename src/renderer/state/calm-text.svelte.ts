/** Milliseconds that a text stays at least while it only counts on. */
const REST_MS = 1000;

/**
 * A text that counts on with a training run, renewed once a second: a word that changes makes the browser lay out and paint what stands
 * around it. Where `key` changes with it, something else is shown, and the text follows at once. For components.
 */
export function calmText(text: () => string, key: () => unknown): { readonly text: string } {
  let shown = $state('');
  let [shownMs, shownKey] = [-Infinity, null as unknown];
  const show = (next: string): void => {
    shown = next;
    shownMs = performance.now();
  };
  $effect(() => {
    const [next, nextKey] = [text(), key()];
    if (nextKey === shownKey && performance.now() - shownMs < REST_MS) {
      // The next growth shows it with the picture; if there is none, this does.
      const timer = setTimeout(() => show(next), REST_MS);
      return () => clearTimeout(timer);
    }
    shownKey = nextKey;
    show(next);
    return undefined;
  });
  return {
    get text() {
      return shown;
    },
  };
}
