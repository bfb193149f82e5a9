import type { z } from 'zod';

/** What is wrong with one field, as it is said beside it: "Must be at least 1." */
export function issueText(issue: z.core.$ZodIssue): string {
  const text = wordsOf(issue);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'above' : 'at least', Number(issue.minimum));
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'below' : 'at most', Number(issue.maximum));
    case 'invalid_type':
      return `must be ${NAMES[issue.expected] ?? `a value of the kind ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'on or off',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

function bound(origin: string, word: string, limit: number): string {
  if (origin === 'string') return limit === 1 && word === 'at least' ? 'must not be empty' : `must have ${word} ${limit} signs`;
  if (origin === 'array') return `must have ${word} ${limit} entries`;
  return `must be ${word} ${limit}`;
}
