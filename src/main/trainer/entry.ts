/** The training process. It does one job for its host, says how it ended, and leaves. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { parentPort } from './port.ts';
import { serve } from './serve.ts';

const port = parentPort();
if (port) serve(port, () => process.exit(0));
else {
  process.stderr.write(
    'This is the training process of RedReg Studio; it is started by the program. Use the command line: redreg train.\n',
  );
  process.exitCode = 2;
}
