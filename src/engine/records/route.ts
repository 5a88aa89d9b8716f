export const link = 0;
/** the program of its endpoint */
export const program = 1;
/** where its counts and its sketches stand */
export const calls = 2;
export const attempts = 3;
export const sketch = 4;
/** index in the model */
export const index = 5;
export const WORDS = 6;
