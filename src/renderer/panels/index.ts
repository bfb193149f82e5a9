import type { Component } from 'svelte';
import type { PanelInfo, PanelProps } from './panel.ts';

export interface Panel extends PanelInfo {
  readonly component: Component<PanelProps>;
}

interface PanelFile {
  readonly default: Component<PanelProps>;
  readonly panel: PanelInfo;
}

/** Every file `<Name>Panel.svelte` of this folder. */
const panels: readonly Panel[] = Object.values(import.meta.glob<PanelFile>('./*Panel.svelte', { eager: true }))
  .map(({ default: component, panel }) => ({ ...panel, component }))
  .sort((a, b) => a.order - b.order);

/** The panels of a page, in order. */
export const panelsOn = (page: 'run' | 'compare'): readonly Panel[] => panels.filter(({ on }) => on === 'both' || on === page);
