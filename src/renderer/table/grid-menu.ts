import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ChartLine from '@lucide/svelte/icons/chart-line';
import Copy from '@lucide/svelte/icons/copy';
import EyeOff from '@lucide/svelte/icons/eye-off';
import ListFilter from '@lucide/svelte/icons/list-filter';
import Lock from '@lucide/svelte/icons/lock';
import Maximize from '@lucide/svelte/icons/maximize-2';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import Rows from '@lucide/svelte/icons/rows-3';
import Tag from '@lucide/svelte/icons/tag';
import Trash from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import type { MenuItem } from '../parts/menu-item.ts';
import { links } from '../routes.ts';
import type { RunsPageState } from '../state/runs-page.svelte.ts';
import type { RunsActions } from './actions.ts';
import { cellText } from './cell-text.ts';
import { exchanged, filteredBy, grouped, moved, toggled } from './view.ts';

/** What can be done at the place where the keyboard or the pointer stands. */
export function gridMenu(page: RunsPageState, actions: RunsActions): readonly MenuItem[] {
  if (page.active.line === -1) return headMenu(page, actions);
  const at = page.lineAt(page.active.line);
  if (at?.kind === 'group')
    return [
      { label: 'Close all groups', icon: ArrowUp, onselect: () => page.toggleAllGroups(true) },
      { label: 'Open all groups', icon: ArrowDown, onselect: () => page.toggleAllGroups(false) },
    ];
  return [...cellMenu(page), ...runMenu(page, actions)];
}

function headMenu(page: RunsPageState, actions: RunsActions): readonly MenuItem[] {
  const { view, active } = page;
  const look = active.column === 0 ? page.lookOf('name') : page.looks[active.column - 1];
  if (view === null || look === undefined) return [];
  const { id, label, other } = look;
  const sort = (isDescending: boolean) => () =>
    page.change(`Sorted by ${label}`, { ...view, sort: [{ column: id, isDescending }] });
  const move = (step: number) => () => page.change(`Moved ${label}`, moved(view, id, active.column - 1 + step));
  const isOfBest = other?.includes(':last:') ?? false;
  const isGrouped = view.groupBy.includes(id);
  const items: MenuItem[] = [
    { label: 'From small to great', icon: ArrowUp, onselect: sort(false) },
    { label: 'From great to small', icon: ArrowDown, onselect: sort(true) },
    { label: 'Filter…', icon: ListFilter, separated: true, onselect: () => actions.openFilter({ column: id }) },
    {
      label: isGrouped ? 'Group no longer' : `Group by ${label}`,
      icon: Rows,
      onselect: () => page.change(isGrouped ? `Grouped no longer by ${label}` : `Grouped by ${label}`, grouped(view, id)),
    },
  ];
  if (other !== null)
    items.push(
      { label: 'Of the last epoch', checked: !isOfBest, separated: true, onselect: () => isOfBest && swap(page, id, other) },
      { label: 'Of the best epoch', checked: isOfBest, onselect: () => !isOfBest && swap(page, id, other) },
    );
  items.push({ label: 'Fit the width', icon: Maximize, separated: true, onselect: () => actions.fit(id) });
  if (active.column > 0)
    items.push(
      { label: 'Move left', icon: ArrowLeft, onselect: move(-1), disabled: active.column === 1 },
      { label: 'Move right', icon: ArrowRight, onselect: move(1), disabled: active.column === view.columns.length },
      { label: 'Hide', icon: EyeOff, onselect: () => page.change(`Hid ${label}`, toggled(view, id, 0)) },
    );
  return items;
}

function swap(page: RunsPageState, id: string, other: string): void {
  if (page.view !== null) page.change(`Shows ${page.lookOf(other).label}`, exchanged(page.view, id, other));
}

/** Filters by the value of the cell. */
function cellMenu(page: RunsPageState): readonly MenuItem[] {
  const { view, active } = page;
  const row = page.rowAtLine(active.line);
  const look = page.looks[active.column - 1];
  const cell = row === undefined || look === undefined ? undefined : page.table.cellOf(row, look.id);
  if (view === null || look === undefined || cell === undefined || Number.isNaN(cell)) return [];
  const isEmpty = cell === null || cell === '';
  const filter = (test: 'is' | 'is-not') => () =>
    page.change(
      `Filtered by ${look.label}`,
      filteredBy(view, {
        column: look.id,
        test: isEmpty ? (test === 'is' ? 'is-empty' : 'is-not-empty') : test,
        value: isEmpty ? null : cell,
      }),
    );
  const text = cellText(cell, look);
  return [
    { label: `Only ${look.label}: ${text}`, icon: ListFilter, onselect: filter('is') },
    { label: `Not ${look.label}: ${text}`, icon: EyeOff, onselect: filter('is-not') },
  ];
}

function runMenu(page: RunsPageState, actions: RunsActions): readonly MenuItem[] {
  const row = page.rowAtLine(page.active.line);
  if (row === undefined) return [];
  const isOne = page.selection.size <= 1;
  if (page.where === 'trash')
    return [
      { label: 'Restore', icon: Undo, separated: true, onselect: () => actions.restore() },
      { label: 'Delete for good…', icon: Trash, danger: true, onselect: () => actions.deleteForGood() },
    ];
  return [
    { label: 'Compare', icon: ChartLine, keys: 'c', separated: true, onselect: () => actions.compare(), disabled: isOne },
    { label: row.pinned ? 'Pin no longer' : 'Pin', icon: Pin, keys: 'p', onselect: () => actions.pin() },
    { label: 'Rename', icon: Pencil, keys: 'e', onselect: () => actions.rename(), disabled: !isOne },
    { label: 'Tags…', icon: Tag, keys: 't', onselect: () => actions.tag() },
    { label: row.locked ? 'Lock no longer' : 'Lock', icon: Lock, onselect: () => actions.lock() },
    {
      label: 'Clone and edit',
      icon: Copy,
      disabled: !isOne,
      onselect: () => page.studio.navigate(links.experiment({ clone: row.id })),
    },
    {
      label: row.archived ? 'Out of the archive' : 'Archive',
      icon: row.archived ? ArchiveRestore : Archive,
      onselect: () => actions.archive(),
    },
    { label: 'To the trash', icon: Trash, keys: 'Delete', danger: true, separated: true, onselect: () => actions.trash() },
  ];
}
