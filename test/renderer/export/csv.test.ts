import { expect, it } from 'vitest';
import { csvOf } from '../../../src/renderer/export/csv.ts';

it('quotes what RFC 4180 asks for and leaves numbers as they are', () => {
  const rows = [
    ['a, b', -1.5, null],
    ['say "x"\nand y', Number.NaN, Number.NEGATIVE_INFINITY],
  ] as const;
  expect(csvOf(['name', 'value', 'empty'], rows)).toBe(
    'name,value,empty\r\n"a, b",-1.5,\r\n"say ""x""\nand y",NaN,-Infinity\r\n',
  );
});

it('lets no text begin a formula', () => {
  const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'];
  const lines = csvOf(
    ['=header'],
    dangerous.map((text) => [text]),
  );
  expect(lines.startsWith("'=header\r\n'=1+1\r\n'+1\r\n'-1\r\n'@SUM(A1)\r\n'\tx\r\n")).toBe(true);
  expect(lines).toContain('"\'\rx"');
  expect(lines).toContain('"\'=HYPERLINK(""http://x"",""y"")"');
});
