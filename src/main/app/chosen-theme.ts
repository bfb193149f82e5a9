import { nativeTheme } from 'electron';
import { z } from 'zod';
import type { Studio } from '../studio/studio.ts';
import { logFault } from './log.ts';

/** What the page keeps under `theme`; anything else is as the system has it. */
const Choice = z.enum(['system', 'light', 'dark']).catch('system');

/** The window's frame, menus and dialogs follow the theme that the user chose in the page. */
export async function followChosenTheme({ handlers }: Pick<Studio, 'handlers'>): Promise<void> {
  try {
    const { values } = await handlers['settings.get']({ names: ['theme'] });
    nativeTheme.themeSource = Choice.parse(values['theme']);
  } catch (error) {
    logFault(error);
  }
}
