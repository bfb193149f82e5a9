/** Faults of the program go to the terminal it was started from. */
export function logFault(thrown: unknown): void {
  console.error(thrown);
}
