/** the callee's replicas: the first, and how many */
export const firstStation = 0;
export const replicas = 1;
/** round robin over the callee's replicas: one turn for all callers on the link */
export const turn = 2;
/** 0 no, 1 requests, 2 replies, 3 both */
export const cut = 3;
/** attempts whose message was lost, oldest first */
export const silentHead = 4;
export const silentTail = 5;
/** index in the model */
export const index = 6;
/** double: its latency where that is constant; NaN where it is drawn */
export const constantMs = 8;
/** doubles: of faults in force; loss 1 is a cut */
export const addedMs = 10;
export const requestLoss = 12;
export const replyLoss = 14;
export const WORDS = 16;
