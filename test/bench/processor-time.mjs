/** Loaded before a program that is not ours to change: tells on standard error how much processor time it took. */
const before = process.cpuUsage();
process.on('exit', () => {
  const { user, system } = process.cpuUsage(before);
  process.stderr.write(`${JSON.stringify({ processorSeconds: (user + system) / 1e6 })}\n`);
});
