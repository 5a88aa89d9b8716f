import { play } from './play';
import { recording } from './recording';

/** Plays the recording in whatever browser opened the page and reports to the server that served it. */
void fetch('/report', { method: 'POST', body: play(recording) });
