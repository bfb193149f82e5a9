import { expect, test } from 'vitest';
import { lineTail } from '../../../src/main/studio/line-tail.ts';

test('joins pieces to lines and keeps the open one', () => {
  const tail = lineTail();
  tail.add('first\r\nsec');
  tail.add('ond\n\nthi');
  expect(tail.lines()).toEqual(['first', 'second', 'thi']);
});

test('keeps the last twenty lines, long ones cut', () => {
  const tail = lineTail();
  for (let i = 0; i < 30; i++) tail.add(`line ${i}\n`);
  expect(tail.lines()).toHaveLength(20);
  expect(tail.lines()[0]).toBe('line 10');

  tail.add('x'.repeat(5000));
  expect(tail.lines().at(-1)).toBe(`${'x'.repeat(400)}…`);
});
