import { existsSync } from 'node:fs';
import { AppError } from '../../../core/errors/app-error.ts';
import { type Library, openLibrary } from '../../store/library.ts';
import { isAlive } from '../../store/process-identity.ts';
import { openOwnLibrary } from '../../studio/open-library.ts';
import { type LibraryPlace, libraryPlace } from '../../studio/where.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE } from '../exit-code.ts';
import { figure, table } from '../table.ts';

/** Lists the runs of the library, newest first. */
export const runs: Command = {
  name: 'runs',
  usage: 'redreg runs [--library FILE] [--json]',
  summary: 'Lists the runs, newest first.',
  async run(words) {
    const options = { library: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values } = readArguments(runs, words, options);
    const place = libraryPlace(values.library);
    const rows = existsSync(place.file) || !place.isDefault ? await listed(place) : [];
    if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
    else if (rows.length === 0)
      process.stdout.write('No runs yet. The first one: redreg train --data av-digits --method redreg --preset quick\n');
    else process.stdout.write(`${tableOf(rows)}\n`);
    return DONE;
  },
};

interface Row {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly seed: number;
  readonly status: string;
  readonly data: string;
  readonly epochs: number;
  readonly seconds: number | null;
  readonly created: string;
  readonly weights_sha256: string | null;
  readonly test_accuracy: number | null;
  readonly modality_accuracy: Readonly<Record<string, number>>;
}

/** With a column for each modality that any run has. */
function tableOf(rows: readonly Row[]): string {
  const modalities = [...new Set(rows.flatMap((row) => Object.keys(row.modality_accuracy)))];
  const head = ['id', 'name', 'status', 'epochs', 'seconds', 'test', ...modalities, 'created'];
  const cells = (row: Row): string[] => [
    row.id,
    row.name,
    row.status,
    String(row.epochs),
    figure(row.seconds, 0),
    figure(row.test_accuracy),
    ...modalities.map((id) => figure(row.modality_accuracy[id])),
    row.created.slice(0, 16).replace('T', ' '),
  ];
  return table(head, rows.map(cells));
}

async function listed(place: LibraryPlace): Promise<Row[]> {
  await markInterrupted(place);
  const library = openLibrary(place.file, { readOnly: true });
  try {
    return rowsOf(library);
  } finally {
    library.close();
  }
}

function rowsOf(library: Library): Row[] {
  const found = library.listRuns();
  const metrics = library.listMetrics(found.map((run) => run.id));
  return found.map((run) => {
    const own = metrics.filter((m) => m.run === run.id && m.split === 'test');
    const test = (own.find((m) => m.which === 'best') ?? own[0])?.metrics;
    return {
      id: run.id,
      name: run.name,
      method: run.method,
      seed: run.seed,
      status: run.status,
      data: run.dataName,
      epochs: run.epochs,
      seconds: run.seconds,
      created: new Date(run.createdMs).toISOString(),
      weights_sha256: run.weightsSha256,
      test_accuracy: test?.accuracy ?? null,
      modality_accuracy: test?.modalityAccuracy ?? {},
    };
  });
}

/** Opening for writing marks runs whose process is gone; done only when there is one, and not while another process writes. */
async function markInterrupted(place: LibraryPlace): Promise<void> {
  const library = openLibrary(place.file, { readOnly: true });
  const orphaned = library.listRuns().some((run) => run.status === 'running' && !(run.process && isAlive(run.process)));
  library.close();
  if (!orphaned) return;
  try {
    (await openOwnLibrary(place)).close();
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'store.locked' && error.code !== 'store.read-only')) throw error;
  }
}
