import type { z } from 'zod';
import { layoutOf } from '../data/definition.ts';
import { layouts } from '../data/index.ts';
import { AppError } from '../errors/app-error.ts';
import { findMethod } from '../methods/index.ts';
import { RunConfig } from './config.ts';
import { issueText } from './issue-text.ts';
import { type IdleOption, idleOptions } from './cross-links.ts';
import { buildChain, type Method } from './method.ts';

/** One thing that is wrong with a run's settings, and which field of them it is. */
export interface ConfigIssue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

export interface CheckedConfig {
  readonly issues: readonly ConfigIssue[];
  /** Complete and good; null where there are issues. */
  readonly config: RunConfig | null;
}

/** Everything that is wrong with settings, not only the first of it: their schema, the method, its links and their options, the data. */
export function checkConfig(raw: unknown): CheckedConfig {
  const parsed = RunConfig.safeParse(raw);
  const issues = [...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => issuesOf(issue))), ...methodIssues(raw)];
  return { issues, config: issues.length === 0 && parsed.success ? parsed.data : null };
}

/** Every unknown key is a field of its own; of a union the nearest member speaks. */
function issuesOf(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): ConfigIssue[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: plain([...path, key]),
      code: 'train.bad-setting',
      message: 'There is no such setting.',
    }));
  return [{ path: plain(path), code: 'train.bad-setting', message: issueText(issue) }];
}

const plain = (path: readonly PropertyKey[]): (string | number)[] =>
  path.map((part) => (typeof part === 'number' ? part : String(part)));

function methodIssues(raw: unknown): ConfigIssue[] {
  const { method: id, links, data, training } = (isObject(raw) ? raw : {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string') return [];
  const { value: method, issue } = attempt(['method'], () => findMethod(id));
  if (method === null) return issue;
  const epochs = isObject(training) ? training['epochs'] : undefined;
  const found = linkIssues(method, isObject(links) ? links : {}, typeof epochs === 'number' ? epochs : Infinity);
  return [...modalityIssues(method, isObject(data) ? data : {}), ...found];
}

function linkIssues(method: Method, links: Readonly<Record<string, unknown>>, epochs: number): ConfigIssue[] {
  const own = method.links.flatMap(({ definition, options }): ConfigIssue[] => {
    const setting = links[definition.id];
    if (!isObject(setting)) return [];
    const parsed = definition.options.safeParse({ ...options, ...setting });
    if (parsed.success) return [];
    return parsed.error.issues
      .flatMap((issue) => issuesOf(issue, ['links', definition.id]))
      .map((issue) => ({ ...issue, code: 'method.bad-option' }));
  });
  if (own.length > 0) return own;
  // What is left are switches: a link of another method, one that others read, signals that nobody provides.
  const switches = Object.fromEntries(Object.entries(links).filter(([, setting]) => setting === 'off' || isObject(setting)));
  const { value, issue } = attempt(['links'], () => buildChain(method, switches as RunConfig['links']));
  return value === null ? issue : idleOptions(method, switches as RunConfig['links'], epochs).map(idleIssue(method));
}

const idleIssue =
  (method: Method) =>
  (idle: IdleOption): ConfigIssue => ({
    path: ['links', idle.link, idle.option],
    code: 'link.no-effect',
    message: new AppError('link.no-effect', { method: method.id, ...idle }).message,
  });

function modalityIssues(method: Method, data: Readonly<Record<string, unknown>>): ConfigIssue[] {
  const layout = Object.values(layouts).find(({ id }) => id === data['layout']);
  if (method.only === null || layout === undefined) return [];
  const { only } = method;
  const parsed = layout.definition.safeParse(data);
  if (!parsed.success) return [];
  const found = layoutOf(parsed.data)
    .modalities(parsed.data)
    .map((modality) => modality.id);
  return attempt(['method'], () => {
    if (!found.includes(only)) throw new AppError('method.needs-modality', { method: method.id, modality: only, found });
  }).issue;
}

/** What is thrown for the user to read, as an issue of a field; a link that it names is that field. */
function attempt<T>(path: readonly string[], work: () => T): { readonly value: T | null; readonly issue: ConfigIssue[] } {
  try {
    return { value: work(), issue: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { link } = error.params as { link?: string };
    const at = path[0] === 'links' && link !== undefined ? ['links', link] : path;
    return { value: null, issue: [{ path: at, code: error.code, message: error.message }] };
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
