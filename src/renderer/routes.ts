import { RunId } from '../core/contract/runs.ts';

export type PageName = 'Start' | 'Data' | 'DataEdit' | 'Experiment' | 'Runs' | 'Run' | 'Compare' | 'Queue' | 'Settings';

export interface RouteParams {
  /** Of a run or a data set; absent where a data set is new. */
  readonly id?: string;
  /** Of a run's page. */
  readonly tab?: string;
}

/** What an address says: which page, of what, and what follows `?`. */
export interface Route {
  readonly page: PageName;
  readonly params: RouteParams;
  readonly query: URLSearchParams;
}

export const RUN_TABS = ['overview', 'charts', 'monitor', 'gradients', 'accuracy', 'log', 'files'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** The page of an address such as `#/runs/abc/charts?x=1`. An address of no page leads to Start. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#/, ''), '?');
  const words = decoded(path.split('/').filter((word) => word !== ''));
  const found = words === null ? null : pageOf(words);
  return { page: 'Start', params: {}, ...found, query: new URLSearchParams(query) };
}

function pageOf([first, second, third]: readonly string[]): Pick<Route, 'page' | 'params'> | null {
  if (first === 'data') {
    if (second === undefined) return { page: 'Data', params: {} };
    return { page: 'DataEdit', params: second === 'new' ? {} : { id: second } };
  }
  if (first === 'experiment') return { page: 'Experiment', params: {} };
  if (first === 'runs') {
    if (second === undefined) return { page: 'Runs', params: {} };
    return { page: 'Run', params: { id: second, tab: third ?? 'overview' } };
  }
  if (first === 'compare') return { page: 'Compare', params: {} };
  if (first === 'queue') return { page: 'Queue', params: {} };
  return first === 'settings' ? { page: 'Settings', params: {} } : null;
}

/** The addresses of the pages. */
export const links = {
  start: '#/',
  data: '#/data',
  newData: '#/data/new',
  runs: '#/runs',
  queue: '#/queue',
  settings: '#/settings',
  dataSet: (id: string): string => `#/data/${encodeURIComponent(id)}`,
  experiment: (from: { readonly clone?: string; readonly data?: string } = {}): string =>
    `#/experiment/new${queryOf({ clone: from.clone, data: from.data })}`,
  run: (id: string, tab?: RunTab): string => `#/runs/${encodeURIComponent(id)}${tab === undefined ? '' : `/${tab}`}`,
  compare: (ids: readonly string[], tab?: string): string =>
    `#/compare${queryOf({ runs: ids.length === 0 ? undefined : ids.join(','), tab })}`,
} as const;

/** The runs that an address of the comparison names. */
export function comparedRuns(query: URLSearchParams): readonly RunId[] {
  const words = (query.get('runs') ?? '').split(',').filter((word) => word !== '');
  return [...new Set(words)].flatMap((word) => RunId.safeParse(word).data ?? []);
}

/** The query of these values, in their order; what is undefined or empty is left out. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  // A comma parts ids; it may stand in a query as it is.
  const query = new URLSearchParams(given).toString().replaceAll('%2C', ',');
  return query === '' ? '' : `?${query}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Null where an address has a `%` that stands for nothing. */
function decoded(words: readonly string[]): string[] | null {
  try {
    return words.map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
