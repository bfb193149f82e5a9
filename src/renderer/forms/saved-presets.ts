import { z } from 'zod';
import type { Client } from '../../core/contract/client.ts';
import { Draft } from './draft.ts';

const Saved = z.object({ label: z.string(), draft: Draft });
const PREFIX = 'preset/';

export interface SavedPreset {
  /** Its setting. */
  readonly name: string;
  readonly label: string;
  readonly draft: Draft;
}

/** What people have saved, by label; what an older program kept otherwise is left out. */
export async function savedPresets(client: Client): Promise<SavedPreset[]> {
  const { names } = await client.call('settings.names', { prefix: PREFIX });
  const asked = names.slice(0, 100);
  if (asked.length === 0) return [];
  const { values } = await client.call('settings.get', { names: asked });
  return asked
    .flatMap((name) => {
      const parsed = Saved.safeParse(values[name]);
      return parsed.success ? [{ name, ...parsed.data }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** The same label again takes the place of the one before. */
export async function savePreset(client: Client, label: string, draft: Draft): Promise<void> {
  await client.call('settings.set', { name: settingOf(label), value: { label, draft } });
}

export async function forgetPreset(client: Client, { name }: SavedPreset): Promise<void> {
  await client.call('settings.set', { name, value: null });
}

/** A setting's name may hold few signs; others are written by their numbers, so that no two labels meet. */
export const settingOf = (label: string): string =>
  PREFIX +
  [...label.trim()]
    .map((sign) => (/[a-zA-Z0-9-]/.test(sign) ? sign : `_${(sign.codePointAt(0) ?? 0).toString(16)}.`))
    .join('')
    .slice(0, 100);
