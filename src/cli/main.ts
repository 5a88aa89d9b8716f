import { commandLine } from './command-line';

process.exitCode = commandLine(process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
