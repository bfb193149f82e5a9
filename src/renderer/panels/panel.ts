import type { RunsView } from '../state/runs-view.svelte.ts';

/** What a panel says of itself: its file is all that the program needs to know. */
export interface PanelInfo {
  readonly id: string;
  readonly title: string;
  /** The tab that it stands on. A tab that no other panel names is made, with the panel's title. */
  readonly tab: string;
  /** Where it stands among the panels of its tab. */
  readonly order: number;
  /** On a run's page, on the comparison, or on both. */
  readonly on: 'run' | 'compare' | 'both';
}

export interface PanelProps {
  readonly view: RunsView;
}
