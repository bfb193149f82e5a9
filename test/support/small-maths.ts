/** Puts tfjs's plain JavaScript backend and all gradients in place: for tests whose tensors have a handful of numbers. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { env, setBackend } from '@tensorflow/tfjs-core';

// Keeps the library from advertising its native backend.
env().set('PROD', true);
await setBackend('cpu');
