/** The training process. It does one job for its host, says how it ended, and leaves. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { parentPort } from './port.ts';
import { serve } from './serve.ts';

const port = parentPort();
if (port) {
  const job = serve(port, () => process.exit(0));
  process.on('SIGTERM', () => job.pause());
  // A terminal sends these to the host as well, and the host says what is to become of the job.
  process.on('SIGINT', () => undefined);
  if (process.platform !== 'win32') for (const name of ['SIGHUP', 'SIGTSTP'] as const) process.on(name, () => undefined);
} else {
  process.stderr.write(
    'This is the training process of RedReg Studio; it is started by the program. Use the command line: redreg train.\n',
  );
  process.exitCode = 2;
}
