/** Heights of the table's lines and of its header, in pixels. */
export const LINE = 34;
export const HEAD = 34;

/** Id of the element of a place in the grid, for `aria-activedescendant`. */
export const placeId = (line: number, column: number): string => `runs-grid-${line}-${column}`;
