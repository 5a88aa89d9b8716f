import fc from 'fast-check';

// Properties are tried on the same cases each time, so that the same code gives the same answer;
// the long form of the laws (`npm run laws`) draws new ones.
if (process.env['LAWS_CASES'] === undefined) fc.configureGlobal({ seed: 20_261 });
