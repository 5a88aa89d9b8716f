import { vectorsOf } from './framer';
import type { Notice, Request } from './protocol';
import { Session } from './session';

const scope = self as unknown as DedicatedWorkerGlobalScope;

const session = new Session(
  () => performance.now(),
  (notice: Notice) => scope.postMessage(notice, notice.type === 'frame' ? vectorsOf(notice.frame) : []),
);

// A timer of 0 ms is held back to 4 ms by browsers; a message to oneself is not, and lets other messages in between.
const again = new MessageChannel();
let timer = 0;
let posted = false;

function turn(): void {
  posted = false;
  clearTimeout(timer);
  const delayMs = session.turn();
  if (delayMs === Infinity) return;
  if (delayMs > 0) {
    timer = setTimeout(turn, delayMs) as unknown as number;
  } else {
    turnSoon();
  }
}

function turnSoon(): void {
  if (posted) return;
  posted = true;
  again.port2.postMessage(null);
}

again.port1.onmessage = turn;
scope.onmessage = (event: MessageEvent<Request>) => {
  session.receive(event.data);
  turnSoon();
};
