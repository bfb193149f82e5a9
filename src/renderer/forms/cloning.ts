import type { Client } from '../../core/contract/client.ts';
import type { RunId } from '../../core/contract/runs.ts';
import type { DataSummary } from '../../core/contract/data.ts';
import type { MethodCard } from '../../core/methods/card.ts';
import { draftOf, presetParts, withoutUnfit } from './clone.ts';
import { emptyDraft, presetLabel, type Draft, type DraftData } from './draft.ts';
import type { FieldSchema } from './schema.ts';
import { isSame, isValues, valueAt } from './values.ts';

export interface Cloned {
  readonly draft: Draft;
  readonly name: string;
  /** What could not be taken over, a line each. */
  readonly warnings: readonly string[];
}

interface Known {
  readonly schema: FieldSchema;
  readonly cards: readonly MethodCard[];
  readonly sets: readonly DataSummary[];
}

/** A draft with the settings of a run, and what of them no longer fits. */
export async function cloneOf(client: Client, run: string, known: Known): Promise<Cloned> {
  const { config: raw, name, tags } = await client.call('runs.get', { run: run as RunId });
  const stored = isValues(raw) ? raw : {};
  const { issues } = await client.call('methods.check', { config: stored });
  const warnings = issues.map(({ path, message }) => `${path.join('.') || 'Settings'}: ${message}`);
  const config = withoutUnfit(stored, issues);
  const start: Draft = { ...emptyDraft(), tags: tags.filter((tag) => tag !== 'sample comparison').join(', ') };

  const card = known.cards.find(({ id }) => id === config['method']);
  if (card === undefined) return { draft: start, name, warnings };
  const parts = presetParts(String(config['preset'] ?? 'official'));
  const isOwn = parts.own !== null && card.presets.some(({ id }) => id === parts.own);
  if (parts.own !== null && !isOwn) warnings.push(`preset: ${card.label} no longer has “${parts.own}”.`);
  const preset = presetLabel({ preset: parts.preset, own: isOwn ? { [card.id]: parts.own ?? '' } : {} }, card.id);

  const found = await dataOf(client, config['data'], name, known.sets, { method: card.id, preset });
  if (found === null) warnings.push('data: its definition can no longer be used. Choose a data set.');
  const data = found ?? { id: 'av-digits' };
  const base = await client.call('methods.settings', {
    method: card.id,
    data: 'id' in data ? data.id : { definition: data.definition },
    preset,
  });
  const draft = draftOf(config, base.config, { card, schema: known.schema, data });
  return { draft: { ...start, ...draft, data: found }, name, warnings };
}

/** The saved data set that the run was made of, where it is still the same; else the definition as it stood in the run. */
async function dataOf(
  client: Client,
  definition: unknown,
  run: string,
  sets: readonly DataSummary[],
  { method, preset }: { method: string; preset: string },
): Promise<DraftData | null> {
  if (!isValues(definition)) return null;
  const alike = sets.filter(({ name }) => name === definition['name']);
  for (const { id } of alike) {
    const settled = await client.call('methods.settings', { method, data: id, preset }).catch(() => null);
    if (settled !== null && isSame(settled.config.data, definition)) return { id };
  }
  const data: DraftData = { definition, label: `${String(valueAt(definition, 'name'))} as in ${run}` };
  const isUsable = await client.call('methods.settings', { method, data: { definition }, preset }).then(
    () => true,
    () => false,
  );
  return isUsable ? data : null;
}
