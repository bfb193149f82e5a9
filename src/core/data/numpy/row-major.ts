/** Values in Fortran order (the first axis runs fastest) put into C order (the last axis runs fastest). Shape: [any axes]. */
export function rowMajor(values: Float32Array, shape: readonly number[]): Float32Array {
  const strides: number[] = [];
  for (const [axis] of shape.entries()) strides.push(axis === 0 ? 1 : (strides[axis - 1] ?? 1) * (shape[axis - 1] ?? 1));
  const result = new Float32Array(values.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, stride, at] = [shape[axis] ?? 1, strides[axis] ?? 1, (index[axis] ?? 0) + 1];
      from += stride;
      index[axis] = at;
      if (at < size) break;
      from -= stride * size;
      index[axis] = 0;
    }
  }
  return result;
}
