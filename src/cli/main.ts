import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { commandLine } from './command-line';
import { whyNot } from './files';
import { turnRuns, type Work } from './sweep/turn';

// A thread that turns runs begins here too, so that a bundle is one file.
if (isMainThread || parentPort === null) {
  const { stderr, stdout } = process;
  // Whoever reads may have had enough, as `head` has; a full disk has to be told.
  stdout.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0);
    console.error(`breakwater: cannot write what was to be printed: ${whyNot(error)}`);
    process.exit(1);
  });
  process.exitCode = await commandLine(process.argv.slice(2), {
    out: (line) => console.log(line),
    error: (line) => console.error(line),
    redraw: stderr.isTTY ? (text) => void stderr.write(`\r\u001b[K${text}`) : null,
    startWorker: (work) => new Worker(new URL(import.meta.url), { workerData: work }),
  });
} else {
  turnRuns(parentPort, workerData as Work);
}
