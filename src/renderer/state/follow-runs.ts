import { onMount } from 'svelte';
import type { Live } from './live.svelte.ts';
import type { Studio } from './studio.svelte.ts';

/** In a component: asks for a value when it is shown, whenever runs have changed, and after a lost connection. */
export function followRuns(studio: () => Studio, live: Live<unknown>): void {
  onMount(() => {
    void live.refresh();
    return studio().client.on('runs.changed', () => void live.refresh());
  });
}
