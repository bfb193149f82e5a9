import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import { migrations } from '../../../src/main/store/migrations/index.ts';
import { temporaryFolder } from './support.ts';
import { makeLibrary } from './support-files.ts';

const ROOT = join(import.meta.dirname, '../../..');
const docs = readFileSync(join(ROOT, 'docs/schema.md'), 'utf8');

function openFresh() {
  const file = join(temporaryFolder(), 'library.sqlite');
  makeLibrary(file);
  const db = new Sqlite(file, { readonly: true });
  onTestFinished(() => void db.close());
  return db;
}

test('docs/schema.md explains every table and column, and no other', () => {
  const db = openFresh();
  const tables = db
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
    .pluck()
    .all() as string[];
  const real = tables
    .filter((table) => !table.startsWith('sqlite_'))
    .map((table) => [table, db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table)] as const);
  const sections = docs.split(/^### /m).slice(1);
  const explained = sections.map((section) => {
    const [heading = ''] = section.split('\n');
    return [heading, [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, column]) => column)] as const;
  });
  expect(Object.fromEntries(explained)).toEqual(Object.fromEntries(real));
  expect(docs).toContain(`**version ${migrations.length}**`);
});

test('the queries of docs/schema.md run', () => {
  const db = openFresh();
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(docs) ?? [];
  const queries = sql.split(';').filter((query) => query.includes('SELECT'));
  expect(queries).toHaveLength(3);
  for (const query of queries) expect(() => db.prepare(query).all()).not.toThrow();
});

const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import sqlite3']).status === 0);

test.skipIf(python === undefined)('the Python of docs/schema.md reads sealed and live points, NaN and infinity', () => {
  const file = join(temporaryFolder(), 'library.sqlite');
  copyFileSync(join(ROOT, 'test/fixtures/db/v1.sqlite'), file);
  const library = openLibrary(file);
  const run = library.listRuns({ status: ['finished'] })[0]?.id ?? '';
  library.appendPoints(run, { loss: { steps: [2000, 2001], values: [NaN, 5] } });
  const expected = library.readSeries(run, 'loss');
  library.close();

  const [, snippet = ''] = /```python\n([\s\S]*?)```/.exec(docs) ?? [];
  const program = `${snippet}
import json, sys
print(json.dumps([[str(x) if x != x or x in (float("inf"), float("-inf")) else x for x in column] for column in read_series(*sys.argv[1:])]))`;
  const { stdout, stderr } = spawnSync(python ?? '', ['-c', program, file, run, 'loss'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const numbers = (column: (number | string)[]): number[] =>
    column.map((x) => (x === 'nan' ? NaN : x === 'inf' ? Infinity : x === '-inf' ? -Infinity : Number(x)));
  const [steps = [], walls = [], values = []] = (JSON.parse(stdout) as (number | string)[][]).map(numbers);
  expect({ steps, walls, values }).toEqual({
    steps: [...expected.steps],
    walls: [...expected.walls],
    values: [...expected.values],
  });
});
