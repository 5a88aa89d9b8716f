import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { commandLine } from './command-line';
import { turnRuns, type Work } from './sweep/turn';

// A thread that turns runs begins here too, so that a bundle is one file.
if (isMainThread || parentPort === null) {
  const { stderr } = process;
  process.exitCode = await commandLine(process.argv.slice(2), {
    out: (line) => console.log(line),
    error: (line) => console.error(line),
    redraw: stderr.isTTY ? (text) => void stderr.write(`\r\u001b[K${text}`) : null,
    startWorker: (work) => new Worker(new URL(import.meta.url), { workerData: work }),
  });
} else {
  turnRuns(parentPort, workerData as Work);
}
