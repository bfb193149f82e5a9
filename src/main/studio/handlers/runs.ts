import type { Library } from '../../store/library.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { editRuns } from '../edit-runs.ts';
import { runFiles } from '../run-files.ts';
import { getRun, listRuns, unknownRun } from '../runs.ts';
import { deleteRuns, restoreRuns, trashRuns } from '../trash-runs.ts';
import { notYet } from './not-yet.ts';

export function runsHandlers({ reading, writing, changed, place }: StudioContext): HandlersOf<'runs'> {
  const need = (wanted: string): Library => {
    const library = reading();
    if (library === null) throw unknownRun(place.file, wanted);
    return library;
  };
  return {
    'runs.list': (request) => {
      const library = reading();
      return library === null ? { runs: [], total: 0 } : listRuns(library, request);
    },
    'runs.get': (request) => getRun(need(request.run), request),
    'runs.table': () => notYet('runs.table'),
    'runs.ids': () => notYet('runs.ids'),
    'runs.columns': () => notYet('runs.columns'),
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
