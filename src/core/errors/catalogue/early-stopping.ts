export const earlyStopping = {
  'train.needs-validation': (p: { dataset: string }) =>
    `Early stopping watches the validation split, and ${p.dataset} has none. Give the data set a validation split, or set training.earlyStopping.kind to off.`,
} as const;
