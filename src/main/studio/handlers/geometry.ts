import type { RunId } from '../../../core/contract/runs.ts';
import type { Library } from '../../store/library.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { overviewOf } from '../geometry/overview.ts';
import { SketchMemory } from '../geometry/sketch-memory.ts';
import { trajectoryOf } from '../geometry/trajectory.ts';

/** What was measured of the encoders' gradients. */
export function geometryHandlers({ reading }: StudioContext): HandlersOf<'geometry'> {
  // Another file in the library's place is another library, with a memory of its own.
  const memories = new WeakMap<Library, SketchMemory>();
  const memoryOf = (library: Library): SketchMemory => {
    const memory = memories.get(library) ?? new SketchMemory(library);
    memories.set(library, memory);
    return memory;
  };
  return {
    'geometry.overview': async ({ runs, after }) => {
      const library = reading();
      if (library === null) return { runs: [] };
      const found = [];
      for (const run of runs) found.push(await overviewOf(library, run, after[run]));
      return { runs: found };
    },

    'geometry.at': ({ runs, step }) => {
      const library = reading();
      if (library === null) return { runs: [] };
      const copied = (run: RunId) =>
        library.geometryNear(run, step).map((record) => ({ ...record, vectors: [...record.vectors] }));
      return { runs: runs.map((run) => ({ run, records: copied(run) })) };
    },

    'geometry.trajectory': async (request) => {
      const library = reading();
      if (library === null) return { explained: [0, 0], paths: [], leftOut: [] };
      return trajectoryOf(library, memoryOf(library), request);
    },
  };
}
