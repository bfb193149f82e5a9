/** Files of numbers: .npy, Python pickles, the .csd files of the CMU SDK. */
export const dataArrays = {
  'data.npy-malformed': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable .npy file: ${p.reason}. Expected an array that numpy.save wrote. Save or copy the file again.`,

  'data.npy-truncated': (p: { file: string; expectedBytes: number; foundBytes: number }) =>
    `${p.file} is cut off: its header announces ${p.expectedBytes} bytes, found ${p.foundBytes}. Copy the file again.`,

  'data.npy-unsupported': (p: { file: string; type: string }) =>
    `${p.file} holds values of the type ${p.type}. Expected plain numbers: float16, float32, float64, integers or booleans. ` +
    `Convert it with array.astype("float32") and save it again.`,
} as const;
