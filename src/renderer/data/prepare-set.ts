import { RemoteError } from '../../core/contract/client.ts';
import type { Studio } from '../state/studio.svelte.ts';
import type { DataJob } from './data-job.svelte.ts';

/** Decodes all files of a set into the cache and tells how that ended. */
export async function prepareSet(
  studio: Studio,
  job: DataJob,
  which: { readonly id: string } | { readonly definition: unknown },
  name: string,
): Promise<void> {
  try {
    await job.run((named) => studio.client.call('data.prepare', { which: which as { id: string }, job: named }));
    studio.toasts.show({ text: `The features of “${name}” are prepared: its next run starts at once`, tone: 'good' });
  } catch (thrown) {
    if (thrown instanceof RemoteError && thrown.code === 'data.cancelled')
      studio.toasts.show({ text: 'Preparing was cancelled; what is done stays' });
    else studio.toasts.failed(thrown);
  }
}
