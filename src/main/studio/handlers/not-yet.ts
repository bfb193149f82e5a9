export function notYet(call: string): never {
  throw new Error(`${call} is not there yet`);
}
