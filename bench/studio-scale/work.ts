import { existsSync, readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';

/** A time on the clock, and the processor time that the page's main thread and the host's spent meanwhile, all in milliseconds. */
export interface Timed {
  readonly ms: number;
  readonly workMs: number;
}

/**
 * Adds processor time to what is timed: on a busy machine the clock counts what others do, the work stays about the same. The answer
 * that a person waits for is work of host and page one after the other, and one or two frames.
 */
export class WorkMeter {
  readonly #session: CDPSession;
  readonly #schedule: string;

  private constructor(session: CDPSession, hostPid: number) {
    this.#session = session;
    this.#schedule = `/proc/${hostPid}/schedstat`;
  }

  static async of(page: Page, hostPid: number): Promise<WorkMeter> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new WorkMeter(session, hostPid);
  }

  /** `work` gives the milliseconds that it took on the clock. */
  async time(work: () => Promise<number>): Promise<Timed> {
    const before = await this.spentMs();
    const ms = await work();
    return { ms, workMs: (await this.spentMs()) - before };
  }

  /** Processor time so far of the page's main thread and, where the system tells it, of the host's. */
  async spentMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const page = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    const host = existsSync(this.#schedule) ? Number(readFileSync(this.#schedule, 'utf8').split(' ')[0]) / 1e6 : 0;
    return page * 1000 + host;
  }
}
