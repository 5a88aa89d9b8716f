/** What a colour says; a word or a shape always says it too. */
export type Tone = 'plain' | 'accent' | 'good' | 'wait' | 'warn' | 'bad';
