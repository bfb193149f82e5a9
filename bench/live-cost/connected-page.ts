import type { Page } from 'playwright-core';

/** A second connection of the page, by which calls are made and events heard. */
export interface Connected extends Window {
  ages: { told: number; read: number }[];
  ask(name: string, payload: unknown): Promise<{ ok: boolean; value?: unknown; error?: unknown }>;
}

/** Opens that connection. `follows`: it asks for new points itself, so that their age is known. */
export async function connect(page: Page, { follows }: { readonly follows: boolean }): Promise<void> {
  await page.evaluate(async (isFollowing) => {
    const here = window as unknown as Connected;
    const socket = new WebSocket(`ws://${window.location.host}/socket`);
    const waiting = new Map<number, (reply: never) => void>();
    let [last, cursor, parts] = [0, -1, [] as ArrayBuffer[]];
    let open: { body: { id?: number; reply?: unknown; event?: string; payload?: { run: string } }; parts: number } | null = null;
    here.ages = [];
    here.ask = (call, payload) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ parts: 0, body: { id: last, call, payload } }));
      });
    let buffers: ArrayBuffer[] = [];
    const follow = async (run: string): Promise<void> => {
      const now = (): number => performance.timeOrigin + performance.now();
      const told = now();
      const reply = await here.ask('series.after', { run, after: { 'clock/0': cursor } });
      const read = now();
      const { series } = reply.value as { series: Record<string, { values: { part: number }; steps: { part: number } }> };
      const clock = series['clock/0'];
      if (clock === undefined) return;
      const values = new Float64Array(buffers[clock.values.part] ?? new ArrayBuffer(0));
      const steps = buffers[clock.steps.part];
      const all = steps === undefined ? [] : Array.from(new Uint32Array(steps));
      cursor = Math.max(cursor, ...all);
      for (const value of values) here.ages.push({ told: told - value, read: read - value });
    };
    const whole = (): void => {
      if (open === null) return;
      const { id, reply, event, payload } = open.body;
      buffers = parts;
      [open, parts] = [null, []];
      if (id !== undefined) waiting.get(id)?.(reply as never);
      if (isFollowing && event === 'series.grew' && payload !== undefined) void follow(payload.run);
    };
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') open = JSON.parse(data) as NonNullable<typeof open>;
      else parts.push(data as ArrayBuffer);
      if (open !== null && parts.length === open.parts) whole();
    });
    await new Promise((resolve) => socket.addEventListener('open', resolve));
  }, follows);
}

/** A call of the contract; throws what the host answers. */
export async function ask(page: Page, name: string, payload: unknown): Promise<unknown> {
  const reply = await page.evaluate(([n, p]) => (window as unknown as Connected).ask(n, p), [name, payload] as const);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
  return reply.value;
}
