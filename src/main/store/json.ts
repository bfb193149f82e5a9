/**
 * JSON that keeps numbers that are not finite, which plain JSON turns into null: they are written as the texts "NaN", "Infinity"
 * and "-Infinity", and read back as numbers where only numbers are expected.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (isOdd(item) ? String(item) : item));

/** Reads what `toJson` wrote, for data that holds no texts of its own. */
export const numbersFromJson = (text: string): unknown =>
  JSON.parse(text, (_key, item: unknown) =>
    item === 'NaN' || item === 'Infinity' || item === '-Infinity' ? Number(item) : item,
  );

const isOdd = (item: unknown): item is number => typeof item === 'number' && !Number.isFinite(item);
