/** Something the caller of the command got wrong: said in one line, exit code 2. */
export class UsageError extends Error {}
