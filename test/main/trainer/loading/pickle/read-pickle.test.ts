import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRows, storedArray } from '../../../../../src/main/trainer/loading/pickle/array-values.ts';
import { FilePart } from '../../../../../src/main/trainer/loading/pickle/file-reader.ts';
import { PickledArray, type Pickled } from '../../../../../src/main/trainer/loading/pickle/numpy-objects.ts';
import { readPickle } from '../../../../../src/main/trainer/loading/pickle/read-pickle.ts';
import { numbers, texts } from '../../../../../src/main/trainer/loading/pickle/texts-and-numbers.ts';
import { temporaryFolder } from '../../../../support/small-set.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

const folder = join(import.meta.dirname, '../../../../fixtures/pickle');
/** Written by numpy 1 and 2 in all protocols (fixtures/pickle/make.py); the values are numpy's own. */
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  values: Record<string, number[]>;
  row17: number[];
};
const files = ['np1', 'np2'].flatMap((numpy) => [2, 3, 4, 5].map((protocol) => `${numpy}-p${protocol}.pkl`));

function opened(name: string): { file: string; get: (key: string) => Pickled; array: (key: string) => PickledArray } {
  const file = join(folder, name);
  const found = readPickle(file) as Map<Pickled, Pickled>;
  const get = (key: string): Pickled => found.get(key) ?? null;
  return { file, get, array: (key) => get(key) as PickledArray };
}

describe.each(files)('%s', (name) => {
  const { file, get, array } = opened(name);

  test.each(Object.entries(expected.values))('%s has the values that numpy gives', (key, values) => {
    expect([...numbers(file, key, array(key))]).toEqual(values);
    expect(array(key).shape).toEqual(key === 'i8' ? [3, 2] : [4, 3, 2]);
  });

  test('texts come from arrays of characters, of bytes and of objects, and from lists', () => {
    expect(texts(file, get('texts'))).toEqual(['03bSnISJMiM$_$1', '_dI--eQ6qVU$_$12', 'ü']);
    expect(texts(file, get('texts-big-endian'))).toEqual(['ab', 'c']);
    expect(texts(file, get('bytes'))).toEqual(['video', 'v2']);
    expect(texts(file, get('objects'))).toEqual(['a text', 'another']);
    expect(texts(file, get('list'))).toEqual(['x$_$1', 'y$_$2']);
    expect(texts(file, get('ids'))).toEqual(['v1 0.0 1.5', 'v2 2.0 3.25']);
    expect(texts(file, get('none'))).toBeNull();
  });

  test('numbers come from scalars and mixed lists', () => {
    expect([...numbers(file, 'scalar', get('scalar'))]).toEqual([2.5]);
    expect([...numbers(file, 'numbers', get('numbers'))]).toEqual([1, -2, 0.5, 3]);
  });

  test('objects are no features', () => {
    for (const key of ['ragged', 'texts'])
      expect(() => storedArray(file, `train/${key}`, array(key))).toThrow(
        expect.objectContaining({ code: 'data.array-not-numbers', message: expect.stringContaining(`train/${key}`) as string }),
      );
  });
});

describe.each(['np1-p2.pkl', 'np2-p4.pkl', 'np2-p5.pkl'])('long arrays of %s', (name) => {
  const { file, array } = opened(name);

  test('stay in the file and are read row by row', () => {
    for (const key of ['long', 'long-fortran']) {
      expect(array(key).content, key).toBeInstanceOf(FilePart);
      const stored = storedArray(file, key, array(key));
      expect([...readRows(stored, 17, 18)], key).toEqual(expected.row17);
      expect([...readRows(stored, 16, 18)].slice(210), key).toEqual(expected.row17);
      // Plain data: another thread gets a copy.
      expect([...readRows(structuredClone(stored), 17, 18)], key).toEqual(expected.row17);
    }
  });
});

describe('what is refused', () => {
  const refused = (name: string): unknown => readPickle(join(folder, 'bad', name));

  test.each([
    ['os-system-p2.pkl', 'posix.system'],
    ['os-system-p5.pkl', 'posix.system'],
    ['inst.pkl', 'os.system'],
  ])('%s, by name, and nothing of it runs', (name, forbidden) => {
    expect(() => refused(name)).toThrow(
      expect.objectContaining({ code: 'data.pickle-forbidden', params: { file: join(folder, 'bad', name), name: forbidden } }),
    );
    expect(existsSync('hacked')).toBe(false);
  });

  test('a name after all the arrays is found too', () => {
    expect(() => refused('eval-at-the-end.pkl')).toThrow(/builtins\.eval/);
  });

  test.each([
    ['cut-in-values.pkl', 'data.pickle-truncated', /found 60000/],
    ['cut-in-head.pkl', 'data.pickle-truncated', /found 20/],
    ['damaged.pkl', 'data.pickle-malformed', /not a readable pickle/],
    ['persistent.pkl', 'data.pickle-malformed', /persistent/],
    ['protocol-0.pkl', 'data.pickle-malformed', /protocol 2 or later/],
    ['empty.pkl', 'data.pickle-malformed', /empty/],
    ['page.pkl', 'data.pickle-malformed', /web page/],
    ['zip.pkl', 'data.pickle-malformed', /torch\.save/],
    ['absent.pkl', 'data.file-unreadable', /ENOENT/],
  ])('%s', (name, code, message) => {
    expect(() => refused(name)).toThrow(expect.objectContaining({ code }));
    expect(() => refused(name)).toThrow(message);
    expect(() => refused(name)).toThrow(name);
  });

  test('an array whose bytes do not fit its shape', () => {
    const array = new PickledArray();
    array.__setstate__([1, [2, 3], opened('np2-p5.pkl').array('f8').type, false, new Uint8Array(40)] as unknown as Pickled);
    expect(() => storedArray('x.pkl', 'train/text', array)).toThrow(/40 bytes, its shape \[2, 3\] wants 48/);
  });
});

describe('files of more than 2 GiB', () => {
  /** One run of bytes, never written: the file is sparse. */
  function sparse(name: string, head: readonly number[], length: number): string {
    const file = join(temporary.folder, name);
    const fd = openSync(file, 'w');
    writeSync(fd, Uint8Array.from(head));
    ftruncateSync(fd, head.length + length);
    writeSync(fd, '.', head.length + length);
    closeSync(fd);
    return file;
  }

  test('a run of bytes of 2.25 GiB in protocol 3, whose length needs all 32 bits, and one of 5 GiB in protocol 4', () => {
    const three = sparse('three.pkl', [0x80, 3, 0x42, 0, 0, 0, 0x90], 0x90000000);
    expect(readPickle(three)).toMatchObject({ offset: 7, length: 0x90000000 });
    const four = sparse('four.pkl', [0x80, 4, 0x8e, 0, 0, 0, 0x40, 1, 0, 0, 0], 0x140000000);
    expect(readPickle(four)).toMatchObject({ offset: 11, length: 0x140000000 });
  });
});
