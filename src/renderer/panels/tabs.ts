import type { Panel } from './index.ts';

/** Words for tabs that several panels may stand on. */
const LABELS: Readonly<Record<string, string>> = {
  overview: 'Overview',
  charts: 'Charts',
  metrics: 'Figures',
  monitor: 'Monitor',
  gradients: 'Gradients',
  accuracy: 'Accuracy',
  configuration: 'Configuration',
  log: 'Log',
  files: 'Files',
};

/** The tabs that panels stand on: the known ones in their order, then any others. */
export function tabsOf(
  panels: readonly Panel[],
  order: readonly string[],
): readonly { readonly id: string; readonly label: string }[] {
  const found = [...new Set(panels.map(({ tab }) => tab))];
  const sorted = [...order.filter((id) => found.includes(id)), ...found.filter((id) => !order.includes(id))];
  return sorted.map((id) => ({ id, label: LABELS[id] ?? panels.find(({ tab }) => tab === id)?.title ?? id }));
}
