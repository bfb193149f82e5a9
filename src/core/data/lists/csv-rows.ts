/** A record of a CSV file and the line it begins in, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What the reading of a CSV text stands at. */
interface State {
  readonly rows: CsvRow[];
  fields: string[];
  field: string;
  /** Within quotes. */
  isQuoted: boolean;
  /** The field was quoted, so it counts though it is empty. */
  wasQuoted: boolean;
  line: number;
  begins: number;
}

function endField(state: State): void {
  state.fields.push(state.wasQuoted ? state.field : state.field.trim());
  state.field = '';
  state.wasQuoted = false;
}

function endRow(state: State): void {
  const isBlank = state.fields.length === 0 && state.field.trim() === '' && !state.wasQuoted;
  endField(state);
  if (!isBlank) state.rows.push({ line: state.begins, fields: state.fields });
  state.fields = [];
  state.begins = state.line + 1;
}

/** Takes the character at `at`; gives how many characters that took. */
function take(state: State, text: string, at: number): number {
  const char = text.charAt(at);
  if (state.isQuoted) {
    if (char === '"' && text.charAt(at + 1) === '"') {
      state.field += '"';
      return 2;
    }
    if (char === '"') state.isQuoted = false;
    else state.field += char;
    if (char === '\n') state.line++;
    return 1;
  }
  if (char === '"' && state.field.trim() === '') {
    state.field = '';
    state.isQuoted = true;
    state.wasQuoted = true;
  } else if (char === ',') endField(state);
  else if (char === '\n') {
    endRow(state);
    state.line++;
  } else if (char !== '\r' && !(state.wasQuoted && char === ' ')) state.field += char;
  return 1;
}

/**
 * The records of a CSV text as RFC 4180 and Python's `csv.reader` read them: fields may be quoted, then hold commas, line breaks and
 * doubled quotes. Blank lines are passed over; spaces around a field without quotes are not part of it.
 *
 * Edge: a quote that is never closed takes the rest of the text into its field; the record then has its first line.
 */
export function csvRows(text: string): CsvRow[] {
  const state: State = { rows: [], fields: [], field: '', isQuoted: false, wasQuoted: false, line: 1, begins: 1 };
  for (let at = 0; at < text.length;) at += take(state, text, at);
  if (state.field !== '' || state.fields.length > 0 || state.wasQuoted) endRow(state);
  return state.rows;
}
