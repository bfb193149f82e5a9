/**
 * Whether a version such as `20.11.1` comes before another; what is not a number counts as 0.
 *
 * @param {string} version
 * @param {string} needed
 */
export function isOlder(version, needed) {
  const [have, want] = [version, needed].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < (want?.length ?? 0); i++) {
    const difference = (have?.[i] ?? 0) - (want?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
