/** One dialog that the program opened: its kind, and what it asked with (without the window it hangs on). */
export interface ShownDialog {
  readonly kind: 'message' | 'open' | 'save' | 'error';
  readonly options: Readonly<Record<string, unknown>>;
}

export interface StandInDialogs {
  readonly shown: readonly ShownDialog[];
  /** What the user does with the next dialogs, in order: Electron's answer to each. */
  readonly answers: object[];
  /** What the program gets as `dialog`. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** `dialog`: nobody is there to answer, so a dialog without an answer waiting for it fails. */
export function standInDialogs(): StandInDialogs {
  const shown: ShownDialog[] = [];
  const answers: object[] = [];
  const ask =
    (kind: ShownDialog['kind']) =>
    (...parameters: object[]): Promise<object> => {
      shown.push({ kind, options: parameters.at(-1) as ShownDialog['options'] });
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error(`nobody answers the ${kind} dialog`)) : Promise.resolve(answer);
    };
  return {
    shown,
    answers,
    exports: {
      showMessageBox: ask('message'),
      showOpenDialog: ask('open'),
      showSaveDialog: ask('save'),
      showErrorBox: (title: string, text: string) => void shown.push({ kind: 'error', options: { title, text } }),
    },
  };
}
