import type { RunId } from '../../../core/contract/runs.ts';
import type { SketchName } from '../../../core/geometry/record.ts';
import type { GeometryCursor } from '../../store/geometry.ts';
import type { Library } from '../../store/library.ts';
import { eachRow, PAGE, START } from './pages.ts';
import { SketchPath } from './sketch-path.ts';

export interface PathName {
  readonly modality: string;
  readonly vector: SketchName;
}

/** What is remembered of a run's sketches, for directions or for lengths too. */
interface Remembered {
  readonly generation: number;
  cursor: GeometryCursor;
  readonly paths: Map<string, PathName & { readonly path: SketchPath }>;
}

/** Runs that are remembered: some megabytes each. */
const MOST_RUNS = 24;

/** Remembers the paths of runs, so that new measured steps of a run cost only themselves. */
export class SketchMemory {
  readonly #library: Library;
  readonly #runs = new Map<string, Remembered>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(library: Library) {
    this.#library = library;
  }

  /** All paths of a run as the library has them now, of these vectors. */
  pathsOf(
    run: RunId,
    vectors: readonly SketchName[],
    isNormalised: boolean,
  ): Promise<readonly (PathName & { path: SketchPath })[]> {
    // One after the other: two readers of one run would count its rows twice.
    const next = this.#last.then(() => this.#read(run, vectors, isNormalised));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #read(run: RunId, vectors: readonly SketchName[], isNormalised: boolean) {
    const key = JSON.stringify([run, isNormalised, [...vectors].sort()]);
    const generation = this.#library.getGeneration(run);
    const known = this.#runs.get(key);
    const remembered = known?.generation === generation ? known : { generation, cursor: START, paths: new Map() };
    remembered.cursor = await eachRow(
      remembered.cursor,
      (cursor, limit) => this.#library.sketchesAfter(run, cursor, limit),
      ({ step, modality, sketches }) => {
        for (const vector of vectors) {
          const name = `${vector}/${modality}`;
          let own = remembered.paths.get(name);
          if (own === undefined) remembered.paths.set(name, (own = { modality, vector, path: new SketchPath(isNormalised) }));
          own.path.add(step, sketches[vector]);
        }
      },
      PAGE.sketches,
    );
    // The last in the map is the one used last.
    this.#runs.delete(key);
    this.#runs.set(key, remembered);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= MOST_RUNS) break;
      this.#runs.delete(oldest);
    }
    return [...remembered.paths.values()];
  }
}
