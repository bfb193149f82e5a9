import { RemoteError } from '../../core/contract/client.ts';
import type { DataProblem } from '../../core/contract/data.ts';
import type { Studio } from '../state/studio.svelte.ts';
import type { DataJob } from './data-job.svelte.ts';

/** Decodes all files of a set into the cache and tells how that ended; `onfaults` takes the samples that cannot be prepared. */
export async function prepareSet(
  studio: Studio,
  job: DataJob,
  which: { readonly id: string } | { readonly definition: unknown },
  name: string,
  onfaults: (problems: readonly DataProblem[]) => void,
): Promise<void> {
  try {
    await job.run((named) => studio.client.call('data.prepare', { which: which as { id: string }, job: named }));
    studio.toasts.show({ text: `The features of “${name}” are prepared: its next run starts at once`, tone: 'good' });
  } catch (thrown) {
    if (thrown instanceof RemoteError && thrown.code === 'data.cancelled')
      studio.toasts.show({ text: 'Preparing was cancelled; what is done stays' });
    else {
      const faults = faultsOf(thrown);
      if (faults.length > 0) onfaults(faults);
      studio.toasts.failed(thrown);
    }
  }
}

/** The samples at fault, each with its problem; none where something else went wrong. */
function faultsOf(thrown: unknown): readonly DataProblem[] {
  if (!(thrown instanceof RemoteError) || thrown.code !== 'data.samples-at-fault') return [];
  return (thrown.params as { readonly problems: readonly DataProblem[] }).problems;
}
