import { createKeybindingsHandler } from 'tinykeys';

/** Something a person can do: an entry of the palette, with a shortcut perhaps. */
export interface Command {
  readonly id: string;
  readonly text: string;
  /** As tinykeys writes them: `$mod+k`, `Shift+d`, `g r`. */
  readonly keys?: string | undefined;
  /** Heading in palette and help. */
  readonly section?: string | undefined;
  readonly run: () => unknown;
  /** The keys hold while something is typed into a field or a dialog is open, too. */
  readonly always?: boolean | undefined;
  /** It is not offered by the palette. */
  readonly isHidden?: boolean | undefined;
  /** Its keys are only told of by the help: something else listens to them. */
  readonly isTold?: boolean | undefined;
}

/** All that can be done just now. Pages add theirs while they are shown. */
export class Commands {
  #all = $state.raw<readonly Command[]>([]);
  #handler: (event: KeyboardEvent) => void = () => undefined;

  /** A later command with the keys or the id of an earlier one goes before it. */
  get all(): readonly Command[] {
    return this.#all;
  }

  /** Gives the function that takes them away again. */
  register(commands: readonly Command[]): () => void {
    this.#set([...this.#all, ...commands]);
    return () => this.#set(this.#all.filter((command) => !commands.includes(command)));
  }

  /** Begins to listen to the keyboard. Gives the function that ends it. */
  listen(): () => void {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented) this.#handler(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }

  #set(commands: readonly Command[]): void {
    this.#all = commands;
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const command of commands) {
      if (command.keys === undefined || command.isTold) continue;
      bindings[command.keys] = (event) => {
        if (!command.always && (isTyping(event.target) || isInDialog(event.target))) return;
        event.preventDefault();
        command.run();
      };
    }
    this.#handler = createKeybindingsHandler(bindings, { ignore: ({ isComposing }) => isComposing });
  }
}

const FIELDS_OF_KEYS = new Set(['checkbox', 'radio', 'range', 'button', 'submit', 'reset', 'color', 'file']);

/** Whether keys go into a field as text. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !FIELDS_OF_KEYS.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
