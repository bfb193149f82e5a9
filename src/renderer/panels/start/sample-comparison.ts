import { links } from '../../routes.ts';
import type { Studio } from '../../state/studio.svelte.ts';

/** Training without regulation, and the three ways of regulating it that the program is about. */
const METHODS = ['joint', 'ogm-ge', 'inforeg', 'redreg'] as const;

/** Queues the sample comparison and shows it at once. Throws what the host answers. */
export async function runSampleComparison(studio: Studio): Promise<void> {
  const settings = METHODS.map((method) =>
    studio.client.call('methods.settings', { method, data: 'av-digits', preset: 'quick', seed: 0 }),
  );
  const runs = (await Promise.all(settings)).map(({ config }) => ({ config, tags: ['sample comparison'] }));
  const added = await studio.client.call('queue.add', { runs });
  studio.navigate(links.compare(added.runs));
}
