import type { HandlersOf, StudioContext } from '../context.ts';
import type { Queue } from '../queue.ts';
import { notYet } from './not-yet.ts';

export function queueHandlers(_context: StudioContext, _queue: Queue): HandlersOf<'queue'> {
  return {
    'queue.list': () => notYet('queue.list'),
    'queue.add': () => notYet('queue.add'),
    'queue.move': () => notYet('queue.move'),
    'queue.pause': () => notYet('queue.pause'),
    'queue.resume': () => notYet('queue.resume'),
    'queue.stop': () => notYet('queue.stop'),
    'queue.abort': () => notYet('queue.abort'),
    'queue.retry': () => notYet('queue.retry'),
    'queue.hold': () => notYet('queue.hold'),
    'queue.estimate': () => notYet('queue.estimate'),
  };
}
