/** Called between steps; false: the job is to end. */
export type Between = (done: number, total: number) => Promise<boolean>;
