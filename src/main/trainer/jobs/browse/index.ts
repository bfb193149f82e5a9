import type { BrowseAnswers, BrowseJob, BrowseRequest, BrowseWhat } from '../../../../core/contract/browse.ts';
import { AppError, errorData } from '../../../../core/errors/app-error.ts';
import { resolveDataArgument } from '../../loading/resolve-data-argument.ts';
import type { ScanOptions } from '../../loading/scanned-set.ts';
import type { Control } from '../../control.ts';
import type { Reporter } from '../../reporter.ts';
import type { JobEnd } from '../job.ts';
import { removeCache } from './cache-remove.ts';
import { cacheSize } from './cache-size.ts';
import { checkSet } from './check.ts';
import { detectSet } from './detect.ts';
import type { BrowseInbox } from './inbox.ts';
import { prepareSet } from './prepare.ts';
import { throttledProgress } from './progress.ts';
import { listSamples } from './samples.ts';
import { splitsOf } from './split-counts.ts';
import { viewSample } from './view-sample.ts';

export { BrowseInbox } from './inbox.ts';

/**
 * Looks at data sets for a host until nothing was asked for a while. Requests run side by side, so that a sample can be looked at while
 * a large set is checked; each is answered once, also when it is cancelled.
 */
export function browse(job: BrowseJob, reporter: Reporter, control: Control, inbox: BrowseInbox): Promise<JobEnd> {
  const began = performance.now();
  const running = new Map<number, AbortController>();

  async function serve(id: number, request: BrowseRequest, { signal }: AbortController): Promise<void> {
    const onProgress = throttledProgress((progress) => reporter.send({ type: 'browsing', id, ...progress }));
    try {
      const value = await answer(request, job.folders.cache, { onProgress, signal });
      reporter.send({ type: 'browsed', id, reply: { ok: true, value } });
    } catch (error) {
      const told = signal.aborted ? new AppError('data.cancelled', {}) : error;
      reporter.send({ type: 'browsed', id, reply: { ok: false, error: errorData(told) } });
    }
  }

  return new Promise((resolve) => {
    const seconds = (): number => (performance.now() - began) / 1000;
    const leave = (): void => resolve({ type: 'done', seconds: seconds(), weightsSha256: null });
    let idle = setTimeout(leave, 1000 * job.idleSeconds);
    const settled = (id: number): void => {
      running.delete(id);
      clearTimeout(idle);
      if (running.size === 0) idle = setTimeout(leave, 1000 * job.idleSeconds);
    };
    inbox.open((message) => {
      if (message.type === 'browse-cancel') return running.get(message.id)?.abort();
      clearTimeout(idle);
      const ending = new AbortController();
      running.set(message.id, ending);
      void serve(message.id, message.request, ending).finally(() => settled(message.id));
    });
    control.early.addEventListener('abort', () => {
      clearTimeout(idle);
      for (const ending of running.values()) ending.abort();
      resolve({ type: 'stopped', seconds: seconds(), weightsSha256: null, step: 0, kept: false });
    });
  });
}

async function answer(request: BrowseRequest, cacheFolder: string, options: ScanOptions): Promise<BrowseAnswers[BrowseWhat]> {
  switch (request.what) {
    case 'resolve':
      return { definition: await resolveDataArgument(request.text, { cacheFolder }) };
    case 'detect':
      return detectSet(request.folder, request.layout, cacheFolder);
    case 'check':
      return checkSet(request.definition, options);
    case 'splits':
      return splitsOf(request.definition);
    case 'samples':
      return listSamples(request);
    case 'sample':
      return viewSample(request.definition, request.name);
    case 'prepare':
      return prepareSet(request.definition, cacheFolder, options);
    case 'cache-size':
      return cacheSize(request.definition, cacheFolder, options);
    case 'cache-remove':
      return removeCache(request.definition, request.keep, cacheFolder, options);
    default:
      return request satisfies never;
  }
}
