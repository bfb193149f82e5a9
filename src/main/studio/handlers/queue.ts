import type { RunId } from '../../../core/contract/runs.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import type { Queue } from '../queue.ts';

const DONE = {};

export function queueHandlers(_context: StudioContext, queue: Queue): HandlersOf<'queue'> {
  return {
    'queue.list': () => queue.list(),
    'queue.add': ({ runs }) => {
      const asked = runs.map(({ config, name, tags }) => ({ config, tags, ...(name === undefined ? {} : { name }) }));
      return { runs: queue.add(asked) as RunId[] };
    },
    'queue.move': ({ run, before }) => done(() => queue.move(run, before)),
    'queue.pause': ({ run }) => done(() => queue.pause(run)),
    'queue.resume': ({ run }) => done(() => queue.resume(run)),
    'queue.stop': ({ run }) => done(() => queue.stop(run)),
    'queue.abort': ({ run }) => done(() => queue.abort(run)),
    'queue.retry': ({ run }) => ({ run: queue.retry(run) as RunId }),
    'queue.hold': ({ isHeld }) => done(() => queue.hold(isHeld)),
    'queue.slots': ({ slots }) => done(() => queue.setSlots(slots)),
    'queue.estimate': ({ config }) => queue.estimate(config),
  };
}

function done(work: () => void): typeof DONE {
  work();
  return DONE;
}
