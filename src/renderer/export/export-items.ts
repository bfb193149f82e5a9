import type { MenuItem } from '../parts/menu-item.ts';

/** What saves each kind of file. */
export interface Saves {
  readonly png: () => unknown;
  readonly svg: () => unknown;
  readonly csv: () => unknown;
}

/**
 * Entries of an export menu. While nothing is drawn (`nothing` says why) there is no kind of file to choose, only that reason: an
 * empty picture or a table of headers alone would be taken for a result.
 */
export function exportItems(nothing: string | null, { png, svg, csv }: Saves): readonly MenuItem[] {
  if (nothing !== null) return [{ label: `Nothing to save yet: ${nothing}`, disabled: true, onselect: () => undefined }];
  return [
    { label: 'PNG picture', onselect: png },
    { label: 'SVG picture', onselect: svg },
    { label: 'CSV table', onselect: csv },
  ];
}
