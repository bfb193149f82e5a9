import type { Library } from '../../store/library.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { unknownRun } from '../runs.ts';
import { listSeries, readSeries, seriesAfter } from '../series.ts';
import { seriesMemory, type SeriesMemory } from '../series-memory.ts';

export function seriesHandlers({ reading, place }: Pick<StudioContext, 'reading' | 'place'>): HandlersOf<'series'> {
  // Another file in the library's place is another library, with a memory of its own.
  const memories = new WeakMap<Library, SeriesMemory>();
  const memoryOf = (library: Library): SeriesMemory => {
    const memory = memories.get(library) ?? seriesMemory();
    memories.set(library, memory);
    return memory;
  };
  return {
    'series.list': (request) => {
      const library = reading();
      return library === null ? { series: [] } : listSeries(library, request);
    },
    'series.read': (request) => {
      const library = reading();
      return library === null ? { curves: [] } : readSeries(library, memoryOf(library), request);
    },
    'series.after': (request) => {
      const library = reading();
      if (library === null) throw unknownRun(place.file, request.run);
      return seriesAfter(library, request);
    },
  };
}
