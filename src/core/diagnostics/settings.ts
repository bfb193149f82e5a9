import { z } from 'zod';

/**
 * What is measured of a run besides its training. Never changes the run's numbers, so it is no part of what makes runs seeds of one
 * experiment.
 */
export const DiagnosticsSettings = z.strictObject({
  /** Gradient geometry at every k-th step, one more backward each time; 0: never. */
  geometryEvery: z.int().min(0).default(10).meta({
    title: 'Gradient geometry every',
    description: 'What the projections are drawn from: one more backward each time. 0: never.',
    unit: 'steps',
  }),
  /** The official scripts' own figures at each epoch's end (methods.md 6.1). They cost no pass of their own. */
  official: z
    .boolean()
    .default(true)
    .meta({ title: 'The official scripts’ figures', description: 'At each epoch’s end, by their own names. They cost nothing.' }),
  /** Means of the encoders' gradients by loss, one more backward each time. The official scripts keep the last of an epoch. */
  averageGradients: z.enum(['off', 'epoch', 'step']).default('off').meta({
    title: 'Mean gradients by loss',
    description: 'One more backward at each epoch’s end, or at each step.',
    advanced: true,
  }),
  /** Shapley value of each modality on validation and test when the run ends: one more forward of these splits. */
  shapley: z.enum(['off', 'end']).default('off').meta({
    title: 'Shapley values',
    description: 'What each modality contributes to the accuracy, when the run ends: one more forward of validation and test.',
  }),
});
export type DiagnosticsSettings = z.output<typeof DiagnosticsSettings>;

/** `off`: nothing at all is measured. A number: the defaults with the geometry at every such step. */
export const diagnosticsPreset = (preset: 'off' | number): DiagnosticsSettings =>
  preset === 'off'
    ? { geometryEvery: 0, official: false, averageGradients: 'off', shapley: 'off' }
    : DiagnosticsSettings.parse({ geometryEvery: preset });
