import type { Library } from '../../store/library.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { editRuns } from '../edit-runs.ts';
import { fieldColumns, runColumnList } from '../run-column-list.ts';
import { runFiles } from '../run-files.ts';
import { runMemory, type RunMemory } from '../run-memory.ts';
import { runTable, type RunTable } from '../run-table.ts';
import { fillAhead } from '../fill-ahead.ts';
import { getRun, listRuns, unknownRun } from '../runs.ts';
import { deleteRuns, restoreRuns, trashRuns } from '../trash-runs.ts';

type Context = Pick<StudioContext, 'reading' | 'writing' | 'changed' | 'place' | 'onWritable'>;

export function runsHandlers({ reading, writing, changed, place, onWritable }: Context): HandlersOf<'runs'> {
  const need = (wanted: string): Library => {
    const library = reading();
    if (library === null) throw unknownRun(place.file, wanted);
    return library;
  };
  // Another file in the library's place is another library, with a memory of its own.
  const tables = new WeakMap<Library, { readonly memory: RunMemory; readonly table: RunTable }>();
  const tableOf = (library: Library) => {
    const known = tables.get(library);
    if (known !== undefined) return known;
    const memory = runMemory(library);
    const fresh = { memory, table: runTable(memory) };
    tables.set(library, fresh);
    return fresh;
  };
  onWritable(() => {
    const library = writing();
    fillAhead(library, tableOf(library).memory);
  });
  return {
    'runs.list': (request) => {
      const library = reading();
      return library === null ? { runs: [], total: 0 } : listRuns(library, request);
    },
    'runs.get': (request) => getRun(need(request.run), request),
    'runs.table': (request) => {
      const library = reading();
      if (library === null) return { rows: [], total: 0, extremes: request.columns.map(() => null), groups: [] };
      return tableOf(library).table.read(request);
    },
    'runs.ids': (request) => {
      const library = reading();
      return library === null ? { runs: [] } : tableOf(library).table.ids(request);
    },
    'runs.columns': () => {
      const library = reading();
      return { columns: library === null ? fieldColumns() : runColumnList(library) };
    },
    'runs.figures': ({ runs }) => ({
      figures:
        reading()
          ?.listMetrics(runs)
          .map(({ run, which, split, epoch, metrics }) => ({ run, which, split, epoch, metrics })) ?? [],
    }),
    'runs.samples': ({ run, ...cell }) => {
      const samples = need(run).samplesOfCell(run, cell);
      return { samples: samples ?? [], isKept: samples !== null };
    },
    'runs.confusion': ({ run, classes, ...kind }) => ({ confusion: need(run).confusionOf(run, kind, classes) }),
    'runs.log': ({ run, after }) => ({ events: need(run).listEvents(run, after) }),
    'runs.files': (request) => runFiles(need(request.run), request),
    'runs.edit': (request) => {
      const edited = editRuns(writing(), request);
      changed([...new Set(request.changes.map(({ run }) => run))]);
      return edited;
    },
    'runs.trash': (request) => {
      const trashed = trashRuns(writing(), request);
      changed(request.runs);
      return trashed;
    },
    'runs.restore': (request) => {
      const restored = restoreRuns(writing(), request);
      changed(request.runs);
      return restored;
    },
    'runs.delete': (request) => {
      const { ids, ...deleted } = deleteRuns(writing(), request);
      changed(ids);
      return deleted;
    },
  };
}
