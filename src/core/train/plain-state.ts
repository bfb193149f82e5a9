import { Tensor } from '@tensorflow/tfjs-core';

/**
 * State of links as JSON that comes back as it was: a tensor as a reference to its name (`put` takes it), numbers that JSON does not
 * have (NaN, the infinities, -0) by their names, `undefined` left out. Anything but plain objects, arrays and values is a bug.
 */
export function toPlain(value: unknown, path: string, put: (name: string, value: Tensor) => void): unknown {
  if (value instanceof Tensor) {
    put(path, value);
    return { $tensor: path };
  }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return value.map((item, i) => toPlain(item, `${path}.${String(i)}`, put));
  if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(`the state ${path} is no plain object`);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item, `${path}.${key}`, put)]));
  }
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw new Error(`the state ${path} is a ${typeof value}`);
  return value;
}

/** The state that `toPlain` made JSON of; `get` gives the tensor of a name. */
export function fromPlain(value: unknown, get: (name: string) => Tensor): unknown {
  if (Array.isArray(value)) return value.map((item) => fromPlain(item, get));
  if (typeof value !== 'object' || value === null) return value;
  if ('$tensor' in value) return get(String(value.$tensor));
  if ('$number' in value) return Number(value.$number);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromPlain(item, get)]));
}
