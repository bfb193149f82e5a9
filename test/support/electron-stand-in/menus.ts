import { EventEmitter } from 'node:events';

/** An item of a template, as far as tests look at it. */
export interface StandInMenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly click?: () => void;
  readonly submenu?: readonly StandInMenuItem[];
}

export interface StandInTray extends EventEmitter {
  readonly menu: readonly StandInMenuItem[];
  readonly isDestroyed: boolean;
}

export interface StandInMenus {
  /** The template of the menu bar. */
  readonly bar: readonly StandInMenuItem[];
  readonly trays: readonly StandInTray[];
  readonly exports: { readonly Menu: unknown; readonly Tray: unknown };
}

/** `Menu` and `Tray`: what they were made from. */
export function standInMenus(): StandInMenus {
  let bar: readonly StandInMenuItem[] = [];
  const trays: StandInTray[] = [];

  class Tray extends EventEmitter implements StandInTray {
    menu: readonly StandInMenuItem[] = [];
    isDestroyed = false;

    constructor(_icon: string) {
      super();
      trays.push(this);
    }
    setToolTip = (_text: string): void => undefined;
    setContextMenu = (menu: readonly StandInMenuItem[]): void => void (this.menu = menu);
    destroy = (): void => void (this.isDestroyed = true);
  }
  return {
    get bar() {
      return bar;
    },
    trays,
    exports: {
      Menu: {
        buildFromTemplate: (template: readonly StandInMenuItem[]) => template,
        setApplicationMenu: (template: readonly StandInMenuItem[]) => void (bar = template),
      },
      Tray,
    },
  };
}

/** The item with a label, wherever it stands. */
export function menuItem(menu: readonly StandInMenuItem[], label: string): StandInMenuItem {
  const all = (items: readonly StandInMenuItem[]): readonly StandInMenuItem[] =>
    items.flatMap((item) => [item, ...all(Array.isArray(item.submenu) ? item.submenu : [])]);
  const found = all(menu).find((item) => item.label === label);
  if (found === undefined) throw new Error(`there is no menu item "${label}"`);
  return found;
}
