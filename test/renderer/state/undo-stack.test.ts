import { describe, expect, test } from 'vitest';
import { UndoStack, type Undoable } from '../../../src/renderer/state/undo-stack.ts';

describe('UndoStack', () => {
  const seen: string[] = [];
  const step = (text: string): Undoable => ({
    text,
    undo: () => seen.push(`-${text}`),
    redo: () => seen.push(`+${text}`),
  });
  const after = async (work: () => Promise<unknown>): Promise<string> => {
    seen.length = 0;
    await work();
    return seen.join();
  };

  test('takes back and does again, the latest first', async () => {
    const stack = new UndoStack();
    stack.push(step('a'));
    stack.push(step('b'));
    expect(await after(() => stack.undo())).toBe('-b');
    expect(await after(() => stack.undo())).toBe('-a');
    expect(await stack.undo()).toBe(null);
    expect(await after(() => stack.redo())).toBe('+a');
    expect(await after(() => stack.redo())).toBe('+b');
    expect(await stack.redo()).toBe(null);
  });

  test('something new ends what could be done again', async () => {
    const stack = new UndoStack();
    stack.push(step('a'));
    await stack.undo();
    stack.push(step('b'));
    expect(await stack.redo()).toBe(null);
    expect(await after(() => stack.undo())).toBe('-b');
  });

  test('a step that fails stays where it was', async () => {
    const stack = new UndoStack();
    let isBroken = true;
    stack.push({
      text: 'a',
      undo: () => {
        if (isBroken) throw new Error('no');
        seen.push('-a');
      },
      redo: () => undefined,
    });
    await expect(stack.undo()).rejects.toThrow('no');
    isBroken = false;
    expect(await after(() => stack.undo())).toBe('-a');
  });

  test('one step is under way at a time', async () => {
    const stack = new UndoStack();
    let go = (): void => undefined;
    stack.push(step('a'));
    stack.push({ text: 'slow', undo: () => new Promise<void>((resolve) => (go = resolve)), redo: () => undefined });
    const first = stack.undo();
    expect(await stack.undo()).toBe(null);
    go();
    expect((await first)?.text).toBe('slow');
  });

  test('a certain step is taken back once, wherever it stands', async () => {
    const stack = new UndoStack();
    const [a, b] = [step('a'), step('b')];
    stack.push(a);
    stack.push(b);
    expect(await after(() => stack.undoOnly(a))).toBe('-a');
    expect(await stack.undoOnly(a)).toBe(null);
    expect(await after(() => stack.undo())).toBe('-b');
    expect(await stack.undo()).toBe(null);
  });
});
