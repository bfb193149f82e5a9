/** What a person is asked before something that cannot be taken back. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says: what will be done, not "OK". */
  readonly action: string;
  readonly danger?: boolean;
}

interface Asked extends Question {
  readonly answer: (isSure: boolean) => void;
}

/** One question at a time; a second one waits for the first. */
export class Confirmations {
  #asked = $state.raw<readonly Asked[]>([]);

  get current(): Question | null {
    return this.#asked[0] ?? null;
  }

  ask(question: Question): Promise<boolean> {
    return new Promise((answer) => (this.#asked = [...this.#asked, { ...question, answer }]));
  }

  answer(isSure: boolean): void {
    const [first, ...rest] = this.#asked;
    this.#asked = rest;
    first?.answer(isSure);
  }
}
