/* What an endpoint or a journey does: its stages one after another. */
export const firstStage = 0;
/** the stage after its last */
export const endStage = 1;
/** where its counts (an endpoint's: those at its first replica) and its sketches stand */
export const counts = 2;
export const sketch = 3;
/** index in the model, among its endpoints or its journeys */
export const index = 4;
export const WORDS = 6;
