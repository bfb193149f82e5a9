import type { StoreContext } from './context.ts';

/** What pages and hosts remember: any JSON under a name. */
export function settingTable({ db }: StoreContext) {
  const get = db.prepare<[string], { name: string; value: string }>(
    'SELECT name, value FROM setting WHERE name IN (SELECT value FROM json_each(?))',
  );
  const put = db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM setting WHERE name = ?');
  const names = db.prepare<[string], string>('SELECT name FROM setting WHERE instr(name, ?) = 1 ORDER BY name').pluck();

  return {
    /** Values by name; names without one are left out. */
    getSettings: (wanted: readonly string[]): Record<string, unknown> =>
      Object.fromEntries(get.all(JSON.stringify(wanted)).map(({ name, value }) => [name, JSON.parse(value) as unknown])),

    /** Null and undefined forget it. */
    setSetting(name: string, value: unknown): void {
      if (value === null || value === undefined) drop.run(name);
      else put.run(name, JSON.stringify(value));
    },

    settingNames: (prefix: string): string[] => names.all(prefix),
  };
}
