/** Files of numbers: .npy, Python pickles, the .csd files of the CMU SDK. */
export const dataArrays = {
  'data.npy-malformed': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable .npy file: ${p.reason}. Expected an array that numpy.save wrote. Save or copy the file again.`,

  'data.npy-truncated': (p: { file: string; expectedBytes: number; foundBytes: number }) =>
    `${p.file} is cut off: its header announces ${p.expectedBytes} bytes, found ${p.foundBytes}. Copy the file again.`,

  'data.npy-unsupported': (p: { file: string; type: string }) =>
    `${p.file} holds values of the type ${p.type}. Expected plain numbers: float16, float32, float64, integers or booleans. ` +
    `Convert it with array.astype("float32") and save it again.`,

  'data.pickle-forbidden': (p: { file: string; name: string }) =>
    `${p.file} asks for ${p.name}, which a file of arrays does not need; nothing of it was executed. Only numpy arrays, lists, dicts, texts and ` +
    `numbers are read. If you trust the file, save its arrays as numpy arrays in plain dicts and pickle those.`,

  'data.pickle-malformed': (p: { file: string; reason: string }) =>
    `${p.file} is not a readable pickle: ${p.reason}. Expected what pickle.dump writes with protocol 2 to 5. Copy or save the file again.`,

  'data.pickle-truncated': (p: { file: string; expectedBytes: number; foundBytes: number }) =>
    `${p.file} is cut off: at least ${p.expectedBytes} bytes are needed, found ${p.foundBytes}. Copy the file again.`,

  'data.array-not-numbers': (p: { file: string; key: string; type: string }) =>
    `${p.file}, "${p.key}": found an array of ${p.type}, expected numbers: float16, float32, float64, integers or booleans. ` +
    `Save it as array.astype("float32"); rows of different lengths have to be padded first.`,
} as const;
