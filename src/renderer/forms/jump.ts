/** Shows the field that `path` names, or the nearest group that it lies in, unfolds what hides it, and puts the focus there. */
export function jumpTo(path: string): void {
  const place = placeOf(path);
  if (place === null) return;
  for (let fold = place.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  place.scrollIntoView({ block: 'center' });
  place.querySelector<HTMLElement>('input, select, button:not([disabled]), a')?.focus({ preventScroll: true });
}

function placeOf(path: string): HTMLElement | null {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const found = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(at)}"]`);
    if (found !== null) return found;
  }
  return null;
}
