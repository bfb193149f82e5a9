/** Definitions that were left without being saved, by the id of their set ('' for a new one): they are there when the page is opened again. */
const kept = new Map<string, unknown>();

export const drafts = {
  keep: (id: string | null, definition: unknown): void => void kept.set(id ?? '', definition),
  /** Gives the draft away; null where there is none. */
  take(id: string | null): unknown {
    const draft = kept.get(id ?? '') ?? null;
    kept.delete(id ?? '');
    return draft;
  },
};
