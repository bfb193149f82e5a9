import type { Answer } from '../../core/contract/index.ts';
import type { LayoutCandidate } from '../../core/contract/data.ts';
import type { JsonSchema } from './schema-form.ts';

/** A layout as a form needs it. */
export type LayoutForm = Omit<Answer<'data.layouts'>['layouts'][number], 'schema'> & { readonly schema: JsonSchema };

/** The layouts with what a folder lacks for each (null: it was not looked into), those that it fits first, then those that least is missing for. */
export function byFit(
  layouts: readonly LayoutForm[],
  candidates: readonly LayoutCandidate[],
): readonly { readonly layout: LayoutForm; readonly missing: readonly string[] | null }[] {
  const rows = layouts.map((layout) => ({
    layout,
    missing: candidates.find((each) => each.layout === layout.id)?.missing ?? null,
  }));
  return rows.sort((a, b) => (a.missing?.length ?? 0) - (b.missing?.length ?? 0));
}

/** Why a layout was guessed, or what speaks against it; '' where the folder was not looked into. */
export function reasonOf(id: string, candidates: readonly LayoutCandidate[]): string {
  const own = candidates.find(({ layout }) => layout === id);
  if (own === undefined) return '';
  if (own.missing.length > 0) return `Chosen although these were not found: ${own.missing.join(', ')}.`;
  const others = candidates.filter(({ layout, missing }) => layout !== id && missing.length === 0).map(({ label }) => label);
  return `Found out: all that it looks for is there.${others.length === 0 ? '' : ` Fits as well: ${others.join('; ')}.`}`;
}
