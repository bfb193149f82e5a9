import type { Locator, Page } from 'playwright-core';

/** How a person acts on a page: with a mouse, or by keyboard alone. */
export interface Hands {
  /** Buttons, links, tabs, switches, entries of a menu, cards that are chosen. */
  press(target: Locator): Promise<void>;
  fill(target: Locator, text: string): Promise<void>;
}

/** Clicks: what is drawn for a switch or a card is its label, not the field within. */
export const mouse: Hands = {
  async press(target) {
    await target.waitFor({ state: 'attached' });
    const label = target.locator('xpath=ancestor::label');
    await ((await label.count()) > 0 ? label : target).click();
  },
  fill: (target, text) => target.fill(text),
};

/** No more steps than a person would bear. */
const MOST = 250;

/** Reaches everything by Tab, and by arrows inside what WAI-ARIA says has them; presses Enter, or Space where that is what chooses. */
export function keyboard(page: Page): Hands {
  async function reach(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' });
    for (let step = 0; step < MOST; step++) {
      // Which key leads on from where the focus is; null: it is there. Looked up at each step: a page that loads may put another in its place.
      const key = await target.evaluate((wanted: HTMLElement) => {
        const at = document.activeElement;
        if (at === wanted) return null;
        const group = (of: Element | null): Element | null =>
          of?.closest('[role=radiogroup],[role=tablist],[role=menu],[role=listbox]') ?? null;
        return at !== null && group(at) !== null && group(at) === group(wanted) ? 'ArrowDown' : 'Tab';
      });
      if (key === null) return;
      const isTabs = await page.evaluate(() => document.activeElement?.getAttribute('role') === 'tab');
      await page.keyboard.press(key === 'ArrowDown' && isTabs ? 'ArrowRight' : key);
    }
    throw new Error(`${String(target)} cannot be reached by keyboard`);
  }
  return {
    async press(target) {
      await reach(target);
      const [isChoice, isChosen] = await target.evaluate((element: HTMLInputElement) => [
        element.matches('input[type=radio], input[type=checkbox]'),
        element.matches('input[type=radio]:checked, [role=tab][aria-selected=true]'),
      ]);
      if (!isChosen) await page.keyboard.press(isChoice ? 'Space' : 'Enter');
    },
    async fill(target, text) {
      await reach(target);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    },
  };
}
