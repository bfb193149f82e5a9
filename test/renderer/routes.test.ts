import { describe, expect, test } from 'vitest';
import { RunId } from '../../src/core/contract/runs.ts';
import { comparedRuns, links, queryOf, routeOf } from '../../src/renderer/routes.ts';

describe('routeOf', () => {
  test.each([
    ['', 'Start', {}],
    ['#/', 'Start', {}],
    ['#/no-such-page', 'Start', {}],
    ['#/%', 'Start', {}],
    ['#/data', 'Data', {}],
    ['#/data/new', 'DataEdit', {}],
    ['#/data/a%2Fb', 'DataEdit', { id: 'a/b' }],
    ['#/experiment/new?clone=x', 'Experiment', {}],
    ['#/runs', 'Runs', {}],
    ['#/runs/', 'Runs', {}],
    ['#/runs/abc', 'Run', { id: 'abc', tab: 'overview' }],
    ['#/runs/abc/charts?x=1', 'Run', { id: 'abc', tab: 'charts' }],
    ['#/compare?runs=a,b', 'Compare', {}],
    ['#/queue', 'Queue', {}],
    ['#/settings', 'Settings', {}],
  ])('%j is %s', (hash, page, params) => {
    expect(routeOf(hash)).toMatchObject({ page, params });
    expect(routeOf(hash).params).toEqual(params);
  });

  test('keeps what follows the question mark', () => {
    expect(routeOf('#/experiment/new?clone=a%26b&data=d').query.get('clone')).toBe('a&b');
  });
});

describe('links', () => {
  test('lead back to what they name', () => {
    expect(routeOf(links.run('a/b?c#d', 'log')).params).toEqual({ id: 'a/b?c#d', tab: 'log' });
    expect(routeOf(links.dataSet('ü%')).params).toEqual({ id: 'ü%' });
    expect(routeOf(links.experiment({ clone: 'r,1' })).query.get('clone')).toBe('r,1');
    expect(comparedRuns(routeOf(links.compare(['a', 'b', 'a'], 'charts')).query)).toEqual([RunId.parse('a'), RunId.parse('b')]);
  });

  test('leave out what is not given', () => {
    expect(links.compare([])).toBe('#/compare');
    expect(queryOf({ a: undefined, b: '', c: 'x y' })).toBe('?c=x+y');
  });
});
