import { isTableView, type TableView } from './view.ts';

export interface NamedView {
  readonly name: string;
  readonly view: TableView;
}

export const NAMED_VIEWS_SETTING = 'view/runs-named';

/** What a settings value holds of views with names; what is none, as from another version, is left out. */
export function namedViewsIn(value: unknown): readonly NamedView[] {
  return Array.isArray(value) ? value.filter(isNamedView) : [];
}

/** With one more, by name; one of the same name is replaced. */
export function withNamedView(list: readonly NamedView[], name: string, view: TableView): readonly NamedView[] {
  return [...list.filter((one) => one.name !== name), { name, view }].sort((a, b) => a.name.localeCompare(b.name));
}

const isNamedView = (value: unknown): value is NamedView =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'view' in value &&
  isTableView(value.view);
