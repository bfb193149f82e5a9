import type { RunsPageState } from '../state/runs-page.svelte.ts';
import { startsDescending } from './columns.ts';
import { moved, resized, sortedBy } from './view.ts';

interface Abilities {
  readonly onopen: (line: number) => void;
  /** How many lines a page up or down goes. */
  readonly pageLines: number;
}

/** What the keys do in the table of runs, as in WAI-ARIA's grid: arrows, Home, End, pages; Space chooses, Enter opens. */
export function gridKey(event: KeyboardEvent, page: RunsPageState, abilities: Abilities): void {
  if (event.target !== event.currentTarget || page.view === null) return;
  if (isHandled(event, page, abilities)) event.preventDefault();
}

function isHandled(event: KeyboardEvent, page: RunsPageState, { onopen, pageLines }: Abilities): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  const { line, column } = page.active;
  const ctrl = ctrlKey || metaKey;
  if (altKey) return line === -1 && isHeadHandled(key, shiftKey, page);
  switch (key) {
    case 'ArrowDown':
      return go(page, line + 1, column, shiftKey);
    case 'ArrowUp':
      return go(page, line - 1, column, shiftKey);
    case 'PageDown':
      return go(page, line + pageLines, column, shiftKey);
    case 'PageUp':
      return go(page, Math.max(0, line - pageLines), column, shiftKey);
    case 'ArrowLeft':
    case 'ArrowRight': {
      const at = page.lineAt(line);
      if (at?.kind !== 'group') return go(page, line, column + (key === 'ArrowLeft' ? -1 : 1), false);
      page.toggleGroup(at.group, key === 'ArrowLeft');
      return true;
    }
    case 'Home':
      if (!ctrl && event.currentTarget instanceof HTMLElement) event.currentTarget.scrollLeft = 0;
      return go(page, ctrl ? 0 : line, ctrl ? column : 0, ctrl && shiftKey);
    case 'End':
      return go(page, ctrl ? page.display.count - 1 : line, ctrl ? column : page.looks.length, ctrl && shiftKey);
    case ' ':
      return space(page, shiftKey);
    case 'Enter':
      return enter(page, shiftKey, onopen);
    case 'a':
      if (!ctrl) return false;
      void page.selectAll();
      return true;
    case 'Escape':
      if (page.selection.size === 0) return false;
      page.selection.clear();
      return true;
    default:
      return false;
  }
}

function go(page: RunsPageState, line: number, column: number, isChoosing: boolean): boolean {
  const to = {
    line: Math.min(page.display.count - 1, Math.max(-1, line)),
    column: Math.min(page.looks.length, Math.max(0, column)),
  };
  if (isChoosing && page.selection.size === 0) page.selection.anchor = Math.max(0, page.active.line);
  page.active = to;
  if (isChoosing && to.line >= 0) void page.selectTo(to.line);
  return true;
}

function space(page: RunsPageState, isRange: boolean): boolean {
  const { line } = page.active;
  const at = page.lineAt(line);
  const row = page.rowAtLine(line);
  if (at?.kind === 'group') page.toggleGroup(at.group);
  else if (isRange) void page.selectTo(line);
  else if (row !== undefined) {
    page.selection.toggle(row.id);
    page.selection.anchor = line;
  }
  return true;
}

function enter(page: RunsPageState, isMore: boolean, onopen: (line: number) => void): boolean {
  const { line, column } = page.active;
  const at = page.lineAt(line);
  if (at?.kind === 'group') page.toggleGroup(at.group);
  else if (line >= 0) onopen(line);
  else if (page.view !== null) {
    const look = column === 0 ? page.lookOf('name') : page.looks[column - 1];
    if (look !== undefined) page.change(`Sorted by ${look.label}`, sortedBy(page.view, look.id, isMore, startsDescending(look)));
  }
  return true;
}

/** On a header, with Alt: arrows move the column; with Shift too they make it wider or narrower. */
function isHeadHandled(key: string, shiftKey: boolean, page: RunsPageState): boolean {
  const { view, active } = page;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const look = active.column === 0 ? page.lookOf('name') : page.looks[active.column - 1];
  if (view === null || step === undefined || look === undefined) return false;
  if (shiftKey) {
    const width = active.column === 0 ? view.nameWidth : (view.columns[active.column - 1]?.width ?? 0);
    page.change(`Changed the width of ${look.label}`, resized(view, look.id, width + 16 * step));
  } else if (active.column > 0) {
    const to = Math.min(view.columns.length, Math.max(1, active.column + step));
    page.change(`Moved ${look.label}`, moved(view, look.id, to - 1));
    page.active = { line: -1, column: to };
  }
  return true;
}
