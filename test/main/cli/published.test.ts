import { expect, it, vi } from 'vitest';
import { methods } from '../../../src/main/cli/commands/methods.ts';
import { published } from '../../../src/main/cli/commands/published.ts';

const said = (...words: string[]): Promise<string> => written(() => published.run(words));

/** What a command writes on stdout. */
async function written(run: () => Promise<number>): Promise<string> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    expect(await run()).toBe(0);
  } finally {
    write.mockRestore();
  }
  return text;
}

it('prints each table of a data set under the words that mark it as quoted, with the warning', async () => {
  const text = await said('crema-d');
  expect(text).toContain('Quoted from papers, not measured here.');
  expect(text).toContain('RedReg: no published number is known');
  const [, table = ''] = text.split('quoted from InfoReg paper (CVPR 2025), Table 2\n');
  expect(table.split('\n').slice(1, 3)).toEqual([
    '    method          accuracy  audio  video',
    '    Joint training     66.61  58.99  35.14',
  ]);
  // A blank cell is said to be one.
  expect(text).toMatch(/Joint training, 100 epochs +n\/a +35\.36/);
  expect(text).not.toContain('Kinetics');
});

it('gives the same as data, every table with its mark', async () => {
  const tables = JSON.parse(await said('vggsound', '--json')) as {
    quoted: string;
    warning: string;
    set: string;
    rows: object[];
  }[];
  expect(tables.length).toBe(3);
  for (const { quoted, warning, set, rows } of tables) {
    expect([set, quoted.startsWith('quoted from '), warning.startsWith('Quoted'), rows.length > 0]).toEqual([
      'vggsound',
      true,
      true,
      true,
    ]);
  }
});

it('refuses a data set without published results by name', async () => {
  await expect(Promise.resolve().then(() => published.run(['ave']))).rejects.toMatchObject({
    code: 'cli.bad-arguments',
    message: expect.stringContaining('No published results of "ave" are known; there are some of crema-d,') as string,
  });
});

it('stands on the method card: what a data set changes of the official run', async () => {
  const text = await written(() => methods.run(['ogm-ge']));
  expect(text).toContain('On VGGSound: links.gradient-scaling.alpha = 0.1. The README of OGM-GE gives α = 0.1 for VGGSound');
  expect(text.replace(/\s+/g, ' ')).toContain(
    'On Kinetics-Sounds: links.gradient-scaling.alpha = 0.8, links.gradient-scaling.end = 60, links.gradient-noise.end = 60.',
  );
});
