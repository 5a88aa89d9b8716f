import type { Lab } from './lab';
import { LabClient, type Connect } from './lab-client';
import type { Notice, Request } from './protocol';

/** A lab whose engine turns in a worker of its own. */
export const createLab = (): Lab => new LabClient(connectWorker);

const connectWorker: Connect = (receive, broke) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = (event: MessageEvent<Notice>) => receive(event.data);
  worker.onerror = (event) => broke(event.message || 'The simulation could not be started.');
  worker.onmessageerror = () => broke('A message from the simulation could not be read.');
  return {
    send: (request: Request) => worker.postMessage(request),
    close: () => worker.terminate(),
  };
};
